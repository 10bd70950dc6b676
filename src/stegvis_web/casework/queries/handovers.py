"""Hand-overs of a case as one reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.handover import KEY_NAMES, Handover, HandoverState, Key
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.sections import HANDOVERS, TEAM
from stegvis_web.casework import models
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import prepared

NEWS = timedelta(days=14)
"""How long the patient's first page tells that somebody new is there."""


def value_of(row: models.Handover) -> Handover:
    """The library's value of a hand-over."""
    return Handover(
        on=row.on,
        confirm_by=row.confirm_by,
        carried_out=row.carried_out_at is not None,
        called_off=row.called_off_at is not None,
        confirmed=row.confirmed_at is not None,
        question=row.question,
        reply=row.reply,
    )


def state_of_handover(row: models.Handover) -> HandoverState:
    return value_of(row).state(timezone.localdate())


@dataclass(frozen=True)
class HandoverView:
    """A hand-over through one reader's eyes. `parts` are heading and text of what they may read today.

    `mine` says that the reader is the one who takes over; `may_reply` that they answer questions about it.
    """

    row: models.Handover
    party: Party
    state: HandoverState
    parts: tuple[tuple[str, str], ...]
    mine: bool
    may_reply: bool
    may_call_off: bool

    @property
    def may_confirm(self) -> bool:
        return self.mine and self.state in {
            HandoverState.TO_CONFIRM,
            HandoverState.LATE,
            HandoverState.ASKED,
        }


def handovers_of(opened: OpenCase) -> list[HandoverView]:
    """All that the reader may know of, the newest first. Two queries."""
    return [shown_handover(opened, row) for row in _visible(opened).prefetch_related("parts")[:50]]


def handover_of(opened: OpenCase, handover: int) -> models.Handover:
    """One of them. Raises Http404."""
    row = _visible(opened).filter(pk=handover).first()
    if row is None:
        raise Http404
    return row


def _visible(opened: OpenCase) -> QuerySet[models.Handover]:
    rows = _handovers(opened.row.pk)
    if not opened.may(HANDOVERS):
        return rows.none()
    if opened.party in OUTSIDE_PARTIES:
        # Only what was told to this very person: whoever comes later has a hand-over of their own.
        return rows.filter(party=opened.party, taker_id=opened.by.person or 0, carried_out_at__isnull=False)
    return rows


def _handovers(case: int) -> QuerySet[models.Handover]:
    rows = models.Handover.objects.filter(case_id=case)
    rows = rows.select_related("giver__organisation", "taker__organisation", "case__service")
    return rows.order_by("-on", "-pk")


def shown_handover(opened: OpenCase, row: models.Handover) -> HandoverView:
    parts = sorted(row.parts.all(), key=lambda part: part.number)
    may_write = bool(opened.may(HANDOVERS, Action.WRITE) and opened.may(TEAM, Action.WRITE))
    state = state_of_handover(row)
    return HandoverView(
        row=row,
        party=Party(row.party),
        state=state,
        parts=tuple((KEY_NAMES[Key(part.key)], part.text) for part in parts if opened.may(part.section)),
        mine=row.taker_id == opened.by.person and opened.party is not Party.PATIENT,
        may_reply=may_write and state is HandoverState.ASKED,
        may_call_off=may_write and state is HandoverState.AHEAD,
    )


def to_confirm(opened: OpenCase) -> HandoverView | None:
    """What the viewer has taken over and not confirmed yet. Two queries."""
    if not opened.may(HANDOVERS):
        return None
    rows = _unconfirmed(opened.row.pk, opened.by.person or 0)
    if opened.party in OUTSIDE_PARTIES:
        rows = [row for row in rows if row.party == opened.party]
    return shown_handover(opened, rows[0]) if rows else None


@prepared
def _unconfirmed(case: int, taker: int) -> QuerySet[models.Handover]:
    rows = _handovers(case).filter(taker_id=taker, confirmed_at__isnull=True, carried_out_at__isnull=False)
    return rows[:50]


def news(opened: OpenCase) -> Sequence[models.Handover]:
    """Changes of people in these weeks, and those ahead: for the patient's first page."""
    since = timezone.localdate() - NEWS
    return list(_visible(opened).filter(on__gte=since, called_off_at__isnull=True)[:3])


def ahead_of(opened: OpenCase) -> dict[tuple[str, int], models.Handover]:
    """Hand-overs that lie ahead, by the party and the person who gives."""
    rows = _visible(opened).filter(Q(carried_out_at=None), called_off_at=None)
    return {(row.party, row.giver_id or 0): row for row in rows}
