"""Planned and worked, for the two who know: the patient and the employer. One tap a day says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from stegvis.casework.hours import hours_of
from stegvis.foundation.errors import Conflict
from stegvis_web.casework.actions.worked import say_worked
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.forms.hours import WorkedForm
from stegvis_web.casework.queries.hours import may_say, my_hours, said_day
from stegvis_web.casework.queries.plans import open_plan
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import form_page, note_read
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.days import day_words
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import link_only
from stegvis_web.people.viewer import SiteRequest


@dataclass(frozen=True)
class Side:
    """Whose pages these are: their templates, and the addresses of the page of hours and of one day."""

    folder: str
    hours: str
    worked: str


PATIENT = Side("casework/me", "casework:my-hours", "casework:my-worked")
EMPLOYER = Side("casework/party", "casework:answer-hours", "casework:answer-worked")


def patient_hours(request: SiteRequest, place: Place) -> HttpResponse:
    """All weeks of the patient's hours, and the days of which she can say how long she worked."""
    return _hours(request, _opened(request, place.code), PATIENT, {"place": place, "base": place.base})


def patient_worked(request: SiteRequest, place: Place) -> HttpResponse:
    """How long the patient worked on one day."""
    return _worked(request, _opened(request, place.code), PATIENT, {"place": place, "base": place.base})


@link_only
def employer_hours(request: SiteRequest) -> HttpResponse:
    """The same for the employer, whose word stands beside the person's own."""
    return _hours(request, _opened(request, request.viewer.case), EMPLOYER, {})


@link_only
def employer_worked(request: SiteRequest) -> HttpResponse:
    """How long the person worked on one day, as the employer says it."""
    return _worked(request, _opened(request, request.viewer.case), EMPLOYER, {})


def _opened(request: SiteRequest, code: str) -> OpenCase:
    opened = open_case(request.viewer, code)
    if not may_say(opened):
        raise Http404
    return opened


def _shown(request: SiteRequest, opened: OpenCase, side: Side, around: dict[str, Any]) -> dict[str, Any]:
    note_read(request, opened, "plan.worked")
    return {
        **around,
        "case": opened,
        "party": opened.party,
        "say_to": reverse(side.worked),
        "hours_page": reverse(side.hours),
    }


def _hours(request: SiteRequest, opened: OpenCase, side: Side, around: dict[str, Any]) -> HttpResponse:
    context = {**_shown(request, opened, side, around), "my_hours": my_hours(open_plan(opened))}
    return render(request, f"{side.folder}/hours.html", context)


def _worked(request: SiteRequest, opened: OpenCase, side: Side, around: dict[str, Any]) -> HttpResponse:
    asked = _asked_day(request)
    before = said_day(opened, asked)
    initial = {"day": asked, "revision": before.revision if before else 0}
    if before:
        initial["hours"] = hours_of(before.minutes)
    form = WorkedForm(bound_data(request), initial=initial)
    theirs = ""

    def act() -> str:
        nonlocal theirs
        data = form.cleaned_data
        try:
            say_worked(
                by=request.viewer,
                code=opened.code,
                day=data["day"],
                minutes=data["hours"],
                revision=data["revision"],
            )
        except Conflict as conflict:
            now = said_day(opened, data["day"])
            rest_on(form, now.revision if now else 0)
            theirs = _("%(hours)s h") % {"hours": conflict.theirs["hours"]}
            raise
        messages.success(
            request,
            _("%(day)s: %(hours)s h.") % {"day": day_words(data["day"]), "hours": hours_of(data["hours"])},
        )
        return reverse("casework:me" if request.POST.get("from") == "me" else side.hours)

    def context() -> dict[str, Any]:
        return {**_shown(request, opened, side, around), "form": form, "day": asked, "their_text": theirs}

    return form_page(request, form, act, f"{side.folder}/worked.html", context)


def _asked_day(request: SiteRequest) -> date:
    """The day that the address or the form names; today where it names none."""
    try:
        day = parse_date(request.POST.get("day", "") or request.GET.get("day", ""))
    except ValueError:
        day = None
    return day or timezone.localdate()
