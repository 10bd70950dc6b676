"""What a figure of survival curves shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

pytest.importorskip("altair")

from stegvis.foundation.errors import Refusal
from stegvis.statistics.figure import figure
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.kaplan_meier import Curve, kaplan_meier
from tests.stegvis.statistics.pinned import data, rows


def described(curves: Sequence[Curve], **more: Any) -> dict[str, Any]:
    """The figure as it is handed to whatever draws it, each layer with its own data."""
    found: dict[str, Any] = figure(curves, **more).to_dict()
    upper, beneath = found["vconcat"]
    for layer in [*upper["layer"], beneath]:
        layer["data"] = found["datasets"][layer["data"]["name"]]
    return found


def drawn(**more: Any) -> dict[str, Any]:
    return described(kaplan_meier(rows("sixmp"), data("sixmp")["treated"].astype(int)), **more)


def values(layer: dict[str, Any]) -> list[dict[str, Any]]:
    found = layer["data"]
    assert isinstance(found, list)
    return found


def test_steps_begin_at_one_and_hold_every_event() -> None:
    band, lines, _ = drawn()["vconcat"][0]["layer"]
    assert lines["mark"]["interpolate"] == band["mark"]["interpolate"] == "step-after"
    placebo = [row for row in values(lines) if row["group"] == "0"]
    assert placebo[0] == {"time": 0, "group": "0", "survival": 1, "low": 1, "high": 1}
    assert [row["time"] for row in placebo[1:]] == [1, 2, 3, 4, 5, 8, 11, 12, 15, 17, 22, 23]


def test_censoring_is_marked_on_the_curve() -> None:
    marks = values(drawn()["vconcat"][0]["layer"][2])
    assert [row["time"] for row in marks] == [6, 9, 10, 11, 17, 19, 20, 25, 32, 34, 35]


def test_numbers_at_risk_stand_beneath_the_ticks() -> None:
    found = drawn(by="treated")
    ticks = found["vconcat"][0]["layer"][1]["encoding"]["x"]["axis"]["values"]
    beneath = values(found["vconcat"][1])
    assert ticks == [0, 5, 10, 15, 20, 25, 30, 35]
    assert [row["at_risk"] for row in beneath if row["group"] == "treated 1"] == [
        "21", "21", "15", "11", "8", "5", "4", "1",
    ]  # fmt: skip


def test_groups_are_told_apart_without_colour() -> None:
    lines = drawn()["vconcat"][0]["layer"][1]
    dashes = lines["encoding"]["strokeDash"]["scale"]["range"]
    assert dashes[0] != dashes[1]


def test_limits_end_where_they_are_not_known_any_more() -> None:
    (curve,) = kaplan_meier(follow_up([1, 2, 3], [1, 1, 1]))
    rows_drawn = values(described([curve])["vconcat"][0]["layer"][0])
    assert rows_drawn[-1]["survival"] == 0
    assert rows_drawn[-1]["low"] == rows_drawn[-2]["low"]


def test_a_title_and_the_names_of_axes_are_shown() -> None:
    found = drawn(title="Time to remission", time="weeks", vertical="in remission")
    assert found["title"]["text"] == "Time to remission"
    assert found["vconcat"][0]["layer"][1]["encoding"]["x"]["title"] == "weeks"
    assert found["vconcat"][0]["layer"][1]["encoding"]["y"]["title"] == "in remission"


def test_many_steps_are_thinned_so_that_a_file_stays_small() -> None:
    rng = np.random.default_rng(1)
    (curve,) = kaplan_meier(follow_up(rng.exponential(1, 20_000), rng.random(20_000) < 0.5))
    assert len(values(described([curve])["vconcat"][0]["layer"][1])) < 2000


@pytest.mark.parametrize("last", [0.03, 0.9, 6, 23, 365, 4000, 1e6])
def test_ticks_are_few_round_and_reach_near_the_end(last: float) -> None:
    (curve,) = kaplan_meier(follow_up([last / 2, last], [1, 0]))
    ticks = described([curve])["vconcat"][0]["layer"][1]["encoding"]["x"]["axis"]["values"]
    assert 2 <= len(ticks) <= 8
    assert last / 2 < ticks[-1] <= last * (1 + 1e-9)


def test_more_groups_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(Refusal, match="at most 6 groups; these are 7"):
        figure(kaplan_meier(follow_up(range(1, 8), [1] * 7), range(7)))
