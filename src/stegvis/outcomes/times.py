"""Outcomes that are one time a person: when something happened, or until when it did not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stegvis.benefits.batch import Int8, Int32
from stegvis.outcomes.levels import NEVER, FollowUps, Told
from stegvis.outcomes.measures import Measure
from stegvis.outcomes.month_tables import last_begin
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.part import Part
from stegvis.outcomes.table import NONE, Answers, reasons

UNKNOWN = -1
"""In place of an event: the register ends too early to say anything."""

LONG_AGO = -(1 << 30)
"""A day before any that occurs."""

Ends = tuple[Int32, Int8]
"""On which day each person's follow-up ends, and by which event."""


def answer(outcome: Outcome, part: Part, answers: Answers) -> None:
    """Write what the outcome answers for the persons of the part."""
    match Measure(outcome.measure):
        case Measure.FIRST_FREE:
            _first_free(outcome, part, answers)
        case Measure.RELAPSE:
            _relapse(outcome, part, answers)
        case Measure.LAST_FREE:
            _write(_told(outcome, part, _lasting(outcome, part)), answers)
        case Measure.RISE:
            _write(_told(outcome, part, _rise(outcome, part)), answers)
        case _:
            _first_state(outcome, part, answers)


def _told(outcome: Outcome, part: Part, ends: Ends) -> Told:
    """How follow-ups end, as it is answered."""
    day, event = ends
    unanswered, register_end = part.unanswered(outcome), reasons(outcome).index("register_end")
    reason = np.where((unanswered == 0) & (event == UNKNOWN), np.int8(register_end), unanswered)
    time = day - part.origin(outcome.origin)
    return Told(
        np.where(reason == 0, time, np.int32(NONE)), np.where(reason == 0, event, np.int8(NONE)), reason
    )


def _write(told: Told, answers: Answers) -> None:
    answers.time[:, 0] = told.time
    answers.event[:, 0] = told.event
    answers.reason[:, 0] = told.reason


def _columns(answers: Answers) -> Told:
    """The only window's columns, to write to."""
    return Told(answers.time[:, 0], answers.event[:, 0], answers.reason[:, 0])


# The first period that holds


def _first_free(outcome: Outcome, part: Part, answers: Answers) -> None:
    follow_ups, day = part.follow_ups(outcome), part.first_free(outcome)
    last, told = part.once(
        ("first free", follow_ups, outcome.length, outcome.length_unit),
        lambda: _last_and_without(part, follow_ups, outcome.length, outcome.length_unit),
    )
    when = day if outcome.event_day == "first" else _last_day(outcome, part, day)
    part.scans.settle(follow_ups, day, last, when, told, _columns(answers))


def _last_day(outcome: Outcome, part: Part, day: Int32) -> Int32:
    """The last day of a period that begins on `day`, or any day if it never does."""
    day = np.where(day == NEVER, part.origin(outcome.origin), day)
    return part.months.later(day, outcome.length, outcome.length_unit) - np.int32(1)


def _relapse(outcome: Outcome, part: Part, answers: Answers) -> None:
    day, origin, unanswered = part.first_free(outcome), part.origin(outcome.origin), part.unanswered(outcome)
    returned = day <= _last_that_counts(part, part.follow_ups(outcome), outcome.length, outcome.length_unit)
    when = day if outcome.event_day == "first" else _last_day(outcome, part, day)
    begin = np.where(returned, when, origin)
    no_return = np.int8(answers.reasons.index("no_return"))
    follow_ups = replace(
        part.follow_ups(outcome),
        begin=begin,
        unanswered=np.where((unanswered == 0) & ~returned, no_return, unanswered),
    )
    above = outcome.level * 100
    run = part.scans.first_runs(part.levels(outcome), above, begin[:, None], outcome.run_days)[:, 0]
    _settle(outcome, part, follow_ups, run, outcome.run_days, answers)


def _first_state(outcome: Outcome, part: Part, answers: Answers) -> None:
    origin = part.origin(outcome.origin)
    day = np.full(part.persons, NEVER, np.int32)
    for state in outcome.rules:
        above = state.percent * 100 - 1
        found = part.scans.first_runs(part.of_state(state), above, origin[:, None], 1)[:, 0]
        np.minimum(day, found, out=day)
    _settle(outcome, part, part.follow_ups(outcome), day, 1, answers)


def _settle(
    outcome: Outcome, part: Part, follow_ups: FollowUps, day: Int32, length: int, answers: Answers
) -> None:
    """Write how follow-ups end in which the first period that holds, so many days, begins on `day`. If that
    one does not count, no later one does."""
    last, told = _last_and_without(part, follow_ups, length, "days")
    when = day + np.int32(length - 1) if outcome.event_day == "last" else day
    part.scans.settle(follow_ups, day, last, when, told, _columns(answers))


def _last_and_without(part: Part, follow_ups: FollowUps, length: int, unit: str) -> tuple[Int32, Told]:
    """The last day with which a period of that length counts, and what is answered without one."""
    known = last_begin(length, unit, part.register_end)
    last = _last_that_counts(part, follow_ups, length, unit)
    return last, part.scans.without(follow_ups, known)


def _last_that_counts(part: Part, follow_ups: FollowUps, length: int, unit: str) -> Int32:
    """A day long ago for who is not answered."""
    over = part.once(("over", follow_ups), lambda: _over(follow_ups))
    last: Int32 = np.minimum(follow_ups.horizon - np.int32(1), part.months.last_begins(length, unit, over))
    np.minimum(last, np.int32(last_begin(length, unit, part.register_end)), out=last)
    return last


def _over(follow_ups: FollowUps) -> Int32:
    """The day by which a period must be over to count."""
    ended, horizon = follow_ups.ended, follow_ups.horizon
    over = ended if follow_ups.completes_after_horizon else np.minimum(ended, horizon)
    return np.where(follow_ups.unanswered == 0, over, np.int32(LONG_AGO))


# Other times


def _lasting(outcome: Outcome, part: Part) -> Ends:
    origin, horizon, (ended, code) = part.origin(outcome.origin), part.horizon(outcome), part.ended(outcome)
    day = part.scans.last_end(part.levels(outcome), outcome.level * 100, origin, horizon)
    lasts = part.months.later(day, outcome.length, outcome.length_unit) <= horizon
    cut, unknown = ended < horizon, part.register_end < horizon - 1
    event = np.select([unknown, cut, lasts], [np.int8(UNKNOWN), code, np.int8(1)], np.int8(0))
    return np.select([cut, lasts], [ended, day], horizon), event


def _rise(outcome: Outcome, part: Part) -> Ends:
    """Months are numbered from the one before the origin."""
    origin, horizon, (ended, code) = part.origin(outcome.origin), part.horizon(outcome), part.ended(outcome)
    months = int(np.max(horizon - origin, initial=0)) // 28 + 1  # that may begin before the horizon
    months = outcome.horizon if outcome.horizon_unit == "months" else months
    cuts = [part.months.later(origin, n, "months") for n in range(-1, months + outcome.length + 1)]
    begin, end = np.stack(cuts[:-1], axis=1), np.stack(cuts[1:], axis=1)
    net, days = part.scans.days(part.levels(outcome), 0, begin, end, True), (end - begin).astype(np.int64)
    risen = net * days[:, :1] < net[:, :1] * days
    when, event = np.where(ended < horizon, ended, horizon), np.where(ended < horizon, code, np.int8(0))
    open = np.ones(part.persons, np.bool_)
    for number in range(months):
        open &= begin[:, number + 1] < horizon
        last = end[:, number + outcome.length] - 1
        unknown = open & (last > part.register_end)
        when[unknown] = begin[unknown, number]
        event[unknown] = 0 if number else UNKNOWN
        open &= ~unknown & (ended > last)
        returns = open & risen[:, number + 1 : number + 1 + outcome.length].all(axis=1)
        when[returns], event[returns] = begin[returns, number + 1], 1
        open &= ~returns
    return when, event
