"""Meetings as calendars understand them: RFC 5545, one file for one guest.

A calendar is read by others than its owner: the file says that there is a meeting, when, and, only where the
caller of the meeting allowed it, where. No name, no case, no reason.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from stegvis_web.casework import models
from stegvis_web.people.viewer import zone_of


class Method(StrEnum):
    """What the receiving calendar is asked to do (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def calendar_file(meeting: models.Meeting, method: Method, *, to: str = "", full: bool = False) -> str:
    """The file, in the language that is active. `to` is the address of the one guest that it is for.

    With `full` it says where even if mails may not: for a guest who fetches it behind a door. The meeting
    must have a time. Lines end with CRLF and are folded.
    """
    assert meeting.starts_at is not None, "only a meeting with a time goes into calendars"
    zone = zone_of(meeting.case.service)
    event = Event()
    event.add("uid", f"{meeting.uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now().astimezone(UTC).replace(microsecond=0))
    start = meeting.starts_at.astimezone(zone)
    event.add("dtstart", start)
    event.add("dtend", (meeting.starts_at + timedelta(minutes=meeting.lasts)).astimezone(zone))
    event.add("summary", _("Meeting"))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    if full or meeting.place_in_mail:
        if where := meeting.place or meeting.video:
            event.add("location", where)
        if meeting.place and meeting.video:
            event.add("description", _("By video: %(address)s") % {"address": meeting.video})
    if to:
        event["organizer"] = vCalAddress(
            f"mailto:{meeting.case.service.mail_from or settings.DEFAULT_FROM_EMAIL}"
        )
        guest = vCalAddress(f"mailto:{to}")
        guest.params["RSVP"] = vText("FALSE")
        guest.params["ROLE"] = vText("REQ-PARTICIPANT")
        event.add("attendee", guest, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Stegvis//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    calendar.add_component(event)
    calendar.add_missing_timezones(
        first_date=start.date() - timedelta(days=366), last_date=start.date() + timedelta(days=366)
    )
    text: str = calendar.to_ical().decode()
    return text
