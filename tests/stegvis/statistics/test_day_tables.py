"""A model from several hospitals' tables is the model from all their rows."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stegvis.statistics.cox import cox
from stegvis.statistics.day_tables import DayTable, day_table, fit_from_tables
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import follow_up
from tests.stegvis.statistics.pinned import data, rows


def by_site() -> list[DayTable]:
    d = data("sites")
    tables = []
    for site in range(3):
        here = d["site"] == site
        decade = d["age"][here] // 10
        followed = follow_up(d["time"][here], d["event"][here])
        tables.append(day_table(followed, np.column_stack([d["arm"][here], decade]), names=["arm", "decade"]))
    return tables


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("own_baseline", [False, True])
def test_the_fit_from_tables_is_the_pooled_fit(ties: str, own_baseline: bool) -> None:
    d = data("sites")
    x = np.column_stack([d["arm"], d["age"] // 10])
    pooled = cox(rows("sites"), x, ties=ties, strata=d["site"] if own_baseline else None)
    found = fit_from_tables(by_site(), ties=ties, own_baseline=own_baseline)
    assert_allclose(found.fit.coefficients, pooled.coefficients, rtol=1e-12)
    assert_allclose(found.fit.covariance, pooled.covariance, rtol=1e-12)
    assert_allclose(found.fit.loglik, pooled.loglik, rtol=1e-12)
    assert (found.people, found.fit.events) == (300, pooled.events)


def test_late_entries_and_strata_go_into_tables_too() -> None:
    d = data("entry")
    halves = [np.arange(220) < 110, np.arange(220) >= 110]
    score = np.round(d["score"])
    tables = [
        day_table(
            follow_up(d["time"][half], d["event"][half], entry=d["entry"][half]),
            score[half],
            strata=d["arm"][half],
        )
        for half in halves
    ]
    pooled = cox(rows("entry"), score, strata=d["arm"])
    assert_allclose(fit_from_tables(tables).fit.coefficients, pooled.coefficients, rtol=1e-12)


def test_equal_rows_become_one_cell() -> None:
    table = day_table(follow_up([5, 5, 5, 7], [1, 1, 0, 1]), [[1], [1], [1], [2]])
    assert sorted(table.count.tolist()) == [1, 1, 2]


def test_small_cells_are_warned_of() -> None:
    found = fit_from_tables(by_site())
    assert found.small_cells > 0
    assert found.warning is not None
    assert f"{found.small_cells} of {found.cells} cells hold fewer than 5 people" in found.warning
    assert fit_from_tables(by_site(), smallest=1).warning is None


def test_tables_of_different_covariates_are_refused() -> None:
    one = by_site()[0]
    other = day_table(follow_up([1, 2], [1, 0]), [[1, 2], [2, 1]], names=["arm", "age"])
    with pytest.raises(Unsound, match="same covariates"):
        fit_from_tables([one, other])
    with pytest.raises(Unsound, match="no table"):
        fit_from_tables([])


def test_only_whole_days_of_whole_people_go_into_a_table() -> None:
    with pytest.raises(Unsound, match="whole days"):
        day_table(follow_up([1.5], [1]), [[1]])
    with pytest.raises(Unsound, match="counts people"):
        day_table(follow_up([1], [1], weights=[2]), [[1]])
    with pytest.raises(Unsound, match="1 covariates and 2 names"):
        day_table(follow_up([1], [1]), [[1]], names=["a", "b"])
