"""Attempts to return: writing them down, changing them, starting the next plan from one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.sections import ATTEMPTS, GOAL
from stegvis.foundation.errors import Conflict
from stegvis_web.casework.actions import attempts as actions
from stegvis_web.casework.forms.attempts import AttemptForm
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.queries.attempts import attempt_values, one_attempt
from stegvis_web.casework.queries.tasks import readers_of
from stegvis_web.casework.standing import OpenCase
from stegvis_web.casework.views.common import act_or_explain, form_page
from stegvis_web.casework.views.place import Place
from stegvis_web.casework.views.plan import desk
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def back_to_attempts(place: Place) -> str:
    """The section of the plan's page where attempts stand."""
    return f"{place.url('plan')}#learned"


def _opened(request: SiteRequest, place: Place) -> OpenCase:
    opened = place.opened_to_write(request)
    if not opened.may(ATTEMPTS, Action.WRITE):
        raise Http404
    return opened


def _form(request: SiteRequest, place: Place, opened: OpenCase, **more: Any) -> AttemptForm:
    readers = readers_of(opened, ATTEMPTS)
    return AttemptForm(bound_data(request), readers=readers, is_patient=place.is_patient, **more)


def attempt_new(request: SiteRequest, place: Place) -> HttpResponse:
    """Write down an attempt that ended."""
    opened = _opened(request, place)
    form = _form(request, place, opened)

    def act() -> str:
        values = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        actions.add_attempt(by=request.viewer, code=place.code, **values)
        messages.success(request, _("Written down. The next plan can start from it."))
        return back_to_attempts(place)

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, ATTEMPTS), "form": form}

    return form_page(request, form, act, "casework/attempts/attempt.html", context)


def attempt(request: SiteRequest, place: Place, attempt: int) -> HttpResponse:
    """Change what stands about an attempt."""
    opened = _opened(request, place)
    form = _form(request, place, opened, initial=attempt_values(opened, attempt))
    theirs = ""

    def act() -> str:
        nonlocal theirs
        try:
            actions.change_attempt(by=request.viewer, code=place.code, attempt=attempt, **form.cleaned_data)
        except Conflict:
            now = attempt_values(opened, attempt)
            rest_on(form, now["revision"])
            theirs = form.in_words(now)
            raise
        messages.success(request, _("Saved."))
        return back_to_attempts(place)

    def context() -> dict[str, Any]:
        return {
            **place.shown(request, opened, ATTEMPTS),
            "form": form,
            "attempt": attempt,
            "their_text": theirs,
            "my_text": form.in_words(form.cleaned_data) if theirs else "",
        }

    return form_page(request, form, act, "casework/attempts/attempt.html", context)


def start_next(request: SiteRequest, place: Place, attempt: int) -> HttpResponse:
    """Start the next plan from what an attempt taught."""
    opened = _opened(request, place)
    if not opened.may(GOAL, Action.WRITE):
        raise Http404
    if request.method != "POST":
        return place.press_again(request)
    one_attempt(opened, attempt)
    # Who reads why a version was made may not read of attempts: no day, no word of this one.
    because = _("It starts from what we learned before.")

    def act() -> str:
        actions.start_plan_from_attempt(by=request.viewer, code=place.code, attempt=attempt, because=because)
        messages.success(
            request,
            _(
                "What to change next time is now a step of the draft. "
                "The employer cannot see it, unless you say there that it is about work."
            ),
        )
        return desk(place, opened)

    def context() -> dict[str, Any]:
        values = attempt_values(opened, attempt)
        form = AttemptForm(None, initial=values, readers=(), is_patient=place.is_patient)
        return {**place.shown(request, opened, ATTEMPTS), "form": form, "attempt": attempt}

    return act_or_explain(request, act, "casework/attempts/attempt.html", context)
