"""Pieces of SQL: names, texts, and how a cell of some type is read as an id, a day, a number or a code.

Nothing is guessed: a text is a day only if the day, written out again, is that text.
"""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
LARGE = {"UBIGINT", "HUGEINT", "UHUGEINT"}
FLOATS = {"FLOAT", "DOUBLE"}
MOMENTS = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}


def name(column: str) -> str:
    """A column's name as SQL."""
    return '"' + column.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class Cell:
    """A column of a file and its type, as DuckDB calls it. Everything here is SQL for one row's value."""

    column: str
    type: str

    @property
    def text(self) -> str:
        """What stands there, without spaces around it; NULL where it is empty."""
        if self.type == "VARCHAR":
            return f"nullif(trim({name(self.column)}), '')"
        if self.type in FLOATS:  # 890.0 is the whole number 890; no other is a code
            whole = f"try_cast({name(self.column)} AS BIGINT)"
            return (
                f"CASE WHEN {whole} = {name(self.column)} THEN CAST({whole} AS VARCHAR)"
                f" ELSE CAST({name(self.column)} AS VARCHAR) END"
            )
        return f"CAST({name(self.column)} AS VARCHAR)"

    @property
    def whole(self) -> bool:
        """Whether the column holds whole numbers of at most 64 bits."""
        return self.type in WHOLE

    @property
    def fits_person(self) -> bool:
        return self.type == "VARCHAR" or self.type in WHOLE | LARGE

    def person(self, as_text: bool) -> str:
        """The person's id, as text or as a whole number."""
        return self.text if as_text else f"CAST({name(self.column)} AS BIGINT)"

    def fits_day(self, pattern: str) -> bool:
        """Whether a column of this type can hold days; whole numbers only where days are written 20210228."""
        return self.type in {"VARCHAR", "DATE"} | MOMENTS or (self.whole and pattern == "%Y%m%d")

    def day(self, pattern: str) -> str:
        """Days since 1970-01-01; NULL where it is empty or not a day."""
        column = name(self.column)
        if self.type == "DATE":
            return _number(column, f"isfinite({column})")
        if self.type in MOMENTS:
            day = f"CAST({column} AS DATE)"
            return _number(day, f"isfinite({column}) AND CAST({day} AS {self.type}) = {column}")
        text = self.text
        if pattern == "%Y-%m-%d":
            day, back = f"try_cast({text} AS DATE)", f"CAST(try_cast({text} AS DATE) AS VARCHAR)"
        else:
            day = f"CAST(try_strptime({text}, {literal(pattern)}) AS DATE)"
            back = f"strftime({day}, {literal(pattern)})"
        length = 8 if pattern == "%Y%m%d" else 10
        return _number(day, f"length({text}) = {length} AND {back} = {text}")

    def fits_code(self) -> bool:
        return self.type == "VARCHAR" or self.type in WHOLE | LARGE | FLOATS

    def fits_number(self) -> bool:
        return (
            self.type == "VARCHAR" or self.type in WHOLE | LARGE | FLOATS or self.type.startswith("DECIMAL")
        )

    def hundredths(self, highest: int, decimal_comma: bool) -> str:
        """A number from 0 to `highest` in hundredths, halves rounded up; NULL where empty or not one."""
        number = self.text if self.type == "VARCHAR" else name(self.column)
        if self.type == "VARCHAR" and decimal_comma:
            number = f"CASE WHEN NOT contains({number}, '.') THEN replace({number}, ',', '.') END"
        number = f"try_cast({number} AS DECIMAL(18, 10))"
        return (
            f"CASE WHEN {number} BETWEEN 0 AND {highest} THEN CAST(round({number}, 2) * 100 AS INTEGER) END"
        )

    def fits_truth(self) -> bool:
        return self.type in {"VARCHAR", "BOOLEAN"} or self.whole

    def truth(self) -> str:
        """1 for yes, true or 1; 0 for no, false or 0; NULL for anything else."""
        text = f"lower({self.text})"
        return (
            f"CASE WHEN {text} IN ('1', 'yes', 'true') THEN 1 WHEN {text} IN ('0', 'no', 'false') THEN 0 END"
        )


def _number(day: str, if_true: str) -> str:
    return f"CASE WHEN {if_true} THEN CAST({day} - DATE '1970-01-01' AS INTEGER) END"
