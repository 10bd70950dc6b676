"""Periods count both their first and their last day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.foundation.errors import Refusal
from stegvis.foundation.periods import Period, day_number, first_overlap

MONDAY = date(2026, 3, 9)
FRIDAY = date(2026, 3, 13)
ONE_DAY = timedelta(days=1)
FIRST, BEYOND = date(2026, 1, 1), 40


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def days_of(period: Period) -> set[date]:
    """Every day of the period, one by one, as far as these tests look."""
    return {day(number) for number in range(BEYOND + 1) if day(number) in period}


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.integers(0, BEYOND - 1))
    length = draw(st.none() | st.integers(0, BEYOND - 1 - start))
    return Period(day(start), None if length is None else day(start + length))


def test_a_period_holds_its_first_and_its_last_day_and_no_other() -> None:
    week = Period(MONDAY, FRIDAY)
    assert MONDAY in week
    assert FRIDAY in week
    assert MONDAY - ONE_DAY not in week
    assert FRIDAY + ONE_DAY not in week


def test_a_period_can_be_a_single_day() -> None:
    assert days_of(Period(day(3), day(3))) == {day(3)}


def test_an_open_period_goes_on() -> None:
    assert date(2090, 1, 1) in Period(MONDAY)
    assert MONDAY - ONE_DAY not in Period(MONDAY)


def test_a_period_that_ends_before_it_starts_is_refused_in_words() -> None:
    with pytest.raises(Refusal) as refused:
        Period(FRIDAY, MONDAY)
    assert str(refused.value) == "The last day, 2026-03-09, is before the first day, 2026-03-13."


@given(periods(), periods())
def test_two_periods_overlap_just_when_they_share_a_day(one: Period, other: Period) -> None:
    assert one.overlaps(other) is bool(days_of(one) & days_of(other))
    assert other.overlaps(one) is one.overlaps(other)


@given(st.lists(periods(), max_size=6))
def test_an_overlap_among_many_is_found_just_when_there_is_one(several: list[Period]) -> None:
    shares = any(days_of(one) & days_of(other) for one, other in combinations(several, 2))
    found = first_overlap(several)
    assert (found is not None) is shares
    if found:
        assert days_of(found[0]) & days_of(found[1])
        assert found[0].start <= found[1].start


def test_periods_that_begin_on_the_same_day_are_compared_even_where_one_is_open() -> None:
    assert first_overlap([Period(MONDAY), Period(MONDAY, FRIDAY)]) is not None


def test_the_first_day_is_day_1() -> None:
    assert day_number(MONDAY, MONDAY) == 1
    assert day_number(MONDAY, FRIDAY) == 5
