"""Outcomes side by side: how many people each counts as back, when, and on how many they disagree."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from stegvis.outcomes.engine import Answered
from stegvis.outcomes.measures import TIMES, YEAR, Measure
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.table import NONE, Answers, categories, windows
from stegvis.statistics.competing import Incidence, Variance, cumulative_incidence
from stegvis.statistics.follow_up import follow_up

Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Side:
    """One outcome in one group and window. For outcomes without times, `events` to `at_a_year` are None.

    `at`: the month or window, empty where the outcome has but one answer a person. `n`: people with an
    answer; `none`: without, whatever the reason. `events`: returns, or what the outcome looks for. `median`:
    the day by which half of them had it, with other events competing; None if never. `at_a_year`: the share
    that had it by day 365. `mean`: of the value, where there is one. `differ`: people whose answer is another
    than under the first outcome; None where the two cannot be compared. `categories`: how many are in each.
    """

    id: str
    group: Hashable
    at: str
    n: int
    none: int
    events: int | None = None
    median: float | None = None
    at_a_year: float | None = None
    mean: float | None = None
    differ: int | None = None
    categories: Mapping[str, int] = field(default_factory=dict)
    curve: tuple[tuple[float, float], ...] = field(default=(), repr=False)


@dataclass
class _Kept:
    """What is kept of one outcome's answers."""

    time: list[NDArray[np.int32]] = field(default_factory=list)
    event: list[NDArray[np.int8]] = field(default_factory=list)
    value: list[NDArray[np.float64]] = field(default_factory=list)
    category: list[NDArray[np.int8]] = field(default_factory=list)

    def add(self, answers: Answers) -> None:
        self.time.append(answers.time)
        self.event.append(answers.event)
        self.value.append(answers.value)
        self.category.append(answers.category)


def compare(
    outcomes: Mapping[str, Outcome],
    found: Iterable[Answered],
    by: Sequence[Hashable] | None = None,
    *,
    every_window: bool = False,
) -> tuple[Side, ...]:
    """Each outcome in each group, in order; `by` holds the group of every person. One pass.

    Of an outcome with several windows the last one is told to which anybody has an answer; with
    `every_window`, each. Windows are compared with those of the same name under the first outcome.
    """
    kept = {id: _Kept() for id in outcomes}
    for part in found:
        for id, answers in part.answers.items():
            kept[id].add(answers)
    whole = {id: _windows(outcomes[id], one) for id, one in kept.items() if one.time}
    groups = [None] if by is None else sorted(set(by), key=str)
    sides = []
    for group in groups:
        mine = None if by is None else np.array([one == group for one in by])
        first: list[_Window] = []
        for id, ones in whole.items():
            first = first or ones
            everyone = np.ones(len(ones[0].time), np.bool_)
            same = {one.at: one for one in first}
            for one in ones if every_window else [_last(ones)]:
                sides.append(one.side(id, group, everyone if mine is None else mine, same.get(one.at)))
    return tuple(sides)


def _windows(outcome: Outcome, kept: _Kept) -> list[_Window]:
    time, event = np.concatenate(kept.time), np.concatenate(kept.event)
    value, category = np.concatenate(kept.value), np.concatenate(kept.category)
    return [
        _Window(outcome, at, time[:, place], event[:, place], value[:, place], category[:, place])
        for place, at in enumerate(windows(outcome))
    ]


def _last(ones: Sequence[_Window]) -> _Window:
    """The last to which anybody has an answer."""
    return next((one for one in reversed(ones) if one.known.any()), ones[-1])


class _Window:
    """All people's answers under one outcome, at one time or in one window."""

    def __init__(
        self,
        outcome: Outcome,
        at: str,
        time: NDArray[np.int32],
        event: NDArray[np.int8],
        value: NDArray[np.float64],
        category: NDArray[np.int8],
    ) -> None:
        self.measure = Measure(outcome.measure)
        self.categories = categories(outcome)
        self.is_time = self.measure in TIMES | {Measure.JOB_START}
        self.at, self.time, self.event, self.value, self.category = at, time, event, value, category

    @property
    def known(self) -> Bools:
        if self.is_time:
            known: Bools = self.event != NONE
        elif self.measure is Measure.STATES:
            known = self.category > 0
        else:
            known = ~np.isnan(self.value)
        return known

    def side(self, id: str, group: Hashable, mine: Bools, first: _Window | None) -> Side:
        known = self.known[mine]
        n, none = int(known.sum()), int((~known).sum())
        differ = self._differ(first, mine) if first is not None and self._alike(first) else None
        if not self.is_time:
            value = self.value[mine][known]
            mean = float(value.mean()) if n and self.measure is not Measure.STATES else None
            return Side(id, group, self.at, n, none, mean=mean, differ=differ, categories=self._counts(mine))
        time, event = self.time[mine][known], self.event[mine][known]
        events = int((event == 1).sum())
        if not events:
            share = 0.0 if n and time.max() >= YEAR else None
            return Side(id, group, self.at, n, none, events, None, share, None, differ)
        incidence = cumulative_incidence(follow_up(time, event), variance=Variance.AALEN)[0]
        returned = incidence.probability[:, incidence.kinds.index(1)]
        reached = np.flatnonzero(returned >= 0.5)
        at_a_year = float(incidence.at([YEAR])[0, incidence.kinds.index(1)])
        return Side(
            id=id,
            group=group,
            at=self.at,
            n=n,
            none=none,
            events=events,
            median=float(incidence.times[reached[0]]) if len(reached) else None,
            at_a_year=None if np.isnan(at_a_year) else at_a_year,
            differ=differ,
            curve=_steps(incidence, returned),
        )

    def _counts(self, mine: Bools) -> dict[str, int]:
        """How many are in each category, of outcomes that have some."""
        counts = np.bincount(self.category[mine], minlength=len(self.categories))
        return {name: int(number) for name, number in zip(self.categories, counts, strict=True) if name}

    def _alike(self, first: _Window) -> bool:
        same = first.measure == self.measure and first.categories == self.categories
        return same or (first.is_time and self.is_time)

    def _differ(self, first: _Window, mine: Bools) -> int:
        """Whether and when somebody was back; or the number, or the state."""
        if self.is_time:
            back, first_back = self.event == 1, first.event == 1
            other = (back != first_back) | (back & (self.time != first.time)) | (self.known != first.known)
        elif self.measure is Measure.STATES:
            other = self.category != first.category
        else:
            other = ~((self.value == first.value) | (~self.known & ~first.known))
        return int(other[mine].sum())


def _steps(incidence: Incidence, returned: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """Where the curve rises, from day 0 on."""
    rises = np.flatnonzero(np.diff(returned, prepend=0.0) > 0)
    steps = [(float(incidence.times[place]), float(returned[place])) for place in rises]
    return ((0.0, 0.0), *steps)
