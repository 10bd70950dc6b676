"""Answers as rows of a table, and into a file: the whole file, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from stegvis.foundation.errors import InputError, Problem
from stegvis.outcomes.engine import Answered
from stegvis.outcomes.table import NONE, Answers

SUFFIXES = (".parquet", ".csv")


def tables(people: pa.Table, found: Iterable[Answered], keep: Sequence[str] = ()) -> Iterator[pa.Table]:
    """Rows in the order of PEOPLE; of each person by outcome, then by window: however they were worked out.

    Columns: person, definition, at, time, event, value, category, reason, then the columns `keep` of PEOPLE.
    """
    for part in found:
        names = _Names.of(part.answers)
        step = max(1, ROWS // len(names.windows))
        for first in range(0, part.batch.persons, step):
            some = slice(first, min(first + step, part.batch.persons))
            persons = people.slice(part.batch.first + some.start, some.stop - some.start)
            yield _table(
                persons, names, [answers.of_persons(some) for answers in part.answers.values()], keep
            )


ROWS = 1_000_000
"""Of a table, about, at the most."""


@dataclass(frozen=True)
class _Names:
    """What numbers stand for in a table of several outcomes: each has its own words, one after the other."""

    definitions: pa.Array
    windows: pa.Array
    categories: pa.Array
    reasons: pa.Array

    @classmethod
    def of(cls, answers: Mapping[str, Answers]) -> _Names:
        """Definitions and windows have an entry for each row of a person."""
        every = answers.values()
        return cls(
            definitions=_words(id for id, one in answers.items() for _ in one.windows),
            windows=_words(word for one in every for word in one.windows),
            categories=_words(word for one in every for word in one.categories),
            reasons=_words(word for one in every for word in one.reasons),
        )


def _table(persons: pa.Table, names: _Names, answers: Sequence[Answers], keep: Sequence[str]) -> pa.Table:
    number, rows = persons.num_rows, len(names.windows)
    whose = pa.array(np.repeat(np.arange(number), rows))
    place = np.tile(np.arange(rows, dtype=np.int32), number)
    event = np.hstack([one.event for one in answers]).ravel()
    value = np.hstack([one.value for one in answers]).ravel()
    none = event == NONE
    table = pa.table(
        {
            "person": persons.column("person").take(whose),
            "definition": _named(place, names.definitions),
            "at": _named(place, names.windows),
            "time": pa.array(np.hstack([one.time for one in answers]).ravel(), mask=none),
            "event": pa.array(event, mask=none),
            "value": pa.array(value, mask=np.isnan(value)),
            "category": _named(
                _after_one_another([(one.category, one.categories) for one in answers]), names.categories
            ),
            "reason": _named(
                _after_one_another([(one.reason, one.reasons) for one in answers]), names.reasons
            ),
        }
    )
    for name in keep:
        table = table.append_column(name, persons.column(name).take(whose))
    return table


def _after_one_another(parts: Sequence[tuple[NDArray[np.int8], Sequence[str]]]) -> NDArray[np.int32]:
    """Places in each part's own words as places in the words of all."""
    begins = np.cumsum([0, *(len(words) for _, words in parts[:-1])])
    return np.hstack(
        [places.astype(np.int32) + np.int32(begin) for (places, _), begin in zip(parts, begins, strict=True)]
    ).ravel()


def _words(words: Iterable[str]) -> pa.Array:
    """The empty word is null."""
    return pa.array([word or None for word in words], pa.string())


def _named(places: NDArray[np.int32], words: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places), words).cast(pa.string())


def write(parts: Iterator[pa.Table], out: Path) -> int:
    """Write all parts to `out`, Parquet or CSV by its ending; how many rows. Nothing is left on failure."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}-")
    os.close(handle)
    try:
        rows = _written(parts, Path(name), as_csv=out.suffix == ".csv")
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink()
        raise
    return rows


def _written(parts: Iterator[pa.Table], path: Path, *, as_csv: bool) -> int:
    first = next(parts, None)
    if first is None:
        raise InputError([Problem("person", "nobody", "at least one person", file="PEOPLE")])
    rows = 0
    with _writer(path, first.schema, as_csv=as_csv) as writer:
        for part in chain([first], parts):
            writer.write_table(part)
            rows += part.num_rows
    return rows


def _writer(path: Path, schema: pa.Schema, *, as_csv: bool) -> pa.csv.CSVWriter | pa.parquet.ParquetWriter:
    if as_csv:
        return pa.csv.CSVWriter(path, schema, write_options=CSV)
    return pa.parquet.ParquetWriter(path, schema)


CSV = pa.csv.WriteOptions(quoting_style="needed")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
