"""The fast kernel answers what the reference answers: for every definition, and for any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stegvis.benefits.batch import Batch
from stegvis.benefits.days import day_to_int
from stegvis.benefits.spells import Benefit
from stegvis.foundation import compiled
from stegvis.outcomes import kernel, scans_numba, scans_numpy, slow
from stegvis.outcomes.kernel import SLOW, evaluate
from stegvis.outcomes.measures import TIMES, Measure
from stegvis.outcomes.month_tables import MonthTables, last_begin
from stegvis.outcomes.months import later, months_after
from stegvis.outcomes.outcome import OUTCOMES, UNITS, Outcome
from stegvis.outcomes.table import Answers
from tests.stegvis.outcomes.batches import ORIGINS, Days, batch_of, columns_of, differences, follow_ups

FollowUps = tuple[Batch, Days, int, bool]

FAST = [measure for measure in Measure if measure not in SLOW]


def assert_same(outcomes: dict[str, Outcome], people: FollowUps) -> None:
    batch, days, register_end, jobs = people
    columns = columns_of(days)
    both = {
        numba: evaluate(
            outcomes, batch, columns, register_end=register_end, jobs=jobs, numba=numba, threads=1
        )
        for numba in (True, False)
    }
    for id, outcome in outcomes.items():
        expected = slow.answer(outcome, batch, columns, register_end=register_end, jobs=jobs)
        for numba, found in both.items():
            wrong = differences(outcome, batch, days, expected, found[id], jobs=jobs)
            assert not wrong, f"{id}, {'numba' if numba else 'NumPy'}: {wrong}"


@st.composite
def outcomes(draw: st.DrawFn, measures: tuple[Measure, ...] = tuple(FAST)) -> Outcome:
    """Any outcome, followed for some weeks or months."""
    measure = draw(st.sampled_from(measures))
    number, small = st.integers(1, 5), st.integers(1, 12)
    unit, rises = draw(st.sampled_from(UNITS)), measure is Measure.RISE
    length_unit = "months" if rises else draw(st.sampled_from(UNITS))
    window_unit = draw(st.sampled_from(UNITS))
    windows = draw(
        st.lists(st.tuples(st.integers(-3, 6), st.integers(1, 3)), min_size=1, max_size=4, unique=True)
    )
    scale = 7 if window_unit == "days" else 1  # a share of weeks needs a week
    benefits = st.lists(st.sampled_from(list(Benefit)[:5]), min_size=1, max_size=4, unique=True)
    percent = st.sampled_from((1, 20, 50, 100))
    rule = st.tuples(st.sampled_from("abc"), benefits, percent).map(
        lambda rule: f"{rule[0]}={'+'.join(rule[1])}@{rule[2]}"
    )
    origins = st.sampled_from(("index_date", "start_date", "discharge_date"))
    changed: dict[str, Any] = {
        "benefits": tuple(map(str, draw(benefits))),
        "level": draw(st.sampled_from((0, 0, 20, 50, 99))),
        "overlap": draw(st.sampled_from(("sum", "maximum"))),
        "baseline": draw(st.sampled_from(("", "disability_pension"))),
        "origin": draw(origins),
        "length": draw(number if rises or length_unit == "months" else st.integers(1, 40)),
        "length_unit": length_unit,
        "horizon": draw(number) * (30 if unit == "days" else 1),
        "horizon_unit": unit,
        "completes_after_horizon": draw(st.booleans()),
        "event_day": draw(st.sampled_from(("first", "last"))),
        "competing": tuple(
            draw(st.lists(st.sampled_from(("death", "emigration", "old_age_pension")), unique=True))
        ),
        "count": draw(st.sampled_from(("gross", "net"))),
        "per": draw(st.sampled_from(("total", "month", "share"))),
        "run_days": draw(small) if measure is Measure.RELAPSE else draw(st.sampled_from((0, 1, 14))),
        "states": tuple(draw(st.lists(rule, min_size=1, max_size=3))),
        "otherwise": "d",
        "absorbing": tuple(draw(st.lists(st.sampled_from("abcd"), max_size=2))),
    }
    if measure not in TIMES:
        changed |= {
            "windows": tuple(f"window {n}" for n in range(len(windows))),
            "window_from": tuple(begin * scale for begin, _ in windows),
            "window_until": tuple((begin + length) * scale for begin, length in windows),
            "window_unit": window_unit,
            "window_origins": draw(st.just(()) | st.tuples(*[origins] * len(windows))),
        }
    outcome = replace(OUTCOMES.get("free_28_days"), measure=str(measure), **changed)
    assert not list(outcome.problems())
    return outcome


@pytest.mark.parametrize("id", OUTCOMES.all())
def test_every_definition_answers_as_the_reference_does(id: str) -> None:
    @settings(max_examples=6)
    @given(people=follow_ups())
    def holds(people: FollowUps) -> None:
        assert_same({id: OUTCOMES.get(id)}, people)

    holds()


@pytest.mark.parametrize("measure", FAST)
def test_any_other_definition_answers_as_the_reference_does(measure: Measure) -> None:
    @settings(max_examples=20)
    @given(outcome=outcomes((measure,)), people=follow_ups(last=160))
    def holds(outcome: Outcome, people: FollowUps) -> None:
        assert_same({"one": outcome}, people)

    holds()


@settings(max_examples=20)
@given(alike=st.lists(outcomes(), min_size=2, max_size=5), people=follow_ups(last=160))
def test_definitions_that_share_what_is_found_do_not_disturb_each_other(
    alike: list[Outcome], people: FollowUps
) -> None:
    assert_same({str(number): outcome for number, outcome in enumerate(alike)}, people)


@settings(max_examples=10)
@given(people=follow_ups(last=160))
def test_lengths_and_levels_of_one_definition_are_found_together(people: FollowUps) -> None:
    one = replace(OUTCOMES.get("myhre_2014"), horizon=3)
    many = {
        f"{unit} {length} {level} {horizon}": replace(
            one, length=length, length_unit=unit, level=level, horizon=horizon
        )
        for unit, lengths in (("days", (35, 7, 28)), ("weeks", (2, 1)), ("months", (2, 1)))
        for length in lengths
        for level in (0, 50)
        for horizon in (1, 3)
    }
    assert_same(many, people)


@pytest.mark.parametrize("threads", [1, 2])
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=follow_ups(last=160))
def test_persons_are_looked_at_in_parts(
    threads: int, people: FollowUps, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, days, register_end, jobs = people
    outcomes = {id: OUTCOMES.get(id) for id in ("myhre_2014", "net_days_12_months", "states_four")}

    def found() -> dict[str, Answers]:
        columns = columns_of(days)
        return evaluate(outcomes, batch, columns, register_end=register_end, jobs=jobs, threads=threads)

    monkeypatch.setattr(kernel, "PERSONS", 1000)
    together = found()
    monkeypatch.setattr(kernel, "PERSONS", 1)
    one_by_one = found()
    for id, outcome in outcomes.items():
        assert not differences(outcome, batch, days, together[id], one_by_one[id], jobs=jobs)


def test_a_batch_without_anyone_answers_nothing() -> None:
    found = evaluate(OUTCOMES.all(), batch_of([]), columns_of({}), register_end=19_000, jobs=False)
    assert {len(answers.time) for answers in found.values()} == {0}


def test_numpy_answers_where_numba_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STEGVIS_NUMBA", raising=False)
    assert kernel.scans() is scans_numba
    monkeypatch.setenv("STEGVIS_NUMBA", "0")
    assert kernel.scans() is scans_numpy
    assert kernel.scans(numba=True) is scans_numba


def test_numpy_answers_where_numba_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STEGVIS_NUMBA", raising=False)
    monkeypatch.setattr(compiled, "find_spec", lambda _name: None)
    assert kernel.scans() is scans_numpy


@given(
    day=st.integers(ORIGINS[0] - 4000, ORIGINS[0] + 4000),
    number=st.integers(-30, 60),
    unit=st.sampled_from(UNITS),
)
def test_months_of_many_days_are_those_of_each_day(day: int, number: int, unit: str) -> None:
    days = np.arange(day, day + 40, dtype=np.int32)
    found = MonthTables(day, day + 40).later(days, number, unit)
    assert found.tolist() == [later(one, number, unit) for one in days.tolist()]


@given(
    end=st.integers(ORIGINS[0] - 4000, ORIGINS[0] + 4000),
    number=st.integers(1, 60),
    unit=st.sampled_from(UNITS),
)
def test_the_last_day_with_which_a_whole_period_begins(end: int, number: int, unit: str) -> None:
    last = last_begin(number, unit, end)
    assert later(last, number, unit) - 1 <= end < later(last + 1, number, unit) - 1


def test_a_period_of_a_month_may_begin_on_one_of_several_days() -> None:
    """With 29, 30 and 31 January 2023 the same month begins: it is over before 28 February."""
    last = day_to_int(date(2023, 2, 27))
    assert last_begin(1, "months", last) == day_to_int(date(2023, 1, 31))
    assert months_after(day_to_int(date(2023, 1, 29)), 1) - 1 == last
