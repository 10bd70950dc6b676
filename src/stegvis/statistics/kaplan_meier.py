"""The Kaplan–Meier estimate of survival, with its variance, limits, medians and numbers at risk.

Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452; variance by Greenwood 1926.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from stegvis.statistics.arrays import Floats, all_whole, coded
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp
from stegvis.statistics.intervals import Interval, limits
from stegvis.statistics.normal import z_value
from stegvis.statistics.risk_table import risk_table

EQUAL = float(np.sqrt(np.finfo(float).eps))  # so close to a level a curve lies on it; R takes the same


class QuantileRule(StrEnum):
    """Which time is the median where the curve lies flat on 0.5.

    `midpoint`: halfway between the first time at 0.5 and the next drop (R, SAS). `first`: the first time at
    or under 0.5 (SPSS, Stata). Where no further drop follows, both give the first time, as R's print of a
    `survfit` does; R's `quantile` then goes halfway to the last time seen.
    """

    MIDPOINT = "midpoint"
    FIRST = "first"


@dataclass(frozen=True)
class Quantile:
    """The time by which a share `p` has had the event, with limits; nan where the curve never comes there."""

    p: float
    time: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Curve:
    """One Kaplan–Meier curve: a step at every time at which somebody had the event or was censored.

    All arrays have one value for each of `times`. `survival` holds from its time on (right-continuous),
    `at_risk` counts just before it. `log_error` is the standard error of log S, by Greenwood or `robust`.
    Counts are sums of weights.
    """

    label: Hashable
    times: Floats
    at_risk: Floats
    events: Floats
    censored: Floats
    survival: Floats
    log_error: Floats
    conf_level: float
    interval: Interval
    rule: QuantileRule
    robust: bool

    @cached_property
    def std_error(self) -> Floats:
        """The standard error of the survival itself; nan where survival is 0."""
        return np.where(self.survival > 0, self.survival * self.log_error, np.nan)

    @property
    def low(self) -> Floats:
        """The lower limit of confidence; nan where survival is 0."""
        return self._limits[0]

    @property
    def high(self) -> Floats:
        """The upper limit of confidence; nan where survival is 0."""
        return self._limits[1]

    @cached_property
    def _limits(self) -> tuple[Floats, Floats]:
        return limits(self.survival, self.log_error, z_value(self.conf_level), self.interval)

    def quantile(self, p: float) -> Quantile:
        """When the share `p` has had the event. Limits are where the curves of the limits come there."""
        if not 0 < p < 1:
            raise Unsound("A quantile lies between 0 and 1; the median is 0.5.")
        time, low, high = (
            _crossing(self.times, curve, 1 - p, self.rule) for curve in (self.survival, self.low, self.high)
        )
        return Quantile(p, time, low, high)

    @property
    def median(self) -> Quantile:
        """When half have had the event."""
        return self.quantile(0.5)

    def survival_at(self, times: ArrayLike) -> Floats:
        """Survival at any times: 1 before the first step, nan after the last time anybody was seen."""
        asked = np.asarray(times, dtype=np.float64)
        found = np.concatenate(([1.0], self.survival))[np.searchsorted(self.times, asked, side="right")]
        return np.where((asked <= self.times[-1]) | (found == 0), found, np.nan)

    def at_risk_at(self, times: ArrayLike) -> Floats:
        """How many were at risk just before each of the times (of the next step: nobody leaves between
        steps).

        With delayed entry the count is that of the next step, so that people who come in between are in it.
        """
        place = np.searchsorted(self.times, np.asarray(times, dtype=np.float64), side="left")
        return np.concatenate((self.at_risk, [0.0]))[place]


def kaplan_meier(
    rows: FollowUp,
    by: ArrayLike | Sequence[Hashable] | None = None,
    *,
    conf_level: float = 0.95,
    interval: Interval | str = Interval.LOG,
    rule: QuantileRule | str = QuantileRule.MIDPOINT,
    robust: bool | None = None,
) -> tuple[Curve, ...]:
    """One curve for each value of `by`, in order; without it, one for all (its label None).

    Who is censored at a time is still at risk at it. With delayed entry a row whose entry equals the time is
    not yet at risk. Once a curve is at 0 it stays there, even if others enter later.

    `robust`: the variance is the infinitesimal jackknife of rows instead of Greenwood's, which takes weights
    for numbers of people; left open, it is where weights are not whole, as in R. Raises Unsound.
    """
    if robust is None:
        robust = rows.weights is not None and not all_whole(rows.weights)
    z_value(conf_level)  # refused now, not when somebody looks at the limits
    interval, rule = Interval(interval), QuantileRule(rule)
    labels, codes = ((None,), None) if by is None else coded("The groups", by, len(rows))
    table = risk_table(rows, codes, len(labels))
    curves = []
    for group, label in enumerate(labels):
        here = slice(None) if len(labels) == 1 else (table.events[group] + table.censored[group]) > 0
        at_risk, events = table.at_risk[group, here], table.events[group, here]
        survival, log_error = _product(at_risk, events)
        if robust:
            mine = rows if codes is None else rows.only(codes == group)
            log_error = _jackknife(mine, table.times[here], at_risk, events)
        curves.append(
            Curve(
                label,
                table.times[here],
                at_risk,
                events,
                table.censored[group, here],
                survival,
                log_error,
                conf_level,
                interval,
                rule,
                robust,
            )
        )
    return tuple(curves)


def _product(at_risk: Floats, events: Floats) -> tuple[Floats, Floats]:
    """Survival and the standard error of its logarithm, by the product and by Greenwood's sum."""
    left = at_risk - events
    gone = left <= at_risk * 1e-12  # weights that are no whole numbers need not cancel to the last digit
    spread = at_risk * left
    left[gone], spread[gone] = 0.0, np.inf
    survival: Floats = np.cumprod(left / at_risk, dtype=np.float64)
    log_error: Floats = np.sqrt(np.cumsum(events / spread, dtype=np.float64))
    return survival, log_error


def _jackknife(rows: FollowUp, times: Floats, at_risk: Floats, events: Floats) -> Floats:
    """The standard error of log S from the squares of all rows' influences on it.

    A row at risk adds to log S what `lost` says, from its entry on; when it dies it takes away its own part,
    and from then on its influence stays as it is.
    """
    left = at_risk - events
    gone = left <= at_risk * 1e-12
    with np.errstate(divide="ignore", invalid="ignore"):
        lost = np.cumsum(np.where(gone, 0.0, events / (at_risk * left)))
        own = np.where(gone, 0.0, 1 / left)
    end = np.searchsorted(times, rows.time)
    before = np.zeros(len(rows))
    began = np.zeros(len(rows), np.int64)
    if rows.entry is not None:
        began = np.searchsorted(times, rows.entry, side="right")
        before = np.concatenate(([0.0], lost))[began]
    squared = np.ones(len(rows)) if rows.weights is None else rows.weights**2
    stays = lost[end] - before - np.where(rows.happened, own[end], 0.0)

    def ended(moment: Floats) -> Floats:
        return np.cumsum(np.bincount(end, squared * moment, len(times)))

    def there(moment: Floats) -> Floats:
        return np.cumsum(np.bincount(began, squared * moment, len(times))) - ended(moment)

    variance = ended(stays * stays) + lost * lost * there(np.ones(len(rows)))
    variance += there(before * before) - 2 * lost * there(before)
    error: Floats = np.sqrt(np.maximum(variance, 0.0))
    return error


def _crossing(times: Floats, curve: Floats, level: float, rule: QuantileRule) -> float:
    with np.errstate(invalid="ignore"):
        under = np.flatnonzero(curve < level + EQUAL)
    if not len(under):
        return math.nan
    first = under[0]
    if rule is QuantileRule.MIDPOINT and abs(curve[first] - level) < EQUAL:
        lower = under[curve[under] < curve[first]]
        if len(lower):
            return float(times[first] + times[lower[0]]) / 2
    return float(times[first])
