"""One case: the overview, its sick leave, the clinic's notes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.casework.access import Action
from stegvis.casework.sections import CASE, HEALTH, RIGHTS, SICK_LEAVE
from stegvis.foundation.errors import Conflict
from stegvis_web.casework.actions import cases as actions
from stegvis_web.casework.forms.case import NoteForm, SickLeaveForm, SickNoteForm, in_words
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.queries.cases import facts
from stegvis_web.casework.queries.handovers import to_confirm
from stegvis_web.casework.queries.meetings import meetings_at_hand
from stegvis_web.casework.queries.notes import health_notes
from stegvis_web.casework.queries.plans import shown_plan
from stegvis_web.casework.queries.sick_leave import sick_leave
from stegvis_web.casework.queries.story import story
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import act_or_explain, form_page, looked, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.casework.views.overview import next_steps, sections_seen, wanted_panels
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest


@staff_only
@require_safe
def case(request: SiteRequest, code: str) -> HttpResponse:
    """Where this person is on the way, what comes next, and who helps."""
    opened = looked(request, code, "case")
    shown = facts(opened, latest=3)
    plan = shown_plan(opened)
    context = {
        **frame(opened, "case"),
        **sections_seen(opened),
        "facts": shown,
        "plan": plan,
        "story": story(opened, shown, plan),
        "next_steps": next_steps(plan),
        "panels": wanted_panels(request, opened),
        "at_hand": meetings_at_hand(opened),
        "taken": to_confirm(opened),
        "sees_rights": opened.may(RIGHTS),
        "may_close": opened.may(CASE, Action.WRITE),
        "place": Place(code, is_patient=False),
    }
    return render(request, "casework/case/overview.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def sick_leave_page(request: SiteRequest, code: str) -> HttpResponse:
    """Country, first day of sick leave, and the certified periods."""
    opened = open_case(request.viewer, code, section=SICK_LEAVE)
    form = SickLeaveForm(bound_data(request), initial=_of_row(opened), auto_id="leave_%s")

    theirs = ""

    def act() -> str:
        nonlocal theirs
        try:
            actions.change_sick_leave(by=request.viewer, code=code, **form.cleaned_data)
        except Conflict:
            row = open_case(request.viewer, code).row
            theirs = in_words(row.country, row.first_sick_day)
            rest_on(form, row.revision)
            raise
        messages.success(request, _("Saved."))
        return request.path

    def context() -> dict[str, Any]:
        return _sick_leave(request, opened, form=form) | {"my_text": form.in_words(), "their_text": theirs}

    template = "casework/case/sick_leave.html"
    if request.method != "POST":
        kept = bound_data(request, posted_to=_period_address(code))
        return render(request, template, _sick_leave(request, opened, form=form, note=_period_form(kept)))
    return form_page(request, form, act, template, context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def sick_note_new(request: SiteRequest, code: str) -> HttpResponse:
    """Write down a certified period; posted from the page of sick leave."""
    page = reverse("casework:sick-leave", args=[code])
    if request.method != "POST":
        return redirect(page)
    opened = open_case(request.viewer, code, section=SICK_LEAVE)
    form = _period_form(request.POST)

    def act() -> str:
        actions.add_sick_note(by=request.viewer, code=code, **form.cleaned_data)
        messages.success(request, _("The period is written down."))
        return page

    def context() -> dict[str, Any]:
        return _sick_leave(request, opened, note=form)

    return form_page(request, form, act, "casework/case/sick_leave.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def sick_note_remove(request: SiteRequest, code: str, pk: int) -> HttpResponse:
    """Take out a period written down by mistake; posted from the page of sick leave."""
    page = reverse("casework:sick-leave", args=[code])
    if request.method != "POST":
        return redirect(page)
    opened = open_case(request.viewer, code, section=SICK_LEAVE)

    def act() -> str:
        actions.remove_sick_note(by=request.viewer, code=code, note=pk)
        messages.success(request, _("The period is removed."))
        return page

    return act_or_explain(request, act, "casework/case/sick_leave.html", lambda: _sick_leave(request, opened))


def _period_address(code: str) -> str:
    return reverse("casework:sick-note-new", args=[code])


def _period_form(data: Any) -> SickNoteForm:
    return SickNoteForm(data, auto_id="period_%s")


def _of_row(opened: OpenCase) -> dict[str, Any]:
    row = opened.row
    return {"country": row.country, "first_sick_day": row.first_sick_day, "revision": row.revision}


def _sick_leave(
    request: SiteRequest,
    opened: OpenCase,
    form: SickLeaveForm | None = None,
    note: SickNoteForm | None = None,
) -> dict[str, Any]:
    note_read(request, opened, SICK_LEAVE)
    return {
        **frame(opened, "sick-leave"),
        "leave": sick_leave(opened),
        "may_write": opened.may(SICK_LEAVE, Action.WRITE),
        "form": form or SickLeaveForm(None, initial=_of_row(opened), auto_id="leave_%s"),
        "note": note or _period_form(None),
    }


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: SiteRequest, code: str) -> HttpResponse:
    """The clinic's notes: the one place for a diagnosis."""
    opened = open_case(request.viewer, code, section=HEALTH)
    form = NoteForm(bound_data(request))

    def act() -> str:
        actions.write_health_note(by=request.viewer, code=code, **form.cleaned_data)
        messages.success(request, _("The note is written down."))
        return request.path

    def context() -> dict[str, Any]:
        note_read(request, opened, HEALTH)
        return {
            **frame(opened, "health-notes"),
            "page": health_notes(opened, request.GET.get("before", "")),
            "may_write": opened.may(HEALTH, Action.WRITE),
            "form": form,
        }

    return form_page(request, form, act, "casework/case/notes.html", context)
