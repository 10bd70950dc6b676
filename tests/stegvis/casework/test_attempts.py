"""Attempts: what can be told of them, and what a next plan starts from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from stegvis.casework.attempts import LONGEST_WEEK, Attempt, check_attempt, check_lesson, lesson
from stegvis.casework.plan import LONGEST_WORDS
from stegvis.foundation.errors import Refusal
from tests.stegvis.casework.build import TODAY


def days(number: int) -> timedelta:
    return timedelta(days=number)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return str(no.value)


def attempt(**changed: Any) -> Attempt:
    values: dict[str, Any] = {
        "id": 1,
        "start": TODAY - days(27),
        "end": TODAY,
        "what_happened": "Four weeks at half time, then full sick leave.",
    }
    return Attempt(**{**values, **changed})


def check(**changes: Any) -> None:
    values: dict[str, Any] = {
        "start": TODAY - days(27),
        "end": TODAY,
        "minutes": 20 * 60,
        "what_happened": "Four weeks at half time.",
        "today": TODAY,
    }
    check_attempt(**{**values, **changes})


def test_days_and_what_happened_are_enough() -> None:
    check(minutes=None)
    assert refused(lambda: check(what_happened=" ")).startswith("Write what happened.")


def test_it_has_both_days_in_order_and_has_ended() -> None:
    check(start=TODAY, end=TODAY)
    for missing in ("start", "end"):
        assert refused(lambda missing=missing: check(**{missing: None})) == "Say from which day to which."  # type: ignore[misc]
    assert refused(lambda: check(start=TODAY, end=TODAY - days(1))).startswith("The last day")
    assert refused(lambda: check(end=TODAY + days(1))).startswith("Write down what has ended.")


def test_a_slip_of_the_year_is_said() -> None:
    check(start=TODAY.replace(year=1986))
    assert "Check the year" in refused(lambda: check(start=TODAY.replace(year=1985)))


def test_hours_are_quarters_of_an_hour_and_no_more_than_a_week_holds() -> None:
    check(minutes=15)
    check(minutes=LONGEST_WEEK)
    for wrong in (0, -15, 10, 601):
        assert "quarters of an hour" in refused(lambda wrong=wrong: check(minutes=wrong))  # type: ignore[misc]
    assert refused(lambda: check(minutes=LONGEST_WEEK + 60)).startswith("81 hours a week are too many")


def test_every_text_has_an_end() -> None:
    long = "x" * (LONGEST_WORDS + 1)
    for changes in ({"what_happened": long}, {"others": ("", long)}):
        assert "This has 4001." in refused(lambda changes=changes: check(**changes))  # type: ignore[misc]


def test_the_next_plan_starts_from_what_to_change() -> None:
    told = attempt(next_time=" Hold each level two weeks. ", helped="The trolley")
    assert lesson(told) == "Hold each level two weeks."
    check_lesson(told)


def test_without_words_on_it_there_is_nothing_to_start_from() -> None:
    assert lesson(attempt(helped="The trolley")) == ""
    assert refused(lambda: check_lesson(attempt(next_time=" "))).startswith("Write first what to change")


def test_both_days_are_part_of_it() -> None:
    assert (TODAY in attempt().period, TODAY - days(28) in attempt().period) == (True, False)
