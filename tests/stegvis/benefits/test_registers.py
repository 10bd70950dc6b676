"""Registers of days and weeks become spells; a definition says what it means by an example."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stegvis.benefits.codes import Code, parse_code
from stegvis.benefits.examples import example
from stegvis.benefits.reading import OnError
from stegvis.benefits.register import REGISTERS, Register
from stegvis.benefits.spells import Benefit
from stegvis.benefits.weeks import last_week, weeks
from tests.stegvis.benefits.files import PLAIN, SICK, Folder


@pytest.mark.parametrize("id", REGISTERS.all())
def test_the_example_of_a_register_is_read_as_it_says(id: str) -> None:
    register = REGISTERS.get(id)
    assert register.example_spells
    assert example(register) == register.example_spells


def test_what_an_example_says_is_looked_at() -> None:
    other = replace(PLAIN, example_rows=(PLAIN.example_rows[0], "a,2024-01-01,2024-01-01,sickness_benefit,1"))
    assert example(other) == ("a,2024-01-01,2024-01-01,sickness_benefit,1",)


def test_weeks_in_rows_become_spells(folder: Folder) -> None:
    folder.spells(
        "maja,2020-W53,s",
        "maja,2021-W01,s",
        "maja,2021-W03,s",
        "maja,2021-W02,d",
        header="person,week,benefit",
    )
    codes = ("s=sickness_benefit@50", "d=disability_pension")
    register = replace(PLAIN, unit="weeks", grade_rule="full", codes=codes)
    assert folder.told(register=register) == [
        "maja 2020-12-28…2021-01-10 sickness_benefit 5000",
        "maja 2021-01-11…2021-01-17 disability_pension 10000",
        "maja 2021-01-18…2021-01-24 sickness_benefit 5000",
    ]


def test_a_week_of_five_days_from_a_sunday(folder: Folder) -> None:
    folder.spells(f"maja,202102,{SICK},100", header="person,week,benefit,grade")
    register = replace(PLAIN, unit="weeks", week_format="YYYYWW", week_begins=7, week_days=5)
    assert folder.told(register=register) == ["maja 2021-01-10…2021-01-14 sickness_benefit 10000"]


def test_a_week_that_is_none(folder: Folder) -> None:
    folder.spells(f"maja,2021-W53,{SICK},100", header="person,week,benefit,grade")
    assert folder.wrong(register=replace(PLAIN, unit="weeks")) == [
        "spells.csv 2 week '2021-W53': a week of 1970 or the hundred years from there, YYYY-Www"
    ]


def test_the_last_week_is_cut_at_the_registers_end(folder: Folder) -> None:
    folder.spells(
        f"maja,2025-W01,{SICK},100", f"maja,2025-W02,{SICK},100", header="person,week,benefit,grade"
    )
    register = replace(PLAIN, unit="weeks")
    assert folder.told(register=register) == ["maja 2024-12-30…2024-12-31 sickness_benefit 10000"]


def test_a_code_in_a_column_of_weeks_that_nobody_knows(folder: Folder) -> None:
    dream = REGISTERS.get("dream_weekly")
    folder.people("1,2008-01-01", header="pnr,index_date")
    folder.spells("1,890,,5", "2,,,6", header="pnr,y_0801,y_0802,y_0803")
    assert folder.wrong(register=dream) == [
        f"spells.csv 2 y_0803 '5': a code of the register {dream.name}",
        f"spells.csv 3 y_0803 '6': a code of the register {dream.name}",
    ]
    forgiving = replace(dream, unknown_codes="no benefit")
    assert folder.told(register=forgiving) == ["1 2007-12-31…2008-01-06 sickness_benefit 10000"]


def test_columns_of_weeks_in_parquet_hold_whole_numbers(folder: Folder) -> None:
    folder.people("1,2008-01-01", header="pnr,index_date")
    spells = folder.place / "dream.parquet"
    pq.write_table(pa.table({"pnr": [1], "y_0801": [890.0], "y_0802": [881], "y_0803": [890.5]}), spells)
    dream = REGISTERS.get("dream_weekly")
    assert folder.wrong(register=dream, spells=spells) == [
        f"dream.parquet 1 y_0803 '890.5': a code of the register {dream.name}"
    ]
    assert folder.told(register=dream, spells=spells, on_error=OnError.SKIP) == [
        "1 2007-12-31…2008-01-06 sickness_benefit 10000",
        "1 2008-01-07…2008-01-13 parental_benefit 10000",
    ]


def test_a_wide_file_without_weeks(folder: Folder) -> None:
    folder.people("1,2008-01-01", header="pnr,index_date")
    folder.spells("1,890", header="pnr,w0801")
    assert folder.wrong(register=REGISTERS.get("dream_weekly")) == [
        "spells.csv 1 FILE '': columns of weeks, y_YYWW"
    ]


def test_the_same_day_twice_is_one_day_and_with_two_grades_two_spells(folder: Folder) -> None:
    rows = [f"maja,2024-01-0{day},{SICK},{grade}" for day, grade in ((1, 50), (1, 50), (2, 50), (2, 30))]
    folder.spells(*rows, header="person,day,benefit,grade")
    assert folder.told(register=REGISTERS.get("daily")) == [
        "maja 2024-01-01…2024-01-02 sickness_benefit 5000",
        "maja 2024-01-02…2024-01-02 sickness_benefit 3000",
    ]


def test_days_of_two_persons_do_not_join(folder: Folder) -> None:
    folder.spells(
        f"maja,2024-01-01,{SICK},50", f"olav,2024-01-02,{SICK},50", header="person,day,benefit,grade"
    )
    assert len(folder.told(register=REGISTERS.get("daily"))) == 2


def test_a_code_that_is_no_benefit_is_counted_and_left_out(folder: Folder) -> None:
    register = replace(PLAIN, codes=("1=sickness_benefit", "9=none"))
    folder.spells("maja,2024-01-01,,1,50", "maja,2024-01-01,,9,none of ours")
    with folder.read(register=register) as histories:
        assert (histories.report.spells.kept, histories.report.spells.no_benefit) == (1, 1)


@pytest.mark.parametrize(("form", "day"), [("YYYYMMDD", "20240229"), ("DD.MM.YYYY", "29.02.2024")])
def test_days_as_a_register_writes_them_and_grades_with_a_comma(folder: Folder, form: str, day: str) -> None:
    folder.people(f"maja;{day}", header="person;index_date")
    folder.spells(f"maja;{day};{day};{SICK};33,5", header="person;start;end;benefit;grade")
    register = replace(PLAIN, day_format=form, decimal_comma=True)
    assert folder.told(register=register, separator=";") == [
        "maja 2024-02-29…2024-02-29 sickness_benefit 3350"
    ]
    wrong = day.replace("2024", "2023")
    folder.spells(f"maja;{wrong};;{SICK};33.5", header="person;start;end;benefit;grade")
    assert folder.wrong(register=register, separator=";") == [
        f"spells.csv 2 start '{wrong}': a day, {form}",
        "spells.csv 2 grade '33.5': a number from 0 to 100",
    ]


def test_an_own_register_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        'name = "Ours"\nsource = "our codebook, p. 3"\nauthor = "Anne Lie"\nvalid_from = 2024-01-01\n'
        'start = "fra"\ndecimal_comma = true\ncodes = ["890-892=sickness_benefit", "7=none"]\n',
        encoding="utf-8",
    )
    register = REGISTERS.all(own=tmp_path)["ours"]
    assert register == REGISTERS.read(tmp_path / "ours.toml")
    assert (register.columns()["start"], register.decimal_comma) == ("fra", True)


def test_registers_can_be_looked_at_where_the_extra_is_not_installed() -> None:
    without = "import sys; sys.modules |= dict.fromkeys(('duckdb', 'pyarrow', 'numpy', 'numba'));"
    code = f"{without} from stegvis.benefits.register import REGISTERS; print(*REGISTERS.all())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "plain" in done.stdout.split()


def test_codes_are_ranges_and_may_tell_the_grade() -> None:
    sick = Benefit.SICKNESS_BENEFIT
    assert parse_code("098-100=sickness_benefit@33.3") == tuple(
        Code(code, sick, 3330) for code in ("098", "099", "100")
    )
    assert parse_code("S-1 = none") == (Code("S-1", None),)


@pytest.mark.parametrize(
    "written", ["890", "890=", "=none", "890=sick", "899-890=none", "1-99999=none", "1=sickness_benefit@101"]
)
def test_a_code_that_says_nothing(written: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_code(written)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"unit": "months"}, "unit is 'months'; write one of 'spells', 'days', 'weeks'"),
        ({"grade_rule": "half"}, "grade_rule is 'half'; write one of 'percent', 'percent or full', 'full'"),
        ({"layout": "wide"}, "layout 'wide' is for weeks; write layout = 'long' for spells"),
        ({"person": " "}, "person is empty; write how the register calls that column"),
        ({"week_begins": 0}, "week_begins is a weekday; write a number from 1 (Monday) to 7 (Sunday)"),
        ({"week_days": 8}, "week_days are days of a week; write a number from 1 to 7"),
        ({"codes": ("1=none", "1=none")}, "code 1 is given twice; write it once"),
        ({"first_year": 10}, "first_year begins a hundred years; write a number from 1583 to 9900"),
    ],
)
def test_a_register_that_cannot_be_says_what_to_write(change: Mapping[str, Any], words: str) -> None:
    register: Register = replace(PLAIN, **change)
    assert words in list(register.problems())


def test_weeks_are_those_of_iso_8601() -> None:
    assert (last_week(2020), last_week(2021)) == (53, 52)
    known = dict(weeks("YYWW", 1991, 1))
    assert date.fromordinal(date(1970, 1, 1).toordinal() + known["0801"]) == date(2007, 12, 31)
    assert date.fromordinal(date(1970, 1, 1).toordinal() + known["9101"]) == date(1990, 12, 31)
