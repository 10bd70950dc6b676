"""Small numbers are hidden, and nobody can work them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from stegvis.outcomes.small_numbers import LEAST, both_sides, shown


def test_a_small_cell_takes_a_second_one_with_it() -> None:
    assert shown({"back": 20, "not back": 3, "dead": 0, "none": 7}) == {
        "back": 20,
        "not back": None,
        "dead": 0,
        "none": None,
    }


def test_small_cells_take_the_last_large_one_along_however_large() -> None:
    assert shown({"a": 1, "b": 1, "c": 9, "d": 40}) == {"a": None, "b": None, "c": 9, "d": None}


def test_large_cells_and_empty_ones_are_shown() -> None:
    assert shown({"a": LEAST, "b": 0}) == {"a": LEAST, "b": 0}


def test_of_four_people_nothing_is_shown_not_even_who_is_nowhere() -> None:
    assert shown({"a": 4, "b": 0}) == {"a": None, "b": None}


@pytest.mark.parametrize("number", [2, 3, 4])
def test_whoever_knows_the_rule_and_the_total_cannot_tell_what_a_hidden_cell_holds(number: int) -> None:
    for total in range(1, 19):
        held: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
        for cells in _tables(total, number):
            published = shown({str(place): people for place, people in enumerate(cells)})
            held[tuple(published.values())].append(cells)
        for published_cells, possible in held.items():
            for place, people in enumerate(published_cells):
                if people is None:
                    assert len({cells[place] for cells in possible}) > 1, (published_cells, possible)


def _tables(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _tables(total - first, cells - 1):
            yield (first, *rest)


def test_a_share_needs_enough_people_on_both_sides() -> None:
    assert both_sides(5, 10)
    assert not both_sides(4, 40)
    assert not both_sides(38, 40)
