"""The three screens of an outside party: what is proposed, your answer, thank you."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.casework.party import Party
from stegvis.casework.view import PlanView
from stegvis_web.casework.queries.attempts import shown_attempts
from stegvis_web.casework.queries.cases import facts
from stegvis_web.casework.queries.handovers import to_confirm
from stegvis_web.casework.queries.hours import hours_of, may_say
from stegvis_web.casework.queries.letters import letters_of
from stegvis_web.casework.queries.meetings import meetings_at_hand
from stegvis_web.casework.queries.plans import open_plan, shown_plan
from stegvis_web.casework.queries.tasks import shown_tasks
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.answer import answer_page, may_answer
from stegvis_web.casework.views.common import looked, note_read
from stegvis_web.casework.views.json import plan_response
from stegvis_web.casework.views.party_tasks import fit_form
from stegvis_web.casework.views.place import Place
from stegvis_web.casework.views.versions import comparison
from stegvis_web.people.doors import link_only
from stegvis_web.people.viewer import SiteRequest


def _context(opened: OpenCase, plan: PlanView | None) -> dict[str, Any]:
    return {
        "case": opened,
        "party": opened.party,
        "plan": plan,
        "mine": [step for step in plan.steps if step.mine] if plan else [],
        "others": [step for step in plan.steps if not step.mine] if plan else [],
        "my_answer": next((answer for answer in plan.answers if answer.mine), None) if plan else None,
        "may_answer": may_answer(plan, opened.party),
        "may_say_hours": may_say(opened),
        "owner": opened.row.owner.person,
        "phone": opened.row.service.phone,
    }


@link_only
def proposed(request: SiteRequest) -> HttpResponse:
    """Screen 1: what is proposed, and what is asked of this party."""
    opened = looked(request, request.viewer.case, "plan")
    whole = open_plan(opened)
    tasks = shown_tasks(opened)
    context = _context(opened, whole.shown) | {
        "facts": facts(opened),
        "hours": hours_of(opened, whole.shown),
        "has_changes": len(whole.versions.live) > 1,
        "tasks": tasks,
        "fit_form": fit_form(request, tasks),
        "attempts": shown_attempts(opened),
        "at_hand": meetings_at_hand(opened),
        "taken": to_confirm(opened),
        "letters": letters_of(opened)[:3],
        "place": Place(opened.code, is_patient=False, is_party=True),
    }
    return render(request, "casework/party/proposed.html", context)


@link_only
def give(request: SiteRequest) -> HttpResponse:
    """Screen 2: the answer."""
    opened = open_case(request.viewer, request.viewer.case)

    def around() -> dict[str, Any]:
        note_read(request, opened, "plan")
        return _context(opened, shown_plan(opened))

    return answer_page(
        request,
        opened,
        template="casework/party/give.html",
        around=around,
        who_reads=_who_reads(opened.party),
        given=lambda: reverse("casework:answer-done"),
        plan_page=reverse("casework:answer"),
    )


def _who_reads(party: Party | None) -> str:
    if party is Party.EMPLOYER:
        return _(
            "The person and the team read this, and others as far as the person has agreed. "
            "Write about work, never about health."
        )
    return _(
        "The person and the team read this, and others as far as the person has agreed. Not the employer."
    )


@link_only
def done(request: SiteRequest) -> HttpResponse:
    """Screen 3: thank you, what you said, your dates, and someone to call."""
    opened = looked(request, request.viewer.case, "plan")
    return render(request, "casework/party/done.html", _context(opened, shown_plan(opened)))


@link_only
def changes(request: SiteRequest) -> HttpResponse:
    """What changed from the version before to the newest one sent, as this party sees both."""
    opened = looked(request, request.viewer.case, "plan.compare")
    whole = open_plan(opened)
    context = _context(opened, whole.shown) | comparison(request, whole)
    return render(request, "casework/party/changes.html", context)


@link_only
def plan_json(request: SiteRequest) -> HttpResponse:
    """The same plan as data."""
    opened = looked(request, request.viewer.case, "plan.json")
    return plan_response(shown_plan(opened), opened)
