"""SPELLS, row by row, whatever the register's unit: spells, days, or weeks in rows or in columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stegvis.benefits.files import Group
from stegvis.benefits.packing import SPELL_KIND
from stegvis.benefits.rows import Rows
from stegvis.benefits.spells import Benefit
from stegvis.benefits.sql import Cell, literal, name
from stegvis.benefits.state import State
from stegvis.benefits.weeks import weeks


class SpellRows(Rows):
    """Needs the tables `codes` (code, benefit, code_grade) and, for weeks, `weeks` (written, first_day)."""

    def cells(self, group: Group, source: str, row: str) -> str:
        person = self.cell(group, "person")
        if self.register.layout == "wide":
            return self._wide(group, source, row)
        texts = ", ".join(f'{self.cell(group, ours).text} AS "{ours} text"' for ours in self.columns[group])
        return (
            f'SELECT {row} AS "row", {person.person(self.text_ids)} AS person, {self._days(group)},'
            f" {self.cell(group, 'benefit').text} AS code, {self._grade(group)} AS column_grade, {texts}"
            f" FROM {source}{self._weeks(group)}"
        )

    def _days(self, group: Group) -> str:
        if self.register.unit == "weeks":
            return f"first_day AS s, first_day + {self.register.week_days - 1} AS e, false AS closed"
        if self.register.unit == "days":
            day = self.cell(group, "day").day(self.pattern)
            return f"{day} AS s, s AS e, false AS closed"
        start, end = self.cell(group, "start"), self.cell(group, "end")
        return (
            f"{start.day(self.pattern)} AS s, {end.day(self.pattern)} AS e, {end.text} IS NOT NULL AS closed"
        )

    def _weeks(self, group: Group) -> str:
        if self.register.unit != "weeks":
            return ""
        return f" LEFT JOIN weeks ON weeks.written = {self.cell(group, 'week').text}"

    def _grade(self, group: Group) -> str:
        if self.register.grade_rule == "full":
            return "10000"
        cell = self.cell(group, "grade")
        grade = cell.hundredths(100, self.register.decimal_comma)
        return f"CASE WHEN {cell.text} IS NULL THEN 10000 ELSE {grade} END" if self._may_be_empty else grade

    @property
    def _may_be_empty(self) -> bool:
        return self.register.grade_rule == "percent or full"

    def _wide(self, group: Group, source: str, row: str) -> str:
        columns = self.week_columns(group)
        cells = ", ".join(f"{group.cell(column).text} AS {name(column)}" for column in columns)
        listed = ", ".join(map(name, columns))
        called = ", ".join(f"({literal(column)}, {day})" for column, day in columns.items())
        person = self.cell(group, "person")
        return (
            f'SELECT "row of file" AS "row", "id of person" AS person, first_day AS s,'
            f" first_day + {self.register.week_days - 1} AS e, false AS closed, code, 10000 AS column_grade,"
            f' "id text" AS "person text", code AS "benefit text", called AS "week column text"'
            f' FROM (UNPIVOT (SELECT {row}::BIGINT AS "row of file",'
            f' {person.person(self.text_ids)} AS "id of person",'
            f' {person.text} AS "id text", {cells} FROM {source}) ON {listed} INTO NAME called VALUE code)'
            f" JOIN (VALUES {called}) AS called_weeks(called_week, first_day) ON called_week = called"
        )

    def week_columns(self, group: Group) -> dict[str, int]:
        """The columns of weeks that a wide file has, and the first day of each week."""
        register = self.register
        known = weeks(register.week_format, register.first_year, register.week_begins)
        called = {register.week_columns.replace("{}", written): day for written, day in known}
        return {column: called[column] for column in group.files[0].names if column in called}

    def rows_a_line(self) -> int:
        if self.register.layout == "long":
            return 1
        return max(len(self.week_columns(group)) for group in self.table.groups)

    def joins(self) -> str:
        return "LEFT JOIN codes ON codes.code = cells.code"

    @property
    def states(self) -> Mapping[State, str]:
        unknown_is_none = self.register.unknown_codes == "no benefit"
        none = (
            "coalesce(codes.benefit = -1, true)" if unknown_is_none else "coalesce(codes.benefit = -1, false)"
        )
        states = {
            State.FIFTH: f"column_grade IS NULL AND code_grade IS NULL AND NOT {none}",
            State.NO_BENEFIT: none,
        }
        return states if unknown_is_none else {State.FOURTH: "codes.code IS NULL", **states}

    @property
    def kind(self) -> str:
        return SPELL_KIND.replace("coalesce(grade, 0)", "coalesce(code_grade, column_grade, 0)")

    @property
    def expected(self) -> Mapping[State, tuple[str, str]]:
        register, day = self.register, self.register.day_format
        first = {
            "spells": ("start", f"a day, {day}"),
            "days": ("day", f"a day, {day}"),
            "weeks": (
                "week",
                f"a week of {register.first_year} or the hundred years from there, {register.week_format}",
            ),
        }[register.unit]
        found: dict[State, tuple[str, str]] = {
            State.NO_PERSON: ("person", "the person's id"),
            State.UNKNOWN_PERSON: ("person", "a person of PEOPLE"),
        }
        if register.layout == "long":
            found[State.START] = first
        if register.unit == "spells":
            found[State.END] = ("end", f"a day, {day}, or empty")
            found[State.END_BEFORE_START] = ("end", "a day not before the start,")
        found[State.FOURTH] = ("benefit", self._code_expected)
        if register.grade_rule != "full":
            empty = "; or empty for 100" if self._may_be_empty else ""
            found[State.FIFTH] = ("grade", f"a number from 0 to 100{empty}")
        return found

    @property
    def ours(self) -> tuple[str, ...]:
        return (*super().ours, "week column") if self.register.layout == "wide" else super().ours

    @property
    def _code_expected(self) -> str:
        if self.register.codes:
            return f"a code of the register {self.register.name}"
        return f"one of {', '.join(Benefit)}"

    def unfit(self, group: Group) -> Iterator[tuple[Cell, str]]:
        register = self.register
        for ours in ("start", "end", "day"):
            if ours in self.columns[group] and not self.cell(group, ours).fits_day(self.pattern):
                yield self.cell(group, ours), f"days: dates, or text written {register.day_format}"
        for ours in ("week", "benefit"):
            if ours in self.columns[group] and not self.cell(group, ours).fits_code():
                yield self.cell(group, ours), "text or whole numbers"
        if "grade" in self.columns[group] and not self.cell(group, "grade").fits_number():
            yield self.cell(group, "grade"), "numbers"
        for column in self.week_columns(group) if register.layout == "wide" else ():
            if not group.cell(column).fits_code():
                yield group.cell(column), "text or whole numbers"
