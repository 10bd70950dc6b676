"""Power by simulation: the same seed gives the same answer, and it agrees with formulas where these hold."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stegvis.statistics.errors import Unsound
from stegvis.statistics.power import PiecewiseHazard, scaled, simulated_power, wilson
from stegvis.statistics.sample_size import power_with

STEADY = PiecewiseHazard((0.0,), (0.004,))


def test_the_same_seed_gives_the_same_studies() -> None:
    once, again, other = (
        simulated_power(STEADY, scaled(STEADY, 1.6), (80, 80), horizon=365, runs=60, seed=seed)
        for seed in (7, 7, 8)
    )
    assert once == again
    assert once != other


def test_it_agrees_with_schoenfelds_formula_under_proportional_hazards() -> None:
    found = simulated_power(STEADY, scaled(STEADY, 1.6), (110, 110), horizon=365, runs=400)
    assert found.low < power_with(found.mean_events, 1.6) < found.high


def test_without_a_difference_it_finds_one_in_about_alpha_of_studies() -> None:
    found = simulated_power(STEADY, STEADY, (100, 100), horizon=365, runs=400)
    assert found.low < 0.05 < found.high


def test_an_early_difference_is_found_more_often_by_gehan_and_breslow() -> None:
    early = scaled(STEADY, [(0.0, 2.0), (90.0, 0.8)])
    powers = [
        simulated_power(STEADY, early, (150, 150), horizon=365, runs=150, weight=weight).power
        for weight in ("gehan-breslow", "log-rank")
    ]
    assert powers[0] > powers[1]


def test_piecewise_times_follow_their_hazards() -> None:
    hazard = PiecewiseHazard((0.0, 10.0), (0.1, 0.0))
    rng = np.random.default_rng(1)
    times = hazard.times(1 - rng.random(20_000))
    assert np.isfinite(times).mean() == pytest.approx(1 - math.exp(-1), abs=0.02)
    assert times[np.isfinite(times)].max() <= 10


def test_hazards_and_ratios_multiply_piece_by_piece() -> None:
    found = scaled(PiecewiseHazard((0.0, 100.0), (0.01, 0.02)), [(0.0, 1.0), (50.0, 2.0)])
    assert found == PiecewiseHazard((0.0, 50.0, 100.0), (0.01, 0.02, 0.04))


def test_losses_and_a_long_accrual_change_the_number_of_events() -> None:
    plain, lost, slow = (
        simulated_power(
            STEADY, STEADY, (100, 100), horizon=200, runs=20, loss=loss, accrual=accrual
        ).mean_events
        for loss, accrual in ((0.0, 0.0), (0.01, 0.0), (0.0, 300.0))
    )
    assert lost < plain < slow


def test_studies_without_events_find_nothing_and_are_counted() -> None:
    none = PiecewiseHazard((0.0,), (0.0,))
    found = simulated_power(none, none, (5, 5), horizon=10, runs=10)
    assert (found.power, found.without_test) == (0, 10)


def test_wilsons_limits_stay_within_0_and_1() -> None:
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == 1
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)


@pytest.mark.parametrize(
    ("begins", "rates"), [((), ()), ((1.0,), (0.1,)), ((0.0, 0.0), (0.1, 0.1)), ((0.0,), (-1.0,))]
)
def test_a_hazard_needs_its_pieces(begins: tuple[float, ...], rates: tuple[float, ...]) -> None:
    with pytest.raises(Unsound):
        PiecewiseHazard(begins, rates)


def test_a_simulation_needs_people_and_time() -> None:
    with pytest.raises(Unsound, match="people in both arms"):
        simulated_power(STEADY, STEADY, (0, 5), horizon=10)
