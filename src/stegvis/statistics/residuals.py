"""What a Cox model leaves unexplained: martingale and Schoenfeld residuals, and what single rows weigh.

Therneau, Grambsch & Fleming 1990, doi:10.1093/biomet/77.1.147; Schoenfeld 1982,
doi:10.1093/biomet/69.1.239; Grambsch & Therneau 1994, doi:10.1093/biomet/81.3.515.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stegvis.statistics.arrays import Floats, Ints
from stegvis.statistics.cox import CoxFit, by_row, score_residuals

__all__ = ["Schoenfeld", "dfbeta", "martingale", "schoenfeld", "score_residuals"]


def martingale(fit: CoxFit) -> Floats:
    """Events seen less events expected, for each row of the follow-up. They add up to 0."""
    point = fit.fitted.point
    sets = point.sets
    expected = sets.during(point.hazard, point.spared)
    expected *= point.risk if sets.size is None else point.risk / sets.size
    return fit.fitted.rows.happened - by_row(fit, expected)


def dfbeta(fit: CoxFit) -> Floats:
    """How each coefficient would change, to first order, without the row: a column for each coefficient."""
    return score_residuals(fit) @ fit.model_covariance


@dataclass(frozen=True, eq=False)
class Schoenfeld:
    """For each event in order of stratum and time: its covariates less those expected then.

    `row` is the event's row in the follow-up. `scaled` are the residuals times their mean inverse variance,
    plus the coefficient: their smooth over time shows how the coefficient changes (log hazard ratio).
    """

    row: Ints
    times: Floats
    residuals: Floats
    scaled: Floats


def schoenfeld(fit: CoxFit) -> Schoenfeld:
    """Schoenfeld residuals, not weighted by case weights. With several events at a time, in order of rows."""
    fitted = fit.fitted
    rows = np.flatnonzero(fitted.rows.happened)
    sets = fitted.point.sets
    bins = sets.place[fitted.row[rows]] >> 1
    order = np.argsort(bins, kind="stable")
    rows, bins = rows[order], bins[order]
    expected = fitted.point.mean_x[bins] * fitted.scale + fitted.centre
    left = fitted.covariates[rows] - expected
    scaled = left @ fit.model_covariance * len(rows) + fit.coefficients
    return Schoenfeld(rows, sets.times[bins], left, scaled)
