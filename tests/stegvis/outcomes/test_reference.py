"""What an outcome means on a person's days: returns, censoring, what competes, and the known traps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stegvis.benefits.days import day_to_int
from stegvis.outcomes.examples import PEOPLE, SPELLS, histories, line
from stegvis.outcomes.history import PersonHistory
from stegvis.outcomes.months import later, months_after
from stegvis.outcomes.outcome import OUTCOMES
from stegvis.outcomes.reference import evaluate
from tests.stegvis.outcomes.people import (
    END,
    ORIGIN,
    PENSION,
    SICK,
    WAA,
    answer,
    answers,
    back,
    person,
    with_jobs,
    with_spells,
)

YEAR = 365


def golden(id: str) -> list[object]:
    """What four people answer, register known until the end of March."""
    end = day_to_int(date(2025, 3, 31))
    found = [evaluate(OUTCOMES.get(id), one, end)[0] for one in histories(PEOPLE, SPELLS, (), end).values()]
    return [one.time if one.event == 1 else one.value for one in found]


@pytest.mark.parametrize(
    ("id", "A_to_D"),
    [
        ("free_28_days", [77, 56, 350, 91]),
        ("myhre_2014", [138, 56, 350, 149]),
        ("free_35_days_without_baseline", [138, None, 350, 149]),
        ("half_back_28_days", [28, 0, 350, 49]),
        ("gross_days_12_months", [105, 56, 350, 119]),
        ("net_days_12_months", [80.5, 28.0, 350.0, 81.2]),
        ("free_weeks_52", [36, 44, 2, 34]),
    ],
)
def test_four_people_under_seven_definitions(id: str, A_to_D: list[object]) -> None:
    assert golden(id) == A_to_D


def test_the_last_one_returns_only_if_a_period_may_complete_after_the_horizon() -> None:
    end = day_to_int(date(2025, 3, 31))
    people = histories(PEOPLE, SPELLS, (), end)
    for length in (28, 35):
        assert back_of(people["C"], length, completes=True) == (350, 1)
        assert back_of(people["C"], length, completes=False) == (366, 0)


def back_of(one: PersonHistory, length: int, *, completes: bool) -> tuple[int | None, int | None]:
    end = day_to_int(date(2025, 3, 31))
    return back(one, end=end, length=length, completes_after_horizon=completes)


# Returns


def test_a_return_begins_on_the_first_of_35_free_days() -> None:
    assert back(person((-10, 99, 100))) == (100, 1)
    assert back(person((-10, 99, 100), (134, 200, 100))) == (201, 1)
    assert back(person((-10, 99, 100), (135, 200, 100))) == (100, 1)


def test_the_event_can_be_dated_by_the_last_day_of_the_period() -> None:
    assert back(person((-10, 99, 100)), event_day="last") == (134, 1)


def test_spells_that_touch_or_overlap_leave_no_gap() -> None:
    assert back(person((-10, 50, 100), (51, 120, 100), (100, 150, 50))) == (151, 1)


def test_zero_grade_rows_do_not_split_a_gap() -> None:
    assert back(person((-10, 49, 100), (60, 61, 0), (70, 80, 0))) == (50, 1)


def test_a_gap_that_starts_after_day_330_counts_though_it_ends_after_the_year() -> None:
    assert back(person((-10, 349, 100))) == (350, 1)
    assert back(person((-10, 364, 100))) == (YEAR, 0)
    assert back(person((-10, 349, 100)), completes_after_horizon=False) == (YEAR, 0)


def test_a_register_that_ends_inside_the_period_does_not_make_a_return() -> None:
    assert back(person((-10, 99, 100)), end=ORIGIN + 133) == (99, 0)
    assert back(person((-10, 99, 100)), end=ORIGIN + 134) == (100, 1)


def test_a_register_that_ends_before_one_period_is_known_says_nothing() -> None:
    assert answer(person(), end=ORIGIN + 33).reason == "register_end"
    assert back(person(), end=ORIGIN + 34) == (0, 1)


def test_the_level_is_that_of_a_day_and_not_of_merged_islands() -> None:
    """Half sick, then half sick with half allowance: only the overlap is above half."""
    one = with_spells(person((-10, 100, 50)), WAA, (60, 160, 50))
    assert back(one, "half_back_28_days") == (0, 1)
    assert back(one, "half_back_28_days", length=61) == (101, 1)


def test_grades_add_up_to_at_most_a_hundred_or_the_largest_counts() -> None:
    one = with_spells(person((0, 99, 80)), WAA, (0, 99, 60))
    window: dict[str, Any] = {"windows": ("100 days",), "window_from": (0,), "window_until": (100,)}
    window["window_unit"] = "days"
    assert answer(one, "net_days_12_months", **window).value == 100.0
    assert answer(one, "net_days_12_months", overlap="maximum", **window).value == 80.0


def test_open_spells_and_those_after_the_register_are_cut_there() -> None:
    assert back(person((-10, 5000, 100))) == (YEAR, 0)


def test_twelve_months_over_a_leap_day_are_366_days() -> None:
    leap = day_to_int(date(2024, 1, 2)) - ORIGIN
    assert back(person((leap, leap + 800, 100), index_date=leap)) == (366, 0)


def test_a_month_ends_before_the_same_day_of_the_next() -> None:
    """From 15 April to 14 May is a month of 30 days; from 31 January to 28 February is one of 28."""
    april = day_to_int(date(2023, 4, 15)) - ORIGIN
    one = person((-10, april - 1, 100), (april + 30, 900, 100))
    assert back(one, "gismervik_one_month") == (april, 1)
    assert back(person((-10, april - 1, 100), (april + 29, 900, 100)), "gismervik_one_month")[1] == 0
    assert months_after(day_to_int(date(2023, 1, 31)), 1) == day_to_int(date(2023, 2, 28))
    assert months_after(day_to_int(date(2024, 3, 31)), -1) == day_to_int(date(2024, 2, 29))
    assert later(ORIGIN, 2, "weeks") == ORIGIN + 14


# Pensions from before


def test_a_partial_pension_from_before_is_where_one_returns_to() -> None:
    one = with_spells(person((-10, 49, 50)), PENSION, (-900, 2000, 50))
    assert back(one) == (50, 1)
    assert back(one, "free_35_days_without_baseline") == (YEAR, 0)


def test_a_pension_that_grows_later_is_no_return() -> None:
    one = with_spells(person((-10, 49, 50)), PENSION, (-900, 49, 50), (50, 2000, 100))
    assert back(one) == (YEAR, 0)


def test_a_full_pension_has_nothing_to_return_to() -> None:
    found = answer(person((-900, 2000, 100), benefit=PENSION))
    assert (found.time, found.event, found.reason) == (None, None, "full_pension_at_origin")


# What ends a follow-up


@pytest.mark.parametrize(("column", "code"), [("death", 2), ("emigration", 3), ("old_age_pension", 4)])
def test_what_comes_before_a_return_is_an_event_of_its_own(column: str, code: int) -> None:
    ends: dict[str, Any] = {column: 80}
    assert back(person((-10, 99, 100), **ends)) == (80, code)


def test_a_period_cut_by_death_is_no_return() -> None:
    assert back(person((-10, 99, 100), death=134)) == (134, 2)
    assert back(person((-10, 99, 100), death=135)) == (100, 1)


def test_death_after_the_horizon_or_the_known_days_is_not_seen() -> None:
    assert back(person((-10, 900, 100), death=YEAR)) == (YEAR, 0)
    assert back(person((-10, 900, 100), death=YEAR - 1)) == (YEAR - 1, 2)
    assert back(person((-10, 900, 100), death=100), end=ORIGIN + 120) == (86, 0)


def test_the_first_of_several_ends_counts_and_an_empty_cell_is_none() -> None:
    assert back(person((-10, 900, 100), death=90, emigration=80)) == (80, 3)
    assert back(person((-10, 900, 100), death=None, emigration=80)) == (80, 3)


def test_who_died_before_or_came_after_the_register_has_a_reason_and_no_time() -> None:
    assert answer(person(death=-1)).reason == "death_before_origin"
    assert back(person((0, 50, 100), death=0)) == (0, 2)
    assert answer(person(), end=ORIGIN - 1).reason == "origin_after_register_end"


def test_a_missing_column_is_named_and_an_empty_cell_too() -> None:
    assert {one.reason for one in answers(person(), "sqrp_2019_four_categories")} == {"needs:start_date"}
    half = person(start_date=0)
    assert {one.reason for one in answers(half, "sqrp_2019_four_categories")} == {"needs:discharge_date"}
    assert answer(PersonHistory(columns={"index_date": None})).reason == "no_index_date"
    assert answer(person(), "hara_2018").reason == "needs:jobs"
    assert answer(person(), "rodevand_programme_months").reason == "needs:termination_date"


# Windows


def test_days_before_a_death_are_counted_and_the_reason_stands_beside() -> None:
    found = answer(person((-10, 900, 100), death=100), "alaranta_sick_days_12_months")
    assert (found.value, found.reason) == (100.0, "death")


def test_a_window_that_the_register_does_not_reach_has_no_number() -> None:
    found = answer(person((-10, 900, 100)), "alaranta_sick_days_12_months", end=ORIGIN + YEAR - 2)
    assert (found.value, found.reason) == (None, "register_end")


def test_where_the_register_ends_too_early_the_dead_have_no_answer_of_their_own_either() -> None:
    one = person((-10, 900, 100), death=100)
    for id in ("alaranta_sick_days_12_months", "lasting_return"):
        assert answer(one, id, end=ORIGIN + 200).reason == "register_end"


def test_a_death_after_the_register_s_end_is_not_known() -> None:
    one = person((-10, 49, 100), death=120)
    assert back(one, end=ORIGIN + 110) == (50, 1)
    assert answer(one, "states_four", end=ORIGIN + 110).category == "sickness absence"


def test_months_are_free_or_not_one_by_one() -> None:
    months = answers(person((-10, 40, 100), (100, 100, 20)), "haldorsen_2002_month")
    assert [one.value for one in months[:5]] == [0, 0, 1, 0, 1]
    assert [one.at for one in months[:2]] == ["month 1", "month 2"]


def test_weeks_are_seven_days_from_the_origin_and_free_only_as_a_whole() -> None:
    assert answer(person((7, 7, 20), (20, 21, 100)), "free_weeks_52").value == 52 - 3
    assert answer(person((7, 7, 20)), "work_participation_score_52").value == 51 / 52


@pytest.mark.parametrize(("days", "times"), [(14, 0), (15, 1)])
def test_a_spell_is_long_from_the_day_after(days: int, times: int) -> None:
    found = answer(person((10, 10 + days - 1, 100)), "spells_over_14_days")
    assert (found.value, found.category) == (times, "yes" if times else "no")


def test_rows_that_follow_on_one_another_are_one_spell() -> None:
    assert answer(person((10, 17, 100), (18, 30, 50)), "spells_over_14_days").value == 1
    assert answer(person((10, 17, 100), (19, 30, 50)), "spells_over_14_days").value == 0


# States


def test_the_first_state_that_holds_is_the_week_s() -> None:
    one = with_spells(person((0, 20, 100), (21, 40, 50)), PENSION, (35, 2000, 50))
    weeks = [found.category for found in answers(one, "states_eight")]
    assert weeks[:7] == [
        *["full sick leave"] * 3,
        *["partial sick leave"] * 2,
        *["partial disability pension"] * 2,
    ]


def test_a_state_can_be_one_that_nobody_leaves() -> None:
    one = with_spells(person((0, 20, 100)), PENSION, (28, 34, 100))
    weeks = [found.category for found in answers(one, "states_four")]
    assert weeks[:4] == ["sickness absence"] * 3 + ["work"]
    assert set(weeks[4:]) == {"disability pension"}


def test_after_a_death_there_is_no_state() -> None:
    weeks = answers(person((0, 900, 100), death=14), "states_four")
    assert [(one.category, one.reason) for one in weeks[1:3]] == [("sickness absence", ""), ("", "death")]


def test_a_category_needs_fourteen_days_in_a_row() -> None:
    one = person((-80, -67, 100), (330, 342, 100), start_date=0, discharge_date=0)
    assert [found.category for found in answers(one, "sqrp_2019_four_categories")] == [
        *("none", "full temporary", "none", "none")
    ]


# Lasting, again, and more


def test_a_return_that_lasts_runs_until_the_horizon() -> None:
    one = person((-10, 49, 100), (200, 229, 100))
    assert back(one, "lasting_return") == (230, 1)
    assert back(person((-10, 340, 100)), "lasting_return") == (YEAR, 0)
    assert back(one, "lasting_return", end=ORIGIN + 300) == (None, None)


def test_a_relapse_is_counted_from_the_return() -> None:
    one = person((-10, 49, 100), (200, 215, 100), (250, 266, 100))
    assert back(one, "recurrence_after_return") == (200, 1)
    assert back(person((-10, 49, 100), (200, 215, 100)), "recurrence_after_return") == (YEAR - 50, 0)
    assert answer(person((-10, 900, 100)), "recurrence_after_return").reason == "no_return"


def test_three_months_with_more_participation_than_before() -> None:
    months = [months_after(ORIGIN, number) - ORIGIN for number in range(8)]
    one = person((-40, months[1] - 1, 100), (months[1], months[5], 80))
    assert back(one, "brendbekken_2018_three_months") == (months[1], 1)
    again = person((-40, months[1] - 1, 100), (months[1], months[3] - 1, 80), (months[3], 900, 100))
    assert back(again, "brendbekken_2018_three_months") == (YEAR, 0)


def test_job_loss_is_a_full_pension_or_unemployment() -> None:
    one = with_spells(person((0, 900, 50), benefit=PENSION), "unemployment_benefit", (300, 310, 100))
    assert back(one, "de_buck_2005_job_loss") == (300, 1)


# Jobs


def test_a_competitive_job_is_a_return_and_others_are_not() -> None:
    one = with_jobs(
        person(), (-50, 900, 3750, True), (20, 30, 3750, False), (40, 50, None, None), (100, 120, None, True)
    )
    by_months = answers(one, "rodevand_competitive_employment")
    assert [(found.time, found.event, found.value) for found in by_months] == [
        *((90, 0, 0.0), (100, 1, 1.0), (100, 1, 1.0))
    ]


def test_a_day_a_week_on_average_over_eight_weeks() -> None:
    assert back(with_jobs(person(), (30, 300, 750, True)), "hara_2018") == (30, 1)
    assert back(with_jobs(person(), (30, 57, 1500, True)), "hara_2018") == (30, 1)
    assert back(with_jobs(person(), (30, 56, 1500, True)), "hara_2018") == (YEAR, 0)
    assert back(with_jobs(person(), (30, 300, None, True)), "hara_2018") == (YEAR, 0)


def test_a_programme_ends_with_a_job_or_with_its_termination_less_pauses() -> None:
    one = with_jobs(person(termination_date=90))
    assert answer(one, "rodevand_programme_months").value == 3.0
    assert answer(with_jobs(one, (120, 900, None, True)), "rodevand_programme_months").value == 4.0


# Published numbers


def test_employment_by_months_as_the_ips_study_has_it() -> None:
    """0 of 8 by 3 months, 1 of 8 by 6, 3 of 8 by 12."""
    found = example_rows("rodevand_competitive_employment")
    by_month = [
        sum(float(row[4]) for row in found if row[1] == at) for at in ("3 months", "6 months", "12 months")
    ]
    assert by_month == [0, 1, 3]


def test_durations_of_ips_as_recomputed_beside_what_was_printed() -> None:
    printed = {"1": 0.7, "2": 4.6, "3": 8.6, "4": 9.5, "5": 0.8, "6": 9.2, "7": 9.4, "8": 1.0}
    found = {row[0]: row for row in example_rows("rodevand_programme_months")}
    assert found.pop("6")[6] == "termination_before_origin"  # as printed, the programme ends before it begins
    printed.pop("6")
    assert {one: round(float(row[4]), 1) for one, row in found.items()} == printed


def example_rows(id: str) -> list[list[str]]:
    outcome = OUTCOMES.get(id)
    end = day_to_int(date.fromisoformat(outcome.example_register_end))
    people = histories(outcome.example_people, outcome.example_spells, outcome.example_jobs, end)
    return [
        line(name, found).split(",") for name, one in people.items() for found in evaluate(outcome, one, end)
    ]


CATEGORIES = ("none", "partial", "full temporary", "full permanent")
T2 = ((1925, 215, 302, 55), (636, 727, 288, 34), (952, 386, 734, 207), (171, 53, 76, 536))
T3 = ((2112, 159, 164, 62), (903, 543, 188, 51), (1328, 361, 365, 225), (254, 91, 111, 380))


@pytest.mark.parametrize(("window", "matrix", "begin"), [(2, T2, 320), (3, T3, 685)])
def test_a_registry_s_transitions_of_7297_people_are_recovered(
    window: int, matrix: tuple[tuple[int, ...], ...], begin: int
) -> None:
    """One person for each way from T1 to a later window, as many times as the registry counted it."""
    counted: dict[tuple[str, str], int] = {}
    for row, before in enumerate(CATEGORIES):
        for column, after in enumerate(CATEGORIES):
            one = person(start_date=0, discharge_date=0)
            for category, day in ((before, -60), (after, begin + 5)):
                benefit = PENSION if category == "full permanent" else SICK
                if category != "none":
                    one = with_spells(one, benefit, (day, day + 20, 50 if category == "partial" else 100))
            found = [found.category for found in answers(one, "sqrp_2019_four_categories")]
            way = found[1], found[window]
            counted[way] = counted.get(way, 0) + matrix[row][column]
    assert sum(counted.values()) == 7297
    assert [[counted[before, after] for after in CATEGORIES] for before in CATEGORIES] == [
        list(row) for row in matrix
    ]
    assert END > ORIGIN + 775
