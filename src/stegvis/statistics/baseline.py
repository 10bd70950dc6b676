"""Survival as a Cox model has it: the baseline hazard, curves for given covariates, adjusted curves."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stegvis.statistics.arrays import Floats, floats, matrix
from stegvis.statistics.cox import CoxFit
from stegvis.statistics.errors import Unsound
from stegvis.statistics.intervals import Interval, limits
from stegvis.statistics.normal import z_value


@dataclass(frozen=True, eq=False)
class Baseline:
    """The cumulative hazard of somebody whose covariates are all 0, by time of event, for one stratum."""

    stratum: Hashable
    times: Floats
    hazard: Floats

    def at(self, times: ArrayLike) -> Floats:
        """The cumulative hazard at any times."""
        place = np.searchsorted(self.times, np.asarray(times, dtype=np.float64), side="right")
        return np.concatenate(([0.0], self.hazard))[place]


@dataclass(frozen=True, eq=False)
class Predicted:
    """Survival for given covariates, by time of event; `std_error` is that of the survival."""

    stratum: Hashable
    times: Floats
    survival: Floats
    std_error: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Adjusted:
    """The mean of the survival of many people, each with their own covariates, by time of event."""

    stratum: Hashable
    times: Floats
    survival: Floats


def baseline(fit: CoxFit) -> tuple[Baseline, ...]:
    """The baseline hazard of each stratum with an event, ties as in the fit (R: `basehaz(centered = FALSE)`).

    Breslow 1972; with Efron's ties each death of a time sees less at risk than the one before.
    """
    fitted = fit.fitted
    sets = fitted.point.sets
    zero = np.exp(-float(fitted.centre @ fit.coefficients))
    return tuple(
        Baseline(
            sets.labels[sets.strata[part.start]],
            sets.times[part],
            np.cumsum(fitted.point.hazard[part]) * zero,
        )
        for part in sets.parts
    )


def predicted(
    fit: CoxFit,
    covariates: ArrayLike,
    *,
    conf_level: float = 0.95,
    interval: Interval | str = Interval.LOG,
) -> tuple[Predicted, ...]:
    """Survival of one person with these covariates, in each stratum with an event.

    The variance is that of the baseline hazard and of the coefficients (Tsiatis 1981; R's `survfit.coxph`);
    with clusters the coefficients' part is robust.
    """
    z, interval = z_value(conf_level), Interval(interval)
    person = floats("The covariates", covariates, len(fit.names))
    fitted = fit.fitted
    point = fitted.point
    sets, t = point.sets, point.tied
    at = (person - fitted.centre) / fitted.scale
    ratio = np.exp(at @ (fit.coefficients * fitted.scale))
    covariance = fit.covariance * np.outer(fitted.scale, fitted.scale)
    means, _ = point.drawn
    squared = point.share / point.all_risk * t.q0
    found = []
    for part in sets.parts:
        hazard = np.cumsum(point.hazard[part])
        own = np.cumsum(squared[part])
        away = np.cumsum(means[part], axis=0) - hazard[:, None] * at
        error = ratio * np.sqrt(own + np.einsum("ij,jk,ik->i", away, covariance, away))
        survival = np.exp(-hazard * ratio)
        low, high = limits(survival, error, z, interval)
        label = sets.labels[sets.strata[part.start]]
        found.append(Predicted(label, sets.times[part], survival, survival * error, low, high))
    return tuple(found)


def adjusted(fit: CoxFit, covariates: ArrayLike | None = None) -> tuple[Adjusted, ...]:
    """Mean survival of a population, in each stratum with an event: direct adjustment.

    `covariates`: a row for each person; without it, those the model was fitted on. For the curve of a group,
    give everybody that group's value and leave all else as it is. No variance is given: bootstrap it.
    """
    x = (
        fit.fitted.covariates
        if covariates is None
        else matrix("Covariates", covariates, len(np.asarray(covariates)))
    )
    if x.shape[1] != len(fit.names):
        raise Unsound(f"The model has {len(fit.names)} covariates; these rows have {x.shape[1]}.")
    ratios, copies = np.unique(x @ fit.coefficients, return_counts=True)
    risk = np.exp(ratios)
    share = copies / len(x)
    found = []
    for base in baseline(fit):
        survival = np.array([float(np.exp(-hazard * risk) @ share) for hazard in base.hazard])
        found.append(Adjusted(base.stratum, base.times, survival))
    return tuple(found)
