"""Hours as people write and read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.hours import DAY, hours_of, minutes_of
from stegvis.foundation.errors import Refusal


@pytest.mark.parametrize(
    "text", ["3.5", "3,5", "3:30", "3½", " 3.5 h", "3,50", "3.5 hours", "3½ tim", "3.5t"]
)
def test_three_and_a_half_hours_can_be_written_in_many_ways(text: str) -> None:
    assert minutes_of(text) == 210


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 0),
        ("  ", 0),
        ("0", 0),
        ("3", 180),
        ("¼", 15),
        (".25", 15),
        ("0:45", 45),
        ("12", 720),
        ("3:10", 190),
    ],
)
def test_hours_are_read_to_the_minute(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    "text", ["three", "3:60", "3,5,5", "-1", "3.33", ".", "h", "3.5½", "3 4", "1e3", "4444"]
)
def test_what_is_no_number_of_hours_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="such as 3"):
        minutes_of(text)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0"), (15, "¼"), (150, "2½"), (180, "3"), (705, "11¾"), (190, "3:10"), (5, "0:05")],
)
def test_hours_are_shown_in_quarters_or_as_on_a_clock(minutes: int, text: str) -> None:
    assert hours_of(minutes) == text


@given(st.integers(0, DAY))
def test_hours_that_are_shown_can_be_typed_again(minutes: int) -> None:
    assert minutes_of(hours_of(minutes)) == minutes
