"""What hand-overs have to say on Today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from stegvis.casework.sections import NAME
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.queries.cases import sees
from stegvis_web.casework.queries.today import MOST, shown_name
from stegvis_web.foundation.addresses import address
from stegvis_web.foundation.prepared import among, prepared
from stegvis_web.foundation.registry import TodayItem

SOON = timedelta(days=7)


def _open(cases: list[int]) -> QuerySet[models.Handover]:
    """Hand-overs of the viewer's cases that are neither confirmed nor called off."""
    rows = models.Handover.objects.filter(
        among("case_id", cases), called_off_at__isnull=True, confirmed_at__isnull=True
    )
    return rows.select_related("case__person", "taker").order_by("on", "pk")


def _item(
    by: Viewer,
    row: models.Handover,
    *,
    kind: str,
    state: str,
    chip: str,
    text: str,
    action: str,
    due: date,
    **values: object,
) -> TodayItem:
    return TodayItem(
        kind=kind,
        case_code=row.case.code,
        name=shown_name(by, row.case),
        state=state,
        chip=chip,
        text=text,
        values={"name": row.taker.name if sees(by, NAME) else "", **values},
        due=due,
        url=address("casework:handover", row.case.code, row.pk),
        action=action,
    )


@prepared
def _to_confirm(cases: list[int], person: int) -> QuerySet[models.Handover]:
    return _open(cases).filter(taker_id=person, carried_out_at__isnull=False)[:MOST]


def mine_to_confirm(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """The viewer has taken over and has not said so yet."""
    for row in _to_confirm(cases, by.person or 0):
        yield _item(
            by,
            row,
            kind="handover",
            state="waiting",
            chip=gettext_noop("Hand-over"),
            text=gettext_noop("You have taken over. Read what you need to know, and confirm by %(day)s."),
            action=gettext_noop("Read it"),
            due=row.on,
            day=row.confirm_by,
        )


@prepared
def _unconfirmed(cases: list[int], person: int, today: date) -> QuerySet[models.Handover]:
    rows = _open(cases).exclude(taker_id=person)
    rows = rows.filter(confirm_by__lt=today, carried_out_at__isnull=False)
    return rows.exclude(question__gt="", reply="")[:MOST]


def unconfirmed(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Ten days are over, and the new person has neither confirmed nor asked."""
    for row in _unconfirmed(cases, by.person or 0, today):
        yield _item(
            by,
            row,
            kind="handover",
            state="late",
            chip=gettext_noop("Hand-over"),
            text=gettext_noop("%(name)s has taken over and has not confirmed it by %(day)s. Call."),
            action=gettext_noop("Open the hand-over"),
            due=row.confirm_by,
            day=row.confirm_by,
        )


@prepared
def _asked(cases: list[int], person: int) -> QuerySet[models.Handover]:
    rows = _open(cases).exclude(taker_id=person)
    return rows.filter(question__gt="", reply="")[:MOST]


def questions(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """The new person has asked something before confirming."""
    for row in _asked(cases, by.person or 0):
        yield _item(
            by,
            row,
            kind="handover",
            state="question",
            chip=gettext_noop("Question"),
            text=gettext_noop("%(name)s has taken over and asks something."),
            action=gettext_noop("Answer"),
            due=row.asked_at.date() if row.asked_at else today,
        )


@prepared
def _ahead(cases: list[int], until: date) -> QuerySet[models.Handover]:
    return _open(cases).filter(carried_out_at__isnull=True, on__lte=until)[:MOST]


def soon(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Somebody takes over within a week."""
    for row in _ahead(cases, today + SOON):
        yield _item(
            by,
            row,
            kind="handover",
            state="planned",
            chip=gettext_noop("Hand-over"),
            text=gettext_noop("%(name)s takes over on %(day)s."),
            action=gettext_noop("Open the hand-over"),
            due=row.on,
            day=row.on,
        )


RULES = (mine_to_confirm, unconfirmed, questions, soon)
"""What hand-overs have to say."""
