"""Periods: inclusive ranges of days, the last one perhaps still open."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both days counted; `end` None means "until further notice".

    Raises Refusal if it ends before it starts.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise Refusal(
                gettext_noop("The last day, %(end)s, is before the first day, %(start)s."),
                start=self.start,
                end=self.end,
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether at least one day lies in both."""
        starts_in_time = other.end is None or self.start <= other.end
        return starts_in_time and (self.end is None or other.start <= self.end)


def first_overlap(periods: Iterable[Period]) -> tuple[Period, Period] | None:
    """The first two of `periods`, in order of start, that share a day; None if none do."""
    ordered = sorted(periods, key=lambda period: period.start)
    for earlier, later in itertools.pairwise(ordered):
        if earlier.overlaps(later):
            return earlier, later
    return None


def day_number(first_day: date, today: date) -> int:
    """The running number of `today` where `first_day` is day 1, as insurers count."""
    return (today - first_day).days + 1
