"""Columns of numbers as they come in, checked; what is wrong is refused in words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stegvis.foundation.errors import Refusal

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

FEW = 65_536  # so many values of an integer column may lie apart and still be counted instead of sorted


def numbers(name: str, values: ArrayLike, length: int | None = None) -> Floats | Ints:
    """`values` as one column: whole numbers as integers, others as floats. Raises Refusal."""
    try:
        column = np.asarray(values)
        if column.dtype.kind not in "biuf":
            column = column.astype(np.float64)
    except (TypeError, ValueError) as wrong:
        raise Refusal(f"{name} must hold numbers.") from wrong
    if column.ndim != 1:
        raise Refusal(f"{name} must be one column of numbers.")
    if length is not None and len(column) != length:
        raise Refusal(f"{name} has {len(column)} rows, the times have {length}.")
    if column.dtype.kind != "f":
        return column.astype(np.int64, copy=False)
    column = column.astype(np.float64, copy=False)
    with np.errstate(invalid="ignore"):
        whole = column.astype(np.int64)
    if np.array_equal(whole, column):
        return whole
    if not np.isfinite(column).all():
        raise Refusal(f"{name} has values that are missing or not finite; leave such rows out first.")
    return column


def floats(name: str, values: ArrayLike, length: int | None = None) -> Floats:
    """Like `numbers`, as floats."""
    return numbers(name, values, length).astype(np.float64, copy=False)


def matrix(name: str, values: ArrayLike, length: int) -> Floats:
    """`values` as rows and columns of finite floats, stored by column. Raises Refusal."""
    try:
        table = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as wrong:
        raise Refusal(f"{name} must hold numbers.") from wrong
    if table.ndim == 1:
        table = table[:, np.newaxis]
    if table.ndim != 2 or len(table) != length:
        raise Refusal(f"{name} must have {length} rows, one for each time.")
    if not np.isfinite(table).all():
        raise Refusal(f"{name} have values that are missing or not finite; leave such rows out first.")
    return np.asfortranarray(table)


def coded(name: str, labels: ArrayLike | Sequence[Hashable], length: int) -> tuple[tuple[Any, ...], Ints]:
    """The distinct labels in order, and for each row which of them it has. Raises Refusal."""
    column = np.asarray(labels)
    if column.ndim != 1 or len(column) != length:
        raise Refusal(f"{name} must be one column with {length} rows.")
    if column.dtype.kind == "f" and not np.isfinite(column).all():
        raise Refusal(f"{name} has rows without a value; leave them out first.")
    if column.dtype.kind in "bui" and length:
        whole = column.astype(np.int64, copy=False)
        lowest, highest = int(whole.min()), int(whole.max())
        if highest - lowest < FEW:
            there = np.bincount(whole - lowest) > 0
            levels = np.flatnonzero(there) + lowest
            codes = whole - lowest
            if not there.all():
                codes = (np.cumsum(there) - 1)[codes]
            if column.dtype.kind == "b":
                return tuple(bool(level) for level in levels), codes
            return tuple(int(level) for level in levels), codes
    if column.dtype.kind == "O":
        try:
            found = sorted(set(column.tolist()))
        except TypeError as wrong:
            raise Refusal(f"{name} mixes kinds of values, or has rows without one.") from wrong
        place = {level: code for code, level in enumerate(found)}
        return tuple(found), np.fromiter((place[label] for label in column), np.int64, length)
    distinct, codes = np.unique(column, return_inverse=True)
    return tuple(distinct.tolist()), codes.astype(np.int64, copy=False)
