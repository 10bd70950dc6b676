"""What the forms of a draft are filled with, and what keeps it from being sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from stegvis.casework.party import Party
from stegvis.casework.plan import USUAL_ANSWER_DAYS, check_release
from stegvis.foundation.errors import Refusal
from stegvis_web.casework import models
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.casework.standing import OpenCase


def draft(opened: OpenCase) -> models.PlanVersion | None:
    """The version that is being written, if there is one."""
    return opened.row.plans.filter(released_on__isnull=True).first()


def has_plan_out(opened: OpenCase) -> bool:
    """Whether a version is asked of the parties today, so that a draft is a change to it."""
    return versions_of(opened.row).current is not None


def goal_values(opened: OpenCase) -> dict[str, Any]:
    """The goal as its form takes it; empty without a draft."""
    row = draft(opened)
    return {"goal": row.goal, "revision": row.revision} if row else {}


def step_values(opened: OpenCase, line: UUID) -> dict[str, Any]:
    """The step of that line as its form takes it; empty if the draft has none, or if there is no draft."""
    row = draft(opened)
    step = row.steps.filter(line=line).first() if row else None
    if step is None:
        return {}
    return {
        "what": step.what,
        "owner": f"{step.owner}:{step.person_id}",
        "due": step.due,
        "domain": step.domain,
        "because": step.because,
        "revision": step.revision,
    }


def holds_hours(opened: OpenCase, line: UUID) -> bool:
    """Whether the step of that line is the schedule of the draft."""
    row = draft(opened)
    return row is not None and row.steps.filter(line=line, hours__isnull=False).exists()


def what_hinders(opened: OpenCase) -> Refusal | None:
    """The first of the rules that say no to sending the draft as it stands today."""
    versions = versions_of(opened.row)
    if versions.draft is None:
        return None
    today = timezone.localdate()
    try:
        check_release(
            versions.draft,
            before=versions.current,
            answer_by=today + timedelta(days=USUAL_ANSWER_DAYS),
            today=today,
            team={(Party(member.party), str(member.person_id)) for member in opened.team},
            sees=opened.sees,
        )
    except Refusal as refusal:
        return refusal
    return None
