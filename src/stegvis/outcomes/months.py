"""Days and calendar months, on integers."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

EPOCH = date(1970, 1, 1)


def months_after(day: int, months: int) -> int:
    """The same day of the month so many months later (earlier if negative), or that month's last day."""
    from_day = EPOCH + timedelta(days=day)
    year, month = divmod(from_day.year * 12 + from_day.month - 1 + months, 12)
    in_month = min(from_day.day, monthrange(year, month + 1)[1])
    return (date(year, month + 1, in_month) - EPOCH).days


def later(day: int, number: int, unit: str) -> int:
    """The day `number` of `unit` (days, weeks or months) after `day`."""
    if unit == "months":
        return months_after(day, number)
    return day + number * (7 if unit == "weeks" else 1)
