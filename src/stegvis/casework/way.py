"""The way so far, week by week: how much of full time is sick leave, how much is planned and how much worked.

What is drawn and what stands in the table beside it both come from here, so they say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from stegvis.casework.case import SickNote
from stegvis.foundation.periods import Period

MOST_WEEKS = 156
"""Three years: of a longer way the newest part is shown."""

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Level:
    """The same share of full time, in percent, from `start` to `end`, both days counted."""

    start: date
    end: date
    percent: int


@dataclass(frozen=True)
class Run:
    """Weeks in a row that are alike. `grades` are the sick-note grades in them, each once, as they come;
    `planned` and `worked` are percent of full time, None where nothing is planned or nobody has said."""

    start: date
    end: date
    grades: tuple[int, ...]
    planned: int | None
    worked: int | None


@dataclass(frozen=True)
class Way:
    """From the Monday `first` to the Sunday `last`; today lies within.

    `planned` and `worked` are percent of full time by Monday, `notes` stand in order of days. `pauses` are
    the days that the plan rested, `attempts` those of attempts to return; `attempts_before` is how many more
    there were before the days shown.
    """

    first: date
    last: date
    today: date
    notes: tuple[SickNote, ...] = ()
    planned: tuple[tuple[date, int], ...] = ()
    worked: tuple[tuple[date, int], ...] = ()
    pauses: tuple[Period, ...] = ()
    attempts: tuple[Period, ...] = ()
    attempts_before: int = 0

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @cached_property
    def grades(self) -> tuple[Level, ...]:
        """The sick leave as levels within the days shown; a note without an end reaches to today."""
        levels = []
        for note in self.notes:
            end = note.period.end or max(self.today, note.period.start)
            start, end = max(note.period.start, self.first), min(end, self.last)
            if start <= end:
                levels.append(Level(start, end, note.grade))
        return _joined(levels)

    @cached_property
    def planned_levels(self) -> tuple[Level, ...]:
        return _weekly(self.planned)

    @cached_property
    def worked_levels(self) -> tuple[Level, ...]:
        return _weekly(self.worked)

    @property
    def grade_today(self) -> int | None:
        return next((note.grade for note in self.notes if self.today in note.period), None)

    @property
    def planned_now(self) -> int | None:
        return dict(self.planned).get(monday_of(self.today))

    @property
    def worked_last(self) -> tuple[date, int] | None:
        """The newest week of which hours were said."""
        return self.worked[-1] if self.worked else None

    @property
    def runs(self) -> tuple[Run, ...]:
        """All of it as rows of a table, the newest last; weeks in which there is nothing are left out."""
        planned, worked = dict(self.planned), dict(self.worked)
        weeks = [
            Run(
                monday,
                monday + WEEK - timedelta(days=1),
                self._grades_in(monday),
                planned.get(monday),
                worked.get(monday),
            )
            for monday in _mondays(self.first, self.last)
        ]
        rows = []
        for alike, group in groupby(weeks, key=lambda week: (week.grades, week.planned, week.worked)):
            several = list(group)
            if alike != ((), None, None):
                rows.append(Run(several[0].start, several[-1].end, *alike))
        return tuple(rows)

    def _grades_in(self, monday: date) -> tuple[int, ...]:
        sunday = monday + WEEK - timedelta(days=1)
        return tuple(level.percent for level in self.grades if level.start <= sunday and level.end >= monday)


def way(
    *,
    today: date,
    notes: Iterable[SickNote] = (),
    planned: Mapping[date, int] | None = None,
    worked: Mapping[date, int] | None = None,
    pauses: Iterable[Period] = (),
    attempts: Iterable[Period] = (),
    since: date | None = None,
) -> Way | None:
    """The way from its first known day to the last planned one, today in it; None if there is none.

    `planned` and `worked` are percent of full time, by the Monday of the week. `since` is a day to begin
    with where one is known, such as the first day of sick leave.
    """
    notes = tuple(sorted(notes, key=lambda note: note.period.start))
    pauses = tuple(sorted(pauses, key=lambda pause: pause.start))
    attempts = tuple(sorted(attempts, key=lambda attempt: attempt.start))
    weeks, done = sorted((planned or {}).items()), sorted((worked or {}).items())
    if not notes and not weeks and not done and not attempts:
        return None
    starts = [
        today,
        *(note.period.start for note in notes),
        *(monday for monday, _percent in (*weeks, *done)),
        *(one.start for one in attempts),
        *([since] if since else []),
    ]
    ends = [today, *(note.period.end for note in notes if note.period.end)]
    ends += [monday + WEEK - timedelta(days=1) for monday, _percent in (*weeks, *done)]
    last = monday_of(min(max(ends), today + MOST_WEEKS // 3 * WEEK)) + WEEK - timedelta(days=1)
    first = max(monday_of(min(starts)), monday_of(last) - (MOST_WEEKS - 1) * WEEK)

    def within(periods: Sequence[Period]) -> tuple[Period, ...]:
        shown = []
        for period in periods:
            start, end = max(period.start, first), min(period.end or max(today, period.start), last)
            if start <= end:
                shown.append(Period(start, end))
        return tuple(shown)

    tried = within(attempts)
    return Way(
        first=first,
        last=last,
        today=today,
        notes=notes,
        planned=tuple((monday, percent) for monday, percent in weeks if first <= monday <= last),
        worked=tuple((monday, percent) for monday, percent in done if first <= monday <= last),
        pauses=within(pauses),
        attempts=tried,
        attempts_before=len(attempts) - len(tried),
    )


def laid_over(schedules: Iterable[Mapping[date, int]]) -> dict[date, int]:
    """One schedule after another, each by Monday: a later one counts from its first week on."""
    laid: dict[date, int] = {}
    for schedule in schedules:
        if schedule:
            begins = min(schedule)
            laid = {monday: share for monday, share in laid.items() if monday < begins} | dict(schedule)
    return laid


def weekly_shares(minutes: Mapping[date, int], full_time: int, today: date) -> dict[date, int]:
    """Minutes by day as percent of full time by Monday, for the weeks that are over.

    `full_time` is in minutes a week. A week of which nobody has said anything is not there.
    """
    sums: dict[date, int] = {}
    for day, worked in minutes.items():
        sums[monday_of(day)] = sums.get(monday_of(day), 0) + worked
    return {
        monday: share_of(total, full_time) for monday, total in sorted(sums.items()) if monday + WEEK <= today
    }


def share_of(minutes: int, full_time: int) -> int:
    """Minutes of a week in percent of full time, a half rounded up."""
    return (200 * minutes + full_time) // (2 * full_time)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(first: date, last: date) -> Iterable[date]:
    monday = monday_of(first)
    while monday <= last:
        yield monday
        monday += WEEK


def _weekly(weeks: Iterable[tuple[date, int]]) -> tuple[Level, ...]:
    return _joined(Level(monday, monday + WEEK - timedelta(days=1), percent) for monday, percent in weeks)


def _joined(levels: Iterable[Level]) -> tuple[Level, ...]:
    """Levels that follow on each other with the same share become one."""
    joined: list[Level] = []
    for level in levels:
        before = joined[-1] if joined else None
        if before and before.percent == level.percent and level.start - before.end <= timedelta(days=1):
            joined[-1] = Level(before.start, level.end, level.percent)
        else:
            joined.append(level)
    return tuple(joined)
