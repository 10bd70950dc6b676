"""Reads what registers give: spells, people, and jobs, from CSV or Parquet, however large."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from stegvis.benefits import quick
from stegvis.benefits.batch import BENEFIT_CODES
from stegvis.benefits.batches import Batches
from stegvis.benefits.codes import parse_codes
from stegvis.benefits.days import day_to_int
from stegvis.benefits.files import Table
from stegvis.benefits.finding import find
from stegvis.benefits.histories import Histories
from stegvis.benefits.judging import counted, kinds_of_wrong, no_rows, shelve
from stegvis.benefits.opening import Opened, Request, open_all
from stegvis.benefits.register import Register
from stegvis.benefits.report import Counts, Report, WrongRows
from stegvis.benefits.rows import Rows
from stegvis.benefits.shelves import Shelves
from stegvis.benefits.weeks import weeks
from stegvis.foundation.errors import InputError, Problem


class OnError(StrEnum):
    """What to do with rows that cannot be right."""

    STOP = "stop"
    SKIP = "skip"


class UnknownPerson(StrEnum):
    """What to do with rows of a person who is not in PEOPLE."""

    SKIP = "skip"
    STOP = "stop"


MEMORY = 4 << 30
BYTES_A_ROW = (
    256  # of all memory, for each row of a batch: the rows, their order, the result, and DuckDB's part
)
MOST_SHELVES = 1000
NOT_THE_FILES = (
    duckdb.OutOfMemoryException,
    duckdb.InternalException,
    duckdb.InterruptException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ConversionException,
    duckdb.ParserException,
)
"""What DuckDB raises when not the files are at fault, but we or the machine."""


def read(
    spells: Path,
    people: Path,
    *,
    register: Register,
    register_end: date,
    jobs: Path | None = None,
    names: Mapping[str, str] | None = None,
    separator: str = ",",
    encoding: str = "utf-8",
    on_error: OnError = OnError.STOP,
    unknown_person: UnknownPerson = UnknownPerson.SKIP,
    day_columns: Collection[str] = (),
    memory: int = MEMORY,
    batch_rows: int | None = None,
    shown: int | None = 50,
    temporary: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, about: None,
) -> Histories:
    """Read SPELLS, PEOPLE and perhaps JOBS; each a file or a folder of files, CSV or Parquet.

    `names` are pairs theirs → ours. `day_columns` are further columns of PEOPLE that hold days. What begins
    after `register_end` is left out, what is open or goes on is cut there. `memory`, in bytes, is what
    reading may use; more than that is kept in files in `temporary`. `batch_rows`: about how many rows a batch
    has at the most. `progress` is told again and again how many rows of SPELLS and jobs were read, and of
    about how many.

    Raises InputError with everything that is wrong, `shown` of it in full, all if None. With `on_error` skip,
    rows that are wrong are left out and told in `Histories.report`. Of a person who is in PEOPLE twice the
    first row is kept. With `unknown_person` stop, a row of somebody who is not there raises in either case.
    """
    asked = Request(
        spells=spells,
        people=people,
        jobs=jobs,
        register=register,
        end=day_to_int(register_end),
        names=names or {},
        separator=separator,
        encoding=encoding,
        day_columns=day_columns,
    )
    folder = tempfile.TemporaryDirectory(prefix="stegvis-", dir=temporary)
    try:
        place = Path(folder.name)
        with connected(place, memory) as connection:
            copies = place / "copies"
            copies.mkdir()
            opened = open_all(asked, connection, copies)
            look_ups(connection, opened)
            return _read(
                connection,
                opened,
                folder,
                on_error=on_error,
                unknown_person=unknown_person,
                batch_rows=batch_rows or max(1, memory // BYTES_A_ROW),
                shown=shown,
                progress=progress,
            )
    except (duckdb.Error, pa.ArrowException) as error:
        folder.cleanup()
        if isinstance(error, NOT_THE_FILES):
            raise
        why = str(error).splitlines()[0]
        raise InputError([Problem("FILE", why, "files that can be read to their ends")]) from error
    except BaseException:
        folder.cleanup()
        raise


def connected(folder: Path, memory: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    connection.execute(f"SET memory_limit = '{max(256 << 20, memory * 2 // 5)}B'")
    # DuckDB does not know of a CSV file that it is the long side of a join, and would keep it in memory.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    connection.execute(f"SET temp_directory = '{folder / 'duckdb'}'")
    return connection


def look_ups(connection: duckdb.DuckDBPyConnection, opened: Opened) -> None:
    """What codes and weeks mean, as tables."""
    register = opened.spells.register
    connection.execute("CREATE TABLE codes(code VARCHAR, benefit INTEGER, code_grade INTEGER)")
    connection.executemany(
        "INSERT INTO codes VALUES (?, ?, ?)",
        [
            (code.code, -1 if code.benefit is None else BENEFIT_CODES[code.benefit], code.grade)
            for code in parse_codes(register.codes)
        ],
    )
    if register.unit == "weeks" and register.layout == "long":
        connection.execute("CREATE TABLE weeks(written VARCHAR, first_day INTEGER)")
        known = weeks(register.week_format, register.first_year, register.week_begins)
        listed = ", ".join(f"('{written}', {day})" for written, day in known)
        connection.execute(f"INSERT INTO weeks VALUES {listed}")


def _read(
    connection: duckdb.DuckDBPyConnection,
    opened: Opened,
    folder: tempfile.TemporaryDirectory[str],
    *,
    on_error: OnError,
    unknown_person: UnknownPerson,
    batch_rows: int,
    shown: int | None,
    progress: Callable[[int, int], None],
) -> Histories:
    opened.people.load(connection)
    table = opened.people.arrow(connection)
    about = [rows.table.about_rows() * rows.rows_a_line() for rows in opened.rows]
    count = min(MOST_SHELVES, -(-max(about) // batch_rows) or 1)
    done = 0

    def further(number: int) -> None:
        nonlocal done
        done += number
        progress(done, max(done, sum(about)))

    grouped = _grouped(opened, table) if count == 1 and not opened.people.wrong(connection) else None
    shelves: list[Shelves] = []

    def judge(rows: Rows) -> Judged:
        place = Path(folder.name) / rows.table.option.strip("-").lower()
        place.mkdir()
        shelves.append(Shelves(table.num_rows, count, place))
        if grouped and rows is opened.spells:
            further(int(grouped.states.sum()))
            return Judged(grouped.states, 0)
        states = shelve(connection, rows, shelves[-1], further)
        return Judged(states, no_rows(connection, rows.table))

    report = reported(
        connection, opened, judge, on_error=on_error, unknown_person=unknown_person, shown=shown
    )
    batches = Batches(
        shelves[0],
        shelves[1] if len(shelves) > 1 else None,
        opened.spells.register.unit != "spells",
        grouped.spells if grouped else None,
    )
    return Histories(table, report, batches, folder.cleanup)


class Judged(NamedTuple):
    """How many rows there are of each state, and how many lines that are no rows."""

    states: NDArray[np.int64]
    no_rows: int


def reported(
    connection: duckdb.DuckDBPyConnection,
    opened: Opened,
    judge: Callable[[Rows], Judged],
    *,
    on_error: OnError,
    unknown_person: UnknownPerson,
    shown: int | None,
) -> Report:
    """What is to be said of all files, once PEOPLE is loaded. Raises WrongRows as `read` does."""
    people = opened.people
    wrong = {f"PEOPLE: {kind}": number for kind, number in people.wrong(connection).items()}
    wrong |= _no_rows(people.table, no_rows(connection, people.table))
    counts: list[Counts] = []
    unknown, stops = False, unknown_person is UnknownPerson.STOP
    for rows in opened.rows:
        judged = judge(rows)
        counts.append(counted(judged.states))
        unknown |= stops and counts[-1].unknown_persons > 0
        kinds = kinds_of_wrong(judged.states, rows, stops)
        wrong |= {f"{rows.table.option}: {kind}": number for kind, number in kinds}
        wrong |= _no_rows(rows.table, judged.no_rows)
    problems: tuple[Problem, ...] = ()
    if wrong:
        problems = tuple(islice(_problems(connection, opened, unknown, shown), shown))
        if unknown or on_error is OnError.STOP:
            raise WrongRows(problems, wrong)
    return Report(
        people=people.number(connection),
        spells=counts[0],
        jobs=counts[1] if len(counts) > 1 else Counts(),
        wrong=wrong,
        problems=problems,
    )


def _grouped(opened: Opened, people: pa.Table) -> quick.Grouped | None:
    """The spells by the quick way, where they suit it and all of them are right."""
    if not quick.suits(opened.spells):
        return None
    return quick.group(opened.spells, people.column("person").to_numpy().astype(np.int64, copy=False))


def _no_rows(table: Table, number: int) -> dict[str, int]:
    return {f"{table.option}: line that is no row": number} if number else {}


def _problems(
    connection: duckdb.DuckDBPyConnection, opened: Opened, unknown: bool, most: int | None
) -> Iterator[Problem]:
    """All that is wrong, where it stands; `unknown`: also rows of persons who are not in PEOPLE."""
    people = opened.people
    yield from find(connection, people.table, people.wrong_rows, people.problems, None)
    for rows in opened.rows:
        yield from find(connection, rows.table, partial(rows.wrong, known=unknown), rows.problems, most)
