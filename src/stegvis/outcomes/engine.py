"""Evaluates many outcomes over all people in one pass, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stegvis.benefits.batch import Batch
from stegvis.benefits.histories import Histories
from stegvis.outcomes import kernel
from stegvis.outcomes.columns import needed
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.slow import Columns
from stegvis.outcomes.table import Answers


@dataclass(frozen=True, eq=False)
class Answered:
    """A batch, what PEOPLE says of its persons, and the answers by outcome."""

    batch: Batch
    columns: Columns
    answers: Mapping[str, Answers]


def answered(
    histories: Histories, outcomes: Mapping[str, Outcome], *, register_end: int, jobs: bool
) -> Iterator[Answered]:
    """Every batch in the order of persons. `jobs`: whether any file of jobs was given.

    Raises InputError for a column of PEOPLE that should hold whole numbers and does not.
    """
    columns = needed(histories.people, outcomes.values())
    for batch in histories.batches():
        rows = slice(batch.first, batch.first + batch.persons)
        part = {name: column[rows] for name, column in columns.items()}
        answers = kernel.evaluate(outcomes, batch, part, register_end=register_end, jobs=jobs)
        yield Answered(batch, part, answers)
