"""States and days as they stand on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from stegvis.casework.hours import hours_of
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.schedule import Minutes, Phase, Schedule, from_json
from stegvis.casework.view import PlanView
from stegvis_web.casework.phrases.casework import Mark, plan_state_name
from stegvis_web.foundation import days
from stegvis_web.foundation.phrases.frame import CHIP_ICONS
from stegvis_web.foundation.rendering import register


@register.function
def state_mark(code: str, words: object) -> SafeString:
    """A state as icon and word. The icon is a background: the word alone is read out."""
    if code not in CHIP_ICONS:
        return format_html("<strong>{}</strong>", words)
    drawn = f"background-image: url(icons/{CHIP_ICONS[code]}.svg)"
    return format_html('<span class="state" style="{}">{}</span>', drawn, words)


@register.function
def page_number() -> SafeString:
    """ "Page 1 of 3" as CSS writes it, each page counting for itself."""
    words = gettext("Page %(page)s of %(pages)s") % {"page": "\0page\0", "pages": "\0pages\0"}
    parts = [f"counter({part})" if n % 2 else f'"{part}"' for n, part in enumerate(words.split("\0")) if part]
    return mark_safe(" ".join(parts))


@register.filter
def plan_mark(plan: PlanView) -> Mark:
    """How the whole plan stands: "In force in part: 2 of 5 steps"."""
    if plan.state is PlanState.IN_FORCE and plan.in_force < len(plan.steps):
        words = gettext("In force in part: %(n)s of %(all)s steps")
        return Mark("in-part", words % {"n": plan.in_force, "all": len(plan.steps)})
    return Mark(plan.state, plan_state_name(plan.state))


@register.filter
def on_paper(value: date | datetime | None) -> str:
    """A day or a moment with its year, so that it still says when in ten years."""
    if isinstance(value, datetime):
        return days.paper_words(value)
    return days.paper_day_words(value) if value else ""


@register.filter
def schedule(hours: Mapping[str, Any]) -> Schedule:
    """The schedule that a step of a PlanView holds as data."""
    return from_json(hours)


@register.filter
def percent_of(whole: Schedule, minutes: int) -> int:
    """Minutes of a week in percent of full time."""
    return whole.percent(minutes)


@register.filter
def phase_weeks(phase: Phase) -> str:
    """ "Weeks 49 to 52", "Week 49"."""
    first, last = phase.weeks[0].number, phase.weeks[-1].number
    if len(phase.weeks) == 1:
        return gettext("Week %(n)s") % {"n": first}
    return gettext("Weeks %(first)s to %(last)s") % {"first": first, "last": last}


@register.filter
def day_hours(minutes: Minutes) -> str:
    """ "2½"; a day of rest in a word, a day without hours as a dash."""
    if minutes is None:
        return gettext("rest")
    return hours_of(minutes) if minutes else "–"
