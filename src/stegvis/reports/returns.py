"""Return to work in both arms, of everybody or at one site: curves, tests, hazard ratios, other ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.history import EVENTS
from stegvis.reports.estimates import estimate, tried
from stegvis.reports.people import People
from stegvis.reports.ratios import NOBODY_BACK, NOBODY_IN_AN_ARM, model
from stegvis.reports.result import ArmReturn, Choices, Comparison, Curve, Estimate, OtherEnd
from stegvis.statistics.arrays import Bools, Ints
from stegvis.statistics.competing import Incidence, cumulative_incidence, gray_test
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp, follow_up
from stegvis.statistics.kaplan_meier import Curve as KaplanMeier
from stegvis.statistics.kaplan_meier import kaplan_meier
from stegvis.statistics.rmst import RestrictedMean, difference, restricted_mean
from stegvis.statistics.shares import share_difference
from stegvis.statistics.tests import Weight, compare

NOBODY = gettext_noop("There is nobody in this arm.")
NO_RETURN = gettext_noop("Nobody returned.")
NOT_HALF = gettext_noop("Fewer than half had returned by the end of the follow-up.")
TOO_SHORT = gettext_noop("The follow-up of an arm ends before that day.")
NO_OTHER_END = gettext_noop("Nothing but a return ended anybody's follow-up.")


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
        """Follow-up until the return; whatever else ends it, censors. Raises Unsound of nobody."""
        return follow_up(self.time[chosen], self.back[chosen])

    def every_end(self, chosen: Bools) -> FollowUp:
        """The same, where other ends are events of their own."""
        return follow_up(self.time[chosen], self.event[chosen])


def compared(
    returns: Returns, chosen: Bools, site: str, adjust: Sequence[str], choices: Choices
) -> Comparison:
    """Both arms among the `chosen`, who are known."""
    people, level = returns.people, choices.conf_level
    last = int(returns.time[returns.known].max(initial=0))
    ticks = tuple(range(0, last + 1, choices.tick))
    means = _means(returns, chosen, choices)
    ends = [name for name, code in EVENTS.items() if (returns.event[chosen] == code).any()]
    arms = tuple(
        _arm(returns, chosen & (people.arm == place), people.arms[place], ticks, mean, ends, choices)
        for place, mean in enumerate(means or (None, None))
    )
    crude, proportional = model(returns, chosen, (), level)
    adjusted, also = model(returns, chosen, adjust, level) if adjust else (None, None)

    def test(weight: Weight) -> Estimate:
        _both(arms)
        if not returns.back[chosen].any():
            raise Unsound(NOBODY_BACK)
        return estimate(p=compare(returns.rows(chosen), people.arm[chosen], weight=weight).p)

    return Comparison(
        site=site,
        ticks=ticks,
        arms=arms,
        log_rank=tried(lambda: test(Weight.LOG_RANK)),
        gehan=tried(lambda: test(Weight.GEHAN_BRESLOW)),
        crude=crude,
        adjusted=adjusted,
        proportional=proportional,
        restricted=_apart(means, level),
        gray=tried(lambda: _gray(returns, chosen)),
        proportional_adjusted=also,
        returned=tried(lambda: _returned(arms, level)),
    )


def median(curve: KaplanMeier) -> Estimate:
    """By when half are back."""
    middle = curve.median
    if np.isnan(middle.time):
        return Estimate(reason=NOT_HALF)
    return estimate(middle.time, middle.low, middle.high)


def _both(arms: Sequence[ArmReturn]) -> None:
    if not all(arm.n for arm in arms):
        raise Unsound(NOBODY_IN_AN_ARM)


def _arm(
    returns: Returns,
    mine: Bools,
    name: str,
    ticks: tuple[int, ...],
    mean: RestrictedMean | None,
    ends: Sequence[str],
    choices: Choices,
) -> ArmReturn:
    n, back = int(mine.sum()), int(returns.back[mine].sum())
    counts = {end: int((returns.event[mine] == code).sum()) for end, code in EVENTS.items()}
    if not n:
        nothing = Estimate(reason=NOBODY)
        others = tuple(OtherEnd(end, 0, nothing) for end in ends)
        empty = Curve((), (), (), (), ())
        at_risk = tuple(0 for _ in ticks)
        return ArmReturn(name, 0, 0, 0.0, nothing, nothing, counts, at_risk, empty, nothing, others)
    curve = kaplan_meier(returns.rows(mine), conf_level=choices.conf_level)[0]
    by_a_year = _by(returns, mine, {"": 1} | {end: EVENTS[end] for end in ends}, choices)
    return ArmReturn(
        arm=name,
        n=n,
        returned=back,
        share=back / n,
        median=median(curve),
        by_a_year=by_a_year[""],
        other_ends=counts,
        at_risk=tuple(int(one) for one in curve.at_risk_at(ticks)),
        curve=_drawn(curve),
        mean_days=Estimate(reason=TOO_SHORT) if mean is None else estimate(mean.mean, mean.low, mean.high),
        others=tuple(OtherEnd(end, counts[end], by_a_year[end]) for end in ends),
    )


def _drawn(curve: KaplanMeier) -> Curve:
    return Curve(
        days=tuple(int(day) for day in curve.times),
        not_back=tuple(float(one) for one in curve.survival),
        low=tuple(estimate(one).value for one in curve.low),
        high=tuple(estimate(one).value for one in curve.high),
        censored=tuple(int(one) for one in curve.censored),
    )


def _by(returns: Returns, mine: Bools, kinds: dict[str, int], choices: Choices) -> dict[str, Estimate]:
    """The share with each kind of end by day `year`, the others competing (Aalen–Johansen)."""
    rows = returns.every_end(mine)
    if not (rows.event > 0).any():
        seen = bool(rows.time.max() >= choices.year)
        nobody = Estimate(0.0) if seen else Estimate(reason=TOO_SHORT)
        return dict.fromkeys(kinds, nobody)
    found = cumulative_incidence(rows, conf_level=choices.conf_level)[0]
    return {name: _share(found, kind, choices.year) for name, kind in kinds.items()}


def _share(found: Incidence, kind: int, year: int) -> Estimate:
    if np.isnan(found.at([year])).all():
        return Estimate(reason=TOO_SHORT)
    place = int(np.searchsorted(found.times, year, side="right")) - 1
    if kind not in found.kinds or place < 0:
        return Estimate(0.0)
    column = found.kinds.index(kind)
    return estimate(*(part[place, column] for part in (found.probability, found.low, found.high)))


def _means(returns: Returns, chosen: Bools, choices: Choices) -> tuple[RestrictedMean, RestrictedMean] | None:
    """Mean days not back, control first; None where an arm was not watched for so long."""
    arm = returns.people.arm[chosen]
    if not all((arm == place).any() for place in (0, 1)):
        return None
    try:
        control, study = restricted_mean(
            returns.rows(chosen), arm, tau=choices.year, conf_level=choices.conf_level
        )
    except Unsound:
        return None
    return control, study


def _apart(means: tuple[RestrictedMean, RestrictedMean] | None, level: float) -> Estimate:
    if means is None:
        return Estimate(reason=TOO_SHORT)
    control, study = means
    found = difference(study, control, conf_level=level)
    return estimate(found.difference, found.low, found.high, found.p)


def _gray(returns: Returns, chosen: Bools) -> Estimate:
    """Of return, with everything else that ends a follow-up as one competing event."""
    if not (returns.event[chosen] > 1).any():
        return Estimate(reason=NO_OTHER_END)
    if not returns.back[chosen].any():
        return Estimate(reason=NO_RETURN)
    rows = follow_up(returns.time[chosen], np.minimum(returns.event[chosen], 2))
    return estimate(p=gray_test(rows, returns.people.arm[chosen]).p)


def _returned(arms: Sequence[ArmReturn], level: float) -> Estimate:
    """The difference of the shares that returned."""
    _both(arms)
    control, study = arms
    found = share_difference((study.returned, study.n), (control.returned, control.n), conf_level=level)
    return estimate(found.estimate, found.low, found.high, found.p)
