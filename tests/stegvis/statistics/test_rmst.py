"""Restricted means equal R's; their differences are as one computes them by hand."""

from __future__ import annotations

import math

import pytest

from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import follow_up
from stegvis.statistics.rmst import difference, restricted_mean
from tests.stegvis.statistics.pinned import data, equal, r, rows


@pytest.mark.parametrize(
    ("name", "by"), [("sixmp", "treated"), ("aml", "maintained"), ("ties", "dose"), ("unrounded", "arm")]
)
def test_means_and_errors_equal_r(name: str, by: str) -> None:
    said = r(name, "rmst")
    found = restricted_mean(rows(name), data(name)[by], tau=said["tau"])
    equal([group.mean for group in found], said["mean"])
    equal([group.std_error for group in found], said["std_error"])


def test_a_mean_by_hand() -> None:
    (found,) = restricted_mean(follow_up([2, 4], [1, 1]), tau=5)
    assert found.mean == pytest.approx(2 + 2 * 0.5)


def test_the_difference_has_the_hypotenuse_of_errors() -> None:
    placebo, treated = restricted_mean(rows("sixmp"), data("sixmp")["treated"], tau=20)
    found = difference(treated, placebo)
    assert found.difference == pytest.approx(treated.mean - placebo.mean)
    assert found.std_error == pytest.approx(math.hypot(placebo.std_error, treated.std_error))
    assert found.low < found.difference < found.high
    assert found.p < 0.001


def test_without_a_window_it_is_as_long_as_every_group_was_watched() -> None:
    found = restricted_mean(rows("sixmp"), data("sixmp")["treated"])
    assert {group.tau for group in found} == {23}


def test_a_window_beyond_what_was_seen_is_refused() -> None:
    with pytest.raises(Unsound, match=r"of group 1\.0 ends at 35, before 40"):
        restricted_mean(rows("sixmp"), data("sixmp")["treated"], tau=40)


def test_a_window_beyond_the_last_event_of_all_is_fine() -> None:
    (found,) = restricted_mean(follow_up([1, 2], [1, 1]), tau=9)
    assert found.mean == pytest.approx(1.5)


def test_windows_must_be_the_same_and_longer_than_0() -> None:
    (short,), (long,) = (restricted_mean(rows("sixmp"), tau=tau) for tau in (5, 10))
    with pytest.raises(Unsound, match="different windows"):
        difference(short, long)
    with pytest.raises(Unsound, match="longer than 0"):
        restricted_mean(rows("sixmp"), tau=0)
    with pytest.raises(Unsound, match="from 0"):
        restricted_mean(follow_up([-1, 2], [1, 1]), tau=1)
