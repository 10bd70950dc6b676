"""A case: where it is on the way, its sick notes, its code."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.case import (
    STAGE_NAMES,
    SickNote,
    Stage,
    case_code,
    check_sick_note,
    sick_leave_day,
    stage,
)
from stegvis.casework.lifecycle import PlanState
from stegvis.foundation.errors import Refusal
from stegvis.foundation.periods import Period

FIRST = date(2026, 1, 13)
ONE_DAY = timedelta(days=1)
JANUARY = SickNote(Period(FIRST, date(2026, 1, 31)), 100)
FEBRUARY = SickNote(Period(date(2026, 2, 1), date(2026, 2, 28)), 75)
FROM_MARCH = SickNote(Period(date(2026, 3, 1)), 50)


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (None, Stage.STARTING),
        (PlanState.DRAFT, Stage.DRAFTING),
        (PlanState.PROPOSED, Stage.ANSWERING),
        (PlanState.IN_FORCE, Stage.IN_FORCE),
        (PlanState.REVIEW_DUE, Stage.IN_FORCE),
        (PlanState.POSTPONED, Stage.RESTING),
        (PlanState.SUPERSEDED, Stage.STARTING),
        (PlanState.CLOSED, Stage.STARTING),
        (PlanState.WITHDRAWN, Stage.STARTING),
    ],
)
def test_a_case_is_where_its_newest_plan_is(newest: PlanState | None, expected: Stage) -> None:
    assert stage(closed_on=None, newest_plan=newest) is expected


@pytest.mark.parametrize("newest", [None, *PlanState])
def test_a_closed_case_is_closed_whatever_its_plan(newest: PlanState | None) -> None:
    assert stage(closed_on=date(2026, 3, 10), newest_plan=newest) is Stage.CLOSED


def test_every_stage_has_a_name() -> None:
    assert STAGE_NAMES.keys() == set(Stage)


def test_sick_notes_follow_each_other_day_by_day() -> None:
    check_sick_note(JANUARY, [FEBRUARY, FROM_MARCH], first_day=FIRST)
    check_sick_note(FEBRUARY, [JANUARY, FROM_MARCH], first_day=None)
    check_sick_note(FROM_MARCH, [JANUARY, FEBRUARY], first_day=FIRST)


@pytest.mark.parametrize("grade", [1, 30, 100])
def test_any_grade_up_to_full_time_is_one_also_beside_the_insurers_steps(grade: int) -> None:
    check_sick_note(SickNote(Period(FIRST), grade), [], first_day=FIRST)


@pytest.mark.parametrize("grade", [-50, 0, 101])
def test_a_grade_beyond_that_is_refused(grade: int) -> None:
    with pytest.raises(Refusal) as no:
        check_sick_note(SickNote(Period(FIRST), grade), [], first_day=FIRST)
    assert str(no.value) == f"{grade} % is not a grade. Write a number from 1 to 100."


def test_a_note_cannot_begin_before_the_sick_leave() -> None:
    with pytest.raises(Refusal) as no:
        check_sick_note(SickNote(Period(FIRST - ONE_DAY), 50), [], first_day=FIRST)
    assert str(no.value) == "2026-01-12 is before the first day of sick leave, 2026-01-13."


@pytest.mark.parametrize(
    "period",
    [
        Period(date(2026, 1, 31), date(2026, 2, 1)),
        Period(date(2026, 2, 28), date(2026, 2, 28)),
        Period(date(2026, 2, 10)),
        Period(FIRST, date(2026, 12, 31)),
    ],
)
def test_each_day_has_one_grade(period: Period) -> None:
    with pytest.raises(Refusal) as no:
        check_sick_note(SickNote(period, 50), [JANUARY, FEBRUARY], first_day=FIRST)
    assert str(no.value) == "These days overlap another period. Each day has one grade."


@given(st.integers(0, 800))
def test_sick_leave_is_counted_from_day_1(later: int) -> None:
    assert sick_leave_day(FIRST, FIRST + later * ONE_DAY) == later + 1


def test_there_is_no_day_of_sick_leave_before_it_begins_or_without_any() -> None:
    assert sick_leave_day(FIRST, FIRST - ONE_DAY) is None
    assert sick_leave_day(None, FIRST) is None


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_a_case_code_belongs_to_one_case(one: int, other: int) -> None:
    assert (case_code("NV", one) == case_code("NV", other)) is (one == other)


def test_a_case_code_is_letters_and_four_figures_and_grows_when_they_are_used_up() -> None:
    assert case_code("NV", 7) == "NV-0007"
    assert case_code("NV", 12_345) == "NV-12345"
