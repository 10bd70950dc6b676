"""What was sent and what was said cannot be changed, not even by a slip of the pen in code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis_web.casework import models
from stegvis_web.casework.actions import answers, lifecycle, plans
from stegvis_web.casework.triggers import GUARD
from stegvis_web.foundation import triggers
from tests.cast import the_cast
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import by_link, says
from tests.told_case import Told, changed, in_days, told_case

pytestmark = pytest.mark.django_db

SENT, SAID = "A version that was sent stays as it is.", "What was said stays said."


@pytest.fixture
@made_once
def told() -> Told:
    """Maja's plan is out; the employer has asked, the GP objects."""
    told = told_case(the_cast())
    says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "From which day?", on=Party.EMPLOYER)
    says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time before April.", on=Party.GP)
    return told


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DatabaseError) as no, transaction.atomic():
        act()
    return str(no.value).splitlines()[0]


def test_the_guard_is_armed() -> None:
    assert GUARD in triggers.GUARDS
    assert triggers.missing() == []


@pytest.mark.parametrize(
    "to",
    [
        {"goal": "Another"},
        {"because": "Another"},
        {"number": 7},
        {"author": None},
        {"started_by": "user:7"},
        {"released_on": None, "answer_by": None},
        {"answer_by": in_days(30)},
        {"review_on": in_days(30)},
    ],
    ids=lambda to: " ".join(to),
)
def test_of_a_version_that_was_sent_nothing_changes(told: Told, to: dict[str, Any]) -> None:
    assert refused(lambda: models.PlanVersion.objects.update(**to)) == SENT


STEP: list[dict[str, Any]] = [
    {"number": 9},
    {"since": 9},
    {"what": "Another"},
    {"owner": "clinic"},
    {"due": in_days(300)},
    {"domain": "coordination"},
    {"hours": {"weeks": []}},
    {"ends": True},
    {"because": "Another"},
    {"revision": 9},
]


@pytest.mark.parametrize("to", STEP, ids=lambda to: " ".join(to))
def test_of_its_steps_nothing_changes(told: Told, to: dict[str, Any]) -> None:
    row = models.Step.objects.get(owner="gp")
    assert refused(lambda: models.Step.objects.filter(pk=row.pk).update(**to)) == SENT


def test_every_column_of_a_step_is_among_these() -> None:
    columns = {field.name for field in models.Step._meta.get_fields() if field.concrete}
    apart = {"id", "plan", "line", "person", "asked_for"}
    assert columns - apart == set().union(*STEP)


def test_a_slip_in_an_objects_hand_is_refused_as_well(told: Told) -> None:
    step, version = models.Step.objects.get(owner="gp"), told.plan
    step.what, version.goal = "Another", "Another"
    assert refused(step.save) == SENT
    assert refused(version.save) == SENT


def test_neither_a_version_that_was_sent_nor_its_steps_are_deleted(told: Told) -> None:
    models.Line.objects.update(asked=None, standing=None)
    step = models.Step.objects.get(owner="insurer")
    assert refused(models.Step.objects.filter(pk=step.pk).delete) == SENT
    assert refused(lambda: models.PlanVersion.objects.all()._raw_delete("default")) == SENT


def test_no_draft_step_is_moved_into_a_version_that_was_sent(told: Told) -> None:
    sent = told.plan
    changed(told)
    new = told.plan.steps.get(what__startswith="Say whether the benefit")
    assert refused(lambda: models.Step.objects.filter(pk=new.pk).update(plan=sent, number=99)) == SENT


@pytest.mark.parametrize(
    "to",
    [
        {"round": 9},
        {"party": "insurer"},
        {"by": "user:7"},
        {"kind": "accepted", "talk_by": None},
        {"about": []},
        {"words": "Another"},
        {"rule": "Another"},
        {"instead": "Another"},
        {"instead_due": in_days(3)},
        {"at": timezone.now()},
        {"talk_by": in_days(300)},
        {"step": None, "kind": "question", "talk_by": None},
    ],
    ids=lambda to: " ".join(to),
)
def test_what_was_said_stays_said(told: Told, to: dict[str, Any]) -> None:
    objection = models.Answer.objects.filter(kind="objection")
    assert refused(lambda: objection.update(**to)) == SAID


def test_no_answer_is_deleted(told: Told) -> None:
    assert refused(models.Answer.objects.filter(kind="question").delete) == SAID


def test_a_reply_and_what_came_of_an_objection_are_added_once(told: Told) -> None:
    question, objection = (models.Answer.objects.get(kind=kind) for kind in ("question", "objection"))
    answers.reply_to_question(by=told.ingrid, code=told.code, answer=question.pk, reply="On Monday.")
    answers.settle_objection(
        by=told.ingrid, code=told.code, answer=objection.pk, on=timezone.localdate(), outcome="In May."
    )
    rows = models.Answer.objects
    assert refused(lambda: rows.filter(pk=question.pk).update(reply="On Tuesday.")) == SAID
    assert refused(lambda: rows.filter(pk=question.pk).update(replied_at=timezone.now())) == SAID
    assert refused(lambda: rows.filter(pk=objection.pk).update(outcome="")) == SAID
    assert refused(lambda: rows.filter(pk=objection.pk).update(settled_on=in_days(3))) == SAID


def test_what_ended_a_version_is_added_once(told: Told) -> None:
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="I need more time.")
    rows = models.PlanVersion.objects
    assert refused(lambda: rows.update(withdrawn_on=None)) == SENT
    assert refused(lambda: rows.update(withdrawn_because="Another")) == SENT


def test_an_end_is_added_once(told: Told) -> None:
    lifecycle.close_plan(by=told.maja, code=told.code, reason="Back at work.")
    assert refused(lambda: models.PlanVersion.objects.update(closed_on=None)) == SENT
    assert refused(lambda: models.PlanVersion.objects.update(closed_because="")) == SENT


def test_a_draft_can_be_changed_and_thrown_away(told: Told) -> None:
    changed(told)
    told.plan.steps.update(what="Anything")
    plans.drop_draft(by=told.maja, code=told.code)
    assert told.case.plans.count() == 1


def test_nothing_can_be_put_in_the_place_of_a_row(told: Told) -> None:
    """SQLite's REPLACE deletes without asking; in PostgreSQL the whole table could be emptied."""
    statements = (
        [
            f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"
            for table in ("casework_answer", "casework_step")
        ]
        if connection.vendor == "postgresql"
        else [
            f"REPLACE INTO {table} SELECT * FROM {table}"
            for table in ("casework_answer", "casework_step", "casework_planversion")
        ]
    )
    for statement in statements:
        assert refused(lambda said=statement: connection.cursor().execute(said)) in {SENT, SAID}  # type: ignore[misc]


def test_the_person_still_answers_after_all_that(told: Told) -> None:
    answers.answer_plan(by=told.maja, code=told.code, version=1, words=[Word(Kind.ACCEPTED)])
    assert models.Answer.objects.filter(party="patient").count() == 2
