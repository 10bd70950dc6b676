"""What was taken in from registers: the extracts of a service, and the spells of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from stegvis.casework.access import Action
from stegvis.casework.sections import BENEFITS
from stegvis.foundation.viewer import Viewer
from stegvis_web.benefits.models import Extract, Spell
from stegvis_web.casework import models
from stegvis_web.casework.queries.cases import sees
from stegvis_web.foundation import audit
from stegvis_web.people import pseudonyms
from stegvis_web.people.models import KeyList, Person

MOST_EXTRACTS = 50
MOST_SPELLS = 400
"""Of one person that a page shows."""


def service_of(by: Viewer, action: Action = Action.READ) -> int:
    """The service whose registers the viewer may see, or with WRITE take in; Http404 for others."""
    if by.kind != "staff" or by.service is None or not sees(by, BENEFITS, action):
        raise Http404
    return by.service


def extracts(by: Viewer) -> Sequence[Extract]:
    """All extracts of the viewer's service, the newest first."""
    rows = Extract.objects.filter(service_id=service_of(by)).select_related("key_list")
    return list(rows.order_by("-id")[:MOST_EXTRACTS])


def extract_of(by: Viewer, pk: int) -> Extract:
    """An extract of the viewer's service; Http404 for another or a removed one."""
    rows = Extract.objects.filter(service_id=service_of(by, Action.WRITE), removed_at__isnull=True)
    if (row := rows.filter(pk=pk).first()) is None:
        raise Http404
    return row


def lists(by: Viewer) -> Sequence[KeyList]:
    return pseudonyms.lists(service_of(by))


def with_pseudonym(by: Viewer) -> int:
    """How many persons of the service a register can be asked about."""
    return Person.objects.filter(service_id=service_of(by), pseudonym__isnull=False).count()


def current_extract(service: int) -> Extract | None:
    """The newest one that was not removed."""
    rows = Extract.objects.filter(service_id=service, removed_at__isnull=True)
    return rows.select_related("key_list").order_by("-id").first()


@dataclass(frozen=True)
class KeyFile:
    """A list as a file for whoever holds the register."""

    number: int
    made_at: datetime
    lines: Sequence[pseudonyms.Listed]


def key_file(by: Viewer, number: int) -> KeyFile:
    """The list of that number. Leaves one event that names every case on it. Http404 for whom it is not."""
    service = service_of(by, Action.WRITE)
    found = pseudonyms.listed(by=by, number=number)
    if found is None:
        raise Http404
    made_at, lines = found
    cases = models.Case.objects.filter(service_id=service, person__pseudonym__since__number__lte=number)
    audit.record(by=by, verb="read", what="pseudonyms", cases=list(cases.values_list("code", flat=True)))
    return KeyFile(number, made_at, lines)


@dataclass(frozen=True)
class FromRegister:
    """What a register says of one person: the extract, and her spells in it, the oldest first."""

    extract: Extract
    spells: Sequence[Spell]


def spells_of_person(by: Viewer) -> FromRegister | None:
    """The patient's own; None where no register was asked about her. Two queries."""
    if by.kind != "patient" or by.service is None or by.person is None:
        raise Http404
    extract = current_extract(by.service)
    if extract is None:
        return None
    on_list = pseudonyms.is_listed(by.person, extract.key_list.number)
    spells = list(Spell.objects.filter(extract=extract, person_id=by.person).order_by("-start")[:MOST_SPELLS])
    return FromRegister(extract, spells[::-1]) if on_list else None
