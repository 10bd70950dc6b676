"""Who was at risk, had an event, or was censored, at every time: what all estimators begin from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stegvis.statistics.arrays import PIECE, Floats, Ints, Numbers, pieces
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


Count = Callable[[Numbers, NDArray[np.integer], Ints, int, int, NDArray[np.uint32]], bool]
COMPILED: list[Count] = []
"""What counts rows in one pass, once `stegvis.statistics.compiled` was imported; otherwise nothing."""
ROOM = 4096  # days from 0 that compiled code counts before it knows how many there are


def risk_table(rows: FollowUp, codes: Ints | None = None, groups: int = 1) -> RiskTable:
    """Count `rows` by group and time; `codes` says which group each row is of. Empty times are left out."""
    quick = _compiled(rows, codes, groups) if COMPILED else None
    if quick is not None:
        return quick
    axis = rows.axis
    slots = len(axis.times)
    both = (_few if len(rows) <= PIECE else _ends)(rows, codes, groups * slots).reshape(groups, slots, 2)
    censored, events = both[:, :, 0], both[:, :, 1]
    ends = censored + events
    at_risk = _from_here_on(ends)
    if axis.enter is not None:
        enter = axis.enter if codes is None else codes * (slots + 1) + axis.enter
        entered = np.bincount(enter, rows.weights, groups * (slots + 1)).reshape(groups, slots + 1)
        at_risk = at_risk - _from_here_on(entered.astype(np.float64))[:, 1:]
    used = np.flatnonzero(ends.any(axis=0))
    return RiskTable(axis.times[used], at_risk.take(used, 1), events.take(used, 1), censored.take(used, 1))


def _few(rows: FollowUp, codes: Ints | None, cells: int) -> Floats:
    """The same as `_ends` for rows that fit into the cache at once."""
    axis = rows.axis
    keys = axis.slot if codes is None else codes * len(axis.times) + axis.slot
    counts: Floats = np.bincount(2 * keys + rows.happened, rows.weights, 2 * cells).astype(np.float64)
    return counts


def _ends(rows: FollowUp, codes: Ints | None, cells: int) -> Floats:
    """Sums of weights by group and slot: censored, events. Piece by piece, which stays in the cache."""
    axis = rows.axis
    slots = len(axis.times)
    early = (
        axis.first if 0 <= axis.first <= slots else 0
    )  # empty slots before the first cost less than a pass
    sums: Floats = np.zeros((cells // slots, slots + early, 2))
    whole, keys, other = sums.size, np.empty(0, np.int64), np.empty(0, np.int64)
    for piece in pieces(len(rows), whole):
        ends, happened = axis.exit[piece], rows.happened[piece]
        if len(keys) != len(ends):
            keys, other = np.empty(len(ends), np.int64), np.empty(len(ends), np.int64)
        if ends.dtype != np.int64:
            keys[:] = ends
            ends = keys
        np.left_shift(ends, 1, out=keys)
        if axis.first != early:
            keys -= 2 * axis.first
        if codes is not None:
            np.multiply(codes[piece], 2 * (slots + early), out=other)
            keys += other
        keys += happened
        weights = None if rows.weights is None else rows.weights[piece]
        sums += np.bincount(keys, weights, whole).reshape(sums.shape)
    return sums[:, early:]


def _compiled(rows: FollowUp, codes: Ints | None, groups: int) -> RiskTable | None:
    """The table counted by compiled code, or None where rows are not as it wants them."""
    if rows.entry is not None or rows.weights is not None or groups * ROOM > len(rows):
        return None
    lanes = np.zeros(
        (4, groups * ROOM * 2), np.uint32
    )  # side by side, so that one count need not await another
    if not COMPILED[0](rows.time, rows.event, NO_CODES if codes is None else codes, groups, ROOM, lanes):
        return None
    both = lanes.sum(axis=0, dtype=np.float64).reshape(groups, ROOM, 2)
    ends = both.sum(axis=2)
    used = ends.any(axis=0)
    at_risk = _from_here_on(ends)[:, used]
    return RiskTable(np.flatnonzero(used).astype(np.float64), at_risk, both[:, used, 1], both[:, used, 0])


NO_CODES = np.empty(0, np.int64)


def _from_here_on(counts: Floats) -> Floats:
    """Sums from each column to the last: from the end, so that small tails stay exact."""
    return np.cumsum(counts[:, ::-1], axis=1)[:, ::-1]
