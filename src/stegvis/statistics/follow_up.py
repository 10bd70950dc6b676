"""Follow-up of many people: until when each was seen, what ended it, from when on, and with what weight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stegvis.statistics.arrays import Bools, Floats, Ints, Numbers, all_whole, extremes, floats, numbers
from stegvis.statistics.errors import Unsound

ROOM = 4  # slots for each row up to which whole days are counted; days further apart are sorted


@dataclass(frozen=True, eq=False)
class Axis:
    """Time cut into slots: every whole day, or every time that occurs.

    `times` are the slots' times in order. `exit`, less `first`, is the slot in which each row ends (whole
    numbers of whatever type, not yet converted: it costs more than counting them); `enter` the
    first slot in which it is at risk, None where all rows are from the start.
    """

    times: Floats
    exit: Numbers
    first: int
    enter: Ints | None

    @cached_property
    def slot(self) -> Ints:
        """The slot in which each row ends."""
        ends = self.exit.astype(np.int64, copy=False)
        return ends - self.first if self.first else ends


@dataclass(frozen=True, eq=False)
class FollowUp:
    """Rows of follow-up, checked. Made by `follow_up`.

    `time` in any unit; `event` 0 where the row was censored, otherwise the kind of event; a row is at risk at
    every t with entry < t ≤ time. `weights` count persons: 2 stands for two equal rows.
    """

    time: Numbers
    event: NDArray[np.integer]
    entry: Numbers | None = None
    weights: Floats | None = None

    @cached_property
    def whole(self) -> bool:
        """Whether all times are whole numbers."""
        return all_whole(self.time)

    def __len__(self) -> int:
        return len(self.time)

    @cached_property
    def happened(self) -> Bools:
        """Whether the row ends in an event of any kind."""
        found: Bools = self.event.view(np.bool_) if self.event.dtype == np.int8 else self.event != 0
        return found  # int8: it came as true and false

    @cached_property
    def axis(self) -> Axis:
        """The slots of these rows: counted where times are whole and lie together, sorted otherwise."""
        if self.whole:
            first, last = (int(end) for end in extremes(self.time))
            if last - first < max(ROOM * len(self), 1024):
                return self._counted(first, last)
        return self._sorted()

    def _counted(self, first: int, last: int) -> Axis:
        """A slot for every day from the first end to the last, without sorting."""
        enter = None
        if self.entry is not None:
            enter = np.maximum(np.floor(self.entry).astype(np.int64) + 1 - first, 0)
        return Axis(np.arange(first, last + 1, dtype=np.float64), self.time, first, enter)

    def _sorted(self) -> Axis:
        """A slot for every time at which a row ends."""
        times, ends = np.unique(self.time, return_inverse=True)
        enter = None
        if self.entry is not None:
            enter = np.searchsorted(times, self.entry, side="right").astype(np.int64)
        return Axis(times.astype(np.float64), ends.astype(np.int64, copy=False), 0, enter)

    def only(self, rows: Bools | Ints) -> FollowUp:
        """The follow-up of these rows alone."""
        return FollowUp(
            self.time[rows],
            self.event[rows],
            None if self.entry is None else self.entry[rows],
            None if self.weights is None else self.weights[rows],
        )

    def of(self, kind: int) -> FollowUp:
        """The same rows, where only events of this kind count as events."""
        return replace(self, event=np.equal(self.event, kind).view(np.int8))


def follow_up(
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> FollowUp:
    """Check columns and bind them together.

    `event`: false or 0 where the row was censored at `time`, true or 1 for an event; with competing events,
    the kind as 1, 2, … `entry`: the time after which the row was watched (delayed entry, start–stop rows).
    `weights`: above 0. Rows with weight 0 are no rows; leave them out.

    Raises Unsound where columns differ in length, hold no numbers or missing ones, where an event is neither
    0 nor a whole number above, where an entry does not lie before its end, where a weight is not above 0, and
    where there is no row at all.
    """
    ends = numbers("The time", time)
    if len(ends) == 0:
        raise Unsound("There are no rows.")
    begins = None
    if entry is not None:
        begins = numbers("The entry", entry, len(ends))
        late = np.flatnonzero(begins >= ends)
        if len(late):
            row = int(late[0])
            raise Unsound(
                f"In {len(late)} row(s) the entry is not before the time, first in row {row + 1}: "
                f"entry {begins[row]}, time {ends[row]}."
            )
    counts = None
    if weights is not None:
        counts = floats("The weights", weights, len(ends))
        if counts.min() <= 0:
            raise Unsound("Weights must be above 0; leave out rows that do not count.")
    return FollowUp(ends, _kinds(event, len(ends)), begins, counts)


def _kinds(event: ArrayLike, length: int) -> NDArray[np.integer]:
    given = np.asarray(event)
    if given.dtype == np.bool_ and given.shape == (length,):
        return np.ascontiguousarray(given).view(np.int8)
    kinds = numbers("The event", given, length)
    if kinds.min() < 0 or not all_whole(kinds):
        raise Unsound("The event must be 0 (censored) or a whole number above 0.")
    return kinds.astype(np.int64, copy=False)
