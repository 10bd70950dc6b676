"""A catalogue holds what lies in its folder; a mistake names the file and says what to write."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from stegvis.foundation.catalogue import Catalogue
from stegvis.foundation.definition import Definition
from stegvis.foundation.errors import DefinitionError


@dataclass(frozen=True, kw_only=True)
class Ladder(Definition):
    length: int
    rungs: tuple[int, ...] = ()

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if self.length < 1:
            yield "length is under 1; write a longer one"


SHIPPED = """
from datetime import date
from stegvis.foundation.definition import Definition

DEFINITION = Definition(name="Short", source="p. 3", author="A.", valid_from=date(2026, 1, 1))
"""

OWN = """
name = "Long"
source = "Our own cellar"
author = "B."
valid_from = 2026-02-01
length = 7
rungs = [1, 3, 5]
"""

Package = Callable[..., str]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """Makes a package with a file for each keyword, and gives its name."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(**files: str) -> str:
        folder = tmp_path / f"catalogue_{uuid.uuid4().hex}"
        folder.mkdir()
        for name, text in {"__init__": "", **files}.items():
            (folder / f"{name}.py").write_text(text)
        return folder.name

    return make


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def test_every_file_of_the_folder_is_a_definition_by_its_name(package: Package) -> None:
    catalogue = Catalogue(Definition, package(short=SHIPPED, shorter=SHIPPED))
    assert list(catalogue.all()) == ["short", "shorter"]
    assert catalogue.get("short").source == "p. 3"


def test_an_id_that_is_not_there_is_a_key_error(package: Package) -> None:
    with pytest.raises(KeyError):
        Catalogue(Definition, package(short=SHIPPED)).get("long")


@pytest.mark.parametrize("text", ["", "DEFINITION = 'short'"])
def test_a_file_without_a_definition_of_the_kind_is_named(package: Package, text: str) -> None:
    name = package(short=text)
    with pytest.raises(DefinitionError) as wrong:
        Catalogue(Definition, name).all()
    assert str(wrong.value) == f"{name}/short.py: write DEFINITION = Definition(...)"


def test_a_shipped_definition_without_a_source_is_named(package: Package) -> None:
    name = package(short=SHIPPED.replace("p. 3", ""))
    with pytest.raises(DefinitionError, match=f"^{name}/short.py: source is empty"):
        Catalogue(Definition, name).all()


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('author="A."', 'auhtor="A."', "got an unexpected keyword argument 'auhtor'"),
        ('author="A.", ', "", "missing 1 required keyword-only argument: 'author'"),
    ],
)
def test_a_keyword_that_is_unknown_or_missing_in_a_shipped_definition_is_named_with_its_file(
    package: Package, written: str, instead: str, told: str
) -> None:
    assert written in SHIPPED
    name = package(short=SHIPPED.replace(written, instead))
    with pytest.raises(DefinitionError) as wrong:
        Catalogue(Definition, name).all()
    assert str(wrong.value) == f"{name}/short.py: {told}"


def test_a_service_adds_its_own_as_toml(package: Package, own: Path) -> None:
    (own / "long.toml").write_text(OWN)
    (own / "notes.txt").write_text("not a definition")
    catalogue = Catalogue(Ladder, package())
    assert catalogue.all(own) == {
        "long": Ladder(
            name="Long",
            source="Our own cellar",
            author="B.",
            valid_from=date(2026, 2, 1),
            length=7,
            rungs=(1, 3, 5),
        )
    }
    assert catalogue.get("long", own).length == 7


def test_what_one_service_adds_is_not_in_the_catalogue_of_another(package: Package, own: Path) -> None:
    (own / "long.toml").write_text(OWN)
    catalogue = Catalogue(Ladder, package())
    catalogue.all(own)
    assert "long" not in catalogue.all()


def test_own_and_shipped_stand_side_by_side(package: Package, own: Path) -> None:
    (own / "long.toml").write_text(OWN.partition("length")[0])
    assert list(Catalogue(Definition, package(short=SHIPPED)).all(own)) == ["short", "long"]


def test_what_a_field_can_do_without_may_be_left_out(package: Package, own: Path) -> None:
    (own / "long.toml").write_text(OWN.replace("rungs = [1, 3, 5]", ""))
    assert Catalogue(Ladder, package()).get("long", own).rungs == ()


def test_the_id_of_a_shipped_definition_cannot_be_taken(package: Package, own: Path) -> None:
    (own / "short.toml").write_text(OWN)
    with pytest.raises(DefinitionError) as wrong:
        Catalogue(Definition, package(short=SHIPPED)).all(own)
    assert str(wrong.value) == f"{own}/short.toml: the id 'short' is taken; give the file another name"


def test_a_folder_that_is_not_there_is_named(package: Package, own: Path) -> None:
    with pytest.raises(DefinitionError, match="nowhere: there is no such folder"):
        Catalogue(Definition, package()).all(own / "nowhere")


@pytest.mark.parametrize(
    ("line", "instead", "told"),
    [
        ("length = 7", "", "length is missing; write a whole number"),
        ("length = 7", "length = 0", "length is under 1; write a longer one"),
        ("length = 7", "length = true", "length is True; write a whole number"),
        ("length = 7", 'length = "7"', "length is '7'; write a whole number"),
        ("rungs = [1, 3, 5]", "rungs = 1", "rungs is 1; write a list, [ ], each a whole number"),
        ("rungs = [1, 3, 5]", "rungs = [1.5]", "rungs is (1.5,); write a list, [ ], each a whole number"),
        ('name = "Long"', "name = 7", "name is 7; write text in quotes"),
        ('author = "B."', 'author = ""', "author is empty; every definition says its author"),
        ("valid_from = 2026-02-01", "", "valid_from is missing; write a day, YYYY-MM-DD"),
        (
            "valid_from = 2026-02-01",
            "valid_from = 2026-02-01T00:00:00",
            "valid_from is datetime.datetime(2026, 2, 1, 0, 0); write a day, YYYY-MM-DD",
        ),
        (
            "length = 7",
            "length = 7\nheight = 2",
            "height is unknown; known are author, checked_by, length, name, rungs, source, valid_from",
        ),
    ],
)
def test_a_mistake_in_an_own_file_is_told_with_what_to_write(
    package: Package, own: Path, line: str, instead: str, told: str
) -> None:
    assert line in OWN
    (own / "long.toml").write_text(OWN.replace(line, instead))
    with pytest.raises(DefinitionError) as wrong:
        Catalogue(Ladder, package()).all(own)
    assert str(wrong.value) == f"{own}/long.toml: {told}"


def test_all_mistakes_of_a_file_are_told_at_once(package: Package, own: Path) -> None:
    (own / "long.toml").write_text(OWN.replace("length = 7", "").replace('name = "Long"', "name = 1"))
    with pytest.raises(DefinitionError) as wrong:
        Catalogue(Ladder, package()).all(own)
    assert str(wrong.value).splitlines() == [
        f"{own}/long.toml: length is missing; write a whole number",
        f"{own}/long.toml: name is 1; write text in quotes",
    ]


@pytest.mark.parametrize("content", [b"name = ", b'name = "L\xe5ng"'])
def test_a_file_that_is_not_toml_in_utf_8_is_named(package: Package, own: Path, content: bytes) -> None:
    (own / "long.toml").write_bytes(content)
    with pytest.raises(DefinitionError, match=r"long\.toml: not TOML in UTF-8"):
        Catalogue(Ladder, package()).all(own)
