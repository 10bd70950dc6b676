"""Cox's model equals R's `coxph`; where there is no estimate it says so instead of giving a number."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stegvis.statistics.cox import cox
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import follow_up
from tests.stegvis.statistics.pinned import MODELS, data, equal, fitted, r, repeated, rows

EVERY = [(name, model, ties) for name, model in MODELS for ties in ("efron", "breslow")]


@pytest.mark.parametrize(("name", "model", "ties"), EVERY)
def test_every_model_equals_r(name: str, model: str, ties: str) -> None:
    fit, said = fitted(name, model, ties), r(name, model, ties)
    equal(fit.coefficients, np.atleast_1d(said["coef"]))
    equal(fit.covariance, said["covariance"])
    equal(fit.std_errors, np.atleast_1d(said["std_error"]))
    equal([fit.loglik_null, fit.loglik], said["loglik"])
    equal(fit.score_test.statistic, said["score"])
    equal(fit.wald.statistic, said["wald"])
    if fit.robust:
        equal(fit.model_covariance, said["naive_covariance"])


@pytest.mark.parametrize(
    ("ties", "coefficient", "error"), [("efron", 1.572125, 0.412397), ("breslow", 1.509191, 0.409564)]
)
def test_the_6_mp_trial_by_the_book(ties: str, coefficient: float, error: float) -> None:
    (placebo,) = cox(rows("sixmp"), 1 - data("sixmp")["treated"], ties=ties).hazard_ratios()
    assert round(placebo.coefficient, 6) == coefficient
    assert round(placebo.std_error, 6) == error


def test_the_hazard_ratio_of_the_6_mp_trial_has_its_limits() -> None:
    (placebo,) = cox(rows("sixmp"), 1 - data("sixmp")["treated"], names=["placebo"]).hazard_ratios()
    assert (round(placebo.ratio, 4), round(placebo.low, 4), round(placebo.high, 4)) == (
        4.8169,
        2.1465,
        10.8093,
    )
    assert placebo.name == "placebo"


def test_with_efrons_ties_case_weights_are_not_copies_of_rows() -> None:
    d = data("weights")
    x = np.column_stack([d["arm"], d["age"]])
    many, followed = repeated()
    copied = cox(followed, np.column_stack([many["arm"], many["age"]]))
    equal(copied.coefficients, r("weights", "cox_repeated", "efron", "coef"))
    equal(copied.covariance, r("weights", "cox_repeated", "efron", "covariance"))
    as_weights = cox(follow_up(d["time"], d["event"], weights=d["whole"]), x)
    assert abs(as_weights.coefficients[0] / copied.coefficients[0] - 1) > 1e-4
    as_copies = cox(follow_up(d["time"], d["event"]), x, copies=d["whole"])
    assert_allclose(as_copies.coefficients, copied.coefficients, rtol=1e-10)
    assert_allclose(as_copies.covariance, copied.covariance, rtol=1e-10)
    assert as_copies.rows == copied.rows == int(d["whole"].sum())


def test_with_breslows_ties_case_weights_are_copies_of_rows() -> None:
    d = data("weights")
    x = np.column_stack([d["arm"], d["age"]])
    weighted = cox(follow_up(d["time"], d["event"], weights=d["whole"]), x, ties="breslow")
    equal(weighted.coefficients, r("weights", "cox_repeated", "breslow", "coef"))


def test_who_enters_at_the_time_of_an_event_was_not_at_risk_of_it() -> None:
    d = data("entry")
    assert np.isin(d["entry"], d["time"][d["event"] == 1]).any()  # the data set has such rows
    x = d["arm"]
    entered = cox(rows("entry"), x)
    earlier = cox(follow_up(d["time"], d["event"], entry=d["entry"] - 0.5), x)
    assert abs(entered.coefficients[0] - earlier.coefficients[0]) > 1e-6


def test_without_late_entries_an_entry_at_0_changes_nothing() -> None:
    d = data("ties")
    plain = cox(rows("ties"), d["age"])
    entered = cox(follow_up(d["time"], d["event"], entry=np.zeros(len(d["time"]))), d["age"])
    equal(entered.coefficients, plain.coefficients)


def test_a_covariate_may_be_moved_and_stretched() -> None:
    d = data("ties")
    plain = cox(rows("ties"), d["age"])
    moved = cox(rows("ties"), d["age"] * 1e6 + 1e9)
    assert_allclose(moved.coefficients * 1e6, plain.coefficients, rtol=1e-7)
    assert_allclose(moved.loglik, plain.loglik, rtol=1e-12)


def test_the_likelihood_ratio_test_is_twice_the_gain() -> None:
    fit = fitted("ties", "cox", "efron")
    assert fit.likelihood_ratio.df == 2
    assert fit.likelihood_ratio.statistic == pytest.approx(2 * (fit.loglik - fit.loglik_null))


def test_every_row_its_own_cluster_is_the_sandwich_of_single_rows() -> None:
    fit = fitted("weights", "cox_robust", "efron")
    assert fit.clusters == 140
    assert not np.allclose(fit.covariance, fit.model_covariance)


SEPARATED = [
    ("those with the event are always the older", [1, 2, 3, 4], [1, 1, 1, 0], [[9], [7], [5], [3]]),
    ("one group has no event", [1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], [[0], [0], [0], [1], [1], [1]]),
    ("two people", [3, 5], [1, 1], [[0], [1]]),
    (
        "only together do two covariates order the events",
        [1, 2, 3, 4],
        [1, 1, 1, 1],
        [[4, 1], [3, 0], [2, 1], [1, 0]],
    ),
]


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize(("why", "time", "event", "x"), SEPARATED, ids=[case[0] for case in SEPARATED])
def test_a_monotone_likelihood_is_refused_and_no_number_given(
    why: str, time: list[int], event: list[int], x: list[list[float]], ties: str
) -> None:
    with pytest.raises(Unsound, match="monotone likelihood"):
        cox(follow_up(time, event), x, ties=ties)


def test_a_monotone_likelihood_is_seen_among_many_rows_and_covariates() -> None:
    d = data("sites")
    late = (d["time"] > np.quantile(d["time"], 0.9)).astype(float) * (d["event"] == 0)
    with pytest.raises(Unsound, match=r"^late: the estimate runs away"):
        cox(rows("sites"), np.column_stack([d["age"], late]), names=["age", "late"])


def test_a_strong_effect_is_no_monotone_likelihood() -> None:
    n = 40
    x = np.repeat([0.0, 1.0], n)
    time = np.concatenate([np.arange(1, n + 1), np.arange(1, n + 1) + n - 1])
    (effect,) = cox(follow_up(time, np.ones(2 * n)), x).hazard_ratios()
    assert effect.coefficient < -4


def test_a_constant_covariate_is_refused_by_name() -> None:
    with pytest.raises(Unsound, match=r"^site: the same for everybody"):
        cox(rows("ties"), np.column_stack([data("ties")["age"], np.ones(160)]), names=["age", "site"])


def test_a_covariate_that_only_differs_between_strata_is_refused_by_name() -> None:
    d = data("sites")
    with pytest.raises(Unsound, match=r"^site: no difference among those at risk together"):
        cox(rows("sites"), np.column_stack([d["age"], d["site"]]), names=["age", "site"], strata=d["site"])


def test_a_combination_of_other_covariates_is_refused_by_name() -> None:
    d = data("ties")
    columns = np.column_stack([d["age"], d["dose"], d["age"] - 2 * d["dose"]])
    with pytest.raises(Unsound, match=r"^sum is a combination"):
        cox(rows("ties"), columns, names=["age", "dose", "sum"])


def test_without_events_nothing_is_estimated() -> None:
    with pytest.raises(Unsound, match="no event"):
        cox(follow_up([1, 2, 3], [0, 0, 0]), [1, 2, 3])


@pytest.mark.parametrize(
    ("covariates", "names", "told"),
    [
        ([[1], [2]], None, "must have 3 rows"),
        ([[1], [2], [float("nan")]], None, "missing"),
        ([[1], [2], ["x"]], None, "numbers"),
        ([[1], [2], [3]], ["a", "b"], "1 covariates and 2 names"),
    ],
)
def test_wrong_covariates_are_refused(
    covariates: list[list[float]], names: list[str] | None, told: str
) -> None:
    with pytest.raises(Unsound, match=told):
        cox(follow_up([1, 2, 3], [1, 1, 0]), covariates, names=names)


@pytest.mark.parametrize("copies", [[1, 0, 1], [1, 1.5, 1]])
def test_copies_are_whole_numbers_from_1(copies: list[float]) -> None:
    with pytest.raises(Unsound, match="whole numbers from 1"):
        cox(follow_up([1, 2, 3], [1, 1, 0]), [1, 3, 2], copies=copies)


def test_copies_have_no_cluster() -> None:
    with pytest.raises(Unsound, match="no cluster"):
        cox(follow_up([1, 2, 3], [1, 1, 0]), [1, 3, 2], copies=[1, 1, 1], clusters=[1, 2, 3])
