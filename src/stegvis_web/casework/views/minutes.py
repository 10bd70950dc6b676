"""Writing the minutes of a meeting, sending them, putting them right; and decisions that become steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.meetings import MeetingState
from stegvis.casework.sections import GOAL
from stegvis.foundation.errors import Conflict
from stegvis_web.casework import models
from stegvis_web.casework.actions import minutes as actions
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.forms.minutes import AttendanceForm, ItemForm, WhyForm, item_values
from stegvis_web.casework.queries.meetings import (
    attendance_of,
    draft_of,
    guests_of,
    item_of,
    last_sent,
    meeting_of,
    minutes_of,
    minutes_views,
    sentence_of,
    sentence_sent,
    shown_meeting,
    standing_steps,
    state_of_meeting,
    waiting_decisions,
)
from stegvis_web.casework.standing import OpenCase
from stegvis_web.casework.views.common import act_or_explain, form_page
from stegvis_web.casework.views.meetings import opened_meetings
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.days import day_words
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest

WRITING = "casework/meetings/minutes.html"


def _open(request: SiteRequest, place: Place, meeting: int) -> tuple[OpenCase, models.Meeting]:
    """A meeting whose minutes the viewer may write. Http404 else, and before it has begun."""
    opened = opened_meetings(request, place, Action.WRITE)
    row = meeting_of(opened, meeting)
    if state_of_meeting(row) not in {MeetingState.OVER, MeetingState.WRITTEN}:
        raise Http404
    return opened, row


def start(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Begin the minutes; posted from the page of the meeting."""
    if request.method != "POST":
        return redirect(place.url("meeting", meeting))
    opened, row = _open(request, place, meeting)

    def act() -> str:
        actions.start_minutes(by=request.viewer, code=place.code, meeting=meeting)
        return place.url("minutes", meeting)

    def context() -> dict[str, Any]:
        return {
            **place.shown(request, opened, f"meeting:{row.pk}", tab="meetings"),
            "meeting": shown_meeting(opened, row),
        }

    return act_or_explain(request, act, "casework/meetings/meeting.html", context)


def minutes(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """The desk: who was there, what was written so far, the next sentence."""
    opened, row = _open(request, place, meeting)
    draft = draft_of(row)
    if draft is None:
        return redirect(place.url("meeting", meeting))
    form = _item_form(request, opened)

    def act() -> str:
        actions.write_item(by=request.viewer, code=place.code, meeting=meeting, **form.said())
        messages.success(request, _("Written down."))
        return place.url("minutes", meeting)

    return form_page(request, form, act, WRITING, lambda: _desk(request, place, opened, row, item=form))


def _item_form(request: SiteRequest, opened: OpenCase, **kwargs: Any) -> ItemForm:
    return ItemForm(bound_data(request), opened=opened, standing=standing_steps(opened), **kwargs)


def _attendance(row: models.Meeting, data: Any = None) -> AttendanceForm:
    return AttendanceForm(data, guests=guests_of(row), said=attendance_of(draft_of(row)))


def _desk(
    request: SiteRequest, place: Place, opened: OpenCase, row: models.Meeting, **forms: Form
) -> dict[str, Any]:
    versions = minutes_of(row)
    shown = minutes_views(opened, row, versions)
    draft = draft_of(row)
    return {
        **place.shown(request, opened, f"minutes:{row.pk}", tab="meetings"),
        "meeting": shown_meeting(opened, row),
        "draft": draft,
        "shown": shown[-1] if shown else None,
        "attendance": forms.get("attendance") or _attendance(row),
        "form": forms.get("item") or _item_form(request, opened),
        "said_all": len(attendance_of(draft)) >= len(guests_of(row)),
    }


def attendance(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Who was there; posted from the desk."""
    if request.method != "POST":
        return redirect(place.url("minutes", meeting))
    opened, row = _open(request, place, meeting)
    form = _attendance(row, bound_data(request))

    def act() -> str:
        actions.write_attendance(by=request.viewer, code=place.code, meeting=meeting, came=form.came())
        messages.success(request, _("Written down."))
        return place.url("minutes", meeting)

    def context() -> dict[str, Any]:
        return _desk(request, place, opened, row, attendance=form, item=_fresh(opened))

    return form_page(request, form, act, WRITING, context)


def _desk_again(
    request: SiteRequest, place: Place, opened: OpenCase, row: models.Meeting
) -> Callable[[], dict[str, Any]]:
    """The desk as it is now, where a rule said no to one of its buttons."""
    return lambda: _desk(request, place, opened, row, item=_fresh(opened))


def _fresh(opened: OpenCase) -> ItemForm:
    return ItemForm(None, opened=opened, standing=standing_steps(opened))


def minute(request: SiteRequest, place: Place, meeting: int, item: UUID) -> HttpResponse:
    """Word one sentence of a draft anew."""
    opened, row = _open(request, place, meeting)
    draft = draft_of(row)
    found = sentence_of(draft, item)
    if draft is None or found is None:
        return redirect(place.url("minutes", meeting))
    form = _item_form(request, opened, initial=item_values(item_of(found), draft.revision))
    theirs = ""

    def act() -> str:
        nonlocal theirs
        try:
            actions.write_item(
                by=request.viewer,
                code=place.code,
                meeting=meeting,
                item=str(item),
                revision=form.cleaned_data["revision"],
                **form.said(),
            )
        except Conflict as conflict:
            theirs = conflict.theirs["text"]
            now = draft_of(row)
            rest_on(form, now.revision if now else 0)
            raise
        messages.success(request, _("Saved."))
        return place.url("minutes", meeting)

    def context() -> dict[str, Any]:
        return {
            **place.shown(request, opened, f"minutes:{row.pk}", tab="meetings"),
            "form": form,
            "row": row,
            "item": found,
            "their_text": theirs,
            "my_text": form.data.get("text", "") if theirs else "",
        }

    return form_page(request, form, act, "casework/meetings/minute.html", context)


def minute_remove(request: SiteRequest, place: Place, meeting: int, item: UUID) -> HttpResponse:
    """Take a sentence out of a draft; posted from its page."""
    if request.method != "POST":
        return redirect(place.url("minutes", meeting))
    opened, row = _open(request, place, meeting)

    def act() -> str:
        actions.remove_item(by=request.viewer, code=place.code, meeting=meeting, item=str(item))
        return place.url("minutes", meeting)

    return act_or_explain(request, act, WRITING, _desk_again(request, place, opened, row))


def send(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Send the minutes; posted from the desk."""
    if request.method != "POST":
        return redirect(place.url("minutes", meeting))
    opened, row = _open(request, place, meeting)

    def act() -> str:
        actions.send_minutes(by=request.viewer, code=place.code, meeting=meeting)
        messages.success(request, _("Sent. Each reads what is for them. From now on it stays as it is."))
        return place.url("meeting", meeting)

    return act_or_explain(request, act, WRITING, _desk_again(request, place, opened, row))


def drop(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Throw a draft away; posted from the desk."""
    if request.method != "POST":
        return redirect(place.url("minutes", meeting))
    opened, row = _open(request, place, meeting)

    def act() -> str:
        actions.drop_correction(by=request.viewer, code=place.code, meeting=meeting)
        messages.success(request, _("Thrown away. What was sent before stays."))
        return place.url("meeting", meeting)

    return act_or_explain(request, act, WRITING, _desk_again(request, place, opened, row))


def correct(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Begin a corrected version, with a reason."""
    hint = _("Everyone who had the minutes reads it: write nothing about health.")
    return _why(
        request,
        place,
        meeting,
        form=WhyForm(bound_data(request), label=_("What was wrong?"), hint=hint),
        title=_("Correct the minutes"),
        explains=_("What was sent stays readable beside the new version. Everyone who had it is told."),
        button=_("Begin the correction"),
        act=lambda because: actions.correct_minutes(
            by=request.viewer, code=place.code, meeting=meeting, because=because
        ),
        to="minutes",
    )


def redact(request: SiteRequest, place: Place, meeting: int, item: UUID) -> HttpResponse:
    """Take the text of a sentence away for good, with a reason."""
    _opened, row = _open(request, place, meeting)
    found = sentence_sent(row, item)
    if found is None:
        return redirect(place.url("meeting", meeting))
    hint = _("Everyone who had the minutes reads it. Do not repeat what stood there.")
    return _why(
        request,
        place,
        meeting,
        form=WhyForm(bound_data(request), label=_("Why does it have to go?"), hint=hint),
        title=_("Take a sentence out"),
        explains=_(
            "The text is deleted in every version, and nobody can bring it back. "
            "Its place and your reason stay."
        ),
        button=_("Take it out for good"),
        act=lambda because: actions.redact_item(
            by=request.viewer, code=place.code, meeting=meeting, item=str(item), because=because
        ),
        to="meeting",
        sentence=found.text,
    )


def decisions(request: SiteRequest, place: Place, meeting: int) -> HttpResponse:
    """Put what was decided into a new version of the plan."""
    opened, row = _open(request, place, meeting)
    latest = last_sent(row)
    waiting = waiting_decisions(latest) if latest else []
    nothing_to_show = request.method != "POST" and not waiting
    if nothing_to_show or row.starts_at is None or not opened.may(GOAL, Action.WRITE):
        return redirect(place.url("meeting", meeting))
    reason = _("Decided at the meeting on %(day)s.") % {"day": day_words(row.starts_at)}
    hint = _("Those who may read what others wrote read this too. The employer does not.")
    return _why(
        request,
        place,
        meeting,
        form=WhyForm(bound_data(request), label=_("Why is there a new version?"), hint=hint, initial=reason),
        title=_("Put the decisions into the plan"),
        explains=_("Each decision becomes a step of a draft. The person looks it through and sends it."),
        button=_("Make them steps"),
        act=lambda because: actions.propose_decisions(
            by=request.viewer, code=place.code, meeting=meeting, because=because
        ),
        to="plan-draft",
        waiting=[item_of(sentence) for sentence in waiting],
    )


def _why(
    request: SiteRequest,
    place: Place,
    meeting: int,
    *,
    form: WhyForm,
    title: str,
    explains: str,
    button: str,
    act: Any,
    to: str,
    **more: Any,
) -> HttpResponse:
    """A page that asks for a reason and does one thing."""
    opened, row = _open(request, place, meeting)

    def do() -> str:
        act(form.cleaned_data["because"])
        messages.success(request, _("Saved."))
        return place.url(to) if to == "plan-draft" else place.url(to, meeting)

    def context() -> dict[str, Any]:
        return {
            **place.shown(request, opened, f"minutes:{row.pk}", tab="meetings"),
            "form": form,
            "row": row,
            "title": title,
            "explains": explains,
            "button": button,
            **more,
        }

    return form_page(request, form, do, "casework/meetings/why.html", context)
