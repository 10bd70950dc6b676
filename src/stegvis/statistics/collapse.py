"""Equal rows put together: people with the same risk sets, the same end and the same covariates are one row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stegvis.statistics.arrays import Floats, Ints
from stegvis.statistics.risk_sets import RiskSets

WIDEST = 4096  # range of a covariate of whole numbers up to which its values are counted
WORTH = 2  # so many rows for each possible kind of row make counting worth it


def collapse(sets: RiskSets, covariates: Floats) -> tuple[RiskSets, Floats, Ints] | None:
    """The distinct rows with their copies, their covariates, and for each row which of them it is.

    None where it would not pay: with case weights, with late entries, where a covariate is no whole number, or
    where there are about as many kinds of rows as rows.
    """
    if sets.weights is not None or sets.late is not None:
        return None
    rows, columns = covariates.shape
    key, kinds = sets.place, 2 * sets.bins
    for column in range(columns):
        values = covariates[:, column]
        lowest, highest = values.min(), values.max()
        span = highest - lowest + 1
        if span > WIDEST or kinds * span * WORTH > rows:
            return None
        whole = values.astype(np.int64)
        if not np.array_equal(whole, values):
            return None
        key = key * int(span) + (whole - int(lowest))
        kinds *= int(span)
    counts = np.bincount(key, sets.copies, kinds)
    used = np.flatnonzero(counts)
    one = np.zeros(kinds, np.int64)
    one[key] = np.arange(rows)
    chosen = one[used]
    place = np.zeros(kinds, np.int64)
    place[used] = np.arange(len(used))
    together = replace(
        sets,
        kept=None,
        first=sets.first[chosen],
        after=sets.after[chosen],
        death=sets.death[chosen],
        copies=counts[used].astype(np.float64),
    )
    return together, np.asfortranarray(covariates[chosen]), place[key]
