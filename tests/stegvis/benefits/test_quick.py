"""The quick way of reading gives what the usual way gives, or leaves it to that."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.benefits import counting, quick
from stegvis.benefits.reading import read
from stegvis.benefits.report import WrongRows
from stegvis.benefits.spells import Benefit
from tests.stegvis.benefits.files import END, PLAIN, told

NUMBERS = {"together": range(100, 109), "far apart": [3**25 * place - 10**11 for place in range(9)]}
STRANGER = 7
FIRST = date(2023, 12, 25)

Row = tuple[int | None, date | None, date | None, str | None, int | None]


@st.composite
def rows(draw: st.DrawFn, wrong: bool) -> Row:
    start = FIRST + timedelta(days=draw(st.integers(0, 400)))
    end = draw(st.one_of(st.none(), st.integers(0, 30).map(lambda days: start + timedelta(days=days))))
    row: Row = (
        draw(st.integers(0, 9)),
        start,
        end,
        str(draw(st.sampled_from(list(Benefit)))),
        draw(st.sampled_from([0, 20, 50, 100])),
    )
    if wrong and draw(st.integers(0, 9)) == 0:
        place = draw(st.integers(0, 5))
        one: tuple[Any, ...] = (None, None, FIRST - timedelta(days=1), "cake", 101, None)
        row = (*row[: place % 5], one[place], *row[place % 5 + 1 :])
    return row


def written(place: Path, ids: list[int], lines: list[Row]) -> tuple[Path, Path]:
    """SPELLS in two pieces, and PEOPLE, as Parquet."""
    person, start, end, benefit, grade = zip(*lines, strict=True) if lines else ((),) * 5
    names = [None if number is None else [*ids, STRANGER][number] for number in person]
    table = pa.table(
        {
            "person": pa.array(names, pa.int64()),
            "start": pa.array(start, pa.date32()),
            "end": pa.array(end, pa.date32()),
            "benefit": pa.array(benefit, pa.string()),
            "grade": pa.array(grade, pa.int16()),
        }
    )
    pq.write_table(table, place / "spells.parquet", row_group_size=max(1, len(lines) // 3))
    people = {"person": ids, "index_date": [date(2024, 1, 1)] * len(ids)}
    pq.write_table(pa.table(people), place / "people.parquet")
    return place / "spells.parquet", place / "people.parquet"


def answers(spells: Path, people: Path, *, from_rows: int) -> object:
    """What is read, or all that is wrong; quick for files of so many rows."""
    with mock.patch.object(quick, "FROM", from_rows):
        try:
            with read(spells, people, register=PLAIN, register_end=END) as histories:
                return told(histories), histories.report
        except WrongRows as wrong:
            return wrong.problems, wrong.counts


@settings(max_examples=60, deadline=None)
@given(data=st.data(), ids=st.sampled_from(list(NUMBERS)), wrong=st.booleans())
def test_the_quick_way_and_the_usual_way_read_the_same(data: st.DataObject, ids: str, wrong: bool) -> None:
    lines = data.draw(st.lists(rows(wrong), max_size=60))
    with tempfile.TemporaryDirectory() as name:
        files = written(Path(name), list(NUMBERS[ids]), lines)
        assert answers(*files, from_rows=0) == answers(*files, from_rows=10**9)


def test_the_quick_way_is_gone_when_all_is_right(tmp_path: Path) -> None:
    line: Row = (0, FIRST, None, "sickness_benefit", 50)
    files = written(tmp_path, list(NUMBERS["together"]), [line])
    with mock.patch("stegvis.benefits.reading.shelve", side_effect=AssertionError):
        answers(*files, from_rows=0)
        with pytest.raises(AssertionError):
            answers(*files, from_rows=2)


def test_somebody_with_very_many_rows_is_sorted_too(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    lines: list[Row] = [
        (0, FIRST + timedelta(days=int(day)), None, "sickness_benefit", int(grade))
        for day, grade in zip(random.integers(0, 300, 500), random.integers(0, 100, 500), strict=True)
    ]
    files = written(tmp_path, list(NUMBERS["together"]), lines)
    assert answers(*files, from_rows=0) == answers(*files, from_rows=10**9)


def test_ids_far_apart_are_found_by_their_hash() -> None:
    random = np.random.default_rng(5)
    ids = np.unique(random.integers(-(2**62), 2**62, 3_000))
    random.shuffle(ids)
    index = counting.index(ids)
    assert len(index.ids) >= 2 * len(ids)
    size = len(ids)
    for asked, expected in ((ids, np.arange(size)), (ids ^ 1, np.full(size, counting.NONE))):
        found, counts = np.empty(size, np.int32), np.zeros(size, np.int32)
        days, zeros, one = np.zeros(size, np.int32), np.zeros(size, np.int16), np.zeros(1, np.int8)
        tally = np.zeros(3, np.int64)
        assert counting.count(asked, days, days, zeros, one, zeros, index, 10, found, counts, tally)
        unknown = ~np.isin(asked, ids)
        assert (np.where(unknown, counting.NONE, found) == found).all()
        if expected[0] >= 0:
            assert (found == expected).all()
