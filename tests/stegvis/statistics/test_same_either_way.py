"""Whatever way rows are laid out, counted or sorted, put together or not, in tables, results are the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stegvis.statistics import collapse as collapsing
from stegvis.statistics import cox as coxing
from stegvis.statistics.arrays import Floats
from stegvis.statistics.competing import cumulative_incidence
from stegvis.statistics.cox import CoxFit, cox
from stegvis.statistics.day_tables import day_table, fit_from_tables
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp, follow_up
from stegvis.statistics.kaplan_meier import kaplan_meier
from stegvis.statistics.residuals import martingale
from stegvis.statistics.tests import compare
from tests.stegvis.statistics.pinned import data

Row = tuple[int, int, int, int, int, int]  # length, event, entry, group, covariate, stratum
ROWS = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.integers(0, 2),
        st.integers(0, 6),
        st.integers(0, 1),
        st.integers(0, 4),
        st.integers(0, 1),
    ),
    min_size=12,
    max_size=60,
)
LATE = st.booleans()


def columns(drawn: list[Row], late: bool) -> tuple[FollowUp, Floats, Floats, Floats]:
    """The follow-up, the group, the covariates and the stratum of drawn rows."""
    length, event, entry, group, covariate, stratum = (
        np.array(column) for column in zip(*drawn, strict=True)
    )
    begins = entry if late else np.zeros(len(entry), int)
    rows = follow_up(begins + length, event, entry=begins if late else None)
    return rows, group.astype(float), np.column_stack([group, covariate]).astype(float), stratum.astype(float)


def moved(rows: FollowUp) -> FollowUp:
    """The same rows with times that are no whole numbers, in the same order: they must be sorted."""
    entry = None if rows.entry is None else rows.entry + 0.5
    return replace(rows, time=rows.time + 0.5, entry=entry)


def fitted(rows: FollowUp, x: Floats, **more: object) -> CoxFit:
    """The fit, or no example where there is none."""
    try:
        return cox(rows, x, **more)  # type: ignore[arg-type]
    except Unsound:
        assume(False)
        raise


def same(one: CoxFit, other: CoxFit) -> None:
    assert_allclose(one.coefficients, other.coefficients, rtol=1e-8, atol=1e-9)
    assert_allclose(one.covariance, other.covariance, rtol=1e-7, atol=1e-9)
    assert_allclose(one.loglik, other.loglik, rtol=1e-10)


@given(ROWS, LATE)
def test_counted_and_sorted_days_give_the_same_curves(drawn: list[Row], late: bool) -> None:
    rows, group, _, _ = columns(drawn, late)
    assert rows.axis.times.tolist() == list(range(int(rows.time.min()), int(rows.time.max()) + 1))
    for counted, ordered in zip(kaplan_meier(rows, group), kaplan_meier(moved(rows), group), strict=True):
        assert ordered.times.tolist() == (counted.times + 0.5).tolist()
        assert_allclose(ordered.survival, counted.survival)
        assert_allclose(ordered.std_error, counted.std_error)
        assert ordered.at_risk.tolist() == counted.at_risk.tolist()


@given(ROWS, LATE)
def test_counted_and_sorted_days_give_the_same_tests(drawn: list[Row], late: bool) -> None:
    rows, group, _, stratum = columns(drawn, late)
    assume(rows.happened.any() and 0 < group.sum() < len(group))
    for weight in ("log-rank", "gehan-breslow"):
        try:
            counted = compare(rows, group, weight=weight, strata=stratum)
        except Unsound:
            continue
        assert_allclose(
            compare(moved(rows), group, weight=weight, strata=stratum).statistic, counted.statistic, rtol=1e-8
        )


@given(ROWS, LATE)
def test_counted_and_sorted_days_give_the_same_incidence(drawn: list[Row], late: bool) -> None:
    rows, _, _, _ = columns(drawn, late)
    assume(rows.happened.any())
    (counted,), (ordered,) = cumulative_incidence(rows), cumulative_incidence(moved(rows))
    assert_allclose(ordered.probability, counted.probability)
    assert_allclose(ordered.std_error, counted.std_error, atol=1e-8)


@given(ROWS, LATE, st.sampled_from(["efron", "breslow"]))
def test_counted_and_sorted_days_give_the_same_model(drawn: list[Row], late: bool, ties: str) -> None:
    rows, _, x, stratum = columns(drawn, late)
    same(fitted(rows, x, ties=ties, strata=stratum), fitted(moved(rows), x, ties=ties, strata=stratum))


@given(ROWS, st.sampled_from(["efron", "breslow"]))
def test_rows_put_together_give_the_same_model_and_residuals(drawn: list[Row], ties: str) -> None:
    rows, _, x, stratum = columns(drawn * 3, late=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collapsing, "WORTH", 0)
        together = fitted(rows, x, ties=ties, strata=stratum)
        assert len(together.fitted.point.risk) <= len(drawn)
        patch.setattr(coxing, "collapse", lambda sets, covariates: None)
        apart = fitted(rows, x, ties=ties, strata=stratum)
    same(together, apart)
    assert_allclose(martingale(together), martingale(apart), atol=1e-7)


@given(ROWS, LATE, st.sampled_from(["efron", "breslow"]))
def test_rows_in_order_of_time_give_the_same_model_and_residuals(
    drawn: list[Row], late: bool, ties: str
) -> None:
    rows, _, x, stratum = columns(drawn, late)
    as_they_come = fitted(rows, x, ties=ties, strata=stratum)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coxing, "collapse", lambda sets, covariates: None)
        patch.setattr(coxing, "MANY", 0)
        in_order = fitted(rows, x, ties=ties, strata=stratum)
    same(as_they_come, in_order)
    assert_allclose(martingale(as_they_come), martingale(in_order), atol=1e-7)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_a_start_from_some_of_the_rows_leads_to_the_same_estimate(ties: str) -> None:
    d = data("sites")
    many = np.tile(np.arange(300), 5)
    x = np.column_stack([d["arm"], d["age"]])[many]
    rows = follow_up(d["time"][many], d["event"][many])
    from_0 = cox(rows, x, ties=ties)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coxing, "SAMPLE", 200)
        patch.setattr(coxing, "collapse", lambda sets, covariates: None)
        from_some = cox(rows, x, ties=ties)
    same(from_0, from_some)


@given(ROWS, LATE, st.sampled_from(["efron", "breslow"]), st.integers(1, 11))
def test_tables_give_the_pooled_model(drawn: list[Row], late: bool, ties: str, cut: int) -> None:
    rows, _, x, stratum = columns(drawn, late)
    pooled = fitted(rows, x, ties=ties, strata=stratum)
    parts = [slice(None, cut), slice(cut, None)]
    tables = [
        day_table(rows.only(np.arange(len(rows))[part]), x[part], strata=stratum[part]) for part in parts
    ]
    same(fit_from_tables(tables, ties=ties).fit, pooled)


@given(ROWS, LATE)
def test_the_order_of_rows_does_not_matter(drawn: list[Row], late: bool) -> None:
    rows, _, x, _ = columns(drawn, late)
    backwards, _, x_backwards, _ = columns(drawn[::-1], late)
    same(fitted(rows, x), fitted(backwards, x_backwards))


def test_what_would_not_pay_is_not_put_together() -> None:
    rows = follow_up([1, 2, 3, 4], [1, 1, 1, 0])
    fit = cox(rows, [0.5, 0.25, 0.75, 0.6])
    assert len(fit.fitted.point.risk) == 4
    assert collapsing.collapse(fit.fitted.point.sets, np.array([[0.5], [0.25], [0.75], [0.6]])) is None
