"""Rows of follow-up laid out for Cox's model: risk sets counted by time of event, sums of any column over them.

Only times with events matter. They are numbered along strata and time ("bins"); a row is at risk in the bins
from `first` up to, not with, `after`. A sum over a risk set is then a sum from a bin to the end of its stratum
of what ends there, less what has not yet begun: counts, never a pass through sorted rows for each time.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stegvis.foundation.errors import Refusal
from stegvis.statistics.arrays import Bools, Floats, Ints
from stegvis.statistics.follow_up import FollowUp

CELLS = 4  # cells (stratum, time) for each row up to which they are counted and not sorted


@dataclass(frozen=True, eq=False)
class RiskSets:
    """Rows and bins.

    Rows: `kept` says which rows of the follow-up these are (None: all), as rows at risk at no event change
    nothing; each is at risk in the bins `first` ≤ bin < `after`; `late` marks those that enter after the first
    bin of their stratum; `death` those that end in an event; `weights` are case weights; `copies` says for how
    many equal persons a row stands. None stands for: no such rows, or 1 for all.

    Bins: their `times`, the code of their stratum in `strata` with its name in `labels`, the number of `deaths`
    (persons), and the `weight` of these; `parts` are the bins of one stratum after the other.
    """

    kept: Ints | None
    first: Ints
    after: Ints
    late: Bools | None
    death: Bools
    weights: Floats | None
    copies: Floats | None
    times: Floats
    strata: Ints
    labels: tuple[Hashable, ...]
    deaths: Ints
    weight: Floats
    parts: tuple[slice, ...]

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
    def place(self) -> Ints:
        """Twice the last bin of each row, plus 1 where it dies in it."""
        return (self.after - 1) * 2 + self.death

    def sums(self, column: Floats | None) -> tuple[Floats, Floats]:
        """Sums of a column over everybody at risk in each bin, and over those who die in it."""
        ends = np.bincount(self.place, column, 2 * self.bins).reshape(self.bins, 2)
        at_risk = self._to_the_end(ends.sum(axis=1, dtype=np.float64))
        if self.late is not None:
            begun = column[self.late] if column is not None else None
            first = np.bincount(self.first[self.late], begun, self.bins)
            at_risk = at_risk - self._to_the_end(first.astype(np.float64), beyond=True)
        return at_risk, ends[:, 1].astype(np.float64)

    def during(self, by_bin: Floats) -> Floats:
        """For each row, the sum over the bins in which it is at risk of a value by bin (or of columns of it)."""
        so_far = np.concatenate((np.zeros((1, *by_bin.shape[1:])), np.cumsum(by_bin, axis=0)))
        return so_far[self.after] - so_far[self.first]

    def at_death(self, by_bin: Floats) -> Floats:
        """For each row that dies, the value of its bin."""
        return by_bin[self.after[self.death] - 1]

    def _to_the_end(self, by_bin: Floats, *, beyond: bool = False) -> Floats:
        """Sums from each bin to the end of its stratum; `beyond` leaves the bin itself out."""
        sums = np.empty(len(by_bin))
        for part in self.parts:
            sums[part] = np.cumsum(by_bin[part][::-1])[::-1]
        return sums - by_bin if beyond else sums


def risk_sets(
    rows: FollowUp, strata: Ints | None, labels: tuple[Hashable, ...], copies: Floats | None = None
) -> RiskSets:
    """Lay out `rows`; `strata` are codes into `labels`. Raises Refusal where there is no event."""
    if not rows.happened.any():
        raise Refusal("There is no event; nothing can be estimated.")
    axis = rows.axis
    slots, many = len(axis.times), len(labels)
    stratum = np.zeros(1, np.int64) if strata is None else strata
    cell = axis.exit if strata is None else strata * slots + axis.exit
    if slots * many <= max(CELLS * len(rows), 65_536):
        counted = np.bincount(cell[rows.happened], minlength=slots * many)
        used = np.flatnonzero(counted)
        upto = np.concatenate(([0], np.cumsum(counted > 0)))
        after, begin = upto[cell + 1], upto[np.arange(many) * slots]
        first = begin[stratum] if axis.enter is None else upto[axis.enter + stratum * slots]
    else:
        used = np.unique(cell[rows.happened])
        after = np.searchsorted(used, cell, side="right")
        begin = np.searchsorted(used, np.arange(many) * slots)
        first = begin[stratum] if axis.enter is None else np.searchsorted(used, axis.enter + stratum * slots)
    first = np.broadcast_to(first, after.shape)
    late = None if axis.enter is None else first > np.broadcast_to(begin[stratum], first.shape)
    return _laid_out(rows, copies, first, after, late, used, slots, labels)


def _laid_out(
    rows: FollowUp,
    copies: Floats | None,
    first: Ints,
    after: Ints,
    late: Bools | None,
    used: Ints,
    slots: int,
    labels: tuple[Hashable, ...],
) -> RiskSets:
    """Put together what is known, without rows that are at risk at no event."""
    death, weights, kept = rows.happened, rows.weights, None
    there = after > first
    if not there.all():
        kept = np.flatnonzero(there)
        first, after, death = first[kept], after[kept], death[kept]
        late = None if late is None else late[kept]
        weights = None if weights is None else weights[kept]
        copies = None if copies is None else copies[kept]
    dies = after[death] - 1
    deaths = np.bincount(dies, None if copies is None else copies[death], len(used))
    size = weights if copies is None else copies if weights is None else weights * copies
    weight = deaths if size is None else np.bincount(dies, size[death], len(used))
    stratum = used // slots
    edges = np.flatnonzero(np.diff(stratum)) + 1
    bounds = [0, *edges.tolist(), len(used)]
    return RiskSets(
        kept,
        first,
        after,
        late if late is not None and late.any() else None,
        death,
        weights,
        copies,
        rows.axis.times[used % slots],
        stratum,
        labels,
        np.rint(deaths).astype(np.int64),
        weight.astype(np.float64),
        tuple(slice(a, b) for a, b in zip(bounds, bounds[1:], strict=False)),
    )
