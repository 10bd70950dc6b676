"""Two samples, tables of counts, hazard ratios by group: as R has them, and refused where nothing is said."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.interaction import interaction
from stegvis.statistics.shares import chi_squared, fisher, share_difference
from stegvis.statistics.two_samples import _medians, bootstrap, hodges_lehmann, rank_test, welch
from tests.stegvis.statistics.pinned import data, equal, r


def says(*path: str) -> Any:
    return r(*path, file="comparisons")


def sample(name: str) -> tuple[Any, Any]:
    if name == "small":
        return [12, 40, 40, 71, 95], [3, 25, 40, 66]
    d = data("sites")
    column = d["time" if name == "ties" else "age"]
    return column[d["arm"] == 1], column[d["arm"] == 0]


@pytest.mark.parametrize("name", ["ties", "ages", "small"])
def test_two_samples_are_compared_as_r_does(name: str) -> None:
    first, second = sample(name)
    means, theirs = welch(first, second), says("samples", name, "welch")
    equal(
        [means.estimate, means.low, means.high, means.t, means.df, means.p],
        [theirs[one] for one in ("estimate", "low", "high", "t", "df", "p")],
    )
    ranks = rank_test(first, second)
    equal([ranks.u, ranks.p], [says("samples", name, "ranks", one) for one in ("u", "p")])
    shift = hodges_lehmann(first, second)
    equal([shift.estimate, shift.low, shift.high], says("samples", name, "shift"))


@pytest.mark.parametrize("name", ["myhre", "small", "lopsided", "wide"])
def test_tables_of_counts_are_tested_as_r_does(name: str) -> None:
    table = says("tables", name, "table")
    found = chi_squared(table)
    equal(
        [found.statistic, found.df, found.p, found.least],
        [says("tables", name, one) for one in ("statistic", "df", "p", "least")],
    )
    if len(table[0]) == 2:
        equal(fisher(table), says("tables", name, "fisher"))
        first, second = ((have, have + others) for have, others in table)
        apart = share_difference(first, second)
        equal(
            [apart.estimate, apart.low, apart.high],
            [says("tables", name, "share", one) for one in ("estimate", "low", "high")],
        )
        equal(apart.p, says("tables", name, "p"))


@pytest.mark.parametrize("name", ["two", "three", "adjusted"])
def test_whether_a_hazard_ratio_differs_by_group_is_tested_as_r_does(name: str) -> None:
    d = data("sites")
    mine = d["site"] < d["site"].max() if name == "two" else np.full(len(d["site"]), True)
    found = interaction(
        follow_up(d["time"][mine], d["event"][mine]),
        d["arm"][mine],
        d["site"][mine],
        d["age"][mine] if name == "adjusted" else None,
    )
    equal([one.coefficient for one in found.ratios], says("products", name, "coef"))
    equal([one.std_error for one in found.ratios], says("products", name, "std_error"))
    equal(found.likelihood_ratio.statistic, says("products", name, "likelihood_ratio"))
    equal(found.wald.statistic, says("products", name, "wald"))
    assert found.likelihood_ratio.df == found.wald.df == says("products", name, "df")


def test_the_order_of_groups_does_not_change_whether_ratios_differ() -> None:
    d = data("sites")
    rows = follow_up(d["time"], d["event"])
    one = interaction(rows, d["arm"], d["site"])
    other = interaction(rows, d["arm"], -d["site"])
    equal(one.likelihood_ratio.statistic, other.likelihood_ratio.statistic)
    equal(one.wald.statistic, other.wald.statistic, 1e-7)


@pytest.mark.parametrize("n", [1, 2, 7, 30, 31])
def test_resampled_medians_spread_as_those_of_resamples_drawn_one_by_one(n: int) -> None:
    random = np.random.default_rng(3)
    sample = random.exponential(100, n)
    found = np.sort(_medians(sample, random, 20_000))
    drawn = np.sort(np.median(random.choice(sample, (20_000, n)), axis=1))
    everywhere = np.union1d(found, drawn) + 1e-9
    apart = np.searchsorted(found, everywhere) - np.searchsorted(drawn, everywhere)
    assert np.abs(apart).max() < 20_000 * 0.0195  # Smirnov's limit at one in a thousand
    median = bootstrap(sample, [0.0], seed=1, of="median")
    assert median.estimate == pytest.approx(np.median(sample))
    assert sample.min() <= median.low <= median.high <= sample.max()


def test_means_are_resampled_alike_whether_values_repeat_or_not() -> None:
    """Whole days repeat, and how often each is drawn is counted; with a grain of noise each is drawn."""
    random = np.random.default_rng(4)
    x, y = random.integers(0, 30, 2000), random.integers(0, 33, 2000)
    counted = bootstrap(x, y, seed=1)
    drawn = bootstrap(x + random.random(2000) * 1e-9, y, seed=1)
    error = math.sqrt(x.var() / 2000 + y.var() / 2000)
    assert counted.low == pytest.approx(drawn.low, abs=0.15 * error)
    assert counted.high == pytest.approx(drawn.high, abs=0.15 * error)


@given(st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=2), min_size=2, max_size=2))
def test_fishers_p_is_that_of_all_tables_with_the_same_margins(table: list[list[int]]) -> None:
    (a, b), (c, d) = table
    if not a + b + c + d:
        with pytest.raises(Unsound):
            fisher(table)
        return
    n, row, column = a + b + c + d, a + b, a + c

    def ways(one: int) -> int:
        return math.comb(row, one) * math.comb(n - row, column - one)

    possible = [ways(one) for one in range(max(0, row + column - n), min(row, column) + 1)]
    expected = sum(one for one in possible if one <= ways(a)) / sum(possible)
    assert fisher(table) == pytest.approx(expected, rel=1e-9)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(Unsound, match="one number"):
        welch([1.0], [1.0, 2.0])
    with pytest.raises(Unsound, match="constant"):
        welch([2.0, 2.0], [3.0, 3.0])
    for table in ([[1, 2]], [[0, 0], [1, 2]], [[1, -1], [2, 2]], [[0, 0], [0, 0]]):
        with pytest.raises(Unsound):
            chi_squared(table)
    with pytest.raises(Unsound):
        share_difference((0, 0), (1, 2))
    with pytest.raises(Unsound):
        fisher([[1, 2, 3], [1, 2, 3]])
    with pytest.raises(Unsound, match="one group"):
        interaction(follow_up([1, 2, 3], [1, 1, 1]), [0, 1, 0], [1, 1, 1])


def test_shares_of_which_all_or_none_have_it_do_not_differ() -> None:
    assert share_difference((5, 5), (3, 3)).p == 1
    assert share_difference((0, 5), (0, 3)).estimate == 0
