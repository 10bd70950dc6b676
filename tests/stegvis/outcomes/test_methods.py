"""The methods sentences, in English and put together in other languages."""

from __future__ import annotations

import re

import pytest

from stegvis.outcomes.methods import WINDOWS, describe, window_called
from stegvis.outcomes.outcome import OUTCOMES, Outcome
from stegvis.reports.words import translate

EVERY = OUTCOMES.all()
OTHERS = ("sv", "nb")
ENGLISH = re.compile(r"\b(the|from|without|within|days|weeks|months|counted|each|before|after)\b")


def test_a_definition_of_five_weeks_says_what_it_does() -> None:
    told = EVERY["myhre_2014"].told()
    assert told.startswith(
        "Time ran from the index date to the first day of the first period of 35 days without"
    )
    assert "disability pension that began within 12 months from the index date." in told


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("id", EVERY)
def test_no_english_is_left_in_another_language(id: str, language: str) -> None:
    told = describe(EVERY[id], translate(language))
    assert not ENGLISH.search(told), told
    assert "%(" not in told
    assert translate(language)(EVERY[id].name) != EVERY[id].name


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("id", EVERY)
def test_every_number_of_a_definition_stands_in_each_language(id: str, language: str) -> None:
    numbers = sorted(re.findall(r"\d+(?:\.\d+)?", EVERY[id].told()))
    assert sorted(re.findall(r"\d+(?:\.\d+)?", describe(EVERY[id], translate(language)))) == numbers


def test_what_no_paper_has_asked_yet_has_its_words_too() -> None:
    """Parameters that definitions of one's own may hold."""
    for language in OTHERS:
        for changed in (
            {"level": 50, "event_day": "last"},
            {"overlap": "maximum", "completes_after_horizon": False},
            {"length": 1, "length_unit": "weeks", "level": 20},
        ):
            outcome = Outcome(**{**vars(EVERY["myhre_2014"]), **changed})
            assert not ENGLISH.search(describe(outcome, translate(language)))


@pytest.mark.parametrize("id", EVERY)
def test_windows_are_called_by_their_numbers(id: str) -> None:
    for name in EVERY[id].windows:
        told = window_called(name, translate("sv"))
        assert told != name or name.startswith("T"), name
        assert re.findall(r"\d+", told) == re.findall(r"\d+", name)


def test_a_window_of_ones_own_keeps_its_name() -> None:
    assert window_called("visit 3 of 4 or 5", translate("sv")) == "visit 3 of 4 or 5"
    assert window_called("baseline", translate("sv")) == "baseline"
    assert len(WINDOWS) == len(set(WINDOWS))
