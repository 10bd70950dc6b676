"""The benefit spells behind each invented return, as registers have them: in parts that touch and overlap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stegvis.reports.invented.people import Person

REGISTER_END = date(2013, 12, 31)
SICK_LEAVE_DAYS = 364
"""After a year sickness benefit ends, and work assessment allowance begins."""
FREE = 35
LONGEST_GAP = 30
"""Days without benefit that are not yet a return."""


@dataclass(frozen=True)
class Spell:
    """Days from inclusion, both counted; no last day where it goes on."""

    start: int
    end: int | None
    benefit: str
    grade: int


def spells(random: Random, person: Person) -> list[tuple[date, date | None, str, int]]:
    """All spells of a person, cut where the person's follow-up ended."""
    last = (REGISTER_END - person.index).days
    known = person.ends[1] - 1 if person.ends else last
    found = []
    for spell in _spells(random, person, last):
        end = spell.end
        if spell.start > known:
            continue
        if person.ends and (end is None or end > known):
            end = known
        first = person.index + timedelta(days=spell.start)
        found.append(
            (first, None if end is None else person.index + timedelta(days=end), spell.benefit, spell.grade)
        )
    return found


def _spells(random: Random, person: Person, last: int) -> Iterator[Spell]:
    if person.pension:
        yield Spell(-900 - int(600 * random.random()), None, "disability_pension", person.pension)
    full = 100 - person.pension
    back = person.returned if person.returned is not None else person.later
    yield from _absence(random, -person.off, last if back is None else back - 1, full, back is None)
    if back is not None:
        yield from _afterwards(random, back, last, full)
    if random.random() < 0.15:
        begin = -int(300 + 400 * random.random()) - person.off
        yield Spell(begin, begin + int(20 + 40 * random.random()), "sickness_benefit", full)


def _absence(random: Random, start: int, end: int, full: int, for_good: bool) -> Iterator[Spell]:
    """From the first day off to the last before the return: full first, then in lesser grades, with a gap
    now and then that is too short to be a return."""
    begin, grade = start, full
    while begin <= end:
        length = int(14 + 76 * random.random())
        last = min(begin + length - 1, end)
        if begin > start + 40 and random.random() < 0.4:
            grade = max(20, min(full, random.choice((20, 40, 50, 50, 60, 80, 100))))
        yield from _by_kind(begin, last, start, min(grade, full))
        begin = last + 1
        if begin > 10 and random.random() < 0.10:
            gap = int(3 + (LONGEST_GAP - 3) * random.random())
            if begin + gap + 7 <= end:
                begin += gap
        elif random.random() < 0.06 and last < end:
            begin -= 3  # the next certificate was written before the last had ended
    if for_good and random.random() < 0.25 and end > 760:
        yield Spell(760, None, "disability_pension", full)


def _by_kind(begin: int, end: int, start: int, grade: int) -> Iterator[Spell]:
    """Sickness benefit until its days are used, then work assessment allowance, always in full."""
    change = start + SICK_LEAVE_DAYS
    if begin < change:
        yield Spell(begin, min(end, change - 1), "sickness_benefit", grade)
    if end >= change:
        yield Spell(max(begin, change), end, "work_assessment_allowance", grade)


def _afterwards(random: Random, back: int, last: int, full: int) -> Iterator[Spell]:
    """What comes after the five weeks: sick again, out of work, a child, a school; or nothing."""
    day = back + FREE + int(10 + 120 * random.random())
    for _ in range(3):
        chance = random.random()
        if chance < 0.42 or day > last:
            return
        if chance < 0.74:
            length = int(7 + 70 * random.random())
            yield Spell(
                day, day + length, "sickness_benefit", random.choice((full, full, max(20, full // 2)))
            )
        elif chance < 0.86:
            length = int(60 + 200 * random.random())
            yield Spell(day, day + length, "unemployment_benefit", 100)
        elif chance < 0.93:
            length = 300
            yield Spell(day, day + length, "parental_benefit", 100)
        elif chance < 0.97:
            length = 290
            yield Spell(day, day + length, "education_grant", 100)
        else:
            length = int(30 + 90 * random.random())
            yield Spell(day, day + length, "social_assistance", 100)
        day += length + int(20 + 200 * random.random())
