"""What the forms of a draft are filled with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from stegvis_web.casework import models
from stegvis_web.casework.queries.plans import newest_plan
from stegvis_web.casework.standing import OpenCase


def draft(opened: OpenCase) -> models.PlanVersion:
    """The version that is being written. Http404 if there is none."""
    row = newest_plan(opened.row)
    if row is None or row.released_on is not None or row.withdrawn_on is not None:
        raise Http404
    return row


def goal_values(opened: OpenCase) -> dict[str, Any]:
    row = draft(opened)
    return {"goal": row.goal, "revision": row.revision}


def step_values(opened: OpenCase, line: UUID) -> dict[str, Any]:
    """The step of that line as its form takes it. Http404 if the draft has none."""
    step = draft(opened).steps.filter(line=line).first()
    if step is None:
        raise Http404
    return {
        "what": step.what,
        "owner": f"{step.owner}:{step.person_id}",
        "due": step.due,
        "domain": step.domain,
        "revision": step.revision,
    }


def open_word(opened: OpenCase, answer: int, kind: str) -> models.Answer:
    """A question or an objection of this case. Http404 if there is none of that kind."""
    row = (
        models.Answer.objects.filter(pk=answer, plan__case=opened.row, kind=kind)
        .select_related("step")
        .first()
    )
    if row is None:
        raise Http404
    return row
