"""The end of a case, and opening it again where that was a slip."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.closing import Reason, check_close, check_reopen
from stegvis.casework.party import OUTSIDE_PARTIES
from stegvis.casework.sections import CASE
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record, refresh
from stegvis_web.casework.actions.links import revoke_links
from stegvis_web.casework.actions.versions import hold
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.casework.standing import open_case


@transaction.atomic
def close_case(*, by: Viewer, code: str, reason: Reason | None, words: str = "") -> models.Case:
    """End a case: its plan ends, links close, nothing can be changed any more; all stays readable to the
    team.

    Raises Refusal.
    """
    opened = open_case(by, code, lock=True, even_closed=True)
    opened.require(CASE, Action.WRITE)
    row, now, today = opened.row, timezone.now(), timezone.localdate()
    meeting = row.meetings.filter(cancelled_at__isnull=True, starts_at__gt=now).order_by("starts_at").first()
    handover = row.handovers.filter(carried_out_at__isnull=True, called_off_at__isnull=True).first()
    check_close(
        closed=row.closed_on is not None,
        reason=reason,
        words=words,
        meeting=timezone.localdate(meeting.starts_at) if meeting and meeting.starts_at else None,
        handover=handover.on if handover else None,
    )
    assert reason is not None
    for party in sorted(OUTSIDE_PARTIES):
        revoke_links(by=by, code=opened.code, party=party)
    row.plans.filter(released_on__isnull=True).delete()
    current = versions_of(row).current
    if current is not None:
        row.plans.filter(number=current.version).update(closed_on=today, closed_because=words.strip() or "–")
    row.pauses.filter(until__isnull=True).update(until=today)
    row.closed_on, row.closed_because, row.closed_words = today, reason, words.strip()
    row.save(update_fields=["closed_on", "closed_because", "closed_words"])
    hold(row)
    refresh(row)
    record(opened, "close", "case", reason)
    return row


@transaction.atomic
def reopen_case(*, by: Viewer, code: str) -> models.Case:
    """Open a case again that was closed by a slip. Its plan has ended; a new one can begin.

    Raises Refusal.
    """
    opened = open_case(by, code, lock=True, even_closed=True)
    opened.require(CASE, Action.WRITE)
    row = opened.row
    check_reopen(closed_on=row.closed_on, today=timezone.localdate())
    row.closed_on, row.closed_because, row.closed_words = None, "", ""
    row.save(update_fields=["closed_on", "closed_because", "closed_words"])
    refresh(row)
    record(opened, "resume", "case")
    return row
