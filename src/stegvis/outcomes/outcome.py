"""An outcome: what counts as a return to work, or as sick leave, in one paper. Parameters only.

One engine evaluates all definitions (`reference` says what they mean, day by day).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stegvis.benefits.spells import Benefit
from stegvis.foundation.catalogue import Catalogue
from stegvis.foundation.definition import Definition
from stegvis.outcomes.history import EVENTS
from stegvis.outcomes.measures import FROM_LEVEL, FROM_STATES, OF_A_PERIOD, WINDOWED, Measure
from stegvis.outcomes.methods import describe
from stegvis.outcomes.states import State, parse_state

UNITS = ("days", "weeks", "months")


@dataclass(frozen=True, kw_only=True)
class Outcome(Definition):
    """A day's level is the grade of the counted `benefits` on it, in percent: their sum, at most 100, or with
    `overlap` maximum the largest; less what a person had of `baseline` on the first day, never below 0. A
    day is free if its level is at most `level`.

    `origin`: the column of PEOPLE with day 0. `horizon` days, weeks or calendar months from it end the
    follow-up; the day after its last one is the horizon. Free periods last `length`; a period may complete
    after the horizon if `completes_after_horizon`; `event_day` is its first or its last day. `competing`:
    columns of PEOPLE whose day ends the follow-up (`EVENTS`).

    Windows, where a measure has some: `windows` their names, `window_from` and `window_until` (not counted
    itself) in `window_unit` from the origin, or from `window_origins` where they have their own.

    Measures:
    first free period: the first that begins before the horizon.
    lasting free period: the last, if it runs until the horizon and has `length`.
    relapse: after the first free period, the first of `run_days` days in a row that are not free; counted
    from the day of return.
    rise in participation: the first month with which `length` months in a row begin, each with a larger share
    of days without benefit (net) than the month before the origin.
    first day in a state: the first day on which one of `states` holds.
    days: days in a window that are not free (`count` gross), or the sum of their levels (net).
    free weeks: whole weeks of a window whose days are all free. `per` share: of all its weeks.
    free window: 1 if all its days are free, 0 if not.
    long spells: how many times in a window more than `length` days in a row are not free.
    states: the first of `states` that holds on the window's first day; with `run_days`, on so many days in a
    row within it. Otherwise `otherwise`. What is in `absorbing` is never left.
    job start: the first competitive job that begins, before the window is over.
    working time: the first period of `length` that begins with a day of competitive work and has
    `minutes_a_week` of it on average.
    programme: months of 30 days from the origin to the first competitive job, else to `termination_date`,
    less `pause_days`.

    `left_open`: what the paper leaves open, and what was chosen here. `example_answers`: what the reference
    answers to the example's people (`examples`), without windows that answer as the one before.
    """

    measure: str
    benefits: tuple[str, ...] = ()
    level: int = 0
    overlap: str = "sum"
    baseline: str = ""
    origin: str = "index_date"
    length: int = 0
    length_unit: str = "days"
    horizon: int = 12
    horizon_unit: str = "months"
    completes_after_horizon: bool = True
    event_day: str = "first"
    competing: tuple[str, ...] = ("death", "emigration", "old_age_pension")
    windows: tuple[str, ...] = ()
    window_from: tuple[int, ...] = ()
    window_until: tuple[int, ...] = ()
    window_unit: str = "months"
    window_origins: tuple[str, ...] = ()
    count: str = "gross"
    per: str = "total"
    states: tuple[str, ...] = ()
    otherwise: str = ""
    absorbing: tuple[str, ...] = ()
    run_days: int = 0
    minutes_a_week: int = 0
    left_open: tuple[str, ...] = ()
    example_people: tuple[str, ...] = ()
    example_spells: tuple[str, ...] = ()
    example_jobs: tuple[str, ...] = ()
    example_register_end: str = "2025-03-31"
    example_answers: tuple[str, ...] = ()

    def told(self) -> str:
        """Its methods sentences."""
        return describe(self)

    @property
    def rules(self) -> tuple[State, ...]:
        """`states`, read."""
        return tuple(map(parse_state, self.states))

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if self.measure not in list(Measure):
            yield f"measure is {self.measure!r}; write one of {', '.join(map(repr, map(str, Measure)))}"
            return
        yield from self._wrong_words()
        measure = Measure(self.measure)
        if measure in FROM_LEVEL and not self.benefits:
            yield "benefits is empty; write the benefits that count"
        if measure in FROM_STATES:
            if not self.states:
                yield "states is empty; write each as name=benefit+benefit@percent"
            for written in self.states:
                try:
                    parse_state(written)
                except ValueError as wrong:
                    yield str(wrong)
        if measure is Measure.STATES and not self.otherwise:
            yield "otherwise is empty; write the name of the state that is left"
        if self.length < (measure in OF_A_PERIOD):
            yield "length is how long a period lasts; write a number from 1"
        if measure is Measure.RISE and self.length_unit != "months":
            yield "a rise in participation is told month by month; write length_unit = 'months'"
        if measure is Measure.RELAPSE and self.run_days < 1:
            yield "run_days is how many days in a row are a relapse; write a number from 1"
        if measure is Measure.JOB_AVERAGE and self.minutes_a_week < 1:
            yield "minutes_a_week is how long a week's work is; write a number from 1"
        if measure in WINDOWED and not self.windows:
            yield "windows is empty; write the name of each window"
        if not len(self.windows) == len(self.window_from) == len(self.window_until):
            yield "windows, window_from and window_until belong together; write as many of each"
        if self.window_origins and len(self.window_origins) != len(self.windows):
            yield "window_origins are columns of PEOPLE; write one for each window, or none"
        for begin, end in zip(self.window_from, self.window_until, strict=False):
            if begin >= end:
                yield f"a window from {begin} until {end} has no day; write window_until larger"
        if self.horizon < 1:
            yield "horizon is how long people are followed; write a number from 1"
        if not 0 <= self.level < 100:
            yield "level is a grade in percent; write a number from 0 to 99"

    def _wrong_words(self) -> Iterator[str]:
        words: tuple[tuple[str, tuple[str, ...]], ...] = (
            ("overlap", ("sum", "maximum")),
            ("length_unit", UNITS),
            ("horizon_unit", UNITS),
            ("window_unit", UNITS),
            ("event_day", ("first", "last")),
            ("count", ("gross", "net")),
            ("per", ("total", "month", "share")),
            ("baseline", ("", *Benefit)),
        )
        for name, known in words:
            if getattr(self, name) not in known:
                listed = ", ".join(repr(str(one)) for one in known)
                yield f"{name} is {getattr(self, name)!r}; write one of {listed}"
        for name, allowed in (("benefits", tuple(Benefit)), ("competing", tuple(EVENTS))):
            for value in getattr(self, name):
                if value not in allowed:
                    yield f"{name} has {value!r}; known are {', '.join(allowed)}"


OUTCOMES = Catalogue(Outcome, "stegvis.outcomes.catalogue")
