"""Pseudonyms: what whoever holds a register calls our persons. Here alone they lead back to somebody."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet
from django.utils import timezone

from stegvis.casework.party import Role
from stegvis.foundation.viewer import Viewer
from stegvis_web.people import access
from stegvis_web.people.models import KeyList, Person, Pseudonym, Service

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which are taken for each other."""

LETTERS = 10
"""Drawn for each. Whoever draws one that somebody has draws again."""

LISTS = frozenset({Role.MANAGER})
"""Who makes and reads lists of names with pseudonyms."""

MOST_LISTS = 20
AT_ONCE = 500


class Listed(NamedTuple):
    """One line of a list: whoever holds the register finds the person by name and year of birth."""

    pseudonym: str
    name: str
    birth_year: int | None
    person: int


def make_list(*, by: Viewer, persons: QuerySet[Any]) -> KeyList:
    """A new list of these persons of the service and of all on lists before; the caller records it.

    `persons` asks for one column with their rows' keys.

    Raises Refusal for whom lists are not.
    """
    service = Service.objects.select_for_update().get(pk=access.must_be(by, LISTS))
    last = service.key_lists.aggregate(last=Max("number"))["last"] or 0
    made = KeyList.objects.create(service=service, number=last + 1, made_at=timezone.now(), made_by=by.code)
    wanted = Person.objects.filter(service=service, pk__in=persons, pseudonym__isnull=True)
    new = list(wanted.values_list("pk", flat=True))
    codes = _drawn(len(new))
    Pseudonym.objects.bulk_create(
        (Pseudonym(person_id=pk, code=code, since=made) for pk, code in zip(new, codes, strict=True)),
        batch_size=AT_ONCE,
    )
    return made


def _drawn(number: int) -> Sequence[str]:
    """So many codes that nobody has."""
    taken = set(Pseudonym.objects.values_list("code", flat=True)) if number else set()
    codes: set[str] = set()
    while len(codes) < number:
        codes.add("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)))
        codes -= taken
    return sorted(codes)


def lists(service: int) -> Sequence[KeyList]:
    """The lists of a service, the newest first."""
    return list(KeyList.objects.filter(service_id=service).order_by("-number")[:MOST_LISTS])


def listed(*, by: Viewer, number: int) -> tuple[datetime, Sequence[Listed]] | None:
    """When that list was made, and its lines as the persons are called today; None if there is none.

    Raises Refusal for whom lists are not.
    """
    row = KeyList.objects.filter(service_id=access.must_be(by, LISTS), number=number).first()
    if row is None:
        return None
    rows = Pseudonym.objects.filter(person__service_id=row.service_id, since__number__lte=number)
    names = rows.order_by("code").values_list("code", "person__name", "person__birth_year", "person_id")
    return row.made_at, [Listed(*line) for line in names]


def persons_of(service: int, number: int) -> dict[str, int]:
    """The persons of a list by pseudonym."""
    rows = Pseudonym.objects.filter(person__service_id=service, since__number__lte=number)
    return dict(rows.values_list("code", "person_id"))


def pseudonyms_of(persons: Collection[int]) -> dict[int, str]:
    """Pseudonyms by person, of those who have one."""
    return dict(Pseudonym.objects.filter(person_id__in=persons).values_list("person_id", "code"))


def is_listed(person: int, number: int) -> bool:
    """Whether the register that answered that list was asked about this person."""
    return Pseudonym.objects.filter(person_id=person, since__number__lte=number).exists()
