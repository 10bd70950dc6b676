"""Whom a contact is logged for, and the contacts of a case, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from stegvis.casework.sections import NAME
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.queries.cases import contacts, sees
from stegvis_web.casework.queries.mine import mine, my_open_cases, who
from stegvis_web.casework.queries.pages import beyond, mark
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import prepared
from stegvis_web.people.words import name_key

LIKELY = 5
"""So many cases are offered to choose from; more would not be three taps."""

PAGE = 30


@dataclass(frozen=True)
class Likely:
    """A case that a contact may be about. `name` is empty where names are not for the viewer."""

    code: str
    name: str


def likely(by: Viewer) -> Sequence[Likely]:
    """The viewer's own open cases, those spoken with last first."""
    return _as_likely(by, _likely(*who(by)))


@prepared
def _likely(user: int, person: int, service: int) -> QuerySet[models.Case]:
    own = my_open_cases(user, person, service).values("pk")
    rows = models.Case.objects.filter(pk__in=own).select_related("person")
    return rows.order_by(F("last_contact_on").desc(nulls_last=True), "-id")[:LIKELY]


def find(by: Viewer, text: str) -> Sequence[Likely]:
    """The viewer's own cases of that code, or with that in the name; an exact code alone counts."""
    rows = _own(*who(by)).select_related("person")
    code = text.replace("\0", "").strip()
    exact = _as_likely(by, rows.filter(code__iexact=code)[:LIKELY])
    if exact:
        return exact
    found = Q(code__istartswith=code)
    if (key := name_key(text)) and sees(by, NAME):
        found |= Q(person__name_key__contains=key)
    return _as_likely(by, rows.filter(found).order_by("code")[:LIKELY])


def _own(user: int, person: int, service: int) -> QuerySet[models.Case]:
    return models.Case.objects.filter(mine(user, person), service_id=service)


def _as_likely(by: Viewer, rows: Iterable[models.Case]) -> Sequence[Likely]:
    names = sees(by, NAME)
    return [Likely(row.code, row.person.name if names else "") for row in rows]


@dataclass(frozen=True)
class ContactPage:
    """`next_before` begins the next page; empty on the last."""

    rows: Sequence[models.Contact]
    next_before: str


def contact_page(opened: OpenCase, before: str = "") -> ContactPage:
    """A page of the contacts of a case, the newest first. One query."""
    rows = beyond(contacts(opened), "on", before, newest_first=True)
    page = list(rows[: PAGE + 1])
    last = page[PAGE - 1] if len(page) > PAGE else None
    return ContactPage(page[:PAGE], mark(last.on, last.pk) if last else "")
