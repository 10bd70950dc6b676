"""Letters that were sent, and what they are made from, as far as the viewer may read it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from stegvis.casework.party import OUTSIDE_PARTIES
from stegvis.casework.sections import FUNCTION, LETTERS
from stegvis_web.casework import models
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import prepared
from stegvis_web.people.models import Person

MOST = 100


def newest_function(opened: OpenCase) -> models.WorkFunction | None:
    """What the condition means for work, as the clinic said it last; None for whom it is not."""
    if not opened.may(FUNCTION):
        return None
    return opened.row.functions.select_related("by__person").order_by("-pk").first()


def next_meeting(seen: OpenCase, person: Person) -> models.Meeting | None:
    """The next meeting that this person is asked to for the party of `seen`."""
    ahead = Q(starts_at__gte=timezone.now()) | Q(starts_at__isnull=True)
    rows = seen.row.meetings.filter(
        ahead, cancelled_at__isnull=True, guests__party=seen.party or "", guests__person=person
    )
    return rows.order_by("starts_at", "pk").first()


def told_at_handover(seen: OpenCase, person: Person) -> models.Handover | None:
    """What this person was told when taking over for the party of `seen`."""
    rows = seen.row.handovers.filter(party=seen.party or "", taker=person, called_off_at__isnull=True)
    return rows.prefetch_related("parts").order_by("-pk").first()


def _visible(opened: OpenCase) -> QuerySet[models.Letter]:
    """The letters of a case that the viewer may know of: an outside party, of those to this very person."""
    rows = _letters(opened.row.pk)
    if not opened.may(LETTERS):
        return rows.none()
    if opened.party in OUTSIDE_PARTIES:
        return rows.filter(party=opened.party, person_id=opened.by.person or 0)
    return rows


def _letters(case: int) -> QuerySet[models.Letter]:
    rows = models.Letter.objects.filter(case_id=case).select_related("person__organisation", "author")
    return rows.defer("pdf", "docx").order_by("-pk")


def _may_read(opened: OpenCase, letter: models.Letter) -> bool:
    """Whether the viewer may read today all that the letter was made from."""
    return all(opened.may(section) for section in letter.sections)


def letters_of(opened: OpenCase) -> Sequence[models.Letter]:
    """The letters that the viewer may read, the newest first. One query."""
    if not opened.may(LETTERS):
        return []
    if opened.party in OUTSIDE_PARTIES:
        rows = _newest_to(opened.row.pk, str(opened.party), opened.by.person or 0)
    else:
        rows = _newest(opened.row.pk)
    return [letter for letter in rows if _may_read(opened, letter)]


@prepared
def _newest(case: int) -> QuerySet[models.Letter]:
    return _letters(case)[:MOST]


@prepared
def _newest_to(case: int, party: str, person: int) -> QuerySet[models.Letter]:
    return _letters(case).filter(party=party, person_id=person)[:MOST]


def letter_of(opened: OpenCase, letter: int) -> models.Letter:
    """One of them. Raises Http404."""
    row = _visible(opened).filter(pk=letter).first()
    if row is None or not _may_read(opened, row):
        raise Http404
    return row


def next_number(case: models.Case, kind: str, party: str) -> int:
    """Which version of this letter to this party the next one is."""
    return models.Letter.objects.filter(case=case, kind=kind, party=party).count() + 1
