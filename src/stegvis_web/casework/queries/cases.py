"""Lists of cases, and the facts of one case, as far as the viewer may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action, Standing
from stegvis.casework.case import sick_leave_day
from stegvis.casework.party import Party, Role
from stegvis.casework.sections import ANSWERS, CASE, CONTACTS, HEALTH, NAME, SICK_LEAVE, TABLE
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.queries.mine import mine, my_open_cases, open_cases, who
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import among, prepared
from stegvis_web.people.models import User
from stegvis_web.people.words import name_key

PAGE = 20


@dataclass(frozen=True)
class CaseLine:
    """One row of the caseload. `name` is empty where names are not for the viewer.

    `next_day` is the next day that the plan knows of, `next_is_answer` whether others have until then
    to answer; both only for those who may read the plan.
    """

    code: str
    name: str
    stage: str
    opened_on: date
    closed_on: date | None
    last_contact_on: date | None
    owner: str
    mine: bool
    next_day: date | None = None
    next_is_answer: bool = False

    @property
    def idle(self) -> bool:
        """An open case of the viewer's in which no day lies ahead."""
        return self.mine and self.closed_on is None and self.next_day is None


@dataclass(frozen=True)
class CasePage:
    lines: tuple[CaseLine, ...]
    next_after: str
    total_mine: int
    total: int


def sees(by: Viewer, section: str, action: Action = Action.READ) -> bool:
    """Whether the viewer's roles alone open this section, of any case of the service."""
    standing = Standing(roles=frozenset(Role(role) for role in by.roles))
    return bool(TABLE.decide(standing, section, action))


def _visible(by: Viewer) -> QuerySet[models.Case]:
    if by.kind != "staff" or by.service is None or not sees(by, CASE):
        raise Http404
    return models.Case.objects.filter(service_id=by.service or 0)


def caseload(
    by: Viewer, *, search: str = "", whose: str = "mine", stage: str = "", after: str = ""
) -> CasePage:
    """A page of cases by code, beginning after the code `after`. Four queries, however many cases.

    `search` finds codes by their beginning and names by a part, the latter only where names are for
    the viewer. Closed cases are listed only when asked for by `stage`, or when searched for.
    """
    visible, me = _visible(by), who(by)
    own = sorted(_my_codes(*me))
    if whose == "mine" and not (stage or search.strip()):
        shown = [pk for code, pk in own if code > after][: PAGE + 1]
        page = _of_mine(shown) if shown else []
    else:
        page = list(_looked_for(by, visible, search=search, whose=whose, stage=stage, after=after))
    return CasePage(
        lines=_lines(by, page[:PAGE]),
        next_after=page[PAGE - 1].code if len(page) > PAGE else "",
        total_mine=len(own),
        total=sum(_open_in(me.service)),
    )


@prepared
def _my_codes(user: int, person: int, service: int) -> QuerySet[models.Case, tuple[str, int]]:
    return my_open_cases(user, person, service).values_list("code", "pk")


@prepared
def _of_mine(cases: list[int]) -> QuerySet[models.Case]:
    """The page most asked for."""
    rows = models.Case.objects.filter(among("pk", cases)).annotate(is_mine=Value(True))
    return _shown(rows).order_by("code")


def _shown(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what a line shows, of forty columns."""
    return rows.select_related("person", "owner__person").only(
        *("code", "stage", "opened_on", "closed_on", "last_contact_on"), "person__name", "owner__person__name"
    )


def _page(rows: QuerySet[Any], after: str) -> QuerySet[models.Case]:
    return _shown(rows.filter(code__gt=after)).order_by("code")[: PAGE + 1]


def _looked_for(
    by: Viewer, visible: QuerySet[models.Case], *, search: str, whose: str, stage: str, after: str
) -> QuerySet[models.Case]:
    me, rows = who(by), visible
    if whose == "mine":
        rows = visible.filter(mine(me.user, me.person)).annotate(is_mine=Value(True))
    else:
        rows = visible.annotate(is_mine=Exists(visible.filter(mine(me.user, me.person), pk=OuterRef("pk"))))
    if stage:
        rows = rows.filter(stage=stage)
    elif not search.strip():
        rows = rows.filter(closed_on__isnull=True)
    if search.strip():
        rows = rows.filter(_found(by, search))
    return _page(rows, after)


@prepared
def _open_in(service: int) -> QuerySet[models.Case, int]:
    return _number(open_cases(service))


def _number(rows: QuerySet[models.Case]) -> QuerySet[models.Case, int]:
    """How many there are, in one row or none: `count()` asks at once and cannot be prepared."""
    one = rows.order_by().values("service").annotate(number=Count("pk"))
    return one.values_list("number", flat=True)


def _found(by: Viewer, search: str) -> Q:
    found = Q(code__istartswith=search.strip())
    if (key := name_key(search)) and sees(by, NAME):
        found |= Q(person__name_key__contains=key)
    return found


def _lines(by: Viewer, rows: Sequence[models.Case]) -> tuple[CaseLine, ...]:
    names, plans = sees(by, NAME), sees(by, ANSWERS)
    days = _next_days([row for row in rows if plans or row.is_mine])  # type: ignore[attr-defined]
    lines = []
    for row in rows:
        day, is_answer = days.get(row.pk, (None, False))
        lines.append(
            CaseLine(
                code=row.code,
                name=row.person.name if names else "",
                stage=row.stage,
                opened_on=row.opened_on,
                closed_on=row.closed_on,
                last_contact_on=row.last_contact_on,
                owner=row.owner.person.name if names and row.owner.person else "",
                mine=row.is_mine,  # type: ignore[attr-defined]
                next_day=day,
                next_is_answer=is_answer,
            )
        )
    return tuple(lines)


def _next_days(rows: Sequence[models.Case]) -> dict[int, tuple[date, bool]]:
    """For each case with a plan that was sent: the last day to answer, or the day of the first open step."""
    open_now = [row.pk for row in rows if row.closed_on is None]
    days: dict[int, tuple[date, bool]] = {}
    for case, day, is_answer in _days_ahead(open_now, timezone.localdate()):
        if day is not None:
            said = (day, bool(is_answer))
            days[case] = min(days.get(case, said), said)
    return days


@prepared
def _days_ahead(cases: list[int], today: date) -> QuerySet[Any, tuple[int, date | None, bool]]:
    """Each case with the day of its first open step, and with each last day to answer that is to come."""
    steps = models.Line.objects.filter(among("case_id", cases)).exclude(progress="done")
    dated = steps.annotate(due=Coalesce("standing__due", "asked__due")).values("case")
    first = dated.annotate(day=Min("due"), is_answer=Value(False))
    waiting = models.PlanVersion.objects.filter(
        among("case_id", cases), answer_by__gte=today, withdrawn_on__isnull=True, closed_on__isnull=True
    )
    answers = waiting.annotate(day=F("answer_by"), is_answer=Value(True))
    columns = ("case", "day", "is_answer")
    return first.values_list(*columns).union(answers.values_list(*columns), all=True)


@dataclass(frozen=True)
class CaseFacts:
    """What the case page shows beside the plan; empty where the viewer may not see it."""

    sick_notes: Sequence[models.SickNote] = ()
    sick_day: int | None = None
    contacts: Sequence[models.Contact] = ()
    health_notes: Sequence[models.HealthNote] = ()
    imported: models.ImportedCase | None = None


LATEST = 5
"""Contacts and notes that are read for the case page, at most."""


def facts(opened: OpenCase, *, latest: int = LATEST) -> CaseFacts:
    """The newest `latest` contacts and notes, and the sick-note periods. At most five queries."""
    row = opened.row
    return CaseFacts(
        sick_notes=_sick_notes(row.pk) if opened.may(SICK_LEAVE) else [],
        sick_day=sick_leave_day(row.first_sick_day, timezone.localdate()) if opened.may(SICK_LEAVE) else None,
        contacts=_latest_contacts(row.pk)[:latest] if opened.may(CONTACTS) else [],
        health_notes=_latest_notes(row.pk)[:latest] if opened.may(HEALTH) else [],
        imported=next(iter(_imported(row.pk)), None) if opened.may(CASE) else None,
    )


@prepared
def _sick_notes(case: int) -> QuerySet[models.SickNote]:
    return models.SickNote.objects.filter(case_id=case).order_by("-start")[:12]


@prepared
def _latest_contacts(case: int) -> QuerySet[models.Contact]:
    return _contacts(case)[:LATEST]


@prepared
def _latest_notes(case: int) -> QuerySet[models.HealthNote]:
    notes = models.HealthNote.objects.filter(case_id=case).select_related("by__person")
    return notes.order_by("-on", "-id")[:LATEST]


@prepared
def _imported(case: int) -> QuerySet[models.ImportedCase]:
    return models.ImportedCase.objects.filter(case_id=case).order_by("pk")[:1]


def contacts(opened: OpenCase) -> QuerySet[models.Contact]:
    """Contacts of a case, newest first; none for whom they are not."""
    rows = _contacts(opened.row.pk)
    return rows if opened.may(CONTACTS) else rows.none()


def _contacts(case: int) -> QuerySet[models.Contact]:
    rows = models.Contact.objects.filter(case_id=case).select_related("by__person")
    return rows.order_by("-on", "-id")


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
