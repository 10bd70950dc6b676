"""What reading SPELLS and JOBS has in common: SQL that judges each row, and gives it as three numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stegvis.benefits.files import File, Group, Table
from stegvis.benefits.packing import WHAT
from stegvis.benefits.register import DAY_FORMATS, Register
from stegvis.benefits.sql import Cell
from stegvis.benefits.state import WRONG, State
from stegvis.foundation.errors import Problem


@dataclass(frozen=True, kw_only=True)
class Rows(ABC):
    """`columns`: for each group of files, our names of its columns and theirs. `end`: the register's last
    day. `text_ids`: whether persons' ids are texts; else whole numbers."""

    table: Table
    register: Register
    columns: Mapping[Group, Mapping[str, str]]
    end: int
    text_ids: bool = field(default=True)

    @abstractmethod
    def cells(self, group: Group, source: str, row: str) -> str:
        """SELECT `row`, `person`, the days `s` and `e`, whether it is `closed`, what else there is, and each
        cell as text, `… text`, from a source."""

    @abstractmethod
    def joins(self) -> str:
        """What is looked up beside the cells."""

    @property
    @abstractmethod
    def states(self) -> Mapping[State, str]:
        """When a row has a state, as SQL over what `cells` and `joins` give."""

    @property
    @abstractmethod
    def kind(self) -> str:
        """What lasted, as SQL."""

    @property
    @abstractmethod
    def expected(self) -> Mapping[State, tuple[str, str]]:
        """For what can be wrong: our name of the column, and what should stand there."""

    @abstractmethod
    def unfit(self, group: Group) -> Iterator[tuple[Cell, str]]:
        """Columns of a type that cannot be read, and what they should hold."""

    def rows_a_line(self) -> int:
        """How many rows a line of the file can become."""
        return 1

    @property
    def pattern(self) -> str:
        return DAY_FORMATS[self.register.day_format]

    def cell(self, group: Group, ours: str) -> Cell:
        return group.cell(self.columns[group][ours])

    def packed(self, group: Group, source: str) -> str:
        """SQL for all rows: `person` (number), `start`, `what`, `state`."""
        return (
            f"SELECT person, start, {WHAT.format(end=self.end)} AS what, state"
            f" FROM (SELECT coalesce(people.number, -1)::INTEGER AS person, coalesce(s, 0)::INTEGER AS start,"
            f" s, e, {self.kind} AS kind, ({self._state(known=True)})::SMALLINT AS state"
            f" FROM ({self.cells(group, source, 'NULL')}) AS cells {self.joins()}"
            f" LEFT JOIN people ON people.person = cells.person)"
        )

    def wrong(self, group: Group, source: str, row: str, *, known: bool) -> str:
        """SQL for the rows that are wrong: row, state, the days of start and end, and the cells' texts."""
        texts = ", ".join(f'"{ours} text"' for ours in self.ours)
        people = "LEFT JOIN people ON people.person = cells.person" if known else ""
        bits = WRONG | (State.UNKNOWN_PERSON if known else 0)
        return (
            f'SELECT "row", state, {texts} FROM (SELECT "row", ({self._state(known=known)}) AS state, {texts}'
            f" FROM ({self.cells(group, source, row)}) AS cells {self.joins()} {people})"
            f' WHERE (state & {bits}) <> 0 ORDER BY "row"'
        )

    def problems(self, group: Group, file: File, row: Sequence[object]) -> Iterator[Problem]:
        """What is wrong with a row that `wrong` gave."""
        number, state, *cells = row
        texts = dict(zip(self.ours, cells, strict=True))
        for bit, (ours, expected) in self.expected.items():
            if int(str(state)) & bit:
                value = str(texts[ours] or "")
                after = f" {texts['start']}" if bit is State.END_BEFORE_START else ""
                yield Problem(
                    self.columns[group].get(ours, str(texts.get("week column") or ours)),
                    value,
                    expected + after,
                    row=int(str(number)),
                    file=str(file.shown),
                )

    @property
    def ours(self) -> tuple[str, ...]:
        """Our names of what a problem can show."""
        return tuple(dict.fromkeys(column for column, _ in self.expected.values()))

    def _state(self, *, known: bool) -> str:
        states: dict[State, str] = {
            State.NO_PERSON: "cells.person IS NULL",
            State.START: "s IS NULL",
            State.END: "closed AND e IS NULL",
            State.END_BEFORE_START: "e < s",
            **self.states,
            State.AFTER_END: f"s > {self.end}",
            State.CUT: f"s <= {self.end} AND e > {self.end}",
        }
        if known:
            states[State.UNKNOWN_PERSON] = "cells.person IS NOT NULL AND people.person IS NULL"
            states[State.LEFT_OUT_PERSON] = "people.person IS NOT NULL AND people.number IS NULL"
        return " + ".join(f"CASE WHEN {true} THEN {int(bit)} ELSE 0 END" for bit, true in states.items())
