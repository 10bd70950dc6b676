"""The week grid: a schedule beside what was worked, laid out in rows and days for a page to draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from stegvis.casework.hours import HOUR
from stegvis.casework.party import Party
from stegvis.casework.schedule import (
    Difference,
    Minutes,
    Pace,
    Schedule,
    Week,
    WeekSum,
    Worked,
    differences,
    week_sum,
)

LONG = 26
"""Weeks from which on a page shows only those around today, and the others folded away."""
BEFORE, AFTER = 2, 8
"""How many weeks before and after this one are then shown."""
SHORT = 8
"""The same for who has five minutes: fewer weeks are short already, and fewer are shown at once."""
SHORT_BEFORE, SHORT_AFTER = 1, 4

FLAT = 7
"""The height of an hour, in the units of a drawing, where days are long."""

SaidHours = Mapping[Party, Worked]
"""What each party says was worked; the person's own word first."""


@dataclass(frozen=True)
class Shape:
    """One rectangle of a drawing, in its own units: `kind` is planned, worked or extra."""

    kind: str
    x: float
    y: float
    width: float
    height: float

    @property
    def stripes(self) -> tuple[str, ...]:
        """Paths of the stripes that mark more than planned."""
        high = self.height - 2
        if self.kind != "extra" or high < 1:
            return ()
        lean, step = high * 0.7, 9
        starts = range(int(self.x + 4), int(self.x + self.width - lean - 1), step)
        return tuple(f"M{x} {self.y + self.height - 1:.1f}l{lean:.1f} {-high:.1f}" for x in starts)


@dataclass(frozen=True)
class Drawing:
    """Blocks on top of each other, one an hour; `height` in the units of a drawing 40 wide.

    `fine` are thinner lines, where many blocks stand close together.
    """

    height: int
    shapes: tuple[Shape, ...]
    fine: bool = False


def blocks(
    planned: Minutes, worked: int | None, *, unit: int, hours: int, left: float = 1, width: float = 38
) -> tuple[Shape, ...]:
    """One block an hour from the bottom up, a part of an hour as a part of its width.

    What is planned is an outline, what is worked fills it, and what is more than planned lies on top.
    `unit` is the height of an hour, `hours` how many there is room for.
    """
    aim, done = planned or 0, worked or 0
    top = hours * unit

    def parts(kind: str, start: int, end: int) -> list[Shape]:
        shapes = []
        while start < end:
            hour, begun = divmod(start, HOUR)
            stop = min(end, (hour + 1) * HOUR)
            share = width / HOUR
            shapes.append(
                Shape(
                    kind,
                    round(left + begun * share, 1),
                    round(top - (hour + 1) * unit + 1.3, 1),
                    round((stop - start) * share, 1),
                    unit - 2.6,
                )
            )
            start = stop
        return shapes

    return (*parts("planned", 0, aim), *parts("worked", 0, min(aim, done)), *parts("extra", aim, done))


@dataclass(frozen=True)
class Day:
    """One day of the grid. `said` are the minutes worked, by the party that says so."""

    day: date
    planned: Minutes
    said: tuple[tuple[Party, int], ...]
    is_today: bool
    drawing: Drawing
    changed: bool = False

    @property
    def worked(self) -> int | None:
        """Minutes; of two parties that say different hours the person's. None: nobody has said."""
        return self.said[0][1] if self.said else None

    @property
    def differs(self) -> bool:
        """Whether two parties say different hours. Both stand; none is wrong."""
        return len({minutes for _party, minutes in self.said}) > 1

    @property
    def rests(self) -> bool:
        """Whether it is a day of rest, and nobody worked after all."""
        return self.planned is None and not any(minutes for _party, minutes in self.said)


@dataclass(frozen=True)
class Row:
    """One week of the grid. `sums` has one sum for each party whose word makes another one."""

    week: Week
    pace: Pace | None
    percent: int
    days: tuple[Day, ...]
    sums: tuple[tuple[Party, WeekSum], ...]
    is_now: bool
    is_over: bool

    @property
    def last_day(self) -> date:
        return self.days[-1].day


@dataclass(frozen=True)
class Grid:
    """All that a page needs to draw a schedule. `weekdays` is 5, or more where a weekend is used."""

    earlier: tuple[Row, ...]
    rows: tuple[Row, ...]
    later: tuple[Row, ...]
    weekdays: int
    full_time: int

    @property
    def all_rows(self) -> tuple[Row, ...]:
        return (*self.earlier, *self.rows, *self.later)

    @property
    def all_days(self) -> tuple[Day, ...]:
        return tuple(day for row in self.all_rows for day in row.days)

    @property
    def any_worked(self) -> bool:
        return any(day.worked for day in self.all_days)

    @property
    def any_more(self) -> bool:
        """Whether some day had more hours than planned."""
        return any(max((m for _p, m in day.said), default=0) > (day.planned or 0) for day in self.all_days)

    @property
    def any_rest(self) -> bool:
        return any(day.planned is None for day in self.all_days)

    @property
    def different(self) -> tuple[Day, ...]:
        """The days of which two parties say different hours."""
        return tuple(day for day in self.all_days if day.differs)


def grid(
    schedule: Schedule,
    *,
    today: date,
    said: SaidHours | None = None,
    folded: bool = True,
    short: bool = False,
) -> Grid:
    """The whole schedule; of a long one the weeks around today, the others `folded` before and after.

    `short`: for a reader with little time.
    """
    before, after = (SHORT_BEFORE, SHORT_AFTER) if short else (BEFORE, AFTER)
    rows, weekdays = _rows(schedule, schedule.weeks, today, said or {})
    first, last = 0, len(rows)
    if folded and last >= (SHORT if short else LONG):
        here = min(max((today - schedule.first_day).days // 7, 0), last - 1)
        first = max(min(here - before, last - before - after - 1), 0)
        last = first + before + after + 1
    return Grid(rows[:first], rows[first:last], rows[last:], weekdays, schedule.full_time)


def my_week(schedule: Schedule, *, today: date, said: SaidHours | None = None) -> Grid | None:
    """The week of today alone; None where the schedule has none."""
    week = schedule.week_of(today)
    if week is None:
        return None
    rows, weekdays = _rows(schedule, (week,), today, said or {})
    return Grid((), rows, (), weekdays, schedule.full_time)


def _rows(
    schedule: Schedule, weeks: Sequence[Week], today: date, said: SaidHours
) -> tuple[tuple[Row, ...], int]:
    said = {party: said[party] for party in sorted(said, key=list(Party).index)}
    unit = _unit(_most(schedule.weeks, said))
    worked_days = {day for worked in said.values() for day, minutes in worked.items() if minutes}
    used = [day.weekday() + 1 for week in weeks for day in week.dates if day in worked_days]
    weekdays = max(5, *(week.last_used + 1 for week in weeks), *used)
    paces = dict(zip(schedule.weeks, schedule.paces, strict=True))
    rows = tuple(
        Row(
            week=week,
            pace=paces[week],
            percent=schedule.percent(week.total),
            days=_days(week, weekdays, today, said, unit),
            sums=_sums(week, said),
            is_now=week.monday <= today <= week.sunday,
            is_over=week.sunday < today,
        )
        for week in weeks
    )
    return rows, weekdays


def _days(week: Week, weekdays: int, today: date, said: SaidHours, unit: int) -> tuple[Day, ...]:
    hours = ceil(_most((week,), said) / HOUR)
    days = []
    for day, planned in zip(week.dates[:weekdays], week.days, strict=False):
        words = tuple((party, worked[day]) for party, worked in said.items() if day in worked)
        days.append(Day(day, planned, words, day == today, _drawing(planned, words, unit, hours)))
    return tuple(days)


def _drawing(planned: Minutes, words: Sequence[tuple[Party, int]], unit: int, hours: int) -> Drawing:
    said = dict.fromkeys(minutes for _party, minutes in words)
    if len(said) < 2:
        shapes = blocks(planned, next(iter(said), None), unit=unit, hours=hours)
    else:  # two columns side by side, none before the other
        wide = 38 / len(said) - 1.5
        shapes = tuple(
            shape
            for number, minutes in enumerate(said)
            for shape in blocks(
                planned, minutes, unit=unit, hours=hours, left=1 + number * (wide + 3), width=wide
            )
        )
    return Drawing(max(hours, 1) * unit, shapes, fine=unit == FLAT)


def _most(weeks: Sequence[Week], said: SaidHours) -> int:
    """The most minutes of any day, planned or worked."""
    planned = (minutes or 0 for week in weeks for minutes in week.days)
    days = {day for week in weeks for day in week.dates}
    worked = (minutes for one in said.values() for day, minutes in one.items() if day in days)
    return max(*planned, *worked)


def _unit(most: int) -> int:
    """The height of an hour: the longer the longest day, the flatter."""
    return 11 if most <= 4 * HOUR else 8 if most <= 8 * HOUR else FLAT


def _sums(week: Week, said: SaidHours) -> tuple[tuple[Party, WeekSum], ...]:
    """The sum as each party's words make it, with the others' where it says nothing; alike ones once."""
    sums: dict[WeekSum, Party] = {}
    for party, own in said.items():
        others = {day: minutes for other in reversed(list(said.values())) for day, minutes in other.items()}
        sums.setdefault(week_sum(week, {**others, **own}), party)
    return tuple((party, one) for one, party in sums.items() if one.worked is not None)


# Two schedules side by side


@dataclass(frozen=True)
class Side:
    """One week's days as one schedule has them; None where it plans nothing there."""

    days: tuple[Day, ...]
    total: int
    percent: int


@dataclass(frozen=True)
class Change:
    """Weeks in a row in which two schedules differ in the same way."""

    first: Week
    weeks: int
    before: Side | None
    after: Side | None

    @property
    def last(self) -> Week:
        return Week(self.first.monday + timedelta(weeks=self.weeks - 1), self.first.days)


def changes(before: Schedule | None, after: Schedule | None) -> tuple[Change, ...]:
    """Where two schedules differ, each with the days of one week before and after."""
    return tuple(_change(one, before, after) for one in differences(before, after))


def _change(one: Difference, before: Schedule | None, after: Schedule | None) -> Change:
    weeks = [Week(one.monday, days) for days in (one.before, one.after) if days is not None]
    unit, hours = _unit(_most(weeks, {})), ceil(_most(weeks, {}) / HOUR)
    weekdays = max(5, *(week.last_used + 1 for week in weeks))

    def side(
        days: tuple[Minutes, ...] | None, other: tuple[Minutes, ...] | None, of: Schedule | None
    ) -> Side | None:
        if days is None or of is None:
            return None
        week = Week(one.monday, days)
        shown = tuple(
            Day(
                day,
                minutes,
                (),
                is_today=False,
                drawing=_drawing(minutes, (), unit, hours),
                changed=other is not None and minutes != other[number],
            )
            for number, (day, minutes) in enumerate(zip(week.dates[:weekdays], days, strict=False))
        )
        return Side(shown, week.total, of.percent(week.total))

    return Change(
        weeks[-1], one.weeks, side(one.before, one.after, before), side(one.after, one.before, after)
    )
