"""Cumulative incidence and Gray's test equal R's `survfit` and `cuminc`: ties, late entries and weights."""

from __future__ import annotations

import numpy as np
import pytest

from stegvis.statistics.competing import cumulative_incidence, gray_test
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.kaplan_meier import kaplan_meier
from tests.stegvis.statistics.pinned import data, equal, r, rows


def test_incidence_and_its_jackknife_error_equal_survfit() -> None:
    found = cumulative_incidence(rows("competing"), data("competing")["arm"])
    for ours, said in zip(found, r("competing", "groups"), strict=True):
        assert ours.label == said["level"]
        equal(ours.times, said["time"])
        equal(ours.probability, said["probability"])
        equal(ours.std_error, said["jackknife_error"])
        equal(ours.low, np.array(said["low"], dtype=float))
        equal(ours.high, np.array(said["high"], dtype=float))


def test_with_late_entries_and_weights_too() -> None:
    d = data("competing")
    found = cumulative_incidence(rows("competing", entry="entry", weights="weight"), d["arm"])
    for ours, said in zip(found, r("competing", "groups"), strict=True):
        equal(ours.probability, said["late"]["probability"])
        equal(ours.std_error, said["late"]["jackknife_error"])


def test_aalens_variance_equals_cuminc() -> None:
    at, names = r("competing", "at"), r("competing", "cuminc_names")
    found = cumulative_incidence(rows("competing"), data("competing")["arm"], variance="aalen")
    for name, estimate, variance in zip(
        names, r("competing", "cuminc"), r("competing", "cuminc_var"), strict=True
    ):
        arm, kind = (int(part) for part in name.split())
        ours = found[arm]
        equal(ours.at(at)[:, kind - 1], np.array(estimate, dtype=float))
        place = np.searchsorted(ours.times, at, side="right") - 1
        equal(ours.std_error[place, kind - 1] ** 2, np.array(variance, dtype=float))


@pytest.mark.parametrize(
    ("key", "rho", "strata"), [("gray", 0, None), ("gray_rho", 1, None), ("gray_stratified", 0, "site")]
)
@pytest.mark.parametrize("kind", [1, 2])
def test_grays_test_equals_cuminc(key: str, rho: float, strata: str | None, kind: int) -> None:
    d, said = data("competing"), r("competing", key)
    found = gray_test(rows("competing"), d["arm"], kind=kind, rho=rho, strata=d[strata] if strata else None)
    equal(found.statistic, said["chisq"][kind - 1])
    assert found.df == said["df"][kind - 1]
    assert found.p == pytest.approx(said["p"][kind - 1], rel=1e-8)


def test_with_one_kind_of_event_incidence_is_what_survival_lacks() -> None:
    followed = rows("ties")
    (incidence,), (curve,) = cumulative_incidence(followed), kaplan_meier(followed)
    equal(incidence.probability[:, 0], 1 - curve.survival)
    equal(incidence.event_free, curve.survival)


def test_the_kinds_and_none_of_them_add_up_to_one() -> None:
    for incidence in cumulative_incidence(rows("competing"), data("competing")["arm"]):
        equal(incidence.probability.sum(axis=1) + incidence.event_free, np.ones(len(incidence.times)))


def test_to_censor_the_other_kind_overstates_the_incidence() -> None:
    followed = rows("competing")
    (incidence,), (censored,) = cumulative_incidence(followed), kaplan_meier(followed.of(1))
    assert incidence.probability[-1, 0] < 1 - censored.survival[-1] - 0.05


def test_incidence_at_any_time_is_0_before_and_unknown_after() -> None:
    (found,) = cumulative_incidence(follow_up([2, 3, 5], [1, 2, 0]))
    assert found.at([1, 2, 4]).round(3).tolist() == [[0, 0], [0.333, 0], [0.333, 0.333]]
    assert np.isnan(found.at([6])).all()


def test_numbers_at_risk_and_counts_by_kind_are_told() -> None:
    (found,) = cumulative_incidence(follow_up([2, 2, 3, 5], [1, 2, 0, 2]))
    assert found.at_risk.tolist() == [4, 2, 1]
    assert found.events.tolist() == [[1, 1], [0, 0], [0, 1]]
    assert found.censored.tolist() == [0, 1, 0]
    assert found.kinds == (1, 2)


def test_without_events_nothing_is_estimated() -> None:
    with pytest.raises(Unsound, match="no event"):
        cumulative_incidence(follow_up([1, 2], [0, 0]))


def test_aalens_variance_refuses_weights_and_late_entries() -> None:
    with pytest.raises(Unsound, match="jackknife"):
        cumulative_incidence(follow_up([1, 2], [1, 2], weights=[1, 2]), variance="aalen")
    with pytest.raises(Unsound, match="jackknife"):
        cumulative_incidence(follow_up([1, 2], [1, 2], entry=[0, 1]), variance="aalen")


def test_grays_test_says_what_it_cannot_compare() -> None:
    with pytest.raises(Unsound, match="only one group"):
        gray_test(follow_up([1, 2], [1, 2]), ["a", "a"])
    with pytest.raises(Unsound, match="no event of kind 3"):
        gray_test(rows("competing"), data("competing")["arm"], kind=3)
    with pytest.raises(Unsound, match="late entries"):
        gray_test(follow_up([1, 2], [1, 2], entry=[0, 1]), ["a", "b"])
