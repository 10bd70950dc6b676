"""The schedule: how many hours are planned on each day of each week, and which days are for rest.

It says what is planned and nothing about what is drawn from it: sums, percent of full time, pace and
phases are worked out anew whenever they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Any

from stegvis.casework.hours import DAY, HOUR, QUARTER
from stegvis.casework.party import AUTHORITIES, Party
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop

MOST_WEEKS = 104
LONGEST_DAY = 12 * HOUR
FULL_TIMES = range(1 * HOUR, 60 * HOUR + 1)
"""Minutes a week that can be somebody's full time."""
USUAL_FULL_TIME = 40 * HOUR
LAST_DAYS = 60
"""How many days back one may say how long one worked."""
LONGEST_REASON = 1_000
"""Characters."""
WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)

Minutes = int | None
"""Minutes planned on a day; 0 is nothing planned, None is a day of rest that was chosen."""

Worked = Mapping[date, int]
"""Minutes really worked, by day, as one party says it. A day that is not there: nobody has said."""


class Pace(StrEnum):
    """How the hours of a week stand to those of the week before. All three are of equal rank."""

    STEP_UP = "up"
    HOLD = "hold"
    STEP_DOWN = "down"


PACE_NAMES: dict[Pace, str] = {
    Pace.STEP_UP: gettext_noop("Step up"),
    Pace.HOLD: gettext_noop("Hold"),
    Pace.STEP_DOWN: gettext_noop("Step down"),
}


@dataclass(frozen=True)
class Week:
    """One week from its Monday, with the minutes of its seven days."""

    monday: date
    days: tuple[Minutes, ...]

    @property
    def total(self) -> int:
        """Minutes."""
        return sum(day or 0 for day in self.days)

    @property
    def number(self) -> int:
        """The number of the week as the calendar counts (ISO 8601): that of its Thursday."""
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def dates(self) -> tuple[date, ...]:
        return tuple(self.monday + timedelta(days=number) for number in range(7))

    @property
    def last_used(self) -> int:
        """The number of the last weekday with hours or rest, Monday being 0; -1 for an empty week."""
        return max((number for number, day in enumerate(self.days) if day != 0), default=-1)


@dataclass(frozen=True)
class Phase:
    """Weeks in a row that are alike. `pace` is that of its first week; None where the schedule begins."""

    weeks: tuple[Week, ...]
    pace: Pace | None

    @property
    def first_day(self) -> date:
        return self.weeks[0].monday

    @property
    def last_day(self) -> date:
        return self.weeks[-1].sunday

    @property
    def days(self) -> tuple[Minutes, ...]:
        return self.weeks[0].days


@dataclass(frozen=True)
class Schedule:
    """Weeks in a row, the first one first. After the last, nothing is planned: the plan is looked at again.

    `full_time` is minutes a week. `departs` says in the owner's words how the hours depart from a usual rule,
    and `asks` which authority is asked about it; both or neither.
    """

    full_time: int
    weeks: tuple[Week, ...]
    rest_because: str = ""
    asks: Party | None = None
    departs: str = ""

    @property
    def first_day(self) -> date:
        return self.weeks[0].monday

    @property
    def last_day(self) -> date:
        return self.weeks[-1].sunday

    @property
    def total(self) -> int:
        """Minutes, all weeks together."""
        return sum(week.total for week in self.weeks)

    @property
    def rests(self) -> bool:
        """Whether some day of it is for rest."""
        return any(None in week.days for week in self.weeks)

    @property
    def weekdays(self) -> int:
        """How many days of a week a table of it needs: 5, or more where a weekend is used."""
        return max(5, *(week.last_used + 1 for week in self.weeks))

    @property
    def paces(self) -> tuple[Pace | None, ...]:
        """The pace of each week; None for the first, which has none before it."""
        return (None, *(pace(before.total, week.total) for before, week in pairwise(self.weeks)))

    @property
    def phases(self) -> tuple[Phase, ...]:
        numbered = list(zip(self.weeks, self.paces, strict=True))
        runs = (list(run) for _days, run in groupby(numbered, key=lambda one: one[0].days))
        return tuple(Phase(tuple(week for week, _pace in run), run[0][1]) for run in runs)

    def percent(self, minutes: int) -> int:
        """Minutes of a week as a share of full time, a half rounded up."""
        return (200 * minutes + self.full_time) // (2 * self.full_time)

    def week_of(self, day: date) -> Week | None:
        """The week in which a day lies; None before the first and after the last."""
        number = (day - self.first_day).days // 7
        return self.weeks[number] if 0 <= number < len(self.weeks) else None

    def planned_on(self, day: date) -> Minutes:
        """Minutes planned on a day: 0 if nothing is, None if it is for rest."""
        week = self.week_of(day)
        return week.days[day.weekday()] if week else 0


def pace(before: int, after: int) -> Pace:
    """The pace from one week's minutes to the next one's."""
    if after == before:
        return Pace.HOLD
    return Pace.STEP_UP if after > before else Pace.STEP_DOWN


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_from(monday: date, patterns: Iterable[tuple[Minutes, ...]]) -> tuple[Week, ...]:
    """Weeks in a row with these days, the first one on `monday`."""
    return tuple(Week(monday + timedelta(weeks=number), days) for number, days in enumerate(patterns))


# Planned against worked


@dataclass(frozen=True)
class WeekSum:
    """One week, planned against worked, in minutes. `worked` is None while nobody has said anything of it.

    `as_planned`: the week is over, every day with hours is accounted for, and every day went as planned.
    """

    planned: int
    worked: int | None
    as_planned: bool


def week_sum(week: Week, worked: Worked) -> WeekSum:
    """The sum of a week with what was worked in it."""
    said = {day: worked[day] for day in week.dates if day in worked}
    alike = all(
        said.get(day, None if minutes else 0) == (minutes or 0)
        for day, minutes in zip(week.dates, week.days, strict=True)
    )
    return WeekSum(week.total, sum(said.values()) if said else None, bool(said) and alike)


def planned_against_worked(schedule: Schedule, worked: Worked) -> tuple[WeekSum, ...]:
    """One sum for each week of the schedule. Hours worked before or after it are not in any of them."""
    return tuple(week_sum(week, worked) for week in schedule.weeks)


def check_worked(day: date, minutes: int, today: date) -> None:
    """Refuse hours that nobody can have worked yet, or remembers any more. Raises Refusal."""
    if day > today:
        raise Refusal(gettext_noop("%(day)s has not come yet. Say it when the day is there."), day=day)
    if (today - day).days > LAST_DAYS:
        raise Refusal(
            gettext_noop("Hours can be said for the last %(days)s days. %(day)s is longer ago."),
            days=LAST_DAYS,
            day=day,
        )
    if not 0 <= minutes <= DAY:
        raise Refusal(gettext_noop("A day has 24 hours."))


# Rules


def check_schedule(schedule: Schedule) -> None:
    """Refuse hours that nobody could work as written. Raises Refusal."""
    if schedule.full_time not in FULL_TIMES or schedule.full_time % QUARTER:
        raise Refusal(
            gettext_noop("Full time is between %(least)s and %(most)s hours a week, in quarter hours."),
            least=FULL_TIMES.start // HOUR,
            most=(FULL_TIMES.stop - 1) // HOUR,
        )
    if not schedule.weeks:
        raise Refusal(gettext_noop("The schedule has no week yet. Add at least one."))
    check_length_of(len(schedule.weeks))
    for week in schedule.weeks:
        check_week(week)
    for before, after in pairwise(schedule.weeks):
        if after.monday - before.monday != timedelta(weeks=1):
            raise Refusal(
                gettext_noop("After the week of %(before)s comes that of %(next)s. Leave no week out."),
                before=before.monday,
                next=before.monday + timedelta(weeks=1),
            )
    if not schedule.total:
        raise Refusal(gettext_noop("No hours are planned yet. Write hours on at least one day."))
    _check_question(schedule)
    for text in (schedule.rest_because, schedule.departs):
        if len(text) > LONGEST_REASON:
            raise Refusal(
                gettext_noop("Write at most %(most)s characters. This has %(length)s."),
                most=LONGEST_REASON,
                length=len(text),
            )


def check_length_of(weeks: int) -> None:
    """Refuse more weeks than anyone can foresee. Raises Refusal."""
    if weeks > MOST_WEEKS:
        raise Refusal(
            gettext_noop("Plan at most %(most)s weeks. These are %(weeks)s."), most=MOST_WEEKS, weeks=weeks
        )


def check_week(week: Week) -> None:
    """Refuse a week that is none. Raises Refusal."""
    if week.monday.weekday() != 0 or len(week.days) != 7:
        raise Refusal(gettext_noop("A week begins on a Monday and has seven days: %(day)s."), day=week.monday)
    for day, minutes in zip(week.dates, week.days, strict=True):
        try:
            check_day(minutes)
        except Refusal:
            raise Refusal(
                gettext_noop("%(day)s: plan at most %(most)s hours a day, in quarter hours."),
                day=day,
                most=LONGEST_DAY // HOUR,
            ) from None


def check_day(minutes: Minutes) -> None:
    """Refuse a day that is longer than any, or not in quarter hours. Raises Refusal."""
    if minutes is None:
        return
    if not 0 <= minutes <= LONGEST_DAY:
        raise Refusal(gettext_noop("Plan at most %(most)s hours a day."), most=LONGEST_DAY // HOUR)
    if minutes % QUARTER:
        raise Refusal(gettext_noop("Plan in quarter hours, such as 3, 3.25 or 3.5."))


def _check_question(schedule: Schedule) -> None:
    if schedule.asks is not None and schedule.asks not in AUTHORITIES:
        raise Refusal(gettext_noop("Only an insurer or the employment service is asked about a rule."))
    if schedule.asks is not None and not schedule.departs.strip():
        raise Refusal(gettext_noop("Write what departs from the usual rule, so that the question is clear."))
    if schedule.departs.strip() and schedule.asks is None:
        raise Refusal(gettext_noop("Say who is asked about the rule."))


# Changing it


def repeated(schedule: Schedule, weeks: int) -> Schedule:
    """The schedule with its last week so many times more. Raises Refusal if it gets too long."""
    check_length_of(len(schedule.weeks) + weeks)
    last = schedule.weeks[-1]
    more = weeks_from(last.monday + timedelta(weeks=1), [last.days] * weeks)
    return replace(schedule, weeks=(*schedule.weeks, *more))


def stepped_down(schedule: Schedule, today: date, *, this_week: bool = False) -> Schedule:
    """The schedule with fewer hours from the coming week on, or from today where `this_week`.

    Back to the phase before that had fewer hours; where there is none, to about three quarters of the hours.
    Days of rest stay so. It holds there until its last week, but a week that was planned with less keeps its
    less. What lies behind does not change. Raises Refusal where nothing is left to make less of.
    """
    coming = monday_of(today) + timedelta(weeks=1)
    start = today if this_week else coming
    ahead = [week for week in schedule.weeks if week.sunday >= start]
    if not ahead:
        raise Refusal(
            gettext_noop("The hours are planned until %(day)s. There is no week after it to step down in."),
            day=schedule.last_day,
        )
    now = schedule.week_of(today)
    reference = now if now and now.total else next((week for week in ahead if week.total), None)
    if reference is None:
        raise Refusal(gettext_noop("No hours are planned any more that could be less."))
    back = _phase_before(schedule, reference)
    less = back or tuple(None if own is None else own * 3 // 4 // QUARTER * QUARTER for own in reference.days)

    def lowered(week: Week) -> Week:
        if week not in ahead or week.total <= _total(less):
            return week
        lower = _kept_rest if back and week.monday >= start else _shorter
        days = (
            own if day < start else lower(own, fewer)
            for day, own, fewer in zip(week.dates, week.days, less, strict=True)
        )
        return replace(week, days=tuple(days))

    new = replace(schedule, weeks=tuple(lowered(week) for week in schedule.weeks))
    if new.total >= schedule.total:
        raise Refusal(gettext_noop("The weeks to come are planned with fewer hours already."))
    return new


def _phase_before(schedule: Schedule, reference: Week) -> tuple[Minutes, ...]:
    """The days of the nearest phase before `reference` with fewer hours, its days of rest kept; else none."""
    for phase in reversed(schedule.phases):
        if phase.first_day < reference.monday and 0 < _total(phase.days) < reference.total:
            back = tuple(
                _kept_rest(own, fewer) for own, fewer in zip(reference.days, phase.days, strict=True)
            )
            if _total(back):
                return back
    return ()


def _shorter(own: Minutes, fewer: Minutes) -> Minutes:
    return None if own is None or fewer is None else min(own, fewer)


def _kept_rest(own: Minutes, fewer: Minutes) -> Minutes:
    return None if own is None else fewer


def _total(days: Iterable[Minutes]) -> int:
    return sum(day or 0 for day in days)


# Comparing two of them


@dataclass(frozen=True)
class Difference:
    """Weeks in a row in which two schedules differ in the same way. None: that one plans nothing there."""

    monday: date
    weeks: int
    before: tuple[Minutes, ...] | None
    after: tuple[Minutes, ...] | None

    @property
    def last_monday(self) -> date:
        return self.monday + timedelta(weeks=self.weeks - 1)


def differences(before: Schedule | None, after: Schedule | None) -> tuple[Difference, ...]:
    """Where two schedules plan different days, in order."""
    was = {week.monday: week.days for week in before.weeks} if before else {}
    now = {week.monday: week.days for week in after.weeks} if after else {}
    found: list[Difference] = []
    for monday in sorted({*was, *now}):
        pair = was.get(monday), now.get(monday)
        if pair[0] == pair[1]:
            continue
        last = found[-1] if found else None
        if last and (last.before, last.after) == pair and monday - last.last_monday == timedelta(weeks=1):
            found[-1] = replace(last, weeks=last.weeks + 1)
        else:
            found.append(Difference(monday, 1, *pair))
    return tuple(found)


# As data


def to_json(schedule: Schedule) -> dict[str, Any]:
    """The schedule as JSON holds it: minutes, days as YYYY-MM-DD, rest as null."""
    return {
        "full_time": schedule.full_time,
        "weeks": [{"monday": week.monday.isoformat(), "days": list(week.days)} for week in schedule.weeks],
        "rest_because": schedule.rest_because,
        "asks": schedule.asks,
        "departs": schedule.departs,
    }


def from_json(data: Mapping[str, Any]) -> Schedule:
    """The schedule that `to_json` wrote. Raises KeyError or ValueError for anything else."""
    return Schedule(
        full_time=int(data["full_time"]),
        weeks=tuple(
            Week(
                date.fromisoformat(week["monday"]),
                tuple(None if day is None else int(day) for day in week["days"]),
            )
            for week in data["weeks"]
        ),
        rest_because=str(data["rest_because"]),
        asks=Party(data["asks"]) if data["asks"] else None,
        departs=str(data["departs"]),
    )


def as_seen(data: Mapping[str, Any], *, health: bool, words: bool, by: Party | None) -> Mapping[str, Any]:
    """A schedule as data, as `by` sees it.

    Why days are for rest is for whoever may read about `health`; a question about a rule for whoever may
    read the `words` of others, and for the one who is asked.
    """
    hidden: dict[str, Any] = {}
    if not health:
        hidden["rest_because"] = ""
    if not words and by != data.get("asks"):
        hidden |= {"departs": "", "asks": None}
    return {name: hidden.get(name, value) for name, value in data.items()}
