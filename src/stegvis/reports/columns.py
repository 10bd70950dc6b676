"""Columns of PEOPLE: what is a number, a category, or missing, as `stegvis survival` has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stegvis.statistics.arrays import Bools, Floats, Ints
from stegvis.statistics.frame import MISSING


@dataclass(frozen=True, eq=False)
class Column:
    """`levels`: the distinct values in order of numbers or of the alphabet; `codes`: for each row its place
    in them, −1 where nothing is written. `values`: the levels as numbers, None if one of them is no number.
    `days`: whether every value is a day."""

    name: str
    levels: tuple[str, ...]
    codes: Ints
    values: Floats | None
    days: bool = False

    @property
    def there(self) -> Bools:
        """Which rows have a value."""
        found: Bools = self.codes >= 0
        return found

    @property
    def numeric(self) -> bool:
        """Whether it is a column of numbers."""
        return self.values is not None

    def numbers(self) -> Floats:
        """Its number in every row, nan where missing. Only for a column of numbers that has some."""
        assert self.values is not None
        return np.where(self.codes >= 0, self.values[self.codes], np.nan)

    def levels_among(self, rows: Bools) -> list[int]:
        """The places of the levels that occur in these rows."""
        mine = self.codes[rows]
        return [int(code) for code in np.unique(mine[mine >= 0])]


def column_of(name: str, written: pa.ChunkedArray) -> Column:
    """Read a column. Text counts without spaces around it."""
    if pa.types.is_floating(written.type) or pa.types.is_integer(written.type):
        return _of_numbers(name, written)
    days = pa.types.is_date(written.type) or pa.types.is_timestamp(written.type)
    if not pa.types.is_string(written.type) and not pa.types.is_large_string(written.type):
        written = written.cast(pa.string())
    table = pc.utf8_trim_whitespace(written).dictionary_encode().unify_dictionaries().combine_chunks()
    if isinstance(table, pa.ChunkedArray):
        table = table.chunk(0) if table.num_chunks else pa.array([], pa.string()).dictionary_encode()
    words = [str(word) for word in table.dictionary.to_pylist()]
    codes = table.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    known = [place for place, word in enumerate(words) if word not in MISSING]
    numbers = _numbers([words[place] for place in known]) if not days else None
    if numbers is not None:
        values, places = np.unique(numbers, return_inverse=True)
        names = tuple(f"{value:.10g}" for value in values)
    else:
        names = tuple(sorted(words[place] for place in known))
        place_of = {word: place for place, word in enumerate(names)}
        values, places = None, np.array([place_of[words[place]] for place in known], np.int64)
    new = np.full(len(words) + 1, -1, np.int64)  # the last for rows without a value
    new[known] = places
    return Column(name, names, new[codes], values, days or _are_days(names))


def columns_of(table: pa.Table, names: Sequence[str]) -> Mapping[str, Column]:
    """These columns, by name."""
    return {name: column_of(name, table.column(name)) for name in names}


def _of_numbers(name: str, written: pa.ChunkedArray) -> Column:
    numbers = written.cast(pa.float64()).to_numpy()
    codes = np.full(len(numbers), -1, np.int64)
    there = np.isfinite(numbers)
    values, codes[there] = np.unique(numbers[there], return_inverse=True)
    return Column(name, tuple(f"{value:.10g}" for value in values), codes, values)


def _numbers(words: Sequence[str]) -> Floats | None:
    with suppress(ValueError):
        found = np.array([float(word) for word in words])
        return found if np.isfinite(found).all() else None
    return None


def _are_days(words: Sequence[str]) -> bool:
    try:
        for word in words:
            date.fromisoformat(word)
    except ValueError:
        return False
    return bool(words) and all("-" in word for word in words)
