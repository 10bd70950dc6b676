"""Spells grouped by person in memory, by counting: for Parquet with whole numbers, when everything is right.

Where anything is not as it should be, or not as this way needs it, nothing is said: then the way through
DuckDB (`judging.py`), which reads all there is and tells what is wrong, is gone instead.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from stegvis.benefits.batch import BENEFIT_CODES, Int8, Int32, Int64, SpellColumns
from stegvis.benefits.codes import parse_codes
from stegvis.benefits.spell_rows import SpellRows
from stegvis.benefits.sql import WHOLE
from stegvis.benefits.state import STATES, State
from stegvis.foundation.compiled import numba_wanted

FROM = 1_000_000
"""So many rows repay that numba is loaded."""

FAR = 1 << 20
"""Days this far from 1970 (the year 4840) are not of this world; rows with one are read the other way."""

OPEN = np.int32(np.iinfo(np.int32).max)
"""In place of an end where there is none."""


@dataclass(frozen=True, eq=False)
class Grouped:
    """All spells in the order of persons, and how many rows there were of each state."""

    spells: SpellColumns
    states: Int64


@dataclass(frozen=True, eq=False)
class Chunk:
    """Rows as they lie in a file. `end` is OPEN where there is none; `benefit` a place in `codes`."""

    person: Int64
    start: Int32
    end: Int32
    benefit: NDArray[np.integer]
    codes: Int8
    grade: NDArray[np.integer]


def suits(rows: SpellRows) -> bool:
    """Whether these files can be read this way, as far as can be seen before reading."""
    if not numba_wanted() or rows.table.about_rows() < FROM:
        return False
    register = rows.register
    if register.unit != "spells" or register.grade_rule == "full" or rows.text_ids or rows.end >= FAR:
        return False
    if any(code.benefit is None or code.grade is not None for code in parse_codes(register.codes)):
        return False
    for group in rows.table.groups:
        if not group.files[0].parquet:
            return False
        kinds = {ours: group.cell(column).type for ours, column in rows.columns[group].items()}
        days = kinds["start"] == "DATE" == kinds["end"]
        if not (
            group.files[0].parquet and days and kinds["benefit"] == "VARCHAR" and kinds["grade"] in WHOLE
        ):
            return False
    return True


def group(rows: SpellRows, persons: Int64) -> Grouped | None:
    """Read and group all rows; `persons` are the ids in the order of their numbers. None where a row is not
    right in every way."""
    from stegvis.benefits import counting

    chunks = _chunks(rows)
    if chunks is None:
        return None
    lanes = _lanes(chunks)
    index = counting.index(persons)
    counts = np.zeros((len(lanes), len(persons)), np.int32)
    tallies = np.zeros((len(lanes), 3), np.int64)
    found = [[np.empty(len(chunk.person), np.int32) for chunk in lane] for lane in lanes]

    def count(lane: int) -> bool:
        return all(
            counting.count(
                *(chunk.person, chunk.start, chunk.end, chunk.benefit, chunk.codes, chunk.grade),
                *(index, rows.end, of_chunk, counts[lane], tallies[lane]),
            )
            for chunk, of_chunk in zip(lanes[lane], found[lane], strict=True)
        )

    with ThreadPoolExecutor(max(1, len(lanes))) as several:
        if not all(several.map(count, range(len(lanes)))):
            return None
        offsets = np.zeros(len(persons) + 1, np.int64)
        np.cumsum(counts.sum(axis=0, dtype=np.int64), out=offsets[1:])
        place = np.empty(offsets[-1], np.int64)
        begins = (offsets[:-1] + np.cumsum(counts, axis=0) - counts).astype(np.int32)

        def put(lane: int) -> None:
            for chunk, of_chunk in zip(lanes[lane], found[lane], strict=True):
                counting.put(
                    *(chunk.start, chunk.end, chunk.benefit, chunk.codes, chunk.grade),
                    *(rows.end, of_chunk, begins[lane], place),
                )

        list(several.map(put, range(len(lanes))))
        read = sum(len(of_chunk) for lane in found for of_chunk in lane)
        for known in (chunks, lanes, found):
            known.clear()  # what was read is not needed while the rest is made
        spells = SpellColumns(
            offsets=offsets,
            start=np.empty(len(place), np.int32),
            end=np.empty(len(place), np.int32),
            benefit=np.empty(len(place), np.int8),
            grade=np.empty(len(place), np.int32),
        )

        def sort(first: int, end: int) -> None:
            counting.sort(
                *(place, offsets, first, end, spells.start, spells.end, spells.benefit, spells.grade)
            )

        cuts = [len(persons) * lane // len(counts) for lane in range(len(counts) + 1)]
        list(several.map(sort, cuts, cuts[1:]))
    unknown, after_end, cut = tallies.sum(axis=0)
    states = np.zeros(STATES, np.int64)
    states[[State.UNKNOWN_PERSON, State.AFTER_END, State.CUT]] = unknown, after_end, cut
    states[0] = read - states.sum()
    return Grouped(spells, states)


def _chunks(rows: SpellRows) -> list[Chunk] | None:
    chunks: list[Chunk] = []
    for group in rows.table.groups:
        columns = rows.columns[group]
        for file in group.files:
            table = pq.read_table(
                file.read, columns=list(columns.values()), read_dictionary=[columns["benefit"]]
            )
            found = chunks_of(table, rows, columns)
            if found is None:
                return None
            chunks += found
    return chunks


def chunks_of(table: pa.Table, rows: SpellRows, columns: Mapping[str, str]) -> list[Chunk] | None:
    """The table's rows, its benefits a dictionary; None where some are seen not to be right in every way."""
    places = {
        code.code: BENEFIT_CODES[code.benefit] for code in parse_codes(rows.register.codes) if code.benefit
    }
    chunks = []
    for batch in table.to_batches():
        chunk = _chunk(batch, columns, places)
        if chunk is None:
            return None
        chunks.append(chunk)
    return chunks


def _chunk(batch: pa.RecordBatch, columns: Mapping[str, str], places: dict[str, int]) -> Chunk | None:
    cell = {ours: batch.column(theirs) for ours, theirs in columns.items()}
    if any(cell[ours].null_count for ours in ("person", "start", "benefit", "grade")):
        return None
    benefit = cell["benefit"]
    words = [None if word is None else word.strip(" ") for word in benefit.dictionary.to_pylist()]
    if any(word is not None and word not in places for word in words):
        return None
    end = cell["end"].cast(pa.date32()).view(pa.int32())
    if (pc.max(end).as_py() or 0) == OPEN:  # Parquet's infinity
        return None
    return Chunk(
        person=cell["person"].cast(pa.int64()).to_numpy(),
        start=cell["start"].cast(pa.date32()).view(pa.int32()).to_numpy(),
        end=(end.fill_null(OPEN) if end.null_count else end).to_numpy(),
        benefit=benefit.indices.to_numpy(),
        codes=np.array([0 if word is None else places[word] for word in words], np.int8),
        grade=cell["grade"].to_numpy(),
    )


def _lanes(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Chunks one after another, in about equal parts, one for each processor."""
    number = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)
    total = sum(len(chunk.person) for chunk in chunks)
    before = accumulate((len(chunk.person) for chunk in chunks), initial=0)
    lanes: list[list[Chunk]] = [[] for _ in range(number)]
    for chunk, rows in zip(chunks, before, strict=False):
        lanes[min(number - 1, rows * number // max(1, total))].append(chunk)
    return lanes
