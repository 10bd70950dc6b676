"""Cox's partial likelihood with its slope and curvature, at any coefficients.

Cox 1972, J R Stat Soc B 34:187. The information is taken as one weighted product of the covariates with
themselves, less what the means of the risk sets explain: no sums of squares by time are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from stegvis.statistics import tied
from stegvis.statistics.arrays import Floats
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
    over those at risk (`all_risk`, `all_x`) and over those who die (`dead_risk`, `dead_x`) of the risk and of
    risk times covariates, and the sums over tied deaths (`tied`).
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

    def information(self, by_bin: Floats | None = None) -> Floats:
        """Minus the second derivative; with `by_bin`, each bin's part times that value."""
        c = 1.0 if by_bin is None else by_bin
        borne = self.sets.during(c * self.hazard)
        borne[self.sets.death] -= self.sets.at_death(c * self.spared)
        squares = self.x.T @ (self.x * (self.risk * borne)[:, None])
        k = c * self.share / self.all_risk
        cross = self.all_x.T @ (self.dead_x * (k * self.tied.q1)[:, None])
        means = self.all_x.T @ (self.all_x * (k * self.tied.q0)[:, None]) - cross - cross.T
        means += self.dead_x.T @ (self.dead_x * (k * self.tied.q2)[:, None])
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
        x, size, death = self.x, self.sets.size, self.sets.death
        dead: Floats = x[death].sum(axis=0) if size is None else size[death] @ x[death]
        return dead

    def at(self, beta: Floats) -> Point:
        """The likelihood at these coefficients."""
        sets = self.sets
        risk = np.exp(self.x @ beta)
        if sets.size is not None:
            risk *= sets.size
        all_risk, dead_risk = sets.sums(risk)
        sums = [sets.sums(risk * column) for column in self.x.T]
        all_x = np.stack([everybody for everybody, _ in sums], axis=1)
        dead_x = np.stack([dying for _, dying in sums], axis=1)
        if self.ties is Ties.EFRON:
            over = tied.efron(sets.deaths, all_risk, dead_risk)
        else:
            over = tied.breslow(sets.deaths)
        mean = sets.weight / sets.deaths
        loglik = float(self.dead_sum @ beta - mean @ (sets.deaths * np.log(all_risk) + over.logs))
        share = mean / all_risk
        slope = self.dead_sum - (share * over.s0) @ all_x + (share * over.s1) @ dead_x
        return Point(sets, self.x, loglik, slope, risk, all_risk, all_x, dead_x, over)
