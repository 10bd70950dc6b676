"""The people of the invented trial: who they are at baseline, and when they come back to work."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from stegvis.reports.invented.drawing import along, normal, related, shuffled, spread, with_moments
from stegvis.reports.invented.margins import (
    ARMS,
    CATEGORIES,
    CELLS,
    DAYS_OFF,
    MEASURES,
    Category,
    Cell,
    Measure,
)

FIRST_DAY, LAST_DAY = date(2009, 8, 3), date(2011, 8, 31)
"""Inclusion."""
YEAR = 365
DRAWS = 100
"""So often a measure is drawn before it is given up; a second time is needed once in some thousands."""
ENDS = (
    *(("death", 214), ("emigration", 122), ("emigration", 301), ("old_age_pension", 263)),
    *(("death", 511), ("emigration", 640), ("old_age_pension", 588), ("death", 820)),
)
"""What ends a follow-up, and on which day: of people who did not return before. Chosen; no paper says."""
PENSIONS = (30, 40, 50, 50, 60)
"""Grades of partial disability pensions at baseline; chosen."""
PENSIONED = 0.07
"""The share that has one; chosen."""


@dataclass
class Person:
    """`returned`: the day from inclusion with which five weeks without benefit begin, if within a year.

    `later`: the same after the year, if ever. `off`: days off work before. `ends`: what ended it, and when.
    """

    arm: str
    site: str
    index: date
    returned: int | None
    later: int | None
    severity: float
    off: int = 0
    pension: int = 0
    ends: tuple[str, int] | None = None
    columns: dict[str, str] = field(default_factory=dict)


def invent(random: Random) -> list[Person]:
    """All people, in no order."""
    people = [person for cell in CELLS for person in _of_cell(random, cell)]
    for number, arm in enumerate(ARMS):
        theirs = [person for person in people if person.arm == arm]
        _days_off(random, theirs, DAYS_OFF[number])
        for measure in MEASURES:
            _measure(random, theirs, measure, number)
        for category in CATEGORIES:
            _count(random, theirs, category, number)
    for person in people:
        if random.random() < PENSIONED:
            person.pension = random.choice(PENSIONS)
    _ended(random, people)
    return shuffled(random, people)


def _of_cell(random: Random, cell: Cell) -> Iterator[Person]:
    days: list[int | None] = [return_day(cell, share) for share in spread(random, cell.returned)]
    days += [None] * (cell.people - cell.returned)
    span = (LAST_DAY - FIRST_DAY).days
    for day in shuffled(random, days):
        index = FIRST_DAY + timedelta(days=int(random.random() * span))
        severity = normal(random) + (0.35 if day is None else 0.0)
        later = int(400 + 500 * random.random()) if day is None and random.random() < 0.35 else None
        yield Person(cell.arm, cell.site, index, day, later, severity)


def return_day(cell: Cell, share: float) -> int:
    """The day by which that share of those who return within the year are back.

    1 − (1 − x^a)^b, x the part of the year, with b such that half of all people are back by the median day.
    """
    part = 1 - 0.5 * cell.people / cell.returned
    b = math.log(part) / math.log(1 - (cell.median / YEAR) ** cell.shape)
    x = (1 - (1 - share) ** (1 / b)) ** (1 / cell.shape)
    return min(YEAR - 1, int(x * YEAR))


def _days_off(random: Random, people: Sequence[Person], quantiles: Sequence[float]) -> None:
    shares = sorted(spread(random, len(people)))
    order = sorted(people, key=lambda person: person.severity + 1.5 * normal(random))
    for person, share in zip(order, shares, strict=True):
        person.off = round(along(quantiles, share))


def _measure(random: Random, people: Sequence[Person], measure: Measure, arm: int) -> None:
    known = sorted(shuffled(random, range(len(people)))[: measure.known[arm]])
    values = _values(random, [people[place].severity for place in known], measure, arm)
    written = dict(zip(known, values, strict=True))
    for place, person in enumerate(people):
        person.columns[measure.name] = f"{written[place]:g}" if place in written else ""


def _values(random: Random, severity: Sequence[float], measure: Measure, arm: int) -> list[float]:
    """Drawn again where a draw cannot be moved to the printed mean and deviation in steps of its scale."""
    for _ in range(DRAWS):
        with suppress(ValueError):
            return with_moments(
                related(random, severity, measure.severity),
                mean=measure.mean[arm],
                deviation=measure.deviation[arm],
                low=measure.low,
                high=measure.high,
                step=measure.step,
                decimals=measure.decimals,
            )
    raise ValueError(f"{measure.name}: no draw has the printed mean and deviation")


def _count(random: Random, people: Sequence[Person], category: Category, arm: int) -> None:
    values = [value for value, counts in category.counts.items() for _ in range(counts[arm])]
    values += [category.rest] * (category.known[arm] - len(values))
    values += [""] * (len(people) - len(values))
    for person, value in zip(people, shuffled(random, values), strict=True):
        person.columns[category.name] = value


def _ended(random: Random, people: Sequence[Person]) -> None:
    """Somebody who did not come back before dies, moves abroad, or gets an old-age pension."""
    not_back = shuffled(random, [person for person in people if person.returned is None])
    for person, (what, day) in zip(not_back, ENDS, strict=False):
        person.ends = (what, day)
        if person.later is not None and person.later >= day:
            person.later = None
