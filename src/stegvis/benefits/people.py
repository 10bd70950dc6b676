"""PEOPLE: who they are, each once, with the days that outcomes need; the row is the person's number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from stegvis.benefits.files import File, Group, Table
from stegvis.benefits.register import DAY_FORMATS, Register
from stegvis.benefits.sql import Cell, name
from stegvis.foundation.errors import Problem

DAYS = (
    *("index_date", "death", "emigration", "old_age_pension"),
    *("start_date", "discharge_date", "termination_date"),
)
"""Columns of PEOPLE that are days where they are there; the first must be."""

NO_PERSON, TWICE, FIRST_DAY = 1, 2, 4

MARK_TWICE = f"""
    UPDATE people_rows SET state = state + {TWICE}
    FROM (
        SELECT "person id" AS id, min(position) AS first FROM people_rows
        GROUP BY "person id" HAVING count(*) > 1
    ) AS doubles
    WHERE "person id" = doubles.id AND position > doubles.first
"""
NUMBERS_OF_ALL = """
    CREATE TABLE people AS SELECT "person id" AS person, (position - 1)::INTEGER AS number FROM people_rows
"""
NUMBERS_OF_SOME = """
    CREATE TABLE people AS SELECT person, min(number)::INTEGER AS number
    FROM (
        SELECT "person id" AS person,
            CASE WHEN state = 0 THEN count(*) FILTER (state = 0) OVER (ORDER BY position) - 1 END AS number
        FROM people_rows
    )
    WHERE person IS NOT NULL GROUP BY person
"""


@dataclass(frozen=True, kw_only=True)
class People:
    """`days`: our names of the columns that hold days, `index_date` first."""

    table: Table
    register: Register
    columns: Mapping[Group, Mapping[str, str]]
    days: tuple[str, ...]
    text_ids: bool = True
    first_rows: dict[object, str] = field(default_factory=dict)

    @property
    def pattern(self) -> str:
        return DAY_FORMATS[self.register.day_format]

    def cell(self, group: Group, ours: str) -> Cell | None:
        theirs = self.columns[group].get(ours)
        return group.cell(theirs) if theirs is not None else None

    def unfit(self, group: Group) -> Iterator[tuple[Cell, str]]:
        for ours in self.days:
            cell = self.cell(group, ours)
            if cell is not None and not cell.fits_day(self.pattern):
                yield cell, f"days: dates, or text written {self.register.day_format}"

    def load(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the table `people_rows` of all rows, in order, and `people` of ids and numbers."""
        connection.execute("SET preserve_insertion_order = true")
        groups = " UNION ALL BY NAME ".join(
            f"(SELECT {self._judged(group)} FROM {self.table.source(group)})" for group in self.table.groups
        )
        connection.execute(
            f"CREATE TABLE people_rows AS SELECT row_number() OVER () AS position, * FROM ({groups})"
        )
        connection.execute("SET preserve_insertion_order = false")
        (twice,) = _one(
            connection, 'SELECT count("person id") - count(DISTINCT "person id") FROM people_rows'
        )
        if twice:
            connection.execute(MARK_TWICE)
        connection.execute(NUMBERS_OF_SOME if self.wrong(connection) else NUMBERS_OF_ALL)

    def wrong(self, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        """How many rows are wrong, by kind."""
        kinds = {"no id of a person": NO_PERSON, "person twice": TWICE}
        kinds |= {f"{self._needed(day)} {day}": FIRST_DAY << place for place, day in enumerate(self.days)}
        sums = ", ".join(f"count(*) FILTER ((state & {bit}) <> 0)" for bit in kinds.values())
        found = _one(connection, f"SELECT {sums} FROM people_rows")
        return {kind: number for kind, number in zip(kinds, found, strict=True) if number}

    def _needed(self, day: str) -> str:
        return "no or no possible" if day == self.days[0] else "no possible"

    def number(self, connection: duckdb.DuckDBPyConnection) -> int:
        """How many people's rows are right."""
        (found,) = _one(connection, "SELECT count(*) FROM people_rows WHERE state = 0")
        return found

    def arrow(self, connection: duckdb.DuckDBPyConnection) -> pa.Table:
        """The people whose rows are right, as `Histories.people` tells of them."""
        found = connection.sql(
            'SELECT * EXCLUDE (position, state, "person id") RENAME ("id of person" AS person)'
            " FROM people_rows WHERE state = 0 ORDER BY position"
        ).to_arrow_table()
        return found

    def _judged(self, group: Group) -> str:
        """Columns of a row: its id to join by, its state, its id as it was, its days, and all others."""
        person = self.cell(group, "person")
        assert person is not None
        states = [f"CASE WHEN {person.text} IS NULL THEN {NO_PERSON} ELSE 0 END"]
        days = []
        for place, ours in enumerate(self.days):
            cell = self.cell(group, ours)
            if cell is None:
                continue  # the column stays away, so that nobody takes it for one without such days
            day = cell.day(self.pattern)
            wrong = f"{day} IS NULL" + (f" AND {cell.text} IS NOT NULL" if place else "")
            states.append(f"CASE WHEN {wrong} THEN {FIRST_DAY << place} ELSE 0 END")
            days.append(f"{day} AS {name(ours)}")
        taken = set(self.columns[group].values())
        others = [name(cell.column) for cell in group.columns if cell.column not in taken]
        as_it_was = person.text if person.type == "VARCHAR" else name(person.column)
        return ", ".join(
            (
                f'{person.person(self.text_ids)} AS "person id"',
                f"({' + '.join(states)})::BIGINT AS state",
                f'{as_it_was} AS "id of person"',
                *days,
                *others,
            )
        )

    def wrong_rows(self, group: Group, source: str, row: str) -> str:
        """SQL for the rows that are wrong or tell of a person who is there twice; needs `people_rows`."""
        shown = [ours for ours in ("person", *self.days) if self.cell(group, ours) is not None]
        texts = ", ".join(
            f"{group.cell(self.columns[group][ours]).text} AS {name(ours + ' text')}" for ours in shown
        )
        given = ", ".join(name(f"{ours} text") for ours in shown)
        return (
            f'SELECT "row", state, "person id" IN (SELECT "person id" FROM people_rows'
            f' GROUP BY ALL HAVING count(*) > 1) AS twice, "person id", {given}'
            f' FROM (SELECT {row} AS "row", {self._judged(group)}, {texts} FROM {source})'
            f' WHERE state <> 0 OR twice ORDER BY "row"'
        )

    def problems(self, group: Group, file: File, row: Sequence[object]) -> Iterator[Problem]:
        """What is wrong with a row that `wrong_rows` gave; rows must come in the order of the files."""
        number, state, twice, person, *texts = row
        shown = [ours for ours in ("person", *self.days) if self.cell(group, ours) is not None]
        values = dict(zip(shown, texts, strict=True))

        def problem(ours: str, expected: str) -> Problem:
            column, value = self.columns[group][ours], str(values[ours] or "")
            return Problem(column, value, expected, row=int(str(number)), file=str(file.shown))

        if int(str(state)) & NO_PERSON:
            yield problem("person", "the person's id")
        elif twice:
            here = f"row {number} of {file.shown}"
            first = self.first_rows.setdefault(person, here)
            if first != here:
                yield problem("person", f"each person once; this one is in {first}")
        for place, ours in enumerate(self.days):
            if int(str(state)) & FIRST_DAY << place:
                yield problem(ours, f"a day, {self.register.day_format}" + ("; or empty" if place else ""))


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    (found,) = connection.execute(sql).fetchall()
    return tuple(found)
