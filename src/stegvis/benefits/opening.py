"""Opens SPELLS, PEOPLE and JOBS, and finds in them what reading needs, before any row is read."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import duckdb

from stegvis.benefits import job_rows
from stegvis.benefits.columns import Wanted, resolve
from stegvis.benefits.files import Group, Table, open_table
from stegvis.benefits.job_rows import JobRows
from stegvis.benefits.names import unfit_names
from stegvis.benefits.people import DAYS, People
from stegvis.benefits.register import Register
from stegvis.benefits.rows import Rows
from stegvis.benefits.spell_rows import SpellRows
from stegvis.benefits.sql import Cell
from stegvis.foundation.errors import InputError, Problem


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the caller asked for: files, how they are written, and the register's last day as a number."""

    spells: Path
    people: Path
    jobs: Path | None
    register: Register
    end: int
    names: Mapping[str, str]
    separator: str
    encoding: str
    day_columns: Collection[str]


@dataclass(frozen=True, kw_only=True)
class Opened:
    people: People
    spells: SpellRows
    jobs: JobRows | None

    @property
    def rows(self) -> tuple[Rows, ...]:
        return (self.spells, self.jobs) if self.jobs else (self.spells,)


def open_all(asked: Request, connection: duckdb.DuckDBPyConnection, copies: Path) -> Opened:
    """Raises InputError with everything that stands in the way of reading the first row."""
    asked = replace(asked, separator={"\\t": "\t", "tab": "\t"}.get(asked.separator, asked.separator))
    _stop_at(_written_otherwise(asked))
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for option, path in (("SPELLS", asked.spells), ("PEOPLE", asked.people), ("--jobs", asked.jobs)):
        if path is not None:
            try:
                tables[option] = open_table(option, path, connection, asked.separator, asked.encoding, copies)
            except InputError as wrong:
                problems += wrong.problems
    _stop_at(problems)
    return _found(asked, tables)


def _written_otherwise(asked: Request) -> Iterator[Problem]:
    if len(asked.separator) != 1 or asked.separator in '"\r\n':
        yield Problem("--sep", asked.separator, "one letter between cells, such as ; or tab")
    try:
        codecs.lookup(asked.encoding)
    except LookupError:
        yield Problem("--encoding", asked.encoding, "the name of an encoding, such as utf-8 or latin-1")


def _found(asked: Request, tables: Mapping[str, Table]) -> Opened:
    register = asked.register
    days = (*DAYS, *(day for day in asked.day_columns if day not in DAYS))
    person = tuple(dict.fromkeys((register.person, "person")))
    wanted = {
        "SPELLS": {ours: Wanted(_usual(ours, name)) for ours, name in register.columns().items()},
        "PEOPLE": {
            "person": Wanted(person),
            **{day: Wanted((day,), needed=day == DAYS[0] or day in asked.day_columns) for day in days},
        },
        "--jobs": {ours: Wanted(person if ours == "person" else (ours,)) for ours in job_rows.COLUMNS},
    }
    there = set().union(*(table.names for table in tables.values()))
    ours = set().union(*(wanted[option] for option in tables))
    problems = list(unfit_names(asked.names, ours, there))
    columns: dict[str, dict[Group, dict[str, str]]] = {}
    for option, table in tables.items():
        columns[option], missing = resolve(table, wanted[option], asked.names)
        problems += missing
    _stop_at(problems)

    text_ids = not all(
        group.cell(found["person"]).whole for groups in columns.values() for group, found in groups.items()
    )
    people = People(
        table=tables["PEOPLE"], register=register, columns=columns["PEOPLE"], days=days, text_ids=text_ids
    )

    spells = SpellRows(
        table=tables["SPELLS"],
        register=register,
        columns=columns["SPELLS"],
        end=asked.end,
        text_ids=text_ids,
    )
    jobs = None
    if "--jobs" in tables:
        jobs = JobRows(
            table=tables["--jobs"],
            register=register,
            columns=columns["--jobs"],
            end=asked.end,
            text_ids=text_ids,
        )
    opened = Opened(people=people, spells=spells, jobs=jobs)
    _stop_at(chain(_unfit(opened), _no_weeks(spells)))
    return opened


def _usual(ours: str, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, ours)))


def _unfit(opened: Opened) -> Iterator[Problem]:
    """Columns of Parquet whose type cannot be read without guessing."""
    parts: tuple[People | Rows, ...] = (opened.people, *opened.rows)
    for part in parts:
        for group in part.table.groups:
            person = group.cell(part.columns[group]["person"])
            wrong: list[tuple[Cell, str]] = list(part.unfit(group))
            if not person.fits_person:
                wrong.insert(0, (person, "text or whole numbers"))
            for file in group.files:
                for cell, expected in wrong:
                    yield Problem(cell.column, cell.type, expected, file=str(file.shown))


def _no_weeks(spells: SpellRows) -> Iterator[Problem]:
    """Files of a wide register in which no column is a week."""
    register = spells.register
    if register.layout == "wide":
        called = register.week_columns.replace("{}", register.week_format)
        for group in spells.table.groups:
            if not spells.week_columns(group):
                for file in group.files:
                    yield Problem("FILE", "", f"columns of weeks, {called}", row=1, file=str(file.shown))


def _stop_at(problems: Iterator[Problem] | list[Problem]) -> None:
    if found := list(problems):
        raise InputError(found)
