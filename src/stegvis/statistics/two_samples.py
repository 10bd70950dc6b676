"""Two samples of numbers: how far apart they lie, by means, by ranks, and by resampling."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from stegvis.statistics.arrays import Floats, Ints, floats
from stegvis.statistics.errors import Unsound
from stegvis.statistics.normal import two_sided, z_value

ALL_PAIRS = 1_000_000
"""So many differences of distinct values are written down; of more, the one in a place is sought by
halving."""

AT_ONCE = 4_000_000
"""So many numbers are drawn at a time."""


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


@dataclass(frozen=True)
class MeanTest:
    """The difference of two means with limits of confidence, and Student's t with `df` degrees of freedom."""

    estimate: float
    low: float
    high: float
    t: float
    df: float
    p: float


class Middle(StrEnum):
    """What of a sample is compared."""

    MEAN = "mean"
    MEDIAN = "median"


def welch(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> MeanTest:
    """The difference of means where variances may differ (Welch 1947, doi:10.1093/biomet/34.1-2.28), as R's
    `t.test`. Raises Unsound for a sample of fewer than two numbers, and where both samples are constant."""
    x, y = _samples(first, second)
    if len(x) < 2 or len(y) < 2:
        raise Unsound("A sample of one number has no variance; means cannot be compared.")
    a, b = float(x.var(ddof=1)) / len(x), float(y.var(ddof=1)) / len(y)
    error = math.sqrt(a + b)
    off = float(x.mean() - y.mean())
    if error <= 1e-14 * max(abs(float(x.mean())), abs(float(y.mean()))):
        raise Unsound("Both samples are constant; their means cannot be tested.")
    df = (a + b) ** 2 / (a**2 / (len(x) - 1) + b**2 / (len(y) - 1))
    z_value(conf_level)  # refuses what is no level
    reach = float(special.stdtrit(df, 0.5 + conf_level / 2)) * error
    t = off / error
    return MeanTest(off, off - reach, off + reach, t, df, float(2 * special.stdtr(df, -abs(t))))


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
    first: ArrayLike,
    second: ArrayLike,
    *,
    seed: int,
    resamples: int = 2000,
    conf_level: float = 0.95,
    of: Middle | str = Middle.MEAN,
) -> Shift:
    """The difference of means or medians, with limits from the percentiles of resampled differences (Efron
    1979, doi:10.1214/aos/1176344552); each sample is resampled by itself. Raises Unsound for an empty
    sample."""
    x, y = _samples(first, second)
    random = np.random.default_rng(seed)
    resampled = _means if Middle(of) is Middle.MEAN else _medians
    differences = resampled(x, random, resamples) - resampled(y, random, resamples)
    tail = (1 - conf_level) / 2
    low, high = np.quantile(differences, [tail, 1 - tail])
    middle = np.mean if Middle(of) is Middle.MEAN else np.median
    return Shift(float(middle(x) - middle(y)), float(low), float(high))


def _means(sample: Floats, random: np.random.Generator, resamples: int) -> Floats:
    """Means of resamples. Where values repeat, what counts of a resample is how often it holds each."""
    values, counts = np.unique(sample, return_counts=True)
    by_value = len(values) * 8 < len(sample)  # a count costs about as much as eight draws
    found: Floats = np.empty(resamples)
    step = max(1, AT_ONCE // (len(values) if by_value else len(sample)))
    for start in range(0, resamples, step):
        size = min(step, resamples - start)
        if by_value:
            held = random.multinomial(len(sample), counts / len(sample), size=size)
            found[start : start + size] = held @ values / len(sample)
        else:
            drawn = random.integers(len(sample), size=(size, len(sample)), dtype=np.int32)
            found[start : start + size] = sample[drawn].mean(axis=1)
    return found


def _medians(sample: Floats, random: np.random.Generator, resamples: int) -> Floats:
    """Medians of resamples, without drawing these: the m-th of n uniform numbers is Beta(m, n + 1 − m), and
    the next one lies as far above it as the least of the n − m that are left (David & Nagaraja 2003,
    doi:10.1002/0471722162, ch. 2)."""
    n = len(sample)
    ordered = np.sort(sample)
    m = (n + 1) // 2
    below = random.beta(m, n + 1 - m, resamples)
    above = below if n % 2 else below + (1 - below) * random.beta(1, n - m, resamples)
    places = (np.minimum((part * n).astype(np.int64), n - 1) for part in (below, above))
    first, second = (ordered[place] for place in places)
    found: Floats = (first + second) / 2
    return found


def _samples(first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
    x, y = floats("The first sample", first), floats("The second sample", second)
    if not len(x) or not len(y):
        raise Unsound("A sample is empty; nothing can be compared.")
    return x, y


def _places(x: Floats, y: Floats, places: list[int]) -> list[float]:
    """The differences x − y in these places, counted from 1, in order."""
    x, x_counts = np.unique(x, return_counts=True)
    y, y_counts = np.unique(y, return_counts=True)
    if len(x) * len(y) <= ALL_PAIRS:
        differences = np.subtract.outer(x, y).ravel()
        order = np.argsort(differences)
        so_far = np.cumsum(np.multiply.outer(x_counts, y_counts).ravel()[order])
        return [float(one) for one in differences[order][np.searchsorted(so_far, places)]]
    left = np.concatenate((np.cumsum(y_counts[::-1])[::-1], [0]))  # how many of y from each value on
    return [_place(x, x_counts, y, left, place) for place in places]


def _place(x: Floats, counts: Ints, y: Floats, left: Ints, place: int) -> float:
    """By halving the range of differences until no other difference lies within it."""
    low, high = float(x[0] - y[-1]), float(x[-1] - y[0])
    while True:
        middle = low + (high - low) / 2
        if middle in (low, high):
            return _at_most(x, y, high)
        # Differences at most `middle`: those of y at least x − middle.
        if int(counts @ left[np.searchsorted(y, x - middle, side="left")]) >= place:
            high = middle
        else:
            low = middle


def _at_most(x: Floats, y: Floats, value: float) -> float:
    """The largest difference x − y that is at most the value, but for rounding."""
    some = 1e-12 * (abs(value) + float(np.abs(x).max() + np.abs(y).max()))
    places = np.searchsorted(y, x - value - some, side="left")
    there = places < len(y)
    return float((x[there] - y[places[there]]).max())
