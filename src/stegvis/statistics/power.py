"""Power by simulation, where hazards change over time and formulas do not reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stegvis.statistics.arrays import Floats
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp
from stegvis.statistics.normal import z_value
from stegvis.statistics.tests import Weight, compare


@dataclass(frozen=True)
class PiecewiseHazard:
    """A hazard that is constant between times: `rates[k]` from `begins[k]` on. `begins` start at 0."""

    begins: tuple[float, ...]
    rates: tuple[float, ...]

    def __post_init__(self) -> None:
        ordered = all(a < b for a, b in zip(self.begins, self.begins[1:], strict=False))
        if not self.begins or self.begins[0] != 0 or len(self.begins) != len(self.rates) or not ordered:
            raise Unsound("Give a hazard for each piece of time; the first piece begins at 0.")
        if any(not rate >= 0 or math.isinf(rate) for rate in self.rates):
            raise Unsound("Hazards are at least 0.")

    def times(self, uniform: Floats) -> Floats:
        """The times at which exponentials -log(`uniform`) are used up; infinite where they never are."""
        need = -np.log(uniform)
        begins, rates = np.array(self.begins), np.array(self.rates)
        so_far = np.concatenate(([0.0], np.cumsum(np.diff(begins) * rates[:-1])))
        piece = np.searchsorted(so_far, need, side="right") - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            more = np.where(need > so_far[piece], (need - so_far[piece]) / rates[piece], 0.0)
        return begins[piece] + more

    def times_ratio(self, ratio: PiecewiseHazard) -> PiecewiseHazard:
        """This hazard times a ratio that may change over time too."""
        begins = sorted({*self.begins, *ratio.begins})
        return PiecewiseHazard(tuple(begins), tuple(self.rate_at(t) * ratio.rate_at(t) for t in begins))

    def rate_at(self, time: float) -> float:
        """The hazard at a time."""
        return self.rates[sum(begin <= time for begin in self.begins) - 1]


@dataclass(frozen=True)
class SimulatedPower:
    """The share of simulated studies whose test had P under alpha, with Wilson's limits."""

    power: float
    low: float
    high: float
    runs: int
    alpha: float
    weight: Weight
    mean_events: float
    without_test: int


def simulated_power(
    control: PiecewiseHazard,
    treated: PiecewiseHazard,
    people: tuple[int, int],
    *,
    horizon: float,
    accrual: float = 0.0,
    loss: float = 0.0,
    alpha: float = 0.05,
    weight: Weight | str = Weight.LOG_RANK,
    whole_days: bool = True,
    runs: int = 1000,
    seed: int = 1,
) -> SimulatedPower:
    """Simulate studies of `people` (control, treated) and count the tests that find a difference.

    Everybody is followed until `horizon` after the last one came in; people come in evenly over `accrual`.
    `loss` is the hazard of being lost. `whole_days` rounds times up to days, with the ties that brings. The
    same seed gives the same studies. A study without events or with nothing to compare finds nothing and is
    counted in `without_test`. Raises Unsound where there are no people, no runs or no time.
    """
    weight = Weight(weight)
    if min(people) < 1 or runs < 1 or not horizon > 0 or accrual < 0 or loss < 0 or not 0 < alpha < 1:
        raise Unsound(
            "A simulation needs people in both arms, runs, a horizon above 0 and no negative numbers."
        )
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(2), people)
    hits = without = 0
    events = 0.0
    for _ in range(runs):
        due = np.concatenate(
            [hazard.times(1 - rng.random(n)) for hazard, n in zip((control, treated), people, strict=True)]
        )
        until = horizon + accrual * rng.random(len(group)) if accrual else np.full(len(group), horizon)
        if loss:
            until = np.minimum(until, rng.exponential(1 / loss, len(group)))
        happened = due <= until
        time = np.minimum(due, until)
        if whole_days:
            time = np.ceil(time)
        events += float(happened.sum())
        try:
            hits += compare(FollowUp(time, happened.astype(np.int64)), group, weight=weight).p < alpha
        except Unsound:
            without += 1
    low, high = wilson(hits, runs)
    return SimulatedPower(hits / runs, low, high, runs, alpha, weight, events / runs, without)


def wilson(hits: int, of: int, conf_level: float = 0.95) -> tuple[float, float]:
    """Limits of a share (Wilson 1927, doi:10.1080/01621459.1927.10502953)."""
    z = z_value(conf_level)
    share, z2 = hits / of, z * z / of
    middle = (share + z2 / 2) / (1 + z2)
    reach = math.sqrt(share * (1 - share) * z2 + z2 * z2 / 4) / (1 + z2)
    return (0.0 if hits == 0 else middle - reach), (1.0 if hits == of else middle + reach)


def scaled(hazard: PiecewiseHazard, ratio: float | Sequence[tuple[float, float]]) -> PiecewiseHazard:
    """A hazard times a ratio: one number, or pairs of (from when, ratio)."""
    if isinstance(ratio, (int, float)):
        return hazard.times_ratio(PiecewiseHazard((0.0,), (float(ratio),)))
    return hazard.times_ratio(PiecewiseHazard(tuple(t for t, _ in ratio), tuple(r for _, r in ratio)))
