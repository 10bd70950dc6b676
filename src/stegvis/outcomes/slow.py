"""The reference over a batch: for what no kernel does, and to compare kernels with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.batch import BENEFITS, UNKNOWN, Batch
from stegvis.outcomes.history import Job, PersonHistory, Spell
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.reference import evaluate
from stegvis.outcomes.table import Answers

MISSING = np.iinfo(np.int32).min
"""Stands in a column of PEOPLE where a cell is empty."""

Columns = Mapping[str, NDArray[np.int32]]
"""Columns of PEOPLE in whole numbers, a row for each person of the batch; MISSING where a cell is empty."""


def answer(outcome: Outcome, batch: Batch, columns: Columns, *, register_end: int, jobs: bool) -> Answers:
    """What the outcome answers for each person. `jobs`: whether any were given."""
    found = people(batch, columns, jobs=jobs)
    return Answers.of(outcome, (evaluate(outcome, person, register_end) for person in found))


def people(batch: Batch, columns: Columns, *, jobs: bool) -> Iterator[PersonHistory]:
    """Each person of a batch."""
    for number in range(batch.persons):
        yield person(batch, columns, number, jobs=jobs)


def person(batch: Batch, columns: Columns, number: int, *, jobs: bool) -> PersonHistory:
    """The person in that row of the batch."""
    spells, their_jobs = batch.spells, batch.jobs
    rows = range(int(spells.offsets[number]), int(spells.offsets[number + 1]))
    job_rows = range(int(their_jobs.offsets[number]), int(their_jobs.offsets[number + 1]))
    known = {name: int(column[number]) for name, column in columns.items()}
    return PersonHistory(
        columns={name: None if day == MISSING else day for name, day in known.items()},
        spells=tuple(
            Spell(
                int(spells.start[row]),
                int(spells.end[row]),
                BENEFITS[spells.benefit[row]],
                int(spells.grade[row]),
            )
            for row in rows
        ),
        jobs=tuple(
            Job(
                int(their_jobs.start[row]),
                int(their_jobs.end[row]),
                None if their_jobs.hours[row] == UNKNOWN else int(their_jobs.hours[row]),
                None if their_jobs.competitive[row] == UNKNOWN else bool(their_jobs.competitive[row]),
            )
            for row in job_rows
        )
        if jobs
        else None,
    )
