"""Answers as rows of a table, and into a file: the whole file, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
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


def table(person: pa.ChunkedArray, id: str, answers: Answers) -> pa.Table:
    """One row for each person and window: person, definition, at, time, event, value, category, reason."""
    persons, number = answers.time.shape
    rows = np.repeat(np.arange(persons), number)
    event = answers.event.ravel()
    none = event == NONE
    value = answers.value.ravel()
    return pa.table(
        {
            "person": person.take(pa.array(rows)),
            "definition": _words((id,), np.zeros(persons * number, np.int8)),
            "at": _words(answers.windows, np.tile(np.arange(number, dtype=np.int16), persons)),
            "time": pa.array(answers.time.ravel(), mask=none),
            "event": pa.array(event, mask=none),
            "value": pa.array(value, mask=np.isnan(value)),
            "category": _words(answers.categories, answers.category.ravel()),
            "reason": _words(answers.reasons, answers.reason.ravel()),
        }
    )


def _words(words: Sequence[str], places: NDArray[np.signedinteger]) -> pa.Array:
    """Text by place; the empty word is null."""
    known = pa.DictionaryArray.from_arrays(
        pa.array(places.astype(np.int16)), pa.array([word or None for word in words], pa.string())
    )
    return known.cast(pa.string())


def tables(people: pa.Table, found: Iterable[Answered], keep: Sequence[str] = ()) -> Iterator[pa.Table]:
    """The table of each outcome and batch, with the columns `keep` of PEOPLE beside."""
    for part in found:
        persons = people.slice(part.batch.first, part.batch.persons)
        for id, answers in part.answers.items():
            rows = table(persons.column("person"), id, answers)
            places = pa.array(np.repeat(np.arange(part.batch.persons), len(answers.windows)))
            for name in keep:
                rows = rows.append_column(name, persons.column(name).take(places))
            yield rows


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
