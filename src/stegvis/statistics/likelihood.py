"""Cox's partial likelihood with its slope and curvature, at any coefficients.

Cox 1972, J R Stat Soc B 34:187. Rows are worked on in pieces that stay in the cache; the information is one
weighted product of the covariates with themselves, less what the means of the risk sets explain, so that no
sums of squares by time are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from stegvis.statistics import tied
from stegvis.statistics.arrays import Floats, pieces
from stegvis.statistics.risk_sets import RiskSets
from stegvis.statistics.tied import Tied


class Ties(StrEnum):
    """How events at the same time share a risk set: Efron's way (R's default) or Breslow's (SPSS, SAS)."""

    EFRON = "efron"
    BRESLOW = "breslow"


@dataclass(frozen=True, eq=False)
class Point:
    """The partial likelihood at some coefficients.

    For each row its `risk`: case weight and copies times exp of its linear predictor. For each bin the sums
    over those at risk (`all_risk`, `all_x`) and over those who die (`dead_x`) of the risk and of risk times
    covariates, and the sums over tied deaths (`tied`).
    """

    sets: RiskSets
    x: Floats
    loglik: float
    slope: Floats
    risk: Floats
    all_risk: Floats
    all_x: Floats
    dead_x: Floats
    tied: Tied

    @cached_property
    def share(self) -> Floats:
        """The mean case weight of the deaths in each bin, over the risk of all."""
        return self.sets.weight / self.sets.deaths / self.all_risk

    @property
    def hazard(self) -> Floats:
        """The increment of the baseline hazard in each bin."""
        return self.share * self.tied.s0

    @property
    def spared(self) -> Floats:
        """What of that increment those who die in the bin do not bear; 0 with Breslow's ties."""
        return self.share * self.tied.s1

    @property
    def mean_x(self) -> Floats:
        """The covariates expected of a death in each bin: one row for each bin."""
        d = self.sets.deaths * self.all_risk
        return self.all_x * (self.tied.s0 / d)[:, None] - self.dead_x * (self.tied.s1 / d)[:, None]

    @property
    def drawn(self) -> tuple[Floats, Floats]:
        """The hazard's increment times mean covariates, by bin, and what of it is spared to the dying."""
        k, t = self.share / self.all_risk, self.tied
        everybody = self.all_x * (k * t.q0)[:, None] - self.dead_x * (k * t.q1)[:, None]
        dying = self.all_x * (k * t.q1)[:, None] - self.dead_x * (k * t.q2)[:, None]
        return everybody, dying

    def information(self, by_bin: Floats | None = None) -> Floats:
        """Minus the second derivative; with `by_bin`, each bin's part times that value."""
        sets, t = self.sets, self.tied
        c = 1.0 if by_bin is None else by_bin
        hazard = c * self.hazard
        so_far = sets.so_far(hazard)
        borne = sets.by_place(so_far, c * self.spared)
        squares = np.zeros((self.x.shape[1], self.x.shape[1]))
        by_row = self.x.T  # a row for each covariate, contiguous
        for piece in pieces(len(sets), len(borne)):
            x = by_row[:, piece]
            weight = borne.take(sets.place[piece])
            weight *= self.risk[piece]
            squares += (x * weight) @ x.T
        if sets.late is not None:
            x = self.x[sets.late.rows]
            before = (so_far - hazard)[sets.late.bins] * self.risk[sets.late.rows]
            squares -= (x * before[:, None]).T @ x
        k = c * self.share / self.all_risk
        cross = self.all_x.T @ (self.dead_x * (k * t.q1)[:, None])
        means = self.all_x.T @ (self.all_x * (k * t.q0)[:, None]) - cross - cross.T
        means += self.dead_x.T @ (self.dead_x * (k * t.q2)[:, None])
        whole = squares - means
        return (whole + whole.T) / 2


@dataclass(frozen=True, eq=False)
class Likelihood:
    """The partial likelihood of rows with covariates `x`, one column for each coefficient."""

    sets: RiskSets
    x: Floats
    ties: Ties

    @cached_property
    def dead_sum(self) -> Floats:
        """The sum of covariates over all deaths, weighted."""
        sets = self.sets
        found = np.zeros(self.x.shape[1])
        for piece in pieces(len(sets), 0):
            counted = (sets.place[piece] & 1).astype(np.float64)
            if sets.size is not None:
                counted *= sets.size[piece]
            found += counted @ self.x[piece]
        return found

    def at(self, beta: Floats) -> Point:
        """The likelihood at these coefficients."""
        sets = self.sets
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            risk, ends, begins = self._sums(beta)
            both = ends.reshape(sets.bins, 2, -1)
            at_risk = sets.at_risk(both.sum(axis=1), begins)
            all_risk, all_x, dead_x = at_risk[:, 0], at_risk[:, 1:], both[:, 1, 1:]
            if self.ties is Ties.EFRON:
                over = tied.efron(sets.deaths, all_risk, both[:, 1, 0])
            else:
                over = tied.breslow(sets.deaths)
            mean = sets.weight / sets.deaths
            loglik = float(self.dead_sum @ beta - mean @ (sets.deaths * np.log(all_risk) + over.logs))
            share = mean / all_risk
            slope = self.dead_sum - (share * over.s0) @ all_x + (share * over.s1) @ dead_x
        return Point(sets, self.x, loglik, slope, risk, all_risk, all_x, dead_x, over)

    def _sums(self, beta: Floats) -> tuple[Floats, Floats, Floats | None]:
        """Each row's risk; by place, the sums of risk and of risk times each covariate; those of late rows by
        the bin in which they begin."""
        sets = self.sets
        columns, places = self.x.shape[1] + 1, 2 * sets.bins
        risk = np.empty(len(sets))
        ends = np.zeros((columns, places))
        by_row = self.x.T  # a row for each covariate, contiguous
        for piece in pieces(len(sets), places):
            x, r, place = by_row[:, piece], risk[piece], sets.place[piece]
            np.exp(beta @ x, out=r)
            if sets.size is not None:
                r *= sets.size[piece]
            ends[0] += np.bincount(place, r, places)
            for column, times in enumerate(x * r, start=1):
                ends[column] += np.bincount(place, times, places)
        if sets.late is None:
            return risk, ends.T, None
        begins = np.empty((columns, sets.bins))
        late, bins = sets.late.rows, sets.late.bins
        begins[0] = np.bincount(bins, risk[late], sets.bins)
        for column in range(1, columns):
            begins[column] = np.bincount(bins, risk[late] * self.x[late, column - 1], sets.bins)
        return risk, ends.T, begins.T
