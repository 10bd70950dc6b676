"""What becomes of a plan that stands: taken back, resting, taken up again, looked at, ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.lifecycle import Move, may_move
from stegvis.casework.sections import GOAL
from stegvis_web.casework.actions import lifecycle as actions
from stegvis_web.casework.forms.plan import PostponeForm, ReasonForm, ReviewForm
from stegvis_web.casework.queries.plans import open_plan
from stegvis_web.casework.views.common import form_page
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def _move(
    request: SiteRequest, place: Place, move: Move, form: Form, do: Callable[..., object], said: str
) -> HttpResponse:
    """The page of one move, for whom the table lets make it now; the others read the plan."""
    opened = place.opened_to_write(request)
    whole = open_plan(opened)
    plan = whole.versions.current
    state = whole.versions.state(plan, timezone.localdate()) if plan else None
    may = opened.may(GOAL, Action.WRITE) and may_move(state, move, opened.party)
    if request.method != "POST" and not may:
        return redirect(place.url("plan"))

    def act() -> str:
        do(by=request.viewer, code=place.code, **form.cleaned_data)
        messages.success(request, said)
        return place.url("plan")

    def context() -> dict[str, Any]:
        around = place.shown(request, opened, "plan")
        before = whole.versions.live[-2].version if len(whole.versions.live) > 1 else None
        return {**around, "form": form, "plan": whole.shown, "earlier": before}

    return form_page(request, form, act, f"casework/plan/{move.value}.html", context)


def withdraw(request: SiteRequest, place: Place) -> HttpResponse:
    """Take the version last sent back, with a reason."""
    return _move(
        request,
        place,
        Move.WITHDRAW,
        ReasonForm(bound_data(request), label=_("Why do you take it back?")),
        actions.withdraw_plan,
        _("This version is taken back. Nothing of it is asked of anyone any more."),
    )


def postpone(request: SiteRequest, place: Place) -> HttpResponse:
    """Let the plan rest until a day."""
    return _move(
        request,
        place,
        Move.POSTPONE,
        PostponeForm(bound_data(request)),
        actions.postpone_plan,
        _("The plan rests. Nobody owes anything meanwhile."),
    )


def resume(request: SiteRequest, place: Place) -> HttpResponse:
    """Take a resting plan up again."""
    said = _("The plan goes on as it was agreed.")
    return _move(request, place, Move.RESUME, Form(bound_data(request)), actions.resume_plan, said)


def keep(request: SiteRequest, place: Place) -> HttpResponse:
    """The plan was looked at and goes on as it is."""
    said = _("The plan goes on as it is.")
    return _move(request, place, Move.KEEP, ReviewForm(bound_data(request)), actions.keep_plan, said)


def close(request: SiteRequest, place: Place) -> HttpResponse:
    """End the plan, with a reason."""
    return _move(
        request,
        place,
        Move.CLOSE,
        ReasonForm(bound_data(request), label=_("Why does the plan end?")),
        actions.close_plan,
        _("The plan has ended. It can still be read. You can start a new one at any time."),
    )
