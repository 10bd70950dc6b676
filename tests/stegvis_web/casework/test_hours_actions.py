"""Writing the schedule of a draft, and stepping down: by whom, what is refused, what is left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.http import Http404

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis.casework.schedule import to_json
from stegvis.foundation.errors import Conflict, Refusal
from stegvis_web.casework.actions.answers import answer_plan
from stegvis_web.casework.actions.hours import step_down
from stegvis_web.casework.actions.lifecycle import close_plan, postpone_plan, release_plan
from stegvis_web.casework.actions.plans import change_step, remove_step, start_plan, write_goal
from stegvis_web.casework.queries.plans import versions_of
from tests.cast import viewer
from tests.stegvis_web.casework.hours_visits import (
    FREE_WEDNESDAY,
    MONDAY,
    OUTSIDE,
    TUESDAY,
    every_day,
    hours_in_force,
    hours_row,
    schedule,
    with_draft,
    with_hours,
    write,
    written_down,
)
from tests.stegvis_web.casework.plan_visits import by_link, written
from tests.told_case import in_days
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY, tick=False):
        yield


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return str(no.value)


# Writing


@pytest.mark.parametrize("who", ["maja", "ingrid", "sara"])
def test_the_team_and_the_patient_write_the_hours_and_they_are_the_patients(who: str) -> None:
    told = with_draft()
    step = write(told, getattr(told, who))
    assert written_down(told) == schedule()
    assert (step.owner, step.person.name, step.due) == (Party.PATIENT, "Maja Lindqvist", date(2026, 4, 5))
    assert (step.domain, step.since) == (Domain.WORK_MODIFICATION, 1)
    assert written()[-1] == ("create", "plan.work_modification")


def test_there_is_one_schedule_however_often_it_is_written() -> None:
    told = with_draft()
    first = write(told, told.ingrid)
    second = write(told, told.maja, schedule(FREE_WEDNESDAY), revision=first.revision)
    assert (second.pk, second.line_id) == (first.pk, first.line_id)
    assert written_down(told) == schedule(FREE_WEDNESDAY)
    assert written()[-1] == ("change", "plan.work_modification")


@pytest.mark.parametrize("party", OUTSIDE)
def test_outside_parties_write_no_hours(party: Party) -> None:
    told = with_draft()
    before = told.plan.steps.count()
    with pytest.raises(Refusal):
        write(told, by_link(told, party))
    assert told.plan.steps.count() == before


@pytest.mark.parametrize("who", ["tomas", "marit", "rolf", "asta"])
def test_whoever_is_not_on_the_team_writes_no_hours(who: str) -> None:
    told = with_draft()
    with pytest.raises((Refusal, Http404)):
        write(told, viewer(getattr(told.cast, who)))
    assert not told.plan.steps.filter(hours__isnull=False).exists()


def test_hours_that_nobody_could_work_are_refused_and_leave_nothing() -> None:
    told, wrong = with_draft(), replace(schedule(), full_time=0)
    events = written()
    assert "Full time" in refused(lambda: write(told, told.maja, wrong))
    assert "Write what is to be done" in refused(lambda: write(told, told.maja, what=" "))
    assert written() == events


def test_hours_are_written_in_a_draft_only() -> None:
    told = with_hours()
    assert "has been sent" in refused(lambda: write(told, told.maja, schedule(FREE_WEDNESDAY), revision=1))


def test_who_wrote_meanwhile_is_not_overwritten_unread() -> None:
    told = with_draft()
    mine = write(told, told.maja)
    write(told, told.ingrid, schedule(FREE_WEDNESDAY), revision=mine.revision)
    with pytest.raises(Conflict):
        write(told, told.maja, schedule(every_day(60)), revision=mine.revision)
    with pytest.raises(Conflict):
        write(told, told.maja, schedule(every_day(60)))
    assert written_down(told) == schedule(FREE_WEDNESDAY)


def test_writing_the_same_twice_is_no_conflict() -> None:
    told = with_draft()
    mine = write(told, told.maja)
    write(told, told.ingrid, revision=mine.revision)
    write(told, told.maja, revision=mine.revision)


def test_hours_that_were_taken_out_of_the_draft_can_be_written_again() -> None:
    told = with_draft()
    step = write(told, told.maja)
    remove_step(by=told.ingrid, code=told.code, line=str(step.line_id))
    assert write(told, told.maja, revision=step.revision).line_id != step.line_id


def test_hours_left_as_they_are_keep_what_was_answered_and_changed_ones_are_asked_anew() -> None:
    told = with_hours()
    start_plan(by=told.ingrid, code=told.code, because="More hours.")
    row = hours_row(told)
    assert row.since == 2
    changed = write(told, told.ingrid, schedule(FREE_WEDNESDAY), revision=row.revision)
    assert changed.since == 3
    assert write(told, told.ingrid, schedule(), revision=changed.revision).since == 2


def test_hours_that_the_team_changed_come_in_force_only_when_she_sends_them() -> None:
    told = with_hours()
    start_plan(by=told.ingrid, code=told.code, because="More hours.")
    write(told, told.ingrid, schedule(*[every_day(480)] * 4), revision=hours_row(told).revision)
    assert hours_in_force(told) == schedule()
    release_plan(by=told.maja, code=told.code, answer_by=in_days(10))
    assert hours_in_force(told) == schedule(*[every_day(480)] * 4)


# Stepping down


def test_she_steps_down_and_it_counts_at_once() -> None:
    told = with_hours()
    row = step_down(by=told.maja, code=told.code)
    assert (row.number, row.released_on, row.answer_by) == (3, date(2026, 3, 10), date(2026, 3, 20))
    assert hours_in_force(told).weeks[2].days == FREE_WEDNESDAY
    assert hours_in_force(told).weeks[3].days == (120, 120, None, 120, 120, 0, 0)
    assert written()[-2:] == [("change", "plan.work_modification"), ("release", "plan")]


def test_she_can_step_down_from_today() -> None:
    told = with_hours()
    step_down(by=told.maja, code=told.code, this_week=True, because="My back.")
    assert hours_in_force(told).weeks[2].days == (180, 120, None, 120, 120, 0, 0)
    assert (told.plan.because, hours_row(told).because) == ("My back.", "My back.")


def test_nothing_but_the_hours_changes_and_nobody_is_asked_twice() -> None:
    told = with_hours()
    told_before = {s.line_id: (s.what, s.due, s.since) for s in told.plan.steps.all() if not s.hours}
    employer = by_link(told, Party.EMPLOYER)
    answer_plan(by=employer, code=told.code, version=2, words=[Word(Kind.ACCEPTED)])
    step_down(by=told.maja, code=told.code)
    assert {s.line_id: (s.what, s.due, s.since) for s in told.plan.steps.all() if not s.hours} == told_before
    versions = versions_of(told.case)
    assert versions.current
    desk = versions.current.step(told.line(Party.EMPLOYER))
    assert versions.in_force(desk)
    assert [step.hours is not None for step in versions.current.asked_anew] == [True]


def test_a_draft_that_is_being_written_stays_and_comes_after() -> None:
    told = with_hours()
    start_plan(by=told.ingrid, code=told.code, because="Another desk.")
    write_goal(by=told.ingrid, code=told.code, goal="To read.", revision=1)
    step_down(by=told.maja, code=told.code)
    numbers = list(told.case.plans.order_by("number").values_list("number", "goal", "released_on"))
    assert [(number, released is None) for number, _goal, released in numbers] == [
        (1, False),
        (2, False),
        (3, False),
        (4, True),
    ]
    assert numbers[-1][1] == "To read."
    assert hours_row(told).hours == to_json(hours_in_force(told))


@pytest.mark.parametrize("who", ["ingrid", "sara"])
def test_nobody_steps_down_for_her(who: str) -> None:
    told = with_hours()
    assert "Only the person" in refused(lambda: step_down(by=getattr(told, who), code=told.code))
    assert told.plan.number == 2


@pytest.mark.parametrize("party", OUTSIDE)
def test_no_outside_party_steps_down_for_her(party: Party) -> None:
    told = with_hours()
    refused(lambda: step_down(by=by_link(told, party), code=told.code))
    assert hours_in_force(told) == schedule()


def test_without_hours_in_force_there_is_nothing_to_step_down_from() -> None:
    told = with_draft()
    write(told, told.maja)
    assert "No hours are in force" in refused(lambda: step_down(by=told.maja, code=told.code))


def test_where_the_hours_are_over_it_says_so_and_leaves_nothing() -> None:
    told = with_hours()
    with time_machine.travel("2026-04-06T12:00:00+02:00", tick=False):
        assert "no week after it" in refused(lambda: step_down(by=told.maja, code=told.code))
    assert told.plan.number == 2


def test_a_plan_that_rests_is_taken_up_first() -> None:
    told = with_hours()
    postpone_plan(by=told.maja, code=told.code, reason="An operation.", recheck_on=in_days(20))
    assert "resting" in refused(lambda: step_down(by=told.maja, code=told.code))


def test_a_plan_that_has_ended_has_no_hours() -> None:
    told = with_hours()
    close_plan(by=told.maja, code=told.code, reason="Back at work.")
    assert "No hours are in force" in refused(lambda: step_down(by=told.maja, code=told.code))


@pytest.mark.parametrize(("days", "expected"), [(None, None), (3, 7), (90, 90)])
def test_the_day_to_look_again_stays_or_waits_for_the_answers(days: int | None, expected: int | None) -> None:
    told = with_hours()
    row = told.plan
    row.review_on = MONDAY + timedelta(days=1 + days) if days else None
    with unguarded():
        row.save()
    step_down(by=told.maja, code=told.code)
    assert told.plan.review_on == (MONDAY + timedelta(days=1 + expected) if expected else None)


def test_she_can_step_down_twice() -> None:
    told = with_hours()
    step_down(by=told.maja, code=told.code, this_week=True)
    step_down(by=told.maja, code=told.code, this_week=True)
    assert told.plan.number == 4
    assert hours_in_force(told).weeks[2].days == (180, 90, None, 90, 90, 0, 0)
    assert hours_in_force(told).weeks[3].days == (120, 90, None, 90, 90, 0, 0)


def test_the_form_of_any_step_does_not_take_the_hours_from_her() -> None:
    told = with_draft()
    step = write(told, told.maja)

    def give_away() -> None:
        change_step(
            by=told.ingrid,
            code=told.code,
            line=str(step.line_id),
            what="Work more",
            owner=Party.EMPLOYER,
            due=in_days(9),
            domain=Domain.WORK_MODIFICATION,
            revision=step.revision,
        )

    assert "holds the hours" in refused(give_away)
    assert hours_row(told).owner == Party.PATIENT
