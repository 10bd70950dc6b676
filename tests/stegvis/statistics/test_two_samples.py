"""Two samples: as R finds them, and the same whichever way differences are looked through."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.statistics import two_samples
from stegvis.statistics.errors import Unsound
from stegvis.statistics.two_samples import bootstrap, hodges_lehmann, rank_test

FIRST = [12, 40, 40, 71, 95, 120, 160, 161, 200, 365, 365]
SECOND = [3, 25, 40, 66, 70, 88, 130, 131, 199]


def test_ranks_are_compared_as_r_does() -> None:
    """wilcox.test(first, second, exact = FALSE) in R 4.2.2."""
    found = rank_test(FIRST, SECOND)
    assert found.u == 66
    assert found.p == pytest.approx(0.223273047973, rel=1e-10)


def test_the_median_difference_and_its_limits_are_those_of_all_pairs_in_order() -> None:
    """d <- sort(outer(first, second, "-")) in R 4.2.2: median(d), d[23], d[77]."""
    found = hodges_lehmann(FIRST, SECOND)
    assert (found.estimate, found.low, found.high) == (37, -35, 157)


samples = st.lists(st.integers(0, 400).map(lambda one: one / 4), min_size=1, max_size=40)


@given(samples, samples)
def test_halving_finds_the_same_differences_as_writing_all_down(x: list[float], y: list[float]) -> None:
    every = hodges_lehmann(x, y)
    with mock.patch.object(two_samples, "ALL_PAIRS", 0):
        assert hodges_lehmann(x, y) == every
    back = hodges_lehmann(y, x)
    assert (back.estimate, back.low, back.high) == (-every.estimate, -every.high, -every.low)


@given(samples, samples)
def test_ranks_say_the_same_from_either_side(x: list[float], y: list[float]) -> None:
    one, other = rank_test(x, y), rank_test(y, x)
    assert one.u + other.u == len(x) * len(y)
    assert one.p == pytest.approx(other.p)
    assert 0 <= one.p <= 1


def test_resampled_limits_lie_about_the_difference_and_follow_the_seed() -> None:
    random = np.random.default_rng(2)
    x, y = random.normal(10, 3, 400), random.normal(8, 3, 400)
    found = bootstrap(x, y, seed=1)
    assert found == bootstrap(x, y, seed=1)
    assert found != bootstrap(x, y, seed=2)
    error = np.sqrt(x.var(ddof=1) / 400 + y.var(ddof=1) / 400)
    assert found.estimate == pytest.approx(x.mean() - y.mean())
    assert found.low == pytest.approx(found.estimate - 1.96 * error, abs=0.05)
    assert found.high == pytest.approx(found.estimate + 1.96 * error, abs=0.05)


def test_an_empty_sample_is_refused() -> None:
    for compare in (rank_test, hodges_lehmann):
        with pytest.raises(Unsound):
            compare([], [1.0])
    with pytest.raises(Unsound):
        bootstrap([1.0], [], seed=1)
