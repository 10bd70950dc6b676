"""The schedule: writing it in the draft, and stepping down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.schedule import monday_of
from stegvis.casework.sections import STEPS_WORK
from stegvis.foundation.errors import Conflict, Refusal
from stegvis_web.casework.actions import hours as actions
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.forms.hours import (
    HoursForm,
    StepDownForm,
    empty_values,
    reshaped,
    schedule_words,
    values_of,
)
from stegvis_web.casework.queries.drafts import has_plan_out
from stegvis_web.casework.queries.hours import DraftHours, draft_hours, schedule_in_force
from stegvis_web.casework.queries.plans import OpenPlan, open_plan
from stegvis_web.casework.standing import open_case
from stegvis_web.casework.views.common import form_page, refusal_text
from stegvis_web.casework.views.place import Place
from stegvis_web.casework.views.plan import desk
from stegvis_web.casework.week_grid import Change, changes
from stegvis_web.foundation.days import day_words
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest

TEMPLATE = "casework/plan/hours.html"


def hours(request: SiteRequest, place: Place) -> HttpResponse:
    """Write the schedule of the draft. A button that fills fields shows the form again and saves nothing."""
    opened = place.opened_to_write(request)
    if not opened.may(STEPS_WORK, Action.WRITE):
        raise Http404
    stored = draft_hours(opened)
    if request.method != "POST" and stored is None:
        return redirect(place.url("plan"))
    first = not has_plan_out(opened)
    if "do" in request.POST:
        data, said = reshaped(request.POST, request.POST["do"])
        filled = HoursForm(None, initial=data.dict(), first=first)
        context = {**place.shown(request, opened, "plan.hours"), "form": filled, "said": said}
        return render(request, TEMPLATE, {**context, "back": desk(place, opened)})
    form = HoursForm(bound_data(request), initial=_values(stored), first=first)
    theirs = ""

    def act() -> str:
        nonlocal theirs
        words = {name: form.cleaned_data.get(name, "") for name in ("what", "because")}
        revision = form.cleaned_data["revision"]
        try:
            actions.write_hours(
                by=request.viewer, code=place.code, schedule=form.schedule(), revision=revision, **words
            )
        except Conflict:
            now = draft_hours(opened)
            assert now is not None
            assert now.schedule is not None
            rest_on(form, now.revision)
            theirs = schedule_words(now.what, now.schedule)
            raise
        messages.success(request, _("The hours are in the plan."))
        return desk(place, opened)

    def page() -> dict[str, Any]:
        return {
            **place.shown(request, opened, "plan.hours"),
            "form": form,
            "back": desk(place, opened),
            "their_text": theirs,
            "my_text": form.in_words() if theirs else "",
        }

    return form_page(request, form, act, TEMPLATE, page)


def _values(stored: DraftHours | None) -> dict[str, Any]:
    if stored is None or stored.schedule is None:
        return empty_values()
    return values_of(stored.schedule, stored.what, stored.revision, stored.because)


@dataclass(frozen=True)
class Start:
    """One day from which she can step down: `key` is what the form sends, `change` the first that changes."""

    key: str
    day: date
    change: Change


def step_down(request: SiteRequest, place: Place) -> HttpResponse:
    """The patient works less, from the coming week or from today: her hours before and after, one button."""
    opened = open_case(request.viewer, place.code)
    form = StepDownForm(bound_data(request))

    def act() -> str:
        this_week = form.cleaned_data["start"] == "today"
        because = form.cleaned_data["because"]
        actions.step_down(
            by=request.viewer, code=place.code, this_week=this_week, because=because or _("Stepped down")
        )
        messages.success(
            request,
            _("Your hours are fewer from %(day)s. Your team and the others read it in the plan.")
            % {"day": day_words(_start(this_week=this_week))},
        )
        return reverse("casework:me")

    def context() -> dict[str, Any]:
        starts, why_not = _starts(open_plan(opened))
        return {
            **place.shown(request, opened, "plan.hours"),
            "form": form,
            "starts": starts,
            "why_not": why_not,
        }

    return form_page(request, form, act, "casework/me/step_down.html", context)


def _start(*, this_week: bool) -> date:
    today = timezone.localdate()
    return today if this_week else monday_of(today) + timedelta(weeks=1)


def _starts(whole: OpenPlan) -> tuple[list[Start], str]:
    """The days from which she can step down, or why there is none."""
    before, starts, why_not = schedule_in_force(whole), [], ""
    for key, this_week in (("next", False), ("today", True)):
        try:
            _line, after = actions.fewer_hours(whole.versions, timezone.localdate(), this_week=this_week)
        except Refusal as refusal:
            why_not = why_not or refusal_text(refusal)
        else:
            starts.append(Start(key, _start(this_week=this_week), changes(before, after)[0]))
    return starts, why_not
