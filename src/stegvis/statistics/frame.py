"""A file of data by column: what is a number, what is text, what is missing."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from stegvis.foundation.errors import InputError, Problem
from stegvis.statistics.arrays import Bools, Floats, Ints
from stegvis.statistics.errors import Unsound

MISSING = frozenset({"", ".", "NA", "NaN", "nan"})
TOLD = 20  # problems that are told of one column; more are only counted


@dataclass(frozen=True, eq=False)
class Frame:
    """Columns of text as they stood in the file, by name. Rows count from 2, as the first holds names."""

    columns: dict[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def only(self, name: str, value: str) -> Frame:
        """The rows that have this value in a column. Raises Unsound where there is none."""
        rows = [row for row, text in enumerate(self.column(name).texts) if text == value]
        if not rows:
            there = ", ".join(sorted(set(self.columns[name]))[:TOLD])
            raise Unsound(f"No row has {value!r} in column {name!r}. There are: {there}.")
        return Frame({column: tuple(texts[row] for row in rows) for column, texts in self.columns.items()})

    def column(self, name: str) -> Column:
        """The column of that name. Raises Unsound where there is none."""
        if name not in self.columns:
            there = ", ".join(self.columns)
            raise Unsound(f"There is no column {name!r}. The file has: {there}.")
        return Column(name, self.columns[name])


@dataclass(frozen=True, eq=False)
class Column:
    """One column. It is numeric where every value that is not missing is a number."""

    name: str
    texts: tuple[str, ...]

    @cached_property
    def there(self) -> Bools:
        """Which rows have a value."""
        return np.array([text not in MISSING for text in self.texts], dtype=np.bool_)

    @cached_property
    def numeric(self) -> bool:
        """Whether it is a column of numbers."""
        return not self._wrong

    @cached_property
    def _numbers(self) -> tuple[Floats, tuple[int, ...]]:
        numbers = np.full(len(self.texts), np.nan)
        wrong = []
        for row in np.flatnonzero(self.there):
            try:
                numbers[row] = float(self.texts[row])
            except ValueError:
                wrong.append(int(row))
        return numbers, tuple(wrong)

    @property
    def _wrong(self) -> tuple[int, ...]:
        return self._numbers[1]

    def numbers(self) -> Floats:
        """Its numbers, nan where missing. Raises InputError naming every text that is none."""
        if self._wrong:
            problems = [
                Problem(self.name, self.texts[row], "a number", row + 2) for row in self._wrong[:TOLD]
            ]
            if len(self._wrong) > TOLD:
                more = len(self._wrong) - TOLD
                problems.append(Problem(self.name, f"{more} more like these", "numbers"))
            raise InputError(problems)
        return self._numbers[0]

    def levels(self, rows: Bools) -> tuple[tuple[str, ...], Ints]:
        """Its distinct values among `rows`, in order of numbers or alphabet, and for each row which."""
        if self.numeric:
            values, codes = np.unique(self._numbers[0][rows], return_inverse=True)
            return tuple(f"{value:.10g}" for value in values), codes.astype(np.int64)
        chosen = [self.texts[row] for row in np.flatnonzero(rows)]
        names = sorted(set(chosen))
        place = {name: code for code, name in enumerate(names)}
        return tuple(names), np.array([place[text] for text in chosen], dtype=np.int64)


def complete(columns: Sequence[Column], length: int) -> Bools:
    """The rows in which none of the columns is missing."""
    rows = np.ones(length, dtype=np.bool_)
    for column in columns:
        rows &= column.there
    return rows


def read(path: Path) -> Frame:
    """Read Parquet, or values parted by comma, semicolon or tab with the names of columns in the first row.

    Raises InputError where a row has more or fewer values than there are names, and Unsound where the file is
    not such a file.
    """
    if path.suffix == ".parquet":
        return _read_parquet(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unsound(f"{path} is not text in UTF-8.") from wrong
    first = text.partition("\n")[0]
    between = max((",", ";", "\t"), key=first.count)
    lines = [line for line in csv.reader(text.splitlines(), delimiter=between) if line]
    if not lines:
        raise Unsound(f"{path} is empty.")
    names = [name.strip() for name in lines[0]]
    if len(set(names)) < len(names) or "" in names:
        raise Unsound(f"{path}: the first row must name every column, each by its own name.")
    wrong_rows = [
        Problem("all", f"{len(line)} values", f"{len(names)} values", row)
        for row, line in enumerate(lines[1:], start=2)
        if len(line) != len(names)
    ]
    if wrong_rows:
        raise InputError(wrong_rows[:TOLD])
    columns = zip(*lines[1:], strict=True) if len(lines) > 1 else ([] for _ in names)
    return Frame(
        {name: tuple(value.strip() for value in column) for name, column in zip(names, columns, strict=True)}
    )


def _read_parquet(path: Path) -> Frame:
    """Raises ModuleNotFoundError without pyarrow, and Unsound where the file is not Parquet."""
    import pyarrow as pa
    import pyarrow.parquet

    try:
        table = pa.parquet.read_table(path)
    except pa.ArrowInvalid as wrong:
        raise Unsound(f"{path} is not a Parquet file.") from wrong
    return Frame(
        {
            name: tuple("" if value is None else str(value) for value in table.column(name).to_pylist())
            for name in table.column_names
        }
    )
