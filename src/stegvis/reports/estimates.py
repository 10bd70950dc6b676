"""Numbers that may not be there: what an analysis refuses becomes a reason, never a crash or a number."""

from __future__ import annotations

import math
from collections.abc import Callable

from stegvis.foundation.words import gettext_noop
from stegvis.reports.result import Estimate
from stegvis.statistics.errors import Infinite, Redundant, Unsound

NO_NUMBER = gettext_noop("There is too little to compare for a number.")
INFINITE = gettext_noop(
    "No finite hazard ratio fits: at every return those who returned have the most extreme value of all who"
    " had not yet, or nobody of a category returned."
)
REDUNDANT = gettext_noop(
    "A column of the model says nothing of its own: it does not vary among these people, or follows from the"
    " others."
)
REFUSED = (
    gettext_noop("The groups were never at risk together at an event; nothing can be compared."),
    gettext_noop("Both samples are constant; their means cannot be tested."),
    gettext_noop("There are too few times with events to tell whether hazards are proportional."),
    gettext_noop("The groups cannot be compared: one of them was never at risk."),
)
"""What the statistics themselves may refuse here, word for word, so that it is translated."""


def estimate(
    value: float | None = None, low: float | None = None, high: float | None = None, p: float | None = None
) -> Estimate:
    """Of finite numbers; where none is, a reason."""
    found = Estimate(_finite(value), _finite(low), _finite(high), _finite(p))
    return Estimate(reason=NO_NUMBER) if found == Estimate() else found


def _finite(number: float | None) -> float | None:
    return None if number is None or not math.isfinite(number) else float(number)


def tried(made: Callable[[], Estimate]) -> Estimate:
    """The estimate, or why there is none."""
    try:
        return made()
    except Unsound as refused:
        return Estimate(reason=why(refused))


def why(refused: Unsound) -> str:
    """A refusal in words that can be translated, where we know some."""
    if isinstance(refused, Infinite):
        return INFINITE
    return REDUNDANT if isinstance(refused, Redundant) else str(refused)
