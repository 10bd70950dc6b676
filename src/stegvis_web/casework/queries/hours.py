"""The hours of a case: planned and worked, as its pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Step
from stegvis.casework.schedule import LAST_DAYS, Minutes, Schedule, Worked, as_seen, from_json
from stegvis.casework.sections import STEPS_HEALTH, STEPS_WORK, WORDS, WORKED
from stegvis.casework.versions import Versions
from stegvis.casework.view import PlanView, StepView
from stegvis_web.casework import models
from stegvis_web.casework.queries.drafts import draft
from stegvis_web.casework.queries.plans import OpenPlan
from stegvis_web.casework.standing import OpenCase
from stegvis_web.casework.week_grid import Grid, grid, my_week
from stegvis_web.foundation.prepared import prepared

WHO_SAYS = (Party.PATIENT, Party.EMPLOYER)
"""Who knows how long the person worked."""


def standing_hours(versions: Versions) -> tuple[str, Step | None]:
    """The line and the wording of the hours in force; none: an empty line, None."""
    for line, step in versions.standing.items():
        if step.hours is not None:
            return line, step
    return "", None


def schedule_in_force(whole: OpenPlan) -> Schedule | None:
    """The hours in force, if there are any and the viewer may see them; reasons only for whom they are."""
    if not whole.opened.may(STEPS_WORK):
        return None
    _line, step = standing_hours(whole.versions)
    return _schedule(whole.opened, step.hours) if step and step.hours else None


def _schedule(opened: OpenCase, data: Mapping[str, Any]) -> Schedule:
    health, words = bool(opened.may(STEPS_HEALTH)), bool(opened.may(WORDS))
    return from_json(as_seen(data, health=health, words=words, by=opened.party))


def worked(opened: OpenCase, first: date, last: date) -> dict[Party, Worked]:
    """What each party says was worked from one day to another; empty where the viewer may not see it."""
    if not opened.may(WORKED):
        return {}
    said: dict[Party, dict[date, int]] = {}
    for party, day, minutes in _worked(opened.row.pk, first, last):
        said.setdefault(Party(party), {})[day] = minutes
    return dict(said)


@prepared
def _worked(case: int, first: date, last: date) -> QuerySet[models.WorkedDay, tuple[str, date, int]]:
    rows = models.WorkedDay.objects.filter(case_id=case, day__gte=first, day__lte=last).order_by("day")
    return rows.values_list("party", "day", "minutes")


@dataclass(frozen=True)
class Hours:
    """The hours of a version as a page shows them. `stands` tells whether they are in force."""

    step: StepView
    schedule: Schedule
    grid: Grid
    stands: bool


def hours_of(opened: OpenCase, plan: PlanView | None, *, with_worked: bool = True) -> Hours | None:
    """The hours of a version, with what was worked beside them; None if it has none for this reader.

    One query for what was worked.
    """
    step = next((step for step in plan.steps if step.hours is not None), None) if plan else None
    # Asked to be taken out, they stand until that is agreed.
    hours = step.meanwhile.hours if step and step.ends and step.meanwhile else step.hours if step else None
    if step is None or hours is None or (step.ends and step.meanwhile is None):
        return None
    schedule = from_json(hours)
    said = worked(opened, schedule.first_day, schedule.last_day) if with_worked else {}
    outside = opened.party in OUTSIDE_PARTIES
    shown = grid(schedule, today=timezone.localdate(), said=said, short=outside)
    return Hours(step, schedule, shown, stands=step.in_force or step.ends)


@dataclass(frozen=True)
class SaidDay:
    """One day of which a party may say how long the person worked. `revision` is None if it has not yet."""

    day: date
    planned: Minutes
    minutes: int | None
    revision: int | None


@dataclass(frozen=True)
class MyHours:
    """The hours in force as those see them who say what was worked.

    `week` is the week of today, None outside the schedule. `today` and `before` can be said, newest first.
    """

    schedule: Schedule
    grid: Grid
    week: Grid | None
    today: SaidDay
    before: tuple[SaidDay, ...]

    @property
    def over(self) -> bool:
        return self.schedule.last_day < self.today.day

    @property
    def to_come(self) -> bool:
        return self.today.day < self.schedule.first_day


def my_hours(whole: OpenPlan) -> MyHours | None:
    """The hours in force with what was worked, for a viewer who may say it; None without any.

    One query.
    """
    opened, schedule = whole.opened, schedule_in_force(whole)
    if schedule is None or whole.versions.resting:
        return None
    today = timezone.localdate()
    said = worked(opened, min(schedule.first_day, today), max(schedule.last_day, today))
    own = {row.day: row for row in _own_rows(opened, today)} if may_say(opened) else {}

    def day(of: date) -> SaidDay:
        row = own.get(of)
        minutes, revision = (row.minutes, row.revision) if row else (None, None)
        return SaidDay(of, schedule.planned_on(of), minutes, revision)

    back = [day(today - timedelta(days=number)) for number in range(1, LAST_DAYS + 1)]
    return MyHours(
        schedule=schedule,
        grid=grid(schedule, today=today, said=said),
        week=my_week(schedule, today=today, said=said),
        today=day(today),
        before=tuple(one for one in back if one.planned or one.minutes is not None),
    )


def may_say(opened: OpenCase) -> bool:
    """Whether this viewer may say how long the person worked."""
    return opened.party in WHO_SAYS and bool(opened.may(WORKED, Action.WRITE))


def _own_rows(opened: OpenCase, today: date) -> list[models.WorkedDay]:
    since = today - timedelta(days=LAST_DAYS)
    return list(opened.row.worked.filter(party=opened.party, day__range=(since, today)))


def said_day(opened: OpenCase, day: date) -> models.WorkedDay | None:
    """What this viewer's party says of one day."""
    row: models.WorkedDay | None = opened.row.worked.filter(party=opened.party, day=day).first()
    return row


@dataclass(frozen=True)
class DraftHours:
    """The schedule of the draft as its form takes it; `schedule` is None where none is written yet."""

    schedule: Schedule | None
    what: str
    because: str
    revision: int


def draft_hours(opened: OpenCase) -> DraftHours | None:
    """The schedule that is being written; None if nothing is written at all."""
    row = draft(opened)
    if row is None:
        return None
    step = row.steps.filter(hours__isnull=False).first()
    if step is None or step.hours is None:
        return DraftHours(None, "", "", 0)
    return DraftHours(_schedule(opened, step.hours), step.what, step.because, step.revision)
