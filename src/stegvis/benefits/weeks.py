"""Weeks as registers write them, and the day on which each begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from stegvis.benefits.days import day_to_int

WEEK_FORMATS = ("YYYY-Www", "YYYYWW", "YYWW")


def weeks(form: str, first_year: int, begins: int) -> Iterator[tuple[str, int]]:
    """Every week of the hundred years from `first_year`: how it is written, and its first day as a number.

    `begins` is the weekday, 1 to 7, on which the register's week begins, on its ISO week's Monday or before.
    """
    back = timedelta(days=(8 - begins) % 7)
    for year in range(first_year, first_year + 100):
        for week in range(1, last_week(year) + 1):
            monday = date.fromisocalendar(year, week, 1)
            yield written(form, year, week), day_to_int(monday - back)


def written(form: str, year: int, week: int) -> str:
    """One week in one of WEEK_FORMATS."""
    if form == "YYYY-Www":
        return f"{year:04}-W{week:02}"
    return f"{year:04}{week:02}" if form == "YYYYWW" else f"{year % 100:02}{week:02}"


def last_week(year: int) -> int:
    """The number of the last ISO week of a year: 52 or 53."""
    return date(year, 12, 28).isocalendar().week
