"""Invented people for tests, in one line each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from stegvis.benefits.days import day_to_int
from stegvis.outcomes.history import Answer, Job, PersonHistory, Spell
from stegvis.outcomes.outcome import OUTCOMES, Outcome
from stegvis.outcomes.reference import evaluate

ORIGIN = day_to_int(date(2023, 1, 2))
END = ORIGIN + 3 * 365
SICK, WAA, PENSION = "sickness_benefit", "work_assessment_allowance", "disability_pension"


def person(*spells: tuple[int, int, float], benefit: str = SICK, **columns: int | None) -> PersonHistory:
    """Spells of (first day, last day, percent), in days from the origin; columns alike."""
    days = {name: None if day is None else ORIGIN + day for name, day in columns.items()}
    return PersonHistory(
        columns={"index_date": ORIGIN, **days},
        spells=tuple(
            Spell(ORIGIN + start, ORIGIN + end, benefit, round(percent * 100))
            for start, end, percent in spells
        ),
    )


def with_spells(one: PersonHistory, benefit: str, *spells: tuple[int, int, float]) -> PersonHistory:
    return replace(one, spells=(*one.spells, *person(*spells, benefit=benefit).spells))


def with_jobs(one: PersonHistory, *jobs: tuple[int, int, int | None, bool | None]) -> PersonHistory:
    """Jobs of (first day, last day, hundredths of hours a week, competitive)."""
    return replace(
        one, jobs=tuple(Job(ORIGIN + start, ORIGIN + end, hours, real) for start, end, hours, real in jobs)
    )


def answer(
    one: PersonHistory, outcome: str | Outcome = "myhre_2014", *, end: int = END, **changed: object
) -> Answer:
    """The first row that the reference answers."""
    return answers(one, outcome, end=end, **changed)[0]


def answers(
    one: PersonHistory, outcome: str | Outcome = "myhre_2014", *, end: int = END, **changed: object
) -> tuple[Answer, ...]:
    definition = OUTCOMES.get(outcome) if isinstance(outcome, str) else outcome
    return evaluate(replace(definition, **changed), one, end)  # type: ignore[arg-type]


def back(
    one: PersonHistory, outcome: str | Outcome = "myhre_2014", *, end: int = END, **changed: object
) -> tuple[int | None, int | None]:
    """Time and event."""
    found = answer(one, outcome, end=end, **changed)
    return found.time, found.event
