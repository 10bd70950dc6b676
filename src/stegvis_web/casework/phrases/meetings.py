"""Meetings in words: when, what has become of one, who comes, what is talked of."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from stegvis.casework.agenda import Point, Why
from stegvis.casework.meetings import (
    CAME_NAMES,
    COMES_NAMES,
    MEETING_NAMES,
    MEETING_STATE_NAMES,
    Came,
    MeetingState,
    Purpose,
)
from stegvis.casework.minutes import KIND_NAMES, Kind
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis_web.casework.models import MeetingWish
from stegvis_web.casework.queries.meetings import GuestView
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.days import day_words
from stegvis_web.foundation.phrases.frame import chip
from stegvis_web.foundation.rendering import register

STATE_CHIPS = {
    MeetingState.ASKING: "proposed",
    MeetingState.SET: "planned",
    MeetingState.OVER: "waiting",
    MeetingState.WRITTEN: "done",
    MeetingState.CANCELLED: "withdrawn",
}


@register.filter
def meeting_name(purpose: str) -> str:
    return _(MEETING_NAMES[Purpose(purpose)])


@register.filter
def wisher(wish: MeetingWish, case: OpenCase) -> str:
    """Who asks for a meeting: the person by name, a party as what it is."""
    return case.name if wish.party == Party.PATIENT else _(PARTY_NAMES[Party(wish.party)])


@register.filter
def came_name(came: str) -> str:
    return _(CAME_NAMES[Came(came)])


@register.filter
def minute_kind(kind: str) -> str:
    return _(KIND_NAMES[Kind(kind)])


@register.function
def meeting_chip(state: MeetingState) -> Markup:
    return chip(STATE_CHIPS[state], _(MEETING_STATE_NAMES[state]))


@register.function
def guest_chip(view: GuestView, asking: bool) -> Markup:
    """What somebody who is asked has said so far."""
    if asking:
        said = view.guest.answered_at is not None
        return chip("accepted", _("Answered")) if said else chip("not-answered", _("Not answered"))
    if view.comes is None:
        return chip("not-answered", _("Not answered"))
    return chip("declined" if view.comes == "no" else "accepted", _(COMES_NAMES[view.comes]))


@register.filter
def when(at: datetime | None, lasts: int = 0) -> str:
    """ "Thursday 19 March, 10:00–10:45"; without `lasts` only the beginning."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    weekday = date_format(local.date(), "l")
    times = time_format(local.time(), "G:i")
    if lasts:
        times += f"–{time_format(timezone.localtime(at + timedelta(minutes=lasts)).time(), 'G:i')}"
    return f"{weekday[:1].upper()}{weekday[1:]} {day_words(local.date())}, {times}"


@register.filter
def in_days(at: datetime | None) -> str:
    """ "In 9 days", "Tomorrow", "Today"; empty for what has passed."""
    if at is None:
        return ""
    days = (timezone.localdate(at) - timezone.localdate()).days
    if days < 0:
        return ""
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Tomorrow")
    return ngettext("In %(n)s day", "In %(n)s days", days) % {"n": days}


@register.filter
def point_title(point: Point) -> str:
    """What is to be talked of, in few words."""
    if point.what:
        return point.what
    if point.why is Why.REVIEW:
        return _("Look at the plan again")
    if point.why is Why.SILENT:
        return _("The answer of %(party)s") % {"party": _who(point)}
    return _("The plan as a whole")


@register.filter
def point_reason(point: Point) -> str:
    """Why it is on the agenda."""
    step = _("step %(n)s") % {"n": point.number} if point.number else ""
    if point.why is Why.QUESTION:
        said = _("Question from %(party)s") % {"party": _who(point)}
    elif point.why is Why.OBJECTION:
        said = _("Objection from %(party)s") % {"party": _who(point)}
    elif point.why is Why.SILENT:
        said, step = _("Asked, and has not answered yet"), ""
    elif point.why is Why.REVIEW:
        return _("On %(day)s at the latest") % {"day": day_words(point.day)} if point.day else ""
    else:
        day = day_words(point.day) if point.day else ""
        said = (_("Was due on %(day)s") if point.why is Why.LATE else _("Due on %(day)s")) % {"day": day}
        if point.party is not None:
            said = f"{said} · {_who(point)}"
    return ", ".join(part for part in (said, step) if part)


def _who(point: Point) -> str:
    if point.person:
        return point.person
    return _(PARTY_NAMES[point.party]) if point.party else ""
