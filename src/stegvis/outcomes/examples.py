"""Reads the worked example that an outcome's definition carries, and answers it by the reference."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from stegvis.benefits.days import day_to_int
from stegvis.outcomes.history import Answer, Job, PersonHistory, Spell
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.reference import evaluate

PEOPLE = ("person,index_date", "A,2024-01-15", "B,2024-01-15", "C,2024-01-15", "D,2024-01-15")
SPELLS = (
    "person,start,end,benefit,grade",
    "A,2023-11-01,2024-02-11,sickness_benefit,100",
    "A,2024-02-12,2024-03-31,sickness_benefit,50",
    "A,2024-05-04,2024-05-31,sickness_benefit,100",
    "B,2020-01-01,,disability_pension,50",
    "B,2023-12-01,2024-03-10,sickness_benefit,50",
    "C,2023-09-18,2024-09-15,sickness_benefit,100",
    "C,2024-09-16,2024-12-29,work_assessment_allowance,100",
    "D,2023-12-01,2024-03-03,sickness_benefit,100",
    "D,2024-02-19,2024-04-14,sickness_benefit,50",
    "D,2024-05-15,2024-06-11,sickness_benefit,40",
)
"""Four invented people whom every definition that brings none of its own is tried on: a relapse, a partial
pension from before, a year of absence, and overlapping grades."""

DAY_COLUMNS = (
    *("index_date", "death", "emigration", "old_age_pension"),
    *("start_date", "discharge_date", "termination_date"),
)


def example(outcome: Outcome) -> tuple[str, ...]:
    """What the reference answers to the example, written as `example_answers` are."""
    end = day_to_int(date.fromisoformat(outcome.example_register_end))
    people = histories(
        outcome.example_people or PEOPLE,
        outcome.example_spells or SPELLS,
        outcome.example_jobs,
        end,
    )
    return tuple(
        line(person, answer)
        for person, history in people.items()
        for answer in _changes(evaluate(outcome, history, end))
    )


def _changes(answers: Sequence[Answer]) -> Iterator[Answer]:
    """Answers without those that say the same as the one before them."""
    before: Answer | None = None
    for answer in answers:
        if before is None or replace(answer, at="") != replace(before, at=""):
            yield answer
        before = answer


def line(person: str, answer: Answer) -> str:
    """`person,at,time,event,value,category,reason`."""
    value = "" if answer.value is None else f"{answer.value:.4f}".rstrip("0").rstrip(".")
    numbers = ["" if number is None else str(number) for number in (answer.time, answer.event)]
    return ",".join([person, answer.at, *numbers, value, answer.category, answer.reason])


def histories(
    people: Sequence[str], spells: Sequence[str], jobs: Sequence[str], register_end: int
) -> dict[str, PersonHistory]:
    """People by id, from lines of CSV with a header each; no jobs at all if `jobs` is empty."""
    found: dict[str, PersonHistory] = {}
    their_spells, their_jobs = _by_person(spells), _by_person(jobs)
    for row in csv.DictReader(people):
        person = row.pop("person")
        found[person] = PersonHistory(
            columns={name: _number(name, cell) for name, cell in row.items()},
            spells=tuple(
                Spell(
                    _day(spell["start"]),
                    _day(spell["end"]) if spell["end"] else register_end,
                    spell["benefit"],
                    int(Decimal(spell["grade"]) * 100),
                )
                for spell in their_spells.get(person, [])
            ),
            jobs=tuple(_jobs(their_jobs.get(person, []), register_end)) if jobs else None,
        )
    return found


def _jobs(rows: Iterable[dict[str, str]], register_end: int) -> Iterator[Job]:
    for job in rows:
        end = _day(job["end"]) if job["end"] else register_end
        hours = int(Decimal(job["hours"]) * 100) if job["hours"] else None
        yield Job(_day(job["start"]), end, hours, {"1": True, "0": False}.get(job["competitive"]))


def _by_person(lines: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(lines):
        found.setdefault(row["person"], []).append(row)
    return found


def _day(written: str) -> int:
    return day_to_int(date.fromisoformat(written))


def _number(name: str, cell: str) -> int | None:
    if not cell:
        return None
    return _day(cell) if name in DAY_COLUMNS else int(cell)
