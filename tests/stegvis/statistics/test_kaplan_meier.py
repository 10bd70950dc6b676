"""Survival curves equal R's `survfit`; medians follow a stated rule."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.kaplan_meier import Curve, kaplan_meier
from tests.stegvis.statistics.pinned import data, equal, r, repeated, rows

SETS = [
    ("sixmp", "treated"),
    ("aml", "maintained"),
    ("flat", None),
    ("ties", "dose"),
    ("sites", "site"),
    ("entry", "arm"),
    ("unrounded", "arm"),
]


def curves(name: str, by: str | None, interval: str = "log") -> tuple[Curve, ...]:
    return kaplan_meier(rows(name), None if by is None else data(name)[by], interval=interval)


@pytest.mark.parametrize(("name", "by"), SETS)
def test_every_step_of_every_curve_equals_r(name: str, by: str | None) -> None:
    said = r(name, "km", "log")
    for number, curve in enumerate(curves(name, by), start=1):
        here = np.array(said["strata"]) == number
        equal(curve.times, np.array(said["time"])[here])
        for ours in ("at_risk", "events", "censored", "survival", "std_error", "low", "high"):
            equal(getattr(curve, ours), np.array(said[ours], dtype=float)[here])


@pytest.mark.parametrize(("name", "by"), SETS)
@pytest.mark.parametrize("interval", ["log", "log-log", "plain"])
def test_medians_and_limits_on_every_scale_equal_r(name: str, by: str | None, interval: str) -> None:
    said = r(name, "km", interval)
    found = curves(name, by, interval)
    low, high = (np.concatenate([getattr(curve, end) for curve in found]) for end in ("low", "high"))
    equal(low, np.array(said["low"], dtype=float))
    equal(high, np.array(said["high"], dtype=float))
    for ours, theirs in (("low", "median_low"), ("high", "median_high")):
        equal(
            [getattr(curve.median, ours) for curve in found],
            np.array(np.atleast_1d(said[theirs]), dtype=float),
        )
    medians = np.array(np.atleast_1d(r(name, "km", "log", "median")), dtype=float)
    equal([curve.median.time for curve in found], medians)


@pytest.mark.parametrize(("name", "by"), SETS)
def test_quartiles_equal_r(name: str, by: str | None) -> None:
    for p, key in ((0.25, "q25"), (0.75, "q75")):
        found = [curve.quantile(p).time for curve in curves(name, by)]
        equal(found, np.array(np.atleast_1d(r(name, "km", "log", key)), dtype=float))


def test_case_weights_equal_r() -> None:
    said = r("weights", "km", "log")
    found = kaplan_meier(rows("weights", weights="weight"), data("weights")["arm"], robust=False)
    for ours in ("times", "at_risk", "events", "survival", "std_error", "low", "high"):
        whole = np.concatenate([getattr(curve, ours) for curve in found])
        equal(whole, np.array(said["time" if ours == "times" else ours], dtype=float))


def test_where_weights_are_not_whole_the_variance_is_robust_as_in_r() -> None:
    said = r("weights", "km_robust", "log")
    found = kaplan_meier(rows("weights", weights="weight"), data("weights")["arm"])
    assert all(curve.robust for curve in found)
    for ours in ("std_error", "low", "high"):
        whole = np.concatenate([getattr(curve, ours) for curve in found])
        equal(whole, np.array(said[ours], dtype=float))


def test_the_robust_variance_equals_r_with_late_entries_too() -> None:
    d, said = data("entry"), r("entry", "km_robust", "log")
    weights = 1 + (np.arange(1, 221) % 4) / 2
    found = kaplan_meier(follow_up(d["time"], d["event"], entry=d["entry"], weights=weights), d["arm"])
    equal(np.concatenate([curve.std_error for curve in found]), np.array(said["std_error"], dtype=float))


def test_a_whole_weight_is_as_many_rows() -> None:
    many, followed = repeated()
    for weighted, plain in zip(
        kaplan_meier(rows("weights", weights="whole"), data("weights")["arm"]),
        kaplan_meier(followed, many["arm"]),
        strict=True,
    ):
        equal(weighted.survival, plain.survival)
        equal(weighted.std_error, plain.std_error)
    said = np.array(r("weights", "km_repeated", "log", "std_error"), dtype=float)
    equal(np.concatenate([curve.std_error for curve in kaplan_meier(followed, many["arm"])]), said)


def test_the_medians_of_the_6_mp_trial_are_23_and_8_weeks() -> None:
    placebo, treated = curves("sixmp", "treated")
    assert (placebo.median.time, treated.median.time) == (8, 23)
    assert treated.survival_at([6, 10, 23]).round(4).tolist() == [0.8571, 0.7529, 0.4482]


def test_where_the_curve_lies_flat_on_one_half_the_rule_decides() -> None:
    six = follow_up([1, 2, 3, 4, 5, 6], [1] * 6)
    assert kaplan_meier(six)[0].median.time == 3.5
    assert kaplan_meier(six, rule="first")[0].median.time == 3


def test_where_no_drop_follows_the_flat_part_the_median_is_its_first_time() -> None:
    (curve,) = kaplan_meier(follow_up([1, 2, 3, 9], [1, 1, 0, 0]))
    assert curve.median.time == 2


def test_a_median_that_is_not_reached_is_no_number() -> None:
    (curve,) = kaplan_meier(follow_up([1, 2, 3], [1, 0, 0]))
    assert math.isnan(curve.median.time)


def test_who_enters_at_the_time_of_an_event_was_not_at_risk_of_it() -> None:
    (curve,) = kaplan_meier(follow_up([5, 9, 9], [1, 1, 0], entry=[0, 5, 4]))
    assert curve.at_risk.tolist() == [2, 2]
    assert curve.survival.tolist() == [0.5, 0.25]


def test_who_is_censored_at_the_time_of_an_event_was_at_risk_of_it() -> None:
    (curve,) = kaplan_meier(follow_up([5, 5], [1, 0]))
    assert curve.survival.tolist() == [0.5]


def test_two_people_have_a_curve() -> None:
    (curve,) = kaplan_meier(rows("pair"))
    assert curve.survival.tolist() == [0.5, 0]
    assert curve.median.time == 4
    assert math.isnan(curve.std_error[1])


def test_a_group_without_events_has_a_flat_curve() -> None:
    first, second = kaplan_meier(follow_up([1, 2, 3, 4], [0, 0, 1, 0]), ["a", "a", "b", "b"])
    assert first.survival.tolist() == [1, 1]
    assert first.low.tolist() == first.high.tolist() == [1, 1]
    assert second.label == "b"


def test_survival_and_numbers_at_risk_at_any_time() -> None:
    (curve,) = kaplan_meier(follow_up([10, 20, 30], [1, 0, 0]))
    assert curve.survival_at([0, 9.5, 10, 30]).round(3).tolist() == [1, 1, 0.667, 0.667]
    assert math.isnan(curve.survival_at([31])[0])
    assert curve.at_risk_at([0, 10, 11, 30, 31]).tolist() == [3, 3, 2, 1, 0]


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_of_confidence_outside_0_and_1_is_refused(level: float) -> None:
    with pytest.raises(Unsound, match=r"0\.95"):
        kaplan_meier(rows("sixmp"), conf_level=level)


def test_a_quantile_outside_0_and_1_is_refused() -> None:
    with pytest.raises(Unsound, match="median"):
        curves("sixmp", None)[0].quantile(1)
