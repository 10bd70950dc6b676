"""Some persons of a batch, and what outcomes ask about them, each found once however many ask for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import numpy as np

from stegvis.benefits.batch import BENEFIT_CODES, Int8, Int32, SpellColumns
from stegvis.benefits.spells import Benefit
from stegvis.outcomes.gaps import Asked, Grid
from stegvis.outcomes.history import EVENTS, FULL
from stegvis.outcomes.levels import NEVER, FollowUps, Levels, Periods, Scans
from stegvis.outcomes.month_tables import MonthTables
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.slow import MISSING, Columns
from stegvis.outcomes.states import State
from stegvis.outcomes.table import reasons

Found = TypeVar("Found")


class Part:
    """`columns` have a row for each person, `asked` the free periods that any outcome asks for."""

    def __init__(
        self,
        scans: Scans,
        spells: SpellColumns,
        columns: Columns,
        register_end: int,
        months: MonthTables,
        asked: Asked,
    ) -> None:
        self.scans, self.spells, self.columns = scans, spells, columns
        self.register_end, self.months, self.asked = register_end, months, asked
        self.persons = len(spells.offsets) - 1
        self._known: dict[Hashable, Any] = {}

    def once(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What was found before under that key, else what is found now."""
        if key not in self._known:
            self._known[key] = find()
        found: Found = self._known[key]
        return found

    # Days from PEOPLE

    def origin(self, column: str) -> Int32:
        """Day 0; some day where there is none, as nothing is answered there."""
        days = self.columns[column]
        return self.once(("origin", column), lambda: np.where(days == MISSING, self.register_end, days))

    def horizon(self, outcome: Outcome) -> Int32:
        number, unit = outcome.horizon, outcome.horizon_unit
        return self.once(
            ("horizon", outcome.origin, number, unit),
            lambda: self.months.later(self.origin(outcome.origin), number, unit),
        )

    def ended(self, outcome: Outcome) -> tuple[Int32, Int8]:
        """The known day on which something else ended the follow-up, or NEVER, and its code."""
        return self.once(("ended", outcome.competing), lambda: self._ended(outcome.competing))

    def _ended(self, competing: tuple[str, ...]) -> tuple[Int32, Int8]:
        ended, code = np.full(self.persons, NEVER, np.int32), np.zeros(self.persons, np.int8)
        for name in competing:
            if name in self.columns:
                day = self.columns[name]
                sooner = (day != MISSING) & (day < ended) & (day <= self.register_end)
                ended[sooner], code[sooner] = day[sooner], EVENTS[name]
        return ended, code

    def base(self, outcome: Outcome) -> Int32:
        if not outcome.baseline:
            return self.once("base", lambda: np.zeros(self.persons, np.int32))
        benefit, origin = BENEFIT_CODES[Benefit(outcome.baseline)], self.origin(outcome.origin)
        return self.once(
            ("base", outcome.baseline, outcome.origin),
            lambda: self.scans.base(self.spells, benefit, origin, self.register_end),
        )

    def unanswered(self, outcome: Outcome) -> Int8:
        """Why a person has no answer at all, as a place in the outcome's reasons; 0 where it has one."""
        key = (outcome.origin, outcome.window_origins, outcome.competing, outcome.baseline)
        return self.once(("unanswered", key), lambda: self._unanswered(outcome))

    def _unanswered(self, outcome: Outcome) -> Int8:
        """What is asked first is written last."""
        found, known = np.zeros(self.persons, np.int8), reasons(outcome)
        origins = tuple(dict.fromkeys((outcome.origin, *outcome.window_origins)))
        if outcome.origin in self.columns:
            origin, (ended, code) = self.origin(outcome.origin), self.ended(outcome)
            found[self.base(outcome) >= FULL] = known.index("full_pension_at_origin")
            for name, number in EVENTS.items():
                found[(ended < origin) & (code == number)] = known.index(f"{name}_before_origin")
            found[origin > self.register_end] = known.index("origin_after_register_end")
        for column in reversed(origins):
            if column in self.columns:
                found[self.columns[column] == MISSING] = known.index(f"no_{column}")
            else:
                found[:] = known.index(f"needs:{column}")
        return found

    def follow_ups(self, outcome: Outcome) -> FollowUps:
        key = (outcome.origin, outcome.window_origins, outcome.competing, outcome.baseline)
        horizon = (outcome.horizon, outcome.horizon_unit, outcome.completes_after_horizon)
        return self.once(("follow-ups", key, horizon), lambda: self._follow_ups(outcome))

    def _follow_ups(self, outcome: Outcome) -> FollowUps:
        ended, code = self.ended(outcome)
        return FollowUps(
            begin=self.origin(outcome.origin),
            horizon=self.horizon(outcome),
            ended=ended,
            code=code,
            unanswered=self.unanswered(outcome),
            completes_after_horizon=outcome.completes_after_horizon,
            register_end=self.register_end,
            too_early=reasons(outcome).index("register_end"),
        )

    # Levels

    def levels(self, outcome: Outcome) -> Levels:
        """What `outcome.benefits` come to."""
        key = (frozenset(outcome.benefits), outcome.overlap, outcome.baseline)
        return self.once(
            ("levels", key, outcome.baseline and outcome.origin),
            lambda: self._levels(outcome.benefits, outcome.overlap == "maximum", self.base(outcome)),
        )

    def of_state(self, state: State) -> Levels:
        """What the benefits of a state come to."""
        return self.once(
            ("levels", (frozenset(state.benefits), "sum", ""), ""),
            lambda: self._levels(state.benefits, False, np.zeros(self.persons, np.int32)),
        )

    def _levels(self, benefits: tuple[str, ...], largest: bool, base: Int32) -> Levels:
        counted = np.isin(list(BENEFIT_CODES), list(benefits))
        return self.scans.levels(self.spells, counted, largest, base, self.register_end)

    def first_free(self, outcome: Outcome) -> Int32:
        """The first day from the origin and before the horizon with which a free period begins, or NEVER.

        All levels and lengths that outcomes ask for are looked for together.
        """
        key, grid = self.asked.of(outcome)
        found = self.once(("first free", key), lambda: self._first_free(outcome, grid))
        one: Int32 = found[grid.place(outcome)]
        return one

    def _first_free(self, outcome: Outcome, grid: Grid) -> Int32:
        before = np.max([self.horizon(one) for one in self.asked.horizons(outcome)], axis=0)
        days = 7 if outcome.length_unit == "weeks" else 1
        tables = [self.months.table(length) for length in grid.lengths if outcome.length_unit == "months"]
        periods = Periods(
            lengths=np.array(grid.lengths, np.int64) * days,
            table=np.array(tables, np.int32) if tables else np.empty((len(grid.lengths), 0), np.int32),
            first=self.months.first,
        )
        thresholds = np.array(grid.levels, np.int64) * 100
        origin = self.origin(outcome.origin)
        return self.scans.first_gaps(self.levels(outcome), thresholds, origin, before, periods)
