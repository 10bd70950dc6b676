"""A database from before versions lived comes along: nothing that was agreed, done or said is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from stegvis.casework.case import stage
from stegvis.casework.lifecycle import PlanState
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import refresh
from stegvis_web.casework.queries.plans import state_of, versions_of
from stegvis_web.foundation import triggers
from tests.cast import Cast, the_cast

pytestmark = pytest.mark.django_db

BEFORE = [("casework", "0001_initial")]
TODAY = timezone.localdate()

Story = Callable[["Earlier"], Iterator[None]]
STORIES: list[Story] = []


def story(tell: Story) -> Story:
    """What is written into the tables as they were and, after its `yield`, what must be so in those of today.

    The way back and forth is long: it is gone once, with the rows of all.
    """
    STORIES.append(tell)
    return tell


@pytest.fixture(scope="module")
def come_along(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[Story, Iterator[None]]]:
    """All stories, told as far as the way forward, which has been gone."""
    with django_db_blocker.unblock():
        executor = MigrationExecutor(connection)
        executor.migrate(BEFORE)
        try:
            was = Earlier(MigrationExecutor(connection).loader.project_state(BEFORE).apps, the_cast())
            told = {tell: tell(was) for tell in STORIES}
            for begun in told.values():
                next(begun)
        finally:
            forward()
    yield told
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


def forward() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


class Earlier:
    """Writes plans into the tables as they were."""

    def __init__(self, apps: Any, cast: Cast) -> None:
        self.apps, self.cast = apps, cast

    def case(self, code: str, stage: str) -> Any:
        assert self.cast.maja.person
        return self.apps.get_model("casework", "Case").objects.create(
            code=code,
            country="sweden",
            opened_on=TODAY - timedelta(days=40),
            stage=stage,
            owner_id=self.cast.ingrid.pk,
            person_id=self.cast.maja.person.pk,
            service_id=self.cast.norrvik.pk,
        )

    def plan(self, case: Any, number: int = 1, *, sent: bool = True, **more: Any) -> Any:
        return self.apps.get_model("casework", "PlanVersion").objects.create(
            case=case,
            number=number,
            goal=f"goal {number}",
            started_by="user:1",
            started_at=timezone.now(),
            released_on=TODAY - timedelta(days=9) if sent else None,
            answer_by=TODAY + timedelta(days=1) if sent else None,
            **more,
        )

    def step(self, plan: Any, owner: str, number: int = 1, **more: Any) -> Any:
        return self.apps.get_model("casework", "Step").objects.create(
            plan=plan,
            number=number,
            what=f"{owner} of {plan.number}",
            owner=owner,
            person_id=self.cast.johan.pk,
            due=TODAY,
            domain="coordination",
            **more,
        )

    def said(self, plan: Any, party: str, kind: str, *steps: Any, on: Any = None) -> Any:
        rows = self.apps.get_model("casework", "Answer").objects
        return rows.create(
            plan=plan,
            round=rows.filter(plan=plan).count() + 1,
            party=party,
            by="user:1",
            kind=kind,
            step=on,
            about=[str(step.line) for step in steps],
            words=f"{party} {kind}",
            at=timezone.now(),
            talk_by=TODAY if kind == "objection" else None,
        )


def standing(code: str) -> set[str]:
    return {step.what for step in versions_of(models.Case.objects.get(code=code)).standing.values()}


@story
def a_draft_stays_a_draft_with_its_steps_and_how_far_they_have_come(was: Earlier) -> Iterator[None]:
    draft = was.plan(was.case("NV-0101", "drafting"), sent=False)
    step = was.step(draft, "gp", progress="started")
    yield
    new = models.Step.objects.get(pk=step.pk)
    assert (new.line.pk, new.line.progress, new.since, new.ends) == (step.line, "started", 1, False)
    assert (new.line.case.code, new.line.asked, new.line.standing) == ("NV-0101", None, None)
    assert state_of(versions_of(new.line.case)) is PlanState.DRAFT


@story
def of_a_plan_that_is_half_agreed_just_that_half_stands(was: Earlier) -> Iterator[None]:
    plan = was.plan(was.case("NV-0201", "in_force"))
    gp, desk, walk = (was.step(plan, owner, n) for n, owner in enumerate(("gp", "employer", "patient"), 1))
    was.said(plan, "patient", "accepted", gp, desk, walk)
    was.said(plan, "gp", "reservation", gp)
    was.said(plan, "employer", "question", desk, on=desk)
    yield
    assert standing("NV-0201") == {"gp of 1", "patient of 1"}
    lines = {line.pk: line for line in models.Line.objects.filter(case__code="NV-0201")}
    assert {pk for pk, line in lines.items() if line.standing_id} == {gp.line, walk.line}
    assert {pk: line.asked_id for pk, line in lines.items()} == {s.line: s.pk for s in (gp, desk, walk)}


@story
def an_owners_later_no_stands_beside_its_step_from_now_on(was: Earlier) -> Iterator[None]:
    """Until now it had taken the step out of force."""
    plan = was.plan(was.case("NV-0301", "answering"))
    gp = was.step(plan, "gp", progress="done")
    was.said(plan, "patient", "accepted", gp)
    was.said(plan, "gp", "accepted", gp)
    was.said(plan, "gp", "objection", gp, on=gp)
    yield
    case = models.Case.objects.get(code="NV-0301")
    assert standing("NV-0301") == {"gp of 1"}
    assert (case.stage, case.lines.get().standing_id, case.lines.get().progress) == (
        "in_force",
        gp.pk,
        "done",
    )


@story
def the_patients_later_no_keeps_a_step_out(was: Earlier) -> Iterator[None]:
    plan = was.plan(was.case("NV-0401", "answering"))
    gp = was.step(plan, "gp")
    was.said(plan, "patient", "accepted", gp)
    was.said(plan, "gp", "accepted", gp)
    was.said(plan, "patient", "objection", gp, on=gp)
    yield
    assert standing("NV-0401") == set()
    assert models.Line.objects.get(case__code="NV-0401").standing is None


@story
def a_plan_that_was_taken_back_and_sent_again_is_asked_anew(was: Earlier) -> Iterator[None]:
    case = was.case("NV-0501", "answering")
    first = was.plan(case, withdrawn_on=TODAY - timedelta(days=1), withdrawn_because="Too much.")
    old = was.step(first, "gp")
    was.said(first, "patient", "accepted", old)
    was.said(first, "gp", "accepted", old)
    second = was.plan(case, 2)
    new = was.step(second, "gp", line=old.line)
    was.said(second, "patient", "accepted", new)
    yield
    assert standing("NV-0501") == set()
    line = models.Line.objects.get(case__code="NV-0501")
    assert (line.asked_id, line.standing_id) == (new.pk, None)
    assert list(line.wordings.order_by("pk").values_list("since", flat=True)) == [1, 2]
    versions = versions_of(line.case)
    assert [answer.words for answer in versions.answers_to(versions.plans[1])] == ["patient accepted"]


@story
def no_answer_is_lost_and_what_lists_keep_is_what_the_plan_says(was: Earlier) -> Iterator[None]:
    for number, (kind, stage_then) in enumerate((("accepted", "in_force"), ("question", "answering")), 1):
        case = was.case(f"NV-000{number}", stage_then)
        plan = was.plan(case)
        step = was.step(plan, "gp")
        was.said(plan, "patient", "accepted", step)
        was.said(plan, "gp", kind, step, on=step if kind == "question" else None)
        was.step(was.plan(was.case(f"NV-001{number}", "drafting"), sent=False), "gp")
    taken_back = was.plan(was.case("NV-0020", "starting"), withdrawn_on=TODAY, withdrawn_because="No.")
    was.step(taken_back, "gp")
    rows = list(was.apps.get_model("casework", "Answer").objects.order_by("pk").values())
    yield
    assert list(models.Answer.objects.order_by("pk").values(*rows[0])) == rows

    for case in models.Case.objects.all():
        kept = list(case.lines.order_by("pk").values("asked", "standing")), case.stage
        versions = refresh(case)
        assert (list(case.lines.order_by("pk").values("asked", "standing")), case.stage) == kept, case.code
        assert case.stage == stage(closed_on=None, newest_plan=state_of(versions))


@pytest.mark.parametrize("tell", STORIES, ids=lambda tell: tell.__name__)
def test_what_was_there_comes_along(tell: Story, come_along: dict[Story, Iterator[None]]) -> None:
    assert list(come_along[tell]) == []  # the rest of the story, which has one way forward


def test_afterwards_every_table_and_guard_is_there(
    come_along: dict[Story, Iterator[None]],
) -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert triggers.missing() == []
