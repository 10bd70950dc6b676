"""Puts rows in the order of persons, and joins days and weeks that follow on one another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.batch import Int64
from stegvis.benefits.packing import KIND_BITS, PACKED, Packed, ends, kinds

KEY_BITS = 63


def in_order(rows: Packed) -> Packed:
    """The rows by person, first day, last day, and what lasted."""
    order, ties = _order(rows["person"], rows["start"])
    found = rows.take(order)
    if len(ties):  # the few that begin on the same day
        again = np.lexsort((found["what"][ties], found["start"][ties], found["person"][ties]))
        found[ties] = found[ties[again]]
    return found


def merged(rows: Packed) -> Packed:
    """Rows of the same person and kind that overlap or follow on one another, made one, in order."""
    kind = kinds(rows["what"])
    first = np.zeros(1 << KIND_BITS, np.int64)
    first[kind] = 1
    rank = np.cumsum(first)[kind] - 1  # few kinds are in use, so that all of the key fits 64 bits
    order, _ = _order(rows["person"], rank, rows["start"])
    rows, kind = rows.take(order), kind[order]
    if not len(rows):
        return rows
    person, start, end = rows["person"], rows["start"], ends(rows["start"], rows["what"])
    same = (person[1:] == person[:-1]) & (kind[1:] == kind[:-1])
    # Days and weeks of a register are all of one length, so a later start never means an earlier end.
    follows = same & (start[1:] <= end[:-1] + 1)
    firsts = np.flatnonzero(np.concatenate(([True], ~follows)))
    lasts = np.concatenate((firsts[1:], [len(rows)])) - 1
    spells = np.empty(len(firsts), PACKED)
    spells["person"], spells["start"] = person[firsts], start[firsts]
    length = end[lasts].astype(np.int64) - start[firsts]
    spells["what"] = (length << KIND_BITS) | kind[firsts]
    return in_order(spells)


def offsets(rows: Packed, first: int, persons: int) -> Int64:
    """Where the rows of each person begin, of `persons` from number `first` on, and where the last end."""
    found = np.zeros(persons + 1, np.int64)
    np.cumsum(np.bincount(rows["person"] - first, minlength=persons), out=found[1:])
    return found


def _order(*keys: NDArray[np.integer]) -> tuple[Int64, Int64]:
    """Which row comes first, second, …; and the places, in this order, of those that the keys leave tied.

    All keys and the row itself make one number, as sorting numbers is many times faster than sorting places.
    """
    size = len(keys[0])
    none = np.empty(0, np.int64)
    if not size:
        return none, none
    lowest = [int(key.min()) for key in keys]
    bits = [(int(key.max()) - low).bit_length() for key, low in zip(keys, lowest, strict=True)]
    place = (size - 1).bit_length()
    if sum(bits) + place > KEY_BITS:
        return _slow_order(*keys)
    number = np.zeros(size, np.int64)
    for key, low, wide in zip(keys, lowest, bits, strict=True):
        number <<= wide
        number += key
        number -= low
    number <<= place
    number += np.arange(size)
    number.sort()
    order = number & ((1 << place) - 1)
    number >>= place
    return order, _tied(number[1:] == number[:-1])


def _slow_order(*keys: NDArray[np.integer]) -> tuple[Int64, Int64]:
    order = np.lexsort(keys[::-1])
    same = np.ones(len(order) - 1, np.bool_)
    for key in keys:
        same &= key[order][1:] == key[order][:-1]
    return order, _tied(same)


def _tied(same: NDArray[np.bool_]) -> Int64:
    """Places that are the same as the place before or after."""
    return np.flatnonzero(np.concatenate(([False], same)) | np.concatenate((same, [False])))
