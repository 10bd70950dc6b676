"""Cox's proportional hazards model: crude and adjusted hazard ratios.

Ties by Efron or Breslow, strata, delayed entry and start–stop rows (Andersen–Gill), case weights, and a
variance that is robust to dependence within clusters (Lin & Wei 1989, doi:10.1080/01621459.1989.10478874).
Equal to R's `coxph` to 1e-8.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from stegvis.statistics.arrays import Floats, Ints, all_whole, coded, matrix, numbers
from stegvis.statistics.collapse import collapse
from stegvis.statistics.errors import Redundant, Unsound
from stegvis.statistics.follow_up import FollowUp
from stegvis.statistics.likelihood import Likelihood, Point, Ties
from stegvis.statistics.newton import maximise
from stegvis.statistics.normal import chi_squared_p, two_sided, z_value
from stegvis.statistics.risk_sets import in_order, risk_sets

Labels = ArrayLike | Sequence[Hashable]
MANY = 20_000  # bins from which rows are sorted
SAMPLE = 20_000  # rows from which many times more are given a start


@dataclass(frozen=True)
class HazardRatio:
    """One covariate's effect: hazard ratio per unit with limits, its logarithm and error, Wald's z and P."""

    name: str
    ratio: float
    low: float
    high: float
    coefficient: float
    std_error: float
    z: float
    p: float


@dataclass(frozen=True)
class ChiSquared:
    """A test that all coefficients are 0."""

    statistic: float
    df: int
    p: float


@dataclass(frozen=True, eq=False)
class Fitted:
    """What the model was fitted on, for residuals and curves: see the functions that take a `CoxFit`.

    `point` is the likelihood at the estimate in covariates less `centre`, over `scale`; `row` says for each
    row of the follow-up which row of the risk sets it became, -1 where it was at risk at no event.
    """

    rows: FollowUp
    covariates: Floats
    stratum: Ints | None
    point: Point
    centre: Floats
    scale: Floats
    row: Ints


@dataclass(frozen=True, eq=False)
class CoxFit:
    """A fitted model. Coefficients are logarithms of hazard ratios, in the order of `names`.

    `covariance` is robust where clusters were given; `model_covariance` is always the inverse information.
    `loglik` and `loglik_null` are partial, at the estimate and at 0. `score_test` is the test at 0.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    model_covariance: Floats
    loglik: float
    loglik_null: float
    score_test: ChiSquared
    rows: int
    events: int
    clusters: int | None
    ties: Ties
    strata: tuple[Hashable, ...]
    steps: int
    fitted: Fitted = field(repr=False)

    @property
    def robust(self) -> bool:
        """Whether `covariance` is robust."""
        return self.clusters is not None

    @property
    def std_errors(self) -> Floats:
        """Standard errors of the coefficients, from `covariance`."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def likelihood_ratio(self) -> ChiSquared:
        """The likelihood-ratio test. Not valid where rows depend on each other."""
        return _test(2 * (self.loglik - self.loglik_null), len(self.names))

    @property
    def wald(self) -> ChiSquared:
        """Wald's test, from `covariance`."""
        b = self.coefficients
        return _test(float(b @ np.linalg.solve(self.covariance, b)), len(b))

    def hazard_ratios(self, conf_level: float = 0.95) -> tuple[HazardRatio, ...]:
        """Hazard ratios with Wald limits, symmetric on the logarithm."""
        reach = z_value(conf_level)
        found = []
        for name, b, error in zip(self.names, self.coefficients, self.std_errors, strict=True):
            z = b / error
            limits = np.exp([b, b - reach * error, b + reach * error])
            ratio, low, high = (float(value) for value in limits)
            found.append(HazardRatio(name, ratio, low, high, float(b), float(error), float(z), two_sided(z)))
        return tuple(found)


def cox(
    rows: FollowUp,
    covariates: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    ties: Ties | str = Ties.EFRON,
    strata: Labels | None = None,
    clusters: Labels | None = None,
    copies: ArrayLike | None = None,
) -> CoxFit:
    """Fit the model.

    `covariates`: a row for each row of the follow-up, a column for each coefficient. `strata`: a baseline
    hazard of its own for each. `clusters`: rows of the same cluster may depend on each other (the same
    person, the same clinic); the variance is robust to that. With Efron's ties the follow-up's weights are
    R's case weights: tied deaths share their mean weight, which is not the same as repeating rows. `copies`
    does repeat rows: how many equal persons each row stands for.

    Raises Unsound where there is no event, a covariate is constant, does not vary among those at risk
    together or is a combination of others, or where an estimate is infinite (monotone likelihood).
    """
    ties = Ties(ties)
    x = matrix("Covariates", covariates, len(rows))
    called = tuple(names) if names is not None else tuple(f"x{k + 1}" for k in range(x.shape[1]))
    if len(called) != x.shape[1] or not called:
        raise Unsound(f"There are {x.shape[1]} covariates and {len(called)} names.")
    labels, stratum = ((None,), None) if strata is None else coded("The strata", strata, len(rows))
    member = None if clusters is None else coded("The clusters", clusters, len(rows))[1]
    times = None if copies is None else _copies(copies, len(rows))
    if times is not None and member is not None:
        raise Unsound("Rows that stand for several persons have no cluster.")
    sets = risk_sets(rows, stratum, labels, times)
    row = np.full(len(rows), -1)
    there = slice(None) if sets.kept is None else sets.kept
    used = x if sets.kept is None else np.asfortranarray(x[sets.kept])
    span = _span(used, called)
    smaller = None if member is not None else collapse(sets, used)
    if smaller is not None:
        sets, used, row[there] = smaller
    elif sets.bins > MANY:
        sets, order = in_order(sets)
        used = np.asfortranarray(used[order])
        row[np.arange(len(rows))[there][order]] = np.arange(len(order))
    else:
        row[there] = np.arange(len(used))
    z, centre, scale = _standardised(used)
    likelihood = Likelihood(sets, z, ties)
    null = likelihood.at(np.zeros(len(called)))
    information_null = null.information()
    start = None
    if member is None and len(sets) >= 2 * SAMPLE and sets.size is None:
        start = _guess(rows, x, called, ties, strata)
    beta, point, information, steps = maximise(
        likelihood, null, information_null, span / scale, called, None if start is None else start * scale
    )
    model = np.linalg.inv(information) / np.outer(scale, scale)
    fit = CoxFit(
        called,
        beta / scale,
        model,
        model,
        point.loglik,
        null.loglik,
        _test(float(null.slope @ np.linalg.solve(information_null, null.slope)), len(called)),
        len(rows) if times is None else int(times.sum()),
        int(sets.deaths.sum()),
        None,
        ties,
        labels,
        steps,
        Fitted(rows, x, stratum, point, centre, scale, row),
    )
    if member is None:
        return fit
    between = clustered(score_residuals(fit), rows.weights, member)
    robust = model @ between.T @ between @ model
    return replace(fit, covariance=(robust + robust.T) / 2, clusters=len(between))


def score_residuals(fit: CoxFit) -> Floats:
    """What each row adds to the slope of the partial likelihood, for each coefficient (Therneau 1990 §4).

    One row for each row of the follow-up; without case weights, as R's `residuals(type = "score")`.
    """
    point = fit.fitted.point
    sets = point.sets
    borne, drawn = sets.during(point.hazard, point.spared), sets.during(*point.drawn)
    risk = point.risk if sets.size is None else point.risk / sets.size
    found = -risk[:, None] * (point.x * borne[:, None] - drawn)
    found[sets.dying] += point.x[sets.dying] - point.mean_x[sets.dies_in]
    return by_row(fit, found * fit.fitted.scale)


def by_row(fit: CoxFit, values: Floats) -> Floats:
    """Values by row of the risk sets, as values by row of the follow-up; 0 where at risk at no event."""
    row = fit.fitted.row
    spread = values[row]
    spread[row < 0] = 0.0
    return spread


def clustered(residuals: Floats, weights: Floats | None, member: Ints) -> Floats:
    """Sums of weighted residuals by cluster: a row for each cluster, a column for each coefficient."""
    whole = residuals if weights is None else residuals * weights[:, None]
    return np.stack([np.bincount(member, column) for column in whole.T], axis=1)


def _copies(copies: ArrayLike, length: int) -> Floats:
    times = numbers("The copies", copies, length)
    if times.min() < 1 or not all_whole(times):
        raise Unsound("Copies are whole numbers from 1.")
    return times.astype(np.float64)


def _span(x: Floats, names: Sequence[str]) -> Floats:
    """The range of each covariate. Raises Unsound where one is constant."""
    span = np.array([column.max() - column.min() for column in x.T])
    constant = [name for name, wide in zip(names, span, strict=True) if wide <= 0]
    if constant:
        raise Redundant(f"{', '.join(constant)}: the same for everybody at risk at an event. Leave it out.")
    return span


def _standardised(x: Floats) -> tuple[Floats, Floats, Floats]:
    """Covariates less a centre, over a scale: near mean 0 and variance 1, judged by the first rows."""
    some = x[:SAMPLE]
    centre, scale = some.mean(axis=0), some.std(axis=0)
    scale = np.where(scale > 0, scale, x.std(axis=0) if scale.min() <= 0 else 1.0)
    z = np.empty_like(x)
    for column in range(x.shape[1]):
        np.subtract(x[:, column], centre[column], out=z[:, column])
        z[:, column] *= 1 / scale[column]
    return z, centre, scale


def _guess(
    rows: FollowUp, x: Floats, names: Sequence[str], ties: Ties, strata: Labels | None
) -> Floats | None:
    """The estimate from every k-th row: near enough to save the full data two or three steps."""
    some = np.arange(0, len(rows), len(rows) // SAMPLE)
    inside = None if strata is None else np.asarray(strata)[some]
    try:
        return cox(rows.only(some), x[some], names=names, ties=ties, strata=inside).coefficients
    except Unsound:
        return None


def _test(statistic: float, df: int) -> ChiSquared:
    return ChiSquared(statistic, df, chi_squared_p(statistic, df))
