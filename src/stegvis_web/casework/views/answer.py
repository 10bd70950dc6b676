"""Taking a party's answer to the plan: the outside party's second screen, and the team's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stegvis.casework.party import ANSWERING_PARTIES, Party
from stegvis.casework.view import PlanView
from stegvis_web.casework.actions.answers import answer_plan
from stegvis_web.casework.forms.party import AnswerForm
from stegvis_web.casework.queries.plans import shown_plan
from stegvis_web.casework.standing import OpenCase
from stegvis_web.casework.views.common import form_page
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def answer(request: SiteRequest, place: Place) -> HttpResponse:
    """A member of the team, or the patient, answers the plan."""
    opened = place.opened_to_write(request)

    def given() -> str:
        messages.success(request, _("Your answer is with the plan."))
        return place.url("plan")

    return answer_page(
        request,
        opened,
        template="casework/plan/answer.html",
        around=lambda: place.shown(request, opened, "plan"),
        who_reads=_("Your team reads this, and others as far as you have agreed. Not the employer.")
        if place.is_patient
        else _("The team reads this, and others as far as the person has agreed. Not the employer."),
        given=given,
        plan_page=place.url("plan"),
    )


def answer_page(
    request: SiteRequest,
    opened: OpenCase,
    *,
    template: str,
    around: Callable[[], dict[str, Any]],
    who_reads: str,
    given: Callable[[], str],
    plan_page: str,
) -> HttpResponse:
    """The page with the form of an answer, or the answer taken; `plan_page` for whom nothing is asked.

    `around` is what else stands on the page, `given` says thanks and returns the address to go on to.
    """
    plan = shown_plan(opened, sent=True)
    if plan is None or opened.party not in ANSWERING_PARTIES:
        return redirect(plan_page)
    if request.method != "POST" and not may_answer(plan, opened.party):
        return redirect(plan_page)
    form = AnswerForm(bound_data(request), plan=plan, who_reads=who_reads)

    def act() -> str:
        answer_plan(by=request.viewer, code=opened.code, version=plan.version, words=form.said())
        return given()

    return form_page(request, form, act, template, lambda: {**around(), "form": form, "plan": plan})


def may_answer(plan: PlanView | None, party: Party | None) -> bool:
    """Whether something of the plan is asked of this party now."""
    return bool(plan and plan.is_out and plan.steps) and party in ANSWERING_PARTIES
