"""Spells and jobs in pieces that workers read each by itself: files of CSV, row groups of Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from stegvis.benefits.files import Group, Table
from stegvis.benefits.judging import no_rows
from stegvis.benefits.opening import Opened
from stegvis.benefits.rows import Rows

PIECE_ROWS = 1_000_000
AT_ONCE = 500_000


@dataclass(frozen=True)
class Piece:
    """Part of a file: the place of its table in `Opened.rows`, of its group and its file there, and which
    row groups of it, from `first` up to, not with, `end`; a CSV file is one piece."""

    rows: int
    group: int
    file: int
    first: int = 0
    end: int = 0


def pieces(opened: Opened) -> Iterator[Piece]:
    """All of SPELLS and jobs, in pieces of about PIECE_ROWS rows where the files allow it."""
    for place, rows in enumerate(opened.rows):
        for number, group in enumerate(rows.table.groups):
            for place_of_file, file in enumerate(group.files):
                if not file.parquet:
                    yield Piece(place, number, place_of_file)
                    continue
                for first, end in _row_groups(pq.read_metadata(file.read)):
                    yield Piece(place, number, place_of_file, first, end)


def _row_groups(metadata: pq.FileMetaData) -> Iterator[tuple[int, int]]:
    first = many = 0
    for number in range(metadata.num_row_groups):
        many += metadata.row_group(number).num_rows
        if many >= PIECE_ROWS or number + 1 == metadata.num_row_groups:
            yield first, number + 1
            first, many = number + 1, 0


def judged(connection: duckdb.DuckDBPyConnection, opened: Opened, piece: Piece) -> Iterator[pa.RecordBatch]:
    """The piece's rows as `Rows.packed` tells of them. Needs the tables `people`, `codes` and `weeks`.

    Raises duckdb.Error or ArrowException where the file cannot be read to its end.
    """
    rows = opened.rows[piece.rows]
    group = rows.table.groups[piece.group]
    file = group.files[piece.file]
    if file.parquet:
        part = row_groups(opened, piece, _columns(rows, group))
        connection.register("piece", _plain(part))
        source = "piece"
    else:
        source = Table(rows.table.option, (Group((file,)),), rows.table.separator).source(Group((file,)))
    yield from connection.sql(rows.packed(group, source)).to_arrow_reader(AT_ONCE)


def row_groups(
    opened: Opened, piece: Piece, columns: Sequence[str] | None, words: Sequence[str] = ()
) -> pa.Table:
    """A piece of Parquet, these columns of it or all; `words`: columns that are to be dictionaries.

    Raises ArrowException where the file cannot be read to its end.
    """
    file = opened.rows[piece.rows].table.groups[piece.group].files[piece.file]
    try:
        whole = pq.ParquetFile(file.read, read_dictionary=list(words))
        return whole.read_row_groups(list(range(piece.first, piece.end)), columns=columns)
    except OSError as error:  # also where its bytes make no sense
        raise pa.ArrowInvalid(f"{file.shown}: {str(error).splitlines()[0]}") from error


def lines_that_are_no_rows(connection: duckdb.DuckDBPyConnection, rows: Rows) -> int:
    """How many this connection met so far, of that table."""
    return no_rows(connection, rows.table)


def _columns(rows: Rows, group: Group) -> Sequence[str] | None:
    """The columns that are needed; None for all, as of a register with a column for each week."""
    return None if rows.register.layout == "wide" else list(dict.fromkeys(rows.columns[group].values()))


def _plain(table: pa.Table) -> pa.Table:
    """Words as words: DuckDB takes what Arrow keeps as a dictionary for a type of its own."""
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table.column(place).cast(field.type.value_type))
    return table


def states(batch: pa.RecordBatch) -> NDArray[np.integer]:
    """The state of each row that `judged` gave."""
    found: NDArray[np.integer] = batch.column("state").to_numpy()
    return found
