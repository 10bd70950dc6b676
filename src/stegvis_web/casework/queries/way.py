"""The way so far of one case, for those who may see its sick leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from stegvis.casework.attempts import Attempt
from stegvis.casework.case import SickNote
from stegvis.casework.sections import SICK_LEAVE
from stegvis.casework.way import Way, way
from stegvis.foundation.periods import Period
from stegvis_web.casework.standing import OpenCase

MOST_NOTES = 200
MOST_PAUSES = 50


def way_of(
    opened: OpenCase,
    *,
    attempts: tuple[Attempt, ...] = (),
    planned: Mapping[date, int] | None = None,
    worked: Mapping[date, int] | None = None,
) -> Way | None:
    """Sick leave beside hours; None for whom it is not, or where nothing is recorded. Two queries.

    `attempts` are those that the reader sees, `planned` and `worked` the hours that the reader sees, in
    percent of full time by Monday.
    """
    if not opened.may(SICK_LEAVE):
        return None
    notes = opened.row.sick_notes.order_by("-start")[:MOST_NOTES]
    pauses = opened.row.pauses.order_by("-on")[:MOST_PAUSES]
    return way(
        today=timezone.localdate(),
        notes=[SickNote(Period(note.start, note.end), note.grade) for note in notes],
        planned=planned,
        worked=worked,
        pauses=[Period(pause.on, pause.until) for pause in pauses],
        attempts=[attempt.period for attempt in attempts],
        since=opened.row.first_sick_day,
    )
