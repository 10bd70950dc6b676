"""Taking in what a register answers: lists of pseudonyms go out, extracts come in and can be taken out."""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stegvis.benefits.register import DAY_FORMATS, REGISTERS
from stegvis.casework.access import Action
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.benefits.models import Extract, Spell
from stegvis_web.benefits.queries import service_of
from stegvis_web.casework.models import Case
from stegvis_web.foundation import audit
from stegvis_web.people import pseudonyms
from stegvis_web.people.models import KeyList

MEMORY = 256 << 20
"""Bytes that reading an extract may use; beyond that it goes by way of files."""

AT_ONCE = 2000
SHOWN = 50
"""Problems that are told in full."""

NOBODY_TO_ASK_ABOUT = gettext_noop("There is no case yet, so there is nobody to ask a register about.")
NO_SUCH_LIST = gettext_noop("Choose the list that the register answered.")
ALREADY_TAKEN_IN = gettext_noop("This very file was taken in on %(day)s.")
AFTER_TODAY = gettext_noop("The register cannot know of days that are still to come.")
NOBODY_KNOWN = gettext_noop(
    "No row is about anybody on this list. Check that the column of persons holds the pseudonyms of the list,"
    " and that it is the list that the register answered."
)

REMOVED: list[Callable[[Extract], None]] = []
"""What other parts forget of an extract that is taken out."""


@transaction.atomic
def make_list(*, by: Viewer) -> KeyList:
    """A list of everybody who has a case here, with a pseudonym each. Raises Refusal where nobody has."""
    service = service_of(by, Action.WRITE)
    cases = Case.objects.filter(service_id=service)
    codes = list(cases.values_list("code", flat=True))
    if not codes:
        raise Refusal(NOBODY_TO_ASK_ABOUT)
    made = pseudonyms.make_list(by=by, persons=cases.values("person_id"))
    audit.record(by=by, verb="create", what="pseudonyms", cases=codes)
    return made


@transaction.atomic
def take_in(
    *, by: Viewer, file: Path, key_list: int, register: str, register_end: date, ground: str
) -> Extract:
    """Read an extract that answers the list numbered `key_list`, and keep its spells.

    Raises Refusal; and InputError with everything that is wrong in the file, of which nothing is kept then.
    """
    service = service_of(by, Action.WRITE)
    answered = KeyList.objects.select_for_update().filter(service_id=service, number=key_list).first()
    if answered is None:
        raise Refusal(NO_SUCH_LIST)
    if register_end > timezone.localdate():
        raise Refusal(AFTER_TODAY)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    known = Extract.objects.filter(service_id=service, digest=digest, removed_at__isnull=True).first()
    if known is not None:
        raise Refusal(ALREADY_TAKEN_IN, day=timezone.localdate(known.received_at))
    persons = pseudonyms.persons_of(service, key_list)
    definition = REGISTERS.get(register)
    extract = Extract(
        service_id=service,
        key_list=answered,
        register=register,
        fingerprint=definition.fingerprint,
        register_end=register_end,
        ground=ground.strip(),
        received_at=timezone.now(),
        received_by=by.code,
        digest=digest,
        rows=0,
        spells=0,
        persons=0,
        unknown=0,
    )
    extract.save()
    _take_spells(extract, file, persons)
    concerned = Case.objects.filter(
        service_id=service, person__in=Spell.objects.filter(extract=extract).values("person_id")
    )
    codes = list(concerned.values_list("code", flat=True))
    audit.record(by=by, verb="create", what="extract", cases=codes, why=extract.ground)
    return extract


def _take_spells(extract: Extract, file: Path, persons: Mapping[str, int]) -> None:
    # Here, because only this needs the extra `registers`, and it is large.
    from stegvis.benefits.reading import read

    with tempfile.TemporaryDirectory(prefix="stegvis-extract-") as folder:
        people = Path(folder) / "people.csv"
        definition = REGISTERS.get(extract.register)
        _write_people(people, persons, extract.register_end.strftime(DAY_FORMATS[definition.day_format]))
        with read(
            file,
            people,
            register=definition,
            register_end=extract.register_end,
            memory=MEMORY,
            shown=SHOWN,
            temporary=Path(folder),
        ) as histories:
            counts = histories.report.spells
            if counts.rows and counts.unknown_persons == counts.rows:
                raise Refusal(NOBODY_KNOWN)
            order = histories.people.column("person").to_pylist()
            spells = _spells(extract, [persons[code] for code in order], histories.batches())
            while some := list(islice(spells, AT_ONCE)):
                Spell.objects.bulk_create(some)
            extract.rows, extract.unknown = counts.rows, counts.unknown_persons
    kept = Spell.objects.filter(extract=extract)
    extract.spells, extract.persons = kept.count(), kept.values("person").distinct().count()
    extract.save(update_fields=["rows", "unknown", "spells", "persons"])


def _write_people(path: Path, persons: Iterable[str], day: str) -> None:
    """PEOPLE as reading wants it. Day 0 is the business of outcomes, not of spells: any day will do."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["person", "index_date"])
        rows.writerows([code, day] for code in persons)


def _spells(extract: Extract, persons: list[int], batches: Iterator[object]) -> Iterator[Spell]:
    from stegvis.benefits.batch import BENEFITS, Batch
    from stegvis.benefits.days import int_to_day

    for batch in batches:
        assert isinstance(batch, Batch)
        theirs = batch.spells
        for number in range(batch.persons):
            for row in range(int(theirs.offsets[number]), int(theirs.offsets[number + 1])):
                yield Spell(
                    extract=extract,
                    person_id=persons[batch.first + number],
                    start=int_to_day(int(theirs.start[row])),
                    end=int_to_day(int(theirs.end[row])),
                    benefit=BENEFITS[theirs.benefit[row]],
                    grade=int(theirs.grade[row]),
                )


@transaction.atomic
def remove(*, by: Viewer, extract: int) -> Extract:
    """Take an extract out: its spells are deleted, and that it was here stays known. Http404 for others."""
    row = (
        Extract.objects.select_for_update()
        .filter(service_id=service_of(by, Action.WRITE), pk=extract, removed_at__isnull=True)
        .first()
    )
    if row is None:
        raise Http404
    spells = Spell.objects.filter(extract=row)
    codes = list(
        Case.objects.filter(service_id=row.service_id, person__in=spells.values("person_id")).values_list(
            "code", flat=True
        )
    )
    spells.delete()
    row.removed_at, row.removed_by = timezone.now(), by.code
    row.save(update_fields=["removed_at", "removed_by"])
    for forget in REMOVED:
        forget(row)
    audit.record(by=by, verb="remove", what="extract", cases=codes)
    return row
