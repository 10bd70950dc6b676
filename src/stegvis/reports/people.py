"""The people of a trial: their arms, sites and covariates as columns, checked before anything is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stegvis.benefits.people import DAYS
from stegvis.foundation.errors import InputError, Problem
from stegvis.reports.columns import Column, columns_of
from stegvis.statistics.arrays import Bools, Floats, Ints

MOST_SITES = 20
MOST_LEVELS = 20
"""A text with more values than that is no category, but something like a name."""
FEW_VALUES = 2
"""A column of numbers with no more different values than that is a category, such as 0 and 1."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The columns of PEOPLE that a report is asked to use, by name; `control` the arm, or None."""

    group: str
    control: str | None = None
    site: str | None = None
    adjust: tuple[str, ...] = ()
    subgroups: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()

    def by_option(self) -> Iterator[tuple[str, str]]:
        """Each column, and by which option it was asked for."""
        yield "--group", self.group
        if self.site is not None:
            yield "--site", self.site
        for option, names in (
            ("--adjust", self.adjust),
            ("--subgroup", self.subgroups),
            ("--categorical", self.categorical),
        ):
            yield from ((option, name) for name in names)


@dataclass(frozen=True, eq=False)
class People:
    """`columns`: all that are no days, by name, in the order of the file. `arm`: 0 control, 1 under study, −1
    where nothing is written. `sites` in order, `site` the place in it, −1 where nothing is written; no sites
    if none were asked for. `categorical`: columns of numbers that are categories."""

    columns: Mapping[str, Column]
    arms: tuple[str, str]
    arm: Ints
    sites: tuple[str, ...]
    site: Ints
    categorical: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.arm)

    @property
    def known(self) -> Bools:
        """Whose arm is written, and site if any were asked for."""
        there: Bools = (self.arm >= 0) & ((self.site >= 0) if self.sites else True)
        return there

    def is_number(self, column: Column) -> bool:
        """Whether a column is told, split and modelled as a number."""
        several = len(column.levels) > FEW_VALUES
        return column.numeric and several and column.name not in self.categorical


def people_of(table: pa.Table, chosen: Chosen) -> People:
    """Raises InputError with everything that is wrong with the columns chosen: such that are not there, or
    hold days or names, not two arms, too many sites."""
    usable = [name for name in table.column_names if name not in (*DAYS, "person")]
    columns = columns_of(table, usable)
    problems = [*_not_there(table, columns, chosen), *_unfit(columns, chosen)]
    if problems:
        raise InputError(problems)
    arms, arm = columns[chosen.group].levels, columns[chosen.group].codes
    if chosen.control == arms[1]:
        arms, arm = (arms[1], arms[0]), np.where(arm >= 0, 1 - arm, arm)
    site = columns[chosen.site] if chosen.site else None
    return People(
        columns,
        (arms[0], arms[1]),
        arm,
        site.levels if site else (),
        site.codes if site else np.zeros(len(arm), np.int64),
        frozenset(chosen.categorical),
    )


def _not_there(table: pa.Table, columns: Mapping[str, Column], chosen: Chosen) -> Iterator[Problem]:
    there = ", ".join(columns)
    for option, name in chosen.by_option():
        if name not in table.column_names:
            yield Problem(option, name, f"a column of PEOPLE: {there}", file="PEOPLE")
        elif name not in columns or columns[name].days:
            yield Problem(option, name, "a column that holds no days and no ids", file="PEOPLE")
        elif option in ("--adjust", "--subgroup") and name == chosen.group:
            yield Problem(option, name, "a column other than that of the arms", file="PEOPLE")


def _unfit(columns: Mapping[str, Column], chosen: Chosen) -> Iterator[Problem]:
    """What is wrong with what columns hold."""
    if chosen.group in columns:
        arms = columns[chosen.group].levels
        if len(arms) != 2:
            named = ", ".join(arms[:5]) + (" …" if len(arms) > 5 else "")
            yield Problem(chosen.group, f"{len(arms)} different: {named}", "two arms", file="PEOPLE")
        if chosen.control is not None and chosen.control not in arms:
            yield Problem("--control", chosen.control, " or ".join(arms[:5]), file="PEOPLE")
    site = columns.get(chosen.site or "")
    if site is not None and len(site.levels) > MOST_SITES:
        yield Problem(
            site.name, f"{len(site.levels)} different", f"at most {MOST_SITES} sites", file="PEOPLE"
        )
    for name in dict.fromkeys((*chosen.adjust, *chosen.subgroups)):
        column = columns.get(name)
        if column is not None and not column.numeric and len(column.levels) > MOST_LEVELS:
            expected = f"numbers, or at most {MOST_LEVELS} categories"
            yield Problem(name, f"{len(column.levels)} different texts", expected, file="PEOPLE")


@dataclass(frozen=True, eq=False)
class Covariates:
    """Columns of a model, for all people: `x` a column for each coefficient, `complete` whose values are all
    there. Only complete rows of `x` mean anything."""

    x: Floats
    names: tuple[str, ...]
    complete: Bools


def covariates(people: People, names: Sequence[str], rows: Bools) -> Covariates:
    """Numbers as they are, categories as one column for each level but the first among the complete `rows`;
    of a column that is the same for all nothing is taken."""
    columns = [people.columns[name] for name in names]
    complete = rows.copy()
    for column in columns:
        complete &= column.there
    parts: list[Floats] = []
    called: list[str] = []
    for column in columns:
        for label, values in _coefficients(people, column, complete):
            parts.append(values)
            called.append(label)
    x = np.column_stack(parts) if parts else np.zeros((len(people), 0))
    return Covariates(x, tuple(called), complete)


def _coefficients(people: People, column: Column, rows: Bools) -> Iterator[tuple[str, Floats]]:
    levels = column.levels_among(rows)
    if people.is_number(column):
        if len(levels) > 1:
            yield column.name, np.where(column.there, column.numbers(), 0.0)
        return
    for level in levels[1:]:
        yield f"{column.name}={column.levels[level]}", (column.codes == level).astype(np.float64)
