"""Baseline hazards and curves from a Cox model equal R's."""

from __future__ import annotations

import numpy as np
import pytest

from stegvis.statistics.baseline import adjusted, baseline, predicted
from stegvis.statistics.cox import cox
from stegvis.statistics.errors import Unsound
from tests.stegvis.statistics.pinned import data, equal, fitted, r, rows
from tests.stegvis.statistics.test_cox import EVERY

PEOPLE: dict[tuple[str, str], list[list[float]]] = {
    ("sixmp", "cox"): [[0], [1]],
    ("ties", "cox"): [[0, 30], [2, 50]],
    ("entry", "cox"): [[0, 0], [1, 0.5]],
    ("weights", "cox"): [[0, 40], [1, 40]],
    ("unrounded", "cox"): [[0, 0, 0], [1, 1, 1]],
}


@pytest.mark.parametrize(("name", "model", "ties"), EVERY)
def test_the_baseline_hazard_equals_basehaz(name: str, model: str, ties: str) -> None:
    said = r(name, model, ties, "baseline")
    times, hazard, strata = (np.array(said[key]) for key in ("time", "hazard", "strata"))
    for number, base in enumerate(baseline(fitted(name, model, ties)), start=1):
        equal(base.at(times[strata == number]), hazard[strata == number])


@pytest.mark.parametrize(("name", "model"), PEOPLE)
@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_curves_of_given_people_equal_survfit(name: str, model: str, ties: str) -> None:
    said = r(name, model, ties, "adjusted")
    for person, covariates in enumerate(PEOPLE[name, model]):
        (curve,) = predicted(fitted(name, model, ties), covariates)
        steps = np.isin(said["time"], curve.times)
        for ours in ("survival", "std_error", "low", "high"):
            equal(getattr(curve, ours), np.array(said[ours], dtype=float)[steps, person])


@pytest.mark.parametrize(("name", "model"), PEOPLE)
def test_the_mean_curve_of_all_equals_the_mean_of_rs_curves(name: str, model: str) -> None:
    said = r(name, model, "efron", "marginal")
    (curve,) = adjusted(fitted(name, model, "efron"))
    equal(curve.survival, np.array(said["survival"])[np.isin(said["time"], curve.times)])


def test_a_groups_adjusted_curve_gives_everybody_its_value() -> None:
    d = data("ties")
    fit = fitted("ties", "cox", "efron")
    none, much = (
        adjusted(fit, np.column_stack([np.full(160, dose), d["age"]]))[0].survival for dose in (0.0, 2.0)
    )
    assert (much < none).all()


def test_each_stratum_has_its_own_curve_by_its_own_name() -> None:
    d = data("sites")
    named = np.array(["north", "south", "west"])[d["site"].astype(int)]
    fit = cox(rows("sites"), d["age"], strata=named)
    assert [base.stratum for base in baseline(fit)] == ["north", "south", "west"]
    assert [curve.stratum for curve in predicted(fit, [41])] == ["north", "south", "west"]


def test_people_with_other_covariates_than_the_models_are_refused() -> None:
    with pytest.raises(Unsound, match="2 covariates; these rows have 1"):
        adjusted(fitted("ties", "cox", "efron"), [[1.0]])
