"""The drawing of the way: everything within it, no label over another, and the same for a phone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.case import SickNote
from stegvis.casework.way import Way, monday_of, way
from stegvis.foundation.periods import Period
from stegvis_web.casework.drawings import LANE, Drawing, Label, drawn

TODAY = date(2026, 3, 10)
WEEK = timedelta(days=7)


def told(**parts: object) -> Way:
    found = way(today=TODAY, **parts)  # type: ignore[arg-type]
    assert found
    return found


def the_year() -> Way:
    """Fourteen months: full sick leave, half, three quarters; a pause, two attempts, hours going up."""
    monday = monday_of(TODAY)
    return told(
        notes=[
            SickNote(Period(date(2025, 1, 13), date(2025, 8, 31)), 100),
            SickNote(Period(date(2025, 9, 1), date(2025, 9, 26)), 50),
            SickNote(Period(date(2025, 9, 27), date(2026, 1, 11)), 100),
            SickNote(Period(date(2026, 1, 12)), 75),
        ],
        planned={monday + number * WEEK: 25 + 5 * (number // 2) for number in range(-8, 10)},
        worked={monday + number * WEEK: 20 for number in range(-8, 0)},
        pauses=[Period(date(2025, 12, 15), date(2026, 1, 11))],
        attempts=[Period(date(2025, 9, 1), date(2025, 9, 26)), Period(date(2026, 1, 19), date(2026, 1, 25))],
    )


def numbers(path: str) -> list[tuple[str, float]]:
    """Each place that a path names: H 12.5 is ("H", 12.5), a corner its x as "x" and its y as "V"."""
    found: list[tuple[str, float]] = []
    for letter, first, second in re.findall(r"([MLHV])\s*(-?[\d.]+)(?:\s+(-?[\d.]+))?", path):
        found += [("x", float(first)), ("V", float(second))] if second else [(letter, float(first))]
    return found


def check(drawing: Drawing) -> None:
    """All of it lies within the drawing, and no label lies over another."""
    for path in (drawing.leave, drawing.worked, drawing.planned, drawing.hatching, drawing.attempts):
        for letter, value in numbers(path):
            assert 0 <= value <= (drawing.height if letter == "V" else drawing.width), (letter, value)
    for rect in drawing.pauses:
        assert 0 <= rect.x <= rect.x + rect.width <= drawing.width
    assert 0 <= drawing.today <= drawing.width
    assert 0 <= drawing.tag.x <= drawing.tag.x + drawing.tag.width <= drawing.width + 6
    for label in drawing.labels:
        assert label.y <= drawing.height
    placed = [label for label in drawing.labels if "t-lane" not in label.css and "t-end" not in label.css]
    placed = [label for label in placed if label.x > 0]
    for one, other in combinations(placed, 2):
        assert not one.box.meets(other.box), (one, other)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", ["en", "sv", "nb"])
def test_a_full_year_is_drawn_with_everything_in_its_place(narrow: bool, language: str) -> None:
    with override(language):
        check(drawn(the_year(), narrow=narrow))


def texts(drawing: Drawing) -> list[str]:
    return [label.text for label in drawing.labels]


def test_the_percents_months_attempts_and_pauses_are_named() -> None:
    with override("en"):
        shown = texts(drawn(the_year()))
    for words in (
        "2026",
        "Today, 10 March",
        "100 %",
        "Attempt 1",
        "Attempt 2",
        "Pause",
        "Sick leave",
        "Work",
    ):
        assert words in shown


def test_a_phone_gets_fewer_labels_and_the_same_stairs() -> None:
    with override("en"):
        wide, narrow = drawn(the_year()), drawn(the_year(), narrow=True)
    assert len(narrow.labels) < len(wide.labels)
    for path in ("leave", "worked", "planned"):
        assert getattr(wide, path).count("H") == getattr(narrow, path).count("H")


def test_half_time_is_half_as_high_as_full_time() -> None:
    drawing = drawn(told(notes=[SickNote(Period(TODAY - timedelta(days=200), TODAY), 50)]))
    heights = [value for letter, value in numbers(drawing.leave) if letter == "V"]
    assert max(heights) - min(heights) == LANE / 2


def test_more_than_full_time_stays_within_its_lane() -> None:
    drawing = drawn(told(worked={monday_of(TODAY): 150}))
    heights = [value for letter, value in numbers(drawing.worked) if letter == "V"]
    assert max(heights) - min(heights) == LANE


def test_a_gap_between_notes_is_a_gap_in_the_stairs() -> None:
    notes = [
        SickNote(Period(date(2026, 1, 1), date(2026, 1, 31)), 100),
        SickNote(Period(date(2026, 3, 1), date(2026, 3, 9)), 100),
    ]
    assert drawn(told(notes=notes)).leave.count("M") == 2


def test_where_no_hours_are_known_the_lane_says_so() -> None:
    with override("en"):
        assert "No hours yet" in texts(drawn(told(notes=[SickNote(Period(date(2026, 1, 1)), 100)])))
        assert "No hours yet" not in texts(drawn(the_year()))


def test_a_label_that_has_no_room_is_left_out() -> None:
    crowd = [Period(TODAY - timedelta(days=n), TODAY - timedelta(days=n)) for n in range(3, 30, 2)]
    drawing = drawn(told(attempts=crowd, notes=[SickNote(Period(TODAY - timedelta(days=400)), 100)]))
    check(drawing)
    named = [label for label in drawing.labels if label.text.startswith("Attempt")]
    assert 3 <= len(named) < len(crowd)
    assert drawing.attempts.count("M") == len(crowd)


def test_two_labels_that_touch_meet_and_two_apart_do_not() -> None:
    one = Label(100, 50, "50 %")
    assert one.box.meets(Label(120, 55, "75 %").box)
    assert not one.box.meets(Label(160, 50, "75 %").box)
    assert not one.box.meets(Label(100, 80, "75 %").box)


DAYS = st.integers(-900, 300).map(lambda number: TODAY + timedelta(days=number))
PERIODS = st.builds(
    lambda start, length: Period(start, start + timedelta(days=length)), DAYS, st.integers(0, 200)
)
PAST = st.builds(
    lambda back, length: Period(TODAY - timedelta(days=back + length), TODAY - timedelta(days=back)),
    st.integers(0, 600),
    st.integers(0, 90),
)
HOURS = st.dictionaries(DAYS.map(monday_of), st.integers(0, 130), max_size=12)


@given(
    st.lists(
        st.builds(SickNote, PERIODS, st.integers(1, 100)), max_size=5, unique_by=lambda n: n.period.start
    ),
    HOURS,
    HOURS,
    st.lists(PERIODS, max_size=3),
    st.lists(PAST, max_size=6),
    st.booleans(),
)
def test_whatever_happened_it_can_be_drawn(
    notes: list[SickNote],
    planned: dict[date, int],
    worked: dict[date, int],
    pauses: list[Period],
    attempts: list[Period],
    narrow: bool,
) -> None:
    found = way(today=TODAY, notes=notes, planned=planned, worked=worked, pauses=pauses, attempts=attempts)
    if found is not None:
        check(drawn(found, narrow=narrow))
