"""The audit trail as the service's manager and its administrator read it: codes, no names, no content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Cast, Substr
from django.http import Http404

from stegvis.casework.party import Role
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.foundation.models import AuditEvent, AuditMention
from stegvis_web.people.models import User

PAGE = 40
MOST_CASES = 4
"""So many of the cases that an event names are shown; the others are counted."""

_USER = r"^user:[0-9]{1,18}$"


@dataclass(frozen=True)
class TrailLine:
    """One event. `more` counts the cases that it names beside `cases`."""

    id: int
    at: datetime
    actor: str
    party: str
    verb: str
    what: str
    fields: Sequence[str]
    why: str
    outcome: str
    cases: Sequence[str]
    more: int


@dataclass(frozen=True)
class TrailPage:
    lines: Sequence[TrailLine]
    next_before: int | None

    @property
    def cases(self) -> Sequence[str]:
        """Every case that the page shows."""
        return sorted({code for line in self.lines for code in line.cases})


def trail(by: Viewer, *, before: int | None = None, who: str = "", verb: str = "") -> TrailPage:
    """A page of the trail, the newest first: of the service's cases for its manager, of sign-ins and
    accounts for its administrator. Two queries; Http404 for anybody else."""
    events = _events(by)
    if before is not None:
        events = events.filter(id__lt=before)
    if who:
        events = events.filter(actor=who)
    if verb:
        events = events.filter(verb=verb)
    page = list(events.order_by("-id")[: PAGE + 1])
    mentions = _mentions(page[:PAGE])
    lines = [
        TrailLine(
            id=event.pk,
            at=event.at,
            actor=event.actor,
            party=event.party,
            verb=event.verb,
            what=event.what,
            fields=event.fields,
            why=event.why,
            outcome=event.outcome,
            cases=mentions[event.pk][:MOST_CASES],
            more=max(len(mentions[event.pk]) - MOST_CASES, 0),
        )
        for event in page[:PAGE]
    ]
    return TrailPage(lines, lines[-1].id if len(page) > PAGE else None)


def _events(by: Viewer) -> QuerySet[AuditEvent]:
    if by.kind != "staff" or by.service is None:
        raise Http404
    mentions = AuditMention.objects.filter(event=OuterRef("pk"))
    shown = Q(pk__in=[])
    if Role.MANAGER in by.roles:
        cases = models.Case.objects.filter(service_id=by.service).values("code")
        shown |= Q(Exists(mentions.filter(case_code__in=cases)))
    if Role.ADMINISTRATOR in by.roles:
        # A user of the service did it or had it done to them, and no case is named.
        ours = User.objects.filter(
            Q(memberships__service_id=by.service) | Q(person__service_id=by.service),
            pk=OuterRef("about_user"),
        )
        shown |= Q(Exists(ours)) & ~Q(Exists(mentions))
    elif Role.MANAGER not in by.roles:
        raise Http404
    number = When(what__regex=_USER, then=Cast(Substr(F("what"), len("user:") + 1), BigIntegerField()))
    return AuditEvent.objects.annotate(about_user=Case(number, default=None)).filter(shown)


def _mentions(events: Sequence[AuditEvent]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = AuditMention.objects.filter(event__in=[event.pk for event in events]).order_by("case_code")
    for event, code in rows.values_list("event_id", "case_code"):
        found[event].append(code)
    return found
