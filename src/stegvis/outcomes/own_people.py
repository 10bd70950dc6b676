"""A service's own people: each is known until a day of their own, and is counted in one cell of each outcome.

A register ends on one day for all. A service knows nothing more of somebody from the day on which the case
was closed: people of one last day are answered together, as a small register of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.batch import BENEFIT_CODES, UNKNOWN, Batch, JobColumns, SpellColumns
from stegvis.benefits.spells import Benefit
from stegvis.outcomes import kernel
from stegvis.outcomes.history import EVENTS, Spell
from stegvis.outcomes.measures import FROM_STATES, TIMES, YEAR, Measure
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.slow import MISSING
from stegvis.outcomes.small_numbers import LEAST
from stegvis.outcomes.table import NONE, Answers, categories
from stegvis.statistics.competing import Variance, cumulative_incidence
from stegvis.statistics.follow_up import follow_up

NO_ANSWER = "no_answer"
REACHED = "reached"
NOT_REACHED = "not_reached"
ANSWERED = "answered"
YES, NO = "yes", "no"
WITH_TIME = TIMES | {Measure.JOB_START}


@dataclass(frozen=True)
class Followed:
    """One person: day 0, the last day of which anything is known, the spells, the day of death if it is
    known, and the days on which competitive jobs began. Days since 1970-01-01.

    `spells` and `jobs` are None where nobody has written any down: that says nothing of the person.
    """

    index_date: int
    known_until: int
    spells: tuple[Spell, ...] | None = ()
    death: int | None = None
    jobs: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Told:
    """One outcome of all: how many people are in each cell; every person is in one.

    Times: `reached`, `not_reached` as far as known, each competing event, `no_answer`. Yes or no: `yes`,
    `no`. States: one a state. Numbers: `answered`. `at` is the window told, empty where there is but one.
    `median` and the `curve` are in days; `share` had it by day 365, with its 95 percent interval (Aalen–
    Johansen); `mean` is of the values. None where it cannot be told.
    """

    at: str
    cells: Mapping[str, int]
    median: float | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    curve: tuple[tuple[float, float], ...] = field(default=(), repr=False)


def can_answer(outcome: Outcome, benefits: frozenset[Benefit], *, jobs: bool = False) -> bool:
    """Whether spells of `benefits`, and day 0, are all that the outcome asks for; or with `jobs`, the days on
    which jobs began."""
    measure = Measure(outcome.measure)
    if measure is Measure.JOB_START:
        return jobs and outcome.origin == "index_date" and not outcome.window_origins
    asked = {benefit for state in outcome.rules for benefit in state.benefits} | set(outcome.benefits)
    known = set(map(str, benefits))
    return (
        measure not in kernel.SLOW
        and {outcome.origin, *outcome.window_origins} == {"index_date"}
        and (asked <= known if measure in FROM_STATES else bool(asked & known))
    )


def answer(people: Sequence[Followed], outcomes: Mapping[str, Outcome]) -> dict[str, Answers]:
    """What each outcome answers for each person, in their order; nothing of whom nothing is written down."""
    answers = {id: Answers.empty(outcome, len(people)) for id, outcome in outcomes.items()}
    for of_jobs in (False, True):
        some = {id: one for id, one in outcomes.items() if (one.measure == Measure.JOB_START) is of_jobs}
        known = [(one.jobs if of_jobs else one.spells) is not None for one in people]
        if some and any(known):
            _fill(answers, people, np.flatnonzero(known), some)
    return answers


def _fill(
    answers: Mapping[str, Answers],
    people: Sequence[Followed],
    known: NDArray[np.int64],
    outcomes: Mapping[str, Outcome],
) -> None:
    """Answers for the people in the rows `known`, those of one last day at a time."""
    ends = np.array([people[row].known_until for row in known.tolist()], np.int64)
    for end in np.unique(ends):
        rows = known[ends == end]
        some = [people[row] for row in rows.tolist()]
        columns = {
            "index_date": np.array([one.index_date for one in some], np.int32),
            "death": np.array([MISSING if one.death is None else one.death for one in some], np.int32),
        }
        found = kernel.evaluate(
            outcomes, _batch(some, int(end)), columns, register_end=int(end), jobs=True, numba=False
        )
        for id, theirs in found.items():
            for name in ("time", "event", "value", "category", "reason"):
                getattr(answers[id], name)[rows] = getattr(theirs, name)


def _batch(people: Sequence[Followed], end: int) -> Batch:
    order = [
        sorted(
            (spell.start, min(spell.end, end), BENEFIT_CODES[Benefit(spell.benefit)], spell.grade)
            for spell in one.spells or ()
            if spell.start <= end
        )
        for one in people
    ]
    starts = [sorted(start for start in one.jobs or () if start <= end) for one in people]
    jobs = np.array([start for theirs in starts for start in theirs], np.int32)
    offsets = np.cumsum([0, *map(len, order)], dtype=np.int64)
    rows = np.array([row for theirs in order for row in theirs], np.int64).reshape(-1, 4)
    return Batch(
        first=0,
        persons=len(people),
        spells=SpellColumns(
            offsets=offsets,
            start=rows[:, 0].astype(np.int32),
            end=rows[:, 1].astype(np.int32),
            benefit=rows[:, 2].astype(np.int8),
            grade=rows[:, 3].astype(np.int32),
        ),
        jobs=JobColumns(
            offsets=np.cumsum([0, *map(len, starts)], dtype=np.int64),
            start=jobs,
            end=np.full(len(jobs), end, np.int32),
            hours=np.full(len(jobs), UNKNOWN, np.int32),
            competitive=np.ones(len(jobs), np.int8),
        ),
    )


def window_told(outcome: Outcome, answers: Answers) -> int:
    """The place of the last window to which anybody has an answer."""
    places = np.flatnonzero(_known(outcome, answers).any(axis=0))
    return int(places[-1]) if len(places) else len(answers.windows) - 1


def cells(outcome: Outcome, answers: Answers, window: int) -> list[str]:
    """The cell of each person."""
    measure = Measure(outcome.measure)
    if measure in WITH_TIME:
        names = {NONE: NO_ANSWER, 0: NOT_REACHED, 1: REACHED, **{code: name for name, code in EVENTS.items()}}
        return [names[code] for code in answers.event[:, window].tolist()]
    if measure in (Measure.STATES, Measure.LONG_SPELLS):
        words = categories(outcome)
        return [words[place] or NO_ANSWER for place in answers.category[:, window].tolist()]
    values = answers.value[:, window].tolist()
    if measure is Measure.FREE_WINDOW:
        return [NO_ANSWER if value != value else YES if value else NO for value in values]
    return [NO_ANSWER if value != value else ANSWERED for value in values]


def tell(outcome: Outcome, answers: Answers, window: int) -> Told:
    """All people's answers in one window."""
    names = [*_cell_names(outcome), NO_ANSWER]
    found = cells(outcome, answers, window)
    counts = {name: found.count(name) for name in names}
    at = answers.windows[window]
    known = _known(outcome, answers)[:, window]
    if Measure(outcome.measure) in WITH_TIME:
        return _told_of_times(at, counts, answers.time[known, window], answers.event[known, window])
    values = answers.value[known, window]
    has_mean = ANSWERED in counts and len(values) > 0
    return Told(at, counts, mean=float(values.mean()) if has_mean else None)


def _cell_names(outcome: Outcome) -> Iterator[str]:
    measure = Measure(outcome.measure)
    if measure in WITH_TIME:
        yield from (REACHED, NOT_REACHED, *outcome.competing)
    elif measure is Measure.STATES:
        yield from filter(None, categories(outcome))
    elif measure in (Measure.LONG_SPELLS, Measure.FREE_WINDOW):
        yield from (YES, NO)
    else:
        yield ANSWERED


def _known(outcome: Outcome, answers: Answers) -> NDArray[np.bool_]:
    measure = Measure(outcome.measure)
    known: NDArray[np.bool_]
    if measure in WITH_TIME:
        known = answers.event != NONE
    elif measure in (Measure.STATES, Measure.LONG_SPELLS):
        known = answers.category > 0
    else:
        known = ~np.isnan(answers.value)
    return known


def _told_of_times(
    at: str, counts: Mapping[str, int], time: NDArray[np.int32], event: NDArray[np.int8]
) -> Told:
    if not (event == 1).any():
        share = 0.0 if len(time) and time.max() >= YEAR else None
        return Told(at, counts, share=share)
    incidence = cumulative_incidence(follow_up(time, event), variance=Variance.AALEN)[0]
    kind = incidence.kinds.index(1)
    back = incidence.probability[:, kind]
    reached = np.flatnonzero(back >= 0.5)
    share = float(incidence.at([YEAR])[0, kind])
    last = int(np.searchsorted(incidence.times, YEAR, side="right")) - 1
    told = not np.isnan(share) and last >= 0
    return Told(
        at,
        counts,
        median=float(incidence.times[reached[0]]) if len(reached) else None,
        share=share if told else None,
        low=float(incidence.low[last, kind]) if told else None,
        high=float(incidence.high[last, kind]) if told else None,
        curve=_few_steps(incidence.times, incidence.events[:, kind], back),
    )


def _few_steps(
    times: NDArray[np.float64], events: NDArray[np.float64], back: NDArray[np.float64]
) -> tuple[tuple[float, float], ...]:
    """The curve in steps of at least LEAST people: no step is one person's day."""
    steps, waiting = [(0.0, 0.0)], 0
    for time, number, share in zip(times, events, back, strict=True):
        waiting += int(number)
        if waiting >= LEAST:
            steps.append((float(time), float(share)))
            waiting = 0
    return tuple(steps)
