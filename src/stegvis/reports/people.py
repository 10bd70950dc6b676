"""The people of a trial: their arms, sites and covariates as columns, checked before anything is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stegvis.benefits.people import DAYS
from stegvis.foundation.errors import InputError, Problem
from stegvis.statistics.arrays import Bools, Floats, Ints
from stegvis.statistics.frame import Column, Frame

MOST_SITES = 20
MOST_LEVELS = 20
"""A text with more values than that is no category, but something like a name."""


@dataclass(frozen=True, eq=False)
class People:
    """`arm`: 0 control, 1 under study, −1 where nothing is written. `sites` in order of the alphabet, `site`
    the place in it, −1 where nothing is written; no sites if none were asked for."""

    frame: Frame
    arms: tuple[str, str]
    arm: Ints
    sites: tuple[str, ...]
    site: Ints

    def __len__(self) -> int:
        return len(self.arm)

    @property
    def known(self) -> Bools:
        """Whose arm is written, and site if any were asked for."""
        there: Bools = (self.arm >= 0) & ((self.site >= 0) if self.sites else True)
        return there


def people_of(
    table: pa.Table, *, group: str, control: str | None, site: str | None, columns: Sequence[str]
) -> People:
    """Raises InputError with every column that is not there, and where there are not two arms."""
    wanted = [("--group", group), *((("--site", site),) if site else ())]
    wanted += [("--adjust or --subgroup", name) for name in columns]
    there = ", ".join(table.column_names)
    problems = [
        Problem(option, name, f"a column of PEOPLE: {there}", file="PEOPLE")
        for option, name in wanted
        if name not in table.column_names
    ]
    problems += [
        Problem(option, name, "a column that holds no days", file="PEOPLE")
        for option, name in wanted
        if name in DAYS or name == "person"
    ]
    if problems:
        raise InputError(problems)
    frame = Frame({name: _texts(table.column(name)) for name in table.column_names if name not in DAYS})
    arms, arm = _coded(frame.column(group))
    if len(arms) != 2:
        found = f"{len(arms)} different: {', '.join(arms[:5])}"
        raise InputError([Problem(group, found, "two arms", file="PEOPLE")])
    if control is not None and control not in arms:
        raise InputError([Problem("--control", control, f"{arms[0]} or {arms[1]}", file="PEOPLE")])
    if control == arms[1]:
        arms, arm = (arms[1], arms[0]), np.where(arm >= 0, 1 - arm, arm)
    sites, at = _coded(frame.column(site)) if site else ((), np.zeros(len(arm), np.int64))
    if len(sites) > MOST_SITES:
        found = f"{len(sites)} different"
        raise InputError([Problem(site or "", found, f"at most {MOST_SITES} sites", file="PEOPLE")])
    return People(frame, (arms[0], arms[1]), arm, sites, at)


def _texts(column: pa.ChunkedArray) -> tuple[str, ...]:
    if pa.types.is_floating(column.type):
        return tuple("" if value is None else f"{value:.15g}" for value in column.to_pylist())
    return tuple("" if value is None else str(value).strip() for value in column.to_pylist())


def _coded(column: Column) -> tuple[tuple[str, ...], Ints]:
    levels = sorted({text for text, there in zip(column.texts, column.there, strict=True) if there})
    place = {level: code for code, level in enumerate(levels)}
    return tuple(levels), np.array([place.get(text, -1) for text in column.texts], np.int64)


@dataclass(frozen=True, eq=False)
class Covariates:
    """Columns of a model: `x` a column for each coefficient, `complete` whose values are all there."""

    x: Floats
    names: tuple[str, ...]
    complete: Bools


def covariates(frame: Frame, names: Sequence[str], rows: Bools) -> Covariates:
    """Numbers as they are, categories as one column for each level but the first among the complete `rows`;
    of a column that is the same for all nothing is taken."""
    columns = [frame.column(name) for name in names]
    complete = rows.copy()
    for column in columns:
        complete &= column.there
    parts: list[Floats] = []
    called: list[str] = []
    for column in columns:
        for label, values in _coefficients(column, complete):
            parts.append(values)
            called.append(label)
    x = np.column_stack(parts) if parts else np.zeros((len(frame), 0))
    return Covariates(x, tuple(called), complete)


def _coefficients(column: Column, rows: Bools) -> Iterator[tuple[str, Floats]]:
    if column.numeric:
        values = np.where(column.there, column.numbers(), 0.0)
        if rows.any() and np.ptp(values[rows]) > 0:
            yield column.name, values
        return
    texts = np.array(column.texts, dtype=object)
    for level in sorted(set(texts[rows]))[1:]:
        yield f"{column.name}={level}", (texts == level).astype(np.float64)
