"""A hand-over: its states, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from stegvis.casework.handover import (
    CONFIRM_DAYS,
    KEY_NAMES,
    SECTION_OF_KEY,
    Handover,
    HandoverState,
    Key,
    Part,
    check_call_off,
    check_confirm,
    check_handover,
    last_day_to_confirm,
)
from stegvis.casework.sections import SECTION_NAMES
from stegvis.foundation.errors import Refusal

TODAY = date(2026, 3, 10)
DONE = Handover(on=TODAY, confirm_by=TODAY + timedelta(days=CONFIRM_DAYS), carried_out=True)
KNOW = Part(Key.KNOW, "Ring in the morning.")


@pytest.mark.parametrize(
    ("handover", "day", "state"),
    [
        (replace(DONE, carried_out=False), TODAY, HandoverState.AHEAD),
        (DONE, TODAY, HandoverState.TO_CONFIRM),
        (DONE, TODAY + timedelta(days=CONFIRM_DAYS), HandoverState.TO_CONFIRM),
        (DONE, TODAY + timedelta(days=CONFIRM_DAYS + 1), HandoverState.LATE),
        (replace(DONE, question="Who pays?"), TODAY, HandoverState.ASKED),
        (replace(DONE, question="Who pays?", reply="The office."), TODAY, HandoverState.TO_CONFIRM),
        (replace(DONE, confirmed=True), TODAY + timedelta(days=99), HandoverState.CONFIRMED),
        (replace(DONE, carried_out=False, called_off=True), TODAY, HandoverState.CALLED_OFF),
    ],
)
def test_the_state_follows_from_what_is_recorded(handover: Handover, day: date, state: HandoverState) -> None:
    assert handover.state(day) is state


def test_ten_days_are_counted_from_the_day_or_from_today_where_it_has_passed() -> None:
    assert last_day_to_confirm(TODAY + timedelta(days=5), TODAY) == TODAY + timedelta(days=15)
    assert last_day_to_confirm(TODAY - timedelta(days=5), TODAY) == TODAY + timedelta(days=10)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"taker": "1"}, "somebody else"),
        ({"on": TODAY - timedelta(days=31)}, "Choose a day between"),
        ({"on": TODAY + timedelta(days=91)}, "Choose a day between"),
        ({"parts": [Part(Key.GOAL, " ")]}, "at least what to know"),
        ({"because": "x" * 5000}, "at most"),
    ],
)
def test_a_hand_over_that_would_be_a_restart_is_refused(change: dict[str, object], words: str) -> None:
    values: dict[str, object] = {
        "on": TODAY,
        "today": TODAY,
        "giver": "1",
        "taker": "2",
        "because": "",
        "parts": [KNOW],
    }
    check_handover(**values)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match=words):
        check_handover(**{**values, **change})  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [HandoverState.AHEAD, HandoverState.CONFIRMED, HandoverState.CALLED_OFF])
def test_only_what_waits_is_confirmed(state: HandoverState) -> None:
    with pytest.raises(Refusal):
        check_confirm(state)
    check_confirm(HandoverState.LATE)


def test_only_what_lies_ahead_is_called_off() -> None:
    check_call_off(HandoverState.AHEAD)
    with pytest.raises(Refusal, match="has taken place"):
        check_call_off(HandoverState.TO_CONFIRM)


def test_every_part_has_a_heading_and_a_section_that_the_table_knows() -> None:
    assert set(KEY_NAMES) == set(SECTION_OF_KEY) == set(Key)
    assert set(SECTION_OF_KEY.values()) <= set(SECTION_NAMES)
