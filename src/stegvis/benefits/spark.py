"""Registers read by Apache Spark: workers judge pieces of files, by the same rules, and put rows on shelves.

Workers must see the files under the same paths as the driver, and have Stegvis installed.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from stegvis.benefits.batch import Int64
from stegvis.benefits.opening import Opened
from stegvis.benefits.packing import PACKED, Packed
from stegvis.benefits.pieces import Piece, judged, lines_that_are_no_rows, pieces
from stegvis.benefits.quick_pieces import Way, shelve, way
from stegvis.benefits.reading import Judged, look_ups
from stegvis.benefits.rows import Rows
from stegvis.benefits.state import DROPPED, STATES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SHELVED = "kind byte, shelf int, content binary"
"""Rows of one shelf that are kept, packed in one: to Spark they are bytes, so that it moves few rows instead
of many. `kind` is their place in `Opened.rows`. On shelf TOLD: how many rows of a piece have each state, and
how many lines were no rows. Of kind NOBODY: nothing but that there is such a shelf."""

TOLD, NOBODY = -1, -1
PIECE = "rows int, `group` int, file int, `first` int, `end` int"
MEMORY = "1GB"
"""For DuckDB in each worker."""


def shelved(
    spark: SparkSession, opened: Opened, connection: duckdb.DuckDBPyConnection, persons: int, shelf: int
) -> DataFrame:
    """All rows that are kept as SHELVED, `shelf` persons to a shelf, and what is to be said of the others."""
    ids = connection.sql("SELECT person, number FROM people").to_arrow_table()
    known = spark.sparkContext.broadcast(pickle.dumps((opened, _as_bytes(ids), shelf)))
    listed = [(one.rows, one.group, one.file, one.first, one.end) for one in pieces(opened)]
    shelves = -(-persons // shelf)

    def put(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _put(known.value, batches)

    def nobody(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield _row(NOBODY, number, b"")

    rows = spark.createDataFrame(listed, PIECE).repartition(max(1, len(listed))).mapInArrow(put, SHELVED)
    return rows.union(spark.range(shelves).mapInArrow(nobody, SHELVED)).repartition(shelves + 1, "shelf")


def _put(known: bytes, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    worker = _worker(known)
    for batch in batches:
        for row in batch.to_pylist():
            yield from _put_piece(worker, Piece(*row.values()))


def _put_piece(worker: _Worker, piece: Piece) -> Iterator[pa.RecordBatch]:
    quickly = shelve(worker.way, worker.opened, piece, worker.shelf) if worker.way else None
    if quickly is None:
        yield from _put_in_the_usual_way(worker, piece)
        return
    for one in quickly:
        yield from _on_shelves(piece.rows, one.rows, range(len(one.ends)), one.ends)
        yield _row(piece.rows, TOLD, pickle.dumps((one.states, 0)))


def _put_in_the_usual_way(worker: _Worker, piece: Piece) -> Iterator[pa.RecordBatch]:
    connection, opened = worker.connection, worker.opened
    rows = opened.rows[piece.rows]
    before = lines_that_are_no_rows(connection, rows)
    counts = np.zeros(STATES, np.int64)
    for part in judged(connection, opened, piece):
        columns = {name: part.column(name).to_numpy() for name in part.schema.names}
        state = columns["state"]
        counts += np.bincount(state, minlength=STATES)
        kept = (state & DROPPED) == 0
        packed = np.empty(np.count_nonzero(kept), PACKED)
        for name in PACKED.names or ():
            packed[name] = columns[name][kept]
        yield from _by_shelf(piece.rows, packed, worker.shelf)
    no_rows = lines_that_are_no_rows(connection, rows) - before
    yield _row(piece.rows, TOLD, pickle.dumps((counts, no_rows)))


def _by_shelf(kind: int, rows: Packed, shelf: int) -> Iterator[pa.RecordBatch]:
    which = (rows["person"] // shelf).astype(np.int32)
    rows = rows[np.argsort(which, kind="stable")]
    there, counts = np.unique(which, return_counts=True)
    yield from _on_shelves(kind, rows, there.tolist(), np.cumsum(counts))


def _on_shelves(kind: int, rows: Packed, shelves: Iterable[int], ends: Int64) -> Iterator[pa.RecordBatch]:
    """Rows that lie shelf after shelf, each up to, not with, its end."""
    for number, (first, end) in zip(shelves, pairwise([0, *ends.tolist()]), strict=True):
        if first < end:
            yield _row(kind, number, rows[first:end].tobytes())


def _row(kind: int, shelf: int, content: bytes) -> pa.RecordBatch:
    columns = [pa.array([kind], pa.int8()), pa.array([shelf], pa.int32()), pa.array([content], pa.binary())]
    return pa.RecordBatch.from_arrays(columns, names=["kind", "shelf", "content"])


@dataclass(frozen=True, eq=False)
class _Worker:
    """What a worker keeps from one piece to the next: so many persons to a shelf."""

    opened: Opened
    shelf: int
    connection: duckdb.DuckDBPyConnection
    way: Way | None


@lru_cache(maxsize=1)
def _worker(known: bytes) -> _Worker:
    opened: Opened
    opened, ids, shelf = pickle.loads(known)
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "threads": 1})
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute("SET preserve_insertion_order = false")
    look_ups(connection, opened)
    with pa.ipc.open_stream(ids) as stream:
        people = stream.read_all()
    connection.execute("CREATE TABLE people AS SELECT person, number FROM people")  # the variable
    return _Worker(opened, shelf, connection, way(opened, people))


def _as_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


class Told:
    """What workers told of rows, gathered from shelf TOLD."""

    def __init__(self, opened: Opened) -> None:
        self._places = {id(rows): place for place, rows in enumerate(opened.rows)}
        self._states: NDArray[np.int64] = np.zeros((len(opened.rows), STATES), np.int64)
        self._no_rows = [0] * len(opened.rows)

    def add(self, kind: int, content: bytes) -> None:
        counts, no_rows = pickle.loads(content)
        self._states[kind] += counts
        self._no_rows[kind] += no_rows

    def judge(self, rows: Rows) -> Judged:
        """What `reported` asks of one table."""
        place = self._places[id(rows)]
        return Judged(self._states[place], self._no_rows[place])
