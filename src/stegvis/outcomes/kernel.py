"""The fast engine: many outcomes over a batch in one pass. It answers what the reference answers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import ModuleType
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.batch import Batch, SpellColumns
from stegvis.foundation.compiled import numba_wanted
from stegvis.outcomes import slow, times, windowed
from stegvis.outcomes.gaps import Asked
from stegvis.outcomes.levels import Scans
from stegvis.outcomes.measures import TIMES, Measure
from stegvis.outcomes.month_tables import MonthTables
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.part import Part
from stegvis.outcomes.slow import MISSING, Columns
from stegvis.outcomes.table import Answers

SLOW = frozenset({Measure.JOB_START, Measure.JOB_AVERAGE, Measure.PROGRAMME})
"""Measures that only the reference answers."""

Cell = TypeVar("Cell", bound=np.generic)

FEW = 10_000
"""For fewer persons than that it takes longer to load numba than NumPy needs to answer."""

PERSONS = 16_400
"""How many persons are looked at together: what is known of them stays in the processor's cache. No power of
two: columns of that length would push each other out of it."""


def evaluate(
    outcomes: Mapping[str, Outcome],
    batch: Batch,
    columns: Columns,
    *,
    register_end: int,
    jobs: bool,
    numba: bool | None = None,
    threads: int = 0,
) -> dict[str, Answers]:
    """What each outcome answers for each person: what `slow.answer` does, only faster.

    `jobs`: whether any were given. `numba`: whether to use it; by default for many persons if it is
    installed, unless STEGVIS_NUMBA is 0. `threads`: how many at a time, 0 for one a processor; answers do
    not depend on it.
    Raises ImportError if numba is asked for and not there.
    """
    fast = {id: one for id, one in outcomes.items() if Measure(one.measure) not in SLOW}
    needing = {id for id, one in fast.items() if _needs(one, columns)}
    answers = {
        id: (Answers.empty if id in needing else _blank)(one, batch.persons) for id, one in fast.items()
    }
    if numba is None and batch.persons < FEW:
        numba = False
    found, months, asked = scans(numba), _months(fast.values(), columns, register_end), Asked(fast.values())

    def fill(first: int) -> None:
        rows = slice(first, min(first + PERSONS, batch.persons))
        part = Part(
            found,
            _of_persons(batch.spells, rows),
            {name: column[rows] for name, column in columns.items()},
            register_end,
            months,
            asked,
        )
        for id, outcome in fast.items():
            theirs = _rows(answers[id], rows)
            if id in needing:
                theirs.reason[:] = part.unanswered(outcome)[:, None]
            elif Measure(outcome.measure) in TIMES:
                times.answer(outcome, part, theirs)
            else:
                windowed.answer(outcome, part, theirs)

    firsts = range(0, batch.persons, PERSONS)
    threads = min(threads or _processors(), len(firsts))
    if threads > 1:
        with ThreadPoolExecutor(threads) as several:
            list(several.map(fill, firsts))
    else:
        for first in firsts:
            fill(first)
    return {
        id: answers[id]
        if id in fast
        else slow.answer(outcome, batch, columns, register_end=register_end, jobs=jobs)
        for id, outcome in outcomes.items()
    }


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def scans(numba: bool | None = None) -> Scans:
    """The scans of numba or of NumPy, as `evaluate` chooses."""
    if numba is None:
        numba = numba_wanted()
    found: ModuleType
    if numba:
        from stegvis.outcomes import scans_numba as found
    else:
        from stegvis.outcomes import scans_numpy as found
    return cast(Scans, found)


def _blank(outcome: Outcome, persons: int) -> Answers:
    """Answers to be written. Columns that stay empty are one cell, seen from every row."""
    measure = Measure(outcome.measure)
    times, states, spells = measure in TIMES, measure is Measure.STATES, measure is Measure.LONG_SPELLS
    one = Answers.empty(outcome, 1)

    def column(cell: NDArray[Cell], written: bool) -> NDArray[Cell]:
        shape = persons, len(one.windows)
        return np.empty(shape, cell.dtype) if written else np.broadcast_to(cell[0, 0], shape)

    return replace(
        one,
        time=column(one.time, times),
        event=column(one.event, times),
        value=column(one.value, not times and not states),
        category=column(one.category, states or spells),
        reason=column(one.reason, True),
    )


def _needs(outcome: Outcome, columns: Columns) -> bool:
    """Whether a column is missing that nothing can be answered without."""
    return any(name not in columns for name in (outcome.origin, *outcome.window_origins))


def _months(outcomes: Iterable[Outcome], columns: Columns, register_end: int) -> MonthTables:
    """Tables for all days from which months are counted."""
    origins = {name for one in outcomes for name in (one.origin, *one.window_origins)} & columns.keys()
    known = [columns[name][columns[name] != MISSING] for name in origins]
    days = np.concatenate([*known, [register_end]])
    longest = max((one.horizon * 31 for one in outcomes), default=0)
    return MonthTables(int(days.min()), int(days.max()) + longest)


def _of_persons(spells: SpellColumns, persons: slice) -> SpellColumns:
    first, end = int(spells.offsets[persons.start]), int(spells.offsets[persons.stop])
    return SpellColumns(
        offsets=spells.offsets[persons.start : persons.stop + 1] - first,
        start=spells.start[first:end],
        end=spells.end[first:end],
        benefit=spells.benefit[first:end],
        grade=spells.grade[first:end],
    )


def _rows(answers: Answers, persons: slice) -> Answers:
    """The rows of some persons, to write to."""
    return Answers(
        windows=answers.windows,
        categories=answers.categories,
        reasons=answers.reasons,
        time=answers.time[persons],
        event=answers.event[persons],
        value=answers.value[persons],
        category=answers.category[persons],
        reason=answers.reason[persons],
    )
