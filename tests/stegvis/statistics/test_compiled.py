"""Compiled code counts what the rest counts, and leaves to the rest what it cannot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba")

from stegvis.statistics import compiled, risk_table
from stegvis.statistics.follow_up import FollowUp, follow_up
from stegvis.statistics.kaplan_meier import kaplan_meier
from stegvis.statistics.tests import compare

N = 20_001
RNG = np.random.default_rng(7)
DAYS = RNG.integers(3, 366, N)
EVENT = RNG.random(N) < 0.6
GROUP = RNG.integers(0, 3, N)


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each time that compiled code was asked, whether it answered."""
    answers: list[bool] = []

    def count(*arguments: Any) -> bool:
        answers.append(compiled.count(*arguments))
        return answers[-1]

    monkeypatch.setattr(risk_table, "COMPILED", [count])

    return answers


def without(rows: FollowUp, group: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    with monkeypatch.context() as patch:
        patch.setattr(risk_table, "COMPILED", [])
        return kaplan_meier(rows, group), compare(rows, group)


@pytest.mark.parametrize("days", [np.int64, np.int16, np.float64])
@pytest.mark.parametrize("event", [np.bool_, np.int64])
def test_curves_and_tests_are_the_same(
    days: type, event: type, counted: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = follow_up(DAYS.astype(days), EVENT.astype(event))
    curves, test = kaplan_meier(rows, GROUP), compare(rows, GROUP)
    assert counted == [True, True]
    slow_curves, slow_test = without(rows, GROUP, monkeypatch)
    for quick, slow in zip(curves, slow_curves, strict=True):
        assert quick.times.tolist() == slow.times.tolist()
        assert quick.at_risk.tolist() == slow.at_risk.tolist()
        assert quick.survival.tolist() == slow.survival.tolist()
    assert test.statistic == slow_test.statistic


@pytest.mark.parametrize("where", [0, N - 1])
@pytest.mark.parametrize("odd", [-2.0, 4096.0, 7.5])
def test_a_time_that_is_no_day_within_reach_is_left_to_the_rest(
    where: int, odd: float, counted: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = DAYS.astype(np.float64)
    times[where] = odd
    rows = follow_up(times, EVENT)
    (curve,) = kaplan_meier(rows)
    assert counted == [False]
    assert odd in curve.times
    assert curve.at_risk[0] == N


@pytest.mark.parametrize("more", [{"entry": np.zeros(N)}, {"weights": np.full(N, 2)}])
def test_late_entries_and_weights_are_left_to_the_rest(more: dict[str, Any], counted: list[bool]) -> None:
    kaplan_meier(follow_up(DAYS, EVENT, **more))
    assert counted == []


def test_few_rows_are_not_worth_it(counted: list[bool]) -> None:
    kaplan_meier(follow_up(DAYS[:100], EVENT[:100]))
    assert counted == []


def test_importing_the_module_is_what_switches_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    monkeypatch.setattr(risk_table, "COMPILED", [])
    importlib.reload(compiled)
    assert [compiled.count] == risk_table.COMPILED
