"""Reads cases from a table of a published pilot (`stegvis import cases FILE`).

Columns, as in the IPS pilot's Table 2 (Rødevand 2017):
`participant` (number), `ips_inclusion`, `ips_termination`, `job_start` (days, YYYY-MM-DD; the last two
may be empty), `ips_months_net_of_pauses` (months, pauses left out), `printed_flag` (a mark printed there).
Other columns are left out. Everything that is wrong in the file is reported together, and then nothing is
taken in.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from stegvis.foundation.errors import InputError, Problem

COLUMNS: dict[str, str] = {
    "participant": "a whole number from 1 to 9999, each one once",
    "ips_inclusion": "a day that has been, YYYY-MM-DD",
    "ips_termination": "a day that has been, YYYY-MM-DD, not before ips_inclusion; or empty",
    "job_start": "a day that has been, YYYY-MM-DD; or empty",
    "ips_months_net_of_pauses": "months from 0 to 999.9, such as 4.6; or empty",
    "printed_flag": "the mark printed in the table, at most 10 characters; or empty",
}
REQUIRED = ("participant", "ips_inclusion")
LONGEST_FLAG = 10
BEYOND = "after the last one"


@dataclass(frozen=True)
class Accepted:
    """Someone decided that a value of the file is wrong, what is right, and why."""

    participant: int
    column: str
    value: str
    reason: str

    @classmethod
    def parse(cls, text: str, reason: str) -> Accepted:
        """Read `6:ips_termination=2016-04-17`. Raises InputError if it is written otherwise."""
        written = re.fullmatch(r"\s*([1-9]\d{0,3})\s*:\s*(\w+)\s*=(.*)", text, re.ASCII)
        if written is None or written[2] not in COLUMNS.keys() - {"participant"}:
            raise InputError(
                [Problem("--accept", text, "PARTICIPANT:COLUMN=VALUE, e.g. 6:ips_termination=2016-04-17")]
            )
        if not reason.strip():
            raise InputError([Problem("--reason", reason, "why the value of the file is not the right one")])
        return cls(int(written[1]), written[2], written[3].strip(), reason.strip())


@dataclass(frozen=True)
class Correction:
    """A value of the file that was set aside: what is printed, what counts instead, and why."""

    column: str
    as_printed: str
    value: str
    reason: str


@dataclass(frozen=True)
class PilotCase:
    """One row. `months_net_of_pauses` are months in the programme, pauses left out."""

    participant: int
    inclusion: date
    termination: date | None
    job_start: date | None
    months_net_of_pauses: Decimal | None
    printed_flag: str
    corrections: tuple[Correction, ...] = ()


def read_pilot_cases(
    file: TextIO, accepted: Sequence[Accepted] = (), *, today: date
) -> tuple[PilotCase, ...]:
    """Read the whole table. Raises InputError with every problem found."""
    reader = csv.DictReader(file, restkey=BEYOND)
    problems: list[Problem] = []
    cases: list[PilotCase] = []
    try:
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            raise InputError(
                [Problem(column, "", "a column of this name in the first row", row=1) for column in missing]
            )
        seen: set[int] = set()
        for row in reader:
            case = _Row(row, reader.line_num, accepted, today, problems).case(seen)
            if case is not None:
                cases.append(case)
    except (csv.Error, UnicodeDecodeError):
        problems.append(Problem("FILE", "", "a table in UTF-8, columns parted by commas"))
    else:
        problems += _beside_the_file(accepted, seen)
    if problems:
        raise InputError(problems)
    return tuple(cases)


def _beside_the_file(accepted: Sequence[Accepted], seen: set[int]) -> Iterable[Problem]:
    """Corrections of nobody in the file, and two of the same value."""
    places = [(one.participant, one.column) for one in accepted]
    for number, column in dict.fromkeys(places):
        if number not in seen:
            yield Problem("--accept", f"{number}:{column}", "a participant of the file")
        elif places.count((number, column)) > 1:
            yield Problem("--accept", f"{number}:{column}", "one value, not two")


@dataclass
class _Row:
    """Reads one row and adds to `problems` what is wrong in it."""

    cells: dict[str, Any]
    number: int
    accepted: Sequence[Accepted]
    today: date
    problems: list[Problem]
    values: dict[str, str] = field(default_factory=dict)

    def case(self, seen: set[int]) -> PilotCase | None:
        """The row's case, None if something is wrong; adds its participant to `seen`."""
        before = len(self.problems)
        self.values = {column: (self.cells.get(column) or "").strip() for column in COLUMNS}
        if beyond := self.cells.get(BEYOND):
            expected = "no more cells than the first row has"
            self.problems.append(Problem(BEYOND, ", ".join(beyond), expected, self.number))
        participant = self._participant(seen)
        corrections = self._correct(participant)
        inclusion = self._day("ips_inclusion")
        termination = self._day("ips_termination")
        job_start = self._day("job_start")
        months = self._months()
        if len(self.values["printed_flag"]) > LONGEST_FLAG:
            self._wrong("printed_flag")
        if inclusion and termination and termination < inclusion:
            self._wrong("ips_termination")
        if len(self.problems) > before or inclusion is None:
            return None
        flag = self.values["printed_flag"]
        return PilotCase(participant, inclusion, termination, job_start, months, flag, corrections)

    def _wrong(self, column: str) -> None:
        self.problems.append(Problem(column, self.values[column], COLUMNS[column], self.number))

    def _participant(self, seen: set[int]) -> int:
        written = re.fullmatch(r"[1-9]\d{0,3}", self.values["participant"], re.ASCII)
        number = int(written[0]) if written else 0
        if not written or number in seen:
            self._wrong("participant")
        seen.add(number)
        return number

    def _correct(self, participant: int) -> tuple[Correction, ...]:
        corrections = tuple(
            Correction(one.column, self.values[one.column], one.value, one.reason)
            for one in self.accepted
            if one.participant == participant and one.value != self.values[one.column]
        )
        self.values |= {one.column: one.value for one in corrections}
        return corrections

    def _day(self, column: str) -> date | None:
        written = self.values[column]
        if not written and column not in REQUIRED:
            return None
        try:
            day = date.fromisoformat(written)
        except ValueError:
            day = None
        if day is None or day.isoformat() != written or day > self.today:
            self._wrong(column)
            return None
        return day

    def _months(self) -> Decimal | None:
        written = self.values["ips_months_net_of_pauses"]
        if not written:
            return None
        if not re.fullmatch(r"\d{1,3}(\.\d)?", written, re.ASCII):
            self._wrong("ips_months_net_of_pauses")
            return None
        return Decimal(written)
