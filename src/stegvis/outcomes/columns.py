"""What outcomes need of PEOPLE, as columns of whole numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from stegvis.benefits.people import DAYS
from stegvis.foundation.errors import InputError, Problem
from stegvis.outcomes.measures import Measure
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.slow import MISSING

NUMBERS = ("pause_days",)


def day_columns(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Columns of PEOPLE that hold days, for these outcomes."""
    found: dict[str, None] = {}
    for outcome in outcomes:
        found |= dict.fromkeys((outcome.origin, *outcome.window_origins, *outcome.competing))
        if outcome.measure == Measure.PROGRAMME:
            found["termination_date"] = None
    return tuple(found)


def own_days(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Those of them that reading does not know by itself: a file must have them."""
    return tuple(name for name in day_columns(outcomes) if name not in DAYS)


def needed(people: pa.Table, outcomes: Iterable[Outcome]) -> dict[str, NDArray[np.int32]]:
    """Those columns that are there, a row for each person; MISSING where a cell is empty.

    Raises InputError for numbers that are none.
    """
    names = [name for name in (*day_columns(outcomes), *NUMBERS) if name in people.column_names]
    return {name: _whole(people.column(name), name) for name in names}


def _whole(column: pa.ChunkedArray, name: str) -> NDArray[np.int32]:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), None, column)
    try:
        return np.asarray(column.cast(pa.int32()).fill_null(MISSING).to_numpy(), dtype=np.int32)
    except pa.ArrowInvalid as wrong:
        problem = Problem(name, str(wrong).splitlines()[0], "whole numbers of days", file="PEOPLE")
        raise InputError([problem]) from wrong
