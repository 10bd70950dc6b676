"""Rows of follow-up laid out for Cox's model: risk sets counted by time of event, sums of columns over them.

Only times with events matter. They are numbered along strata and time ("bins"); a row is at risk in the bins
from `first` up to, not with, `after`. A sum over a risk set is then a sum from a bin to the end of its
stratum of what ends there, less what has not yet begun: counts, never a pass through sorted rows for each
time.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from stegvis.statistics.arrays import Floats, Ints
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp

CELLS = 4  # cells (stratum, time) for each row up to which they are counted and not sorted


@dataclass(frozen=True, eq=False)
class Late:
    """The rows that enter after the first bin of their stratum, and the bins in which they do."""

    rows: Ints
    bins: Ints


@dataclass(frozen=True, eq=False)
class RiskSets:
    """Rows and bins.

    Rows: `kept` says which rows of the follow-up these are (None: all), as rows at risk at no event change
    nothing. `place` is twice the last bin in which a row is at risk, plus 1 where it ends there in an event.
    `late` are the rows that enter later than others of their stratum (None: no such rows). `weights` are case
    weights; `copies` says for how many equal persons a row stands (None: 1 for all).

    Bins: their `times`, the code of their stratum in `strata` with its name in `labels`, the number of
    `deaths` (persons), and the `weight` of these; `parts` are the bins of one stratum after the other.
    """

    kept: Ints | None
    place: Ints
    late: Late | None
    weights: Floats | None
    copies: Floats | None
    times: Floats
    strata: Ints
    labels: tuple[Hashable, ...]
    deaths: Ints
    weight: Floats
    parts: tuple[slice, ...]

    def __len__(self) -> int:
        return len(self.place)

    @property
    def bins(self) -> int:
        return len(self.times)

    @cached_property
    def size(self) -> Floats | None:
        """Case weight times copies; None where all are 1."""
        if self.weights is None or self.copies is None:
            return self.copies if self.weights is None else self.weights
        return self.weights * self.copies

    @cached_property
    def dying(self) -> Ints:
        """The rows that end in an event."""
        return np.flatnonzero(self.place & 1)

    @cached_property
    def dies_in(self) -> Ints:
        """The bins of these rows."""
        return self.place[self.dying] >> 1

    def at_risk(self, ending: Floats, beginning: Floats | None) -> Floats:
        """Sums over everybody at risk in each bin, from sums over those for whom it is the last bin, and over
        those late ones for whom it is the first."""
        found = self._to_the_end(ending)
        if beginning is not None:
            found -= self._to_the_end(beginning) - beginning
        return found

    def during(self, by_bin: Floats, spared: Floats) -> Floats:
        """For each row the sum of a value (or columns of it) over the bins in which it is at risk.

        Those who die in a bin bear `spared` less of it.
        """
        so_far = self.so_far(by_bin)
        found: Floats = self.by_place(so_far, spared)[self.place]
        if self.late is not None:
            found[self.late.rows] -= (so_far - by_bin)[self.late.bins]
        return found

    def by_place(self, so_far: Floats, spared: Floats) -> Floats:
        """By place, the sum up to its bin, less what is spared to those who die in it."""
        return np.stack([so_far, so_far - spared], axis=1).reshape(-1, *so_far.shape[1:])

    def so_far(self, by_bin: Floats) -> Floats:
        """Sums from the beginning of each bin's stratum up to and with the bin."""
        sums = np.empty_like(by_bin)
        for part in self.parts:
            np.cumsum(by_bin[part], axis=0, out=sums[part])
        return sums

    def _to_the_end(self, by_bin: Floats) -> Floats:
        """Sums from each bin to the end of its stratum."""
        sums = np.empty_like(by_bin)
        for part in self.parts:
            np.cumsum(by_bin[part][::-1], axis=0, out=sums[part][::-1])
        return sums


def risk_sets(
    rows: FollowUp, strata: Ints | None, labels: tuple[Hashable, ...], copies: Floats | None = None
) -> RiskSets:
    """Lay out `rows`; `strata` are codes into `labels`. Raises Unsound where there is no event."""
    happened = rows.happened
    if not happened.any():
        raise Unsound("There is no event; nothing can be estimated.")
    axis = rows.axis
    slots, many = len(axis.times), len(labels)
    cell = axis.slot if strata is None else strata * slots + axis.slot
    enter = axis.enter if axis.enter is None or strata is None else axis.enter + strata * slots
    edges = np.arange(many) * slots
    if slots * many <= max(CELLS * len(rows), 65_536):
        counted = np.bincount(cell * 2 + happened, minlength=2 * slots * many)[1::2] > 0
        used = np.flatnonzero(counted)
        upto = np.concatenate(([0], np.cumsum(counted)))
        last, begin = upto[1:][cell] - 1, upto[edges]
        first = None if enter is None else upto[enter]
    else:
        used = np.unique(cell[happened])
        last = np.searchsorted(used, cell, side="right") - 1
        begin = np.searchsorted(used, edges)
        first = None if enter is None else np.searchsorted(used, enter)
    opening = begin[0] if strata is None else begin[strata]
    kept = None
    there = last >= (opening if first is None else first)
    if not there.all():
        kept = np.flatnonzero(there)
        last, happened = last[kept], happened[kept]
        first = None if first is None else first[kept]
        opening = opening if strata is None else opening[kept]
    late = None
    if first is not None:
        enters = np.flatnonzero(first > opening)
        late = Late(enters, first[enters]) if len(enters) else None
    weights = rows.weights if rows.weights is None or kept is None else rows.weights[kept]
    copies = copies if copies is None or kept is None else copies[kept]
    place = last * 2 + happened
    deaths = np.bincount(place, copies, 2 * len(used))[1::2]
    weight = deaths
    if weights is not None:
        weight = np.bincount(place, weights if copies is None else weights * copies, 2 * len(used))[1::2]
    stratum = used // slots
    bounds = [0, *(np.flatnonzero(np.diff(stratum)) + 1).tolist(), len(used)]
    return RiskSets(
        kept,
        place,
        late,
        weights,
        copies,
        axis.times[used % slots],
        stratum,
        labels,
        np.rint(deaths).astype(np.int64),
        weight.astype(np.float64),
        tuple(slice(start, end) for start, end in pairwise(bounds)),
    )


def in_order(sets: RiskSets) -> tuple[RiskSets, Ints]:
    """The same rows sorted by place, and the order they now stand in: sums over many bins then do not jump
    about in memory."""
    order = np.argsort(sets.place, kind="stable")
    now = np.empty_like(order)
    now[order] = np.arange(len(order))
    moved = replace(
        sets,
        kept=None,
        place=sets.place[order],
        late=None if sets.late is None else Late(now[sets.late.rows], sets.late.bins),
        weights=None if sets.weights is None else sets.weights[order],
        copies=None if sets.copies is None else sets.copies[order],
    )
    return moved, order
