"""A definition says where it comes from, and its fingerprint tells when its content has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from stegvis.foundation.definition import Definition


@dataclass(frozen=True, kw_only=True)
class Ladder(Definition):
    rungs: tuple[int, ...]


LADDER = Ladder(name="Ladder", source="p. 3", author="A. Author", valid_from=date(2026, 1, 1), rungs=(1, 2))


def test_the_same_content_has_the_same_fingerprint() -> None:
    assert LADDER.fingerprint == replace(LADDER).fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Another"},
        {"source": "p. 4"},
        {"author": "B. Author"},
        {"valid_from": date(2026, 1, 2)},
        {"rungs": (2, 1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_of_content_changes_the_fingerprint(change: dict[str, object]) -> None:
    changed = Ladder(**{**LADDER.__dict__, **change})
    assert changed.fingerprint != LADDER.fingerprint


def test_checking_a_definition_does_not_change_its_fingerprint() -> None:
    assert replace(LADDER, checked_by="C. Checker").fingerprint == LADDER.fingerprint


def test_a_definition_without_its_source_is_not_right() -> None:
    assert list(LADDER.problems()) == []
    assert list(replace(LADDER, source=" ", author="").problems()) == [
        "source is empty; every definition says its source",
        "author is empty; every definition says its author",
    ]
