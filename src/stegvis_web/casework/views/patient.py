"""The patient's first page, and who looked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from stegvis.casework.case import sick_leave_day
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import Party
from stegvis.casework.plan import Progress
from stegvis.casework.sections import WHO_LOOKED
from stegvis.casework.view import PlanView, StepView
from stegvis_web.casework.queries.cases import case_of_patient, facts
from stegvis_web.casework.queries.contacts import contact_page
from stegvis_web.casework.queries.handovers import news
from stegvis_web.casework.queries.hours import my_hours
from stegvis_web.casework.queries.looked import who_looked
from stegvis_web.casework.queries.meetings import meetings_at_hand
from stegvis_web.casework.queries.notes import health_notes
from stegvis_web.casework.queries.plans import open_plan
from stegvis_web.casework.queries.tasks import shown_tasks
from stegvis_web.casework.standing import open_case
from stegvis_web.casework.views.overview import in_order
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.numbers import read_number
from stegvis_web.people.doors import patient_only
from stegvis_web.people.viewer import SiteRequest


@patient_only
def me(request: SiteRequest) -> HttpResponse:
    """The next thing first; then the plan, the team, what applies, and who looked."""
    try:
        code = case_of_patient(request.viewer)
    except Http404:
        return render(request, "casework/me/waiting.html", {"base": "casework/me/base.html"})
    opened = open_case(request.viewer, code)
    place = Place(code, is_patient=True)
    whole = open_plan(opened)
    plan = whole.shown
    steps = _mine_to_do(plan)
    context: dict[str, Any] = {
        **place.shown(request, opened, "me"),
        "plan": plan,
        "next_thing": _next_thing(plan, steps),
        "steps": steps,
        "my_hours": my_hours(whole),
        "say_to": place.url("worked"),
        "others": [a for a in plan.answers if not a.mine] if plan and plan.is_out else [],
        "draft": whole.draft if plan and plan.is_out else None,
        "questions": _open_questions(plan),
        "sick_day": sick_leave_day(opened.row.first_sick_day, timezone.localdate()),
        "facts": facts(opened, latest=1),
        "looks": who_looked(opened, others_only=True, most=3).looks,
        "asked": asked.waiting if (asked := shown_tasks(opened)) else (),
        "owner": opened.row.owner.person,
        "team": [member for member in in_order(opened) if member.party != Party.PATIENT],
        "at_hand": meetings_at_hand(opened),
        "news": news(opened),
        "today": timezone.localdate(),
    }
    return render(request, "casework/me/me.html", context)


def _mine_to_do(plan: PlanView | None) -> list[StepView]:
    if plan is None or not plan.is_out or plan.state is PlanState.POSTPONED:
        return []
    # The hours stand on the page day by day.
    stands = [step for step in plan.steps if (step.in_force or step.meanwhile) and step.hours is None]
    mine = [step for step in stands if step.mine and step.progress is not Progress.DONE]
    return sorted(mine, key=lambda step: step.due)


def _open_questions(plan: PlanView | None) -> int:
    if plan is None or not plan.is_out:
        return 0
    besides = [*plan.beside, *(beside for step in plan.steps for beside in step.beside)]
    return sum(beside.answer.is_open for beside in besides)


def _next_thing(plan: PlanView | None, steps: list[StepView]) -> str:
    """Which one thing the first panel holds; the template has a text for each."""
    if plan is None or not (plan.is_draft or plan.is_out):
        return "start"
    if plan.is_draft:
        return "send" if plan.goal and plan.steps else "write"
    return "step" if steps else "rest"


def my_looked(request: SiteRequest, place: Place) -> HttpResponse:
    """Everyone who has looked, when, and why."""
    opened = open_case(request.viewer, place.code)
    context = {
        **place.shown(request, opened, WHO_LOOKED),
        "page": who_looked(opened, before=read_number(request.GET.get("before", ""))),
        "begun": "before" in request.GET,
    }
    return render(request, "casework/me/looked.html", context)


def my_record(request: SiteRequest, place: Place) -> HttpResponse:
    """What is written about her: how she is reached, every contact, every note of the clinic."""
    opened = open_case(request.viewer, place.code)
    context = {
        **place.shown(request, opened, "record"),
        "contacts": contact_page(opened, request.GET.get("contacts", "")),
        "notes": health_notes(opened, request.GET.get("notes", "")),
    }
    return render(request, "casework/me/record.html", context)
