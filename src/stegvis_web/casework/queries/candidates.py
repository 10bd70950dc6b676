"""Who could join a team, and which employer a case could have: searched for by name, never a long list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from stegvis.casework.access import Action
from stegvis.casework.party import STAFF_PARTIES, Party
from stegvis.casework.sections import TEAM
from stegvis_web.casework.standing import OpenCase
from stegvis_web.people.models import Organisation, Person
from stegvis_web.people.words import name_key

MOST = 12
"""Candidates shown at once; whoever has more searches by name."""

MOST_WORKPLACES = 200

KINDS = {
    Party.INSURER: "insurer",
    Party.EMPLOYMENT_SERVICE: "employment_service",
    Party.GP: "gp",
}
"""Where the people of an outside party work."""

Row = TypeVar("Row", Person, Organisation)


def candidates(opened: OpenCase, party: Party, search: str = "") -> Sequence[Person]:
    """Persons of the service who could speak for that party and do not yet, in order of name."""
    _must_change_teams(opened)
    here = [member.person_id for member in opened.team if member.party in {party, Party.PATIENT}]
    return _named(_possible(opened, party).exclude(pk__in=here).select_related("organisation"), search)


def candidates_among(opened: OpenCase, party: Party, people: Sequence[Person]) -> Sequence[Person]:
    """Those of `people` who could speak for that party."""
    _must_change_teams(opened)
    return list(_possible(opened, party).filter(pk__in=[person.pk for person in people]))


def candidate(opened: OpenCase, party: Party, pk: int) -> Person:
    """One of them, on the team or not. Http404 for anybody else."""
    _must_change_teams(opened)
    person = _possible(opened, party).filter(pk=pk).first()
    if person is None:
        raise Http404
    return person


def employers(opened: OpenCase, search: str = "") -> Sequence[Organisation]:
    """Employers of the service, in order of name."""
    _must_change_teams(opened)
    return _named(Organisation.objects.filter(service_id=opened.row.service_id, kind="employer"), search)


def employer(opened: OpenCase, pk: int) -> Organisation:
    """One employer of the service. Http404 for any other."""
    _must_change_teams(opened)
    found = Organisation.objects.filter(service_id=opened.row.service_id, kind="employer", pk=pk).first()
    if found is None:
        raise Http404
    return found


def workplaces(opened: OpenCase, party: Party) -> Sequence[Organisation]:
    """Where somebody new who speaks for that party may work; none where it does not matter or is known."""
    _must_change_teams(opened)
    if party not in KINDS:
        return []
    rows = Organisation.objects.filter(service_id=opened.row.service_id, kind=KINDS[party])
    return list(rows.order_by("name_key", "pk")[:MOST_WORKPLACES])


def _must_change_teams(opened: OpenCase) -> None:
    if not opened.may(TEAM, Action.WRITE):
        raise Http404


def _possible(opened: OpenCase, party: Party) -> QuerySet[Person]:
    people = Person.objects.filter(service_id=opened.row.service_id)
    if party is Party.EMPLOYER:
        return people.filter(organisation=opened.row.employer) if opened.row.employer else people.none()
    if party in KINDS:
        return people.filter(organisation__kind=KINDS[party])
    if party in STAFF_PARTIES:
        staff = people.filter(
            user__kind="staff", user__is_active=True, user__memberships__service=opened.row.service_id
        )
        return staff.distinct()
    # A supporter is somebody near the person: no colleague, no contact of an organisation, no other patient.
    return people.filter(
        organisation__isnull=True,
        user__isnull=True,
        cases__isnull=True,
        referrals__isnull=True,
    )


def _named(rows: QuerySet[Row], search: str) -> Sequence[Row]:
    for word in name_key(search).split():
        rows = rows.filter(name_key__contains=word)
    return list(rows.order_by("name_key", "pk")[:MOST])
