"""A batch: a range of persons with all of their spells, as columns of integers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.spells import Benefit

Int8: TypeAlias = NDArray[np.int8]
Int32: TypeAlias = NDArray[np.int32]
Int64: TypeAlias = NDArray[np.int64]

BENEFIT_CODES: dict[Benefit, int] = {benefit: code for code, benefit in enumerate(Benefit)}
"""The number that stands for a benefit in a column: its place in `Benefit`, from 0."""

BENEFITS: tuple[Benefit, ...] = tuple(BENEFIT_CODES)
"""The benefits by the numbers that stand for them."""

UNKNOWN = -1
"""Stands in `hours` and `competitive` of a job where the file says nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SpellColumns:
    """Spells of consecutive persons: those of person i of the batch are `offsets[i]` up to, not with,
    `offsets[i + 1]`, ordered by start, end, benefit and grade.

    `start` and `end` are days since 1970-01-01, both counted. `benefit` is a number of BENEFIT_CODES.
    `grade` is in hundredths of a percent.
    """

    offsets: Int64
    start: Int32
    end: Int32
    benefit: Int8
    grade: Int32

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, kw_only=True, eq=False)
class JobColumns:
    """Jobs of consecutive persons, laid out as spells are, ordered by start, end and what follows.

    `hours` a week are in hundredths, or UNKNOWN; `competitive` is 1, 0, or UNKNOWN.
    """

    offsets: Int64
    start: Int32
    end: Int32
    hours: Int32
    competitive: Int8

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """The persons numbered from `first` on, `persons` of them, with all their spells and jobs.

    A person's number is the row in `Histories.people`, from 0.
    """

    first: int
    persons: int
    spells: SpellColumns
    jobs: JobColumns
