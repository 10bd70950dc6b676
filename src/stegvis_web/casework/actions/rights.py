"""What a patient asks about what is written of her, and what the service answers; at last, erasure."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.party import Party, Role
from stegvis.casework.sections import RIGHTS
from stegvis.foundation.viewer import Viewer
from stegvis.rights.requests import Ask, Outcome, answer_by, check_answer, check_ask
from stegvis.rights.retention import Ground
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.people import erasing


@transaction.atomic
def ask(*, by: Viewer, code: str, kind: Ask, about: str = "", words: str = "") -> models.RightsRequest:
    """The patient asks that something is put right, or that everything is erased. Raises Refusal."""
    opened = open_case(by, code, lock=True, even_closed=True)
    opened.require(RIGHTS, Action.WRITE)
    if opened.party is not Party.PATIENT:
        raise Http404
    waiting = opened.row.rights_requests.filter(kind=Ask.ERASURE, answered_at__isnull=True).exists()
    check_ask(kind, about=about, words=words, erasure_is_open=waiting)
    row = models.RightsRequest.objects.create(
        case=opened.row,
        kind=kind,
        about=about.strip(),
        words=words.strip(),
        by=by.code,
        asked_at=timezone.now(),
        answer_by=answer_by(timezone.localdate()),
    )
    record(opened, "create", RIGHTS, kind)
    return row


@transaction.atomic
def answer(
    *, by: Viewer, code: str, request: int, outcome: Outcome | None, answer: str
) -> models.RightsRequest:
    """Say what came of it. What was put right was put right before, where it stands. Raises Refusal."""
    opened, row = _asked(by, code, request)
    check_answer(Ask(row.kind), answered=row.answered_at is not None, outcome=outcome, answer=answer)
    assert outcome is not None
    row.outcome, row.answer = outcome, answer.strip()
    row.answered_by, row.answered_at = by.code, timezone.now()
    row.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    record(opened, "answer", RIGHTS, row.kind)
    return row


@transaction.atomic
def erase(*, by: Viewer, code: str, request: int) -> erasing.Prospect:
    """A manager erases all that is kept of the patient who asked for it. Raises Refusal."""
    opened, row = _asked(by, code, request)
    if Role.MANAGER not in opened.standing.roles or row.kind != Ask.ERASURE or row.answered_at is not None:
        raise Http404
    return erasing.erase(by=by, person=opened.row.person_id, ground=Ground.ASKED)


def _asked(by: Viewer, code: str, request: int) -> tuple[OpenCase, models.RightsRequest]:
    opened = open_case(by, code, lock=True, even_closed=True)
    opened.require(RIGHTS, Action.WRITE)
    row = opened.row.rights_requests.filter(pk=request).first()
    if row is None or opened.party is Party.PATIENT:
        raise Http404
    return opened, row
