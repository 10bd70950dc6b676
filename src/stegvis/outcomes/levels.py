"""Levels: how much of the counted benefits persons have, as stretches of days, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.batch import Int8, Int32, Int64, SpellColumns

NEVER = int(np.iinfo(np.int32).max)
"""Stands for a day that does not come."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Levels:
    """Those of person i are `offsets[i]` up to, not with, `offsets[i + 1]`: apart, in order, above 0, in
    hundredths of a percent. `end` is the day after the last."""

    offsets: Int64
    start: Int32
    end: Int32
    level: Int32


@dataclass(frozen=True, kw_only=True, eq=False)
class Periods:
    """How long free periods are, from the shortest: `lengths` days, or where `table` has columns, until the
    day `table[i, day - first]`, not counted."""

    lengths: Int64
    table: Int32
    first: int


class Told(NamedTuple):
    """What is answered, as columns of Answers."""

    time: Int32
    event: Int8
    reason: Int8


@dataclass(frozen=True, kw_only=True, eq=False)
class FollowUps:
    """From `begin` up to, not with, `horizon`, unless something else `ended` them, by its code (NEVER if
    nothing did). `unanswered`: why there is no answer, or 0; `too_early`: the reason where the register
    ends too early."""

    begin: Int32
    horizon: Int32
    ended: Int32
    code: Int8
    unanswered: Int8
    completes_after_horizon: bool
    register_end: int
    too_early: int


class Scans(Protocol):
    """What is asked of spells and levels. A day is above a threshold if its level is larger.

    `scans_numba` and `scans_numpy` answer the same. Windows are arrays with a row for each person and a
    column for each window.
    """

    def base(self, spells: SpellColumns, benefit: int, day: Int32, register_end: int) -> Int32:
        """What each person has of a benefit on a day of its own, at most 100 percent."""
        ...

    def levels(
        self, spells: SpellColumns, counted: Bools, largest: bool, base: Int32, register_end: int
    ) -> Levels:
        """The level of counted benefits, their sum or the largest, less each person's base."""
        ...

    def first_gaps(
        self, levels: Levels, thresholds: Int64, begin: Int32, before: Int32, periods: Periods
    ) -> Int32:
        """For each threshold and each of the periods: the first day from `begin` with which one begins that
        has no day above, for each person; NEVER if it is not `before` that day."""
        ...

    def first_runs(self, levels: Levels, threshold: int, begin: Int32, length: int) -> Int32:
        """The first day from `begin` with which so many days above begin, or NEVER; for each window."""
        ...

    def long_runs(self, levels: Levels, threshold: int, begin: Int32, end: Int32, length: int) -> Int64:
        """How many times in a window more than `length` days in a row are above."""
        ...

    def days(self, levels: Levels, threshold: int, begin: Int32, end: Int32, net: bool) -> Int64:
        """How many days of a window are above, or the sum of their levels."""
        ...

    def last_end(self, levels: Levels, threshold: int, begin: Int32, end: Int32) -> Int32:
        """The day after the last day above that is before `end`; `begin` if that is later."""
        ...

    def without(self, follow_ups: FollowUps, known: int) -> Told:
        """How follow-ups end in which no period is found. `known`: the last day with which one begins that
        ends within the register."""
        ...

    def settle(
        self, follow_ups: FollowUps, day: Int32, last: Int32, when: Int32, without: Told, told: Told
    ) -> None:
        """Write to `told` that what is looked for came `when`, where its period begins on a `day` that is at
        most the `last` to count; elsewhere what is told without one."""
        ...
