"""Why one person has that answer under one outcome: the spells, the level day by day, and the rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stegvis.benefits.days import int_to_day
from stegvis.outcomes.history import EVENTS, Answer, PersonHistory
from stegvis.outcomes.measures import FROM_LEVEL, Measure
from stegvis.outcomes.methods import describe
from stegvis.outcomes.months import later
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.reference import evaluate, levels

WEEK = 7
SHADES = "·░▒▓█"
"""A week's mean level: none, up to a quarter, a half, three quarters, and more."""

REASONS = {
    "": "",
    "register_end": "the register ends before this could be known",
    "no_return": "there was no return to relapse from",
    "full_pension_at_origin": "a full pension on day 0: there is nothing to return to",
    "origin_after_register_end": "day 0 lies after the register's end",
    "termination_before_origin": "the programme ended before it began; look at the file",
}


def explain(outcome: Outcome, person: PersonHistory, register_end: int) -> Iterator[str]:
    """Lines of text for a terminal."""
    yield describe(outcome)
    yield from (f"Left open by the source, and chosen: {choice}" for choice in outcome.left_open)
    yield ""
    origin = person.columns.get(outcome.origin)
    for name, day in person.columns.items():
        if day is not None and name != "pause_days":
            yield f"{name:20} {int_to_day(day)}{_after(day, origin)}"
    yield f"{'register ends':20} {int_to_day(register_end)}{_after(register_end, origin)}"
    yield ""
    yield from _spells(person, outcome, register_end, origin)
    if origin is not None and Measure(outcome.measure) in FROM_LEVEL:
        yield from _levels(outcome, person, register_end, origin)
    yield ""
    for answer in evaluate(outcome, person, register_end):
        yield _told(answer, outcome, origin)


def _after(day: int, origin: int | None) -> str:
    return "" if origin is None else f"   day {day - origin}"


def _spells(person: PersonHistory, outcome: Outcome, register_end: int, origin: int | None) -> Iterator[str]:
    if not person.spells:
        yield "No spells."
    states = {benefit for state in outcome.rules for benefit in state.benefits}
    for spell in person.spells:
        counted = spell.benefit in outcome.benefits or spell.benefit in states
        end = min(spell.end, register_end)
        days = f"{int_to_day(spell.start)} to {int_to_day(end)}{_after(spell.start, origin)}"
        to = "" if origin is None else f" to {end - origin}"
        not_counted = "" if counted else "   (does not count)"
        yield f"{spell.benefit:28} {spell.grade / 100:>6g} %   {days}{to}{not_counted}"
    for job in person.jobs or ():
        hours = "" if job.hours is None else f", {job.hours / 100:g} hours a week"
        kind = {True: "competitive job", False: "job, not competitive", None: "job"}[job.competitive]
        yield f"{kind}{hours}: {int_to_day(job.start)} to {int_to_day(job.end)}"


def _levels(outcome: Outcome, person: PersonHistory, register_end: int, origin: int) -> Iterator[str]:
    """Runs of days with one level, and a picture with a sign for each week."""
    horizon = later(origin, outcome.horizon, outcome.horizon_unit)
    last = min(register_end, horizon + later(0, outcome.length, outcome.length_unit))
    if last < origin:
        return
    by_day = levels(outcome, person, register_end, origin, last + 1)
    yield ""
    yield "Level by days from the origin (less what was there on day 0, where the definition says so):"
    begin = 0
    for place in range(1, len(by_day) + 1):
        if place == len(by_day) or by_day[place] != by_day[begin]:
            free = "   free" if by_day[begin] <= outcome.level * 100 else ""
            length = f"{place - begin} days"
            yield f"  day {begin:>4} to {place - 1:>4}  {length:>9}  {by_day[begin] / 100:>6g} %{free}"
            begin = place
    weeks = [by_day[start : start + WEEK] for start in range(0, len(by_day), WEEK)]
    picture = "".join(SHADES[-(-sum(week) * 4 // (len(week) * 10_000))] for week in weeks)
    yield ""
    yield "Week by week, · none to █ full; | is the horizon:"
    at = min(len(picture), (horizon - origin) // WEEK)
    yield f"  {picture[:at]}|{picture[at:]}"


def _told(answer: Answer, outcome: Outcome, origin: int | None) -> str:
    at = f"{answer.at}: " if answer.at else ""
    reason = REASONS.get(answer.reason, answer.reason.replace("_", " "))
    because = f" ({reason})" if reason else ""
    if answer.time is not None and origin is not None:
        day: date = int_to_day(origin + answer.time)
        ends = {code: name.replace("_", " ") for name, code in EVENTS.items()}
        kind = {0: "censored", 1: "reached", **ends}[answer.event or 0]
        return f"{at}{kind} on day {answer.time} ({day}){because}."
    if answer.category:
        return f"{at}{answer.category}{because}."
    if answer.value is not None:
        return f"{at}{answer.value:g}{because}."
    return f"{at}no answer{because}."
