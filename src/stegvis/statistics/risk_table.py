"""Who was at risk, had an event, or was censored, at every time: what all estimators begin from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stegvis.statistics.arrays import Floats, Ints
from stegvis.statistics.follow_up import FollowUp


@dataclass(frozen=True, eq=False)
class RiskTable:
    """Weighted counts, one row for each group and one column for each time.

    `at_risk` just before the time, `events` of any kind at it, `censored` at it (after the events).
    """

    times: Floats
    at_risk: Floats
    events: Floats
    censored: Floats


def risk_table(rows: FollowUp, codes: Ints | None = None, groups: int = 1) -> RiskTable:
    """Count `rows` by group and time; `codes` says which group each row is of. Empty times are left out."""
    axis = rows.axis
    slots = len(axis.times)
    place = axis.exit if codes is None else codes * slots + axis.exit
    both = np.bincount(place * 2 + rows.happened, rows.weights, 2 * groups * slots).reshape(groups, slots, 2)
    ends = both.sum(axis=2, dtype=np.float64)
    at_risk = _from_here_on(ends)
    if axis.enter is not None:
        enter = axis.enter if codes is None else codes * (slots + 1) + axis.enter
        entered = np.bincount(enter, rows.weights, groups * (slots + 1)).reshape(groups, slots + 1)
        at_risk = at_risk - _from_here_on(entered.astype(np.float64))[:, 1:]
    used = ends.any(axis=0)
    return RiskTable(
        axis.times[used],
        at_risk[:, used],
        both[:, used, 1].astype(np.float64),
        both[:, used, 0].astype(np.float64),
    )


def _from_here_on(counts: Floats) -> Floats:
    """Sums from each column to the last: from the end, so that small tails stay exact."""
    return np.cumsum(counts[:, ::-1], axis=1)[:, ::-1]
