"""Does a hazard ratio differ between groups? The product of two covariates in Cox's model, tested twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stegvis.statistics.arrays import Floats, coded, floats, matrix
from stegvis.statistics.cox import ChiSquared, HazardRatio, cox
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp
from stegvis.statistics.likelihood import Ties
from stegvis.statistics.normal import chi_squared_p

NAME = "product"


@dataclass(frozen=True)
class Interaction:
    """`labels` of the groups in order. `ratios`: for each group but the first, how many times the hazard
    ratio of the first its own is, with Wald's limits. Both tests are that all of these are 1."""

    labels: tuple[object, ...]
    ratios: tuple[HazardRatio, ...]
    likelihood_ratio: ChiSquared
    wald: ChiSquared
    rows: int
    events: int


def interaction(
    rows: FollowUp,
    covariate: ArrayLike,
    groups: ArrayLike | Sequence[object],
    adjust: ArrayLike | None = None,
    *,
    ties: Ties | str = Ties.EFRON,
    conf_level: float = 0.95,
) -> Interaction:
    """The model of the covariate, the groups, their products and `adjust`, against that without products:
    R's `coxph(Surv(time, event) ~ covariate * factor(group) + …)`. One baseline hazard for all groups.

    Raises Unsound where there is one group only, and wherever one of the two models has no finite estimate.
    """
    exposure = floats("The covariate", covariate, len(rows))
    labels, codes = coded("The groups", groups, len(rows))
    if len(labels) < 2:
        raise Unsound("There is one group only; nothing can be compared.")
    mains: list[Floats] = [(codes == code).astype(np.float64) for code in range(1, len(labels))]
    products = [exposure * main for main in mains]
    others = np.zeros((len(rows), 0)) if adjust is None else matrix("Covariates", adjust, len(rows))
    names = [f"{NAME} {label}" for label in labels[1:]]
    rest = ["covariate", *(f"group {label}" for label in labels[1:])]
    rest += [f"x{k + 1}" for k in range(others.shape[1])]
    plain = np.column_stack([exposure, *mains, others])
    whole = cox(rows, np.column_stack([*products, plain]), names=[*names, *rest], ties=ties)
    without = cox(rows, plain, names=rest, ties=ties)
    df = len(products)
    by_likelihood = max(0.0, 2 * (whole.loglik - without.loglik))
    some = whole.coefficients[:df]
    by_wald = float(some @ np.linalg.solve(whole.covariance[:df, :df], some))
    return Interaction(
        labels,
        whole.hazard_ratios(conf_level)[:df],
        ChiSquared(by_likelihood, df, chi_squared_p(by_likelihood, df)),
        ChiSquared(by_wald, df, chi_squared_p(by_wald, df)),
        len(rows),
        whole.events,
    )
