"""The plan: reading it, writing the draft, answering, taking it back. For staff and patient alike."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.party import ANSWERING_PARTIES, Party
from stegvis.casework.plan import PROGRESS_NAMES, PlanState, Progress
from stegvis.casework.sections import GOAL, PLAN, STEPS
from stegvis.casework.view import PlanView
from stegvis_web.casework.actions import plans as actions
from stegvis_web.casework.actions.answers import answer_plan
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.forms.party import AnswerForm
from stegvis_web.casework.forms.plan import GoalForm, StepForm, WithdrawForm
from stegvis_web.casework.queries.drafts import goal_values, step_values
from stegvis_web.casework.queries.plans import shown_plan
from stegvis_web.casework.standing import OpenCase
from stegvis_web.casework.views.common import act_or_explain, form_page, looked
from stegvis_web.casework.views.json import plan_response
from stegvis_web.casework.views.place import Place, opened_to_write
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def _shown(place: Place, opened: OpenCase, plan: PlanView | None) -> dict[str, Any]:
    """What the page of the plan shows, and what this viewer can do there."""
    draft = plan is not None and plan.state is PlanState.DRAFT
    out = plan is not None and plan.released_on is not None and plan.withdrawn_on is None
    mine = next((answer for answer in plan.answers if answer.mine), None) if plan else None
    writes = bool(opened.may(GOAL, Action.WRITE))
    return {
        **place.context(opened),
        "plan": plan,
        "mine": mine,
        "may_start": writes and (plan is None or plan.withdrawn_on is not None),
        "may_write": draft and any(opened.may(section, Action.WRITE) for section in STEPS),
        "may_write_goal": draft and writes,
        "may_answer": out and opened.party in ANSWERING_PARTIES,
        "may_talk": out and opened.party in {Party.PATIENT, Party.SPECIALIST, Party.CLINIC},
        "may_withdraw": out
        and (
            opened.party is Party.PATIENT
            or (opened.party is Party.SPECIALIST and plan is not None and plan.in_force == 0)
        ),
        "progress": [(p, _(PROGRESS_NAMES[p])) for p in Progress],
        "parties": [Party(m.party) for m in opened.team if Party(m.party) is not opened.party],
    }


def plan(request: SiteRequest, place: Place) -> HttpResponse:
    """The newest version as this viewer sees it."""
    opened = looked(request, place.code, "plan")
    if not any(opened.may(section) for section in PLAN):
        raise Http404
    return render(request, "casework/plan/plan.html", _shown(place, opened, shown_plan(opened)))


def start(request: SiteRequest, place: Place) -> HttpResponse:
    """Begin a version, and go on to its goal."""
    if request.method != "POST":
        return redirect(place.url("plan"))
    opened = opened_to_write(request, place, "plan")

    def act() -> str:
        actions.start_plan(by=request.viewer, code=place.code)
        return place.url("plan-goal")

    return act_or_explain(
        request, act, "casework/plan/plan.html", lambda: _shown(place, opened, shown_plan(opened))
    )


def goal(request: SiteRequest, place: Place) -> HttpResponse:
    """The goal in the person's own words."""
    opened = opened_to_write(request, place, "plan.goal")
    form = GoalForm(bound_data(request), initial=goal_values(opened), is_patient=place.is_patient)

    def act() -> str:
        actions.write_goal(by=request.viewer, code=place.code, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return place.url("plan")

    def context() -> dict[str, Any]:
        if request.method == "POST":
            rest_on(form, goal_values(opened)["revision"])
        return {**place.context(opened), "form": form, "mine": form["goal"].value()}

    return form_page(request, form, act, "casework/plan/goal.html", context)


def step_new(request: SiteRequest, place: Place) -> HttpResponse:
    """Add a step to the draft."""
    opened = opened_to_write(request, place, "plan.step")
    goal_values(opened)
    form = StepForm(bound_data(request), opened=opened, is_patient=place.is_patient)

    def act() -> str:
        actions.add_step(by=request.viewer, code=place.code, **form.step())
        messages.success(request, _("The step is in the plan."))
        return place.url("plan")

    def context() -> dict[str, Any]:
        return {**place.context(opened), "form": form}

    return form_page(request, form, act, "casework/plan/step.html", context)


def step(request: SiteRequest, place: Place, line: UUID) -> HttpResponse:
    """Change a step of the draft."""
    opened = opened_to_write(request, place, "plan.step")
    form = StepForm(
        bound_data(request),
        initial=step_values(opened, line),
        opened=opened,
        is_patient=place.is_patient,
    )

    def act() -> str:
        actions.change_step(
            by=request.viewer,
            code=place.code,
            line=str(line),
            revision=form.cleaned_data["revision"],
            **form.step(),
        )
        messages.success(request, _("Saved."))
        return place.url("plan")

    def context() -> dict[str, Any]:
        if request.method == "POST":
            rest_on(form, step_values(opened, line)["revision"])
        return {**place.context(opened), "form": form, "line": line, "mine": form["what"].value()}

    return form_page(request, form, act, "casework/plan/step.html", context)


def step_remove(request: SiteRequest, place: Place, line: UUID) -> HttpResponse:
    """Take a step out of the draft."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    opened = opened_to_write(request, place, "plan")

    def act() -> str:
        actions.remove_step(by=request.viewer, code=place.code, line=str(line))
        messages.success(request, _("The step is taken out."))
        return place.url("plan")

    return act_or_explain(
        request, act, "casework/plan/plan.html", lambda: _shown(place, opened, shown_plan(opened))
    )


def step_progress(request: SiteRequest, place: Place, line: UUID) -> HttpResponse:
    """Say how far a step has come."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    opened = opened_to_write(request, place, "plan")
    chosen = request.POST.get("progress", "")
    if chosen not in set(Progress):
        return redirect(place.url("plan"))

    def act() -> str:
        actions.set_progress(by=request.viewer, code=place.code, line=str(line), progress=Progress(chosen))
        messages.success(request, _("Saved."))
        return place.url("plan")

    return act_or_explain(
        request, act, "casework/plan/plan.html", lambda: _shown(place, opened, shown_plan(opened))
    )


def answer(request: SiteRequest, place: Place) -> HttpResponse:
    """The viewer's own party answers the plan."""
    opened = opened_to_write(request, place, "plan")
    shown = shown_plan(opened)
    if shown is None or shown.is_empty or opened.party not in ANSWERING_PARTIES:
        return redirect(place.url("plan"))
    form = AnswerForm(
        bound_data(request), plan=shown, who_reads=_("The team reads this, and others as far as is agreed.")
    )

    def act() -> str:
        answer_plan(by=request.viewer, code=place.code, version=shown.version, words=form.said())
        messages.success(request, _("Your answer is with the plan."))
        return place.url("plan")

    def context() -> dict[str, Any]:
        return {**place.context(opened), "form": form, "plan": shown}

    return form_page(request, form, act, "casework/plan/answer.html", context)


def withdraw(request: SiteRequest, place: Place) -> HttpResponse:
    """Take a sent version back, with a reason."""
    opened = opened_to_write(request, place, "plan")
    shown = shown_plan(opened)
    if shown is None or shown.released_on is None or shown.withdrawn_on is not None:
        return redirect(place.url("plan"))
    form = WithdrawForm(bound_data(request))

    def act() -> str:
        actions.withdraw_plan(by=request.viewer, code=place.code, **form.cleaned_data)
        messages.success(request, _("The plan is taken back. Nothing is asked of anyone any more."))
        return place.url("plan")

    def context() -> dict[str, Any]:
        return {**place.context(opened), "form": form, "plan": shown}

    return form_page(request, form, act, "casework/plan/withdraw.html", context)


def as_json(request: SiteRequest, place: Place) -> HttpResponse:
    """The plan as a file."""
    opened = looked(request, place.code, "plan.json")
    if not any(opened.may(section) for section in PLAN):
        raise Http404
    return plan_response(shown_plan(opened), opened)
