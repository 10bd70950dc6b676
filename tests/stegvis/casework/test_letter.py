"""The letters' definitions, and the words for what a condition means for work."""

from __future__ import annotations

from datetime import date

import pytest

from stegvis.casework.functions import ABILITY_NAMES, FUNCTION_NAMES, GROUPS, Ability, check_function
from stegvis.casework.letter import LETTERS, Letter
from stegvis.casework.party import Party
from stegvis.foundation.errors import Refusal

PLAN = LETTERS.get("plan")


def letter(**change: object) -> Letter:
    values: dict[str, object] = {
        "name": "A letter",
        "source": "Here",
        "author": "Us",
        "valid_from": date(2026, 1, 1),
        "introduction": "Read this.",
        "audience": ("gp",),
        "parts": ("goal",),
        "needs": "goal",
    }
    return Letter(**{**values, **change})  # type: ignore[arg-type]


def test_every_letter_that_ships_is_sound_and_for_no_supporter() -> None:
    for definition in LETTERS.all().values():
        assert list(definition.problems()) == []
        assert Party.SUPPORTER not in definition.audience


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"audience": ("neighbour",)}, "neighbour"),
        ({"parts": ("diagnosis", "goal")}, "diagnosis"),
        ({"needs": "steps"}, "not among parts"),
        ({"introduction": " "}, "first sentence"),
    ],
)
def test_an_unsound_letter_says_what_to_write(change: dict[str, object], words: str) -> None:
    assert any(words in problem for problem in letter(**change).problems())


def test_every_function_stands_in_one_group_and_has_a_name() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(FUNCTION_NAMES)
    assert set(ABILITY_NAMES) == set(Ability)


def test_a_statement_that_says_nothing_is_refused() -> None:
    check_function({}, "A quiet corner.")
    check_function({"sitting": "can"}, "")
    with pytest.raises(Refusal, match="at least one line"):
        check_function({}, " ")
