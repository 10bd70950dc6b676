"""Return to work in both arms: curves, tests, hazard ratios, whether they differ by site or by subgroup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from stegvis.outcomes.history import EVENTS
from stegvis.reports.people import People, covariates
from stegvis.reports.result import (
    ArmReturn,
    Comparison,
    Curve,
    Estimate,
    Interaction,
    Ratio,
    Subgroup,
    Subgroups,
)
from stegvis.statistics.arrays import Bools, Floats, Ints
from stegvis.statistics.competing import cumulative_incidence, gray_test
from stegvis.statistics.cox import CoxFit, cox
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp, follow_up
from stegvis.statistics.kaplan_meier import Curve as KaplanMeier
from stegvis.statistics.kaplan_meier import kaplan_meier
from stegvis.statistics.normal import chi_squared_p
from stegvis.statistics.proportional import proportional_hazards
from stegvis.statistics.rmst import difference, restricted_mean
from stegvis.statistics.tests import Weight, compare

ARM = "arm"


@dataclass(frozen=True, eq=False)
class Returns:
    """Everybody's answer under one definition: days, and 0 censored, 1 returned, more what else ended it;
    `known`: who has an answer, and an arm."""

    people: People
    time: Ints
    event: Ints
    known: Bools

    @property
    def back(self) -> Bools:
        """Who returned."""
        returned: Bools = self.event == 1
        return returned

    def rows(self, chosen: Bools) -> FollowUp:
        """Follow-up until the return; whatever else ends it, censors."""
        return follow_up(self.time[chosen], self.back[chosen])


def compared(
    returns: Returns, chosen: Bools, site: str, adjust: Sequence[str], *, tick: int, year: int, level: float
) -> Comparison:
    """Both arms among the `chosen`, who are known."""
    people = returns.people
    last = int(returns.time[returns.known].max(initial=0))
    ticks = tuple(range(0, last + tick, tick))
    rows, arm = returns.rows(chosen), people.arm[chosen]
    arms = tuple(
        _arm(returns, chosen & (people.arm == place), people.arms[place], ticks, year, level)
        for place in (0, 1)
    )
    return Comparison(
        site=site,
        ticks=ticks,
        arms=arms,
        log_rank=_tried(lambda: Estimate(p=compare(rows, arm).p)),
        gehan=_tried(lambda: Estimate(p=compare(rows, arm, weight=Weight.GEHAN_BRESLOW).p)),
        crude=ratio(returns, chosen, (), level),
        adjusted=ratio(returns, chosen, adjust, level) if adjust else None,
        proportional=_tried(lambda: Estimate(p=_proportional(returns, chosen))),
        restricted=_tried(lambda: _restricted(rows, arm, year, level)),
        gray=_gray(returns, chosen),
    )


def ratio(returns: Returns, chosen: Bools, adjust: Sequence[str], level: float) -> Ratio:
    """The hazard ratio of the arm under study, with the covariates `adjust`."""
    try:
        fit, used = _fit(returns, chosen, adjust, lambda arm, x: (np.column_stack((arm, x)), [ARM]))
    except Unsound as refused:
        used = covariates(returns.people.frame, adjust, chosen).complete
        estimate = Estimate(reason=str(refused))
    else:
        found = fit.hazard_ratios(level)[0]
        estimate = Estimate(found.ratio, found.low, found.high, found.p)
    n = int(used.sum())
    return Ratio(n, int(returns.back[used].sum()), int(chosen.sum()) - n, estimate)


def _fit(
    returns: Returns,
    chosen: Bools,
    adjust: Sequence[str],
    columns: Callable[[Floats, Floats], tuple[Floats, list[str]]],
) -> tuple[CoxFit, Bools]:
    """A Cox model (Efron) of complete rows; `columns` puts the arm and the covariates together."""
    known = covariates(returns.people.frame, adjust, chosen)
    used = known.complete
    arm = returns.people.arm[used].astype(np.float64)
    if not used.any() or len(set(arm.tolist())) < 2:
        raise Unsound("There are people of one arm only, or of none; nothing can be compared.")
    x, names = columns(arm, known.x[used])
    return cox(returns.rows(used), x, names=[*names, *known.names]), used


def _arm(
    returns: Returns, mine: Bools, name: str, ticks: tuple[int, ...], year: int, level: float
) -> ArmReturn:
    n, back = int(mine.sum()), int(returns.back[mine].sum())
    ends = {end: int((returns.event[mine] == code).sum()) for end, code in EVENTS.items()}
    if not n:
        nothing = Estimate(reason="There is nobody in this arm.")
        empty = Curve((), (), (), (), ())
        return ArmReturn(name, 0, 0, 0.0, nothing, nothing, ends, tuple(0 for _ in ticks), empty)
    curve = kaplan_meier(returns.rows(mine), conf_level=level)[0]
    middle = curve.median
    return ArmReturn(
        arm=name,
        n=n,
        returned=back,
        share=back / n,
        median=Estimate(_number(middle.time), _number(middle.low), _number(middle.high)),
        by_a_year=_tried(lambda: _by(returns, mine, year, level)),
        other_ends=ends,
        at_risk=tuple(int(one) for one in curve.at_risk_at(ticks)),
        curve=_drawn(curve),
    )


def _drawn(curve: KaplanMeier) -> Curve:
    """Whole columns, the first day with everybody not yet back."""
    return Curve(
        days=tuple(int(day) for day in curve.times),
        not_back=tuple(float(one) for one in curve.survival),
        low=tuple(_number(one) for one in curve.low),
        high=tuple(_number(one) for one in curve.high),
        censored=tuple(int(one) for one in curve.censored),
    )


def _by(returns: Returns, mine: Bools, year: int, level: float) -> Estimate:
    """The share that returned by a day, other ends competing (Aalen–Johansen)."""
    found = cumulative_incidence(follow_up(returns.time[mine], returns.event[mine]), conf_level=level)[0]
    if 1 not in found.kinds:
        return Estimate(0.0, reason="Nobody returned.")
    place = np.searchsorted(found.times, year, side="right") - 1
    if place < 0:
        return Estimate(0.0, reason="Nobody returned by then.")
    column = found.kinds.index(1)
    share, low, high = (_number(part[place, column]) for part in (found.probability, found.low, found.high))
    return Estimate(share, low, high)


def _proportional(returns: Returns, chosen: Bools) -> float:
    fit, _used = _fit(returns, chosen, (), lambda arm, x: (np.column_stack((arm, x)), [ARM]))
    return float(proportional_hazards(fit).whole.p)


def _restricted(rows: FollowUp, arm: Ints, year: int, level: float) -> Estimate:
    control, study = restricted_mean(rows, arm, tau=year, conf_level=level)
    found = difference(study, control, conf_level=level)
    return Estimate(found.difference, found.low, found.high, found.p)


def _gray(returns: Returns, chosen: Bools) -> Estimate:
    if not (returns.event[chosen] > 1).any():
        return Estimate(reason="Nothing else ended anybody's follow-up.")
    rows = follow_up(returns.time[chosen], _kinds(returns.event[chosen]))
    return _tried(lambda: Estimate(p=gray_test(rows, returns.people.arm[chosen]).p))


def _kinds(event: Ints) -> Ints:
    """Return, and everything else together."""
    return np.minimum(event, 2)


def interaction(
    returns: Returns, chosen: Bools, variable: str, values: Ints, adjust: Sequence[str], level: float
) -> Interaction:
    """Whether the hazard ratio differs between groups; `values` their places, −1 where none is known."""
    used = chosen & (values >= 0)
    groups = [int(one) for one in np.unique(values[used])]

    def mains(rows: Bools) -> list[Floats]:
        return [(values[rows] == group).astype(np.float64) for group in groups[1:]]

    def whole(with_products: bool) -> tuple[CoxFit, Bools]:
        complete = covariates(returns.people.frame, adjust, used).complete

        def columns(arm: Floats, x: Floats) -> tuple[Floats, list[str]]:
            parts = mains(complete)
            products = [arm * part for part in parts] if with_products else []
            names = [*(f"{ARM}×{place}" for place in range(len(products))), ARM]
            return np.column_stack([*products, arm, *parts, x]), [
                *names,
                *(f"group {place}" for place in range(len(parts))),
            ]

        return _fit(returns, used, adjust, columns)

    try:
        if len(groups) < 2:
            raise Unsound("There is one group only; nothing can be compared.")
        fit, complete = whole(True)
        without, _same = whole(False)
    except Unsound as refused:
        nothing = Estimate(reason=str(refused))
        return Interaction(variable, bool(adjust), int(used.sum()), nothing, nothing)
    df = len(groups) - 1
    likelihood = 2 * (fit.loglik - without.loglik)
    found = fit.hazard_ratios(level)[0]
    wald = (
        Estimate(found.ratio, found.low, found.high, found.p)
        if df == 1
        else Estimate(p=_wald(fit, df), reason="There are more than two groups.")
    )
    p = chi_squared_p(likelihood, df)
    return Interaction(variable, bool(adjust), int(complete.sum()), wald, Estimate(likelihood, p=p))


def _wald(fit: CoxFit, df: int) -> float:
    some = fit.coefficients[:df]
    return chi_squared_p(float(some @ np.linalg.solve(fit.covariance[:df, :df], some)), df)


def subgroups(returns: Returns, variables: Sequence[str], level: float) -> Iterator[Subgroups]:
    """By category, or by how people lie to the median of all: at most it, or above."""
    people, known = returns.people, returns.known
    for variable in variables:
        column = people.frame.column(variable)
        there = known & column.there
        split = None
        if column.numeric and len(np.unique(column.numbers()[there])) > 2:
            split = float(np.median(column.numbers()[there]))
            names = ["at most", "above"]
            values = np.where(there, (column.numbers() > split).astype(np.int64), -1)
        else:
            levels, codes = column.levels(there)
            names, values = list(levels), np.full(len(people), -1, np.int64)
            values[there] = codes
        yield Subgroups(
            variable,
            tuple(
                _subgroup(returns, name, split, values == place, level) for place, name in enumerate(names)
            ),
            interaction(returns, known, variable, values, (), level),
        )


def _subgroup(returns: Returns, name: str, split: float | None, mine: Bools, level: float) -> Subgroup:
    arms = [mine & (returns.people.arm == arm) for arm in (0, 1)]
    n, back = (
        tuple(int(part.sum()) for part in parts) for parts in (arms, [one & returns.back for one in arms])
    )
    return Subgroup(name, split, n, back, ratio(returns, mine, (), level))


def _tried(made: Callable[[], Estimate]) -> Estimate:
    """The estimate, or why there is none."""
    try:
        return made()
    except Unsound as refused:
        return Estimate(reason=str(refused))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
