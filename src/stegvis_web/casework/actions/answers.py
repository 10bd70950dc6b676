"""Answering a plan, and what is done about questions and objections."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.answers import Kind, Word, check_answer, speaks_of, talk_by
from stegvis.casework.party import Party
from stegvis.casework.plan import check_length
from stegvis.casework.sections import WORDS
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record, refresh
from stegvis_web.casework.actions.versions import hold
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.casework.standing import OpenCase, open_case


@transaction.atomic
def answer_plan(*, by: Viewer, code: str, version: int, words: Sequence[Word]) -> list[models.Answer]:
    """A party answers a version in one go. Nothing is added to its words. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    if opened.party is None:
        raise Refusal(gettext_noop("You can read this plan. It does not ask for your answer."))
    row = opened.row.plans.filter(number=version, released_on__isnull=False).first()
    if row is None:
        raise Http404
    versions = versions_of(opened.row)
    plan = versions.plan(version)
    visible = {
        party: {step.line for step in plan.steps if opened.as_party(party).may(step.section, Action.ANSWER)}
        for party in opened.parties
    }
    everything = set().union(*visible.values())
    check_answer(plan, party=opened.party, words=words, visible=everything, today=timezone.localdate())
    if versions.current is not None and versions.current.version != version:
        raise Refusal(gettext_noop("There is a newer version of this plan. Answer that one."))
    answers = record_answers(opened, row, words, visible=visible)
    hold(opened.row)
    refresh(opened.row)
    kinds = sorted({answer.kind for answer in answers})
    record(opened, "answer", "plan", *kinds)
    return answers


def record_answers(
    opened: OpenCase,
    row: models.PlanVersion,
    words: Sequence[Word],
    *,
    visible: Mapping[Party, Collection[str]],
) -> list[models.Answer]:
    """The rows of one round. `visible` are the lines of the steps that each party of the viewer sees."""
    last = row.answers.aggregate(last=Max("round"))["last"] or 0
    lines = {str(step.line_id): step for step in row.steps.all()}
    now = timezone.now()
    today = timezone.localdate()
    return models.Answer.objects.bulk_create(
        models.Answer(
            plan=row,
            round=last + 1,
            party=party,
            by=opened.by.code,
            kind=word.kind,
            step=lines[word.line] if word.line else None,
            about=sorted(speaks_of(word, words, seen)),
            words=word.words.strip(),
            rule=word.rule.strip(),
            instead=word.instead.strip(),
            instead_due=word.instead_due,
            at=now,
            talk_by=talk_by(today) if word.kind is Kind.OBJECTION else None,
        )
        for party, seen in visible.items()
        for word in words
        if word.line is None or word.line in seen
    )


def _open_answer(by: Viewer, code: str, answer: int, kind: Kind) -> tuple[OpenCase, models.Answer]:
    opened = open_case(by, code, lock=True)
    if not set(opened.parties) & {Party.PATIENT, Party.SPECIALIST, Party.CLINIC}:
        raise Refusal(gettext_noop("The person's own team answers questions and talks objections over."))
    row = (
        models.Answer.objects.select_for_update().filter(plan__case=opened.row, pk=answer, kind=kind).first()
    )
    if row is None:
        raise Http404
    return opened, row


@transaction.atomic
def reply_to_question(*, by: Viewer, code: str, answer: int, reply: str) -> models.Answer:
    """Answer a party's question. The party still says itself whether it accepts. Raises Refusal."""
    opened, row = _open_answer(by, code, answer, Kind.QUESTION)
    if row.reply:
        raise Refusal(gettext_noop("This question has been answered already."))
    if not reply.strip():
        raise Refusal(gettext_noop("Write your answer."))
    check_length(reply)
    row.reply = reply.strip()
    row.replied_at = timezone.now()
    row.save(update_fields=["reply", "replied_at"])
    record(opened, "reply", WORDS, "reply")
    return row


@transaction.atomic
def settle_objection(*, by: Viewer, code: str, answer: int, on: date, outcome: str) -> models.Answer:
    """Record that an objection was talked over, and what came of it. It stays beside its step.

    Raises Refusal.
    """
    opened, row = _open_answer(by, code, answer, Kind.OBJECTION)
    if row.settled_on is not None:
        raise Refusal(gettext_noop("This objection has been talked over already."))
    if not timezone.localdate(row.at) <= on <= timezone.localdate():
        raise Refusal(gettext_noop("Choose a day between the objection and today."))
    if not outcome.strip():
        raise Refusal(gettext_noop("Write what you agreed. One sentence is enough."))
    check_length(outcome)
    row.settled_on = on
    row.outcome = outcome.strip()
    row.save(update_fields=["settled_on", "outcome"])
    record(opened, "settle", WORDS, "outcome")
    return row
