"""Numbers that may not be there: what an analysis refuses becomes a reason, never a crash or a number."""

from __future__ import annotations

import math
from collections.abc import Callable

from stegvis.foundation.words import gettext_noop
from stegvis.reports.result import Estimate
from stegvis.statistics.errors import Unsound

NO_NUMBER = gettext_noop("There is too little to compare for a number.")


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
        return Estimate(reason=str(refused))
