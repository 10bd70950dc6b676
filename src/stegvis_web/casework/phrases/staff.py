"""Words on the staff's pages: why somebody is needed, and how an event of the trail went."""

from __future__ import annotations

from django.utils.translation import gettext
from markupsafe import Markup

from stegvis.casework.case import STAGE_NAMES, Stage
from stegvis.foundation.errors import Refusal
from stegvis_web.casework import looks
from stegvis_web.casework.views.common import refusal_text
from stegvis_web.foundation.phrases.frame import chip
from stegvis_web.foundation.registry import TodayItem
from stegvis_web.foundation.rendering import register


@register.filter
def why(item: TodayItem) -> str:
    """Why it needs somebody: its text, with the marked words, days and numbers filled in."""
    values = {
        name: gettext(value) if isinstance(value, str) and value else value
        for name, value in item.values.items()
    }
    return refusal_text(Refusal(item.text, **values))


STAGE_CHIPS = {
    Stage.STARTING: "planned",
    Stage.DRAFTING: "draft",
    Stage.ANSWERING: "waiting",
    Stage.IN_FORCE: "in-force",
    Stage.CLOSED: "plain",
}


@register.function
def stage_chip(stage: str) -> Markup:
    """Where a case is on the way."""
    return chip(STAGE_CHIPS[Stage(stage)], gettext(STAGE_NAMES[Stage(stage)]))


register.filter(looks.outcome_words)
