"""Outcomes that have a row for each window: what was counted in it, or which state held."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stegvis.benefits.batch import Int8, Int32
from stegvis.outcomes.history import EVENTS, FULL
from stegvis.outcomes.levels import Bools
from stegvis.outcomes.measures import Measure
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.part import Part
from stegvis.outcomes.table import Answers

Floats = NDArray[np.float64]


def answer(outcome: Outcome, part: Part, answers: Answers) -> None:
    """Write what the outcome answers for the persons of the part."""
    measure, reason = Measure(outcome.measure), part.unanswered(outcome)[:, None]
    begin, end = _windows(outcome, part)
    seen_end = begin + 1 if measure is Measure.STATES and not outcome.run_days else end
    ended, code = (column[:, None] for column in part.ended(outcome))
    cut = ended < seen_end
    by_event = np.array([answers.reasons.index(name) if name else 0 for name in _EVENT_NAMES], np.int8)
    unknown = seen_end - 1 > part.register_end
    reason = np.where((reason == 0) & unknown, np.int8(answers.reasons.index("register_end")), reason)
    reason = np.where((reason == 0) & cut, by_event[code], reason)
    answers.reason[:] = reason
    if measure is Measure.STATES:
        answers.category[:] = _states(outcome, part, begin, seen_end, reason == 0)
        return
    counted = (part.unanswered(outcome)[:, None] == 0) & ~unknown
    if measure is Measure.FREE_WINDOW:
        above = part.scans.days(part.levels(outcome), outcome.level * 100, begin, end, False)
        answers.value[:] = np.where(reason == 0, above == 0, np.nan)
        return
    seen = np.where(cut, np.maximum(begin, ended), end)
    if measure is Measure.LONG_SPELLS:
        number = part.scans.long_runs(part.levels(outcome), outcome.level * 100, begin, seen, outcome.length)
        category = np.where(number > 0, answers.categories.index("yes"), answers.categories.index("no"))
        answers.category[:] = np.where(counted, category, 0)
        answers.value[:] = np.where(counted, number, np.nan)
    elif measure is Measure.FREE_WEEKS:
        answers.value[:] = np.where(counted, _free_weeks(outcome, part, begin, end, seen), np.nan)
    else:
        answers.value[:] = np.where(counted, _days(outcome, part, begin, end, seen), np.nan)


_EVENT_NAMES = ["", "", *EVENTS]
"""What ended a follow-up, by its code."""


def _windows(outcome: Outcome, part: Part) -> tuple[Int32, Int32]:
    """Each window's first day, and the day after its last."""
    key = (outcome.origin, outcome.window_origins, outcome.window_from, outcome.window_until)
    return part.once(("windows", key, outcome.window_unit), lambda: _find_windows(outcome, part))


def _find_windows(outcome: Outcome, part: Part) -> tuple[Int32, Int32]:
    origins = outcome.window_origins or (outcome.origin,) * len(outcome.windows)

    def days(numbers: tuple[int, ...]) -> Int32:
        found = np.empty((part.persons, len(numbers)), np.int32)
        for window, (origin, number) in enumerate(zip(origins, numbers, strict=True)):
            found[:, window] = part.months.later(part.origin(origin), number, outcome.window_unit)
        return found

    return days(outcome.window_from), days(outcome.window_until)


def _days(outcome: Outcome, part: Part, begin: Int32, end: Int32, seen: Int32) -> Floats:
    net = outcome.count == "net"
    found = part.scans.days(part.levels(outcome), outcome.level * 100, begin, seen, net)
    total: Floats = found / (FULL if net else 1)
    if outcome.per == "month":
        total = total / (np.array(outcome.window_until) - np.array(outcome.window_from))
    elif outcome.per == "share":
        total = total / (end - begin)
    return total


def _free_weeks(outcome: Outcome, part: Part, begin: Int32, end: Int32, seen: Int32) -> Floats:
    found = np.empty(begin.shape)
    for window in range(begin.shape[1]):
        weeks = (end[:, window] - begin[:, window]) // 7
        number = np.arange(weeks.max(initial=0), dtype=np.int32)
        first = begin[:, window, None] + 7 * number
        above = part.scans.days(part.levels(outcome), outcome.level * 100, first, first + 7, False)
        free = (above == 0) & (first + 7 <= seen[:, window, None]) & (number < weeks[:, None])
        found[:, window] = free.sum(axis=1) / (weeks if outcome.per == "share" else 1)
    return found


def _states(outcome: Outcome, part: Part, begin: Int32, end: Int32, answered: Bools) -> Int8:
    """The category of each window, by its place."""
    names = ["", *(state.name for state in outcome.rules), outcome.otherwise]
    place = {name: number for number, name in enumerate(names)}
    found = np.full(begin.shape, place[outcome.otherwise], np.int8)
    for state in reversed(outcome.rules):  # of several that hold, the first is written last
        levels, above = part.of_state(state), state.percent * 100 - 1
        if outcome.run_days > 1:
            run = part.scans.first_runs(levels, above, begin, outcome.run_days)
            holds = run <= end - outcome.run_days
        else:
            holds = part.scans.days(levels, above, begin, end, False) > 0
        found[holds] = place[state.name]
    found[~answered] = 0
    left = np.zeros(part.persons, np.int8)  # the absorbing state that was entered
    absorbing = [place[name] for name in outcome.absorbing if name in place]
    for window in range(begin.shape[1]) if absorbing else ():
        known = answered[:, window]
        found[:, window] = np.where(known & (left > 0), left, found[:, window])
        left = np.where(known & np.isin(found[:, window], absorbing), found[:, window], left)
    return found
