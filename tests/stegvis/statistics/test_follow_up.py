"""What cannot be follow-up is refused, in words that say which row and why."""

from __future__ import annotations

import numpy as np
import pytest

from stegvis.statistics.arrays import coded
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.kaplan_meier import kaplan_meier


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"time": [], "event": []}, "no rows"),
        ({"time": [1, 2], "event": [1]}, "The event has 1 rows, the times have 2"),
        ({"time": ["a"], "event": [1]}, "The time must hold numbers"),
        ({"time": [[1]], "event": [1]}, "one column"),
        ({"time": [1, float("nan")], "event": [1, 0]}, "The time has values that are missing"),
        ({"time": [1, float("inf")], "event": [1, 0]}, "not finite"),
        ({"time": [1.5, float("nan")], "event": [1, 0]}, "missing"),
        ({"time": [1], "event": [0.5]}, "0 \\(censored\\) or a whole number"),
        ({"time": [1], "event": [-1]}, "0 \\(censored\\) or a whole number"),
        ({"time": [5, 7], "event": [1, 0], "entry": [0, 7]}, "row 2: entry 7, time 7"),
        ({"time": [5], "event": [1], "weights": [0]}, "above 0"),
        ({"time": [5], "event": [1], "weights": [float("nan")]}, "missing"),
    ],
)
def test_wrong_columns_are_refused(columns: dict[str, list[object]], told: str) -> None:
    with pytest.raises(Unsound, match=told):
        follow_up(**columns)  # type: ignore[arg-type]


def test_whole_times_are_known_whatever_their_type() -> None:
    assert follow_up([1.0, 2.0], [True, False]).whole
    assert follow_up(np.array([1, 2], dtype=np.int16), [1, 0]).whole
    assert not follow_up([1.5, 2.0], [1, 0]).whole


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.uint16, np.float32, np.float64])
def test_times_of_every_type_give_the_same_curve(kind: type) -> None:
    (curve,) = kaplan_meier(follow_up(np.array([90, 100, 110], dtype=kind), [1, 0, 1]))
    assert curve.times.tolist() == [90, 100, 110]
    assert curve.at_risk.tolist() == [3, 2, 1]


def test_whole_days_are_counted_and_times_far_apart_are_sorted() -> None:
    assert follow_up([3, 5], [1, 1]).axis.times.tolist() == [3, 4, 5]
    assert follow_up([3, 10**9], [1, 1]).axis.times.tolist() == [3, 10**9]
    assert follow_up([0.5, 0.25], [1, 1]).axis.times.tolist() == [0.25, 0.5]


def test_an_entry_between_days_counts_from_the_next_day() -> None:
    axis = follow_up([3, 5], [1, 1], entry=[1.5, 4.5]).axis
    assert axis.enter is not None
    assert axis.enter.tolist() == [0, 2]


@pytest.mark.parametrize(
    ("labels", "levels", "codes"),
    [
        ([7, 3, 7], (3, 7), [1, 0, 1]),
        ([True, False], (False, True), [1, 0]),
        (["b", "a", "b"], ("a", "b"), [1, 0, 1]),
        ([1.5, 0.5], (0.5, 1.5), [1, 0]),
        ([10**12, 5], (5, 10**12), [1, 0]),
    ],
)
def test_labels_of_any_kind_are_numbered_in_order(
    labels: list[object], levels: tuple[object, ...], codes: list[int]
) -> None:
    found, numbers = coded("Groups", labels, len(labels))
    assert found == levels
    assert numbers.tolist() == codes


def test_objects_are_labels_too() -> None:
    found, numbers = coded("Groups", np.array(["b", "a"], dtype=object), 2)
    assert (found, numbers.tolist()) == (("a", "b"), [1, 0])


@pytest.mark.parametrize("labels", [[1.0, float("nan")], [["a"]], ["a"], np.array(["a", None], dtype=object)])
def test_labels_that_are_missing_or_too_few_are_refused(labels: object) -> None:
    with pytest.raises(Unsound, match="Groups"):
        coded("Groups", labels, 2)  # type: ignore[arg-type]
