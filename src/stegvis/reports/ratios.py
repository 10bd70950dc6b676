"""Hazard ratios of the arm under study: crude, adjusted, within sites, and whether they differ by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stegvis.foundation.words import gettext_noop
from stegvis.reports.estimates import estimate, tried, why
from stegvis.reports.people import Covariates, covariates
from stegvis.reports.result import Estimate, Interaction, Ratio
from stegvis.statistics import interaction as products
from stegvis.statistics.arrays import Bools, Ints
from stegvis.statistics.cox import CoxFit, cox
from stegvis.statistics.errors import Unsound
from stegvis.statistics.proportional import proportional_hazards

if TYPE_CHECKING:
    from stegvis.reports.returns import Returns

ARM = "arm"
NOBODY_IN_AN_ARM = gettext_noop("There are people of one arm only, or of none.")
NOBODY_BACK = gettext_noop("Nobody returned in either arm.")
NOBODY_BACK_IN_AN_ARM = gettext_noop("Nobody returned in one of the arms: the hazard ratio has no bounds.")
SAME_FOR_ALL = gettext_noop("None of the columns to adjust for varies.")
NOBODY_BACK_IN_A_GROUP = gettext_noop("Nobody returned in one arm of one group: the ratio has no bounds.")
ONE_GROUP = gettext_noop("There is one group only.")
SEVERAL_GROUPS = gettext_noop("There are more than two groups, so there is no single ratio.")


def model(returns: Returns, chosen: Bools, adjust: Sequence[str], level: float) -> tuple[Ratio, Estimate]:
    """The hazard ratio with the covariates `adjust`, and whether it is the same at all times (P)."""
    known = covariates(returns.people, adjust, chosen)
    try:
        if adjust and not known.names:
            raise Unsound(SAME_FOR_ALL)
        fit = _fit(returns, known)
    except Unsound as refused:
        nothing = Estimate(reason=why(refused))
        return _ratio(returns, chosen, known, nothing), nothing
    found = fit.hazard_ratios(level)[0]
    ratio = estimate(found.ratio, found.low, found.high, found.p)
    constant = tried(lambda: estimate(p=proportional_hazards(fit).terms[ARM].p))
    return _ratio(returns, chosen, known, ratio), constant


def ratio(returns: Returns, chosen: Bools, level: float, *, strata: Ints | None = None) -> Ratio:
    """The crude hazard ratio; with a baseline hazard of its own for each of `strata`."""
    known = covariates(returns.people, (), chosen)

    def made() -> Estimate:
        found = _fit(returns, known, strata).hazard_ratios(level)[0]
        return estimate(found.ratio, found.low, found.high, found.p)

    return _ratio(returns, chosen, known, tried(made))


def interaction(
    returns: Returns,
    chosen: Bools,
    variable: str,
    values: Ints,
    names: Sequence[str],
    adjust: Sequence[str],
    level: float,
) -> Interaction:
    """Whether the hazard ratio differs between groups; `values` their places in `names`, −1 where none is
    known. Groups of nobody do not count."""
    known = covariates(returns.people, adjust, chosen & (values >= 0))
    used = known.complete
    there = [int(place) for place in np.unique(values[used])]
    shared = (variable, bool(adjust), int(used.sum()))
    groups = tuple(names[place] for place in there)
    try:
        if len(there) < 2:
            raise Unsound(ONE_GROUP)
        _enough(returns, used)
        arm = returns.people.arm[used]
        cells = np.unique(2 * values[used & returns.back] + returns.people.arm[used & returns.back])
        if len(cells) < 2 * len(there):
            raise Unsound(NOBODY_BACK_IN_A_GROUP)
        found = products.interaction(
            returns.rows(used), arm, values[used], known.x[used] if known.names else None, conf_level=level
        )
    except Unsound as refused:
        nothing = Estimate(reason=why(refused))
        return Interaction(*shared, nothing, nothing, groups, max(0, len(there) - 1))
    by_likelihood = estimate(found.likelihood_ratio.statistic, p=found.likelihood_ratio.p)
    if len(there) == 2:
        one = found.ratios[0]
        wald = estimate(one.ratio, one.low, one.high, one.p)
    else:
        wald = Estimate(p=estimate(p=found.wald.p).p, reason=SEVERAL_GROUPS)
    return Interaction(*shared, wald, by_likelihood, groups, found.wald.df)


def _fit(returns: Returns, known: Covariates, strata: Ints | None = None) -> CoxFit:
    """Cox's model of complete rows, ties as Efron has them."""
    used = known.complete
    _enough(returns, used)
    x = np.column_stack((returns.people.arm[used].astype(np.float64), known.x[used]))
    within = None if strata is None else strata[used]
    return cox(returns.rows(used), x, names=[ARM, *known.names], strata=within)


def _enough(returns: Returns, used: Bools) -> None:
    """Raises Unsound where no hazard ratio can be finite, in words that can be translated."""
    arms = [used & (returns.people.arm == place) for place in (0, 1)]
    if not all(arm.any() for arm in arms):
        raise Unsound(NOBODY_IN_AN_ARM)
    back = [bool(returns.back[arm].any()) for arm in arms]
    if not any(back):
        raise Unsound(NOBODY_BACK)
    if not all(back):
        raise Unsound(NOBODY_BACK_IN_AN_ARM)


def _ratio(returns: Returns, chosen: Bools, known: Covariates, found: Estimate) -> Ratio:
    n = int(known.complete.sum())
    events = int(returns.back[known.complete].sum())
    return Ratio(n, events, int(chosen.sum()) - n, found, known.names)
