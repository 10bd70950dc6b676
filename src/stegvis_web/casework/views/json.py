"""A plan as data: the same PlanView that the page shows, and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse

from stegvis.casework.view import Beside, PlanView, WordingView
from stegvis_web.casework.standing import OpenCase


def plan_response(plan: PlanView | None, opened: OpenCase) -> JsonResponse:
    """Download the plan as this viewer sees it. The file is named by case code and version alone."""
    content = {"case": opened.code, "plan": plan_as_data(plan) if plan else None}
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    version = f"-v{plan.version}" if plan else ""
    response["Content-Disposition"] = f'attachment; filename="{opened.code}-plan{version}.json"'
    return response


def plan_as_data(plan: PlanView) -> dict[str, Any]:
    """Keys as in the glossary; days as YYYY-MM-DD, times in UTC; what is not shared is null or absent."""
    return {
        "version": plan.version,
        "state": plan.state,
        "seen_as": plan.party,
        "because": plan.because or None,
        "goal": plan.goal,
        "released_on": plan.released_on,
        "answer_by": plan.answer_by,
        "review_on": plan.review_on,
        "withdrawn_on": plan.withdrawn_on,
        "withdrawn_because": plan.withdrawn_because or None,
        "closed_on": plan.closed_on,
        "closed_because": plan.closed_because or None,
        "steps": [
            {
                "number": step.number,
                "what": step.what,
                "owner": step.owner,
                "person": step.person or None,
                "due": step.due,
                "domain": step.domain,
                "progress": step.progress,
                "in_force": step.in_force,
                "change": step.change,
                "because": step.because or None,
                "ends": step.ends,
                "hours": step.hours,
                "in_force_meanwhile": _meanwhile(step.meanwhile),
                "beside": [_beside(beside) for beside in step.beside],
            }
            for step in plan.steps
        ],
        "answers": [
            {
                "party": answer.state.party,
                "name": answer.name or None,
                "state": answer.state.state,
                "at": answer.state.at,
                "days_left": answer.state.days_left,
            }
            for answer in plan.answers
        ],
        "beside": [_beside(beside) for beside in plan.beside],
    }


def _meanwhile(wording: WordingView | None) -> dict[str, Any] | None:
    """The older wording that stays in force until the newer one is agreed."""
    if wording is None:
        return None
    return {
        "what": wording.what,
        "owner": wording.owner,
        "person": wording.person or None,
        "due": wording.due,
        "hours": wording.hours,
    }


def _beside(beside: Beside) -> dict[str, Any]:
    answer = beside.answer
    return {
        "party": answer.party,
        "name": beside.name or None,
        "kind": answer.kind,
        "at": answer.at,
        "words": answer.words,
        "rule": answer.rule or None,
        "instead": answer.instead or None,
        "instead_due": answer.instead_due,
        "reply": answer.reply or None,
        "talk_by": answer.talk_by,
        "settled_on": answer.settled_on,
        "outcome": answer.outcome or None,
    }
