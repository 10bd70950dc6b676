"""What a published hazard ratio with its limits says about itself: is it consistent, and how many events?

Wald limits are symmetric on the logarithm, so ratio and limits must agree; and the information on the
logarithm of a ratio of two arms is at most a quarter of an event for each event, so narrow limits need
events.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from stegvis.statistics.errors import Unsound
from stegvis.statistics.normal import two_sided, z_value
from stegvis.statistics.sample_size import up


@dataclass(frozen=True)
class PublishedRatio:
    """What follows from a printed ratio and its limits.

    `symmetric`: whether some unrounded numbers behind the print can be Wald limits; `middle` is the geometric
    mean of the limits as printed. `p` is Wald's P from the print, `p_low` and `p_high` its range over all
    that rounds to the print. `implied_low` and `implied_high`: 4 / SE² for the widest and the narrowest
    limits that round to the print. `enough` tells whether `events` reach what is implied at least; None
    without events.
    """

    ratio: float
    low: float
    high: float
    conf_level: float
    middle: float
    symmetric: bool
    std_error: float
    z: float
    p: float
    p_low: float
    p_high: float
    implied_low: float
    implied_high: float
    events: int | None

    @property
    def events_at_least(self) -> int:
        """So many events there must have been, whatever was rounded."""
        return up(self.implied_low)

    @property
    def events_narrowest(self) -> int:
        """The same for the narrowest limits that round to the print, to the nearest event."""
        return round(self.implied_high)

    @property
    def enough(self) -> bool | None:
        """Whether the events reported can carry limits this narrow."""
        return None if self.events is None else self.events >= self.events_at_least


def check_published(
    ratio: float,
    low: float,
    high: float,
    *,
    events: int | None = None,
    decimals: int = 2,
    conf_level: float = 0.95,
) -> PublishedRatio:
    """Check a ratio printed with limits, all with so many decimals, of two arms.

    Adjusting for covariates never adds information, so the bound on events holds for adjusted ratios too.
    Raises Unsound where the numbers are not in order or not above 0 even before rounding.
    """
    half = 0.5 * 10**-decimals
    if not half < low < high or not half < ratio or decimals < 0:
        raise Unsound("Give a hazard ratio with a lower and a higher limit, all above 0.")
    if events is not None and events < 1:
        raise Unsound("There must be events.")
    reach = 2 * z_value(conf_level)
    widest = math.log((high + half) / (low - half)) / reach
    narrow = (high - half) / (low + half)
    if narrow <= 1:
        raise Unsound("The limits are too close together for so few decimals; nothing can be told from them.")
    narrowest = math.log(narrow) / reach
    error = math.log(high / low) / reach
    middles = math.sqrt((low - half) * (high - half)), math.sqrt((low + half) * (high + half))
    far = max(abs(math.log(ratio - half)), abs(math.log(ratio + half)))
    near = (
        0.0
        if ratio - half <= 1 <= ratio + half
        else min(abs(math.log(ratio - half)), abs(math.log(ratio + half)))
    )
    z = math.log(ratio) / error
    return PublishedRatio(
        ratio,
        low,
        high,
        conf_level,
        math.sqrt(low * high),
        middles[0] <= ratio + half and ratio - half <= middles[1],
        error,
        z,
        two_sided(z),
        two_sided(far / narrowest),
        two_sided(near / widest),
        4 / widest**2,
        4 / narrowest**2,
        events,
    )
