"""Says where in the files something is wrong. Slower than reading, and only done when something is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import duckdb

from stegvis.benefits.files import File, Group, Table, lines
from stegvis.benefits.sql import literal
from stegvis.foundation.errors import Problem


def find(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    wrong: Callable[[Group, str, str], str],
    problems: Callable[[Group, File, Sequence[object]], Iterator[Problem]],
    most: int | None,
) -> Iterator[Problem]:
    """Problems by file and row. `wrong` is the SQL for wrong rows of a source with an expression for the
    row's number; `problems` tells what is wrong with one of them.

    Rows of CSV are lines of the file, the header being 1; rows of Parquet are counted from 1, and at the most
    `most` that are wrong are looked at in each file.
    """
    limit = "" if most is None else f" LIMIT {most}"
    for group in table.groups:
        for file in group.files:
            if file.parquet:
                source = f"read_parquet({literal(str(file.read))}, file_row_number=true)"
                found = connection.execute(wrong(group, source, '"file_row_number" + 1') + limit)
                while rows := found.fetchmany(1000):
                    for row in rows:
                        yield from problems(group, file, row)
            else:
                yield from _of_lines(connection, table, group, file, wrong, problems)


def _of_lines(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    group: Group,
    file: File,
    wrong: Callable[[Group, str, str], str],
    problems: Callable[[Group, File, Sequence[object]], Iterator[Problem]],
) -> Iterator[Problem]:
    for some in lines(file, table.separator):
        connection.register("lines_of_file", some.rows)
        rows = connection.execute(wrong(group, "lines_of_file", '"row number"')).fetchall()
        connection.unregister("lines_of_file")
        found = [*some.problems, *(problem for row in rows for problem in problems(group, file, row))]
        yield from sorted(found, key=lambda problem: problem.row or 0)
