"""JOBS, row by row: when somebody worked, how many hours a week, and whether the job was open to anyone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stegvis.benefits.files import Group
from stegvis.benefits.packing import JOB_KIND
from stegvis.benefits.rows import Rows
from stegvis.benefits.sql import Cell
from stegvis.benefits.state import State

COLUMNS = ("person", "start", "end", "hours", "competitive")
HOURS_A_WEEK = 168


class JobRows(Rows):
    """Hours and competitive may be empty; then they are unknown."""

    def cells(self, group: Group, source: str, row: str) -> str:
        start, end, hours, competitive = (self.cell(group, ours) for ours in COLUMNS[1:])
        texts = ", ".join(f'{self.cell(group, ours).text} AS "{ours} text"' for ours in COLUMNS)
        return (
            f'SELECT {row} AS "row", {self.cell(group, "person").person(self.text_ids)} AS person,'
            f" {start.day(self.pattern)} AS s, {end.day(self.pattern)} AS e,"
            f" {end.text} IS NOT NULL AS closed,"
            f" {hours.hundredths(HOURS_A_WEEK, self.register.decimal_comma)} AS hours,"
            f" {competitive.truth()} AS competitive, {texts} FROM {source}"
        )

    def joins(self) -> str:
        return ""

    @property
    def states(self) -> Mapping[State, str]:
        return {
            State.FOURTH: 'hours IS NULL AND "hours text" IS NOT NULL',
            State.FIFTH: 'competitive IS NULL AND "competitive text" IS NOT NULL',
        }

    @property
    def kind(self) -> str:
        return JOB_KIND

    @property
    def expected(self) -> Mapping[State, tuple[str, str]]:
        day = self.register.day_format
        return {
            State.NO_PERSON: ("person", "the person's id"),
            State.UNKNOWN_PERSON: ("person", "a person of PEOPLE"),
            State.START: ("start", f"a day, {day}"),
            State.END: ("end", f"a day, {day}, or empty"),
            State.END_BEFORE_START: ("end", "a day not before the start,"),
            State.FOURTH: ("hours", f"hours a week, a number from 0 to {HOURS_A_WEEK}; or empty"),
            State.FIFTH: ("competitive", "yes or no, true or false, 1 or 0; or empty"),
        }

    def unfit(self, group: Group) -> Iterator[tuple[Cell, str]]:
        for ours in ("start", "end"):
            if not self.cell(group, ours).fits_day(self.pattern):
                yield self.cell(group, ours), f"days: dates, or text written {self.register.day_format}"
        if not self.cell(group, "hours").fits_number():
            yield self.cell(group, "hours"), "numbers"
        if not self.cell(group, "competitive").fits_truth():
            yield self.cell(group, "competitive"), "text, whole numbers, or true and false"
