"""The addresses of one hand-over, for the team and behind a link."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from stegvis_web.casework.views import handovers
from stegvis_web.casework.views.place import party, staff

OF_STAFF: list[URLPattern | URLResolver] = [
    path("", staff(handovers.handover), name="handover"),
    path("confirm/", staff(handovers.confirm), name="handover-confirm"),
    path("ask/", staff(handovers.ask), name="handover-ask"),
    path("reply/", staff(handovers.reply), name="handover-reply"),
    path("call-off/", staff(handovers.call_off), name="handover-call-off"),
]
OF_PARTY: list[URLPattern | URLResolver] = [
    path("", party(handovers.handover), name="answer-handover"),
    path("confirm/", party(handovers.confirm), name="answer-handover-confirm"),
    path("ask/", party(handovers.ask), name="answer-handover-ask"),
]
