"""Sending a version, and what becomes of it: taken back, resting, looked at again, ended."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.answers import Kind, Word
from stegvis.casework.lifecycle import Move, check_move
from stegvis.casework.party import Party
from stegvis.casework.plan import Plan, check_length, check_pause, check_reason, check_release, check_review
from stegvis.casework.sections import GOAL
from stegvis.casework.versions import Versions
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record, refresh
from stegvis_web.casework.actions.answers import record_answers
from stegvis_web.casework.actions.telling import tell_of_version
from stegvis_web.casework.actions.versions import follow, hold
from stegvis_web.casework.queries.plans import plan_of, versions_of
from stegvis_web.casework.standing import OpenCase, open_case


@transaction.atomic
def release_plan(
    *, by: Viewer, code: str, answer_by: date | None, review_on: date | None = None
) -> models.PlanVersion:
    """The patient sends a version out, and with that says yes to what is new in it. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    if opened.party is not Party.PATIENT:
        raise Refusal(gettext_noop("Only the person whose plan it is can send it."))
    versions = versions_of(opened.row)
    if versions.newest is None:
        raise Http404
    check_move(versions.state(versions.newest, timezone.localdate()), Move.SEND, opened.party)
    row = opened.row.plans.get(number=versions.newest.version)
    row.answer_by, row.review_on = answer_by, review_on
    return send_version(opened, row, versions)


def send_version(opened: OpenCase, row: models.PlanVersion, versions: Versions) -> models.PlanVersion:
    """Send out a version that the patient has before her, with its days. `versions` are those before it.

    Raises Refusal.
    """
    today = timezone.localdate()
    row.released_on = None
    check_release(
        plan_of(row),
        before=versions.current,
        answer_by=row.answer_by,
        review_on=row.review_on,
        today=today,
        team={(Party(member.party), str(member.person_id)) for member in opened.team},
        sees=opened.sees,
    )
    row.released_on = today
    row.save(update_fields=["released_on", "answer_by", "review_on"])
    anew = {str(step.line_id) for step in row.steps.filter(since=row.number)}
    if anew:
        record_answers(opened, row, [Word(Kind.ACCEPTED)], visible={Party.PATIENT: anew})
    # Whoever sends a version takes the plan up again with it.
    opened.row.pauses.filter(until__isnull=True).update(until=today)
    follow(opened.row)
    refresh(opened.row)
    tell_of_version(opened, plan_of(row))
    record(opened, "release", "plan", f"v{row.number}")
    return row


def _standing(by: Viewer, code: str, move: Move) -> tuple[OpenCase, Plan, models.PlanVersion]:
    """The version asked of the parties, for whoever may make this move with it. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(GOAL, Action.WRITE)
    versions = versions_of(opened.row)
    plan = versions.current or versions.newest
    if plan is None or opened.party is None:
        raise Http404
    check_move(versions.state(plan, timezone.localdate()), move, opened.party)
    return opened, plan, opened.row.plans.get(number=plan.version)


@transaction.atomic
def withdraw_plan(*, by: Viewer, code: str, reason: str) -> models.PlanVersion:
    """Take the version last sent back. What was in force before it is in force again. Raises Refusal."""
    opened, plan, row = _standing(by, code, Move.WITHDRAW)
    check_reason(reason)
    row.withdrawn_on = timezone.localdate()
    row.withdrawn_because = reason.strip()
    row.save(update_fields=["withdrawn_on", "withdrawn_because"])
    hold(opened.row)
    refresh(opened.row)
    record(opened, "withdraw", "plan", f"v{plan.version}")
    return row


@transaction.atomic
def close_plan(*, by: Viewer, code: str, reason: str) -> models.PlanVersion:
    """End the plan: nothing of it is in force any more, all of it can be read for ever. Raises Refusal."""
    opened, plan, row = _standing(by, code, Move.CLOSE)
    check_reason(reason)
    today = timezone.localdate()
    row.closed_on = today
    row.closed_because = reason.strip()
    row.save(update_fields=["closed_on", "closed_because"])
    opened.row.pauses.filter(until__isnull=True).update(until=today)
    hold(opened.row)
    refresh(opened.row)
    record(opened, "close", "plan", f"v{plan.version}")
    return row


@transaction.atomic
def postpone_plan(*, by: Viewer, code: str, reason: str, recheck_on: date) -> models.Pause:
    """Let the plan rest until someone asks again. What was agreed stays agreed. Raises Refusal."""
    opened, plan, _row = _standing(by, code, Move.POSTPONE)
    check_reason(reason)
    today = timezone.localdate()
    check_pause(recheck_on, today)
    pause = models.Pause.objects.create(
        case=opened.row, on=today, because=reason.strip(), recheck_on=recheck_on, by=by.code
    )
    refresh(opened.row)
    record(opened, "postpone", "plan", f"v{plan.version}")
    return pause


@transaction.atomic
def resume_plan(*, by: Viewer, code: str) -> None:
    """Take the plan up again as it was agreed. Raises Refusal."""
    opened, plan, _row = _standing(by, code, Move.RESUME)
    opened.row.pauses.filter(until__isnull=True).update(until=timezone.localdate())
    refresh(opened.row)
    record(opened, "resume", "plan", f"v{plan.version}")


@transaction.atomic
def keep_plan(*, by: Viewer, code: str, next_on: date, words: str = "") -> models.Review:
    """The plan has been looked at and goes on as it is, until the next look. Raises Refusal."""
    opened, plan, row = _standing(by, code, Move.KEEP)
    check_length(words)
    today = timezone.localdate()
    check_review(next_on, today)
    review = models.Review.objects.create(
        plan=row, on=today, words=words.strip(), next_on=next_on, by=by.code
    )
    refresh(opened.row)
    record(opened, "review", "plan", f"v{plan.version}")
    return review
