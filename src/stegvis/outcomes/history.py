"""What is known of one person: days from PEOPLE, benefit spells, jobs. Days are integers since 1970-01-01."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FULL = 10_000
"""A grade of 100 percent, in hundredths of a percent."""

EVENTS = {"death": 2, "emigration": 3, "old_age_pension": 4}
"""What can end a follow-up: the column of PEOPLE with its day, and its code. 0: censored, 1: the event."""


@dataclass(frozen=True)
class Spell:
    """A benefit from day `start` to day `end`, both counted. `grade` is in hundredths of a percent."""

    start: int
    end: int
    benefit: str
    grade: int


@dataclass(frozen=True)
class Job:
    """A job from `start` to `end`. `hours` a week in hundredths; None where nothing is said."""

    start: int
    end: int
    hours: int | None = None
    competitive: bool | None = None


@dataclass(frozen=True)
class PersonHistory:
    """One person. `columns` holds what PEOPLE says in whole numbers, days among it: None where a cell is
    empty, no key where the file has no such column. `jobs` is None where no jobs were given at all."""

    columns: Mapping[str, int | None]
    spells: tuple[Spell, ...] = ()
    jobs: tuple[Job, ...] | None = None


@dataclass(frozen=True)
class Answer:
    """One row of a result. `time` is in days from the origin; `event` 0 censored, 1 reached, else EVENTS.

    `at` names the window where a definition has several; `reason` says why something is missing or cut.
    """

    at: str = ""
    time: int | None = None
    event: int | None = None
    value: float | None = None
    category: str = ""
    reason: str = field(default="")
