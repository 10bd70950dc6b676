"""The reference over a batch: for what no kernel does, and to compare kernels with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.batch import BENEFITS, UNKNOWN, Batch
from stegvis.outcomes.history import Job, PersonHistory, Spell
from stegvis.outcomes.measures import FROM_JOBS, Measure
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.reference import evaluate
from stegvis.outcomes.table import Answers

MISSING = np.iinfo(np.int32).min
"""Stands in a column of PEOPLE where a cell is empty."""

Columns = Mapping[str, NDArray[np.int32]]
"""Columns of PEOPLE in whole numbers, a row for each person of the batch; MISSING where a cell is empty."""


def answer(outcome: Outcome, batch: Batch, columns: Columns, *, register_end: int, jobs: bool) -> Answers:
    """What the outcome answers for each person. `jobs`: whether any were given."""
    measure = Measure(outcome.measure)
    if measure in FROM_JOBS and not jobs:
        return _without_jobs(outcome, batch, columns)
    spells = bool(outcome.baseline) or measure not in FROM_JOBS | {Measure.PROGRAMME}
    found = people(batch, columns, jobs=jobs, spells=spells)
    return Answers.of(outcome, (evaluate(outcome, person, register_end) for person in found))


def _without_jobs(outcome: Outcome, batch: Batch, columns: Columns) -> Answers:
    """Nobody's answer, as no jobs were given; or as something is missing that is looked at before."""
    answers = Answers.empty(outcome, batch.persons)
    answers.reason[:] = answers.reasons.index("needs:jobs")
    for name in reversed(dict.fromkeys((outcome.origin, *outcome.window_origins))):
        if name in columns:
            answers.reason[columns[name] == MISSING] = answers.reasons.index(f"no_{name}")
        else:
            answers.reason[:] = answers.reasons.index(f"needs:{name}")
    return answers


def people(batch: Batch, columns: Columns, *, jobs: bool, spells: bool = True) -> Iterator[PersonHistory]:
    """Each person of a batch; without `spells` where nothing asks for them."""
    for number in range(batch.persons):
        yield person(batch, columns, number, jobs=jobs, spells=spells)


def person(batch: Batch, columns: Columns, number: int, *, jobs: bool, spells: bool = True) -> PersonHistory:
    """The person in that row of the batch."""
    theirs, their_jobs = batch.spells, batch.jobs
    rows = range(int(theirs.offsets[number]), int(theirs.offsets[number + 1]) if spells else 0)
    job_rows = range(int(their_jobs.offsets[number]), int(their_jobs.offsets[number + 1]))
    known = {name: int(column[number]) for name, column in columns.items()}
    return PersonHistory(
        columns={name: None if day == MISSING else day for name, day in known.items()},
        spells=tuple(
            Spell(
                int(theirs.start[row]),
                int(theirs.end[row]),
                BENEFITS[theirs.benefit[row]],
                int(theirs.grade[row]),
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
