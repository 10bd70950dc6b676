"""Reads all rows of SPELLS or JOBS once, counts what is to be said of them, and shelves those kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from stegvis.benefits.files import Table
from stegvis.benefits.packing import PACKED
from stegvis.benefits.report import Counts
from stegvis.benefits.rows import Rows
from stegvis.benefits.shelves import Shelves
from stegvis.benefits.state import DROPPED, STATES, WRONG, State

AT_ONCE = 1_000_000


def shelve(
    connection: duckdb.DuckDBPyConnection, rows: Rows, shelves: Shelves, progress: Callable[[int], None]
) -> NDArray[np.int64]:
    """Put all rows that are kept on `shelves`. Returns how many rows there are of each state."""
    counts = np.zeros(STATES, np.int64)
    for group in rows.table.groups:
        for batch in connection.sql(rows.packed(group, rows.table.source(group))).to_arrow_reader(AT_ONCE):
            state = _column(batch, "state")
            counts += np.bincount(state, minlength=STATES)
            kept = (state & DROPPED) == 0
            packed = np.empty(np.count_nonzero(kept), PACKED)
            for name in PACKED.names or ():
                packed[name] = _column(batch, name)[kept]
            shelves.put(packed)
            progress(len(state))
    return counts


def _column(batch: pa.RecordBatch, name: str) -> NDArray[np.integer]:
    column: NDArray[np.integer] = batch.column(name).to_numpy()
    return column


def no_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """How many lines of CSV files could not be read as rows."""
    try:
        found = connection.execute(
            f"SELECT count(DISTINCT (scan_id, file_id, line)) FROM {table.rejected}"
        ).fetchall()
    except duckdb.CatalogException:  # no file of it is CSV
        return 0
    return int(found[0][0])


def counted(states: NDArray[np.int64]) -> Counts:
    """Rows by what became of them."""
    bits = np.arange(STATES)
    left = np.ones(STATES, np.bool_)

    def number(state: int) -> int:
        """Rows of that state which are not yet counted under one before."""
        chosen = left & ((bits & state) != 0)
        left[chosen] = False
        return int(states[chosen].sum())

    wrong = number(WRONG)
    unknown, left_out = number(State.UNKNOWN_PERSON), number(State.LEFT_OUT_PERSON)
    no_benefit, after_end = number(State.NO_BENEFIT), number(State.AFTER_END)
    kept = int(states[left].sum())
    return Counts(
        rows=int(states.sum()),
        wrong=wrong,
        unknown_persons=unknown,
        left_out_persons=left_out,
        no_benefit=no_benefit,
        after_end=after_end,
        kept=kept,
        cut=number(State.CUT),
    )


def kinds_of_wrong(states: NDArray[np.int64], rows: Rows, unknown_too: bool) -> Iterator[tuple[str, int]]:
    """What is wrong, and how often."""
    bits = np.arange(STATES)
    for bit, (ours, _) in rows.expected.items():
        if bit is not State.UNKNOWN_PERSON or unknown_too:
            number = int(states[(bits & bit) != 0].sum())
            if number:
                yield _kind(bit, ours), number


def _kind(bit: State, ours: str) -> str:
    if bit is State.NO_PERSON:
        return "no id of a person"
    if bit is State.UNKNOWN_PERSON:
        return "unknown person"
    if bit is State.END_BEFORE_START:
        return "end before start"
    return f"no possible {ours}"
