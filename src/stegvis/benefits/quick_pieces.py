"""Pieces of Parquet with whole numbers put on shelves by counting, when everything is right.

As in `quick.py`: where a piece is not as it should be, or not as this way needs it, nothing is said of it,
and the usual way (`pieces.judged`) is gone instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from stegvis.benefits import quick
from stegvis.benefits.batch import Int64
from stegvis.benefits.opening import Opened
from stegvis.benefits.packing import PACKED, Packed
from stegvis.benefits.pieces import Piece, row_groups
from stegvis.benefits.state import STATES, State

if TYPE_CHECKING:
    from stegvis.benefits.counting import Index


@dataclass(frozen=True, eq=False)
class Shelved:
    """Rows that are kept, shelf after shelf, each up to, not with, its end; and how many there were of each
    state."""

    rows: Packed
    ends: Int64
    states: Int64


@dataclass(frozen=True, eq=False)
class Way:
    """The quick way into these files: where to find a person's number, of so many."""

    index: Index
    persons: int


def way(opened: Opened, ids: pa.Table) -> Way | None:
    """The quick way, where it suits SPELLS and all of PEOPLE are right; `ids` are `person` and `number`."""
    if not quick.suits(opened.spells) or ids.column("number").null_count:
        return None
    from stegvis.benefits import counting

    persons = ids.sort_by("number").column("person")
    return Way(counting.index(persons.cast(pa.int64()).to_numpy()), len(persons))


def shelve(way: Way, opened: Opened, piece: Piece, shelf: int) -> list[Shelved] | None:
    """The piece's rows in chunks, on shelves of so many persons; None where a row is not right in every way.

    Raises ArrowException where the file cannot be read to its end.
    """
    rows = opened.rows[piece.rows]
    if rows is not opened.spells:
        return None
    columns = opened.spells.columns[rows.table.groups[piece.group]]
    table = row_groups(opened, piece, list(columns.values()), words=[columns["benefit"]])
    chunks = quick.chunks_of(table, opened.spells, columns)
    if chunks is None:
        return None
    found = []
    for chunk in chunks:
        one = _of_chunk(way, chunk, opened.spells.end, shelf)
        if one is None:
            return None
        found.append(one)
    return found


def _of_chunk(way: Way, chunk: quick.Chunk, end: int, shelf: int) -> Shelved | None:
    from stegvis.benefits import counting

    found = np.empty(len(chunk.person), np.int32)
    counts, tally = np.zeros(way.persons, np.int32), np.zeros(3, np.int64)
    what = (chunk.start, chunk.end, chunk.benefit, chunk.codes, chunk.grade)
    if not counting.count(chunk.person, *what, way.index, end, found, counts, tally):
        return None
    kept = np.add.reduceat(counts, np.arange(0, way.persons, shelf), dtype=np.int64)
    ends = np.cumsum(kept)
    rows = np.empty(ends[-1], PACKED)
    counting.shelve(*what, end, found, shelf, ends - kept, rows["person"], rows["start"], rows["what"])
    states = np.zeros(STATES, np.int64)
    states[[State.UNKNOWN_PERSON, State.AFTER_END, State.CUT]] = tally
    states[0] = len(found) - states.sum()
    return Shelved(rows, ends, states)
