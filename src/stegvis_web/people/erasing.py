"""Erasure: all that is kept of a person goes, but for what a law keeps, and a tombstone says that it went.

What must be kept is taken out of the tables and set aside, where no page reads it, until its day. The
tombstone comes first: the database lets go of what was sent and said only where there is one. A ledger
outside the database repeats the tombstones, so that an older backup that is restored forgets again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q
from django.http import Http404
from django.utils import timezone

from stegvis.foundation.viewer import Viewer
from stegvis.rights.retention import RETENTIONS, Ground, Kind, Retention, usual, years_after
from stegvis_web.foundation import audit
from stegvis_web.foundation.holdings import HOLDINGS, Holding, Subject, in_order_of_erasure
from stegvis_web.foundation.models import Erasure
from stegvis_web.people.export import subject_of, tables
from stegvis_web.people.models import Person, Service, SetAside


@dataclass(frozen=True)
class Kept:
    """What stays of one kind: how many rows, until which day (None: for good), and why."""

    kind: str
    rows: int
    until: date | None
    because: str


@dataclass(frozen=True)
class Prospect:
    """What an erasure would do: rows that go, by title, and what stays with its reason."""

    goes: tuple[tuple[str, int], ...]
    kept: tuple[Kept, ...]

    @property
    def entries(self) -> int:
        """How many rows go."""
        return sum(rows for _title, rows in self.goes)


def retention_of(service: Service) -> Retention:
    """The service's own choice, else the usual one of its country, else that of a team without care."""
    own = settings.DEFINITIONS
    all_of_them = RETENTIONS.all(own / "retention" if own else None)
    try:
        return all_of_them[service.retention or usual(service.country)]
    except KeyError:
        return all_of_them["team_without_care"]


def prospect(person: Person, today: date) -> Prospect:
    """What erasing all of a person would do today. Changes nothing."""
    subject, retention = subject_of(person), retention_of(person.service)
    kept = [*_kept_by_law(subject, retention, today), *_staying(subject)]
    locked_away = {one.kind for one in kept if one.until}
    gone = [holding for holding in HOLDINGS if not holding.stays and holding.kind not in locked_away]
    goes = [(holding.title, holding.rows(subject).count()) for holding in gone]
    return Prospect(tuple((title, rows) for title, rows in goes if rows), tuple(kept))


def _kept_by_law(subject: Subject, retention: Retention, today: date) -> Iterable[Kept]:
    for kind in Kind:
        rows = {holding: holding.rows(subject).count() for holding in HOLDINGS if _is_kind(holding, kind)}
        last = _last_entry(rows, subject)
        until = retention.must_keep(kind, last) if last else None
        if until is not None and until > today:
            yield Kept(kind, sum(rows.values()), until, retention.because(kind))


def _staying(subject: Subject) -> Iterable[Kept]:
    for holding in HOLDINGS:
        if holding.stays and (rows := holding.rows(subject).count()):
            yield Kept(holding.key, rows, None, holding.stays)


def _is_kind(holding: Holding, kind: Kind) -> bool:
    return holding.kind == kind and not holding.stays


def _last_entry(holdings: Iterable[Holding], subject: Subject) -> date | None:
    days: list[date] = []
    for holding in holdings:
        if holding.dated:
            newest = holding.rows(subject).order_by(f"-{holding.dated}").values_list(holding.dated, flat=True)
            days += [day.date() if isinstance(day, datetime) else day for day in newest[:1]]
    return max(days, default=None)


@transaction.atomic
def erase(*, by: Viewer, person: int, ground: Ground, at: datetime | None = None) -> Prospect:
    """Erase all that is kept of a person, but what must be kept. The caller has asked whether `by` may.

    `at` is when it was first erased, where a restored backup forgets again. Raises Http404 where there is no
    such person (any more).
    """
    row = Person.objects.select_for_update().select_related("service").filter(pk=person).first()
    if row is None:
        raise Http404
    subject, now = subject_of(row), at or timezone.now()
    done = prospect(row, timezone.localdate(now))
    stones = [
        Erasure.objects.create(subject=name, at=now, by=by.code, ground=ground, kept=_told(done.kept))
        for name in (*(f"case:{code}" for code in subject.codes), f"person:{row.pk}")
    ]
    _set_aside(stones[-1], row, subject, done.kept)
    for holding in in_order_of_erasure():
        if not holding.stays and holding.table is not Person:
            holding.erase(subject)
    _forget(row)
    audit.record(by=by, verb="erase", what="person", cases=subject.codes, why=ground)
    transaction.on_commit(write_ledger)
    return done


def _told(kept: Iterable[Kept]) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "rows": one.rows,
            "until": one.until.isoformat() if one.until else None,
            "because": one.because,
        }
        for one in kept
    ]


def _set_aside(stone: Erasure, person: Person, subject: Subject, kept: Iterable[Kept]) -> None:
    for one in kept:
        if one.until is None:
            continue
        rows = tables([holding for holding in HOLDINGS if holding.kind == one.kind], subject)
        about = {"name": person.name, "birth_year": person.birth_year, "cases": list(subject.codes)}
        SetAside.objects.create(
            erasure=stone,
            kind=one.kind,
            until=one.until,
            because=one.because,
            content={"person": about, "tables": rows},
        )


def _forget(person: Person) -> None:
    """Delete the person's row. Where the person is named in somebody else's case, an empty row stays."""
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        empty = dict.fromkeys(("name", "name_key", "email", "phone", "phone_key", "title"), "")
        Person.objects.filter(pk=person.pk).update(**empty, birth_year=None, organisation=None)


@dataclass(frozen=True)
class Over:
    """A closed case whose time is over, and all other cases of that person too."""

    code: str
    person: int
    closed_on: date
    goes_on: date


def over(today: date) -> list[Over]:
    """Cases that go by themselves, the oldest first. A person's cases go together, when the last one may."""
    cases = apps.get_model("casework", "Case")._default_manager
    found = []
    for service in Service.objects.all():
        retention = retention_of(service)
        before = years_after(today, -retention.longest_years)
        young = Q(closed_on__isnull=True) | Q(closed_on__gt=before)
        others = cases.filter(young, person=OuterRef("person"))
        rows = cases.filter(~Exists(others), service=service).order_by("closed_on", "pk")
        for code, person, closed_on in rows.values_list("code", "person", "closed_on"):
            assert closed_on is not None
            found.append(Over(code, person, closed_on, retention.goes_on(closed_on)))
    return sorted(found, key=lambda one: (one.goes_on, one.code))


def erase_over(*, by: Viewer, person: int) -> None:
    """Erase a person whose time is over, unless that has happened with another case of the same person."""
    if Person.objects.filter(pk=person).exists():
        erase(by=by, person=person, ground=Ground.TIME)


def to_let_go(today: date) -> int:
    """How much was set aside whose day has come."""
    return SetAside.objects.filter(until__lte=today).count()


@transaction.atomic
def let_go(*, by: Viewer, today: date) -> int:
    """Delete what was set aside and whose day has come; how many."""
    rows = list(SetAside.objects.select_for_update().filter(until__lte=today).order_by("pk"))
    for row in rows:
        audit.record(by=by, verb="erase", what=f"set-aside:{row.kind}", why=Ground.TIME)
        row.delete()
    return len(rows)


# The ledger


def ledger() -> Path:
    """A file of JSON lines beside the database, one for each tombstone. It names no one."""
    return Path(settings.ERASURES)


def write_ledger() -> int:
    """Write the tombstones into the ledger that are not in it yet; how many.

    Begun again by every `stegvis deliver`, so that a full disk costs no line.
    """
    file = ledger()
    if not Erasure.objects.exists():
        return 0
    known = {(line["subject"], line["at"]) for line in read_ledger(file)} if file.exists() else set()
    lines = [
        {"subject": stone.subject, "at": audit.moment(stone.at), "by": stone.by, "ground": stone.ground}
        for stone in Erasure.objects.order_by("pk")
    ]
    new = [line for line in lines if (line["subject"], line["at"]) not in known]
    if new:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a+", encoding="utf-8") as out:
            out.truncate(_end_of_last_line(file))
            out.writelines(json.dumps(line, sort_keys=True) + "\n" for line in new)
            out.flush()
            os.fsync(out.fileno())
    return len(new)


def _end_of_last_line(file: Path) -> int:
    """How many bytes of the file are whole lines."""
    return file.read_bytes().rfind(b"\n") + 1


def read_ledger(file: Path) -> list[dict[str, str]]:
    """The lines of a ledger; a last line that was cut off is left out. Raises ValueError for any other."""
    lines = file.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1]]


def erase_again(*, by: Viewer, file: Path) -> int:
    """Erase in a restored database what a ledger says was erased, and is there; how many persons."""
    again = 0
    for line in read_ledger(file):
        kind, _colon, key = line["subject"].partition(":")
        named = Person.objects.exclude(name="", email="", phone="")
        if kind != "person" or not named.filter(pk=key).exists():
            continue
        erase(by=by, person=int(key), ground=Ground(line["ground"]), at=datetime.fromisoformat(line["at"]))
        again += 1
    return again


def after_restore(by: Viewer, file: Path) -> str:
    """Erase again what the ledger says, if there is one; what was done, in a sentence."""
    if not file.exists():
        return f"No ledger of erasures at {file}: nothing was erased again."
    return f"Erased again after the ledger {file}: {erase_again(by=by, file=file)} persons."
