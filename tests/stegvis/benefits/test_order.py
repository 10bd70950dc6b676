"""The order of rows and the size of batches change nothing that is read."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.benefits import grouping
from stegvis.benefits.grouping import in_order, merged, offsets
from stegvis.benefits.packing import KIND_BITS, PACKED, Packed, ends, kinds
from stegvis.benefits.reading import read
from stegvis.benefits.register import REGISTERS
from stegvis.benefits.spells import Benefit
from tests.stegvis.benefits.files import END, PLAIN, SPELLS, told, write

PERSONS = [f"p{number}" for number in range(9)]
FIRST = date(2023, 12, 25)


@st.composite
def rows(draw: st.DrawFn) -> str:
    start = FIRST + timedelta(days=draw(st.integers(0, 400)))
    end = draw(st.one_of(st.just(""), st.integers(0, 30).map(lambda days: str(start + timedelta(days=days)))))
    person, benefit = draw(st.sampled_from([*PERSONS, "stranger"])), draw(st.sampled_from(list(Benefit)))
    return f"{person},{start},{end},{benefit},{draw(st.sampled_from(['0', '20', '33.33', '100']))}"


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(rows(), max_size=40), seed=st.randoms(), batch_rows=st.integers(1, 50))
def test_shuffled_rows_in_batches_of_any_size_are_the_same_spells(
    lines: list[str], seed: Random, batch_rows: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        people = write(Path(name) / "people.csv", "person,index_date", *(f"{p},2024-01-01" for p in PERSONS))
        found = []
        for size in (1_000_000, batch_rows):
            spells = write(Path(name) / "spells.csv", SPELLS, *lines)
            with read(spells, people, register=PLAIN, register_end=END, batch_rows=size) as histories:
                found.append((told(histories), histories.report))
                batches = list(histories.batches())
                assert [batch.first for batch in batches] == list(
                    np.cumsum([0, *(batch.persons for batch in batches)])[:-1]
                )
            seed.shuffle(lines)
        assert found[0] == found[1]
        assert len(found[0][0]) == found[0][1].spells.kept


def test_small_batches_are_many(tmp_path: Path) -> None:
    people = write(tmp_path / "people.csv", "person,index_date", *(f"{p},2024-01-01" for p in PERSONS))
    spells = write(
        tmp_path / "spells.csv", SPELLS, *(f"{p},2024-01-01,,disability_pension,100" for p in PERSONS)
    )
    with read(spells, people, register=PLAIN, register_end=END, batch_rows=1) as histories:
        assert len(list(histories.batches())) == len(PERSONS)


packed = st.lists(
    st.tuples(st.integers(5, 9), st.integers(-40, 40), st.integers(0, 12), st.integers(0, 3)), max_size=60
)


def as_rows(values: list[tuple[int, int, int, int]]) -> Packed:
    rows = np.empty(len(values), PACKED)
    for place, (person, start, length, kind) in enumerate(values):
        rows[place] = (person, start, length << KIND_BITS | kind)
    return rows


@given(values=packed, quick=st.booleans())
def test_rows_are_in_order_whether_or_not_their_key_fits_one_number(
    values: list[tuple[int, int, int, int]], quick: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if not quick:
            patch.setattr(grouping, "KEY_BITS", 1)
        found = in_order(as_rows(values))
    expected = sorted(values)
    assert [tuple(map(int, row)) for row in found.tolist()] == [
        (person, start, length << KIND_BITS | kind) for person, start, length, kind in expected
    ]
    assert offsets(found, 5, 5).tolist() == [
        sum(value[0] < person for value in values) for person in range(5, 11)
    ]


@given(values=packed)
def test_joined_days_cover_the_same_days_with_gaps_between(values: list[tuple[int, int, int, int]]) -> None:
    values = [(person, start, 0, kind) for person, start, _, kind in values]
    found = merged(as_rows(values))
    told = list(
        zip(
            found["person"].tolist(),
            kinds(found["what"]).tolist(),
            found["start"].tolist(),
            ends(found["start"], found["what"]).tolist(),
            strict=True,
        )
    )
    days = {(person, kind, day) for person, kind, start, end in told for day in range(start, end + 1)}
    assert days == {(person, kind, start) for person, start, _, kind in values}
    assert sum(end - start + 1 for _, _, start, end in told) == len(days)
    assert not any((person, kind, end + 1) in days for person, kind, _, end in told)


def test_days_in_any_order_and_batch_are_the_same_spells(tmp_path: Path) -> None:
    people = write(tmp_path / "people.csv", "person,index_date", *(f"{p},2024-01-01" for p in PERSONS))
    lines = [
        f"{person},{FIRST + timedelta(days=day)},sickness_benefit,{50 + 50 * (day % 11 < 5)}"
        for person in PERSONS
        for day in range(60)
        if day % 13
    ]
    found = []
    for size in (1_000_000, 7):
        spells = write(tmp_path / "spells.csv", "person,day,benefit,grade", *lines)
        daily = REGISTERS.get("daily")
        with read(spells, people, register=daily, register_end=END, batch_rows=size) as histories:
            found.append(told(histories))
        Random(1).shuffle(lines)
    assert found[0] == found[1]
    assert len(found[0]) < len(lines) / 3
