"""Who the people of both arms were at baseline: the layout of a trial paper's first table, without P values.

Differences at baseline after randomisation are chance by design; testing them says nothing (CONSORT 2010,
item 15, doi:10.1136/bmj.c869).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from stegvis.reports.columns import Column
from stegvis.reports.people import MOST_LEVELS, People
from stegvis.reports.result import Level, Summary, Variable
from stegvis.statistics.arrays import Bools, Floats


def told(people: People, leave_out: set[str]) -> tuple[list[Column], list[Column]]:
    """The columns that the table tells, in the order of the file, and those it cannot: days, and texts of
    many values. Columns without a value are neither."""
    tells: list[Column] = []
    cannot: list[Column] = []
    for name, column in people.columns.items():
        if name in leave_out or not column.levels:
            continue
        many = not people.is_number(column) and len(column.levels) > MOST_LEVELS
        (cannot if column.days or many else tells).append(column)
    return tells, cannot


def baseline(people: People, rows: Bools, columns: list[Column], *, skew: float) -> Iterator[Variable]:
    """Each column among `rows`, by arm."""
    masks = [rows & (people.arm == arm) for arm in (0, 1)]
    for column in columns:
        there = column.there
        known = tuple(int((there & mask).sum()) for mask in masks)
        missing = tuple(int(mask.sum()) - n for mask, n in zip(masks, known, strict=True))
        if people.is_number(column):
            values = column.numbers()
            skewness = _skewness(values[rows & there])
            summaries = tuple(summary(values[mask & there]) for mask in masks)
            kind = "skewed" if abs(skewness) >= skew else "number"
            yield Variable(column.name, kind, known, missing, summaries, skewness=skewness)
        else:
            levels = tuple(_levels(column, rows, masks))
            yield Variable(column.name, "category", known, missing, levels=levels)


def summary(values: Floats) -> Summary:
    """Nothing of nobody; of one person no deviation."""
    if not len(values):
        return Summary(0)
    low, middle, high = (float(one) for one in np.quantile(values, [0.25, 0.5, 0.75]))
    deviation = float(values.std(ddof=1)) if len(values) > 1 else None
    return Summary(len(values), float(values.mean()), deviation, middle, low, high)


def _skewness(values: Floats) -> float:
    """The third moment about the mean, over the deviation to the third; 0 where all are the same."""
    spread = float(values.std()) if len(values) else 0.0
    return float(((values - values.mean()) ** 3).mean() / spread**3) if spread > 0 else 0.0


def _levels(column: Column, rows: Bools, masks: list[Bools]) -> Iterator[Level]:
    for code in column.levels_among(rows):
        counts = tuple(int((column.codes[mask] == code).sum()) for mask in masks)
        known = [int((column.codes[mask] >= 0).sum()) for mask in masks]
        shares = tuple(count / n if n else 0.0 for count, n in zip(counts, known, strict=True))
        yield Level(column.levels[code], counts, shares)
