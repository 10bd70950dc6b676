"""The closed forms for many tied deaths equal the sums that they stand for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stegvis.statistics.tied import breslow, efron


def summed(d: int, ratio: Fraction) -> list[float]:
    """The sums as they are written, in exact fractions."""
    a = d * ratio
    u = [1 / (1 - step / a) for step in range(d)]
    share = [Fraction(step, d) for step in range(d)]
    return [
        float(sum(u)),
        float(sum(s * x for s, x in zip(share, u, strict=True))),
        float(sum(x * x for x in u)),
        float(sum(s * x * x for s, x in zip(share, u, strict=True))),
        float(sum(s * s * x * x for s, x in zip(share, u, strict=True))),
    ]


@pytest.mark.parametrize("d", [1, 2, 40, 64, 65, 300])
@pytest.mark.parametrize("ratio", [Fraction(1), Fraction(9, 8), Fraction(7), Fraction(1000)])
def test_few_or_many_deaths_give_the_exact_sums(d: int, ratio: Fraction) -> None:
    found = efron(np.array([d]), np.array([float(ratio) * 3.0]), np.array([3.0]))
    exact = summed(d, ratio)
    ours = [found.s0[0], found.s1[0], found.q0[0], found.q1[0], found.q2[0]]
    # the likelihood takes the second of them over R/E, the last over its square: so much they must be right
    enters = np.array([1, 1 / ratio, 1, 1 / ratio, 1 / ratio**2], dtype=float)
    assert_allclose(ours * enters, exact * enters, rtol=1e-12, atol=1e-14 * d)


@pytest.mark.parametrize("d", [70, 5000])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 30.0])
def test_the_sum_of_logarithms_equals_its_terms(d: int, ratio: float) -> None:
    found = efron(np.array([d]), np.array([ratio]), np.array([1.0]))
    terms = np.log1p(-np.arange(d) / (d * ratio))
    assert_allclose(found.logs[0], terms.sum(), rtol=1e-11)


def test_days_with_few_and_with_many_deaths_stand_side_by_side() -> None:
    deaths = np.array([1, 3, 500, 2, 100])
    risk, dead = np.array([9.0, 8.0, 900.0, 5.0, 101.0]), np.array([1.0, 2.0, 450.0, 5.0, 99.0])
    together = efron(deaths, risk, dead)
    for k in range(5):
        alone = efron(deaths[k : k + 1], risk[k : k + 1], dead[k : k + 1])
        assert_allclose(together.q1[k], alone.q1[0], rtol=1e-13)


def test_breslow_counts_deaths_only() -> None:
    found = breslow(np.array([1, 4]))
    assert found.s0.tolist() == found.q0.tolist() == [1, 4]
    assert not np.concatenate([found.s1, found.q1, found.q2, found.logs]).any()
