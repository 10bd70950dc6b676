"""Reads cases from a table of a published pilot (`stegvis import cases FILE`).

Columns, as in the IPS pilot's Table 2 (Rødevand 2017):
`participant` (number), `ips_inclusion`, `ips_termination`, `job_start` (days, YYYY-MM-DD; the last two
may be empty), `ips_months_net_of_pauses` (months, pauses left out), `printed_flag` (a mark printed there).
Everything that is wrong in the file is reported together, and then nothing is taken in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TextIO

from stegvis.foundation.errors import InputError, Problem

COLUMNS: dict[str, str] = {
    "participant": "a whole number from 1, each one once",
    "ips_inclusion": "a day, YYYY-MM-DD",
    "ips_termination": "a day, YYYY-MM-DD, not before ips_inclusion; or empty",
    "job_start": "a day, YYYY-MM-DD; or empty",
    "ips_months_net_of_pauses": "months as a number, 0 or more; or empty",
    "printed_flag": "the mark printed in the table; or empty",
}
REQUIRED = ("participant", "ips_inclusion")


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
        left, equals, value = text.partition("=")
        number, colon, column = left.partition(":")
        if not (equals and colon and number.strip().isdigit() and column.strip() in COLUMNS):
            raise InputError(
                [Problem("--accept", text, "PARTICIPANT:COLUMN=VALUE, e.g. 6:ips_termination=2016-04-17")]
            )
        if not reason.strip():
            raise InputError([Problem("--reason", reason, "why the value of the file is not the right one")])
        return cls(int(number), column.strip(), value.strip(), reason.strip())


@dataclass(frozen=True)
class PilotCase:
    """One row. `as_printed` keeps the values of the file that were set aside, by column."""

    participant: int
    inclusion: date
    termination: date | None
    job_start: date | None
    months_net_of_pauses: float | None
    printed_flag: str
    as_printed: dict[str, str] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()


def read_pilot_cases(file: TextIO, accepted: Sequence[Accepted] = ()) -> tuple[PilotCase, ...]:
    """Read the whole table. Raises InputError with every problem found."""
    reader = csv.DictReader(file)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        raise InputError(
            [Problem(column, "", "a column of this name in the first row", row=1) for column in missing]
        )
    problems: list[Problem] = []
    cases: list[PilotCase] = []
    seen: set[int] = set()
    for row_number, row in enumerate(reader, start=2):
        case = _read_row(row, row_number, accepted, problems)
        if case is None:
            continue
        if case.participant in seen:
            problems.append(Problem("participant", str(case.participant), COLUMNS["participant"], row_number))
        seen.add(case.participant)
        cases.append(case)
    problems += [
        Problem("--accept", f"{a.participant}:{a.column}", "a participant of the file")
        for a in accepted
        if a.participant not in seen and not problems
    ]
    if problems:
        raise InputError(problems)
    return tuple(cases)


def _read_row(
    row: dict[str, str | None], number: int, accepted: Iterable[Accepted], problems: list[Problem]
) -> PilotCase | None:
    values = {column: (row.get(column) or "").strip() for column in COLUMNS}
    before = len(problems)

    def wrong(column: str) -> None:
        problems.append(Problem(column, values[column], COLUMNS[column], number))

    if not values["participant"].isdigit() or int(values["participant"]) < 1:
        wrong("participant")
        return None
    participant = int(values["participant"])
    mine = tuple(a for a in accepted if a.participant == participant)
    as_printed = {a.column: values[a.column] for a in mine if values[a.column] != a.value}
    values |= {a.column: a.value for a in mine}

    def day(column: str) -> date | None:
        if not values[column]:
            if column in REQUIRED:
                wrong(column)
            return None
        try:
            return date.fromisoformat(values[column])
        except ValueError:
            wrong(column)
            return None

    inclusion, termination, job_start = day("ips_inclusion"), day("ips_termination"), day("job_start")
    months: float | None = None
    if values["ips_months_net_of_pauses"]:
        try:
            months = float(values["ips_months_net_of_pauses"])
        except ValueError:
            months = -1.0
        if not 0 <= months < float("inf"):
            wrong("ips_months_net_of_pauses")
    if inclusion and termination and termination < inclusion:
        wrong("ips_termination")
    if len(problems) > before or inclusion is None:
        return None
    return PilotCase(
        participant, inclusion, termination, job_start, months, values["printed_flag"], as_printed, mine
    )
