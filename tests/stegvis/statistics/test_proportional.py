"""The test of proportional hazards equals R's `cox.zph`."""

from __future__ import annotations

import numpy as np
import pytest

from stegvis.statistics.cox import cox
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.proportional import proportional_hazards
from tests.stegvis.statistics.pinned import data, equal, fitted, r
from tests.stegvis.statistics.test_cox import EVERY


@pytest.mark.parametrize(("name", "model", "ties"), EVERY)
@pytest.mark.parametrize("clock", ["km", "identity", "log", "rank"])
def test_on_every_clock_each_test_equals_r(name: str, model: str, ties: str, clock: str) -> None:
    found = proportional_hazards(fitted(name, model, ties), clock=clock)
    tests = [*found.terms.values(), found.whole]
    equal([test.statistic for test in tests], r(name, model, ties, "zph", clock), 1e-7)
    assert found.whole.df == len(found.terms)


def test_levels_of_a_factor_are_one_term() -> None:
    d = data("ties")
    x = np.column_stack([d["dose"] == 1, d["dose"] == 2, d["age"]]).astype(float)
    fit = cox(follow_up(d["time"], d["event"]), x, names=["some", "much", "age"])
    found = proportional_hazards(fit, terms={"dose": ["some", "much"], "age": ["age"]})
    assert (found.terms["dose"].df, found.terms["age"].df, found.whole.df) == (2, 1, 3)


def test_hazards_that_cross_are_found() -> None:
    n = 100
    middle, early_or_late = np.arange(n) + 50, np.arange(n) + np.where(np.arange(n) < n // 2, 1, 101)
    x = np.repeat([0.0, 1.0], n)
    fit = cox(follow_up(np.concatenate([middle, early_or_late]), np.ones(2 * n)), x)
    assert proportional_hazards(fit).whole.p < 0.01


def test_the_logarithm_of_time_needs_times_above_0() -> None:
    fit = cox(follow_up([0, 1, 2, 3], [1, 1, 1, 0]), [0, 1, 0, 1])
    with pytest.raises(Unsound, match="above 0"):
        proportional_hazards(fit, clock="log")
