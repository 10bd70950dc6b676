"""The meetings of a case: for the team, for the patient, and behind a link; the pages are the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.meetings import Comes, MeetingState, Purpose
from stegvis.casework.plan import SECTION_OF, Domain
from stegvis.casework.sections import MEETINGS
from stegvis.foundation.errors import Conflict
from stegvis_web.casework.actions import meetings as actions
from stegvis_web.casework.calendar_files import Method, calendar_file
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.forms.meetings import CallForm, ComesForm, PointForm, TimesForm, WishForm
from stegvis_web.casework.forms.plan import ReasonForm
from stegvis_web.casework.queries.meetings import (
    meeting_of,
    meetings_of,
    open_wish,
    open_wishes,
    own_wish,
    shown_meeting,
    slots_of,
)
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import act_or_explain, form_page, note_read
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.foundation.numbers import read_number
from stegvis_web.people.viewer import SiteRequest

PAGE = "casework/meetings/meeting.html"


def opened_meetings(request: SiteRequest, place: Place, action: Action = Action.READ) -> OpenCase:
    """The case, for who may know of its meetings; with `action`, for who may do more. Http404 else."""
    opened = open_case(request.viewer, place.code)
    if not opened.may(MEETINGS, action):
        raise Http404
    return opened


def meetings(request: SiteRequest, place: Place) -> HttpResponse:
    """All meetings: those to come, then the others; and, outside the team, asking for one."""
    opened = opened_meetings(request, place)
    may_call = bool(opened.may(MEETINGS, Action.WRITE))
    may_wish = not may_call and bool(opened.may(MEETINGS, Action.ANSWER))
    form = WishForm(bound_data(request)) if may_wish else None
    wish = own_wish(opened) if may_wish else None

    def context() -> dict[str, Any]:
        return {
            **place.shown(request, opened, MEETINGS, tab="meetings"),
            "lines": meetings_of(opened),
            "may_call": may_call,
            "wishes": open_wishes(opened),
            "wish": wish,
            "wish_waits": wish is not None and wish.meeting_id is None and wish.declined_at is None,
            "form": form,
        }

    def act() -> str:
        assert form is not None
        actions.wish_meeting(by=request.viewer, code=place.code, **form.cleaned_data)
        messages.success(request, _("Sent. Your team calls a meeting, or tells you why not."))
        return place.url("meetings")

    if request.method == "POST" and form is None:
        raise Http404
    return form_page(request, form or Form(), act, "casework/meetings/meetings.html", context)


def meeting_new(request: SiteRequest, place: Place) -> HttpResponse:
    """Call a meeting."""
    opened = opened_meetings(request, place, Action.WRITE)
    form = CallForm(bound_data(request), opened=opened)
    asked_for = read_number(request.GET.get("wish", ""))

    def act() -> str:
        data = form.cleaned_data
        row = actions.call_meeting(
            by=request.viewer,
            code=place.code,
            purpose=Purpose(data["purpose"]),
            times=form.times,
            answer_by=data["answer_by"],
            wish=asked_for,
            **form.said(),
        )
        several = len(form.times) > 1
        messages.success(
            request,
            _("Everyone who is asked can say now which times suit.")
            if several
            else _("The meeting is called. Everyone who is asked has a mail with it for the calendar."),
        )
        return place.url("meeting", row.pk)

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, MEETINGS, tab="meetings"), "form": form}

    return form_page(request, form, act, "casework/meetings/call.html", context)


def meeting_change(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Another time, place, or other people."""
    opened = opened_meetings(request, place, Action.WRITE)
    row = meeting_of(opened, meeting)
    form = CallForm(bound_data(request), opened=opened, meeting=row)

    def act() -> str:
        try:
            actions.change_meeting(
                by=request.viewer,
                code=place.code,
                meeting=meeting,
                revision=form.cleaned_data["revision"],
                starts_at=form.times[0] if form.times else None,
                **form.said(),
            )
        except Conflict:
            rest_on(form, meeting_of(opened, meeting).revision)
            raise
        messages.success(request, _("Changed. Whose calendar is touched by it has a mail."))
        return place.url("meeting", meeting)

    def context() -> dict[str, Any]:
        now = meeting_of(opened, meeting)
        return {**place.shown(request, opened, MEETINGS, tab="meetings"), "form": form, "row": now}

    return form_page(request, form, act, "casework/meetings/call.html", context)


def meeting_cancel(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Cancel a meeting, with a reason."""
    opened = opened_meetings(request, place, Action.WRITE)
    row = meeting_of(opened, meeting)
    form = ReasonForm(bound_data(request), label=_("Why is it cancelled?"))
    form.fields["reason"].help_text = _("Everyone who is asked reads it: write nothing about health.")

    def act() -> str:
        actions.cancel_meeting(
            by=request.viewer, code=place.code, meeting=meeting, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Cancelled. Everyone who had it in the calendar has a mail."))
        return place.url("meeting", meeting)

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, MEETINGS, tab="meetings"), "form": form, "row": row}

    return form_page(request, form, act, "casework/meetings/cancel.html", context)


def meeting(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """One meeting: who comes, what is talked of, what was written down."""
    opened = opened_meetings(request, place)
    return form_page(
        request, Form(), lambda: place.url("meeting", meeting), PAGE, _page(request, place, opened, meeting)
    )


def _page(
    request: SiteRequest, place: Place, opened: OpenCase, meeting: int, **forms: Form
) -> Callable[[], dict[str, Any]]:
    """The page of a meeting, with the forms that came back filled in. Http404 if there is none."""
    row = meeting_of(opened, meeting)

    def context() -> dict[str, Any]:
        view = shown_meeting(opened, meeting_of(opened, meeting))
        around = place.shown(request, opened, f"meeting:{row.pk}", tab="meetings")
        mine = {slot.slot.pk: slot.mine for slot in view.slots}
        answer: Form | None = None
        if view.may_answer and view.state is MeetingState.ASKING:
            answer = TimesForm(None, slots=[slot.slot for slot in view.slots], mine=mine)
        elif view.may_answer:
            answer = ComesForm(None, meeting=view.row, guest=view.mine)
        may_add = view.state in {MeetingState.ASKING, MeetingState.SET} and (
            view.may_write or view.may_answer
        )
        return {
            **around,
            "meeting": view,
            "answer": forms.get("answer") or answer,
            "point": forms.get("point") or (PointForm(None, domains=_domains(opened)) if may_add else None),
        }

    return context


def _domains(opened: OpenCase) -> list[Domain]:
    """What the viewer can put on the agenda, and read there afterwards."""
    return [domain for domain in Domain if opened.may(SECTION_OF[domain])] or [Domain.COORDINATION]


def meeting_answer(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Say which times suit, or whether one comes; posted from the page of the meeting."""
    if request.method != "POST":
        return redirect(place.url("meeting", meeting))
    opened = opened_meetings(request, place, Action.ANSWER)
    row = meeting_of(opened, meeting)
    form: TimesForm | ComesForm
    if row.starts_at is None:
        form = TimesForm(bound_data(request), slots=slots_of(row), mine={})
    else:
        form = ComesForm(bound_data(request), meeting=row, guest=None)

    def act() -> str:
        words = form.cleaned_data["words"]
        if isinstance(form, TimesForm):
            actions.say_times(
                by=request.viewer, code=place.code, meeting=meeting, suits=form.suits(), words=words
            )
        else:
            comes = Comes(form.cleaned_data["comes"])
            actions.say_coming(by=request.viewer, code=place.code, meeting=meeting, comes=comes, words=words)
        messages.success(request, _("Thank you. You can change it until the meeting."))
        return place.url("meeting", meeting)

    return form_page(request, form, act, PAGE, _page(request, place, opened, meeting, answer=form))


def meeting_set(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Choose one of the proposed times; posted from the page of the meeting."""
    if request.method != "POST":
        return redirect(place.url("meeting", meeting))
    opened = opened_meetings(request, place, Action.WRITE)

    def act() -> str:
        slot = read_number(request.POST.get("slot", "")) or 0
        actions.set_time(by=request.viewer, code=place.code, meeting=meeting, slot=slot)
        messages.success(request, _("The time is set. Everyone who is asked has a mail with it."))
        return place.url("meeting", meeting)

    return act_or_explain(request, act, PAGE, _page(request, place, opened, meeting))


def point_new(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Put a point on the agenda; posted from the page of the meeting."""
    if request.method != "POST":
        return redirect(place.url("meeting", meeting))
    opened = opened_meetings(request, place, Action.ANSWER)
    form = PointForm(bound_data(request), domains=_domains(opened))

    def act() -> str:
        data = form.cleaned_data
        actions.add_point(
            by=request.viewer,
            code=place.code,
            meeting=meeting,
            what=data["what"],
            domain=Domain(data["domain"]),
        )
        messages.success(request, _("It is on the agenda."))
        return place.url("meeting", meeting)

    return form_page(request, form, act, PAGE, _page(request, place, opened, meeting, point=form))


def point_remove(request: SiteRequest, place: Place, meeting: int, point: int) -> HttpResponse:
    """Take a point off the agenda; posted from the page of the meeting."""
    if request.method != "POST":
        return redirect(place.url("meeting", meeting))
    opened = opened_meetings(request, place, Action.ANSWER)

    def act() -> str:
        actions.remove_point(by=request.viewer, code=place.code, meeting=meeting, point=point)
        return place.url("meeting", meeting)

    return act_or_explain(request, act, PAGE, _page(request, place, opened, meeting))


def wish_decline(request: SiteRequest, place: Place, wish: int) -> HttpResponse:
    """Say why there is to be no meeting now."""
    opened = opened_meetings(request, place, Action.WRITE)
    row = open_wish(opened, wish)
    if row is None:
        return redirect(place.url("meetings"))
    form = ReasonForm(bound_data(request), label=_("Why is there no meeting now?"))
    form.fields["reason"].help_text = _("Who asked for it reads this.")

    def act() -> str:
        actions.decline_wish(
            by=request.viewer, code=place.code, wish=wish, reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Saved. Who asked for it can read it."))
        return place.url("meetings")

    def context() -> dict[str, Any]:
        return {**place.shown(request, opened, MEETINGS, tab="meetings"), "form": form, "wish": row}

    return form_page(request, form, act, "casework/meetings/decline.html", context)


def meeting_ics(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """The meeting as a file for the viewer's own calendar."""
    opened = opened_meetings(request, place)
    row = meeting_of(opened, meeting)
    if row.starts_at is None or row.cancelled_at is not None:
        raise Http404
    note_read(request, opened, f"meeting.ics:{row.pk}")
    return HttpResponse(
        calendar_file(row, Method.PUBLISH, full=True),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{opened.code}-meeting-{row.pk}.ics"'},
    )
