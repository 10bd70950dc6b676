"""What Stegvis refuses is said in words, filled in and ready to be translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import stegvis
from stegvis.foundation.errors import Conflict, InputError, Problem, Refusal, StegvisError


def test_a_refusal_reads_as_a_sentence_and_keeps_its_parts_for_translation() -> None:
    refusal = Refusal("%(day)s has not come yet.", day=date(2026, 3, 11))
    assert str(refusal) == "2026-03-11 has not come yet."
    assert refusal.text == "%(day)s has not come yet."
    assert refusal.values == {"day": date(2026, 3, 11)}


def test_a_refusal_without_values_may_hold_a_percent_sign() -> None:
    assert str(Refusal("Half of it is 50 %.")) == "Half of it is 50 %."


def test_a_conflict_carries_what_the_other_wrote() -> None:
    theirs = {"goal": "three days a week"}
    conflict = Conflict(theirs)
    theirs["goal"] = "changed afterwards"
    assert conflict.theirs == {"goal": "three days a week"}
    assert isinstance(conflict, Refusal)


def test_bad_data_are_told_one_a_line_with_row_and_column_where_there_is_one() -> None:
    error = InputError(
        [Problem("grade", "250", "1 to 100", row=2), Problem("--reason", "", "why")],
    )
    assert str(error).splitlines() == [
        "row 2, column grade: found '250', expected 1 to 100",
        "column --reason: found '', expected why",
    ]
    assert isinstance(error, StegvisError)


def _refusals() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted(Path(stegvis.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                yield f"{file.name}:{node.lineno}", node


@pytest.mark.parametrize("call", [pytest.param(call, id=where) for where, call in _refusals()])
def test_every_refusal_of_the_library_can_be_translated_and_filled_in(call: ast.Call) -> None:
    """Its words are marked where they stand or in a dictionary of words, and every place has its value."""
    words = call.args[0]
    if isinstance(words, ast.Subscript):
        assert isinstance(words.value, ast.Name)
        assert words.value.id.isupper()
        return
    assert isinstance(words, ast.Call)
    assert isinstance(words.func, ast.Name)
    assert words.func.id == "gettext_noop"
    text = ast.literal_eval(words.args[0])
    places = set(re.findall(r"%\((\w+)\)s", text))
    assert places == {keyword.arg for keyword in call.keywords}
    if places:
        text % dict.fromkeys(places, "x")
