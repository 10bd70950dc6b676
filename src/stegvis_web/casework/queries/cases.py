"""Lists of cases, and the facts of one case, as far as the viewer may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action, Standing
from stegvis.casework.case import sick_leave_day
from stegvis.casework.party import ANSWERING_PARTIES, Party, Role
from stegvis.casework.sections import CASE, CONTACTS, HEALTH, NAME, SICK_LEAVE, TABLE
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.standing import OpenCase
from stegvis_web.people.models import Person, User
from stegvis_web.people.words import name_key

PAGE = 20


@dataclass(frozen=True)
class CaseLine:
    """One row of the caseload. `name` is empty where names are not for the viewer."""

    code: str
    name: str
    stage: str
    opened_on: date
    last_contact_on: date | None
    owner: str
    mine: bool
    paused: bool = False


@dataclass(frozen=True)
class CasePage:
    lines: tuple[CaseLine, ...]
    next_after: str
    total_mine: int
    total: int


def _sees(by: Viewer, section: str) -> bool:
    standing = Standing(roles=frozenset(Role(role) for role in by.roles))
    return bool(TABLE.decide(standing, section))


def _visible(by: Viewer) -> QuerySet[models.Case]:
    if by.kind != "staff" or by.service is None or not _sees(by, CASE):
        raise Http404
    return models.Case.objects.filter(service_id=by.service or 0)


def mine(by: Viewer) -> Q:
    """Cases that the viewer owns or is on the team of."""
    user = by.code.removeprefix("user:")
    on_team = models.TeamMember.objects.filter(person_id=by.person or 0, until__isnull=True).exclude(
        party=Party.PATIENT
    )
    return Q(owner_id=user) | Q(pk__in=on_team.values("case"))


def caseload(
    by: Viewer, *, search: str = "", whose: str = "mine", stage: str = "", after: str = ""
) -> CasePage:
    """A page of cases by code, beginning after the code `after`. Five queries, however many cases.

    `search` finds codes by their beginning and names by a part, the latter only where names are for
    the viewer.
    """
    visible = _visible(by)
    names = _sees(by, NAME)
    rows = visible
    if whose == "mine":
        rows = rows.filter(mine(by))
    if stage:
        rows = rows.filter(stage=stage)
    if search.strip():
        found = Q(code__istartswith=search.strip())
        if names:
            found |= Q(person__name_key__contains=name_key(search))
        rows = rows.filter(found)
    if after:
        rows = rows.filter(code__gt=after)
    page = list(rows.select_related("person", "owner__person").order_by("code")[: PAGE + 1])
    user = by.code.removeprefix("user:")
    lines = tuple(
        CaseLine(
            code=row.code,
            name=row.person.name if names else "",
            stage=row.stage,
            opened_on=row.opened_on,
            last_contact_on=row.last_contact_on,
            owner=row.owner.person.name if names and row.owner.person else "",
            mine=str(row.owner_id) == user,
        )
        for row in page[:PAGE]
    )
    return CasePage(
        lines=lines,
        next_after=lines[-1].code if len(page) > PAGE else "",
        total_mine=visible.filter(mine(by)).exclude(stage="closed").count(),
        total=visible.exclude(stage="closed").count(),
    )


@dataclass(frozen=True)
class CaseFacts:
    """What the case page shows beside the plan; empty where the viewer may not see it."""

    sick_notes: Sequence[models.SickNote] = ()
    sick_day: int | None = None
    contacts: Sequence[models.Contact] = ()
    health_notes: Sequence[models.HealthNote] = ()
    imported: models.ImportedCase | None = None
    fields: dict[str, str] = field(default_factory=dict)


def facts(opened: OpenCase, *, latest: int = 5) -> CaseFacts:
    """The newest `latest` contacts and notes, and the sick-note periods. At most five queries."""
    row = opened.row
    return CaseFacts(
        sick_notes=list(row.sick_notes.order_by("-start")[:12]) if opened.may(SICK_LEAVE) else [],
        sick_day=sick_leave_day(row.first_sick_day, timezone.localdate()) if opened.may(SICK_LEAVE) else None,
        contacts=list(contacts(opened)[:latest]),
        health_notes=list(row.health_notes.select_related("by__person").order_by("-on", "-id")[:latest])
        if opened.may(HEALTH)
        else [],
        imported=models.ImportedCase.objects.filter(case=row).first() if opened.may(CASE) else None,
    )


def contacts(opened: OpenCase) -> QuerySet[models.Contact]:
    """Contacts of a case, newest first; none for whom they are not."""
    rows = opened.row.contacts.select_related("by__person").order_by("-on", "-id")
    return rows if opened.may(CONTACTS) else rows.none()


def case_of_patient(by: Viewer) -> str:
    """The code of the patient's own newest case. Http404 if she has none."""
    code = (
        models.Case.objects.filter(person_id=by.person or 0)
        .order_by("-opened_on", "-id")
        .values_list("code", flat=True)
        .first()
    )
    if by.kind != "patient" or code is None:
        raise Http404
    return code


def consents_of(opened: OpenCase) -> dict[Party, frozenset[str]]:
    """What each outside party (and the specialist) may see today."""
    return {
        party: frozenset(section for whose, section in opened.standing.consents if whose is party)
        for party in Party
        if TABLE.consentable(party)
    }


def consent_parties(opened: OpenCase) -> tuple[Party, ...]:
    """Parties with someone on the team whom the patient can let see something."""
    return tuple(p for p in Party if TABLE.consentable(p) and opened.member(p) is not None)


def team_history(opened: OpenCase) -> Sequence[models.TeamMember]:
    """Everyone who has been on the team, the newest first."""
    return list(
        models.TeamMember.objects.filter(case=opened.row)
        .select_related("person__organisation")
        .order_by("until", "-since", "-id")[:100]
    )


def practitioners(by: Viewer) -> Sequence[User]:
    """Who can own a case in the viewer's service."""
    return list(
        User.objects.filter(
            memberships__service_id=by.service or 0,
            memberships__role=Role.PRACTITIONER,
            is_active=True,
            person__isnull=False,
        )
        .select_related("person")
        .order_by("person__name_key")[:200]
    )


def possible_members(opened: OpenCase, party: Party) -> QuerySet[Person]:
    """Persons of the service who could speak for that party."""
    people = Person.objects.filter(service_id=opened.row.service_id).order_by("name_key", "id")
    if party is Party.EMPLOYER:
        return people.filter(organisation=opened.row.employer) if opened.row.employer else people.none()
    kinds = {
        Party.INSURER: "insurer",
        Party.EMPLOYMENT_SERVICE: "employment_service",
        Party.GP: "gp",
    }
    if party in kinds:
        return people.filter(organisation__kind=kinds[party])
    if party in {Party.CLINIC, Party.SPECIALIST}:
        return people.filter(user__kind="staff", user__is_active=True)
    return people.filter(organisation__isnull=True, user__isnull=True)


def owners_of_steps(opened: OpenCase) -> Iterable[Party]:
    """Parties of the team that can owe a step."""
    present = {Party(member.party) for member in opened.team}
    return [party for party in ANSWERING_PARTIES if party in present]


def may_write(opened: OpenCase, section: str) -> bool:
    return bool(opened.may(section, Action.WRITE))
