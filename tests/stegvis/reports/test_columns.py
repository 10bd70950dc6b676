"""Columns of PEOPLE are read as `stegvis survival` reads a file, and all that is wrong is told at once."""

from __future__ import annotations

import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.foundation.errors import InputError
from stegvis.reports.columns import column_of
from stegvis.reports.people import Chosen, covariates, people_of
from stegvis.statistics.frame import Column as Text

cells = st.sampled_from(["", " ", "NA", ".", "3", "3.0", "-1.5", "12", " 7 ", "low", "high", "Å", "1e3"])


@given(st.lists(cells, min_size=1, max_size=30))
def test_a_column_is_read_as_a_file_for_survival_is(texts: list[str]) -> None:
    ours = column_of("x", pa.chunked_array([pa.array(texts)]))
    theirs = Text("x", tuple(text.strip() for text in texts))
    assert ours.numeric == theirs.numeric
    assert (ours.there == theirs.there).all()
    there = theirs.there
    levels, codes = theirs.levels(there)
    assert ours.levels == levels
    assert (ours.codes[there] == codes).all()
    if ours.levels and ours.numeric:
        np.testing.assert_array_equal(ours.numbers(), theirs.numbers())


@given(st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=1, max_size=20))
def test_numbers_are_the_same_whether_written_as_text_or_as_numbers(values: list[int | None]) -> None:
    texts = ["" if value is None else str(value) for value in values]
    written = column_of("x", pa.chunked_array([pa.array(texts)]))
    for kind in (pa.int32(), pa.float64()):
        typed = column_of("x", pa.chunked_array([pa.array(values, kind)]))
        assert typed.levels == written.levels
        assert (typed.codes == written.codes).all()


def test_days_are_known_as_days_however_they_are_written() -> None:
    day = datetime.date(2024, 2, 29)
    assert column_of("x", pa.chunked_array([pa.array(["2024-02-29", ""])])).days
    assert column_of("x", pa.chunked_array([pa.array([day, None])])).days
    assert not column_of("x", pa.chunked_array([pa.array(["2024-02-29", "soon"])])).days
    assert not column_of("x", pa.chunked_array([pa.array(["20240229"])])).days


def table(**columns: list[str]) -> pa.Table:
    number = len(next(iter(columns.values())))
    index = pa.array([19_000] * number, pa.int32())
    return pa.table({"person": [str(one) for one in range(number)], "index_date": index, **columns})


def test_everything_that_is_wrong_with_the_columns_is_told_at_once() -> None:
    with pytest.raises(InputError) as told:
        people_of(
            table(
                arm=["a", "b", "c"] * 10,
                site=[str(one) for one in range(30)],
                name=[f"person {one}" for one in range(30)],
            ),
            Chosen(
                group="arm",
                control="z",
                site="site",
                adjust=("age", "arm", "name"),
                subgroups=("index_date",),
                categorical=("height",),
            ),
        )
    said = [str(problem) for problem in told.value.problems]
    assert len(said) == 8
    for part in (
        "column arm: found '3 different: a, b, c', expected two arms",
        "column --control: found 'z', expected a or b or c",
        "column --adjust: found 'age', expected a column of PEOPLE: arm, site, name",
        "column --adjust: found 'arm', expected a column other than that of the arms",
        "column name: found '30 different texts', expected numbers, or at most 20 categories",
        "column --subgroup: found 'index_date', expected a column that holds no days",
        "column --categorical: found 'height'",
        "column site: found '30 different', expected at most 20 sites",
    ):
        assert any(part in one for one in said), part


@pytest.mark.parametrize("arms", [["a"], ["a", "b", "c"], [""]])
def test_there_are_two_arms_or_there_is_no_report(arms: list[str]) -> None:
    with pytest.raises(InputError, match="expected two arms"):
        people_of(table(arm=arms), Chosen(group="arm"))


def test_the_control_comes_first_and_whoever_has_no_arm_is_in_none() -> None:
    made = people_of(table(arm=["new", "usual", "", "new"]), Chosen(group="arm", control="usual"))
    assert made.arms == ("usual", "new")
    assert made.arm.tolist() == [1, 0, -1, 1]
    assert made.known.tolist() == [True, True, False, True]


def test_columns_of_a_model_leave_out_the_first_level_and_whoever_misses_a_value() -> None:
    made = people_of(
        table(
            arm=["a", "b", "a", "b"],
            sex=["m", "f", "m", ""],
            age=["30", "40", "50", "60"],
            same=["1", "1", "1", "2"],
            score=["0", "1", "3", "0"],
        ),
        Chosen(group="arm", categorical=("score",)),
    )
    found = covariates(made, ("sex", "age", "same", "score"), made.known)
    assert found.names == ("sex=m", "age", "score=1", "score=3")
    assert found.complete.tolist() == [True, True, True, False]
    assert found.x[:3].tolist() == [[1, 30, 0, 0], [0, 40, 1, 0], [1, 50, 0, 1]]
