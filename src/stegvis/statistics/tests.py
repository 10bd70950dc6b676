"""Tests of whether groups differ in survival: log-rank, its weighted kin, trends, pairs.

At every time with an event each group's events are compared with its share of those at risk; differences are
summed with a weight, their variance is hypergeometric (Mantel 1966), strata are summed. With ties as they
are: never broken, never jittered.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from stegvis.statistics.arrays import Floats, Ints, coded
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp
from stegvis.statistics.normal import chi_squared_p
from stegvis.statistics.risk_table import RiskTable, risk_table

Labels = ArrayLike | Sequence[Hashable]
CELLS = 4  # cells of one table of all strata for each row up to which it is counted at once


class Weight(StrEnum):
    """What a difference at one time weighs.

    n is the number at risk, S the survival of all groups together, within the stratum.

    - `log-rank`: 1 (Mantel 1966).
    - `gehan-breslow`: n, early events weigh more (Gehan 1965, doi:10.1093/biomet/52.1-2.203; Breslow 1970,
      doi:10.1093/biomet/57.3.579). SPSS calls it Breslow, SAS and Stata Wilcoxon.
    - `tarone-ware`: √n (Tarone & Ware 1977, doi:10.1093/biomet/64.1.156).
    - `peto-peto`: the product of 1 - d/(n+1) up to and with the time (Peto & Peto 1972, doi:10.2307/2344317;
      Andersen et al. 1993). R's `survdiff(rho = 1)` is `fleming-harrington` with rho 1 instead.
    - `modified-peto-peto`: the same, times n/(n+1) (Andersen & Gill 1982).
    - `fleming-harrington`: S(t-)^rho (1 - S(t-))^gamma (Harrington & Fleming 1982,
      doi:10.1093/biomet/69.3.553).
    """

    LOG_RANK = "log-rank"
    GEHAN_BRESLOW = "gehan-breslow"
    TARONE_WARE = "tarone-ware"
    PETO_PETO = "peto-peto"
    MODIFIED_PETO_PETO = "modified-peto-peto"
    FLEMING_HARRINGTON = "fleming-harrington"


@dataclass(frozen=True, eq=False)
class Comparison:
    """A test of equal survival. `observed` and `expected` are weighted sums of events by group.

    `statistic` is chi-squared with `df` degrees of freedom where survival is equal. `scores` are observed
    minus expected, `covariance` theirs.
    """

    weight: Weight
    labels: tuple[Hashable, ...]
    statistic: float
    df: int
    p: float
    observed: Floats
    expected: Floats
    scores: Floats
    covariance: Floats


@dataclass(frozen=True)
class Trend:
    """A test against an order of the groups, with one degree of freedom."""

    weight: Weight
    labels: tuple[Hashable, ...]
    scores: tuple[float, ...]
    statistic: float
    p: float


@dataclass(frozen=True)
class Pair:
    """Two groups compared by themselves; `p_holm` is corrected for all pairs (Holm 1979)."""

    first: Hashable
    second: Hashable
    statistic: float
    p: float
    p_holm: float


def compare(
    rows: FollowUp,
    by: Labels,
    *,
    weight: Weight | str = Weight.LOG_RANK,
    strata: Labels | None = None,
    rho: float = 0.0,
    gamma: float = 0.0,
) -> Comparison:
    """Test whether the groups of `by` have the same survival.

    `strata`: groups are compared within each only. `rho` and `gamma` are for `fleming-harrington`. Case
    weights count as so many equal rows. Groups that were never at risk at an event are left out of the
    degrees of freedom. Raises Unsound where there is one group only, no event, or nothing to compare.
    """
    weight = Weight(weight)
    labels, codes = coded("The groups", by, len(rows))
    observed, expected, covariance = _sums(rows, labels, codes, weight, strata, rho, gamma)
    scores = observed - expected
    statistic, df = _quadratic(scores, covariance)
    p = chi_squared_p(statistic, df)
    return Comparison(weight, labels, statistic, df, p, observed, expected, scores, covariance)


def trend(
    rows: FollowUp,
    by: Labels,
    *,
    scores: Sequence[float] | None = None,
    weight: Weight | str = Weight.LOG_RANK,
    strata: Labels | None = None,
) -> Trend:
    """Test whether survival goes up or down along the groups, scored 1, 2, … in order unless told otherwise.

    Tarone 1975, doi:10.1093/biomet/62.3.679. Raises Unsound like `compare`.
    """
    weight = Weight(weight)
    labels, codes = coded("The groups", by, len(rows))
    given = tuple(float(score) for score in (range(1, len(labels) + 1) if scores is None else scores))
    if len(given) != len(labels):
        raise Unsound(f"There are {len(labels)} groups and {len(given)} scores.")
    observed, expected, covariance = _sums(rows, labels, codes, weight, strata, 0.0, 0.0)
    along = np.array(given) - given[0]  # a constant changes nothing, but loses digits
    variance = float(along @ covariance @ along)
    if variance <= 0:
        raise Unsound(
            "There is no trend to test: all groups have the same score or were never at risk together."
        )
    statistic = float(along @ (observed - expected)) ** 2 / variance
    return Trend(weight, labels, given, statistic, chi_squared_p(statistic, 1))


def pairwise(
    rows: FollowUp,
    by: Labels,
    *,
    weight: Weight | str = Weight.LOG_RANK,
    strata: Labels | None = None,
) -> tuple[Pair, ...]:
    """Compare every two groups by themselves, each pair on its own rows, with P corrected by Holm."""
    labels, codes = coded("The groups", by, len(rows))
    stratum = None if strata is None else coded("The strata", strata, len(rows))[1]
    pairs = list(combinations(range(len(labels)), 2))
    tests = []
    for pair in pairs:
        chosen = np.flatnonzero(np.isin(codes, pair))
        inside = None if stratum is None else stratum[chosen]
        tests.append(compare(rows.only(chosen), codes[chosen], weight=weight, strata=inside))
    corrected = holm([test.p for test in tests])
    return tuple(
        Pair(labels[first], labels[second], test.statistic, test.p, p_holm)
        for (first, second), test, p_holm in zip(pairs, tests, corrected, strict=True)
    )


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """P values corrected for being several, step down (Holm 1979): the smallest times m, the next m-1 …"""
    order = np.argsort(p_values, kind="stable")
    m = len(p_values)
    steps = np.asarray(p_values, dtype=np.float64)[order] * (m - np.arange(m))
    corrected = np.empty(m)
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return tuple(float(p) for p in corrected)


def _sums(
    rows: FollowUp,
    labels: tuple[Hashable, ...],
    codes: Ints,
    weight: Weight,
    strata: Labels | None,
    rho: float,
    gamma: float,
) -> tuple[Floats, Floats, Floats]:
    """Weighted observed and expected events by group, and the covariance of their differences."""
    groups = len(labels)
    if groups < 2:
        raise Unsound("There is only one group; nothing can be compared.")
    observed, expected, covariance = np.zeros(groups), np.zeros(groups), np.zeros((groups, groups))
    some = False
    for table in _tables(rows, codes, groups, strata):
        with_events = table.events.any(axis=0)
        some = some or bool(with_events.any())
        at_risk, events = table.at_risk[:, with_events], table.events[:, with_events]
        n, d = at_risk.sum(axis=0), events.sum(axis=0)
        w = _weights(weight, n, d, rho, gamma)
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = np.where(n > 1, w * w * d * (n - d) / ((n - 1) * n), 0.0)
        observed += events @ w
        expected += at_risk @ (w * d / n)
        covariance += np.diag(at_risk @ spread) - (at_risk * (spread / n)) @ at_risk.T
    if not some:
        raise Unsound("There is no event; nothing can be compared.")
    return observed, expected, covariance


def _tables(rows: FollowUp, codes: Ints, groups: int, strata: Labels | None) -> Iterator[RiskTable]:
    """The risk table of each stratum, one row for each group."""
    if strata is None:
        yield risk_table(rows, codes, groups)
        return
    kinds, stratum = coded("The strata", strata, len(rows))
    if len(rows.axis.times) * groups * len(kinds) <= max(CELLS * len(rows), 65_536):
        whole = risk_table(rows, stratum * groups + codes, groups * len(kinds))
        for k in range(len(kinds)):
            part = slice(k * groups, (k + 1) * groups)
            yield RiskTable(whole.times, whole.at_risk[part], whole.events[part], whole.censored[part])
        return
    order = np.argsort(stratum, kind="stable")
    for inside in np.split(order, np.flatnonzero(np.diff(stratum[order])) + 1):
        yield risk_table(rows.only(inside), codes[inside], groups)


def _weights(weight: Weight, n: Floats, d: Floats, rho: float, gamma: float) -> Floats:
    if weight is Weight.LOG_RANK:
        return np.ones(len(n))
    if weight is Weight.GEHAN_BRESLOW:
        return n
    if weight is Weight.TARONE_WARE:
        return np.sqrt(n)
    if weight is Weight.FLEMING_HARRINGTON:
        before = np.concatenate(([1.0], np.cumprod(1 - d / n)[:-1])) if len(n) else n
        return before**rho * (1 - before) ** gamma
    product: Floats = np.cumprod(1 - d / (n + 1), dtype=np.float64)
    return product if weight is Weight.PETO_PETO else product * n / (n + 1)


def _quadratic(scores: Floats, covariance: Floats) -> tuple[float, int]:
    """The statistic and its degrees of freedom: as many as groups can be told apart, less one."""
    values, vectors = np.linalg.eigh(covariance)
    used = values > values[-1] * 1e-10
    if values[-1] <= 0:
        raise Unsound("The groups were never at risk together at an event; nothing can be compared.")
    along = vectors[:, used].T @ scores
    return float(np.sum(along * along / values[used])), int(used.sum())
