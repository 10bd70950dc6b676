"""Every definition that the library holds, whatever its kind: found by its folder, so that none is missed."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import stegvis
from stegvis.countries.country import COUNTRIES, Country
from stegvis.foundation.catalogue import Catalogue
from stegvis.foundation.definition import Definition

FILES = sorted(
    file for file in Path(stegvis.__path__[0]).glob("*/catalogue/*.py") if file.name != "__init__.py"
)


@pytest.fixture(params=FILES, ids=lambda file: f"{file.parts[-3]}/{file.stem}")
def file(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture
def definition(file: Path) -> Definition:
    found = import_module(f"stegvis.{file.parts[-3]}.catalogue.{file.stem}").DEFINITION
    assert isinstance(found, Definition)
    return found


def test_a_definition_has_nothing_wrong_in_it(definition: Definition) -> None:
    assert list(definition.problems()) == []


def test_a_definition_is_in_the_catalogue_of_its_part(file: Path, definition: Definition) -> None:
    catalogue = Catalogue(type(definition), f"stegvis.{file.parts[-3]}.catalogue")
    assert catalogue.get(file.stem) is definition


def test_a_definition_is_valid_from_a_day_and_not_a_moment(definition: Definition) -> None:
    assert type(definition.valid_from) is date


def test_a_source_names_a_page_a_place_or_says_that_it_is_from_memory(definition: Definition) -> None:
    assert any(mark in definition.source for mark in ("p. ", "doi", "DOI", "gov", "(mem)", "§", "Table "))


@pytest.mark.parametrize("id", COUNTRIES.all())
def test_a_country_has_a_time_zone_that_exists(id: str) -> None:
    assert ZoneInfo(COUNTRIES.get(id).time_zone).key == COUNTRIES.get(id).time_zone


def country(*grades: int) -> Country:
    sweden = COUNTRIES.get("sweden")
    return Country(**{**sweden.__dict__, "usual_grades": grades})


def test_a_country_may_have_no_grades() -> None:
    assert list(country().problems()) == []


@pytest.mark.parametrize("grades", [(0, 50), (50, 101)])
def test_a_grade_of_a_country_is_a_share_of_full_time(grades: tuple[int, ...]) -> None:
    assert list(country(*grades).problems()) == [
        "usual_grades are percent of full time; write numbers from 1 to 100"
    ]


@pytest.mark.parametrize("grades", [(50, 25), (25, 25)])
def test_the_grades_of_a_country_go_upwards(grades: tuple[int, ...]) -> None:
    assert list(country(*grades).problems()) == [
        "usual_grades are out of order; write each once, the smallest first"
    ]
