"""The schedule: sums, pace, phases and days, rules, stepping down, and what differs between two."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stegvis.casework.party import Party
from stegvis.casework.schedule import (
    LONGEST_DAY,
    LONGEST_REASON,
    MOST_WEEKS,
    PACE_NAMES,
    WEEKDAYS,
    Difference,
    Minutes,
    Pace,
    Schedule,
    Week,
    WeekSum,
    as_seen,
    check_schedule,
    check_worked,
    differences,
    from_json,
    monday_of,
    pace,
    planned_against_worked,
    repeated,
    stepped_down,
    to_json,
    weeks_from,
)
from stegvis.foundation.errors import Refusal

MONDAY = date(2026, 3, 9)
FREE_WEDNESDAY: tuple[Minutes, ...] = (180, 180, None, 180, 180, 0, 0)


def every_day(minutes: int) -> tuple[Minutes, ...]:
    return (minutes,) * 5 + (0, 0)


def schedule(*patterns: tuple[Minutes, ...], **more: Any) -> Schedule:
    """A schedule of 40 hours full time whose first week is that of 9 March 2026."""
    return Schedule(**{"full_time": 2400, "weeks": weeks_from(MONDAY, patterns), **more})


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return str(no.value)


days = st.none() | st.integers(0, LONGEST_DAY // 15).map(lambda quarters: quarters * 15)
patterns = st.tuples(*[days] * 7) | st.sampled_from([FREE_WEDNESDAY, every_day(120), every_day(240)])
mondays = st.dates(date(2000, 1, 1), date(2090, 1, 1)).map(monday_of)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Schedules that the rules let pass."""
    weeks = weeks_from(draw(mondays), draw(st.lists(patterns, min_size=1, max_size=12)))
    assume(any(week.total for week in weeks))
    asks = draw(st.sampled_from([None, Party.INSURER, Party.EMPLOYMENT_SERVICE]))
    return Schedule(
        full_time=draw(st.integers(4, 240)) * 15,
        weeks=weeks,
        rest_because=draw(st.text(max_size=20)),
        asks=asks,
        departs="Uneven days." if asks else "",
    )


# What follows from the weeks


def test_a_week_adds_up_and_is_a_share_of_full_time() -> None:
    [week] = schedule(FREE_WEDNESDAY).weeks
    assert week.total == 720
    assert schedule(FREE_WEDNESDAY).percent(week.total) == 30


@pytest.mark.parametrize(
    ("minutes", "percent"), [(0, 0), (11, 0), (12, 1), (660, 28), (2400, 100), (3000, 125)]
)
def test_percent_is_rounded_to_the_nearest_and_a_half_up(minutes: int, percent: int) -> None:
    assert schedule(every_day(60)).percent(minutes) == percent


def test_each_week_has_its_pace_against_the_week_before() -> None:
    stairs = schedule(every_day(120), every_day(180), FREE_WEDNESDAY, FREE_WEDNESDAY)
    assert stairs.paces == (None, Pace.STEP_UP, Pace.STEP_DOWN, Pace.HOLD)


def test_the_same_hours_on_other_days_are_held_and_yet_a_new_phase() -> None:
    moved = schedule(every_day(180), (0, 180, 180, 180, 180, 180, 0))
    assert moved.paces == (None, Pace.HOLD)
    assert [(phase.first_day, phase.pace) for phase in moved.phases] == [
        (MONDAY, None),
        (MONDAY + timedelta(weeks=1), Pace.HOLD),
    ]


def test_a_phase_lasts_until_the_days_change() -> None:
    first, second = schedule(every_day(120), every_day(120), FREE_WEDNESDAY).phases
    assert (first.first_day, first.last_day, first.days) == (MONDAY, date(2026, 3, 22), every_day(120))
    assert (second.first_day, second.pace) == (date(2026, 3, 23), Pace.STEP_UP)


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        (date(2026, 3, 8), 0),
        (date(2026, 3, 9), 180),
        (date(2026, 3, 11), None),
        (date(2026, 3, 15), 0),
        (date(2026, 3, 16), 60),
        (date(2026, 3, 22), 0),
        (date(2026, 3, 23), 0),
    ],
)
def test_a_day_is_planned_as_its_week_says_and_nothing_outside(day: date, minutes: Minutes) -> None:
    assert schedule(FREE_WEDNESDAY, every_day(60)).planned_on(day) == minutes


@pytest.mark.parametrize(
    ("monday", "number"),
    [(date(2026, 12, 21), 52), (date(2026, 12, 28), 53), (date(2027, 1, 4), 1), (date(2029, 12, 31), 1)],
)
def test_weeks_are_counted_over_new_year_as_the_calendar_counts(monday: date, number: int) -> None:
    assert Week(monday, every_day(60)).number == number


@pytest.mark.parametrize(
    ("pattern", "columns"),
    [
        (every_day(60), 5),
        ((0, 0, 0, 0, 0, 60, 0), 6),
        ((0, 0, 0, 0, 0, 0, 60), 7),
        ((60, 0, 0, 0, 0, 0, None), 7),
    ],
)
def test_weekend_days_are_there_once_some_week_uses_them(pattern: tuple[Minutes, ...], columns: int) -> None:
    assert schedule(every_day(60), pattern).weekdays == columns


@given(schedules())
def test_the_weeks_add_up_to_the_whole(plan: Schedule) -> None:
    by_day = (plan.first_day + timedelta(days=n) for n in range((plan.last_day - plan.first_day).days + 1))
    assert (
        sum(plan.planned_on(day) or 0 for day in by_day)
        == sum(week.total for week in plan.weeks)
        == plan.total
    )


@given(schedules())
def test_phases_cover_all_weeks_once_and_neighbours_differ(plan: Schedule) -> None:
    phases = plan.phases
    assert tuple(week for phase in phases for week in phase.weeks) == plan.weeks
    assert all(a.days != b.days for a, b in pairwise(phases))
    assert (phases[0].first_day, phases[-1].last_day) == (plan.first_day, plan.last_day)


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_going_up_one_way_is_going_down_the_other(a: int, b: int) -> None:
    opposite = {Pace.STEP_UP: Pace.STEP_DOWN, Pace.STEP_DOWN: Pace.STEP_UP, Pace.HOLD: Pace.HOLD}
    assert pace(b, a) is opposite[pace(a, b)]


@given(schedules())
def test_what_is_written_as_data_reads_the_same(plan: Schedule) -> None:
    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan


@pytest.mark.parametrize(
    "broken", [{}, {"full_time": "much"}, to_json(schedule(every_day(60))) | {"asks": "nobody"}]
)
def test_other_data_is_not_taken_for_a_schedule(broken: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        from_json(broken)


def test_paces_and_weekdays_have_names() -> None:
    assert set(PACE_NAMES) == set(Pace)
    assert len(WEEKDAYS) == 7


# Planned against worked


def on(*minutes: int | None) -> dict[date, int]:
    """What was worked from Monday on; None: nobody has said."""
    return {MONDAY + timedelta(days=n): each for n, each in enumerate(minutes) if each is not None}


@pytest.mark.parametrize(
    ("worked", "expected"),
    [
        (on(), WeekSum(720, None, False)),
        (on(180), WeekSum(720, 180, False)),
        (on(180, 180, None, 180, 180), WeekSum(720, 720, True)),
        (on(180, 180, 0, 180, 180), WeekSum(720, 720, True)),
        (on(180, 180, 60, 180, 180), WeekSum(720, 780, False)),
        (on(240, 120, None, 180, 180), WeekSum(720, 720, False)),
        (on(0, 0, 0, 0, 0), WeekSum(720, 0, False)),
        (on(180, 180, None, 180, 180, 45), WeekSum(720, 765, False)),
    ],
)
def test_a_week_is_as_planned_if_every_day_was(worked: dict[date, int], expected: WeekSum) -> None:
    assert planned_against_worked(schedule(FREE_WEDNESDAY), worked) == (expected,)


@given(schedules(), st.dictionaries(st.integers(0, 83), st.integers(0, 1440)))
def test_no_hour_that_was_worked_is_counted_twice_or_lost(plan: Schedule, worked: dict[int, int]) -> None:
    by_day = {plan.first_day + timedelta(days=n): minutes for n, minutes in worked.items()}
    inside = sum(minutes for day, minutes in by_day.items() if plan.week_of(day))
    assert sum(one.worked or 0 for one in planned_against_worked(plan, by_day)) == inside


# Rules


@given(schedules())
def test_whatever_is_drawn_here_is_a_schedule(plan: Schedule) -> None:
    check_schedule(plan)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"full_time": 0}, "between 1 and 60 hours"),
        ({"full_time": 3615}, "between 1 and 60 hours"),
        ({"full_time": 2410}, "in quarter hours"),
        ({"weeks": ()}, "has no week"),
        (
            {"weeks": weeks_from(MONDAY, [FREE_WEDNESDAY] * (MOST_WEEKS + 1))},
            "at most 104 weeks. These are 105",
        ),
        ({"weeks": weeks_from(MONDAY, [every_day(0)])}, "No hours are planned yet"),
        ({"weeks": weeks_from(MONDAY, [(None,) * 7])}, "No hours are planned yet"),
        ({"weeks": weeks_from(MONDAY + timedelta(days=1), [FREE_WEDNESDAY])}, "begins on a Monday"),
        ({"weeks": (Week(MONDAY, (60,)),)}, "seven days"),
        ({"weeks": weeks_from(MONDAY, [every_day(LONGEST_DAY + 15)])}, "2026-03-09: plan at most 12 hours"),
        ({"weeks": weeks_from(MONDAY, [every_day(-15)])}, "at most 12 hours"),
        ({"weeks": weeks_from(MONDAY, [every_day(50)])}, "in quarter hours"),
        ({"asks": Party.INSURER}, "what departs"),
        ({"asks": Party.INSURER, "departs": "  "}, "what departs"),
        ({"departs": "Uneven days."}, "who is asked"),
        ({"asks": Party.EMPLOYER, "departs": "Uneven days."}, "Only an insurer"),
        ({"rest_because": "å" * (LONGEST_REASON + 1)}, "at most 1000 characters"),
    ],
)
def test_hours_that_nobody_could_work_are_refused(changes: dict[str, Any], words: str) -> None:
    assert words in refused(lambda: check_schedule(replace(schedule(FREE_WEDNESDAY), **changes)))


@pytest.mark.parametrize("gap", [0, 2, 3])
def test_no_week_is_left_out_and_none_comes_twice(gap: int) -> None:
    weeks = (Week(MONDAY, FREE_WEDNESDAY), Week(MONDAY + timedelta(weeks=gap), FREE_WEDNESDAY))
    assert "Leave no week out" in refused(lambda: check_schedule(schedule(weeks=weeks)))


def test_the_longest_schedule_and_the_longest_day_are_allowed() -> None:
    check_schedule(schedule(*[(LONGEST_DAY,) * 7] * MOST_WEEKS, full_time=3600))


# Repeating


def test_the_last_week_can_be_repeated() -> None:
    longer = repeated(schedule(every_day(120), FREE_WEDNESDAY), 3)
    assert [week.days for week in longer.weeks] == [every_day(120), *[FREE_WEDNESDAY] * 4]
    check_schedule(longer)


def test_no_schedule_is_repeated_beyond_what_anyone_foresees() -> None:
    full = repeated(schedule(FREE_WEDNESDAY), MOST_WEEKS - 1)
    assert "at most 104" in refused(lambda: repeated(full, 1))


# Stepping down

TUESDAY = date(2026, 3, 24)  # in the third week


def test_she_goes_back_to_the_phase_before_from_the_coming_week() -> None:
    stairs = schedule(every_day(120), every_day(120), *[every_day(180)] * 3)
    down = stepped_down(stairs, TUESDAY)
    assert [week.total // 60 for week in down.weeks] == [10, 10, 15, 10, 10]


def test_she_can_begin_today() -> None:
    down = stepped_down(
        schedule(every_day(120), every_day(120), *[every_day(180)] * 2), TUESDAY, this_week=True
    )
    assert down.weeks[2].days == (180, 120, 120, 120, 120, 0, 0)
    assert down.weeks[3].days == every_day(120)


def test_her_free_wednesday_stays_free() -> None:
    stairs = schedule(every_day(120), every_day(120), *[FREE_WEDNESDAY] * 3)
    assert stepped_down(stairs, TUESDAY).weeks[3].days == (120, 120, None, 120, 120, 0, 0)


def test_without_a_phase_before_she_works_about_three_quarters() -> None:
    down = stepped_down(schedule(*[(240, 150, None, 15, 180, 0, 0)] * 5), TUESDAY)
    assert down.weeks[3].days == (180, 105, None, 0, 135, 0, 0)


def test_a_phase_with_more_hours_is_no_step_down() -> None:
    down = stepped_down(schedule(every_day(300), every_day(300), *[every_day(240)] * 3), TUESDAY)
    assert down.weeks[3].days == every_day(180)


def test_steps_up_that_were_planned_wait() -> None:
    stairs = schedule(every_day(120), every_day(120), every_day(180), every_day(240), every_day(300))
    assert [week.total // 60 for week in stepped_down(stairs, TUESDAY).weeks] == [10, 10, 15, 10, 10]


def test_a_week_planned_with_still_less_keeps_its_less() -> None:
    stairs = schedule(every_day(120), every_day(120), every_day(180), every_day(60), every_day(180))
    assert [week.total // 60 for week in stepped_down(stairs, TUESDAY).weeks] == [10, 10, 15, 5, 10]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (schedule(FREE_WEDNESDAY, FREE_WEDNESDAY), "planned until 2026-03-22"),
        (schedule(*[FREE_WEDNESDAY] * 3), "planned until 2026-03-29"),
        (schedule(*[FREE_WEDNESDAY] * 2, *[every_day(0)] * 3), "No hours are planned any more"),
        (schedule(*[FREE_WEDNESDAY] * 3, every_day(60)), "fewer hours already"),
    ],
)
def test_where_nothing_is_left_to_make_less_of_it_says_so(plan: Schedule, words: str) -> None:
    assert words in refused(lambda: stepped_down(plan, TUESDAY))


@given(schedules(), st.integers(-10, 90), st.booleans())
def test_stepping_down_never_means_more(plan: Schedule, after: int, this_week: bool) -> None:
    today = plan.first_day + timedelta(days=after)
    try:
        down = stepped_down(plan, today, this_week=this_week)
    except Refusal:
        return
    check_schedule(
        replace(down, weeks=(*down.weeks, Week(down.last_day + timedelta(days=1), FREE_WEDNESDAY)))
    )
    assert down.total < plan.total
    start = today if this_week else monday_of(today) + timedelta(weeks=1)
    for before, week in zip(plan.weeks, down.weeks, strict=True):
        assert week.total <= before.total
        for day, was, now in zip(week.dates, before.days, week.days, strict=True):
            if day < start:
                assert now == was
            if was is None:
                assert now is None


# What differs


def test_two_schedules_differ_where_their_days_do() -> None:
    before = schedule(every_day(120), every_day(180), every_day(180), every_day(180))
    after = schedule(every_day(120), FREE_WEDNESDAY, FREE_WEDNESDAY, every_day(180), every_day(240))
    assert differences(before, after) == (
        Difference(MONDAY + timedelta(weeks=1), 2, every_day(180), FREE_WEDNESDAY),
        Difference(MONDAY + timedelta(weeks=4), 1, None, every_day(240)),
    )


def test_like_changes_with_a_week_between_them_stand_apart() -> None:
    before = schedule(every_day(120), every_day(60), every_day(120))
    after = schedule(FREE_WEDNESDAY, every_day(60), FREE_WEDNESDAY)
    assert [change.weeks for change in differences(before, after)] == [1, 1]


@given(schedules())
def test_a_schedule_does_not_differ_from_itself_and_wholly_from_none(plan: Schedule) -> None:
    assert differences(plan, plan) == ()
    assert sum(change.weeks for change in differences(None, plan)) == len(plan.weeks)
    assert all(change.before is None for change in differences(None, plan))


@given(schedules(), schedules())
def test_what_changed_one_way_changed_back_the_other(one: Schedule, other: Schedule) -> None:
    back = [replace(change, before=change.after, after=change.before) for change in differences(other, one)]
    assert list(differences(one, other)) == back


# What may be said of a day, and who sees which words


@pytest.mark.parametrize(("back", "minutes"), [(0, 0), (0, 1440), (60, 15)])
def test_the_last_sixty_days_can_be_said(back: int, minutes: int) -> None:
    check_worked(TUESDAY - timedelta(days=back), minutes, TUESDAY)


@pytest.mark.parametrize(
    ("back", "minutes", "words"),
    [(-1, 180, "has not come yet"), (61, 180, "last 60 days"), (0, 1441, "24 hours"), (0, -15, "24 hours")],
)
def test_no_other_day_and_no_longer_day_can_be_said(back: int, minutes: int, words: str) -> None:
    assert words in refused(lambda: check_worked(TUESDAY - timedelta(days=back), minutes, TUESDAY))


@pytest.mark.parametrize(
    ("health", "words", "by", "rest", "question"),
    [
        (True, True, Party.PATIENT, True, True),
        (True, False, Party.GP, True, False),
        (False, False, Party.INSURER, False, True),
        (False, False, Party.EMPLOYMENT_SERVICE, False, False),
        (False, False, Party.EMPLOYER, False, False),
        (True, True, None, True, True),
    ],
)
def test_the_employer_reads_neither_why_she_rests_nor_what_the_insurer_is_asked(
    health: bool, words: bool, by: Party | None, rest: bool, question: bool
) -> None:
    whole = schedule(FREE_WEDNESDAY, rest_because="Pain.", asks=Party.INSURER, departs="Uneven days.")
    seen = from_json(as_seen(to_json(whole), health=health, words=words, by=by))
    assert bool(seen.rest_because) is rest
    assert (bool(seen.departs), seen.asks is not None) == (question, question)
    assert seen.weeks == whole.weeks


def test_stepping_down_twice_never_makes_a_day_longer() -> None:
    once = stepped_down(schedule(*[FREE_WEDNESDAY] * 4), TUESDAY, this_week=True)
    twice = stepped_down(once, TUESDAY, this_week=True)
    pairs = [
        (a, b)
        for one, two in zip(once.weeks, twice.weeks, strict=True)
        for a, b in zip(one.days, two.days, strict=True)
    ]
    assert all((b or 0) <= (a or 0) for a, b in pairs)
