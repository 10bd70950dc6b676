"""Outcomes in the reader's words."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from stegvis.benefits.spells import BENEFIT_NAMES, Benefit
from stegvis.outcomes.measures import Measure
from stegvis.outcomes.methods import describe, window_called
from stegvis.outcomes.outcome import Outcome
from stegvis_web.foundation.rendering import register
from stegvis_web.outcomes.queries import NO_ANSWER, NOT_REACHED, REACHED, Cell, Line, OnePerson


def _measure(line: Line) -> Measure | None:
    return Measure(line.outcome.measure) if line.outcome else None


@register.function
def cell_words(line: Line, cell: Cell) -> str:
    """What the people of a cell are: "Back at work", "Not back, as far as known"."""
    measure = _measure(line)
    if cell.name == NO_ANSWER:
        return gettext("Not known")
    if cell.name == REACHED:
        if measure is Measure.RELAPSE:
            return gettext("Off work again")
        if measure is Measure.JOB_START:
            return gettext("A job began")
        return gettext("It came to that") if measure is Measure.FIRST_STATE else gettext("Back at work")
    if cell.name == NOT_REACHED:
        if measure is Measure.RELAPSE:
            return gettext("Not off work again, as far as known")
        if measure is Measure.JOB_START:
            return gettext("No job, as far as known")
        if measure is Measure.FIRST_STATE:
            return gettext("It did not, as far as known")
        return gettext("Not back, as far as known")
    named = {"yes": gettext("Yes"), "no": gettext("No"), "answered": gettext("Counted")}
    return named.get(cell.name) or capfirst(gettext(cell.name.replace("_", " ")))


@register.filter
def window_name(name: str) -> str:
    return window_called(name, gettext)


@register.filter
def methods(outcome: Outcome) -> str:
    """What a definition says, in the reader's language."""
    return describe(outcome, gettext)


@register.filter
def percent(share: float) -> str:
    """0.643 → "64"; the sign stands in the page."""
    return f"{100 * share:.0f}"


@register.filter
def whole(number: float) -> str:
    return f"{number:.0f}"


@register.filter
def benefit_name(code: str) -> str:
    return gettext(BENEFIT_NAMES[Benefit(code)])


@register.function
def answer_words(line: Line, cell: Cell, person: OnePerson) -> str:
    """What was found of one person, with its day or number."""
    if person.value is not None and cell.name == "answered":
        return pgettext("a number of days or weeks that was counted", "Counted: %(n)s") % {
            "n": f"{person.value:g}"
        }
    return str(cell_words(line, cell))
