"""The agenda that makes itself: what is open, in order, and only what the plan shows the reader."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta

from stegvis.casework.agenda import Why, agenda
from stegvis.casework.party import Party
from stegvis.casework.plan import Progress
from stegvis.casework.sections import STEPS_HEALTH, WORDS
from tests.stegvis.casework.build import TODAY, YES, asks, draft, objects, plan, said, step
from tests.stegvis.casework.test_view import but, view

MEETING = TODAY + timedelta(days=9)
DESK = step("desk", Party.EMPLOYER, due=MEETING + timedelta(days=3))
LATE = step("late", Party.CLINIC, due=TODAY - timedelta(days=1))
FAR = step("far", Party.SPECIALIST, due=MEETING + timedelta(days=90))
DONE = step("done", Party.SPECIALIST, due=TODAY, progress=Progress.DONE)
PLAN = plan(DESK, LATE, FAR, DONE)


def whys(points: tuple[object, ...]) -> list[tuple[str, str]]:
    return [(point.why, point.line) for point in points]  # type: ignore[attr-defined]


def test_objections_and_questions_come_first_then_silence_then_what_is_late_or_due() -> None:
    answers = said(PLAN, (Party.GP, objects("desk")), (Party.EMPLOYER, asks("late")), (Party.PATIENT, YES))
    points = agenda(view(PLAN, answers), today=TODAY, on=MEETING)
    kinds = [point.why for point in points]
    assert kinds == sorted(kinds, key=list(Why).index)
    assert (Why.OBJECTION, "desk") in whys(points)
    assert (Why.QUESTION, "late") in whys(points)
    assert {"far", "done"}.isdisjoint(point.line for point in points)
    assert (Why.LATE, "late") in whys(points)


def test_a_step_that_is_due_is_named_once_where_somebody_objects_to_it() -> None:
    answers = said(PLAN, (Party.PATIENT, YES))
    assert (Why.DUE, "desk") in whys(agenda(view(PLAN, answers), today=TODAY, on=MEETING))
    objected = said(PLAN, (Party.GP, objects("desk")), (Party.PATIENT, YES))
    found = [
        why for why, line in whys(agenda(view(PLAN, objected), today=TODAY, on=MEETING)) if line == "desk"
    ]
    assert found == [Why.OBJECTION]


def test_who_is_silent_is_named_to_the_others_and_not_held_up_to_itself() -> None:
    answers = said(PLAN, (Party.PATIENT, YES))
    silent = {p.party for p in agenda(view(PLAN, answers), today=TODAY, on=MEETING) if p.why is Why.SILENT}
    assert Party.EMPLOYER in silent
    own = agenda(view(PLAN, answers, party=Party.EMPLOYER), today=TODAY, on=MEETING)
    assert Party.EMPLOYER not in {p.party for p in own if p.why is Why.SILENT}


def test_what_the_plan_does_not_show_is_not_on_the_agenda() -> None:
    answers = said(PLAN, (Party.GP, objects("desk", "canary:words")))
    points = agenda(
        view(PLAN, answers, party=Party.EMPLOYER, may=but(WORDS, STEPS_HEALTH)), today=TODAY, on=MEETING
    )
    assert "canary:words" not in str([astuple(point) for point in points])
    assert Why.OBJECTION not in {point.why for point in points}


def test_a_plan_whose_day_to_look_again_comes_is_on_the_agenda() -> None:
    due = plan(FAR, review_on=MEETING)
    assert Why.REVIEW in {p.why for p in agenda(view(due), today=TODAY, on=MEETING)}
    later = plan(FAR, review_on=MEETING + timedelta(days=1))
    assert Why.REVIEW not in {p.why for p in agenda(view(later), today=TODAY, on=MEETING)}


def test_a_draft_and_no_plan_at_all_put_nothing_on_the_agenda() -> None:
    assert agenda(view(draft(DESK)), today=TODAY, on=MEETING) == ()
    assert agenda(None, today=TODAY, on=MEETING) == ()
