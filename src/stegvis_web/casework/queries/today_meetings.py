"""What meetings have to say on Today. Each rule is one bounded query over `cases`, the viewer's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.sections import MEETINGS
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.queries.cases import sees
from stegvis_web.casework.queries.today import MOST, shown_name
from stegvis_web.foundation.addresses import address
from stegvis_web.foundation.prepared import among, prepared
from stegvis_web.foundation.registry import TodayItem

SOON = timedelta(days=7)
"""How far ahead a meeting stands on Today."""


def _item(
    by: Viewer,
    row: models.Meeting,
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
        values=values,
        due=due,
        url=address("casework:meeting", row.case.code, row.pk),
        action=action,
    )


def _meetings(cases: list[int]) -> QuerySet[models.Meeting]:
    """Meetings of the viewer's cases that are not cancelled."""
    rows = models.Meeting.objects.filter(among("case_id", cases), cancelled_at__isnull=True)
    return rows.select_related("case__person")


def _may(by: Viewer) -> bool:
    return "practitioner" in by.roles or sees(by, MEETINGS)


@prepared
def _soon(cases: list[int], begin: datetime, end: datetime) -> QuerySet[models.Meeting]:
    rows = _meetings(cases).filter(starts_at__gte=begin, starts_at__lt=end)
    return rows.order_by("starts_at", "pk")[:MOST]


def meetings_soon(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Today's meetings, and those of the week to come."""
    begin = timezone.make_aware(datetime.combine(today, time.min))
    now = timezone.now()
    for row in _soon(cases, begin, begin + SOON) if _may(by) else ():
        assert row.starts_at is not None
        if row.starts_at <= now:
            continue
        yield _item(
            by,
            row,
            kind="meeting",
            state="planned",
            chip=gettext_noop("Meeting"),
            text=gettext_noop("Meeting on %(day)s at %(time)s."),
            action=gettext_noop("Open the meeting"),
            due=timezone.localdate(row.starts_at),
            day=timezone.localdate(row.starts_at),
            time=f"{timezone.localtime(row.starts_at):%H:%M}",
        )


@prepared
def _owed(cases: list[int], now: datetime) -> QuerySet[models.Meeting]:
    sent = models.Minutes.objects.filter(meeting=OuterRef("pk"), sent_at__isnull=False)
    rows = _meetings(cases).filter(~Exists(sent), starts_at__lte=now)
    return rows.order_by("starts_at", "pk")[:MOST]


def minutes_owed(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """A meeting was held, and its minutes are not sent."""
    for row in _owed(cases, timezone.now()) if _may(by) else ():
        yield _item(
            by,
            row,
            kind="minutes",
            state="waiting",
            chip=gettext_noop("Minutes"),
            text=gettext_noop("A meeting was held on %(day)s. Its minutes are not sent yet."),
            action=gettext_noop("Write the minutes"),
            due=timezone.localdate(row.starts_at),
            day=timezone.localdate(row.starts_at),
        )


@prepared
def _decided(cases: list[int]) -> QuerySet[models.Meeting]:
    newer = models.Minutes.objects.filter(
        meeting=OuterRef("minutes__meeting"), number__gt=OuterRef("minutes__number"), sent_at__isnull=False
    )
    loose = models.MinuteItem.objects.filter(
        ~Exists(newer),
        ~Exists(models.DecidedStep.objects.filter(item=OuterRef("item"))),
        minutes__meeting=OuterRef("pk"),
        minutes__sent_at__isnull=False,
        kind="decision",
        redacted_at__isnull=True,
    )
    rows = _meetings(cases).filter(Exists(loose))
    return rows.order_by("starts_at", "pk")[:MOST]


def decisions_waiting(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Something was decided, and is in no version of the plan yet."""
    for row in _decided(cases) if _may(by) else ():
        yield _item(
            by,
            row,
            kind="decisions",
            state="waiting",
            chip=gettext_noop("Decided"),
            text=gettext_noop("What was decided on %(day)s is not in the plan yet."),
            action=gettext_noop("Put it into the plan"),
            due=timezone.localdate(row.starts_at),
            day=timezone.localdate(row.starts_at),
        )


@prepared
def _to_choose(cases: list[int], person: int, today: date) -> QuerySet[models.Meeting]:
    silent = models.Guest.objects.filter(meeting=OuterRef("pk"), answered_at__isnull=True)
    others = silent.exclude(person_id=person)
    rows = _meetings(cases).filter(starts_at__isnull=True)
    return rows.filter(Q(answer_by__lt=today) | ~Exists(others)).order_by("called_at", "pk")[:MOST]


def times_to_choose(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Everyone has said which times suit, or the last day to say so is over."""
    for row in _to_choose(cases, by.person or 0, today) if _may(by) else ():
        yield _item(
            by,
            row,
            kind="times",
            state="waiting",
            chip=gettext_noop("Meeting"),
            text=gettext_noop("The answers are in. Choose a time for the meeting."),
            action=gettext_noop("Choose a time"),
            due=today,
        )


@prepared
def _wishes(cases: list[int]) -> QuerySet[models.MeetingWish]:
    wishes = models.MeetingWish.objects.filter(
        among("case_id", cases), meeting__isnull=True, declined_at__isnull=True
    )
    return wishes.select_related("case__person").order_by("at", "pk")[:MOST]


def meeting_wishes(by: Viewer, today: date, cases: list[int]) -> Iterable[TodayItem]:
    """Somebody asked for a meeting and waits for an answer."""
    for wish in _wishes(cases) if _may(by) else ():
        yield TodayItem(
            kind="wish",
            case_code=wish.case.code,
            name=shown_name(by, wish.case),
            state="question",
            chip=gettext_noop("Meeting"),
            text=gettext_noop("%(party)s asks for a meeting."),
            values={"party": PARTY_NAMES[Party(wish.party)]},
            due=timezone.localdate(wish.at),
            url=address("casework:meetings", wish.case.code),
            action=gettext_noop("Answer"),
        )


RULES = (meetings_soon, minutes_owed, decisions_waiting, times_to_choose, meeting_wishes)
"""What meetings have to say."""
