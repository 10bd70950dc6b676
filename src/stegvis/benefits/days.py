"""Days as whole numbers: days since 1970-01-01, as Arrow, Parquet and NumPy count them."""

from __future__ import annotations

from datetime import date, timedelta

EPOCH = date(1970, 1, 1)


def day_to_int(day: date) -> int:
    """Days since 1970-01-01; negative before."""
    return (day - EPOCH).days


def int_to_day(number: int) -> date:
    """The day of that number. Raises OverflowError before year 1 and after year 9999."""
    return EPOCH + timedelta(days=number)
