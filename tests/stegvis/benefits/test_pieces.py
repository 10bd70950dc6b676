"""Workers put the same rows on the same shelves by either way, and tell the same of those they drop."""

from __future__ import annotations

import pickle
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import numpy as np
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.benefits import pieces, quick, spark
from stegvis.benefits.days import day_to_int
from stegvis.benefits.judging import counted
from stegvis.benefits.opening import Request, open_all
from stegvis.benefits.packing import PACKED
from stegvis.benefits.reading import connected, look_ups
from stegvis.benefits.report import Counts
from stegvis.benefits.spark import TOLD
from stegvis.benefits.state import STATES
from tests.stegvis.benefits.files import END, PLAIN
from tests.stegvis.benefits.test_quick import FIRST, NUMBERS, Row, rows, written

SHELF = 4


class Put(NamedTuple):
    quickly: bool
    shelves: Mapping[int, list[tuple[int, ...]]]
    counts: Counts


def put(spells: Path, people: Path, *, from_rows: int) -> Put:
    """What workers put on shelves and tell of; quick for files of so many rows."""
    asked = Request(
        spells=spells,
        people=people,
        jobs=None,
        register=PLAIN,
        end=day_to_int(END),
        names={},
        separator=",",
        encoding="utf-8",
        day_columns=(),
    )
    shelves: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    states = np.zeros(STATES, np.int64)
    with (
        tempfile.TemporaryDirectory() as name,
        connected(Path(name), 1 << 30) as connection,
        mock.patch.object(quick, "FROM", from_rows),
        mock.patch.object(pieces, "PIECE_ROWS", 1),
    ):
        opened = open_all(asked, connection, Path(name))
        look_ups(connection, opened)
        opened.people.load(connection)
        ids = connection.sql("SELECT person, number FROM people").to_arrow_table()
        worker = spark._worker.__wrapped__(pickle.dumps((opened, spark._as_bytes(ids), SHELF)))
        for piece in pieces.pieces(opened):
            for batch in spark._put_piece(worker, piece):
                for row in batch.to_pylist():
                    if row["shelf"] == TOLD:
                        states += pickle.loads(row["content"])[0]
                    else:
                        found = np.frombuffer(row["content"], PACKED)
                        shelves[row["shelf"]] += [tuple(one) for one in found.tolist()]
    in_order = {shelf: sorted(there) for shelf, there in shelves.items()}
    return Put(worker.way is not None, in_order, counted(states))


@settings(max_examples=25, deadline=None)
@given(data=st.data(), ids=st.sampled_from(list(NUMBERS)), wrong=st.booleans())
def test_the_quick_way_and_the_usual_way_shelve_the_same(data: st.DataObject, ids: str, wrong: bool) -> None:
    lines = data.draw(st.lists(rows(wrong), max_size=40))
    with tempfile.TemporaryDirectory() as name:
        files = written(Path(name), list(NUMBERS[ids]), lines)
        quick_way, usual_way = put(*files, from_rows=0), put(*files, from_rows=10**9)
    assert (quick_way.quickly, usual_way.quickly) == (True, False)
    assert quick_way[1:] == usual_way[1:]
    assert all(person // SHELF == shelf for shelf, there in quick_way.shelves.items() for person, *_ in there)


def test_only_the_piece_that_is_wrong_goes_the_usual_way(tmp_path: Path) -> None:
    right: Row = (0, FIRST, None, "sickness_benefit", 50)
    files = written(tmp_path, list(NUMBERS["together"]), [right, right, (0, FIRST, None, "cake", 50)])
    assert pq.read_metadata(files[0]).num_row_groups == 3
    with mock.patch("stegvis.benefits.spark.judged", side_effect=pieces.judged) as usual:
        put(*files, from_rows=0)
    assert [call.args[2].first for call in usual.call_args_list] == [2]


def test_where_people_are_wrong_all_goes_the_usual_way(tmp_path: Path) -> None:
    spells, _ = written(tmp_path, list(NUMBERS["together"]), [(0, FIRST, None, "sickness_benefit", 50)])
    people = tmp_path / "people.csv"
    people.write_text("person,index_date\n100,2024-13-01\n101,2024-01-01\n")
    found = put(spells, people, from_rows=0)
    assert not found.quickly
    assert found.counts.left_out_persons == 1
