"""Draws that are the same on every machine: the standard library's generator, and nothing of NumPy's."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from statistics import NormalDist, fmean, stdev
from typing import TypeVar

Value = TypeVar("Value")

NORMAL = NormalDist()
TRIES = 400


def spread(random: Random, number: int) -> list[float]:
    """Shares between 0 and 1, one in each of `number` equal parts, in no order."""
    shares = [(place + 0.1 + 0.8 * random.random()) / number for place in range(number)]
    return shuffled(random, shares)


def shuffled(random: Random, values: Sequence[Value]) -> list[Value]:
    mixed = list(values)
    random.shuffle(mixed)
    return mixed


def normal(random: Random) -> float:
    return NORMAL.inv_cdf(min(max(random.random(), 1e-9), 1 - 1e-9))


def related(random: Random, to: Sequence[float], closely: float) -> list[float]:
    """Normal values, each correlated with the one in its place."""
    rest = (1 - closely**2) ** 0.5
    return [closely * one + rest * normal(random) for one in to]


def with_moments(
    values: Sequence[float],
    *,
    mean: float,
    deviation: float,
    low: float,
    high: float,
    step: float,
    decimals: int,
) -> list[float]:
    """The values, in their order, on a scale in steps, with a mean and deviation that print as asked.

    Raises ValueError where the scale does not allow it.
    """
    centre, scale = fmean(values), stdev(values)
    target, wide = mean, deviation
    for _ in range(TRIES):
        found = [
            min(max(round((target + (one - centre) / scale * wide) / step) * step, low), high)
            for one in values
        ]
        found = [round(one, 6) for one in found]
        off, thin = mean - fmean(found), deviation - stdev(found)
        if _prints(fmean(found), mean, decimals) and _prints(stdev(found), deviation, 1):
            return found
        target, wide = target + 0.7 * off, wide + 0.7 * thin
    raise ValueError(f"no values from {low} to {high} have mean {mean} and deviation {deviation}")


def _prints(found: float, wanted: float, decimals: int) -> bool:
    """Whether it prints as wanted, with some room to the next digit."""
    return abs(found - wanted) < 0.4 * 10.0**-decimals


def along(quantiles: Sequence[float], share: float) -> float:
    """The value at a share, straight between quantiles at equal shares."""
    place = share * (len(quantiles) - 1)
    before = min(int(place), len(quantiles) - 2)
    return quantiles[before] + (place - before) * (quantiles[before + 1] - quantiles[before])
