"""A row as three whole numbers: the person, the first day, and the rest in one, ordered as the row is.

`what` holds the length beyond the first day, then what lasted: benefit and grade, or hours and competitive.
So rows of one person and first day that are ordered by `what` are ordered by end, benefit, grade.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.batch import Int8, Int32, Int64, JobColumns, SpellColumns

Packed: TypeAlias = NDArray[np.void]
PACKED = np.dtype([("person", np.int32), ("start", np.int32), ("what", np.int64)])

KIND_BITS = 18
BENEFIT_BITS = 14  # a grade is at most 10 000
COMPETITIVE_BITS = 2  # unknown, no, yes

WHAT = f"greatest(coalesce(least(e, {{end}}), {{end}}) - s, 0) * {1 << KIND_BITS}::BIGINT + kind"
SPELL_KIND = f"greatest(coalesce(benefit, 0), 0) * {1 << BENEFIT_BITS} + coalesce(grade, 0)"
JOB_KIND = f"(coalesce(hours, -1) + 1) * {1 << COMPETITIVE_BITS} + coalesce(competitive, -1) + 1"


def kinds(what: Int64) -> Int64:
    """What lasted, without how long."""
    return what & ((1 << KIND_BITS) - 1)


def ends(start: Int32, what: Int64) -> Int32:
    """The last day of each row."""
    return (start + (what >> KIND_BITS)).astype(np.int32)


def spells(offsets: Int64, start: Int32, what: Int64) -> SpellColumns:
    kind = kinds(what)
    benefit: Int8 = (kind >> BENEFIT_BITS).astype(np.int8)
    grade: Int32 = (kind & ((1 << BENEFIT_BITS) - 1)).astype(np.int32)
    return SpellColumns(offsets=offsets, start=start, end=ends(start, what), benefit=benefit, grade=grade)


def jobs(offsets: Int64, start: Int32, what: Int64) -> JobColumns:
    kind = kinds(what)
    competitive: Int8 = ((kind & ((1 << COMPETITIVE_BITS) - 1)) - 1).astype(np.int8)
    hours: Int32 = ((kind >> COMPETITIVE_BITS) - 1).astype(np.int32)
    return JobColumns(
        offsets=offsets, start=start, end=ends(start, what), hours=hours, competitive=competitive
    )
