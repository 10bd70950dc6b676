"""The way so far: levels of sick leave, planned and worked hours, and the rows that say the same."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.case import SickNote
from stegvis.casework.way import (
    MOST_WEEKS,
    Level,
    Run,
    Way,
    laid_over,
    monday_of,
    share_of,
    way,
    weekly_shares,
)
from stegvis.foundation.periods import Period
from tests.stegvis.casework.build import TODAY

MONDAY = date(2026, 3, 9)
WEEK = timedelta(days=7)


def note(start: date, end: date | None, grade: int) -> SickNote:
    return SickNote(Period(start, end), grade)


def told(**parts: object) -> Way:
    found = way(today=TODAY, **parts)  # type: ignore[arg-type]
    assert found
    return found


def test_nothing_recorded_is_no_way() -> None:
    assert way(today=TODAY, pauses=[Period(TODAY)], since=TODAY) is None


def test_it_runs_in_whole_weeks_from_the_first_known_day_to_the_last_planned_one() -> None:
    whole = told(notes=[note(date(2026, 1, 7), date(2026, 2, 1), 100)], planned={MONDAY + 3 * WEEK: 30})
    assert (whole.first, whole.last) == (date(2026, 1, 5), date(2026, 4, 5))


def test_it_reaches_at_least_to_today() -> None:
    assert told(attempts=[Period(date(2025, 9, 1), date(2025, 9, 26))]).last == MONDAY + timedelta(days=6)


def test_a_note_without_an_end_reaches_to_today() -> None:
    whole = told(notes=[note(date(2026, 3, 2), None, 50)])
    assert whole.grades == (Level(date(2026, 3, 2), TODAY, 50),)
    assert whole.grade_today == 50


def test_notes_that_follow_on_each_other_with_one_grade_are_one_level() -> None:
    notes = [
        note(date(2026, 2, 1), date(2026, 2, 10), 100),
        note(date(2026, 1, 1), date(2026, 1, 31), 100),
        note(date(2026, 2, 11), date(2026, 2, 20), 75),
        note(date(2026, 3, 1), TODAY, 75),
    ]
    assert told(notes=notes).grades == (
        Level(date(2026, 1, 1), date(2026, 2, 10), 100),
        Level(date(2026, 2, 11), date(2026, 2, 20), 75),
        Level(date(2026, 3, 1), TODAY, 75),
    )


def test_hours_of_equal_weeks_are_one_level_and_a_missing_week_is_a_gap() -> None:
    worked = {MONDAY - 4 * WEEK: 30, MONDAY - 3 * WEEK: 30, MONDAY - WEEK: 30}
    assert told(worked=worked).worked_levels == (
        Level(MONDAY - 4 * WEEK, MONDAY - 2 * WEEK - timedelta(days=1), 30),
        Level(MONDAY - WEEK, MONDAY - timedelta(days=1), 30),
    )


def test_the_rows_of_the_table_put_equal_weeks_together() -> None:
    whole = told(
        notes=[
            note(MONDAY - 2 * WEEK, MONDAY + timedelta(days=2), 75),
            note(MONDAY + timedelta(days=3), MONDAY + timedelta(days=6), 50),
        ],
        planned={MONDAY: 30},
        worked={MONDAY - 2 * WEEK: 20, MONDAY - WEEK: 20},
    )
    assert whole.runs == (
        Run(MONDAY - 2 * WEEK, MONDAY - timedelta(days=1), (75,), None, 20),
        Run(MONDAY, MONDAY + timedelta(days=6), (75, 50), 30, None),
    )


def test_weeks_in_which_there_is_nothing_are_no_rows() -> None:
    assert told(attempts=[Period(date(2025, 9, 1), date(2025, 9, 26))]).runs == ()


def test_what_is_planned_and_worked_now_is_told() -> None:
    whole = told(planned={MONDAY: 30, MONDAY + WEEK: 35}, worked={MONDAY - WEEK: 28})
    assert (whole.planned_now, whole.worked_last) == (30, (MONDAY - WEEK, 28))


def test_of_a_very_long_way_the_newest_part_is_shown() -> None:
    whole = told(
        notes=[note(date(2016, 1, 1), date(2026, 1, 31), 100)],
        pauses=[Period(date(2016, 5, 1), date(2016, 6, 1)), Period(TODAY)],
        planned={MONDAY + number * WEEK: 50 for number in range(104)},
    )
    assert whole.days == MOST_WEEKS * 7
    assert whole.first == whole.grades[0].start
    assert whole.pauses == (Period(TODAY, TODAY),)
    assert whole.today < whole.last


def test_attempts_before_the_days_shown_are_counted() -> None:
    whole = told(attempts=[Period(date(2016, 5, 1), date(2016, 6, 1)), Period(TODAY, TODAY)])
    assert (whole.attempts, whole.attempts_before) == ((Period(TODAY, TODAY),), 1)


def test_a_later_schedule_counts_from_its_first_week_on() -> None:
    first = {MONDAY: 20, MONDAY + WEEK: 30, MONDAY + 2 * WEEK: 40}
    assert laid_over([first, {}, {MONDAY + WEEK: 25}]) == {MONDAY: 20, MONDAY + WEEK: 25}


def test_worked_days_become_weeks_of_full_time_once_the_week_is_over() -> None:
    last = MONDAY - WEEK
    minutes = {last: 180, last + timedelta(days=6): 60, last - WEEK: 0, TODAY: 480}
    assert weekly_shares(minutes, 2400, TODAY) == {last - WEEK: 0, last: 10}
    assert weekly_shares(minutes, 2400, MONDAY + WEEK)[MONDAY] == 20


def test_half_a_percent_counts_as_one() -> None:
    assert [share_of(minutes, 2400) for minutes in (0, 11, 12, 1200, 2400, 3000)] == [0, 0, 1, 50, 100, 125]


DAYS = st.integers(-600, 200).map(lambda number: TODAY + timedelta(days=number))


@given(
    st.lists(st.tuples(DAYS, st.none() | st.integers(0, 300), st.integers(1, 100)), max_size=4),
    st.dictionaries(DAYS.map(monday_of), st.integers(0, 120), max_size=10),
    st.dictionaries(DAYS.map(monday_of), st.integers(0, 120), max_size=10),
)
def test_nothing_that_is_drawn_lies_outside_the_days_shown(
    notes: list[tuple[date, int | None, int]], planned: dict[date, int], worked: dict[date, int]
) -> None:
    found = way(
        today=TODAY,
        notes=[
            note(start, None if length is None else start + timedelta(days=length), grade)
            for start, length, grade in notes
        ],
        planned=planned,
        worked=worked,
    )
    if found is None:
        assert (notes, planned, worked) == ([], {}, {})
        return
    assert found.first <= TODAY <= found.last
    assert found.days % 7 == 0
    drawn = [*found.grades, *found.planned_levels, *found.worked_levels]
    spans = [(level.start, level.end) for level in drawn] + [(run.start, run.end) for run in found.runs]
    for start, end in spans:
        assert found.first <= start <= end <= found.last
