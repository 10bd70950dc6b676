"""The addresses of meetings and their minutes, for each kind of viewer."""

from __future__ import annotations

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from stegvis_web.casework.views import meetings, minutes
from stegvis_web.casework.views.place import Page, party, patient, staff

Door = Callable[[Page], Callable[..., HttpResponseBase]]


def _for_all(door: Door, name: str = "") -> list[URLPattern]:
    """What everyone who may know of meetings can open."""
    return [
        path("", door(meetings.meetings), name=f"{name}meetings"),
        path("<int:meeting>/", door(meetings.meeting), name=f"{name}meeting"),
        path("<int:meeting>/answer/", door(meetings.meeting_answer), name=f"{name}meeting-answer"),
        path("<int:meeting>/points/", door(meetings.point_new), name=f"{name}point-new"),
        path("<int:meeting>/points/<int:point>/", door(meetings.point_remove), name=f"{name}point-remove"),
        path("<int:meeting>/meeting.ics", door(meetings.meeting_ics), name=f"{name}meeting-ics"),
    ]


_MINUTES = [
    path("", staff(minutes.minutes), name="minutes"),
    path("start/", staff(minutes.start), name="minutes-start"),
    path("there/", staff(minutes.attendance), name="minutes-there"),
    path("send/", staff(minutes.send), name="minutes-send"),
    path("drop/", staff(minutes.drop), name="minutes-drop"),
    path("correct/", staff(minutes.correct), name="minutes-correct"),
    path("<uuid:item>/", staff(minutes.minute), name="minute"),
    path("<uuid:item>/remove/", staff(minutes.minute_remove), name="minute-remove"),
    path("<uuid:item>/redact/", staff(minutes.redact), name="minute-redact"),
]

OF_STAFF: list[URLPattern | URLResolver] = [
    *_for_all(staff),
    path("new/", staff(meetings.meeting_new), name="meeting-new"),
    path("wishes/<int:wish>/", staff(meetings.wish_decline), name="wish-decline"),
    path("<int:meeting>/change/", staff(meetings.meeting_change), name="meeting-change"),
    path("<int:meeting>/cancel/", staff(meetings.meeting_cancel), name="meeting-cancel"),
    path("<int:meeting>/set/", staff(meetings.meeting_set), name="meeting-set"),
    path("<int:meeting>/minutes/", include(_MINUTES)),
    path("<int:meeting>/decisions/", staff(minutes.decisions), name="decisions"),
]
OF_PATIENT: list[URLPattern | URLResolver] = [*_for_all(patient, "my-")]
OF_PARTY: list[URLPattern | URLResolver] = [*_for_all(party, "answer-")]
