"""People as counts by day, so that hospitals can fit one model together without handing over rows of persons.

Cox's likelihood needs no more than how many people with the same covariates were watched from one day to
another and what ended it. Such tables add up: the fit from several hospitals' tables is the fit of all their
rows, not an approximation. They are not anonymous by themselves: a cell of one is a person.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from stegvis.statistics.arrays import Floats, Ints, all_whole, coded, matrix
from stegvis.statistics.cox import CoxFit, cox
from stegvis.statistics.errors import Unsound
from stegvis.statistics.follow_up import FollowUp, follow_up
from stegvis.statistics.likelihood import Ties

SMALL = 5  # cells with fewer people are called small unless told otherwise


@dataclass(frozen=True, eq=False)
class DayTable:
    """`count` people for each cell: watched after `entry` until `day`, with `event` 0 or its kind, and
    covariates.

    `entry` is None where everybody was watched from the beginning. `covariates` has a column for each of
    `names`, `strata` a code into `labels` for each cell.
    """

    names: tuple[str, ...]
    labels: tuple[Hashable, ...]
    entry: Ints | None
    day: Ints
    event: Ints
    strata: Ints
    covariates: Floats
    count: Ints

    def small_cells(self, smallest: int = SMALL) -> int:
        """How many cells hold fewer people than that."""
        return int((self.count < smallest).sum())


@dataclass(frozen=True, eq=False)
class TablesFit:
    """A model fitted from tables: how many `people` in how many `cells`, and how many of these are small."""

    fit: CoxFit
    people: int
    cells: int
    small_cells: int
    smallest: int

    @property
    def warning(self) -> str | None:
        """What to think of before such tables leave a house; None where no cell is small."""
        if not self.small_cells:
            return None
        return (
            f"{self.small_cells} of {self.cells} cells hold fewer than {self.smallest} people. Such cells "
            "can point to a person: coarsen covariates before tables leave the house, or agree who sees them."
        )


def day_table(
    rows: FollowUp,
    covariates: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    strata: ArrayLike | Sequence[Hashable] | None = None,
) -> DayTable:
    """Count rows that are alike. Raises Unsound where times are no whole days, or rows have weights."""
    if rows.weights is not None:
        raise Unsound("A table counts people; rows with weights cannot be counted.")
    if not rows.whole or (rows.entry is not None and not all_whole(rows.entry)):
        raise Unsound("A table by day needs whole days.")
    x = matrix("Covariates", covariates, len(rows))
    labels, stratum = (
        ((None,), np.zeros(len(rows), np.int64)) if strata is None else coded("The strata", strata, len(rows))
    )
    called = tuple(names) if names is not None else tuple(f"x{k + 1}" for k in range(x.shape[1]))
    if len(called) != x.shape[1]:
        raise Unsound(f"There are {x.shape[1]} covariates and {len(called)} names.")
    entry = None if rows.entry is None else rows.entry.astype(np.int64)
    day = rows.time.astype(np.int64)
    keys = [day, rows.event, stratum, *x.T, *([] if entry is None else [entry])]
    one, count = _alike(keys)
    return DayTable(
        called,
        labels,
        None if entry is None else entry[one],
        day[one],
        rows.event[one].astype(np.int64),
        stratum[one],
        x[one],
        count,
    )


def fit_from_tables(
    tables: Sequence[DayTable],
    *,
    ties: Ties | str = Ties.EFRON,
    own_baseline: bool = False,
    smallest: int = SMALL,
) -> TablesFit:
    """Fit Cox's model on all tables together: exactly the fit of all rows together.

    `own_baseline` gives each table a baseline hazard of its own, as one stratifies by hospital. Raises
    Unsound where tables do not have the same covariates, and like `cox`.
    """
    if not tables:
        raise Unsound("There is no table.")
    if any(table.names != tables[0].names for table in tables):
        raise Unsound("The tables do not have the same covariates in the same order.")
    strata: list[Hashable] = []
    for number, table in enumerate(tables):
        labels = [table.labels[code] for code in table.strata]
        strata += (
            [(number, str(label)) for label in labels] if own_baseline else [str(label) for label in labels]
        )
    entry = None
    if any(table.entry is not None for table in tables):
        earliest = min(int(min(table.day.min(), 0)) for table in tables) - 1
        entry = np.concatenate(
            [np.full(len(t.day), earliest) if t.entry is None else t.entry for t in tables]
        )
    rows = follow_up(
        np.concatenate([table.day for table in tables]),
        np.concatenate([table.event for table in tables]),
        entry=entry,
    )
    codes = {label: code for code, label in enumerate(sorted(set(strata)))}  # type: ignore[type-var]
    fit = cox(
        rows,
        np.concatenate([table.covariates for table in tables]),
        names=tables[0].names,
        ties=ties,
        strata=np.array([codes[label] for label in strata]) if len(codes) > 1 else None,
        copies=np.concatenate([table.count for table in tables]),
    )
    return TablesFit(
        fit,
        sum(int(table.count.sum()) for table in tables),
        sum(len(table.count) for table in tables),
        sum(table.small_cells(smallest) for table in tables),
        smallest,
    )


def _alike(columns: Sequence[Floats | Ints]) -> tuple[Ints, Ints]:
    """The first row of each kind of row, and how many there are of it."""
    key = np.zeros(len(columns[0]), np.int64)
    kinds = 1
    for column in columns:
        levels, codes = np.unique(column, return_inverse=True)
        if kinds * len(levels) >= 2**62:  # put what there is together, so that numbers stay small
            distinct, key = np.unique(key, return_inverse=True)
            kinds = len(distinct)
        key = key * len(levels) + codes
        kinds *= len(levels)
    _, one, count = np.unique(key, return_index=True, return_counts=True)
    return one.astype(np.int64), count.astype(np.int64)
