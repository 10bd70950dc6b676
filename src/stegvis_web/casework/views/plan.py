"""The plan: reading it, and writing the draft. For staff and patient alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.access import Action
from stegvis.casework.lifecycle import Move, may_move
from stegvis.casework.party import ANSWERING_PARTIES, Party
from stegvis.casework.plan import Progress
from stegvis.casework.sections import GOAL, PLAN, STEPS, STEPS_WORK
from stegvis.foundation.errors import Conflict
from stegvis_web.casework.actions import plans as actions
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.forms.plan import GoalForm, ReasonForm, StepForm
from stegvis_web.casework.queries.drafts import draft, goal_values, has_plan_out, holds_hours, step_values
from stegvis_web.casework.queries.hours import hours_of
from stegvis_web.casework.queries.plans import OpenPlan, open_plan, pause_of, shown_plan
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import act_or_explain, form_page, note_read
from stegvis_web.casework.views.json import plan_response
from stegvis_web.casework.views.place import Place
from stegvis_web.casework.views.work import work_sections
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def plan(request: SiteRequest, place: Place) -> HttpResponse:
    """The version that counts today, as this viewer sees it."""
    whole = open_plan(_opened_to_read(request, place))
    return render(request, "casework/plan/plan.html", page_of(request, place, whole))


def plan_draft(request: SiteRequest, place: Place) -> HttpResponse:
    """The version that is being written while another one stands."""
    whole = open_plan(_opened_to_read(request, place))
    if whole.draft is None or whole.versions.current is None:
        return redirect(place.url("plan"))
    return render(request, "casework/plan/plan.html", page_of(request, place, whole, draft=True))


def as_json(request: SiteRequest, place: Place) -> HttpResponse:
    """The plan as a file."""
    opened = _opened_to_read(request, place)
    note_read(request, opened, "plan.json")
    return plan_response(shown_plan(opened), opened)


def _opened_to_read(request: SiteRequest, place: Place) -> OpenCase:
    opened = open_case(request.viewer, place.code)
    if not any(opened.may(section) for section in PLAN):
        raise Http404
    return opened


def desk(place: Place, opened: OpenCase) -> str:
    """The address of the page on which the draft stands."""
    return place.url("plan-draft" if has_plan_out(opened) else "plan")


def page_of(request: SiteRequest, place: Place, whole: OpenPlan, *, draft: bool = False) -> dict[str, Any]:
    """What the page of the version that counts, or of the draft, shows, and what this viewer can do there."""
    plan = whole.draft if draft else whole.shown
    opened = whole.opened
    is_draft = plan is not None and plan.is_draft
    is_out = plan is not None and plan.is_out
    writes_goal = bool(opened.may(GOAL, Action.WRITE))
    staff = {Party.PATIENT, Party.SPECIALIST, Party.CLINIC}
    state = plan.state if plan is not None and not is_draft else None
    return {
        **place.shown(request, opened, "plan"),
        **({} if draft else work_sections(whole)),
        "plan": plan,
        "draft": whole.draft if is_out else None,
        "stands": whole.versions.current if is_draft else None,
        "sent": [p for p in whole.versions.plans if not p.is_draft],
        "hours": hours_of(opened, plan),
        "pause": pause_of(opened) if whole.versions.resting else None,
        "mine": next((answer for answer in plan.answers if answer.mine), None) if plan else None,
        "may_start": writes_goal and whole.versions.draft is None,
        "may_write": is_draft and any(opened.may(section, Action.WRITE) for section in STEPS),
        "may_write_hours": is_draft and bool(opened.may(STEPS_WORK, Action.WRITE)),
        "may_write_goal": is_draft and writes_goal,
        "may_send": is_draft and opened.party is Party.PATIENT and bool(plan and plan.goal and plan.steps),
        "may_change": is_out and writes_goal,
        "may_drop": is_draft and writes_goal,
        "may_answer": is_out and opened.party in ANSWERING_PARTIES,
        "may_talk": is_out and bool(set(opened.parties) & staff),
        "may_progress": is_out and opened.party in {Party.PATIENT, Party.SPECIALIST},
        "moves": {move.value for move in ASKED if writes_goal and may_move(state, move, opened.party)},
        "parties": sorted({Party(m.party) for m in opened.team} - {opened.party}, key=list(Party).index),
    }


ASKED = (Move.WITHDRAW, Move.POSTPONE, Move.RESUME, Move.CLOSE, Move.KEEP)
"""The moves that have a page or a button of their own."""


def _pressed(request: SiteRequest, place: Place, opened: OpenCase, act: Callable[[], object]) -> HttpResponse:
    """Do what a button asks, and go back to where it stood; a rule's no stands on the page of the plan."""
    stood_on = request.POST.get("from", "")

    def press() -> str:
        act()
        if place.is_patient and stood_on == "me":
            return reverse("casework:me")
        return desk(place, opened) if stood_on == "draft" else place.url("plan")

    def page() -> dict[str, Any]:
        return page_of(request, place, open_plan(opened), draft=stood_on == "draft")

    return act_or_explain(request, press, "casework/plan/plan.html", page)


def start(request: SiteRequest, place: Place) -> HttpResponse:
    """Begin a version: an empty one goes on to its goal; a change of a plan that stands says why."""
    opened = place.opened_to_write(request)
    whole = open_plan(opened)
    if whole.versions.current is None or whole.versions.draft is not None:
        if request.method != "POST":
            return place.press_again(request)

        def begin() -> str:
            new = actions.start_plan(by=request.viewer, code=place.code)
            return place.url("plan") if new.goal else place.url("plan-goal")

        return act_or_explain(
            request, begin, "casework/plan/plan.html", lambda: page_of(request, place, whole)
        )
    if not opened.may(GOAL, Action.WRITE):
        raise Http404
    form = ReasonForm(bound_data(request), label=_("Why is a change needed?"))

    def act() -> str:
        actions.start_plan(by=request.viewer, code=place.code, because=form.cleaned_data["reason"])
        return place.url("plan-draft")

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, "plan"), "form": form, "plan": whole.shown}

    return form_page(request, form, act, "casework/plan/start.html", context)


def drop(request: SiteRequest, place: Place) -> HttpResponse:
    """Throw the draft away."""
    opened = place.opened_to_write(request)
    if request.method != "POST":
        return place.press_again(request)

    def act() -> None:
        actions.drop_draft(by=request.viewer, code=place.code)
        messages.success(request, _("The draft is thrown away. What was sent before stays as it is."))

    return _pressed(request, place, opened, act)


def goal(request: SiteRequest, place: Place) -> HttpResponse:
    """The goal in the person's own words."""
    opened = place.opened_to_write(request)
    if not opened.may(GOAL, Action.WRITE):
        raise Http404
    if request.method != "POST" and draft(opened) is None:
        return redirect(place.url("plan"))
    form = GoalForm(bound_data(request), initial=goal_values(opened), is_patient=place.is_patient)
    theirs = ""

    def act() -> str:
        nonlocal theirs
        try:
            actions.write_goal(by=request.viewer, code=place.code, **form.cleaned_data)
        except Conflict:
            now = goal_values(opened)
            rest_on(form, now["revision"])
            theirs = now["goal"]
            raise
        messages.success(request, _("Saved."))
        return desk(place, opened)

    def context() -> dict[str, Any]:
        around = place.shown(request, opened, GOAL)
        return {**around, "form": form, "their_text": theirs, "my_text": form["goal"].value()}

    return form_page(request, form, act, "casework/plan/goal.html", context)


def step_new(request: SiteRequest, place: Place) -> HttpResponse:
    """Add a step to the draft."""
    opened = _opened_to_write_steps(request, place)
    if request.method != "POST" and draft(opened) is None:
        return redirect(place.url("plan"))
    form = StepForm(
        bound_data(request), opened=opened, is_patient=place.is_patient, first=not has_plan_out(opened)
    )

    def act() -> str:
        actions.add_step(by=request.viewer, code=place.code, **form.step())
        messages.success(request, _("The step is in the plan."))
        return desk(place, opened)

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, "plan.step"), "form": form}

    return form_page(request, form, act, "casework/plan/step.html", context)


def step(request: SiteRequest, place: Place, line: UUID) -> HttpResponse:
    """Change a step of the draft. The hours have a page of their own."""
    opened = _opened_to_write_steps(request, place)
    if request.method != "POST" and holds_hours(opened, line):
        return redirect(place.url("plan-hours"))
    values = step_values(opened, line)
    if request.method != "POST" and not values:
        return redirect(place.url("plan"))
    form = StepForm(
        bound_data(request),
        initial=values,
        opened=opened,
        is_patient=place.is_patient,
        first=not has_plan_out(opened),
    )
    theirs = ""

    def act() -> str:
        nonlocal theirs
        revision = form.cleaned_data["revision"]
        try:
            actions.change_step(
                by=request.viewer, code=place.code, line=str(line), revision=revision, **form.step()
            )
        except Conflict:
            now = step_values(opened, line)
            rest_on(form, now["revision"])
            theirs = form.in_words(now)
            raise
        messages.success(request, _("Saved."))
        return desk(place, opened)

    def context() -> dict[str, Any]:
        return {
            **place.shown(request, opened, "plan.step"),
            "form": form,
            "line": line,
            # Someone took it out while this was written: it can go in as a new step.
            "taken_out": not step_values(opened, line) and draft(opened) is not None,
            "their_text": theirs,
            "my_text": form.in_words(form.cleaned_data) if theirs else "",
        }

    return form_page(request, form, act, "casework/plan/step.html", context)


def _opened_to_write_steps(request: SiteRequest, place: Place) -> OpenCase:
    opened = place.opened_to_write(request)
    if not any(opened.may(section, Action.WRITE) for section in STEPS):
        raise Http404
    return opened


def step_remove(request: SiteRequest, place: Place, line: UUID) -> HttpResponse:
    """Take a step out of the draft."""
    opened = place.opened_to_write(request)
    if request.method != "POST":
        return place.press_again(request)

    def act() -> None:
        actions.remove_step(by=request.viewer, code=place.code, line=str(line))
        messages.success(request, _("The step is taken out of the draft."))

    return _pressed(request, place, opened, act)


def step_keep(request: SiteRequest, place: Place, line: UUID) -> HttpResponse:
    """Word a step of the draft again as it stands."""
    opened = place.opened_to_write(request)
    if request.method != "POST":
        return place.press_again(request)

    def act() -> None:
        actions.keep_step(by=request.viewer, code=place.code, line=str(line))
        messages.success(request, _("The step stays as it is."))

    return _pressed(request, place, opened, act)


def step_progress(request: SiteRequest, place: Place, line: UUID) -> HttpResponse:
    """Say how far a step has come."""
    opened = place.opened_to_write(request)
    chosen = request.POST.get("progress", "")
    if chosen not in set(Progress):
        return place.press_again(request)

    def act() -> None:
        actions.set_progress(by=request.viewer, code=place.code, line=str(line), progress=Progress(chosen))
        messages.success(request, SAID[Progress(chosen)])

    return _pressed(request, place, opened, act)


SAID = {
    Progress.PLANNED: gettext_lazy("The step is open again."),
    Progress.STARTED: gettext_lazy("The step has begun."),
    Progress.DONE: gettext_lazy("The step is done."),
}
