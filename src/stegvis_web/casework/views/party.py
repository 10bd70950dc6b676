"""The three screens of an outside party: what is proposed, your answer, thank you."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.casework.party import ANSWERING_PARTIES, Party
from stegvis.casework.view import PlanView
from stegvis_web.casework.actions.answers import answer_plan
from stegvis_web.casework.forms.party import AnswerForm
from stegvis_web.casework.queries.cases import facts
from stegvis_web.casework.queries.plans import shown_plan
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import act_or_explain, looked
from stegvis_web.casework.views.json import plan_response
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import link_only
from stegvis_web.people.viewer import SiteRequest


def _context(opened: OpenCase, plan: PlanView | None) -> dict[str, Any]:
    mine = [step for step in plan.steps if step.mine] if plan else []
    return {
        "case": opened,
        "party": opened.party,
        "plan": plan,
        "mine": mine,
        "others": [step for step in plan.steps if not step.mine] if plan else [],
        "my_answer": next((answer for answer in plan.answers if answer.mine), None) if plan else None,
        "may_answer": plan is not None
        and bool(plan.steps)
        and plan.withdrawn_on is None
        and opened.party in ANSWERING_PARTIES,
        "owner": opened.row.owner.person,
        "phone": opened.row.service.phone,
    }


@link_only
def proposed(request: SiteRequest) -> HttpResponse:
    """Screen 1: what is proposed, and what is asked of this party."""
    opened = looked(request, request.viewer.case, "plan")
    plan = shown_plan(opened)
    context = _context(opened, plan) | {"facts": facts(opened), "employer": opened.row.employer}
    return render(request, "casework/party/proposed.html", context)


@link_only
def give(request: SiteRequest) -> HttpResponse:
    """Screen 2: the answer."""
    if request.method != "POST":
        opened = looked(request, request.viewer.case, "plan")
    else:
        opened = open_case(request.viewer, request.viewer.case)
    plan = shown_plan(opened)
    if plan is None or not plan.steps or opened.party not in ANSWERING_PARTIES:
        return redirect("casework:answer")
    form = AnswerForm(bound_data(request), plan=plan, who_reads=_who_reads(opened.party))

    def context() -> dict[str, Any]:
        return _context(opened, plan) | {"form": form, "version": _version_answered(request, plan)}

    if request.method == "POST" and form.is_valid():

        def act() -> str:
            answer_plan(
                by=request.viewer,
                code=opened.code,
                version=_version_answered(request, plan),
                words=form.said(),
            )
            return reverse("casework:answer-done")

        return act_or_explain(request, act, "casework/party/give.html", context)
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/party/give.html", context(), status=status)


def _version_answered(request: SiteRequest, plan: PlanView) -> int:
    """The version that the party had before its eyes when it wrote, which may not be the newest any more."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdigit() and len(typed) < 6 else plan.version


@link_only
def done(request: SiteRequest) -> HttpResponse:
    """Screen 3: thank you, what you said, your dates, and someone to call."""
    opened = looked(request, request.viewer.case, "plan")
    return render(request, "casework/party/done.html", _context(opened, shown_plan(opened)))


@link_only
def plan_json(request: SiteRequest) -> HttpResponse:
    """The same plan as data."""
    opened = looked(request, request.viewer.case, "plan.json")
    return plan_response(shown_plan(opened), opened)


def _who_reads(party: Party | None) -> str:
    if party is Party.EMPLOYER:
        return _(
            "The person and the team read this, and others as far as the person has agreed. "
            "Write about work, never about health."
        )
    return _(
        "The person and the team read this, and others as far as the person has agreed. Not the employer."
    )
