"""Sample sizes by the book, and the plan of a published trial (Myhre 2014) taken apart."""

from __future__ import annotations

import pytest

from stegvis.statistics.errors import Unsound
from stegvis.statistics.sample_size import (
    detectable_ratio,
    down,
    events_needed,
    inflated,
    people_needed,
    power_with,
    up,
)


@pytest.mark.parametrize(("power", "events"), [(0.8, (112, 117)), (0.9, (150, 157))])
def test_a_hazard_ratio_of_1_7_needs_so_many_events(power: float, events: tuple[int, int]) -> None:
    assert events_needed(1.7, power=power).events == events


def test_a_ratio_and_its_inverse_need_as_many_in_equal_arms() -> None:
    assert events_needed(1 / 1.7).schoenfeld == pytest.approx(events_needed(1.7).schoenfeld)
    assert events_needed(1 / 1.7).freedman == pytest.approx(events_needed(1.7).freedman)


def test_unequal_arms_need_more() -> None:
    assert events_needed(1.7, allocation=(2, 1)).schoenfeld == pytest.approx(111.503 * 9 / 8, rel=1e-4)
    assert events_needed(0.5, allocation=(2, 1)).freedman == pytest.approx(
        7.84888 * (1 + 1) ** 2 / (2 * 0.25), rel=1e-5
    )


def test_people_come_from_events_by_the_pooled_event_rate() -> None:
    assert people_needed(events_needed(1.7).schoenfeld, 0.71) == 158
    assert people_needed(100, 0.5) == 200


def test_losses_divide_and_do_not_multiply() -> None:
    found = inflated(157, [0.1, 0.3])
    assert (found.divided, found.multiplied) == (250, 224)
    assert found.remaining == 141  # of 224 people so many remain: fewer than the 157 that were needed


def test_no_losses_change_nothing() -> None:
    assert inflated(157, []).divided == inflated(157, []).multiplied == 157


def test_so_many_events_find_so_small_a_ratio() -> None:
    assert round(detectable_ratio(294), 2) == 1.39
    assert power_with(events_needed(1.7).schoenfeld, 1.7) == pytest.approx(0.8)


def test_rounding_in_the_last_digit_does_not_add_a_person() -> None:
    assert up(200.00000000001) == 200
    assert up(200.001) == 201
    assert down(199.99999999999) == 200


@pytest.mark.parametrize(
    ("ratio", "more"),
    [
        (1, {}),
        (0, {}),
        (-1, {}),
        (1.7, {"power": 1}),
        (1.7, {"power": 0.01}),
        (1.7, {"alpha": 0}),
        (1.7, {"allocation": (1, 0)}),
    ],
)
def test_what_makes_no_sense_is_refused(ratio: float, more: dict[str, object]) -> None:
    with pytest.raises(Unsound):
        events_needed(ratio, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("losses", [[1], [-0.1]])
def test_a_loss_is_a_share(losses: list[float]) -> None:
    with pytest.raises(Unsound, match="Losses are shares"):
        inflated(100, losses)


def test_an_event_rate_is_a_share_and_there_must_be_events() -> None:
    with pytest.raises(Unsound, match="event rate"):
        people_needed(100, 1.2)
    with pytest.raises(Unsound, match="must be events"):
        power_with(0, 1.7)
