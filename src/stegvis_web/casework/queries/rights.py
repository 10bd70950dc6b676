"""What patients have asked about their data, and what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse

from stegvis.casework.party import Role
from stegvis.casework.sections import RIGHTS
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis.rights.requests import Ask
from stegvis_web.casework import models
from stegvis_web.casework.queries.mine import one_of_mine, who
from stegvis_web.casework.queries.today import MOST, shown_name
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import prepared
from stegvis_web.foundation.registry import TodayItem

SHOWN = 50


def requests_of(opened: OpenCase) -> list[models.RightsRequest]:
    """What was asked, the newest first. Http404 where the viewer may not read it."""
    if not opened.may(RIGHTS):
        raise Http404
    return list(opened.row.rights_requests.order_by("-asked_at", "-pk")[:SHOWN])


def request_of(opened: OpenCase, pk: int) -> models.RightsRequest:
    """One request of this case, else Http404."""
    row = opened.row.rights_requests.filter(pk=pk).first() if opened.may(RIGHTS) else None
    if row is None:
        raise Http404
    return row


@prepared
def _corrections(user: int, person: int, service: int) -> QuerySet[models.RightsRequest]:
    own = one_of_mine(user, person, service).filter(pk=OuterRef("case"))
    return _waiting().filter(Exists(own), kind=Ask.CORRECTION)[:MOST]


@prepared
def _erasures(service: int) -> QuerySet[models.RightsRequest]:
    own = models.Case.objects.filter(service_id=service, pk=OuterRef("case"))
    return _waiting().filter(Exists(own), kind=Ask.ERASURE)[:MOST]


def _waiting() -> QuerySet[models.RightsRequest]:
    """Few, and found by their own index; whose they are is asked of each."""
    rows = models.RightsRequest.objects.filter(answered_at__isnull=True)
    return rows.select_related("case__person").order_by("answer_by", "pk")


def waiting_requests(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Corrections wait for those who work with the case, erasures for the manager. A month, says the law."""
    rows = _corrections(*who(by))
    if Role.MANAGER in by.roles:
        rows += _erasures(by.service or 0)
    for row in rows:
        is_erasure = row.kind == Ask.ERASURE
        yield TodayItem(
            kind="rights",
            case_code=row.case.code,
            name=shown_name(by, row.case),
            state="late" if row.answer_by < today else "question",
            chip=gettext_noop("Erasure") if is_erasure else gettext_noop("Correction"),
            text=gettext_noop("Asks that everything is erased. Answer by %(day)s.")
            if is_erasure
            else gettext_noop("Says that something is written wrong. Answer by %(day)s."),
            due=min(row.answer_by, today),
            url=reverse("casework:rights-answer", args=[row.case.code, row.pk]),
            action=gettext_noop("Answer"),
            values={"day": row.answer_by},
        )
