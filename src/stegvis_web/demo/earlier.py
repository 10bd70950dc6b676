"""People whom the demo's service helped before: their cases are closed, and outcomes are counted from them.

Everybody is made up. What a register says of them is made from their sick notes.
"""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from stegvis.benefits.spells import Benefit
from stegvis.casework.closing import Reason
from stegvis.casework.referral import Door
from stegvis_web.benefits.actions import make_list, take_in
from stegvis_web.casework.actions import closing
from stegvis_web.casework.models import SickNote
from stegvis_web.demo.clock import Story
from stegvis_web.demo.society import Society
from stegvis_web.demo.told import Told
from stegvis_web.outcomes import actions as outcomes
from stegvis_web.outcomes.queries import USUAL
from stegvis_web.people.models import Pseudonym

SEED = 20
NUMBER = 44
OWNERS = ("ingrid", "karin", "henrik")
GIVEN = (
    "Alva",
    "Birgit",
    "Carl",
    "Doris",
    "Erik",
    "Frida",
    "Gustav",
    "Helga",
    "Ivar",
    "Jenny",
    "Knut",
    "Lena",
)
FAMILY = (
    "Ahl",
    "Bylund",
    "Casserby",
    "Dalin",
    "Engvall",
    "Fors",
    "Granat",
    "Hägg",
    "Isberg",
    "Juhlin",
    "Kvist",
)
WISH = "I want to work again, as much as my body lets me."
LEFT = (Reason.OTHER_HELP, Reason.NO_MORE, Reason.MOVED, Reason.PENSION)
YEAR = 365
GROUND = "Follow-up of our own work, decided by the service's management. No person is looked up."
USUAL_DAYS = 200
"""How long sick leave goes on after a case has been opened, in the middle of them."""


@dataclass(frozen=True)
class Fate:
    """One person's way: days are counted from the day the case was opened, which is `days` ago."""

    name: str
    born: int
    owner: str
    days: int
    notes: tuple[tuple[int, int, int], ...]
    closed_after: int
    because: Reason


def fates() -> Iterator[Fate]:
    """The same people each time."""
    chance = random.Random(SEED)
    names = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    for number, name in enumerate(chance.sample(names, NUMBER)):
        before = chance.randint(60, 220)
        until = min(round(chance.lognormvariate(5.3, 0.7)), 600)
        half = round(until * chance.uniform(0.4, 0.9))
        notes = [(-before, half, 100), (half + 1, until, chance.choice((50, 50, 75)))]
        if until < USUAL_DAYS and chance.random() < 0.25:
            again = until + chance.randint(40, 90)
            notes.append((again, again + chance.randint(15, 60), 100))
        back = notes[-1][1]
        stays = back < 400 and chance.random() < 0.9
        yield Fate(
            name=name,
            born=chance.randint(1958, 1998),
            owner=OWNERS[number % len(OWNERS)],
            days=chance.randint(560, 960),
            notes=tuple(notes),
            closed_after=back + chance.randint(60, 140) if stays else chance.randint(120, 420),
            because=Reason.WORKS if stays else Reason.DIED if number == 0 else chance.choice(LEFT),
        )


def earlier(society: Society) -> Iterator[Story]:
    """Their stories, and that of the register that was asked about them."""
    for fate in fates():
        yield _life(society, fate)
    yield _counted(society)


def _life(society: Society, fate: Fate) -> Story:
    at = society.calendar.at
    yield at(fate.days, "10:30")
    told = Told(society, society.viewer(fate.owner))
    told.referred(fate.name, fate.born, Door.GP, WISH)
    told.explained()
    told.met("First meeting. Wants to begin.")
    told.accepted()
    opened = timezone.localdate()
    yield at(fate.days - fate.closed_after, "14:30")
    closed = timezone.localdate()

    def on(day: int) -> date:
        return opened + timedelta(days=day)

    told.sick_since(
        on(fate.notes[0][0]),
        *(
            (on(start), min(on(end), closed), grade)
            for start, end, grade in fate.notes
            if on(start) <= closed
        ),
    )
    closing.close_case(by=told.owner, code=told.code, reason=fate.because)


def _counted(society: Society) -> Story:
    """The manager asks a register, takes in what it answers, and counts both ways."""
    yield society.calendar.at(60, "09:40")
    by = society.viewer("marit")
    listed = make_list(by=by)
    yield society.calendar.at(20, "13:20")
    end = society.calendar.day(-45)
    with tempfile.TemporaryDirectory(prefix="stegvis-demo-") as folder:
        file = Path(folder) / "answer.csv"
        _register_says(file, society, end)
        take_in(by=by, file=file, key_list=listed.number, register="plain", register_end=end, ground=GROUND)
    outcomes.ask(by=by, definitions=(*USUAL, "states_four"), from_register=True)
    yield society.calendar.at(6, "10:10")
    outcomes.ask(
        by=by,
        definitions=(*USUAL, "jensen_2011", "half_back_28_days", "recurrence_after_return"),
        from_register=False,
    )


def _register_says(file: Path, society: Society, end: date) -> None:
    """What a register would: sickness benefit for a year, then an allowance, and for a few a half pension."""
    called = dict(
        Pseudonym.objects.filter(person__service=society.services["NV"]).values_list("person_id", "code")
    )
    notes = SickNote.objects.filter(case__person_id__in=called).order_by("case_id", "start")
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["person", "start", "end", "benefit", "grade"])
        first: dict[int, date] = {}
        ends: dict[int, tuple[date, bool]] = {}
        columns = ("case_id", "case__person_id", "case__closed_because", "start", "end", "grade")
        for case, person, because, start, until, grade in notes.values_list(*columns):
            limit = first.setdefault(case, start) + timedelta(days=YEAR)
            last = min(until or end, end)
            if start < limit and start <= last:
                rows.writerow([called[person], start, min(last, limit), Benefit.SICKNESS_BENEFIT, grade])
            if last > limit:
                begin = max(start, limit + timedelta(days=1))
                rows.writerow([called[person], begin, last, Benefit.WORK_ASSESSMENT_ALLOWANCE, grade])
            ends[person] = (last, because == Reason.PENSION)
        for person, (last, pensioned) in ends.items():
            if pensioned and last < end:
                after = last + timedelta(days=1)
                rows.writerow([called[person], after, end, Benefit.DISABILITY_PENSION, 50])
        rows.writerow(["NOT-OURS-1", min(first.values(), default=end), end, Benefit.SICKNESS_BENEFIT, 100])
