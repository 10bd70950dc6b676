"""Saying how long the person worked."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.hours import hours_of
from stegvis.casework.schedule import check_worked
from stegvis.casework.sections import WORKED
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record
from stegvis_web.casework.queries.hours import WHO_SAYS
from stegvis_web.casework.standing import open_case


@transaction.atomic
def say_worked(*, by: Viewer, code: str, day: date, minutes: int, revision: int | None) -> models.WorkedDay:
    """The patient or the employer says how many minutes the person worked on a day. Each has its own word.

    Raises Refusal; Conflict if that party's word is not the one of `revision` (None: not said yet) and is
    another than this.
    """
    opened = open_case(by, code, lock=True)
    opened.require(WORKED, Action.WRITE)
    if opened.party not in WHO_SAYS:
        raise Refusal(gettext_noop("Only the person and the employer say how long the person worked."))
    check_worked(day, minutes, timezone.localdate())
    row = opened.row.worked.filter(day=day, party=opened.party).first()
    if row is None:
        row = models.WorkedDay(case=opened.row, day=day, party=opened.party, revision=0)
    elif row.minutes == minutes:
        return row
    elif row.revision != revision:
        raise Conflict({"hours": hours_of(row.minutes)})
    verb = "change" if row.revision else "create"
    row.minutes, row.by, row.at = minutes, by.code, timezone.now()
    row.revision += 1
    row.save()
    record(opened, verb, WORKED, "minutes")
    return row
