"""A register: how its files are laid out, and what its codes mean. Parameters only; reading is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stegvis.benefits.codes import Code, parse_code
from stegvis.benefits.weeks import WEEK_FORMATS
from stegvis.foundation.catalogue import Catalogue
from stegvis.foundation.definition import Definition

UNITS = ("spells", "days", "weeks")
LAYOUTS = ("long", "wide")
DAY_FORMATS = {"YYYY-MM-DD": "%Y-%m-%d", "YYYYMMDD": "%Y%m%d", "DD.MM.YYYY": "%d.%m.%Y"}
GRADE_RULES = ("percent", "percent or full", "full")
UNKNOWN_CODES = ("wrong", "no benefit")


@dataclass(frozen=True, kw_only=True)
class Register(Definition):
    """`unit`: what a row tells of, `spells` (start and end), `days`, or `weeks`. Days and weeks that follow
    on one another with the same benefit and grade become one spell.

    `layout` `long`: a row for each spell, day or week. `wide`, for weeks: a row for each person and a column
    for each week, named `week_columns` with the week in place of `{}`; there an empty cell is no benefit.

    `person` … `grade`: how the columns are called in the register's files. `start` and `end` are for spells,
    `day` for days, `week` for weeks. `day_format` also holds for the days of PEOPLE and jobs.

    Weeks are numbered by ISO 8601; one of two-digit years lies in the hundred years from `first_year`.
    `week_begins`: the weekday, 1 Monday to 7 Sunday, on which the register's week begins, on the Monday of
    the ISO week or before. `week_days`: how many days from there the code of a week stands for.

    `codes`: each `code=benefit`; `890-899=…` for a range of whole numbers, `…@50` where the code itself tells
    the grade, and `none` for a known code that is no benefit of ours. Without codes, our own plain names.
    `unknown_codes`: a code that is not listed is `wrong`, or `no benefit`.

    `grade_rule`: `percent`, a grade in every row; `percent or full`, where an empty one is 100; or `full`,
    always 100, without a column. `decimal_comma`: grades and hours are written 33,3.

    `left_open`: what the register's own description does not settle, and what was chosen.

    `example_rows`: lines of a file of this register, parted by commas, the first its header;
    `example_spells`: what is read from them, each `person,start,end,benefit,grade`, in order.
    """

    unit: str = "spells"
    layout: str = "long"
    person: str = "person"
    start: str = "start"
    end: str = "end"
    day: str = "day"
    week: str = "week"
    week_columns: str = ""
    benefit: str = "benefit"
    grade: str = "grade"
    day_format: str = "YYYY-MM-DD"
    week_format: str = "YYYY-Www"
    first_year: int = 1970
    week_begins: int = 1
    week_days: int = 7
    codes: tuple[str, ...] = ()
    unknown_codes: str = "wrong"
    grade_rule: str = "percent"
    decimal_comma: bool = False
    left_open: tuple[str, ...] = ()
    example_rows: tuple[str, ...] = ()
    example_spells: tuple[str, ...] = ()

    def columns(self) -> dict[str, str]:
        """The columns of SPELLS that reading needs: our name for each, and how the register calls it."""
        names = ["person"]
        if self.unit == "spells":
            names += ["start", "end"]
        elif self.layout == "long":
            names.append("week" if self.unit == "weeks" else "day")
        if self.layout == "long":
            names.append("benefit")
            if self.grade_rule != "full":
                names.append("grade")
        return {name: getattr(self, name) for name in names}

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        for name, known in (
            ("unit", UNITS),
            ("layout", LAYOUTS),
            ("day_format", tuple(DAY_FORMATS)),
            ("week_format", WEEK_FORMATS),
            ("unknown_codes", UNKNOWN_CODES),
            ("grade_rule", GRADE_RULES),
        ):
            if getattr(self, name) not in known:
                yield f"{name} is {getattr(self, name)!r}; write one of {', '.join(map(repr, known))}"
        for name, column in self.columns().items():
            if not column.strip():
                yield f"{name} is empty; write how the register calls that column"
        if self.layout == "wide":
            if self.unit != "weeks":
                yield f"layout 'wide' is for weeks; write layout = 'long' for {self.unit}"
            if self.grade_rule != "full":
                yield "a wide register has no grades; write grade_rule = 'full'"
            if self.week_columns.count("{}") != 1:
                yield "week_columns names the columns of weeks; write it with {} once, for the week"
        if not 1 <= self.week_begins <= 7:
            yield "week_begins is a weekday; write a number from 1 (Monday) to 7 (Sunday)"
        if not 1 <= self.week_days <= 7:
            yield "week_days are days of a week; write a number from 1 to 7"
        if not 1583 <= self.first_year <= 9900:
            yield "first_year begins a hundred years; write a number from 1583 to 9900"
        yield from self._code_problems()

    def _code_problems(self) -> Iterator[str]:
        seen: set[str] = set()
        for written in self.codes:
            try:
                codes: tuple[Code, ...] = parse_code(written)
            except ValueError as wrong:
                yield str(wrong)
                continue
            for code in codes:
                if code.code in seen:
                    yield f"code {code.code} is given twice; write it once"
                seen.add(code.code)


REGISTERS = Catalogue(Register, "stegvis.benefits.catalogue")
