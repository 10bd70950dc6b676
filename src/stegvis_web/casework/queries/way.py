"""The way so far of one case, for those who may see its sick leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from stegvis.casework.attempts import Attempt
from stegvis.casework.case import SickNote
from stegvis.casework.party import Party
from stegvis.casework.sections import SICK_LEAVE, STEPS_WORK, WORKED
from stegvis.casework.versions import Versions
from stegvis.casework.way import Way, laid_over, share_of, way, weekly_shares
from stegvis.foundation.periods import Period
from stegvis_web.casework import models
from stegvis_web.casework.queries.plans import OpenPlan
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import prepared

MOST_NOTES = 200
MOST_PAUSES = 50
MOST_DAYS = 2 * 7 * 156
"""Days worked, as both parties say it, that are read: three years."""


def way_of(whole: OpenPlan, attempts: tuple[Attempt, ...] = ()) -> Way | None:
    """Sick leave beside hours; None for whom it is not, or where nothing is recorded. Three queries.

    `attempts` are those that the reader sees.
    """
    opened = whole.opened
    if not opened.may(SICK_LEAVE):
        return None
    notes, pauses = _notes(opened.row.pk), _pauses(opened.row.pk)
    schedules = _schedules(whole.versions) if opened.may(STEPS_WORK) else []
    today = timezone.localdate()
    return way(
        today=today,
        notes=[SickNote(Period(note.start, note.end), note.grade) for note in notes],
        planned=_planned(whole.versions, schedules, today),
        worked=weekly_shares(_worked(opened), int(schedules[-1]["full_time"]), today) if schedules else {},
        pauses=[Period(pause.on, pause.until) for pause in pauses],
        attempts=[attempt.period for attempt in attempts],
        since=opened.row.first_sick_day,
    )


@prepared
def _notes(case: int) -> QuerySet[models.SickNote]:
    return models.SickNote.objects.filter(case_id=case).order_by("-start")[:MOST_NOTES]


@prepared
def _pauses(case: int) -> QuerySet[models.Pause]:
    return models.Pause.objects.filter(case_id=case).order_by("-on")[:MOST_PAUSES]


@prepared
def _days(case: int) -> QuerySet[models.WorkedDay, tuple[date, str, int]]:
    rows = models.WorkedDay.objects.filter(case_id=case).order_by("-day")
    return rows.values_list("day", "party", "minutes")[:MOST_DAYS]


def _schedules(versions: Versions) -> list[Mapping[str, Any]]:
    """The hours that have been in force, oldest first; each as its step holds it.

    The person owns them, and whoever sends a version says yes to it: what was sent was in force.
    """
    sent = (plan for plan in versions.plans if not plan.is_draft and plan.withdrawn_on is None)
    found: dict[int, Mapping[str, Any]] = {}
    for plan in sent:
        for step in plan.steps:
            if step.hours is not None and not step.ends:
                found.setdefault(step.since, step.hours)
    return [found[since] for since in sorted(found)]


def _planned(versions: Versions, schedules: list[Mapping[str, Any]], today: date) -> dict[date, int]:
    """Percent by Monday; without hours in force today, only what was planned until now."""
    laid = laid_over(map(_shares, schedules))
    stands = any(step.hours is not None for step in versions.standing.values())
    return laid if stands else {monday: share for monday, share in laid.items() if monday <= today}


def _shares(schedule: Mapping[str, Any]) -> dict[date, int]:
    return {
        date.fromisoformat(week["monday"]): share_of(
            sum(minutes or 0 for minutes in week["days"]), schedule["full_time"]
        )
        for week in schedule["weeks"]
    }


def _worked(opened: OpenCase) -> dict[date, int]:
    """Minutes by day, as the person says it, or the employer where she has said nothing."""
    if not opened.may(WORKED):
        return {}
    said: dict[date, int] = {}
    for day, party, minutes in _days(opened.row.pk):
        if day not in said or party == Party.PATIENT:
            said[day] = minutes
    return said
