"""A service with people whose sick leave is known, and a register that was asked about them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from stegvis.benefits.spells import Benefit
from stegvis_web.benefits.actions import make_list, take_in
from stegvis_web.benefits.models import Extract
from stegvis_web.casework.actions.referrals import open_new_case
from stegvis_web.casework.models import Case, SickNote
from stegvis_web.people.models import Person, Pseudonym
from tests.cast import Cast, person, viewer

GROUND = "Follow-up of our own work, decided by the board."
LONG_AGO = 700
"""Days ago the cases were opened."""

Row = tuple[str, date, date | None, str, object]


@dataclass(frozen=True)
class OnLeave:
    """Somebody's case, opened LONG_AGO days ago."""

    case: Case

    @property
    def opened(self) -> date:
        return self.case.opened_on

    @property
    def pseudonym(self) -> str:
        return Pseudonym.objects.get(person=self.case.person).code


def on_leave(cast: Cast, name: str, until: int | None, *, days: int = LONG_AGO) -> OnLeave:
    """A new case, with full sick leave from before its opening until that day; None for no sick note."""
    opened = timezone.localdate() - timedelta(days=days)
    whose = person(cast.norrvik, name, email="")
    case = open_new_case(person=whose, owner=cast.ingrid, country="sweden", opened_on=opened)
    if until is not None:
        SickNote.objects.create(
            case=case, start=opened - timedelta(days=90), end=opened + timedelta(days=until), grade=100
        )
    return OnLeave(case)


def many_on_leave(cast: Cast, ends: Iterable[int | None]) -> list[OnLeave]:
    return [on_leave(cast, f"Person {number}", until) for number, until in enumerate(ends)]


def answer_of_register(folder: Path, rows: Iterable[Row]) -> Path:
    """The file that a register sends back."""
    file = folder / "answer.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["person", "start", "end", "benefit", "grade"])
        writer.writerows(rows)
    return file


def asked(cast: Cast, folder: Path, rows: Iterable[tuple[Person, int, int, Benefit, int]]) -> Extract:
    """The register is asked about everybody, and answers these rows: days counted back from today."""
    listed = make_list(by=viewer(cast.marit))
    today = timezone.localdate()
    codes = dict(Pseudonym.objects.values_list("person_id", "code"))
    file = answer_of_register(
        folder,
        [
            (codes[whose.pk], today - timedelta(days=first), today - timedelta(days=last), benefit, grade)
            for whose, first, last, benefit, grade in rows
        ],
    )
    return take_in(
        by=viewer(cast.marit),
        file=file,
        key_list=listed.number,
        register="plain",
        register_end=today,
        ground=GROUND,
    )
