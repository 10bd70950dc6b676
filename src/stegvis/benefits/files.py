"""Files of tables, CSV or Parquet, as DuckDB can read them: one file, or all of a folder."""

from __future__ import annotations

import codecs
import csv
import gzip
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from stegvis.benefits.sql import Cell, literal
from stegvis.foundation.errors import InputError, Problem

CSV = (".csv", ".csv.gz", ".txt", ".tsv")
PARQUET = (".parquet", ".pq")
BLOCK = 1 << 22
PACKED_TO = 10  # how many times longer a packed file is, about
TABLE = "a table in UTF-8, or say its --encoding"


@dataclass(frozen=True)
class File:
    """`shown`: the file as the user named it; `read`: what we read, a copy in UTF-8 if it was not that."""

    shown: Path
    read: Path
    parquet: bool
    columns: tuple[Cell, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.column for column in self.columns)

    def about_rows(self) -> int:
        """About how many rows there are: of CSV as many as if all were like the first megabyte."""
        if self.parquet:
            return int(pq.read_metadata(self.read).num_rows)
        with open_bytes(self.read) as file:
            some = file.read(1 << 20)
        size = self.read.stat().st_size * (PACKED_TO if self.read.suffix == ".gz" else 1)
        return (some.count(b"\n") + 1) * max(1, -(-size // max(1, len(some))))


@dataclass(frozen=True)
class Group:
    """Files with the same columns of the same types, one after another: DuckDB reads them at once."""

    files: tuple[File, ...]

    @property
    def columns(self) -> tuple[Cell, ...]:
        return self.files[0].columns

    def cell(self, column: str) -> Cell:
        return next(cell for cell in self.columns if cell.column == column)


@dataclass(frozen=True)
class Table:
    """All files of SPELLS, PEOPLE or JOBS. `rejected` is where DuckDB notes lines that it could not read."""

    option: str
    groups: tuple[Group, ...]
    separator: str

    @property
    def rejected(self) -> str:
        return f"rejected_{self.option.strip('-').lower()}"

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(file for group in self.groups for file in group.files)

    @property
    def names(self) -> set[str]:
        return {column for file in self.files for column in file.names}

    def about_rows(self) -> int:
        return sum(file.about_rows() for file in self.files)

    def source(self, group: Group) -> str:
        """All rows of a group, as SQL. Lines that are no rows are left out and noted."""
        files = "[" + ", ".join(literal(str(file.read)) for file in group.files) + "]"
        if group.files[0].parquet:
            return f"read_parquet({files})"
        columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in group.files[0].names)
        return (
            f"read_csv({files}, auto_detect=false, header=true, delim={literal(self.separator)}, quote='\"',"
            f" escape='\"', nullstr='', columns={{{columns}}}, store_rejects=true,"
            f" rejects_table='{self.rejected}', rejects_scan='{self.rejected}_scans')"
        )


def open_table(
    option: str,
    path: Path,
    connection: duckdb.DuckDBPyConnection,
    separator: str,
    encoding: str,
    copies: Path,
) -> Table:
    """Find the files of `path` and their columns. Raises InputError with every file that is no table."""
    problems: list[Problem] = []
    files: list[File] = []
    for place in _places(option, path):
        try:
            if place.name.lower().endswith(PARQUET):
                files.append(_parquet(place, connection))
            else:
                files.append(_csv(place, separator, encoding, copies))
        except InputError as wrong:
            problems += wrong.problems
    if problems:
        raise InputError(problems)
    groups = itertools.groupby(files, key=lambda file: (file.parquet, file.columns))
    return Table(option, tuple(Group(tuple(same)) for _, same in groups), separator)


def _places(option: str, path: Path) -> list[Path]:
    known = CSV + PARQUET
    if path.is_file():
        if path.name.lower().endswith(known):
            return [path]
        raise InputError([Problem(option, str(path), f"a file whose name ends in {', '.join(known)}")])
    if not path.is_dir():
        raise InputError([Problem(option, str(path), "a file or a folder that is there")])
    hidden = ("_", ".")  # marks that Spark and others leave beside what they wrote
    found = sorted(
        file
        for file in path.rglob("*")
        if file.is_file()
        and file.name.lower().endswith(known)
        and not any(part.startswith(hidden) for part in file.relative_to(path).parts)
    )
    if not found:
        raise InputError([Problem(option, str(path), f"a folder with files that end in {', '.join(known)}")])
    return found


def _parquet(place: Path, connection: duckdb.DuckDBPyConnection) -> File:
    try:
        described = connection.execute(
            f"DESCRIBE SELECT * FROM read_parquet({literal(str(place))})"
        ).fetchall()
    except duckdb.Error:
        raise InputError([Problem("FILE", "", "a file in the format Parquet", file=str(place))]) from None
    return File(place, place, True, tuple(Cell(row[0], row[1]) for row in described))


def _csv(place: Path, separator: str, encoding: str, copies: Path) -> File:
    read = place if codecs.lookup(encoding).name == "utf-8" else _copy(place, encoding, copies)
    header = _header(read, separator)
    if header is None:
        raise InputError([Problem("FILE", "", TABLE, row=1, file=str(place))])
    wrong = [
        Problem(name or "(no name)", name, "a name for each column, each once", row=1, file=str(place))
        for name in dict.fromkeys(header)
        if not name or header.count(name) > 1
    ]
    if not header:
        wrong.append(Problem("FILE", "", "names of columns in the first row", row=1, file=str(place)))
    if wrong:
        raise InputError(wrong)
    return File(place, read, False, tuple(Cell(name, "VARCHAR") for name in header))


def _header(place: Path, separator: str) -> list[str] | None:
    """The names in the first row; None where it is no row of a text."""
    try:
        with open_bytes(place) as file:
            text = TextIOWrapper(file, "utf-8-sig", errors="surrogateescape", newline="")
            header = next(csv.reader(text, delimiter=separator, strict=True), [])
    except (csv.Error, OSError):
        return None
    return [name.strip() for name in header] if _is_text("".join(header)) else None


def _copy(place: Path, encoding: str, copies: Path) -> Path:
    """A copy in UTF-8. Raises InputError at the first byte that is no letter in `encoding`."""
    copy = copies / f"{len(list(copies.iterdir()))}.csv"
    decoder = codecs.getincrementaldecoder(encoding)()
    rows = 1
    with open_bytes(place) as file, copy.open("wb") as out:
        while True:
            block = file.read(BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as wrong:
                rows += wrong.object[: wrong.start].decode(encoding, "replace").count("\n")
                value = repr(wrong.object[wrong.start : wrong.end])[2:-1]
                raise InputError(
                    [Problem("FILE", value, f"text in {encoding}", row=rows, file=str(place))]
                ) from None
            rows += text.count("\n")
            out.write(text.encode("utf-8"))
            if not block:
                return copy


def open_bytes(place: Path) -> IO[bytes]:
    """A file's bytes, unpacked if it is packed."""
    return gzip.open(place) if place.suffix == ".gz" else place.open("rb")  # type: ignore[return-value]


@dataclass(frozen=True)
class Lines:
    """Rows of a CSV file with the lines on which they end, and what of it is no row."""

    rows: pa.Table
    problems: tuple[Problem, ...]


def lines(file: File, separator: str, at_once: int = 200_000) -> Iterator[Lines]:
    """A CSV file line by line, slowly, to say on which lines something is wrong. Cells are texts or null;
    the column `row number` is the line, the header being 1."""
    with open_bytes(file.read) as raw:
        text = TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="")
        reader = csv.reader(text, delimiter=separator, strict=True)
        next(reader)
        numbers: list[int] = []
        rows: list[Sequence[str]] = []
        problems: list[Problem] = []
        try:
            for row in reader:
                if len(row) == len(file.columns) and _is_text("".join(row)):
                    numbers.append(reader.line_num)
                    rows.append(row)
                elif row:
                    problems.append(_no_row(file, reader.line_num, row, separator))
                if len(rows) >= at_once:
                    yield Lines(_table(file, numbers, rows), tuple(problems))
                    numbers, rows, problems = [], [], []
        except csv.Error:
            place = str(file.shown)
            problems.append(Problem("ROW", "", "quotes that are closed", row=reader.line_num, file=place))
        yield Lines(_table(file, numbers, rows), tuple(problems))


def _is_text(text: str) -> bool:
    """Whether no byte of it was left over when the text was decoded."""
    return text.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in text)


def _no_row(file: File, number: int, row: Sequence[str], separator: str) -> Problem:
    place = str(file.shown)
    if len(row) != len(file.columns):
        expected = f"{len(file.columns)} cells, as the first row has, not {len(row)}"
        value = separator.join(row).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        return Problem("ROW", value, expected, row=number, file=place)
    cells = zip(file.columns, row, strict=True)
    column, value = next((cell.column, value) for cell, value in cells if not _is_text(value))
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Problem(column, value, TABLE, row=number, file=place)


def _table(file: File, numbers: list[int], rows: list[Sequence[str]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(file.columns)
    cells = {
        cell.column: pa.array(column, pa.string()) for cell, column in zip(file.columns, columns, strict=True)
    }
    return pa.table({"row number": pa.array(numbers, pa.int64()), **cells})
