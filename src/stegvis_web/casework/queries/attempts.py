"""Attempts to return, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from stegvis.casework.access import Action
from stegvis.casework.attempts import MOST_ATTEMPTS, Attempt
from stegvis.casework.party import OUTSIDE_PARTIES
from stegvis.casework.sections import ATTEMPTS, GOAL
from stegvis_web.casework import models
from stegvis_web.casework.queries.tasks import was_sent
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import prepared


def attempt_of(row: models.Attempt) -> Attempt:
    return Attempt(
        id=row.pk,
        start=row.start,
        end=row.end,
        minutes=row.minutes,
        what_happened=row.what_happened,
        helped=row.helped,
        hindered=row.hindered,
        next_time=row.next_time,
        revision=row.revision,
    )


def attempts_of(case: models.Case) -> tuple[Attempt, ...]:
    """The newest first. One query."""
    return tuple(map(attempt_of, _newest(case.pk)))


@prepared
def _newest(case: int) -> QuerySet[models.Attempt]:
    return models.Attempt.objects.filter(case_id=case).order_by("-start", "-pk")[:MOST_ATTEMPTS]


@dataclass(frozen=True)
class ShownAttempts:
    """The attempts for one reader, and what the reader may do with them."""

    attempts: tuple[Attempt, ...]
    may_write: bool
    may_start: bool


def shown_attempts(opened: OpenCase, *, as_if_sent: bool = False) -> ShownAttempts | None:
    """What this reader sees of them, or would see once a plan is sent; None if nothing. Two queries."""
    if not opened.may(ATTEMPTS):
        return None
    if opened.party in OUTSIDE_PARTIES and not (as_if_sent or was_sent(opened.row)):
        return None
    return ShownAttempts(
        attempts=attempts_of(opened.row),
        may_write=bool(opened.may(ATTEMPTS, Action.WRITE)),
        may_start=bool(opened.may(GOAL, Action.WRITE)),
    )


def one_attempt(opened: OpenCase, attempt: int) -> Attempt:
    """Http404 if there is none for this reader."""
    row = opened.row.attempts.filter(pk=attempt).first()
    if row is None or not opened.may(ATTEMPTS):
        raise Http404
    return attempt_of(row)


def attempt_values(opened: OpenCase, attempt: int) -> dict[str, Any]:
    """The attempt as its form takes it. Http404 if there is none for this reader."""
    one = one_attempt(opened, attempt)
    return {
        "start": one.start,
        "end": one.end,
        "minutes": one.minutes,
        "what_happened": one.what_happened,
        "helped": one.helped,
        "hindered": one.hindered,
        "next_time": one.next_time,
        "revision": one.revision,
    }
