"""What every page of a case does: open it for this viewer, leave one event, and say a rule's no in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from stegvis.foundation.errors import Conflict, Refusal
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.foundation import audit
from stegvis_web.foundation.days import day_words
from stegvis_web.foundation.once import once
from stegvis_web.people.viewer import SiteRequest

REFUSED = 422
CONFLICT = 409


def looked(request: SiteRequest, code: str, what: str, *, section: str = "") -> OpenCase:
    """Open the case for this request and record that it was read. Http404 for whom it is not.

    Call it once in a view that shows something; a POST that acts is recorded by its action.
    """
    opened = open_case(request.viewer, code, section=section)
    note_read(request, opened, what)
    return opened


def note_read(request: SiteRequest, opened: OpenCase, what: str) -> None:
    """Record that an opened case is shown: also where a rule said no and its page is shown again."""
    audit.record(
        by=request.viewer,
        verb="read",
        what=what,
        cases=[opened.code],
        party=opened.party or "",
        why="break-glass" if opened.standing.broken_glass else "",
    )


def refusal_text(refusal: Refusal) -> str:
    """The rule's own words in the reader's language, its days written as people write them."""
    if not refusal.values:
        return _(refusal.text)
    return _(refusal.text) % {name: _shown(value) for name, value in refusal.values.items()}


def _shown(value: object) -> object:
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, int) and abs(value) >= 1000:
        return f"{value:,}".replace(",", "\u202f")
    return value


def act_or_explain(
    request: SiteRequest,
    act: Callable[[], str],
    template: str,
    context: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """Do what a form asks and go on to the address `act` returns.

    Where a rule says no, show the same page again with the rule's words (status 422); where someone
    else was faster, with both texts (status 409). `context` is built only then, from the form as typed.
    """
    try:
        return once(request, act)
    except Conflict as conflict:
        extra: dict[str, Any] = {"refusal": refusal_text(conflict), "theirs": conflict.theirs}
        status = CONFLICT
    except Refusal as refusal:
        extra = {"refusal": refusal_text(refusal)}
        status = REFUSED
    return render(request, template, context() | extra, status=status)


def form_page(
    request: SiteRequest,
    form: Form,
    act: Callable[[], str],
    template: str,
    context: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """Act on a form that was sent and is complete; else show it, with what is missing if it was sent."""
    if request.method == "POST" and form.is_valid():
        return act_or_explain(request, act, template, context)
    return render(request, template, context(), status=REFUSED if request.method == "POST" else 200)
