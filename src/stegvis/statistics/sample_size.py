"""How many events, and how many people, a comparison of two survival curves needs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.statistics.errors import Unsound
from stegvis.statistics.normal import below, upper_z


@dataclass(frozen=True)
class EventsNeeded:
    """Events needed in both arms together, before rounding up (`events` is rounded up).

    `schoenfeld`: (z_a + z_b)² / (p q log² HR), the log-rank test near HR 1 (Schoenfeld 1981,
    doi:10.1093/biomet/68.1.316). `freedman`: (z_a + z_b)² (1 + rHR)² / (r (1 - HR)²), r the ratio of arms
    (Freedman 1982, doi:10.1002/sim.4780010204).
    """

    ratio: float
    power: float
    alpha: float
    allocation: tuple[float, float]
    schoenfeld: float
    freedman: float

    @property
    def events(self) -> tuple[int, int]:
        """Whole events by Schoenfeld and by Freedman."""
        return up(self.schoenfeld), up(self.freedman)


def events_needed(
    ratio: float, *, power: float = 0.8, alpha: float = 0.05, allocation: tuple[float, float] = (1, 1)
) -> EventsNeeded:
    """Events with which a two-sided test at `alpha` finds a hazard ratio with this power.

    `allocation`: people in the arm whose hazard the ratio multiplies, to people in the other. Raises Unsound
    for a ratio of 1 or not above 0, for probabilities outside (0, 1), for arms without people.
    """
    _checked(ratio, alpha, allocation)
    if not alpha < power < 1:
        raise Unsound("The power lies between the level of the test and 1, for example 0.8.")
    squared = (upper_z(alpha / 2) + upper_z(1 - power)) ** 2
    treated, control = allocation
    share = treated / (treated + control)
    r = treated / control
    schoenfeld = squared / (share * (1 - share) * math.log(ratio) ** 2)
    freedman = squared * (1 + r * ratio) ** 2 / (r * (1 - ratio) ** 2)
    return EventsNeeded(ratio, power, alpha, (treated, control), schoenfeld, freedman)


def people_needed(events: float, event_rate: float) -> int:
    """People of whom a share `event_rate`, both arms pooled, has the event within the follow-up."""
    if not 0 < event_rate <= 1:
        raise Unsound("The event rate is a share of all people: above 0, at most 1.")
    return up(events / event_rate)


@dataclass(frozen=True)
class Inflation:
    """People to include so that enough remain after losses, one after the other.

    `divided` is right: n / ((1 - a)(1 - b) …). `multiplied` is the common mistake, n (1 + a)(1 + b) … rounded
    down: what then remains, `remaining`, is fewer than were needed.
    """

    people: int
    losses: tuple[float, ...]
    divided: int
    multiplied: int
    remaining: int


def inflated(people: int, losses: Sequence[float]) -> Inflation:
    """Inflate for losses, each a share of those who were left before it. Raises Unsound outside [0, 1)."""
    if people < 1 or any(not 0 <= loss < 1 for loss in losses):
        raise Unsound("Losses are shares from 0 to under 1, of at least one person.")
    kept = math.prod(1 - loss for loss in losses)
    multiplied = down(people * math.prod(1 + loss for loss in losses))
    return Inflation(people, tuple(losses), up(people / kept), multiplied, down(multiplied * kept))


def power_with(
    events: float, ratio: float, *, alpha: float = 0.05, allocation: tuple[float, float] = (1, 1)
) -> float:
    """The power that so many events give, by Schoenfeld's formula."""
    _checked(ratio, alpha, allocation)
    return below(_spread(events, allocation) * abs(math.log(ratio)) - upper_z(alpha / 2))


def detectable_ratio(
    events: float, *, power: float = 0.8, alpha: float = 0.05, allocation: tuple[float, float] = (1, 1)
) -> float:
    """The smallest hazard ratio above 1 that so many events find with this power; its inverse likewise."""
    _checked(2.0, alpha, allocation)
    return math.exp((upper_z(alpha / 2) + upper_z(1 - power)) / _spread(events, allocation))


def up(value: float) -> int:
    """The next whole number, where rounding in the last digits does not count."""
    return math.ceil(value - 1e-9 * max(value, 1))


def down(value: float) -> int:
    """The whole number under, where rounding in the last digits does not count."""
    return math.floor(value + 1e-9 * max(value, 1))


def _spread(events: float, allocation: tuple[float, float]) -> float:
    if events <= 0:
        raise Unsound("There must be events.")
    share = allocation[0] / sum(allocation)
    return math.sqrt(events * share * (1 - share))


def _checked(ratio: float, alpha: float, allocation: tuple[float, float]) -> None:
    if not ratio > 0 or ratio == 1 or not math.isfinite(ratio):
        raise Unsound("The hazard ratio must be above 0 and not 1.")
    if not 0 < alpha < 1:
        raise Unsound("The level of the test lies between 0 and 1, for example 0.05.")
    if len(allocation) != 2 or min(allocation) <= 0:
        raise Unsound("The allocation names people in two arms, both above 0, for example 1:1.")
