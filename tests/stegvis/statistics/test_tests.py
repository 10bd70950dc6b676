"""Tests of equal survival equal R's, with ties, strata, late entries and weights."""

from __future__ import annotations

import numpy as np
import pytest

from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.tests import Weight, compare, holm, pairwise, trend
from tests.stegvis.statistics.pinned import data, equal, r, repeated, rows

SETS = [
    ("sixmp", "treated", None),
    ("aml", "maintained", None),
    ("ties", "dose", None),
    ("sites", "arm", "site"),
    ("entry", "arm", None),
    ("unrounded", "arm", None),
]
WEIGHTS = ["log-rank", "gehan-breslow", "tarone-ware", "peto-peto", "modified-peto-peto"]


@pytest.mark.parametrize(("name", "by", "strata"), SETS)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_weight_equals_r_with_ties_strata_and_late_entries(
    name: str, by: str, strata: str | None, weight: str
) -> None:
    d = data(name)
    inside = d[strata] if strata else None
    found = compare(rows(name), d[by], weight=weight, strata=inside)
    equal(found.statistic, r(name, "weighted", "chisq", weight))
    equal(found.scores, r(name, "weighted", "scores", weight))
    along = trend(rows(name), d[by], weight=weight, strata=inside)
    equal(along.statistic, r(name, "weighted", "trend", weight))


@pytest.mark.parametrize(("name", "by", "strata"), [s for s in SETS if s[0] != "entry"])
def test_the_log_rank_test_equals_survdiff(name: str, by: str, strata: str | None) -> None:
    d, said = data(name), r(name, "logrank")
    found = compare(rows(name), d[by], strata=d[strata] if strata else None)
    equal(found.statistic, said["chisq"])
    equal(found.observed, said["observed"])
    equal(found.expected, said["expected"])
    equal(found.covariance, said["covariance"])


@pytest.mark.parametrize(("name", "by", "strata"), SETS[:4])
def test_fleming_and_harrington_with_rho_1_is_rs_own_peto_test(
    name: str, by: str, strata: str | None
) -> None:
    d, said = data(name), r(name, "fleming_harrington")
    inside = d[strata] if strata else None
    found = compare(rows(name), d[by], weight="fleming-harrington", rho=1, strata=inside)
    equal(found.statistic, said["chisq"])
    equal(found.covariance, said["covariance"])


def test_without_ties_survmisc_says_the_same() -> None:
    for weight, said in r("unrounded", "untied").items():
        equal(compare(rows("unrounded"), data("unrounded")["arm"], weight=weight).statistic, said)


@pytest.mark.parametrize(
    ("weight", "printed"),
    [("log-rank", 16.7929), ("gehan-breslow", 13.4579), ("tarone-ware", 15.1236), ("peto-peto", 14.0841)],
)
def test_the_6_mp_trial_by_the_book(weight: str, printed: float) -> None:
    assert round(compare(rows("sixmp"), data("sixmp")["treated"], weight=weight).statistic, 4) == printed


def test_the_6_mp_trial_has_gehans_own_score_and_variance() -> None:
    found = compare(rows("sixmp"), data("sixmp")["treated"], weight=Weight.GEHAN_BRESLOW)
    assert found.scores.round(6).tolist() == [271, -271]
    assert round(float(found.covariance[0, 0]), 2) == 5457.11
    assert round(found.p, 6) == 0.000244


def test_weights_count_as_so_many_rows() -> None:
    many, followed = repeated()
    for weight in WEIGHTS:
        said = r("weights", "weighted_repeated", "chisq", weight)
        equal(
            compare(rows("weights", weights="whole"), data("weights")["arm"], weight=weight).statistic, said
        )
        equal(compare(followed, many["arm"], weight=weight).statistic, said)


def test_the_names_of_groups_do_not_matter() -> None:
    dose = data("ties")["dose"]
    named = np.array(["none", "some", "much"])[dose.astype(int)]
    equal(compare(rows("ties"), named).statistic, compare(rows("ties"), dose).statistic)
    assert compare(rows("ties"), named).labels == ("much", "none", "some")


def test_a_trend_takes_scores_and_a_shift_of_them_changes_nothing() -> None:
    dose = data("ties")["dose"]
    plain = trend(rows("ties"), dose)
    assert plain.scores == (1, 2, 3)
    equal(trend(rows("ties"), dose, scores=[11, 12, 13]).statistic, plain.statistic)
    assert trend(rows("ties"), dose, scores=[0, 1, 1]).statistic != pytest.approx(plain.statistic)


def test_pairs_are_compared_on_their_own_rows_and_corrected_by_holm() -> None:
    d = data("ties")
    pairs = pairwise(rows("ties"), d["dose"])
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1), (0, 2), (1, 2)]
    only = (d["dose"] == 0) | (d["dose"] == 2)
    alone = compare(follow_up(d["time"][only], d["event"][only]), d["dose"][only])
    equal(pairs[1].p, alone.p)
    assert [pair.p_holm for pair in pairs] == list(holm([pair.p for pair in pairs]))


def test_holm_multiplies_the_smallest_most_and_never_falls() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([0.6, 0.7]) == (1, 1)


def test_one_group_without_events_can_still_be_compared() -> None:
    found = compare(follow_up([1, 2, 3, 4], [1, 1, 0, 0]), [0, 0, 1, 1])
    assert found.observed.tolist() == [2, 0]
    assert found.p < 1


def test_two_people_can_be_compared() -> None:
    found = compare(rows("pair"), data("pair")["group"])
    assert found.statistic == pytest.approx(1)


def test_a_group_that_was_never_at_risk_at_an_event_does_not_count() -> None:
    found = compare(follow_up([1, 5, 6, 7], [0, 1, 1, 0]), ["gone", "a", "b", "b"])
    assert found.df == 1


@pytest.mark.parametrize(
    ("time", "event", "group", "told"),
    [
        ([1, 2], [1, 1], ["a", "a"], "only one group"),
        ([1, 2], [0, 0], ["a", "b"], "no event"),
        ([1, 2], [0, 1], ["a", "b"], "never at risk together"),
    ],
)
def test_where_nothing_can_be_compared_it_says_so(
    time: list[int], event: list[int], group: list[str], told: str
) -> None:
    with pytest.raises(Unsound, match=told):
        compare(follow_up(time, event), group)


def test_a_trend_without_different_scores_is_refused() -> None:
    with pytest.raises(Unsound, match="no trend"):
        trend(rows("ties"), data("ties")["dose"], scores=[1, 1, 1])
    with pytest.raises(Unsound, match="3 groups and 2 scores"):
        trend(rows("ties"), data("ties")["dose"], scores=[1, 2])
