"""Calendar months for many days at once: tables made once of the days that occur."""

from __future__ import annotations

import numpy as np

from stegvis.benefits.batch import Int32, Int64


class MonthTables:
    """For days from `first` to `last`."""

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self._days = np.arange(first, last + 1).astype("datetime64[D]")
        self._tables: dict[int, Int32] = {}

    def table(self, months: int) -> Int32:
        """For each of the days what `months.months_after` says."""
        if months not in self._tables:
            month = self._days.astype("datetime64[M]")
            place = self._days - month.astype("datetime64[D]")
            begin = (month + months).astype("datetime64[D]")
            end = (month + months + 1).astype("datetime64[D]")
            after = begin + np.minimum(place, end - begin - np.timedelta64(1, "D"))
            self._tables[months] = after.astype(np.int64).astype(np.int32)
        return self._tables[months]

    def later(self, days: Int32, number: int, unit: str) -> Int32:
        """For each of the days what `months.later` says."""
        if unit == "months":
            return self.table(number)[days - self.first]
        return days + np.int32(number * (7 if unit == "weeks" else 1))

    def last_begins(self, number: int, unit: str, days: Int32) -> Int32:
        """For each of any days the last from `first` with which a period of that length begins that is over
        on the day: the day after the period is not later."""
        if unit != "months":
            return days - np.int32(number * (7 if unit == "weeks" else 1))
        # A later day is never followed by an earlier one, so the table is in order.
        before = np.searchsorted(self.table(number), days, side="right")
        return (before + (self.first - 1)).astype(np.int32)


def last_begin(number: int, unit: str, register_end: int) -> int:
    """The last day with which a period of that length begins that ends by `register_end`."""
    if unit != "months":
        return register_end + 1 - number * (7 if unit == "weeks" else 1)
    tables = MonthTables(register_end - 31 * number, register_end)
    known: Int64 = np.flatnonzero(tables.table(number) - 1 <= register_end)
    return tables.first + int(known[-1])
