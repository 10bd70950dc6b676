"""Reading a pilot's table: everything that is wrong is told at once, and then nothing is taken in."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from stegvis.casework.importing import COLUMNS, Accepted, Correction, PilotCase, read_pilot_cases
from stegvis.foundation.errors import InputError

PILOT = Path(__file__).parents[3] / "src/stegvis_web/demo/facts/rodevand_table2.csv"
TODAY = date(2026, 3, 10)
HEAD = ",".join(COLUMNS)
SIX = Accepted(6, "ips_termination", "2016-04-17", "2015 is a slip: the others of that day say 2016.")


def read(*rows: str, accepted: tuple[Accepted, ...] = (), head: str = HEAD) -> tuple[PilotCase, ...]:
    return read_pilot_cases(io.StringIO("\n".join([head, *rows])), accepted, today=TODAY)


def problems(*rows: str, accepted: tuple[Accepted, ...] = (), head: str = HEAD) -> list[str]:
    with pytest.raises(InputError) as wrong:
        read(*rows, accepted=accepted, head=head)
    return [str(problem) for problem in wrong.value.problems]


def pilot(*accepted: Accepted) -> tuple[PilotCase, ...]:
    with PILOT.open(encoding="utf-8") as file:
        return read_pilot_cases(file, accepted, today=TODAY)


def test_a_row_becomes_a_case() -> None:
    assert read("2,2015-04-24,2015-07-17,2015-09-09,4.6,*") == (
        PilotCase(2, date(2015, 4, 24), date(2015, 7, 17), date(2015, 9, 9), Decimal("4.6"), "*"),
    )


def test_what_is_not_printed_stays_empty() -> None:
    (case,) = read("8,2015-06-17,,,,")
    assert (case.termination, case.job_start, case.months_net_of_pauses, case.printed_flag) == (
        None,
        None,
        None,
        "",
    )


def test_the_pilots_table_has_one_day_that_cannot_be() -> None:
    with pytest.raises(InputError) as wrong:
        pilot()
    (problem,) = wrong.value.problems
    assert (problem.row, problem.column, problem.value) == (7, "ips_termination", "2015-04-17")
    assert "not before ips_inclusion" in problem.expected


def test_a_day_accepted_with_a_reason_lets_the_pilots_table_in_and_keeps_what_is_printed() -> None:
    cases = pilot(SIX)
    assert [case.participant for case in cases] == [1, 2, 3, 4, 5, 6, 7, 8]
    six = cases[5]
    assert six.termination == date(2016, 4, 17)
    assert six.corrections == (Correction("ips_termination", "2015-04-17", "2016-04-17", SIX.reason),)
    assert [case.corrections for case in cases if case is not six] == [()] * 7


def test_accepting_what_is_printed_anyway_corrects_nothing() -> None:
    (case,) = read("6,2015-06-09,2016-04-17,,9.2,*", accepted=(SIX,))
    assert case.corrections == ()


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert problems(
        "one,2015-06-09,,,,",
        "2,09.06.2015,,,,",
        "3,2015-06-09,2015-06-08,,,",
        "4,,,,nine,",
        "4,2015-06-09,,,,a very long mark",
        "5,2015-06-09,,2026-03-11,-1,",
    ) == [
        "row 2, column participant: found 'one', expected a whole number from 1 to 9999, each one once",
        "row 3, column ips_inclusion: found '09.06.2015', expected a day that has been, YYYY-MM-DD",
        "row 4, column ips_termination: found '2015-06-08', "
        "expected a day that has been, YYYY-MM-DD, not before ips_inclusion; or empty",
        "row 5, column ips_inclusion: found '', expected a day that has been, YYYY-MM-DD",
        "row 5, column ips_months_net_of_pauses: found 'nine', "
        "expected months from 0 to 999.9, such as 4.6; or empty",
        "row 6, column participant: found '4', expected a whole number from 1 to 9999, each one once",
        "row 6, column printed_flag: found 'a very long mark', "
        "expected the mark printed in the table, at most 10 characters; or empty",
        "row 7, column job_start: found '2026-03-11', expected a day that has been, YYYY-MM-DD; or empty",
        "row 7, column ips_months_net_of_pauses: found '-1', "
        "expected months from 0 to 999.9, such as 4.6; or empty",
    ]


@pytest.mark.parametrize("day", ["20150609", "2015-W24-2", "2015-6-9", "2015-02-30"])
def test_a_day_is_written_in_one_way_only(day: str) -> None:
    assert len(problems(f"1,{day},,,,")) == 1


@pytest.mark.parametrize("months", ["nan", "1e2", "1000", "4.65", "٤"])
def test_months_are_written_as_in_the_table(months: str) -> None:
    assert len(problems(f"1,2015-06-09,,,{months},")) == 1


def test_a_missing_column_is_named() -> None:
    assert problems("1,2015-06-09", head="participant,ips_inclusion")[0] == (
        "row 1, column ips_termination: found '', expected a column of this name in the first row"
    )


def test_columns_that_mean_nothing_here_are_left_out() -> None:
    (case,) = read("1,2015-06-09,,,,,52", head=f"{HEAD},odi_percent")
    assert case.participant == 1


def test_a_row_with_a_cell_too_many_is_told() -> None:
    assert problems("1,2015-06-09,,,,,52") == [
        "row 2, column after the last one: found '52', expected no more cells than the first row has"
    ]


def test_empty_lines_do_not_shift_the_row_numbers() -> None:
    assert problems("1,2015-06-09,,,,", "", "2,soon,,,,")[0].startswith("row 4,")


def test_a_file_that_is_no_table_is_told() -> None:
    with pytest.raises(InputError, match="a table in UTF-8"):
        read_pilot_cases(io.TextIOWrapper(io.BytesIO(b"\xff\xd8\xff"), "utf-8"), today=TODAY)


def test_a_correction_is_of_somebody_and_said_once() -> None:
    again = Accepted(6, "ips_termination", "2016-05-17", "Or May?")
    nobody = Accepted(9, "job_start", "", "There is no ninth.")
    assert problems("6,2015-06-09,,,,", accepted=(SIX, again, nobody)) == [
        "column --accept: found '6:ips_termination', expected one value, not two",
        "column --accept: found '9:job_start', expected a participant of the file",
    ]


def test_an_accepted_value_is_read_as_it_is_written_on_the_command_line() -> None:
    assert Accepted.parse("6:ips_termination=2016-04-17", SIX.reason) == SIX


@pytest.mark.parametrize(
    "text",
    ["", "6", "6:ips_termination", "6:no_such_column=1", "6:participant=7", "²:job_start=", "0:job_start="],
)
def test_an_accepted_value_written_otherwise_is_told(text: str) -> None:
    with pytest.raises(InputError, match="PARTICIPANT:COLUMN=VALUE"):
        Accepted.parse(text, "Because.")


def test_a_value_is_accepted_only_with_a_reason() -> None:
    with pytest.raises(InputError, match="why the value of the file is not the right one"):
        Accepted.parse("6:ips_termination=2016-04-17", " ")
