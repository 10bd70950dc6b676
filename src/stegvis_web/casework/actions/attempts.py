"""Attempts to return: written down, changed, and what a next plan starts from."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.attempts import MOST_ATTEMPTS, check_attempt, check_lesson, lesson
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis.casework.sections import ATTEMPTS
from stegvis.casework.tasks import check_room
from stegvis.foundation.errors import Conflict
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record
from stegvis_web.casework.actions.plans import add_step, start_plan
from stegvis_web.casework.queries.attempts import attempt_of
from stegvis_web.casework.standing import OpenCase, open_case

FIRST_STEP_DAYS = 14
"""Days that the first step of a plan from an attempt is given, until somebody chooses another day."""

FIELDS = ("start", "end", "minutes", "what_happened", "helped", "hindered", "next_time")


def _opened(by: Viewer, code: str) -> OpenCase:
    opened = open_case(by, code, lock=True)
    opened.require(ATTEMPTS, Action.WRITE)
    return opened


def _attempt(opened: OpenCase, attempt: int) -> models.Attempt:
    row = opened.row.attempts.filter(pk=attempt).first()
    if row is None:
        raise Http404
    return row


@transaction.atomic
def add_attempt(
    *,
    by: Viewer,
    code: str,
    start: date | None,
    end: date | None,
    what_happened: str,
    minutes: int | None = None,
    helped: str = "",
    hindered: str = "",
    next_time: str = "",
) -> models.Attempt:
    """Write down an attempt that ended; `minutes` are the most reached in a week. Raises Refusal."""
    opened = _opened(by, code)
    check_attempt(
        start=start,
        end=end,
        minutes=minutes,
        what_happened=what_happened,
        today=timezone.localdate(),
        others=(helped, hindered, next_time),
    )
    check_room(opened.row.attempts.count(), MOST_ATTEMPTS)
    assert start is not None
    assert end is not None
    row = models.Attempt.objects.create(
        case=opened.row,
        start=start,
        end=end,
        minutes=minutes,
        what_happened=what_happened.strip(),
        helped=helped.strip(),
        hindered=hindered.strip(),
        next_time=next_time.strip(),
        by=by.code,
        at=timezone.now(),
    )
    record(opened, "create", ATTEMPTS, *FIELDS)
    return row


@transaction.atomic
def change_attempt(
    *,
    by: Viewer,
    code: str,
    attempt: int,
    start: date | None,
    end: date | None,
    what_happened: str,
    revision: int,
    minutes: int | None = None,
    helped: str = "",
    hindered: str = "",
    next_time: str = "",
) -> models.Attempt:
    """Change what stands about an attempt. Raises Refusal; Conflict if someone else wrote meanwhile."""
    opened = _opened(by, code)
    row = _attempt(opened, attempt)
    check_attempt(
        start=start,
        end=end,
        minutes=minutes,
        what_happened=what_happened,
        today=timezone.localdate(),
        others=(helped, hindered, next_time),
    )
    words = (what_happened.strip(), helped.strip(), hindered.strip(), next_time.strip())
    new = dict(zip(FIELDS, (start, end, minutes, *words), strict=True))
    old = {field: getattr(row, field) for field in FIELDS}
    if row.revision != revision and old != new:
        raise Conflict({field: str(value or "") for field, value in old.items()})
    for field, value in new.items():
        setattr(row, field, value)
    row.revision += 1
    row.save()
    record(opened, "change", ATTEMPTS, *(field for field in FIELDS if old[field] != new[field]))
    return row


@transaction.atomic
def start_plan_from_attempt(*, by: Viewer, code: str, attempt: int, because: str = "") -> models.PlanVersion:
    """Begin a version with what to change next time as a step of it, for the person to edit. Raises Refusal.

    The step is the person's own and about health until she says otherwise: what an attempt taught is never
    the employer's to read. Where a draft is being written already, the step goes into that.
    """
    opened = _opened(by, code)
    learned = attempt_of(_attempt(opened, attempt))
    check_lesson(learned)
    draft = opened.row.plans.filter(released_on__isnull=True).first()
    plan = draft or start_plan(by=by, code=code, because=because)
    add_step(
        by=by,
        code=code,
        what=lesson(learned),
        owner=Party.PATIENT,
        due=timezone.localdate() + timedelta(days=FIRST_STEP_DAYS),
        domain=Domain.HEALTH,
    )
    return plan
