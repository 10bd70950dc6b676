"""Rows counted and put in the order of persons, at the speed of C."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.batch import Int8, Int32, Int64
from stegvis.benefits.packing import BENEFIT_BITS, KIND_BITS
from stegvis.benefits.quick import FAR, OPEN
from stegvis.foundation.compiled import compiled

LENGTH_BITS = 22
START_BITS = KIND_BITS + LENGTH_BITS
NONE = np.int32(-1)
MIX = np.uint64(0x9E3779B97F4A7C15)
SPARSE = 8
"""Ids lie together if there are at most so many times as many numbers from the lowest to the highest."""
FEW = 48
"""So many rows of a person are sorted by putting each in its place."""

UNKNOWN, AFTER_END, CUT = 0, 1, 2


class Index(NamedTuple):
    """From a person's id to its number. Ids that lie together are looked up by their distance from `lowest`
    (then `ids` is empty), others by a hash; `numbers` is NONE where there is nobody."""

    lowest: int
    ids: Int64
    numbers: Int32


def index(persons: Int64) -> Index:
    """The index of ids in the order of their numbers, each there once."""
    lowest, highest = (int(persons.min()), int(persons.max())) if len(persons) else (0, 0)
    if highest - lowest < SPARSE * len(persons):
        numbers = np.full(highest - lowest + 1, NONE, np.int32)
        numbers[persons - lowest] = np.arange(len(persons), dtype=np.int32)
        return Index(lowest, np.empty(0, np.int64), numbers)
    size = 1 << (2 * max(1, len(persons))).bit_length()
    hashed = Index(lowest, np.empty(size, np.int64), np.full(size, NONE, np.int32))
    _fill(persons, hashed.ids, hashed.numbers)
    return hashed


@compiled
def _place(person: np.int64, size: int) -> np.int64:
    """Where to look first: ids that differ in their first digits only come apart, too."""
    mixed = np.uint64(person) * MIX
    return np.int64((mixed ^ (mixed >> np.uint64(32))) & np.uint64(size - 1))


@compiled
def _fill(persons: Int64, ids: Int64, numbers: Int32) -> None:
    for number in range(len(persons)):
        place = _place(persons[number], len(ids))
        while numbers[place] != NONE:
            place = (place + 1) & (len(ids) - 1)
        ids[place] = persons[number]
        numbers[place] = number


@compiled
def _find(person: np.int64, index: Index) -> np.int32:
    """The person's number, or NONE."""
    if len(index.ids) == 0:
        far = np.uint64(person - index.lowest)
        return np.int32(index.numbers[far]) if far < np.uint64(len(index.numbers)) else NONE
    place = _place(person, len(index.ids))
    while index.numbers[place] != NONE and index.ids[place] != person:
        place = (place + 1) & (len(index.ids) - 1)
    return np.int32(index.numbers[place])


@compiled
def count(
    person: Int64,
    start: Int32,
    end: Int32,
    benefit: NDArray[np.integer],
    codes: Int8,
    grade: NDArray[np.integer],
    index: Index,
    register_end: int,
    found: Int32,
    counts: Int32,
    tally: Int64,
) -> bool:
    """Write each row's person to `found`, NONE where the row is left out, and count. False if a row is
    wrong."""
    for row in range(len(person)):
        first = start[row]
        open_end = end[row] == OPEN
        if not -FAR < first < FAR or not (open_end or first <= end[row] < FAR):
            return False
        if not 0 <= grade[row] <= 100:
            return False
        number = _find(person[row], index)
        if number == NONE:
            tally[UNKNOWN] += 1
        elif first > register_end:
            tally[AFTER_END] += 1
            number = NONE
        else:
            counts[number] += 1
            tally[CUT] += not open_end and end[row] > register_end
        found[row] = number
    return True


@compiled
def _what(start: int, end: int, benefit: int, grade: int, register_end: int) -> np.int64:
    """How long a row lasts and what, in one number as in `packing`."""
    length = np.int64(min(end, register_end)) - start
    kind = (np.int64(benefit) << BENEFIT_BITS) + np.int64(grade) * 100
    return np.int64((length << KIND_BITS) + kind)


@compiled
def put(
    start: Int32,
    end: Int32,
    benefit: NDArray[np.integer],
    codes: Int8,
    grade: NDArray[np.integer],
    register_end: int,
    found: Int32,
    begins: Int32,
    place: Int64,
) -> None:
    """Write each row, as one number, to the next place of its person."""
    for row in range(len(found)):
        number = found[row]
        if number == NONE:
            continue
        what = _what(start[row], end[row], codes[benefit[row]], grade[row], register_end)
        place[begins[number]] = ((np.int64(start[row]) + FAR) << START_BITS) + what
        begins[number] += 1


@compiled
def shelve(
    start: Int32,
    end: Int32,
    benefit: NDArray[np.integer],
    codes: Int8,
    grade: NDArray[np.integer],
    register_end: int,
    found: Int32,
    shelf: int,
    begins: Int64,
    person_there: Int32,
    start_there: Int32,
    what_there: Int64,
) -> None:
    """Write each row, packed, to the next place of its person's shelf; a shelf has so many persons."""
    for row in range(len(found)):
        number = found[row]
        if number == NONE:
            continue
        place = begins[number // shelf]
        begins[number // shelf] += 1
        person_there[place] = number
        start_there[place] = start[row]
        what_there[place] = _what(start[row], end[row], codes[benefit[row]], grade[row], register_end)


@compiled
def sort(
    place: Int64,
    offsets: Int64,
    first: int,
    last: int,
    start: Int32,
    end: Int32,
    benefit: Int8,
    grade: Int32,
) -> None:
    """Sort the rows of each person, and take them apart into columns."""
    for number in range(first, last):
        low, high = offsets[number], offsets[number + 1]
        if high - low > FEW:
            place[low:high].sort()
        else:
            for row in range(low + 1, high):
                key, hole = place[row], row
                while hole > low and place[hole - 1] > key:
                    place[hole] = place[hole - 1]
                    hole -= 1
                place[hole] = key
        for row in range(low, high):
            key = place[row]
            kind = key & ((1 << KIND_BITS) - 1)
            day = (key >> START_BITS) - FAR
            start[row] = day
            end[row] = day + ((key >> KIND_BITS) & ((1 << LENGTH_BITS) - 1))
            benefit[row] = kind >> BENEFIT_BITS
            grade[row] = kind & ((1 << BENEFIT_BITS) - 1)
