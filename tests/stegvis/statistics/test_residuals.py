"""Residuals equal R's, and hold what they must hold by themselves."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stegvis.statistics.cox import cox
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.residuals import dfbeta, martingale, schoenfeld, score_residuals
from tests.stegvis.statistics.pinned import data, equal, fitted, r
from tests.stegvis.statistics.test_cox import EVERY


def columns(values: object) -> np.ndarray:
    found = np.asarray(values, dtype=float)
    return found[:, None] if found.ndim == 1 else found


def in_order(table: np.ndarray) -> np.ndarray:
    """Rows sorted, as R and we order events of one day differently."""
    return table[np.lexsort(table.round(9).T[::-1])]


@pytest.mark.parametrize(("name", "model", "ties"), EVERY)
def test_martingale_and_score_residuals_equal_r(name: str, model: str, ties: str) -> None:
    fit, said = fitted(name, model, ties), r(name, model, ties)
    equal(martingale(fit), said["martingale"], 1e-7)
    equal(score_residuals(fit), columns(said["score_residuals"]), 1e-7)


@pytest.mark.parametrize(("name", "model", "ties"), EVERY)
def test_schoenfeld_residuals_equal_r(name: str, model: str, ties: str) -> None:
    found, said = schoenfeld(fitted(name, model, ties)), r(name, model, ties)
    equal(np.sort(found.times), np.sort(said["schoenfeld_times"]), 1e-6)
    equal(in_order(found.residuals), in_order(columns(said["schoenfeld"])), 1e-7)
    if "scaled_schoenfeld" in said:
        equal(in_order(found.scaled), in_order(columns(said["scaled_schoenfeld"])), 1e-7)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_martingale_residuals_and_scores_add_up_to_0(ties: str) -> None:
    fit = fitted("entry", "cox", ties)
    assert_allclose(martingale(fit).sum(), 0, atol=1e-9)
    assert_allclose(score_residuals(fit).sum(axis=0), 0, atol=1e-8)
    assert_allclose(schoenfeld(fit).residuals.sum(axis=0), 0, atol=1e-8)


def test_dfbeta_is_about_what_leaving_a_row_out_does() -> None:
    d = data("unrounded")
    fit = fitted("unrounded", "cox", "efron")
    x = np.column_stack([d["arm"], d["x"], d["z"]])
    without = np.arange(80) != 7
    left_out = cox(follow_up(d["time"][without], d["event"][without]), x[without])
    assert_allclose(dfbeta(fit)[7], fit.coefficients - left_out.coefficients, atol=0.02)


def test_a_schoenfeld_residual_names_the_row_of_its_event() -> None:
    d, found = data("ties"), schoenfeld(fitted("ties", "cox", "efron"))
    assert (d["event"][found.row] == 1).all()
    assert d["time"][found.row].tolist() == found.times.tolist()
    assert (np.diff(found.times) >= 0).all()


def test_a_row_at_risk_at_no_event_has_no_residual() -> None:
    fit = cox(follow_up([1, 2, 3, 4, 5], [0, 1, 1, 1, 0]), [1, 2, 1, 3, 2])
    assert martingale(fit)[0] == 0
    assert score_residuals(fit)[0].tolist() == [0]
