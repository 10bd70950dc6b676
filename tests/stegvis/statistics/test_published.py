"""A published trial's hazard ratios (Myhre 2014, table 3) say more than they were meant to."""

from __future__ import annotations

import pytest

from stegvis.statistics.errors import Unsound
from stegvis.statistics.published import check_published

PRINTED = [
    ("both", 0.91, 0.73, 1.13, 294, 0.397, 306, 339),
    ("Trondheim", 0.78, 0.57, 1.06, 149, 0.116, 153, 167),
    ("Oslo", 1.08, 0.79, 1.47, 145, 0.627, 155, 164),
]


@pytest.mark.parametrize(("site", "ratio", "low", "high", "events", "p", "least", "most"), PRINTED)
def test_the_limits_of_every_site_imply_more_events_than_were_reported(
    site: str, ratio: float, low: float, high: float, events: int, p: float, least: int, most: int
) -> None:
    found = check_published(ratio, low, high, events=events)
    assert found.symmetric
    assert round(found.p, 3) == p
    assert (found.events_at_least, found.events_narrowest) == (least, most)
    assert found.enough is False


def test_p_values_printed_beside_adjusted_ratios_agree_with_their_limits() -> None:
    assert round(check_published(0.76, 0.56, 1.04).p, 3) == 0.082
    assert round(check_published(1.15, 0.84, 1.57).p, 3) == 0.381


def test_p_has_a_range_as_far_as_rounding_goes() -> None:
    found = check_published(0.78, 0.57, 1.06)
    assert found.p_low < 0.11 < found.p < found.p_high


def test_limits_that_are_not_symmetric_on_the_logarithm_are_found() -> None:
    found = check_published(0.91, 0.73, 1.30)
    assert not found.symmetric
    assert round(found.middle, 3) == 0.974


def test_enough_events_are_enough_and_without_a_number_nothing_is_said() -> None:
    assert check_published(0.91, 0.73, 1.13, events=306).enough is True
    assert check_published(0.91, 0.73, 1.13).enough is None


def test_more_decimals_leave_less_room() -> None:
    rough, fine = check_published(0.91, 0.73, 1.13), check_published(0.91, 0.73, 1.13, decimals=3)
    assert rough.implied_low < fine.implied_low < fine.implied_high < rough.implied_high


def test_a_ratio_that_may_be_one_has_a_p_up_to_one() -> None:
    assert check_published(1.00, 0.80, 1.25).p_high == 1


@pytest.mark.parametrize("numbers", [(0.9, 1.1, 0.8), (0, 0.5, 1.5), (0.9, 0, 1.2)])
def test_numbers_out_of_order_are_refused(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(Unsound):
        check_published(*numbers)


def test_limits_too_close_for_their_decimals_are_refused() -> None:
    with pytest.raises(Unsound, match="so few decimals"):
        check_published(1.0, 0.9, 1.0, decimals=1)
