"""Invented batches for tests, and what to say where two engines differ on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

import numpy as np
from hypothesis import strategies as st

from stegvis.benefits.batch import Batch, Int32, Int64, JobColumns, SpellColumns
from stegvis.benefits.days import day_to_int
from stegvis.outcomes import slow
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.slow import MISSING
from stegvis.outcomes.table import Answers

Row: TypeAlias = tuple[int, int, int, int]
"""A spell: first day, last day, benefit by number, grade in hundredths of a percent. A job: first day, last
day, hundredths of hours a week, competitive."""

Days: TypeAlias = dict[str, list[int]]

ORIGINS = tuple(
    day_to_int(date.fromisoformat(day))
    for day in ("2023-01-02", "2023-12-31", "2024-01-31", "2024-02-29", "2023-03-01")
)
"""Days 0 about a leap day, and on last days of months."""


def batch_of(spells: Sequence[Sequence[Row]], jobs: Sequence[Sequence[Row]] = ()) -> Batch:
    """A batch of persons with these spells, and jobs if there are any."""
    job_rows = jobs or [[] for _ in spells]
    start, end, benefit, grade = _columns(spells)
    job_start, job_end, hours, competitive = _columns(job_rows)
    return Batch(
        first=0,
        persons=len(spells),
        spells=SpellColumns(
            offsets=_offsets(spells), start=start, end=end, benefit=benefit.astype(np.int8), grade=grade
        ),
        jobs=JobColumns(
            offsets=_offsets(job_rows),
            start=job_start,
            end=job_end,
            hours=hours,
            competitive=competitive.astype(np.int8),
        ),
    )


def _columns(rows: Sequence[Sequence[Row]]) -> tuple[Int32, ...]:
    together = np.array([row for theirs in rows for row in sorted(theirs)], np.int32).reshape(-1, 4)
    return tuple(np.ascontiguousarray(together[:, column]) for column in range(4))


def _offsets(rows: Sequence[Sequence[Row]]) -> Int64:
    return np.cumsum([0, *map(len, rows)]).astype(np.int64)


def columns_of(days: Days) -> dict[str, Int32]:
    return {name: np.array(theirs, np.int32) for name, theirs in days.items()}


def differences(
    outcome: Outcome, batch: Batch, days: Days, expected: Answers, found: Answers, *, jobs: bool
) -> str:
    """The first person whose answers differ, with what is known of the person; empty if none do."""
    assert (found.windows, found.categories, found.reasons) == (
        *(expected.windows, expected.categories, expected.reasons),
    )
    names = ("time", "event", "value", "category", "reason")
    for name in names:
        wanted, got = getattr(expected, name), getattr(found, name)
        assert (wanted.dtype, wanted.shape) == (got.dtype, got.shape)
        unlike = np.argwhere(~((wanted == got) | ((wanted != wanted) & (got != got))))
        for person, window in unlike:
            told = slow.person(batch, columns_of(days), int(person), jobs=jobs)
            return f"\n{outcome}\n{told}\nexpected {expected.answer(person, window)}\nfound    " + str(
                found.answer(person, window)
            )
    return ""


def spells(first: int, last: int) -> st.SearchStrategy[list[tuple[int, int, int, int]]]:
    """Spells in days from an origin. Few lengths and grades: ends touch, sums come to a hundred."""
    return st.lists(
        st.tuples(
            st.integers(first, last),
            st.sampled_from((0, 0, 6, 13, 27, 30, 90, 400)),
            st.sampled_from((0, 0, 0, 1, 1, 2, 2, 3, 4, 7)),
            st.sampled_from((0, 1, 2000, 5000, 5001, 8000, 10_000, 10_000)),
        ),
        max_size=7,
    )


@st.composite
def follow_ups(draw: st.DrawFn, *, last: int = 420) -> tuple[Batch, Days, int, bool]:
    """A few persons, what PEOPLE says of them, the register's end, and whether jobs were given."""
    origin = draw(st.sampled_from(ORIGINS))
    persons = draw(st.integers(1, 4))
    register_end = origin + draw(st.integers(last // 4, last + 60) | st.just(-1) | st.just(3000))
    theirs: list[list[Row]] = []
    for _ in range(persons):
        told: list[Row] = []
        for begin, length, benefit, grade in draw(spells(-120, last)):
            told.append((origin + begin, origin + begin + length, benefit, grade))
            if draw(st.integers(0, 3)) == 0:  # another that touches this one
                told.append((origin + begin + length + 1, origin + begin + length + 9, 1, grade))
        if draw(st.booleans()):
            told.append((origin - 300, register_end, 2, draw(st.sampled_from((3000, 5000, 10_000)))))
        theirs.append(told)
    days: Days = {}
    for name, low, high in (
        *(("index_date", -3, 3), ("start_date", -40, -20), ("discharge_date", 20, 40)),
        *(("death", -5, last), ("emigration", -5, last), ("old_age_pension", -5, last)),
    ):
        empty = 11 if name.endswith("_date") else 1  # of twelve cells one is empty, or all but one are
        cell = st.tuples(st.integers(0, 11), st.integers(low, high))
        if draw(st.integers(0, 14)):
            cells = [draw(cell) for _ in range(persons)]
            days[name] = [MISSING if kind >= empty else origin + day for kind, day in cells]
    jobs: list[list[Row]] = []
    if draw(st.booleans()):
        job = st.tuples(st.integers(-20, last), st.integers(0, 200), st.integers(-1, 40), st.integers(-1, 1))
        for _ in range(persons):
            told = draw(st.lists(job, max_size=2))
            jobs.append(
                [
                    (origin + begin, origin + begin + length, hours * 100 if hours > 0 else hours, real)
                    for begin, length, hours, real in told
                ]
            )
    return batch_of(theirs, jobs), days, register_end, bool(jobs)
