"""Outcomes on Apache Spark: rows are shuffled to shelves of persons; the same kernel answers each shelf."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from stegvis.benefits import packing
from stegvis.benefits.batch import Batch, Int32
from stegvis.benefits.grouping import in_order, merged, offsets
from stegvis.benefits.opening import Request, open_all
from stegvis.benefits.packing import PACKED, Packed
from stegvis.benefits.reading import OnError, UnknownPerson, connected, look_ups, reported
from stegvis.benefits.report import Report
from stegvis.benefits.spark import TOLD, Told, shelved
from stegvis.foundation.errors import InputError, Lacking, Problem
from stegvis.outcomes import kernel
from stegvis.outcomes.columns import needed
from stegvis.outcomes.engine import Answered
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.slow import Columns
from stegvis.outcomes.table import Answers

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SHELF = 65_536
"""Persons on a shelf, at the most."""
SHELVES_A_WORKER = 4
MEMORY = 2 << 30
ANSWERED = "shelf int, definition string, answers binary"
SPELLS, JOBS = 0, 1
"""Kinds of rows."""


@dataclass(frozen=True, eq=False)
class OnSpark:
    """`people` as `Histories.people`, what was read, and the answers in the order of persons. The batches of
    these hold no spells: they were where the answers were made."""

    people: pa.Table
    report: Report
    answered: Iterator[Answered]


@dataclass(frozen=True, eq=False)
class _Question:
    """What every worker knows."""

    outcomes: Mapping[str, Outcome]
    columns: Columns
    register_end: int
    jobs: bool
    joins: bool
    persons: int
    shelf: int


@contextmanager
def answered(
    asked: Request,
    outcomes: Mapping[str, Outcome],
    *,
    spark: SparkSession,
    scratch: Path,
    on_error: OnError = OnError.STOP,
    unknown_person: UnknownPerson = UnknownPerson.SKIP,
    shown: int | None = 50,
) -> Iterator[OnSpark]:
    """Every outcome for all people of the files, as `engine.answered` tells them.

    Files and the folder `scratch` must be seen by the workers under the same paths; what is written there is
    removed at the end. PEOPLE is read by the driver and sent to every worker. Raises as `reading.read` does,
    before anything is answered.
    """
    with tempfile.TemporaryDirectory(prefix=".stegvis-", dir=scratch) as name:
        folder = Path(name).absolute()
        copies, out = folder / "copies", folder / "answers"
        copies.mkdir()
        with connected(folder, MEMORY) as connection:
            opened = open_all(asked, connection, copies)
            look_ups(connection, opened)
            opened.people.load(connection)
            people = opened.people.arrow(connection)
            workers = max(1, spark.sparkContext.defaultParallelism)
            shelf = max(1, min(SHELF, -(-people.num_rows // (workers * SHELVES_A_WORKER))))
            question = _Question(
                outcomes=outcomes,
                columns=needed(people, outcomes.values()),
                register_end=asked.end,
                jobs=asked.jobs is not None,
                joins=asked.register.unit != "spells",
                persons=people.num_rows,
                shelf=shelf,
            )
            known = spark.sparkContext.broadcast(pickle.dumps(question))

            def answer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
                return _answer(_question(known.value), batches)

            rows = shelved(spark, opened, connection, people.num_rows, shelf)
            try:
                rows.sortWithinPartitions("shelf").mapInArrow(answer, ANSWERED).write.parquet(out.as_uri())
            except Exception as error:
                raise _in_our_words(error) from error
            parts = _parts(out, -(-people.num_rows // shelf))
            told = Told(opened)
            for content in _of_shelf(parts, TOLD).column("answers").to_pylist():
                for kind, one in pickle.loads(content):
                    told.add(kind, one)
            report = reported(
                connection, opened, told.judge, on_error=on_error, unknown_person=unknown_person, shown=shown
            )
        yield OnSpark(people, report, _in_order_of_persons(question, parts))


OF_PYTHON = ("ModuleNotFoundError: ", "PYTHON_VERSION_MISMATCH", "Cannot run program ")
"""Signs that a worker has not the Python that it needs."""


def _in_our_words(error: Exception) -> Exception:
    """What is wrong with a file, where a worker could not read it to its end, or what workers lack; else the
    error itself."""
    lines = str(error).splitlines()
    if any(sign in line for line in lines for sign in OF_PYTHON):
        return Lacking(
            "Spark's workers need the same Python, and in it the same Stegvis with the extra spark: "
            "let PYSPARK_PYTHON say where it is."
        )
    of_files = [line for line in lines if line.startswith(("duckdb.", "_duckdb.", "pyarrow."))]
    if not of_files:
        return error
    _, _, why = of_files[-1].partition(": ")
    return InputError([Problem("FILE", why, "files that can be read to their ends")])


# In a worker


@lru_cache(maxsize=1)
def _question(known: bytes) -> _Question:
    found: _Question = pickle.loads(known)
    return found


def _answer(question: _Question, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The answers of each shelf, once its last content has come; they come in the order of shelves."""
    held: list[tuple[int, bytes]] = []
    current: int | None = None
    for batch in batches:
        for row in batch.to_pylist():
            if current is not None and row["shelf"] != current:
                yield _of_one(question, current, held)
                held = []
            current = row["shelf"]
            held.append((row["kind"], row["content"]))
    if current is not None:
        yield _of_one(question, current, held)


def _of_one(question: _Question, shelf: int, held: list[tuple[int, bytes]]) -> pa.RecordBatch:
    if shelf == TOLD:
        return _batch(shelf, {"": pickle.dumps(held)})
    batch = _batch_of(question, shelf, held)
    rows = slice(batch.first, batch.first + batch.persons)
    found = kernel.evaluate(
        question.outcomes,
        batch,
        {name: column[rows] for name, column in question.columns.items()},
        register_end=question.register_end,
        jobs=question.jobs,
        threads=1,
    )
    return _batch(shelf, {id: pickle.dumps(_columns(answers)) for id, answers in found.items()})


def _batch_of(question: _Question, shelf: int, held: Iterable[tuple[int, bytes]]) -> Batch:
    """A shelf's persons, with what is held of their spells and jobs."""
    first = shelf * question.shelf
    persons = min(question.shelf, question.persons - first)
    parts: dict[int, list[Packed]] = {SPELLS: [np.empty(0, PACKED)], JOBS: [np.empty(0, PACKED)]}
    for kind, content in held:
        if kind in parts:
            parts[kind].append(np.frombuffer(content, PACKED))
    spells, jobs = np.concatenate(parts[SPELLS]), np.concatenate(parts[JOBS])
    spells, jobs = merged(spells) if question.joins else in_order(spells), in_order(jobs)
    return Batch(
        first=first,
        persons=persons,
        spells=packing.spells(offsets(spells, first, persons), _days(spells), spells["what"]),
        jobs=packing.jobs(offsets(jobs, first, persons), _days(jobs), jobs["what"]),
    )


def _days(rows: Packed) -> Int32:
    return np.ascontiguousarray(rows["start"])


def _columns(answers: Answers) -> tuple[NDArray[np.generic], ...]:
    columns = (answers.time, answers.event, answers.value, answers.category, answers.reason)
    return tuple(map(np.ascontiguousarray, columns))


def _batch(shelf: int, contents: Mapping[str, bytes]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(
        [
            pa.array([shelf] * len(contents), pa.int32()),
            pa.array(list(contents), pa.string()),
            pa.array(list(contents.values()), pa.binary()),
        ],
        names=["shelf", "definition", "answers"],
    )


# At the driver


def _parts(out: Path, shelves: int) -> dict[int, Path]:
    """The file that holds each shelf. Raises Lacking where one is not here: its people would be missing."""
    found = {
        shelf: file
        for file in sorted(out.glob("*.parquet"))
        for shelf in pq.read_table(file, columns=["shelf"]).column("shelf").unique().to_pylist()
    }
    if found.keys() != {TOLD, *range(shelves)}:
        raise Lacking(
            f"Some answers did not come into {out.parent.parent}: "
            "name a folder with --scratch that all of Spark's workers share with this machine."
        )
    return found


def _of_shelf(parts: Mapping[int, Path], shelf: int) -> pa.Table:
    return pq.read_table(parts[shelf], filters=[("shelf", "=", shelf)])


def _in_order_of_persons(question: _Question, parts: Mapping[int, Path]) -> Iterator[Answered]:
    for shelf in sorted(parts):
        if shelf == TOLD:
            continue
        batch = _batch_of(question, shelf, [])
        rows = slice(batch.first, batch.first + batch.persons)
        columns = {name: column[rows] for name, column in question.columns.items()}
        made = _of_shelf(parts, shelf).to_pydict()
        contents = dict(zip(made["definition"], made["answers"], strict=True))
        answers = {id: _answers(outcome, contents[id]) for id, outcome in question.outcomes.items()}
        yield Answered(batch, columns, answers)


def _answers(outcome: Outcome, content: bytes) -> Answers:
    time, event, value, category, reason = pickle.loads(content)
    return replace(
        Answers.empty(outcome, 0), time=time, event=event, value=value, category=category, reason=reason
    )
