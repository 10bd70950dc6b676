"""Subgroups: by category, or by how people lie to the median of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from stegvis.foundation.words import gettext_noop
from stegvis.reports.estimates import estimate, tried
from stegvis.reports.ratios import NOBODY_BACK, NOBODY_IN_AN_ARM, interaction, ratio
from stegvis.reports.result import Estimate, Subgroup, Subgroups
from stegvis.reports.returns import NOBODY, Returns, median
from stegvis.statistics.arrays import Bools
from stegvis.statistics.errors import Unsound
from stegvis.statistics.kaplan_meier import kaplan_meier
from stegvis.statistics.tests import Weight, compare

AT_MOST, ABOVE = gettext_noop("at most"), gettext_noop("above")


def subgroups(returns: Returns, variables: Sequence[str], level: float) -> Iterator[Subgroups]:
    """Who lies on the median goes with the lower half. The median is of all who are analysed."""
    people, known = returns.people, returns.known
    for variable in variables:
        column = people.columns[variable]
        there = known & column.there
        split = None
        if people.is_number(column) and there.any():
            split = float(np.median(column.numbers()[there]))
            names: tuple[str, ...] = (AT_MOST, ABOVE)
            values = np.where(there, (column.numbers() > split).astype(np.int64), -1)
        else:
            names, values = column.levels, np.where(there, column.codes, -1)
        groups = tuple(
            _subgroup(returns, names[place], split, values == place, level)
            for place in np.unique(values[there]).tolist()
        )
        tested = interaction(returns, known, variable, values, names, (), level)
        yield Subgroups(variable, groups, tested, int(known.sum()) - int(there.sum()))


def _subgroup(returns: Returns, name: str, split: float | None, mine: Bools, level: float) -> Subgroup:
    arms = [mine & (returns.people.arm == arm) for arm in (0, 1)]
    return Subgroup(
        group=name,
        split=split,
        n=tuple(int(arm.sum()) for arm in arms),
        returned=tuple(int((arm & returns.back).sum()) for arm in arms),
        ratio=ratio(returns, mine, level),
        medians=tuple(_median(returns, arm, level) for arm in arms),
        gehan=tried(lambda: _gehan(returns, mine)),
    )


def _median(returns: Returns, arm: Bools, level: float) -> Estimate:
    if not arm.any():
        return Estimate(reason=NOBODY)
    return median(kaplan_meier(returns.rows(arm), conf_level=level)[0])


def _gehan(returns: Returns, mine: Bools) -> Estimate:
    arm = returns.people.arm[mine]
    if len(np.unique(arm)) < 2:
        raise Unsound(NOBODY_IN_AN_ARM)
    if not returns.back[mine].any():
        raise Unsound(NOBODY_BACK)
    return estimate(p=compare(returns.rows(mine), arm, weight=Weight.GEHAN_BRESLOW).p)
