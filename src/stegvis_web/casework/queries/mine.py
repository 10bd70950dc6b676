"""Which cases are a member of staff's own."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.casework.party import Party
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.foundation.prepared import prepared

MOST = 2000
"""Open cases of one person that Today looks into."""


class Who(NamedTuple):
    """A member of staff as prepared queries take one: user, person and service."""

    user: int
    person: int
    service: int


def who(by: Viewer) -> Who:
    return Who(int(by.code.removeprefix("user:")), by.person or 0, by.service or 0)


def mine(user: int, person: int) -> Q:
    """Cases that this member of staff owns or is on the team of.

    A union, since with OR the databases read all cases of the service to find these.
    """
    return Q(pk__in=models.Case.objects.filter(owner_id=user).values("pk").union(_on_team(person)))


def my_open_cases(user: int, person: int, service: int) -> QuerySet[models.Case]:
    """Those of them that are open."""
    owned = open_cases(service).filter(owner_id=user).values("pk")
    return open_cases(service).filter(pk__in=owned.union(_on_team(person)))


@prepared
def my_cases(user: int, person: int, service: int) -> QuerySet[models.Case, int]:
    """The keys of the open cases of this member of staff: some tens, as a person can carry."""
    return my_open_cases(user, person, service).order_by("pk").values_list("pk", flat=True)[:MOST]


def open_cases(service: int) -> QuerySet[models.Case]:
    return models.Case.objects.filter(service_id=service, closed_on__isnull=True)


def one_of_mine(user: int, person: int, service: int) -> QuerySet[models.Case]:
    """The same as `mine`, to be narrowed to one case: where few rows are asked whose they are."""
    members = models.TeamMember.objects.filter(case=OuterRef("pk"), person_id=person, until__isnull=True)
    on_team = Exists(members.exclude(party=Party.PATIENT))
    return models.Case.objects.filter(Q(owner_id=user) | on_team, service_id=service)


def _on_team(person: int) -> QuerySet[models.TeamMember, Any]:
    members = models.TeamMember.objects.filter(person_id=person, until__isnull=True)
    return members.exclude(party=Party.PATIENT).values("case")
