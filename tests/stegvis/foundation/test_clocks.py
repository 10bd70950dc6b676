"""A time of day in a zone becomes one moment, or is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.foundation.clocks import moment
from stegvis.foundation.errors import Refusal

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2027, 3, 27), 9),  # the day before summer time
        (date(2027, 3, 28), 8),  # the day it begins
        (date(2026, 10, 24), 8),
        (date(2026, 10, 25), 9),  # the day it ends
    ],
)
def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_a_change(day: date, hour: int) -> None:
    assert moment(day, time(10), STOCKHOLM) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_an_hour_that_the_clocks_leave_out_is_no_time() -> None:
    with pytest.raises(Refusal, match="clocks go forward"):
        moment(date(2027, 3, 28), time(2, 30), STOCKHOLM)


def test_an_hour_that_comes_twice_is_no_time() -> None:
    with pytest.raises(Refusal, match="comes twice"):
        moment(date(2026, 10, 25), time(2, 30), STOCKHOLM)


def test_a_zone_without_summer_time_takes_every_hour() -> None:
    assert moment(date(2026, 10, 25), time(2, 30), ZoneInfo("UTC")).hour == 2


@given(
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1)),
    st.sampled_from(["Europe/Stockholm", "Europe/London", "America/St_Johns", "Australia/Lord_Howe"]),
)
def test_what_is_not_refused_reads_the_same_on_the_wall(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    try:
        there = moment(at.date(), at.time(), zone).astimezone(zone)
    except Refusal:
        return
    assert there.replace(tzinfo=None) == at
