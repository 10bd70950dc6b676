"""Shares of two groups, and tables of counts: how they differ, and whether that could be chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from stegvis.statistics.errors import Unsound
from stegvis.statistics.normal import chi_squared_p, z_value

SAME = 1e-7
"""Tables whose chances differ by less than that share count as equally likely; R takes the same."""


@dataclass(frozen=True)
class TableTest:
    """Pearson's chi-squared of a table of counts, `least` its smallest expected count."""

    statistic: float
    df: int
    p: float
    least: float


@dataclass(frozen=True)
class ShareDifference:
    """The first share less the second, with limits; `p` by Pearson's chi-squared without correction."""

    estimate: float
    low: float
    high: float
    p: float


def chi_squared(table: ArrayLike) -> TableTest:
    """Whether rows and columns of a table of counts go together (Pearson 1900), as R's `chisq.test(correct =
    FALSE)`. Rows and columns of nobody are left out. Raises Unsound where less than two of each are left."""
    counts = _counts(table)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        raise Unsound("There is only one row or one column with anybody in it; nothing can be compared.")
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    statistic = float(((counts - expected) ** 2 / expected).sum())
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return TableTest(statistic, df, chi_squared_p(statistic, df), float(expected.min()))


def fisher(table: ArrayLike) -> float:
    """Two-sided P of Fisher's exact test of a 2 × 2 table: of all tables with its margins, those no likelier
    than it (Fisher 1935), as R's `fisher.test`. Raises Unsound for another table, or an empty one."""
    counts = _counts(table)
    if counts.shape != (2, 2):
        raise Unsound("Fisher's test is of two rows and two columns here.")
    (a, b), (c, d) = (map(int, row) for row in counts)
    first = np.arange(max(0, a - d), min(a + b, a + c) + 1)
    logs = _log_choose(a + b, first) + _log_choose(c + d, a + c - first)
    chances = np.exp(logs - logs.max())
    mine = chances[a - int(first[0])]
    return min(1.0, float(chances[chances <= mine * (1 + SAME)].sum() / chances.sum()))


def share_difference(
    first: tuple[int, int], second: tuple[int, int], *, conf_level: float = 0.95
) -> ShareDifference:
    """Of (how many have it, of how many) and the same: the difference of shares, as R's `prop.test(correct =
    FALSE)` (Wald's limits). Raises Unsound for a group of nobody."""
    for have, n in (first, second):
        if n < 1 or not 0 <= have <= n:
            raise Unsound("A share is of at least one; nothing can be compared.")
    shares = [have / n for have, n in (first, second)]
    off = shares[0] - shares[1]
    error = math.sqrt(
        sum(share * (1 - share) / n for share, (_, n) in zip(shares, (first, second), strict=True))
    )
    reach = z_value(conf_level) * error
    try:
        p = chi_squared([[have, n - have] for have, n in (first, second)]).p
    except Unsound:  # all have it, or nobody
        p = 1.0
    return ShareDifference(off, max(-1.0, off - reach), min(1.0, off + reach), p)


def _log_choose(n: int, k: np.ndarray) -> np.ndarray:
    found: np.ndarray = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    return found


def _counts(table: ArrayLike | Sequence[Sequence[int]]) -> np.ndarray:
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.size == 0 or not np.isfinite(counts).all() or counts.min() < 0:
        raise Unsound("A table holds counts, from 0.")
    if not counts.sum():
        raise Unsound("There is nobody in the table.")
    return counts
