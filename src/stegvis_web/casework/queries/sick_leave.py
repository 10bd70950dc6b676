"""The sick leave of a case with what its country calls things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from stegvis.casework.case import sick_leave_day
from stegvis.casework.sections import SICK_LEAVE
from stegvis.countries.country import COUNTRIES, Country
from stegvis_web.casework.models import SickNote
from stegvis_web.casework.standing import OpenCase

MOST = 100


@dataclass(frozen=True)
class SickLeave:
    """`country` None: a case from a country that the catalogue no longer holds."""

    country: Country | None
    first_day: date | None
    day: int | None
    notes: Sequence[SickNote]
    current: SickNote | None


def sick_leave(opened: OpenCase) -> SickLeave | None:
    """The newest periods first; None for whom sick leave is not. One query."""
    if not opened.may(SICK_LEAVE):
        return None
    today = timezone.localdate()
    notes = list(opened.row.sick_notes.order_by("-start")[:MOST])
    return SickLeave(
        country=COUNTRIES.all().get(opened.row.country),
        first_day=opened.row.first_sick_day,
        day=sick_leave_day(opened.row.first_sick_day, today),
        notes=notes,
        current=next((n for n in notes if n.start <= today and (n.end is None or today <= n.end)), None),
    )
