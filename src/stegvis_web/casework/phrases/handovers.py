"""Hand-overs in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from markupsafe import Markup

from stegvis.casework.handover import HANDOVER_STATE_NAMES, HandoverState
from stegvis_web.foundation.phrases.frame import chip
from stegvis_web.foundation.rendering import register

CHIPS = {
    HandoverState.AHEAD: "planned",
    HandoverState.TO_CONFIRM: "waiting",
    HandoverState.LATE: "late",
    HandoverState.ASKED: "question",
    HandoverState.CONFIRMED: "done",
    HandoverState.CALLED_OFF: "withdrawn",
}


@register.function
def handover_chip(state: HandoverState) -> Markup:
    return chip(CHIPS[state], _(HANDOVER_STATE_NAMES[state]))
