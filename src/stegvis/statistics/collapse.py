"""Equal rows put together: the same risk sets, the same end and the same covariates make one row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from stegvis.statistics.arrays import Floats, Ints
from stegvis.statistics.risk_sets import RiskSets

WIDEST = 4096  # range of a covariate of whole numbers up to which its values are counted
WORTH = 2  # so many rows for each possible kind of row make counting worth it
GLANCE = 100  # rows that are looked at before all are


def collapse(sets: RiskSets, covariates: Floats) -> tuple[RiskSets, Floats, Ints] | None:
    """The distinct rows with their copies, their covariates, and for each row which of them it is.

    None where it would not pay: with case weights, with late entries, where a covariate is no whole number,
    or where there are about as many kinds of rows as rows.
    """
    rows, columns = covariates.shape
    if sets.weights is not None or sets.late is not None:
        return None
    if not np.array_equal(np.rint(covariates[:GLANCE]), covariates[:GLANCE]):
        return None
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
    one, kind = np.zeros(kinds, np.int64), np.zeros(kinds, np.int64)
    one[key] = np.arange(rows)
    kind[used] = np.arange(len(used))
    chosen = one[used]
    together = replace(sets, kept=None, place=sets.place[chosen], copies=counts[used].astype(np.float64))
    return together, np.asfortranarray(covariates[chosen]), kind[key]
