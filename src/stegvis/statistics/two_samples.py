"""Two samples of numbers: how far apart they lie, by means, by ranks, and by resampling."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stegvis.statistics.arrays import Floats, floats
from stegvis.statistics.errors import Unsound
from stegvis.statistics.normal import two_sided, z_value

ALL_PAIRS = 4_000_000
"""So many differences are written down; of more, the one in a place is sought by halving."""


@dataclass(frozen=True)
class Shift:
    """By how much the first sample lies above the second, with limits of confidence."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class RankTest:
    """The Mann–Whitney test: U of the first sample, its normal value, and a two-sided P."""

    u: float
    z: float
    p: float


def rank_test(first: ArrayLike, second: ArrayLike) -> RankTest:
    """Mann & Whitney 1947, doi:10.1214/aoms/1177730491: normal approximation, corrected for ties and
    continuity, as R's `wilcox.test(exact = FALSE)`. Raises Unsound for an empty sample."""
    x, y = _samples(first, second)
    values, places, counts = np.unique(np.concatenate((x, y)), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    n, m, total = len(x), len(y), len(x) + len(y)
    u = float(ranks[:n].sum() - n * (n + 1) / 2)
    ties = float((counts.astype(np.float64) ** 3 - counts).sum())
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    if len(values) == 1 or variance <= 0:
        return RankTest(u, 0.0, 1.0)
    off = u - n * m / 2
    z = (off - math.copysign(0.5, off) if off else 0.0) / math.sqrt(variance)
    return RankTest(u, z, two_sided(z))


def hodges_lehmann(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> Shift:
    """The median of all differences first − second, with limits from the places that the normal
    approximation of Mann–Whitney's U gives (Hodges & Lehmann 1963, doi:10.1214/aoms/1177704172; Hollander,
    Wolfe & Chicken 2014, ch. 4.3). R's `wilcox.test(conf.int = TRUE, exact = FALSE)` inverts the test with
    its corrections instead, and differs in the limits by up to a step between differences.

    Raises Unsound for an empty sample.
    """
    x, y = _samples(first, second)
    pairs = len(x) * len(y)
    reach = z_value(conf_level) * math.sqrt(pairs * (len(x) + len(y) + 1) / 12)
    place = max(1, math.floor(pairs / 2 - reach))
    asked = [place, pairs // 2, (pairs + 1) // 2 + (pairs % 2 == 0), pairs + 1 - place]
    if pairs % 2:
        asked[1] = asked[2] = (pairs + 1) // 2
    low, below, above, high = _places(x, y, asked)
    return Shift((below + above) / 2, low, high)


def bootstrap(
    first: ArrayLike, second: ArrayLike, *, seed: int, resamples: int = 2000, conf_level: float = 0.95
) -> Shift:
    """The difference of means, with limits from the percentiles of resampled differences (Efron 1979,
    doi:10.1214/aos/1176344552); each sample is resampled by itself. Raises Unsound for an empty sample."""
    x, y = _samples(first, second)
    random = np.random.default_rng(seed)
    differences = _means(x, random, resamples) - _means(y, random, resamples)
    tail = (1 - conf_level) / 2
    low, high = np.quantile(differences, [tail, 1 - tail])
    return Shift(float(x.mean() - y.mean()), float(low), float(high))


def _means(sample: Floats, random: np.random.Generator, resamples: int) -> Floats:
    """Means of resamples. What counts of a resample is how often it holds each value."""
    values, counts = np.unique(sample, return_counts=True)
    found: Floats = np.empty(resamples)
    step = max(1, 4_000_000 // len(values))  # so many numbers at a time
    for start in range(0, resamples, step):
        size = min(step, resamples - start)
        drawn = random.multinomial(len(sample), counts / len(sample), size=size)
        found[start : start + size] = drawn @ values / len(sample)
    return found


def _samples(first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
    x, y = floats("The first sample", first), floats("The second sample", second)
    if not len(x) or not len(y):
        raise Unsound("A sample is empty; nothing can be compared.")
    return x, y


def _places(x: Floats, y: Floats, places: list[int]) -> list[float]:
    """The differences x − y in these places, counted from 1, in order."""
    if len(x) * len(y) <= ALL_PAIRS:
        differences = np.subtract.outer(x, y).ravel()
        found = np.partition(differences, sorted({place - 1 for place in places}))
        return [float(found[place - 1]) for place in places]
    x, y = np.sort(x), np.sort(y)
    return [_place(x, y, place) for place in places]


def _place(x: Floats, y: Floats, place: int) -> float:
    """By halving the range of differences until no other difference lies within it."""
    low, high = float(x[0] - y[-1]), float(x[-1] - y[0])
    while True:
        middle = low + (high - low) / 2
        if middle in (low, high):
            return _at_most(x, y, high)
        # Differences at most `middle`: those of y at least x − middle.
        if int((len(y) - np.searchsorted(y, x - middle, side="left")).sum()) >= place:
            high = middle
        else:
            low = middle


def _at_most(x: Floats, y: Floats, value: float) -> float:
    """The largest difference x − y that is at most the value, but for rounding."""
    some = 1e-12 * (abs(value) + float(np.abs(x).max() + np.abs(y).max()))
    places = np.searchsorted(y, x - value - some, side="left")
    there = places < len(y)
    return float((x[there] - y[places[there]]).max())
