"""Meetings of a case as one reader may see them: who comes, the agenda, the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.agenda import Point, agenda
from stegvis.casework.meetings import Came, Comes, MeetingState, Purpose, meeting_state
from stegvis.casework.minutes import Attended, Item, Kind, Minutes, MinutesView, minutes_view
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import SECTION_OF, Domain, Step
from stegvis.casework.sections import MEETINGS, NAME, TEAM
from stegvis_web.casework import models
from stegvis_web.casework.queries.links import links_of
from stegvis_web.casework.queries.plans import open_plan, versions_of
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import prepared

MOST = 100
"""Meetings of one case that a list shows."""

NEW_FOR = timedelta(days=21)
"""How long first pages lead to the minutes of a meeting."""


def meeting_of(opened: OpenCase, meeting: int) -> models.Meeting:
    """The meeting, if the viewer may know of it. Outside parties know of those that they are asked to.

    Raises Http404.
    """
    row = _visible(opened).filter(pk=meeting).first()
    if row is None:
        raise Http404
    return row


def _visible(opened: OpenCase) -> QuerySet[models.Meeting]:
    rows = _meetings(opened.row.pk)
    if not opened.may(MEETINGS):
        return rows.none()
    if opened.party in OUTSIDE_PARTIES:
        return _asking(rows, str(opened.party))
    return rows


def _meetings(case: int) -> QuerySet[models.Meeting]:
    return models.Meeting.objects.filter(case_id=case).select_related("case__service")


def _asking(rows: QuerySet[models.Meeting], party: str) -> QuerySet[models.Meeting]:
    """Those to which somebody of that party is asked."""
    return rows.filter(guests__party=party).distinct()


def guests_of(row: models.Meeting) -> Sequence[models.Guest]:
    """Everyone who is asked, in the order of the parties."""
    order = {party.value: number for number, party in enumerate(Party)}
    guests = row.guests.select_related("person__organisation")
    return sorted(guests, key=lambda guest: (order[guest.party], guest.pk))


def state_of_meeting(row: models.Meeting, *, written: bool | None = None) -> MeetingState:
    """The state of a meeting now. `written` spares the question whether minutes were sent."""
    if written is None:
        written = row.minutes.filter(sent_at__isnull=False).exists()
    return meeting_state(
        starts_at=row.starts_at,
        cancelled=row.cancelled_at is not None,
        minutes_sent=written,
        now=timezone.now(),
    )


def item_of(row: models.MinuteItem) -> Item:
    return Item(
        item=str(row.item),
        number=row.number,
        kind=Kind(row.kind),
        text=row.text,
        domain=Domain(row.domain),
        owner=Party(row.owner) if row.owner else None,
        person=str(row.person_id or ""),
        due=row.due,
        line=str(row.line_id or ""),
        redacted_at=row.redacted_at,
        redacted_because=row.redacted_because,
    )


def minutes_of(row: models.Meeting) -> list[Minutes]:
    """All versions of the minutes, the oldest first. Three queries."""
    rows = row.minutes.order_by("number").prefetch_related("items", "attendance")
    order = {party.value: number for number, party in enumerate(Party)}
    return [
        Minutes(
            number=minutes.number,
            author=str(minutes.author_id),
            items=tuple(item_of(i) for i in sorted(minutes.items.all(), key=lambda i: i.number)),
            attendance=tuple(
                Attended(Party(a.party), str(a.person_id), Came(a.came), a.represented_by)
                for a in sorted(minutes.attendance.all(), key=lambda a: (order[a.party], a.pk))
            ),
            because=minutes.because,
            sent_at=minutes.sent_at,
        )
        for minutes in rows
    ]


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in a list. `asks_me` says that the viewer has not answered yet."""

    row: models.Meeting
    state: MeetingState
    asks_me: bool

    @property
    def is_ahead(self) -> bool:
        return self.state in {MeetingState.ASKING, MeetingState.SET}


@dataclass(frozen=True)
class GuestView:
    """Somebody who is asked, and what they said."""

    guest: models.Guest
    party: Party
    name: str
    mine: bool
    comes: Comes | None
    has_link: bool


@dataclass(frozen=True)
class SlotView:
    """A proposed time, and for each guest in view whether it suits (None: not said).

    `not_for` are those whom it does not suit, for whoever chooses.
    """

    slot: models.Slot
    suits: tuple[bool | None, ...]
    mine: bool | None
    not_for: tuple[GuestView, ...]

    @property
    def yes(self) -> int:
        return sum(suits is True for suits in self.suits)

    @property
    def no(self) -> int:
        return sum(suits is False for suits in self.suits)


@dataclass(frozen=True)
class TypedPoint:
    """A point that somebody put on the agenda; `name` is empty where that is not for the reader."""

    row: models.AgendaPoint
    name: str
    mine: bool


@dataclass(frozen=True)
class MeetingView:
    """A meeting through one reader's eyes.

    `minutes` is what counts of the sent ones, `earlier` the versions that it corrects, newest first. `draft`
    says that a version is being written, told only to whom may write it.
    """

    row: models.Meeting
    purpose: Purpose
    state: MeetingState
    ends_at: datetime | None
    guests: tuple[GuestView, ...]
    slots: tuple[SlotView, ...]
    points: tuple[Point, ...]
    typed: tuple[TypedPoint, ...]
    minutes: MinutesView | None
    earlier: tuple[MinutesView, ...]
    draft: bool
    waiting: int
    mine: models.Guest | None
    may_write: bool

    @property
    def may_answer(self) -> bool:
        return self.mine is not None and self.is_ahead

    @property
    def asking(self) -> bool:
        return self.state is MeetingState.ASKING

    @property
    def is_ahead(self) -> bool:
        return self.state in {MeetingState.ASKING, MeetingState.SET}

    @property
    def typed_count(self) -> int:
        return len(self.typed)

    @property
    def best(self) -> int:
        """The most yeses that a proposed time has."""
        return max((slot.yes for slot in self.slots), default=0)


def meetings_of(opened: OpenCase, person: int | None = None) -> list[MeetingLine]:
    """The meetings that the viewer may know of, the next one first, then the latest. Three queries.

    `person` says whose answers are missing, where that is somebody else than the viewer.
    """
    rows = _newest(opened)
    written = set(_written(opened.row.pk)) if rows else ()
    asked = _silent(opened.row.pk, person or own_person(opened)) if rows else ()
    silent = {meeting for meeting, party in asked if party in opened.parties}
    lines = []
    for row in rows:
        state = state_of_meeting(row, written=row.pk in written)
        asks = row.pk in silent and state in {MeetingState.ASKING, MeetingState.SET}
        lines.append(MeetingLine(row, state, asks))
    ahead = [line for line in lines if line.is_ahead]
    behind = [line for line in lines if line not in ahead]
    ahead.sort(key=lambda line: (line.row.starts_at is not None, line.row.starts_at or line.row.called_at))
    return [*ahead, *behind]


def _newest(opened: OpenCase) -> list[models.Meeting]:
    """The meetings that the viewer may know of, the latest first: one query."""
    if not opened.may(MEETINGS):
        return []
    if opened.party in OUTSIDE_PARTIES:
        return _newest_with(opened.row.pk, str(opened.party))
    return _newest_of(opened.row.pk)


@prepared
def _newest_of(case: int) -> QuerySet[models.Meeting]:
    return _meetings(case).order_by("-starts_at", "-pk")[:MOST]


@prepared
def _newest_with(case: int, party: str) -> QuerySet[models.Meeting]:
    return _asking(_meetings(case), party).order_by("-starts_at", "-pk")[:MOST]


@prepared
def _written(case: int) -> QuerySet[models.Minutes, int]:
    sent = models.Minutes.objects.filter(meeting__case_id=case, sent_at__isnull=False)
    return sent.values_list("meeting", flat=True)


@prepared
def _silent(case: int, person: int) -> QuerySet[models.Guest, tuple[int, str]]:
    guests = models.Guest.objects.filter(meeting__case_id=case, person_id=person, answered_at__isnull=True)
    return guests.values_list("meeting", "party")


@prepared
def _set(case: int) -> QuerySet[models.Meeting]:
    rows = _meetings(case).filter(starts_at__isnull=False, cancelled_at__isnull=True)
    return rows.order_by("-starts_at", "-pk")[:MOST]


def meetings_set(opened: OpenCase) -> list[models.Meeting]:
    """The latest meetings with a time, behind and ahead, but for cancelled ones: one query."""
    if opened.may(MEETINGS) and opened.party not in OUTSIDE_PARTIES:
        return _set(opened.row.pk)
    rows = _visible(opened).filter(starts_at__isnull=False, cancelled_at__isnull=True)
    return list(rows.order_by("-starts_at", "-pk")[:MOST])


def meetings_at_hand(opened: OpenCase) -> list[MeetingLine]:
    """Meetings to come, and those whose minutes are new: what first pages show. Three queries."""
    since = timezone.now() - NEW_FOR
    return [
        line
        for line in meetings_of(opened)
        if line.is_ahead
        or (line.state is MeetingState.WRITTEN and line.row.starts_at and line.row.starts_at > since)
    ][:3]


def own_person(opened: OpenCase) -> int:
    """The person that the viewer is in this case."""
    return opened.row.person_id if opened.party is Party.PATIENT else opened.by.person or 0


def shown_meeting(opened: OpenCase, row: models.Meeting) -> MeetingView:
    """A meeting that `meeting_of` found, as the viewer sees it. A bounded number of queries."""
    guests = _guest_views(opened, row)
    versions = minutes_of(row)
    sent = [minutes for minutes in versions if minutes.sent_at is not None]
    state = state_of_meeting(row, written=bool(sent))
    may_write = bool(opened.may(MEETINGS, Action.WRITE))
    views = minutes_views(opened, row, sent)
    today = timezone.localdate()
    ahead = state in {MeetingState.ASKING, MeetingState.SET, MeetingState.OVER}
    on = timezone.localdate(row.starts_at) if row.starts_at else today
    latest = last_sent(row) if may_write else None
    return MeetingView(
        row=row,
        purpose=Purpose(row.purpose),
        state=state,
        ends_at=row.starts_at + timedelta(minutes=row.lasts) if row.starts_at else None,
        guests=guests,
        slots=_slots(row, guests) if row.starts_at is None else (),
        points=agenda(open_plan(opened).sent, today=today, on=on) if ahead else (),
        typed=_typed(opened, row),
        minutes=views[-1] if views else None,
        earlier=tuple(reversed(views[:-1])),
        draft=may_write and len(versions) > len(sent),
        waiting=len(waiting_decisions(latest)) if latest else 0,
        mine=next((view.guest for view in guests if view.mine), None),
        may_write=may_write,
    )


def waiting_decisions(minutes: models.Minutes) -> list[models.MinuteItem]:
    """The decisions of these minutes that are in no version of the plan yet."""
    done = models.DecidedStep.objects.filter(item__in=minutes.items.values("item")).values("item")
    decisions = minutes.items.filter(kind=Kind.DECISION, redacted_at__isnull=True)
    return list(decisions.exclude(item__in=done).order_by("number"))


def names_in(opened: OpenCase, row: models.Meeting) -> dict[str, str]:
    """The names of all whom a meeting and its minutes speak of, by person."""
    people = [guest.person for guest in guests_of(row)] + [member.person for member in opened.team]
    known = {str(person.pk): person.name for person in people}
    items = models.MinuteItem.objects.filter(minutes__meeting=row, person__isnull=False)
    known |= {str(pk): name for pk, name in items.values_list("person", "person__name")}
    authors = models.Minutes.objects.filter(meeting=row).values_list("author", "author__name")
    return known | {str(pk): name for pk, name in authors}


def minutes_views(opened: OpenCase, row: models.Meeting, sent: Sequence[Minutes]) -> list[MinutesView]:
    """Each version as the viewer reads it, beside the one before."""
    if not sent:
        return []
    names = names_in(opened, row)
    pairs = zip([None, *sent[:-1]], sent, strict=True)
    views = [
        minutes_view(
            minutes,
            before,
            may=lambda section: bool(opened.may(section)),
            party=opened.party,
            names=names,
        )
        for before, minutes in pairs
    ]
    return [view for view in views if view is not None]


def _guest_views(opened: OpenCase, row: models.Meeting) -> tuple[GuestView, ...]:
    """Those who are asked, as far as the viewer may know who is on the team."""
    me = own_person(opened)
    may_write = opened.may(MEETINGS, Action.WRITE)
    links = (
        {(line.link.party, line.link.person_id) for line in links_of(opened) if line.is_good}
        if may_write
        else set()
    )
    views = []
    for guest in guests_of(row):
        party = Party(guest.party)
        mine = guest.person_id == me and party in opened.parties
        if not mine and not opened.may(NAME if party is Party.PATIENT else TEAM):
            continue
        views.append(
            GuestView(
                guest=guest,
                party=party,
                name=guest.person.name,
                mine=mine,
                comes=Comes(guest.comes) if guest.comes else None,
                has_link=party not in OUTSIDE_PARTIES or (guest.party, guest.person_id) in links,
            )
        )
    return tuple(views)


def _slots(row: models.Meeting, guests: Sequence[GuestView]) -> tuple[SlotView, ...]:
    said = {
        (answer.slot_id, answer.guest_id): answer.suits
        for answer in models.SlotAnswer.objects.filter(slot__meeting=row)
    }
    mine = next((view.guest.pk for view in guests if view.mine), 0)
    return tuple(
        SlotView(
            slot=slot,
            suits=tuple(said.get((slot.pk, view.guest.pk)) for view in guests),
            mine=said.get((slot.pk, mine)),
            not_for=tuple(view for view in guests if said.get((slot.pk, view.guest.pk)) is False),
        )
        for slot in row.slots.order_by("starts_at")
    )


def _typed(opened: OpenCase, row: models.Meeting) -> tuple[TypedPoint, ...]:
    """The points that somebody typed, each asked of the section of its domain."""
    names = {Party(guest.party): guest.person.name for guest in row.guests.select_related("person")}
    names |= {Party(member.party): member.person.name for member in opened.team}
    points = []
    for point in row.points.order_by("pk"):
        party = Party(point.party)
        mine = point.by == opened.by.code
        if not mine and not opened.may(SECTION_OF[Domain(point.domain)]):
            continue
        known = mine or opened.may(NAME if party is Party.PATIENT else TEAM)
        points.append(TypedPoint(point, names.get(party, "") if known else "", mine))
    return tuple(points)


def open_wishes(opened: OpenCase) -> list[models.MeetingWish]:
    """Who asks for a meeting and has no answer yet: for the team."""
    if not opened.may(MEETINGS, Action.WRITE):
        return []
    return list(opened.row.meeting_wishes.filter(meeting=None, declined_at=None).order_by("at"))


def own_wish(opened: OpenCase) -> models.MeetingWish | None:
    """The viewer's own latest wish for a meeting, answered or not."""
    return opened.row.meeting_wishes.filter(party=opened.party or "").order_by("-pk").first()


def open_wish(opened: OpenCase, wish: int) -> models.MeetingWish | None:
    """A wish for a meeting that has no answer yet; None if there is none of that number."""
    return next((row for row in open_wishes(opened) if row.pk == wish), None)


def draft_of(row: models.Meeting) -> models.Minutes | None:
    """The minutes that are being written."""
    return row.minutes.filter(sent_at__isnull=True).first()


def last_sent(row: models.Meeting) -> models.Minutes | None:
    """The minutes that count."""
    return row.minutes.filter(sent_at__isnull=False).order_by("-number").first()


def sentence_of(draft: models.Minutes | None, item: UUID) -> models.MinuteItem | None:
    """A sentence of a draft that still says something."""
    return draft.items.filter(item=item, redacted_at__isnull=True).first() if draft else None


def sentence_sent(row: models.Meeting, item: UUID) -> models.MinuteItem | None:
    """A sentence as the minutes sent last have it; None where it was never sent, or is redacted."""
    sent = models.MinuteItem.objects.filter(minutes__meeting=row, item=item, redacted_at__isnull=True)
    return sent.filter(minutes__sent_at__isnull=False).order_by("-minutes__number").first()


def attendance_of(draft: models.Minutes | None) -> dict[tuple[str, int], models.Attendance]:
    """Who was there, by party and person, as far as it is written down."""
    return {(a.party, a.person_id): a for a in draft.attendance.all()} if draft else {}


def slots_of(row: models.Meeting) -> list[models.Slot]:
    """The proposed times, in their order."""
    return list(row.slots.select_related("meeting").order_by("starts_at"))


def standing_steps(opened: OpenCase) -> list[Step]:
    """The steps in force, which a decision may word anew."""
    return sorted(versions_of(opened.row).standing.values(), key=lambda step: step.number)
