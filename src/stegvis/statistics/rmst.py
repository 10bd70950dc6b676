"""Restricted mean survival time: the mean time without the event within a window, and its differences.

The area under the Kaplan–Meier curve up to tau; variance as in R's `survfit` (Klein & Moeschberger 2003
§4.5). It needs no proportional hazards. Royston & Parmar 2013, doi:10.1186/1471-2288-13-152.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp
from stegvis.statistics.kaplan_meier import Curve, kaplan_meier
from stegvis.statistics.normal import two_sided, z_value


@dataclass(frozen=True)
class RestrictedMean:
    """The mean time up to `tau` before the event, in the unit of the times, with limits."""

    label: Hashable
    tau: float
    mean: float
    std_error: float
    low: float
    high: float


@dataclass(frozen=True)
class MeanDifference:
    """`first` less `second`: how much longer one group stays without the event within the window."""

    first: Hashable
    second: Hashable
    tau: float
    difference: float
    std_error: float
    low: float
    high: float
    p: float


def restricted_mean(
    rows: FollowUp,
    by: ArrayLike | Sequence[Hashable] | None = None,
    *,
    tau: float | None = None,
    conf_level: float = 0.95,
) -> tuple[RestrictedMean, ...]:
    """The restricted mean of each group of `by`.

    `tau`: the end of the window; without it the longest time that every group was watched. Raises Unsound
    where somebody of a group was still without the event when the group was last seen, before tau, and where
    times are negative.
    """
    z = z_value(conf_level)
    curves = kaplan_meier(rows, by)
    if rows.time.min() < 0:
        raise Unsound("A mean time needs times from 0.")
    end = min(float(curve.times[-1]) for curve in curves) if tau is None else float(tau)
    if not end > 0:
        raise Unsound("The window of a restricted mean must be longer than 0.")
    return tuple(_mean(curve, end, z) for curve in curves)


def difference(first: RestrictedMean, second: RestrictedMean, *, conf_level: float = 0.95) -> MeanDifference:
    """The difference of two restricted means over the same window. Raises Unsound where windows differ."""
    if first.tau != second.tau:
        raise Unsound("The two means are over different windows.")
    by = first.mean - second.mean
    error = math.hypot(first.std_error, second.std_error)
    reach = z_value(conf_level) * error
    p = two_sided(by / error) if error > 0 else math.nan
    return MeanDifference(first.label, second.label, first.tau, by, error, by - reach, by + reach, p)


def _mean(curve: Curve, tau: float, z: float) -> RestrictedMean:
    if tau > curve.times[-1] and curve.survival[-1] > 0:
        who = "" if curve.label is None else f" of group {curve.label}"
        raise Unsound(
            f"The follow-up{who} ends at {curve.times[-1]:g}, before {tau:g}; take a shorter window."
        )
    within = curve.times < tau
    edges = np.concatenate(([0.0], curve.times[within], [tau]))
    areas = np.diff(edges) * np.concatenate(([1.0], curve.survival[within]))
    beyond = np.cumsum(areas[::-1])[::-1][1:]  # what lies after each step
    at_risk, events = curve.at_risk[within], curve.events[within]
    left = at_risk - events
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(left > at_risk * 1e-12, events / (at_risk * left), 0.0)
    mean, error = float(areas.sum()), math.sqrt(float(np.sum(beyond**2 * terms)))
    return RestrictedMean(curve.label, tau, mean, error, mean - z * error, mean + z * error)
