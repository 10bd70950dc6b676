"""What every outcome means, day by day. Slow, and made to be read; the fast kernel must answer the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stegvis.outcomes.history import EVENTS, FULL, Answer, PersonHistory
from stegvis.outcomes.measures import FROM_JOBS, TIMES, Measure
from stegvis.outcomes.months import later, months_after
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.states import State

DAYS_A_MONTH = 30
"""A month of a programme's duration, as Rødevand 2018 counts it."""


ONE_ROW = TIMES | {Measure.PROGRAMME}


def evaluate(outcome: Outcome, person: PersonHistory, register_end: int) -> tuple[Answer, ...]:
    """The person's answer: one row, or one for each window. `register_end`: the last day that is known."""
    measure = Measure(outcome.measure)
    windows = ("",) if measure in ONE_ROW else outcome.windows
    missing = _missing(outcome, measure, person)
    if missing:
        return tuple(Answer(at=at, reason=missing) for at in windows)
    return tuple(_Person(outcome, person, register_end).answers(measure))


def levels(outcome: Outcome, person: PersonHistory, register_end: int, begin: int, end: int) -> list[int]:
    """The level of each day from `begin` up to `end`, in hundredths of a percent."""
    one = _Person(outcome, person, register_end)
    return [one.level(day) for day in range(begin, end)]


def _missing(outcome: Outcome, measure: Measure, person: PersonHistory) -> str:
    """Why nothing can be said at all; empty if something can."""
    for column in dict.fromkeys((outcome.origin, *outcome.window_origins)):
        if column not in person.columns:
            return f"needs:{column}"
        if person.columns[column] is None:
            return f"no_{column}"
    if measure in FROM_JOBS and person.jobs is None:
        return "needs:jobs"
    return ""


class _Person:
    """One person under one outcome."""

    def __init__(self, outcome: Outcome, person: PersonHistory, register_end: int) -> None:
        self.outcome, self.person, self.register_end = outcome, person, register_end
        origin = person.columns[outcome.origin]
        assert origin is not None
        self.origin = origin
        self.horizon = later(origin, outcome.horizon, outcome.horizon_unit)
        self.base = min(FULL, sum(self._grades(origin, (outcome.baseline,)))) if outcome.baseline else 0
        ends = [(person.columns.get(name), name) for name in outcome.competing]
        known = [(day, name) for day, name in ends if day is not None and day <= register_end]
        self.ended: int | None = None
        self.ended_by = ""
        if known:
            self.ended, self.ended_by = min(known, key=lambda one: one[0])

    def answers(self, measure: Measure) -> Iterator[Answer]:
        reason = self._out_of_reach()
        if reason:
            for at in ("",) if measure in ONE_ROW else self.outcome.windows:
                yield Answer(at=at, reason=reason)
            return
        if measure is Measure.FIRST_FREE:
            yield self._answer(self._first_free())
        elif measure is Measure.LAST_FREE:
            yield self._lasting()
        elif measure is Measure.RELAPSE:
            yield self._relapse()
        elif measure is Measure.RISE:
            yield self._rise()
        elif measure is Measure.FIRST_STATE:
            found = self._first(self.origin, lambda day: day + 1, lambda day, _after: self._in_a_state(day))
            yield self._answer(found)
        elif measure is Measure.JOB_AVERAGE:
            yield self._answer(self._first(self.origin, self._after, self._works_enough))
        elif measure is Measure.PROGRAMME:
            yield self._programme()
        else:
            yield from self._by_window(measure)

    def _out_of_reach(self) -> str:
        if self.origin > self.register_end:
            return "origin_after_register_end"
        if self.ended is not None and self.ended < self.origin:
            return f"{self.ended_by}_before_origin"
        return "full_pension_at_origin" if self.base >= FULL else ""

    # Days

    def _grades(self, day: int, benefits: Iterable[str]) -> Iterator[int]:
        for spell in self.person.spells:
            if spell.benefit in benefits and spell.start <= day <= min(spell.end, self.register_end):
                yield spell.grade

    def level(self, day: int) -> int:
        """The level of that day, in hundredths of a percent."""
        grades = list(self._grades(day, self.outcome.benefits))
        level = max(grades, default=0) if self.outcome.overlap == "maximum" else min(FULL, sum(grades))
        return max(0, level - self.base)

    def _free(self, day: int) -> bool:
        return self.level(day) <= self.outcome.level * 100

    def _holds(self, state: State, day: int) -> bool:
        return min(FULL, sum(self._grades(day, state.benefits))) >= state.percent * 100

    def _in_a_state(self, day: int) -> bool:
        return any(self._holds(state, day) for state in self.outcome.rules)

    def _after(self, day: int) -> int:
        """The first day after a period that begins on `day`."""
        return later(day, self.outcome.length, self.outcome.length_unit)

    # Times

    def _first(
        self, begin: int, after: Callable[[int], int], holds: Callable[[int, int], bool]
    ) -> tuple[int, int]:
        """The first day from `begin`, before the horizon, with which a period begins that holds, and the
        event's code. Else the day on which the follow-up ends.

        A period is known if all of it is within the register, and holds only if nothing else ended the
        follow-up until its last day.
        """
        inside = not self.outcome.completes_after_horizon
        day = begin
        while day < self.horizon and after(day) - 1 <= self.register_end:
            last = after(day) - 1
            if inside and last >= self.horizon:
                day = self.horizon
                break
            if self.ended is not None and self.ended <= last:
                break
            if holds(day, after(day)):
                return (last if self.outcome.event_day == "last" else day), 1
            day += 1
        return self._without(begin, after)

    def _without(self, begin: int, after: Callable[[int], int]) -> tuple[int, int]:
        """When and how a follow-up ends in which nothing was found."""
        limit = self.horizon
        if self.outcome.completes_after_horizon or self.register_end < self.horizon - 1:
            while limit > begin and after(limit) - 1 > self.register_end:
                limit -= 1
            if after(limit) - 1 > self.register_end:
                return limit, -1
        if self.ended is not None and self.ended < self.horizon and self.ended <= limit:
            return self.ended, EVENTS[self.ended_by]
        return limit, 0

    def _answer(self, found: tuple[int, int], since: int | None = None) -> Answer:
        day, event = found
        if event < 0:
            return Answer(reason="register_end")
        return Answer(time=day - (self.origin if since is None else since), event=event)

    def _all_free(self, begin: int, after: int) -> bool:
        return all(self._free(day) for day in range(begin, after))

    def _first_free(self) -> tuple[int, int]:
        return self._first(self.origin, self._after, self._all_free)

    def _lasting(self) -> Answer:
        if self.register_end < self.horizon - 1:  # for all alike: else only the dead would have an answer
            return Answer(reason="register_end")
        if self.ended is not None and self.ended < self.horizon:
            return self._answer((self.ended, EVENTS[self.ended_by]))
        day = self.horizon
        while day > self.origin and self._free(day - 1):
            day -= 1
        return self._answer((day, 1) if self._after(day) <= self.horizon else (self.horizon, 0))

    def _relapse(self) -> Answer:
        back, event = self._first_free()
        if event != 1:
            return Answer(reason="no_return")

        def after(day: int) -> int:
            return day + self.outcome.run_days

        def sick(day: int, end: int) -> bool:
            return not any(self._free(one) for one in range(day, end))

        return self._answer(self._first(back, after, sick), since=back)

    def _rise(self) -> Answer:
        """Month by month from the origin. Shares are compared exactly, without division."""
        before = months_after(self.origin, -1)
        sick_before, days_before = self._net(before, self.origin), self.origin - before

        def month(number: int) -> int:
            return months_after(self.origin, number)

        def risen(number: int) -> bool:
            begin, end = month(number), month(number + 1)
            return self._net(begin, end) * days_before < sick_before * (end - begin)

        number = 0
        while month(number) < self.horizon:
            last = month(number + self.outcome.length) - 1
            if last > self.register_end:
                known = month(number - 1)
                return self._answer((known, 0 if known >= self.origin else -1))
            if self.ended is not None and self.ended <= last:
                break
            if all(risen(one) for one in range(number, number + self.outcome.length)):
                return self._answer((month(number), 1))
            number += 1
        if self.ended is not None and self.ended < self.horizon:
            return self._answer((self.ended, EVENTS[self.ended_by]))
        return self._answer((self.horizon, 0))

    def _net(self, begin: int, end: int) -> int:
        return sum(self.level(day) for day in range(begin, end))

    # Jobs

    def _works_enough(self, begin: int, after: int) -> bool:
        """Whether a period begins with a day of competitive work and has enough of it on average."""
        if not any(job.competitive and job.start <= begin <= job.end for job in self.person.jobs or ()):
            return False
        hundredths = sum(
            job.hours or 0
            for job in self.person.jobs or ()
            if job.competitive
            for day in range(begin, after)
            if job.start <= day <= job.end
        )
        return hundredths * 60 >= self.outcome.minutes_a_week * 100 * (after - begin)

    def _first_job(self) -> int | None:
        starts = [job.start for job in self.person.jobs or () if job.competitive]
        return min((start for start in starts if self.origin <= start <= self.register_end), default=None)

    def _job_start(self, at: str, end: int) -> Answer:
        start = self._first_job()
        if start is not None and start < end and (self.ended is None or start < self.ended):
            return Answer(at=at, time=start - self.origin, event=1, value=1.0)
        if self.ended is not None and self.ended < end:
            return Answer(at, self.ended - self.origin, EVENTS[self.ended_by], 0.0, reason=self.ended_by)
        if end - 1 > self.register_end:
            return Answer(at=at, time=self.register_end - self.origin, event=0, reason="register_end")
        return Answer(at=at, time=end - self.origin, event=0, value=0.0)

    def _programme(self) -> Answer:
        end = self._first_job()
        if end is None:
            if "termination_date" not in self.person.columns:
                return Answer(reason="needs:termination_date")
            end = self.person.columns["termination_date"]
            if end is None:
                return Answer(reason="no_termination_date")
            if end < self.origin:
                return Answer(reason="termination_before_origin")
        pauses = self.person.columns.get("pause_days") or 0
        return Answer(value=(end - self.origin - pauses) / DAYS_A_MONTH)

    # Windows

    def _by_window(self, measure: Measure) -> Iterator[Answer]:
        outcome = self.outcome
        origins = outcome.window_origins or (outcome.origin,) * len(outcome.windows)
        left: str = ""  # the absorbing state that was entered
        for at, begin, until, column in zip(
            outcome.windows, outcome.window_from, outcome.window_until, origins, strict=True
        ):
            origin = self.person.columns[column]
            assert origin is not None
            first, end = later(origin, begin, outcome.window_unit), later(origin, until, outcome.window_unit)
            if measure is Measure.JOB_START:
                yield self._job_start(at, end)
                continue
            if measure is Measure.STATES and not outcome.run_days:
                end = first + 1
            if end - 1 > self.register_end:
                yield Answer(at=at, reason="register_end")
                continue
            cut = self.ended is not None and self.ended < end
            if measure in (Measure.FREE_WINDOW, Measure.STATES):
                if cut:
                    yield Answer(at=at, reason=self.ended_by)
                elif measure is Measure.STATES:
                    category = left or self._state(first, end)
                    left = category if category in outcome.absorbing else ""
                    yield Answer(at=at, category=category)
                else:
                    yield Answer(at=at, value=float(self._all_free(first, end)))
                continue
            if cut:
                assert self.ended is not None
                end_seen = max(first, self.ended)
            else:
                end_seen = end
            reason = self.ended_by if cut else ""
            yield self._counted(measure, at, first, end, end_seen, until - begin, reason)

    def _counted(
        self, measure: Measure, at: str, first: int, end: int, seen: int, units: int, reason: str
    ) -> Answer:
        """What is counted from `first` up to `seen`, of a window that ends before `end`."""
        if measure is Measure.FREE_WEEKS:
            weeks = [first + 7 * number for number in range((end - first) // 7)]
            free = sum(week + 7 <= seen and self._all_free(week, week + 7) for week in weeks)
            return Answer(
                at=at, value=free / (len(weeks) if self.outcome.per == "share" else 1), reason=reason
            )
        if measure is Measure.LONG_SPELLS:
            number = sum(length > self.outcome.length for length in self._runs(first, seen))
            return Answer(at=at, value=float(number), category="yes" if number else "no", reason=reason)
        sick = [self.level(day) for day in range(first, seen) if not self._free(day)]
        total = len(sick) if self.outcome.count == "gross" else sum(sick) / FULL
        parts = {"total": 1, "month": units, "share": end - first}[self.outcome.per]
        return Answer(at=at, value=total / parts, reason=reason)

    def _runs(self, first: int, end: int) -> Iterator[int]:
        """How long each run of days that are not free is."""
        length = 0
        for day in range(first, end):
            if self._free(day):
                if length:
                    yield length
                length = 0
            else:
                length += 1
        if length:
            yield length

    def _state(self, first: int, end: int) -> str:
        for state in self.outcome.rules:
            in_a_row = 0
            for day in range(first, end):
                in_a_row = in_a_row + 1 if self._holds(state, day) else 0
                if in_a_row >= max(1, self.outcome.run_days):
                    return state.name
        return self.outcome.otherwise
