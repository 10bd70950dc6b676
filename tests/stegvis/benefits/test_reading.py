"""Reading a register: spells come in the order of persons, cut at the register's end, whatever the files."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stegvis.benefits.days import day_to_int
from stegvis.benefits.reading import OnError, UnknownPerson
from stegvis.benefits.report import Counts
from tests.stegvis.benefits.files import END, PLAIN, SICK, Folder, told, write


def parquet(path: Path, **columns: object) -> Path:
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path


def test_spells_come_in_the_order_of_people_and_of_days(folder: Folder) -> None:
    folder.spells(
        f"olav,2024-02-01,2024-02-10,{SICK},100",
        f"maja,2024-05-01,2024-05-31,{SICK},100",
        f"maja,2024-01-01,2024-01-31,{SICK},50",
        "maja,2024-01-01,2024-01-31,disability_pension,50",
        f"maja,2024-01-01,2024-01-15,{SICK},40",
    )
    assert folder.told() == [
        "maja 2024-01-01…2024-01-15 sickness_benefit 4000",
        "maja 2024-01-01…2024-01-31 sickness_benefit 5000",
        "maja 2024-01-01…2024-01-31 disability_pension 5000",
        "maja 2024-05-01…2024-05-31 sickness_benefit 10000",
        "olav 2024-02-01…2024-02-10 sickness_benefit 10000",
    ]


def test_an_open_spell_lasts_to_the_registers_end_and_a_longer_one_is_cut_there(folder: Folder) -> None:
    folder.spells(f"maja,2024-12-01,,{SICK},100", f"olav,2024-12-31,2025-03-01,{SICK},100")
    with folder.read() as histories:
        assert told(histories) == [
            "maja 2024-12-01…2024-12-31 sickness_benefit 10000",
            "olav 2024-12-31…2024-12-31 sickness_benefit 10000",
        ]
        assert histories.report.spells == Counts(rows=2, kept=2, cut=1)


def test_a_spell_that_begins_after_the_registers_end_is_left_out_and_counted(folder: Folder) -> None:
    folder.spells(f"maja,2025-01-01,,{SICK},100", f"maja,2024-12-31,,{SICK},100")
    with folder.read() as histories:
        assert len(told(histories)) == 1
        assert histories.report.spells == Counts(rows=2, kept=1, after_end=1)


def test_spells_of_strangers_are_counted_and_left_out(folder: Folder) -> None:
    folder.spells(f"maja,2024-01-01,,{SICK},100", f"nobody,2024-01-01,,{SICK},100")
    with folder.read() as histories:
        assert histories.report.spells == Counts(rows=2, kept=1, unknown_persons=1)
        assert histories.report.wrong == {}


def test_spells_of_strangers_can_be_refused(folder: Folder) -> None:
    folder.spells(f"maja,2024-01-01,,{SICK},100", f"nobody,2024-01-01,,{SICK},100")
    assert folder.wrong(unknown_person=UnknownPerson.STOP) == [
        "spells.csv 3 person 'nobody': a person of PEOPLE"
    ]


@pytest.mark.parametrize(
    ("written", "hundredths"),
    [("0", 0), ("100", 10000), ("33.33", 3333), ("33.335", 3334), ("33.334999", 3333), (" 50 ", 5000)],
)
def test_a_grade_is_kept_in_hundredths_of_a_percent_halves_upwards(
    folder: Folder, written: str, hundredths: int
) -> None:
    folder.spells(f"maja,2024-01-01,2024-01-02,{SICK},{written}")
    assert folder.told() == [f"maja 2024-01-01…2024-01-02 sickness_benefit {hundredths}"]


def test_people_keep_their_order_their_ids_and_what_else_is_told_of_them(folder: Folder) -> None:
    folder.spells()
    folder.people(
        "007,2024-01-15,,usual", "7,2023-12-31,2024-03-01,new", header="person,index_date,death,programme"
    )
    with folder.read() as histories:
        assert histories.people.to_pydict() == {
            "person": ["007", "7"],
            "index_date": [day_to_int(date(2024, 1, 15)), day_to_int(date(2023, 12, 31))],
            "death": [None, day_to_int(date(2024, 3, 1))],
            "programme": ["usual", "new"],
        }
        assert [str(histories.people.schema.field(day).type) for day in ("index_date", "death")] == [
            "int32"
        ] * 2


def test_a_column_of_people_is_a_day_where_that_is_asked(folder: Folder) -> None:
    folder.spells()
    folder.people("maja,2024-01-15,1970-01-02", header="person,index_date,referred")
    with folder.read(day_columns=["referred"]) as histories:
        assert histories.people.column("referred").to_pylist() == [1]


def test_someone_without_spells_is_there(folder: Folder) -> None:
    folder.spells(f"olav,2024-01-01,2024-01-02,{SICK},100")
    with folder.read() as histories:
        (batch,) = histories.batches()
        assert batch.spells.offsets.tolist() == [0, 0, 1]


def test_batches_can_be_asked_for_again(folder: Folder) -> None:
    folder.spells(f"olav,2024-01-01,2024-01-02,{SICK},100")
    with folder.read() as histories:
        assert told(histories) == told(histories) != []


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_theirs_names_separator_and_encoding(folder: Folder, encoding: str) -> None:
    spells = write(
        folder.place / "theirs.csv",
        "løpenr;fra;til;ytelse;grad",
        f"bjørg;2024-01-01;2024-01-31;{SICK};50",
        encoding=encoding,
    )
    people = write(folder.place / "people.csv", "løpenr;dato", "bjørg;2024-01-01", encoding=encoding)
    names = {"løpenr": "person", "fra": "start", "til": "end", "ytelse": "benefit", "grad": "grade"}
    names["dato"] = "index_date"
    assert folder.told(spells=spells, people=people, names=names, separator=";", encoding=encoding) == [
        "bjørg 2024-01-01…2024-01-31 sickness_benefit 5000"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_packed_file_is_read_and_its_rows_are_told(folder: Folder, encoding: str) -> None:
    people = write(folder.place / "p.csv", "person,index_date", "bjørg,2024-01-01", encoding=encoding)
    rows = f"person,start,end,benefit,grade\nbjørg,2024-01-01,2024-01-02,{SICK},50\nbjørg,never,,{SICK},50\n"
    spells = folder.place / "spells.csv.gz"
    spells.write_bytes(gzip.compress(rows.encode(encoding)))
    how = {"spells": spells, "people": people, "encoding": encoding}
    assert folder.wrong(**how) == ["spells.csv.gz 3 start 'never': a day, YYYY-MM-DD"]
    assert folder.told(**how, on_error=OnError.SKIP) == ["bjørg 2024-01-01…2024-01-02 sickness_benefit 5000"]


def test_a_cell_may_hold_the_separator_and_a_new_line_within_quotes(folder: Folder) -> None:
    folder.people('"a, b",2024-01-01', '"c\nd",2024-01-01')
    folder.spells(f'"a, b",2024-01-01,2024-01-02,{SICK},100', f'"c\nd",2024-01-01,2024-01-02,{SICK},100')
    assert len(folder.told()) == 2


def test_a_folder_of_parquet_with_dates_and_moments_and_whole_grades(folder: Folder) -> None:
    spells = folder.place / "spells"
    one, two = date(2024, 1, 1), date(2024, 1, 31)
    parquet(
        spells / "part-1.parquet",
        person=["maja"],
        start=[one],
        end=pa.array([None], pa.date32()),
        benefit=[SICK],
        grade=[50],
    )
    parquet(
        spells / "part-2.parquet",
        person=["olav"],
        start=pa.array([one]).cast(pa.timestamp("us")),
        end=pa.array([two]).cast(pa.timestamp("us")),
        benefit=[SICK],
        grade=[33.335],
    )
    write(spells / "_SUCCESS.csv", "no register")
    assert folder.told(spells=spells) == [
        "maja 2024-01-01…2024-12-31 sickness_benefit 5000",
        "olav 2024-01-01…2024-01-31 sickness_benefit 3334",
    ]


@pytest.mark.parametrize(
    "kinds", [(pa.int64(), pa.int32()), (pa.string(), pa.int64()), (pa.int64(), pa.string())]
)
def test_ids_are_whole_numbers_or_texts_in_either_file(
    folder: Folder, kinds: tuple[pa.DataType, ...]
) -> None:
    one = date(2024, 1, 1)
    people = parquet(
        folder.place / "people.parquet",
        person=pa.array([12, 7]).cast(kinds[0]),
        index_date=[one, one],
    )
    spells = parquet(
        folder.place / "spells.parquet",
        person=pa.array([7]).cast(kinds[1]),
        start=[one],
        end=[one],
        benefit=[SICK],
        grade=[100.0],
    )
    with folder.read(spells=spells, people=people) as histories:
        assert told(histories) == ["7 2024-01-01…2024-01-01 sickness_benefit 10000"]
        assert histories.people.column("person").type == kinds[0]


def test_a_moment_that_is_no_whole_day_is_no_day(folder: Folder) -> None:
    moment = pa.array([36_000_000_000], pa.timestamp("us"))
    spells = parquet(
        folder.place / "s.parquet", person=["maja"], start=moment, end=moment, benefit=[SICK], grade=[1]
    )
    assert folder.wrong(spells=spells) == [
        "s.parquet 1 start '1970-01-01 10:00:00': a day, YYYY-MM-DD",
        "s.parquet 1 end '1970-01-01 10:00:00': a day, YYYY-MM-DD, or empty",
    ]


def test_columns_of_types_that_would_have_to_be_guessed_are_refused(folder: Folder) -> None:
    one = date(2024, 1, 1)
    spells = parquet(
        folder.place / "s.parquet", person=[1.5], start=[20240101], end=[one], benefit=[True], grade=[True]
    )
    assert folder.wrong(spells=spells) == [
        "s.parquet None person 'DOUBLE': text or whole numbers",
        "s.parquet None start 'BIGINT': days: dates, or text written YYYY-MM-DD",
        "s.parquet None benefit 'BOOLEAN': text or whole numbers",
        "s.parquet None grade 'BOOLEAN': numbers",
    ]


def test_jobs_come_beside_the_spells_of_the_same_persons(folder: Folder) -> None:
    folder.spells(f"maja,2024-01-01,2024-01-02,{SICK},100")
    folder.jobs("olav,2024-03-01,,37.5,yes", "olav,2024-02-01,2024-02-29,,", "olav,2025-01-01,,20,no")
    with folder.read() as histories:
        (batch,) = histories.batches()
        assert batch.jobs.offsets.tolist() == [0, 0, 2]
        assert batch.jobs.start.tolist() == [day_to_int(date(2024, 2, 1)), day_to_int(date(2024, 3, 1))]
        assert batch.jobs.end.tolist() == [day_to_int(date(2024, 2, 29)), day_to_int(END)]
        assert batch.jobs.hours.tolist() == [-1, 3750]
        assert batch.jobs.competitive.tolist() == [-1, 1]
        assert histories.report.jobs == Counts(rows=3, kept=2, after_end=1)


def test_progress_is_told_in_rows(folder: Folder) -> None:
    folder.spells(*[f"maja,2024-01-01,2024-01-02,{SICK},100"] * 7)
    told: list[tuple[int, int]] = []
    folder.read(progress=lambda done, about: told.append((done, about))).close()
    done, about = told[-1]
    assert 7 == done <= about < 14


def test_temporary_files_go_when_histories_are_closed(folder: Folder) -> None:
    folder.spells(*[f"{person},2024-01-01,2024-01-02,{SICK},100" for person in ("maja", "olav")])
    with folder.read(batch_rows=1) as histories:
        assert list(folder.place.glob("stegvis-*/*/*.rows"))
    assert list(folder.place.glob("stegvis-*")) == []
    with pytest.raises(ValueError, match="closed"):
        list(histories.batches())


def test_the_plain_register_is_ours() -> None:
    assert PLAIN.columns() == {name: name for name in ("person", "start", "end", "benefit", "grade")}
