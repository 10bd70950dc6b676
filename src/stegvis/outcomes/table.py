"""Answers as columns: what an engine gives for a batch of persons under one outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from stegvis.outcomes.history import EVENTS, Answer
from stegvis.outcomes.measures import TIMES, Measure
from stegvis.outcomes.outcome import Outcome

NONE = -1
"""Stands in `time` and `event` where there is none; a missing `value` is NaN."""


def windows(outcome: Outcome) -> tuple[str, ...]:
    """The rows that an outcome has for each person, by name; one without a name if it has no windows."""
    return ("",) if Measure(outcome.measure) in TIMES | {Measure.PROGRAMME} else outcome.windows


def categories(outcome: Outcome) -> tuple[str, ...]:
    """All categories that an outcome can answer, the empty one first."""
    if Measure(outcome.measure) is Measure.LONG_SPELLS:
        return ("", "no", "yes")
    if Measure(outcome.measure) is Measure.STATES:
        return ("", *(state.name for state in outcome.rules), outcome.otherwise)
    return ("",)


def reasons(outcome: Outcome) -> tuple[str, ...]:
    """All reasons that an outcome can give, the empty one first."""
    columns = dict.fromkeys((outcome.origin, *outcome.window_origins, "termination_date"))
    return (
        "",
        *(f"needs:{column}" for column in columns),
        "needs:jobs",
        *(f"no_{column}" for column in columns),
        "origin_after_register_end",
        *(f"{name}_before_origin" for name in EVENTS),
        "full_pension_at_origin",
        "register_end",
        "no_return",
        "termination_before_origin",
        *EVENTS,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Answers:
    """All arrays have a row for each person and a column for each of `windows`. `category` and `reason` are
    places in `categories` and `reasons`."""

    windows: tuple[str, ...]
    categories: tuple[str, ...]
    reasons: tuple[str, ...]
    time: NDArray[np.int32]
    event: NDArray[np.int8]
    value: NDArray[np.float64]
    category: NDArray[np.int8]
    reason: NDArray[np.int8]

    @classmethod
    def empty(cls, outcome: Outcome, persons: int) -> Self:
        """Answers that say nothing yet."""
        shape = (persons, len(windows(outcome)))
        return cls(
            windows=windows(outcome),
            categories=categories(outcome),
            reasons=reasons(outcome),
            time=np.full(shape, NONE, np.int32),
            event=np.full(shape, NONE, np.int8),
            value=np.full(shape, np.nan),
            category=np.zeros(shape, np.int8),
            reason=np.zeros(shape, np.int8),
        )

    @classmethod
    def of(cls, outcome: Outcome, answered: Iterable[Sequence[Answer]]) -> Self:
        """The answers of persons one by one, as columns."""
        rows = list(answered)
        found = cls.empty(outcome, len(rows))
        category = {name: number for number, name in enumerate(found.categories)}
        reason = {name: number for number, name in enumerate(found.reasons)}
        for person, answers in enumerate(rows):
            for window, answer in enumerate(answers):
                place = person, window
                found.time[place] = NONE if answer.time is None else answer.time
                found.event[place] = NONE if answer.event is None else answer.event
                found.value[place] = np.nan if answer.value is None else answer.value
                found.category[place] = category[answer.category]
                found.reason[place] = reason[answer.reason]
        return found

    def of_persons(self, some: slice) -> Self:
        """The answers of some of the persons."""
        columns = {
            name: getattr(self, name)[some] for name in ("time", "event", "value", "category", "reason")
        }
        return replace(self, **columns)

    def answer(self, person: int, window: int) -> Answer:
        """One of them, as the reference gives it."""
        place = person, window
        time, event, value = int(self.time[place]), int(self.event[place]), float(self.value[place])
        return Answer(
            at=self.windows[window],
            time=None if event == NONE else time,
            event=None if event == NONE else event,
            value=None if np.isnan(value) else value,
            category=self.categories[self.category[place]],
            reason=self.reasons[self.reason[place]],
        )
