"""Who the people of both arms were at baseline: the layout of a trial paper's first table, without P values.

Differences at baseline after randomisation are chance by design; testing them says nothing (CONSORT 2010,
item 15, doi:10.1136/bmj.c869).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from stegvis.reports.people import MOST_LEVELS, People
from stegvis.reports.result import Level, Summary, Variable
from stegvis.statistics.arrays import Bools, Floats
from stegvis.statistics.frame import Column


def baseline(people: People, rows: Bools, *, leave_out: set[str], skew: float) -> Iterator[Variable]:
    """Every column of PEOPLE that says something, in the order of the file, among `rows`."""
    masks = [rows & (people.arm == arm) for arm in (0, 1)]
    for name in people.frame.columns:
        column = people.frame.column(name)
        if name in leave_out or not column.there[rows].any():
            continue
        known = tuple(int(column.there[mask].sum()) for mask in masks)
        missing = tuple(int(mask.sum()) - n for mask, n in zip(masks, known, strict=True))
        if column.numeric and len(np.unique(column.numbers()[rows & column.there])) > 2:
            values = column.numbers()
            kind = "skewed" if abs(_skewness(values[rows & column.there])) >= skew else "number"
            yield Variable(
                name, kind, known, missing, tuple(summary(values[mask & column.there]) for mask in masks)
            )
        elif len({column.texts[row] for row in np.flatnonzero(rows)}) <= MOST_LEVELS:
            yield Variable(name, "category", known, missing, levels=tuple(_levels(column, rows, masks)))


def summary(values: Floats) -> Summary:
    """Nothing of nobody; of one person no deviation."""
    if not len(values):
        return Summary(0)
    low, middle, high = (float(one) for one in np.quantile(values, [0.25, 0.5, 0.75]))
    deviation = float(values.std(ddof=1)) if len(values) > 1 else None
    return Summary(len(values), float(values.mean()), deviation, middle, low, high)


def _skewness(values: Floats) -> float:
    spread = values.std()
    return float(((values - values.mean()) ** 3).mean() / spread**3) if spread > 0 else 0.0


def _levels(column: Column, rows: Bools, masks: list[Bools]) -> Iterator[Level]:
    there = rows & column.there
    names, codes = column.levels(there)
    arms = [mask[there] for mask in masks]
    for code, name in enumerate(names):
        counts = tuple(int((codes[arm] == code).sum()) for arm in arms)
        shares = tuple(
            count / int(arm.sum()) if arm.any() else 0.0 for count, arm in zip(counts, arms, strict=True)
        )
        yield Level(name, counts, shares)
