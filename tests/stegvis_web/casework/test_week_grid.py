"""The week grid: what is drawn, what is said in words, and which weeks are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.party import Party
from stegvis.casework.schedule import Minutes, Schedule, repeated, to_json, weeks_from
from stegvis_web.casework.phrases.weeks import hours_changes
from stegvis_web.casework.week_grid import Grid, Shape, blocks, changes, grid, my_week
from tests.stegvis_web.casework.hours_visits import FREE_WEDNESDAY, MONDAY, every_day

TUESDAY = MONDAY + timedelta(days=1)
LONG_DAYS: tuple[Minutes, ...] = (720, 480, 0, 600, 615, 345, None)


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    with time_machine.travel("2026-03-10T12:00:00+01:00", tick=False):
        yield


def schedule(*patterns: tuple[Minutes, ...]) -> Schedule:
    return Schedule(2400, weeks_from(MONDAY, patterns))


def worked(*minutes: int | None, party: Party = Party.PATIENT) -> dict[Party, dict[date, int]]:
    return {party: {MONDAY + timedelta(days=n): each for n, each in enumerate(minutes) if each is not None}}


def words(shown: Grid, template: str = "_weeks") -> str:
    """What a screen reader reads of the grid."""
    page = str(render_to_string(f"casework/plan/{template}.html", {"grid": shown}))
    page = re.sub(r'<(\w+) aria-hidden="true">.*?</\1>', " ", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def of_today(plan: Schedule, said: Any = None) -> Grid:
    return grid(plan, today=TUESDAY, said=said)


# Blocks


def drawn(planned: Minutes, minutes: int | None) -> dict[str, float]:
    """Hours by kind, measured on the drawing."""
    sums: dict[str, float] = {}
    for shape in blocks(planned, minutes, unit=11, hours=12):
        sums[shape.kind] = sums.get(shape.kind, 0) + shape.width / 38
    return {kind: round(hours, 2) for kind, hours in sums.items()}


@pytest.mark.parametrize(
    ("planned", "minutes", "expected"),
    [
        (180, None, {"planned": 3}),
        (180, 180, {"planned": 3, "worked": 3}),
        (180, 120, {"planned": 3, "worked": 2}),
        (120, 150, {"planned": 2, "worked": 2, "extra": 0.5}),
        (165, 180, {"planned": 2.75, "worked": 2.75, "extra": 0.25}),
        (None, 60, {"extra": 1}),
        (180, 0, {"planned": 3}),
        (0, None, {}),
    ],
)
def test_a_block_is_an_hour_and_a_part_of_it_a_part(
    planned: Minutes, minutes: int | None, expected: dict[str, float]
) -> None:
    assert drawn(planned, minutes) == expected


@given(st.integers(0, 48), st.none() | st.integers(0, 96), st.sampled_from([7, 8, 11]))
def test_no_drawing_leaves_its_place(planned: int, minutes: int | None, unit: int) -> None:
    hours = max(planned, minutes or 0) // 4 + 1
    for shape in blocks(planned * 15, None if minutes is None else minutes * 15, unit=unit, hours=hours):
        assert shape.x >= 1
        assert shape.x + shape.width <= 39.1
        assert shape.y >= 0
        assert shape.y + shape.height <= hours * unit
        assert shape.width > 0


def test_only_more_than_planned_is_striped() -> None:
    assert Shape("extra", 1, 1, 38, 8.4).stripes
    assert not Shape("worked", 1, 1, 38, 8.4).stripes


# Words


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (None, "3 h planned"),
        (180, "3 h worked as planned"),
        (120, "2 of 3 h worked"),
        (0, "0 of 3 h worked"),
        (210, "3½ h worked, 3 h planned"),
        (190, "3:10 h worked, 3 h planned"),
    ],
)
def test_a_day_says_what_was_planned_and_what_was_worked(minutes: int | None, expected: str) -> None:
    assert expected in words(of_today(schedule(FREE_WEDNESDAY), worked(minutes)))


def test_rest_nothing_planned_and_work_on_such_days_are_told_apart() -> None:
    plan = schedule((180, None, None, 0, 0, 0, 0))
    shown = words(of_today(plan, worked(None, 0, 60, None, 60)))
    assert shown.count("Rest ") >= 1
    assert "1 h worked on a day of rest" in shown
    assert "nothing planned" in shown
    assert "1 h worked, nothing planned" in shown


def test_a_day_that_was_not_worked_is_an_outline_and_never_a_fault() -> None:
    page = render_to_string(
        "casework/plan/_weeks.html", {"grid": of_today(schedule(every_day(180)), worked(0))}
    )
    day = page.split('<div class="day')[1]
    assert "planned" in day
    for colour in ("red", "amber", "wrong", "late", "problem", "alert"):
        assert colour not in day


@pytest.mark.parametrize(
    ("today", "said", "expected"),
    [
        (MONDAY + timedelta(days=7), (180, 180, None, 180, 180), "12 h , 30 % worked as planned"),
        (MONDAY + timedelta(days=7), (180, 180, 0, 0, 0), "12 h , 30 % 6 h worked"),
        (TUESDAY, (180,), "12 h , 30 % 3 h so far"),
        (TUESDAY, (180, 180, None, 180, 180), "12 h , 30 % 12 h so far"),
    ],
)
def test_a_week_says_its_hours_its_percent_and_what_was_worked(
    today: date, said: tuple[int | None, ...], expected: str
) -> None:
    assert expected in words(grid(schedule(FREE_WEDNESDAY), today=today, said=worked(*said)))


def test_a_week_of_which_nobody_has_said_anything_says_what_is_planned() -> None:
    shown = words(grid(schedule(FREE_WEDNESDAY), today=MONDAY + timedelta(days=9)))
    assert "12 h , 30 %" in shown
    assert "worked" not in shown.replace("Planned and worked hours", "")


def test_the_pace_stands_as_a_word_from_the_second_week_on() -> None:
    shown = words(of_today(schedule(every_day(120), every_day(180), FREE_WEDNESDAY, FREE_WEDNESDAY)))
    assert [shown.count(word) for word in ("Step up", "Step down", "Hold")] == [1, 1, 1]


# Two voices


def both(patient: int | None, employer: int | None) -> dict[Party, dict[date, int]]:
    return {**worked(employer, party=Party.EMPLOYER), **worked(patient)}


def test_where_two_say_different_hours_both_are_read() -> None:
    shown = words(of_today(schedule(FREE_WEDNESDAY), both(180, 120)))
    assert "Patient: 3 h, Employer: 2 h, 3 h planned" in shown
    assert "9 March: Patient: 3 h, Employer: 2 h" in shown
    assert "Two say different hours" in shown
    assert "Patient: 3 h, Employer: 2 h" in shown.split("30 %")[1]


def test_both_are_drawn_side_by_side_equally_wide() -> None:
    [row] = of_today(schedule(FREE_WEDNESDAY), both(180, 120)).rows
    shapes = row.days[0].drawing.shapes
    left = [shape for shape in shapes if shape.x < 20 and shape.kind == "worked"]
    right = [shape for shape in shapes if shape.x > 20 and shape.kind == "worked"]
    assert (len(left), len(right)) == (3, 2)
    assert {shape.width for shape in shapes} == {17.5}


@pytest.mark.parametrize(("patient", "employer"), [(180, 180), (180, None), (None, 180)])
def test_where_they_agree_or_one_is_silent_there_is_one_word(
    patient: int | None, employer: int | None
) -> None:
    shown = of_today(schedule(FREE_WEDNESDAY), both(patient, employer))
    assert shown.different == ()
    assert len(shown.rows[0].sums) == 1
    assert shown.rows[0].days[0].worked == 180


# Which weeks, which days


def test_weekends_have_a_column_once_somebody_plans_or_works_there() -> None:
    assert of_today(schedule(FREE_WEDNESDAY)).weekdays == 5
    assert of_today(schedule(LONG_DAYS)).weekdays == 7
    assert of_today(schedule(FREE_WEDNESDAY), worked(0, 0, 0, 0, 0, 45)).weekdays == 6
    assert of_today(schedule(FREE_WEDNESDAY), worked(0, 0, 0, 0, 0, 0, 0)).weekdays == 5


def test_today_is_marked_and_its_week_too() -> None:
    shown = of_today(schedule(FREE_WEDNESDAY, FREE_WEDNESDAY))
    assert [day.is_today for day in shown.rows[0].days] == [False, True, False, False, False]
    assert [row.is_now for row in shown.rows] == [True, False]


def test_a_schedule_of_half_a_year_shows_the_weeks_around_today() -> None:
    long = repeated(schedule(FREE_WEDNESDAY), 29)
    shown = grid(long, today=MONDAY + timedelta(weeks=10))
    assert [len(part) for part in (shown.earlier, shown.rows, shown.later)] == [8, 11, 11]
    assert shown.rows[2].is_now
    assert "Earlier: weeks 11 to 18" in words(shown)
    assert "Later: weeks 30 to 40" in words(shown)


@pytest.mark.parametrize(
    ("weeks", "expected"), [(-20, (0, 11, 15)), (0, (0, 11, 15)), (25, (15, 11, 0)), (80, (15, 11, 0))]
)
def test_at_either_end_as_many_weeks_are_shown(weeks: int, expected: tuple[int, int, int]) -> None:
    shown = grid(repeated(schedule(FREE_WEDNESDAY), 25), today=MONDAY + timedelta(weeks=weeks))
    assert (len(shown.earlier), len(shown.rows), len(shown.later)) == expected


def test_a_shorter_schedule_is_shown_whole() -> None:
    assert len(of_today(repeated(schedule(FREE_WEDNESDAY), 24)).rows) == 25


def test_long_days_are_drawn_flatter_so_that_they_fit() -> None:
    heights = [of_today(schedule(every_day(hours * 60))).rows[0].days[0].drawing for hours in (4, 8, 12)]
    assert [(drawing.height, drawing.fine) for drawing in heights] == [(44, False), (64, False), (84, True)]


def test_my_week_is_the_one_of_today_alone() -> None:
    shown = my_week(schedule(FREE_WEDNESDAY, every_day(60)), today=TUESDAY, said=worked(180))
    assert shown
    assert [row.week.monday for row in shown.rows] == [MONDAY]
    assert "12 h , 30 %; 3 h so far" in words(shown, "_my_week")
    assert my_week(schedule(FREE_WEDNESDAY), today=MONDAY + timedelta(days=7)) is None


@pytest.mark.parametrize(
    ("monday", "expected"),
    [
        (date(2026, 3, 9), "9–13 Mar"),
        (date(2026, 3, 30), "30 Mar – 3 Apr"),
        (date(2026, 12, 28), "28 Dec 2026 – 1 Jan 2027"),
        (date(2027, 1, 4), "4–8 Jan 2027"),
    ],
)
def test_weeks_carry_their_dates_and_another_year(monday: date, expected: str) -> None:
    plan = Schedule(2400, weeks_from(monday, [FREE_WEDNESDAY]))
    assert expected in words(grid(plan, today=TUESDAY)).replace("March", "Mar")


# Two schedules


def test_two_schedules_are_compared_where_they_differ() -> None:
    before = schedule(every_day(120), every_day(180), every_day(180))
    after = schedule(every_day(120), FREE_WEDNESDAY, FREE_WEDNESDAY)
    [change] = changes(before, after)
    assert (change.first.number, change.last.number) == (12, 13)
    assert change.before
    assert change.after
    assert [day.changed for day in change.after.days] == [False, False, True, False, False]
    assert (change.before.total, change.after.total, change.after.percent) == (900, 720, 30)
    page = render_to_string(
        "casework/plan/_hours_changes.html",
        hours_changes(to_json(before), to_json(after), "Version 2", "Version 3"),
    )
    assert "Weeks 12 to 13" in page
    assert page.count("changed") == 4  # the class and the word, on both sides


def test_a_new_schedule_stands_beside_nothing() -> None:
    page = render_to_string(
        "casework/plan/_hours_changes.html",
        hours_changes(None, to_json(schedule(FREE_WEDNESDAY)), "Version 2", "Version 3"),
    )
    assert "Nothing planned." in page
    assert "changed" not in page


def test_who_has_five_minutes_is_shown_six_weeks_at_once() -> None:
    long = schedule(*[FREE_WEDNESDAY] * 20)
    shown = grid(long, today=long.first_day + timedelta(weeks=6), short=True)
    assert [len(part) for part in (shown.earlier, shown.rows, shown.later)] == [5, 6, 9]
    assert len(grid(long, today=long.first_day).rows) == 20
    assert len(grid(schedule(*[FREE_WEDNESDAY] * 7), today=long.first_day, short=True).rows) == 7
