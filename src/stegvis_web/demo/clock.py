"""Time in the demo: what was weeks ago is played as if it were then, so that rules and trail are real."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from unittest import mock

from django.utils import timezone

Story = Generator[datetime, None, None]
"""Yields the moment at which it goes on; what follows happens at that moment."""

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Calendar:
    """Days counted back from `today`."""

    today: date

    def at(self, days_ago: int, clock: str = "09:00") -> datetime:
        """So many days ago at that time of day; the Friday before, where that was a weekend."""
        day = self.day(-days_ago)
        day -= timedelta(days=max(0, day.weekday() - 4))
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))

    def day(self, days: int) -> date:
        """So many days from today; behind, if negative."""
        return self.today + timedelta(days=days)

    def workday(self, days: int) -> date:
        """That day, or the Monday after it, where it is in a weekend."""
        day = self.day(days)
        return day + timedelta(days=-day.weekday() % 7 if day.weekday() > 4 else 0)


def play(stories: Iterable[Story]) -> None:
    """Tell all stories side by side in the order of time, each piece of them with the clock at its moment.

    A story never goes back: a moment at or before its last one comes a minute later.
    """
    waiting: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _wait(waiting, number, story, None)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        with _clock_at(moment):
            _wait(waiting, number, story, moment)


def side_by_side(*stories: Story) -> Story:
    """Several stories as one, each going on at its own moments. None does anything before its first."""
    waiting: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _wait(waiting, number, story, None)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        yield moment
        _wait(waiting, number, story, moment)


def _wait(
    waiting: list[tuple[datetime, int, Story]], number: int, story: Story, last: datetime | None
) -> None:
    """Let the story run up to its next moment, and queue it there."""
    moment = next(story, None)
    if moment is not None:
        heapq.heappush(waiting, (max(moment, last + MINUTE) if last else moment, number, story))


@contextmanager
def _clock_at(moment: datetime) -> Iterator[None]:
    """`timezone.now()`, and what rests on it, say `moment` and a little more each time they are asked."""
    ticks = itertools.count()

    def now() -> datetime:
        return moment + timedelta(milliseconds=next(ticks))

    with mock.patch.object(timezone, "now", now):
        yield
