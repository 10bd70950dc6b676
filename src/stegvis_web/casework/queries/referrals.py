"""Referrals that wait, and the one that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action, Standing
from stegvis.casework.party import Role
from stegvis.casework.sections import NEW_REFERRALS, TABLE
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.queries.pages import beyond, mark
from stegvis_web.people.models import Person, Service
from stegvis_web.people.words import name_key

PAGE = 20

LIKELY = 8
"""So many persons of a name are shown; whoever is not among them is found by more of the name."""

MANY = 1000
"""No list to choose from is longer."""


def _may(by: Viewer, action: Action) -> bool:
    return bool(TABLE.decide(Standing(roles=frozenset(Role(r) for r in by.roles)), NEW_REFERRALS, action))


def may_write_referrals(by: Viewer) -> bool:
    return _may(by, Action.WRITE)


@dataclass(frozen=True)
class ReferralPage:
    """`next_after` begins the next page, empty on the last; `waiting` counts those that wait."""

    rows: Sequence[models.Referral]
    next_after: str
    waiting: int
    median_wait: float | None


def referrals(by: Viewer, *, state: str = "waiting", after: str = "") -> ReferralPage:
    """A page of the service's referrals, the longest waiting first (others: the newest first).

    Three queries.
    """
    if by.kind != "staff" or by.service is None or not _may(by, Action.READ):
        raise Http404
    all_of_them = models.Referral.objects.filter(service_id=by.service)
    rows = all_of_them.filter(state=state).select_related("person", "case")
    page = list(beyond(rows, "received_on", after, newest_first=state != "waiting")[: PAGE + 1])
    last = page[PAGE - 1] if len(page) > PAGE else None
    return ReferralPage(
        rows=page[:PAGE],
        next_after=mark(last.received_on, last.pk) if last else "",
        waiting=all_of_them.filter(state="waiting").count(),
        median_wait=_median_wait(by),
    )


def _median_wait(by: Viewer) -> float | None:
    """Median days from referral to first contact, over the service's 50 newest referrals that had one."""
    pairs = list(
        models.Referral.objects.filter(service_id=by.service or 0, first_contact_on__isnull=False)
        .order_by("-id")
        .values_list("received_on", "first_contact_on")[:50]
    )
    days = sorted((first - received).days for received, first in pairs if first is not None)
    if not days:
        return None
    middle = len(days) // 2
    return float(days[middle]) if len(days) % 2 else (days[middle - 1] + days[middle]) / 2


def referral(by: Viewer, pk: int) -> models.Referral:
    """One referral of the viewer's service; Http404 otherwise."""
    row = (
        models.Referral.objects.filter(pk=pk, service_id=by.service or 0)
        .select_related("person", "referrer", "case", "voluntary_explained_by__person", "service")
        .first()
    )
    if row is None or by.kind != "staff" or not _may(by, Action.READ):
        raise Http404
    return row


def referral_contacts(row: models.Referral) -> Sequence[models.Contact]:
    return list(row.contacts.select_related("by__person").order_by("-on", "-id")[:50])


def days_waiting(row: models.Referral) -> int:
    """Days from referral to first contact, or to today."""
    return ((row.first_contact_on or timezone.localdate()) - row.received_on).days


def known_people(by: Viewer, search: str) -> Sequence[Person]:
    """Persons whom the service knows and who work neither here nor at an organisation, by name."""
    if not may_write_referrals(by):
        raise Http404
    rows = Person.objects.filter(service_id=by.service or 0, organisation__isnull=True)
    rows = rows.exclude(user__kind="staff").exclude(name="")
    for word in name_key(search).split():
        rows = rows.filter(name_key__contains=word)
    return list(rows.order_by("name_key", "pk")[:LIKELY])


def possible_referrers(by: Viewer) -> Sequence[Person]:
    """Outside persons of the service who could have referred somebody, in order of name."""
    if not may_write_referrals(by):
        raise Http404
    people = Person.objects.filter(service_id=by.service or 0, organisation__isnull=False)
    return list(people.select_related("organisation").order_by("name_key", "pk")[:MANY])


def self_referral_service(slug: str) -> Service:
    """The service whose public page that is; Http404 where it is not switched on."""
    service = Service.objects.filter(slug=slug, self_referral=True).first()
    if service is None:
        raise Http404
    return service
