"""Everything that is wrong is told at once, by file, row, column, value, and what should stand there."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stegvis.benefits import files
from stegvis.benefits.names import parse_names
from stegvis.benefits.reading import OnError
from stegvis.benefits.report import Counts, WrongRows
from stegvis.foundation.errors import InputError
from tests.stegvis.benefits.files import SICK, Folder, told, write

BENEFITS = (
    "one of sickness_benefit, work_assessment_allowance, disability_pension, unemployment_benefit,"
    " social_assistance, parental_benefit, education_grant, old_age_pension"
)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            f"maja,2024-02-02,2024-02-01,{SICK},100",
            "end '2024-02-01': a day not before the start, 2024-02-02",
        ),
        (f"maja,2024-02-02,2024-02-03,{SICK},100.01", "grade '100.01': a number from 0 to 100"),
        (f"maja,2024-02-02,2024-02-03,{SICK},100.001", "grade '100.001': a number from 0 to 100"),
        (f"maja,2024-02-02,2024-02-03,{SICK},-1", "grade '-1': a number from 0 to 100"),
        (f"maja,2024-02-02,2024-02-03,{SICK},half", "grade 'half': a number from 0 to 100"),
        (f"maja,2024-02-02,2024-02-03,{SICK},nan", "grade 'nan': a number from 0 to 100"),
        (f"maja,2024-02-02,2024-02-03,{SICK},", "grade '': a number from 0 to 100"),
        ("maja,2024-02-02,2024-02-03,sick,100", f"benefit 'sick': {BENEFITS}"),
        ("maja,2024-02-02,2024-02-03,,100", f"benefit '': {BENEFITS}"),
        (f"maja,2021-02-30,2024-02-03,{SICK},100", "start '2021-02-30': a day, YYYY-MM-DD"),
        (f"maja,2023-02-29,,{SICK},100", "start '2023-02-29': a day, YYYY-MM-DD"),
        (f"maja,2024-2-3,,{SICK},100", "start '2024-2-3': a day, YYYY-MM-DD"),
        (f"maja,,2024-02-03,{SICK},100", "start '': a day, YYYY-MM-DD"),
        (f"maja,2024/02/03,,{SICK},100", "start '2024/02/03': a day, YYYY-MM-DD"),
        (f"maja,infinity,,{SICK},100", "start 'infinity': a day, YYYY-MM-DD"),
        (
            f"maja,2024-01-01,2024-01-01 10:00,{SICK},100",
            "end '2024-01-01 10:00': a day, YYYY-MM-DD, or empty",
        ),
        (f",2024-01-01,,{SICK},100", "person '': the person's id"),
        ("maja,2024-01-01", "ROW 'maja,2024-01-01': 5 cells, as the first row has, not 2"),
        (
            f"maja,2024-01-01,,{SICK},100,x",
            f"ROW 'maja,2024-01-01,,{SICK},100,x': 5 cells, as the first row has, not 6",
        ),
    ],
)
def test_what_a_row_of_spells_cannot_say(folder: Folder, row: str, told: str) -> None:
    folder.spells(f"maja,2024-01-01,2024-01-02,{SICK},100", row)
    assert folder.wrong() == [f"spells.csv 3 {told}"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("maja,2024-02-01", "person 'maja': each person once; this one is in row 2 of {people}"),
        ("anne,", "index_date '': a day, YYYY-MM-DD"),
        ("anne,2024-13-01", "index_date '2024-13-01': a day, YYYY-MM-DD"),
        (",2024-01-01", "person '': the person's id"),
        ("anne", "ROW 'anne': 2 cells, as the first row has, not 1"),
    ],
)
def test_what_a_row_of_people_cannot_say(folder: Folder, row: str, told: str) -> None:
    folder.spells()
    people = folder.people("maja,2024-01-15", row)
    assert folder.wrong() == [f"people.csv 3 {told.format(people=people)}"]


def test_days_of_people_are_days(folder: Folder) -> None:
    folder.spells()
    folder.people("maja,2024-01-15,2024-02-31,", header="person,index_date,death,emigration")
    assert folder.wrong() == ["people.csv 2 death '2024-02-31': a day, YYYY-MM-DD; or empty"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("maja,2024-01-01,,169,1", "hours '169': hours a week, a number from 0 to 168; or empty"),
        ("maja,2024-01-01,,20,perhaps", "competitive 'perhaps': yes or no, true or false, 1 or 0; or empty"),
        ("maja,2024-02-01,2024-01-01,20,no", "end '2024-01-01': a day not before the start, 2024-02-01"),
    ],
)
def test_what_a_row_of_jobs_cannot_say(folder: Folder, row: str, told: str) -> None:
    folder.spells()
    folder.jobs(row)
    assert folder.wrong() == [f"jobs.csv 2 {told}"]


def test_all_of_it_is_in_one_report_in_the_order_of_files_and_rows(folder: Folder) -> None:
    folder.people("maja,2024-01-15", "maja,", "olav,never")
    folder.spells(
        f"maja,2024-01-01,2024-01-02,{SICK},100",
        "",
        "maja,2024-01-32,x,dole,1e9",
        '"two\nlines",2024-01-01',
        f"maja,2024-01-02,2024-01-01,{SICK},100",
    )
    folder.jobs("olav,2024-01-01,,-1,")
    assert [line.partition(":")[0] for line in folder.wrong()] == [
        "people.csv 3 person 'maja'",
        "people.csv 3 index_date ''",
        "people.csv 4 index_date 'never'",
        "spells.csv 4 start '2024-01-32'",
        "spells.csv 4 end 'x'",
        "spells.csv 4 benefit 'dole'",
        "spells.csv 4 grade '1e9'",
        "spells.csv 6 ROW 'two\\nlines,2024-01-01'",
        "spells.csv 7 end '2024-01-01'",
        "jobs.csv 2 hours '-1'",
    ]


def test_all_are_counted_where_only_the_first_are_shown(folder: Folder) -> None:
    folder.spells(*[f"maja,2024-01-02,2024-01-01,{SICK},100"] * 60, *["maja,2024-01-01,,dole,x"] * 3)
    with pytest.raises(WrongRows) as raised:
        folder.read()
    assert len(raised.value.problems) == 50
    assert raised.value.counts == {
        "SPELLS: end before start": 60,
        "SPELLS: no possible benefit": 3,
        "SPELLS: no possible grade": 3,
    }
    assert str(raised.value).splitlines()[50:] == [
        "… and 16 more.",
        "66 wrong in all: SPELLS: end before start (60); SPELLS: no possible benefit (3);"
        " SPELLS: no possible grade (3).",
    ]
    assert len(folder.wrong(shown=None)) == 66


def test_wrong_rows_can_be_left_out_and_are_told_all_the_same(folder: Folder) -> None:
    folder.people("maja,2024-01-15", "olav,", "maja,2023-01-01", "anne,2024-01-01")
    folder.spells(
        f"maja,2024-01-01,2024-01-02,{SICK},100",
        f"maja,2024-01-01,2024-01-02,{SICK},1000",
        "maja,2024-01-01",
        f"anne,2024-01-01,2024-01-02,{SICK},100",
        f"olav,2024-01-01,2024-01-02,{SICK},100",
        f"nobody,2024-01-01,2024-01-02,{SICK},100",
    )
    with folder.read(on_error=OnError.SKIP) as histories:
        assert told(histories) == [
            "maja 2024-01-01…2024-01-02 sickness_benefit 10000",
            "anne 2024-01-01…2024-01-02 sickness_benefit 10000",
        ]
        assert histories.report.spells == Counts(
            rows=5, kept=2, wrong=1, left_out_persons=1, unknown_persons=1
        )
        assert histories.report.people == 2
        assert histories.report.wrong == {
            "PEOPLE: person twice": 1,
            "PEOPLE: no or no possible index_date": 1,
            "SPELLS: no possible grade": 1,
            "SPELLS: line that is no row": 1,
        }
        assert [problem.row for problem in histories.report.problems] == [3, 4, 3, 4]


def test_the_same_person_in_two_files_is_there_twice(folder: Folder) -> None:
    folder.spells()
    people = folder.place / "people"
    first = write(people / "1.csv", "person,index_date", "maja,2024-01-01")
    write(people / "2.csv", "index_date,person", "2024-01-01,maja")
    assert folder.wrong(people=people) == [
        f"2.csv 2 person 'maja': each person once; this one is in row 2 of {first}"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_bytes_that_are_no_text_say_so(folder: Folder, encoding: str) -> None:
    write(
        folder.place / "spells.csv",
        "person,start,end,benefit,grade",
        f"bjørg,2024-01-01,,{SICK},100",
        encoding="latin-1",
    )
    (line,) = folder.wrong(encoding=encoding)
    assert line.startswith("spells.csv 2 ")
    assert r"\xf8" in line


@pytest.mark.parametrize("block", [5, 1000])
def test_an_encoding_that_the_file_is_not_in_names_the_row(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(files, "BLOCK", block)
    folder.spells(f"maja,2024-01-01,,{SICK},100", f"bjørg,2024-01-01,,{SICK},100")
    assert folder.wrong(encoding="ascii") == [
        r"spells.csv 3 FILE '\\xc3': text in ascii",
    ]


def test_quotes_that_never_close(folder: Folder) -> None:
    folder.spells(f'"maja,2024-01-01,2024-01-02,{SICK},100', f"maja,2024-01-01,2024-01-02,{SICK},100")
    assert folder.wrong() != []


def test_columns_that_are_missing_are_told_for_all_files_at_once(folder: Folder) -> None:
    folder.people("maja", header="person")
    folder.spells(header="person,from,end,benefit,grade")
    assert folder.wrong() == [
        "spells.csv 1 start '': a column of this name, or --map THEIRS=start",
        "people.csv 1 index_date '': a column of this name, or --map THEIRS=index_date",
    ]


def test_a_map_of_names_that_are_nowhere(folder: Folder) -> None:
    folder.spells()
    there = "benefit, end, grade, index_date, person, start"
    found = folder.wrong(names={"fra": "start", "grade": "percent"})
    assert found[0] == f" None --map 'fra=start': on the left a column of the files: {there}"
    assert found[1].startswith(
        " None --map 'grade=percent': on the right one of benefit, death, discharge_date"
    )


def test_two_columns_for_one(folder: Folder) -> None:
    folder.spells(header="person,start,begin,end,benefit,grade")
    assert folder.wrong(names={"begin": "start"}) == [
        "spells.csv 1 start 'begin, start': one column for start"
    ]


def test_a_map_is_written_in_pairs() -> None:
    assert parse_names("fnr=person, fra = start") == {"fnr": "person", "fra": "start"}
    with pytest.raises(InputError) as raised:
        parse_names("fnr,fra=,fra=start,fra=end")
    assert [problem.value for problem in raised.value.problems] == ["fnr", "fra=", "fra=end"]


@pytest.mark.parametrize("header", ["person,person,index_date", "person,,index_date", ""])
def test_columns_need_a_name_each(folder: Folder, header: str) -> None:
    folder.spells()
    folder.people(header=header)
    assert all("column" in line for line in folder.wrong())


def test_files_that_are_not_there_or_not_what_they_are_called(folder: Folder) -> None:
    spells = write(folder.place / "spells.parquet", "no parquet")
    people = folder.place / "nowhere.csv"
    assert folder.wrong(spells=spells, people=people) == [
        "spells.parquet None FILE '': a file in the format Parquet",
        f" None PEOPLE '{people}': a file or a folder that is there",
    ]


def test_a_file_that_breaks_off(folder: Folder) -> None:
    spells = folder.place / "spells.parquet"
    day = pa.array([0] * 9999, pa.date32())
    columns = {"start": day, "end": day, "benefit": [SICK] * 9999, "grade": [100] * 9999}
    pq.write_table(pa.table({"person": [f"p{n}" for n in range(9999)], **columns}), spells)
    whole = spells.read_bytes()
    spells.write_bytes(whole[:4] + b"\0" * 2000 + whole[2004:])
    (line,) = folder.wrong(spells=spells)
    assert line.endswith("files that can be read to their ends")


def test_a_separator_and_an_encoding_that_are_none(folder: Folder) -> None:
    folder.spells()
    assert [line.split(":")[0] for line in folder.wrong(separator="::", encoding="runes")] == [
        " None --sep '",
        " None --encoding 'runes'",
    ]
