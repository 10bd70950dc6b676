"""Columns of numbers as they come in, checked; what is wrong is refused in words."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stegvis.statistics.errors import Unsound

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[Any]  # integers of any size, or floats

FEW = 65_536  # so many values of an integer column may lie apart and still be counted instead of sorted
PIECE = 1 << 15  # so many rows are worked on at a time, where sums are small: they stay in the cache


def numbers(name: str, values: ArrayLike, length: int | None = None) -> Numbers:
    """`values` as one column of finite numbers: integers as they are, all else as floats. Raises Unsound."""
    try:
        column = np.asarray(values)
        if column.dtype.kind not in "biuf":
            column = column.astype(np.float64)
    except (TypeError, ValueError) as wrong:
        raise Unsound(f"{name} must hold numbers.") from wrong
    if column.ndim != 1:
        raise Unsound(f"{name} must be one column of numbers.")
    if length is not None and len(column) != length:
        raise Unsound(f"{name} has {len(column)} rows, the times have {length}.")
    if column.dtype.kind in "bu":
        column = column.astype(np.int64)
    if column.dtype.kind == "f":
        column = column.astype(np.float64, copy=False)
        with np.errstate(over="ignore", invalid="ignore"):
            total = column.sum()
        if not np.isfinite(total) and not np.isfinite(column).all():
            raise Unsound(f"{name} has values that are missing or not finite; leave such rows out first.")
    return column


def extremes(column: Numbers) -> tuple[Any, Any]:
    """The least and the greatest of a column that is not empty."""
    return column.min(), column.max()


def all_whole(column: Numbers) -> bool:
    """Whether a column holds whole numbers only, of whatever type."""
    if column.dtype.kind == "i":
        return True
    return all(np.array_equal(np.rint(column[part]), column[part]) for part in pieces(len(column), 0))


def floats(name: str, values: ArrayLike, length: int | None = None) -> Floats:
    """Like `numbers`, as floats."""
    return numbers(name, values, length).astype(np.float64, copy=False)


def matrix(name: str, values: ArrayLike, length: int) -> Floats:
    """`values` as rows and columns of finite floats, stored by column. Raises Unsound."""
    try:
        table = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as wrong:
        raise Unsound(f"{name} must hold numbers.") from wrong
    if table.ndim == 1:
        table = table[:, np.newaxis]
    if table.ndim != 2 or len(table) != length:
        raise Unsound(f"{name} must have {length} rows, one for each time.")
    if not np.isfinite(table).all():
        raise Unsound(f"{name} have values that are missing or not finite; leave such rows out first.")
    return np.asfortranarray(table)


def coded(name: str, labels: ArrayLike | Sequence[Hashable], length: int) -> tuple[tuple[Any, ...], Ints]:
    """The distinct labels in order, and for each row which of them it has. Raises Unsound."""
    column = np.asarray(labels)
    if column.ndim != 1 or len(column) != length:
        raise Unsound(f"{name} must be one column with {length} rows.")
    if column.dtype.kind == "f" and not np.isfinite(column).all():
        raise Unsound(f"{name} has rows without a value; leave them out first.")
    if column.dtype.kind in "bui" and length:
        whole = column.astype(np.int64, copy=False)
        lowest, highest = (int(end) for end in extremes(whole))
        if highest - lowest < FEW:
            codes = whole - lowest if lowest else whole
            levels = np.arange(lowest, highest + 1)
            if len(levels) > 2:  # of two both are there
                there = np.bincount(codes) > 0
                levels = levels[there]
                if not there.all():
                    codes = (np.cumsum(there) - 1)[codes]
            if column.dtype.kind == "b":
                return tuple(bool(level) for level in levels), codes
            return tuple(int(level) for level in levels), codes
    if column.dtype.kind == "O":
        try:
            found = sorted(set(column.tolist()))
        except TypeError as wrong:
            raise Unsound(f"{name} mixes kinds of values, or has rows without one.") from wrong
        place = {level: code for code, level in enumerate(found)}
        return tuple(found), np.fromiter((place[label] for label in column), np.int64, length)
    distinct, codes = np.unique(column, return_inverse=True)
    return tuple(distinct.tolist()), codes.astype(np.int64, copy=False)


def pieces(rows: int, sums: int) -> Iterator[slice]:
    """Cut rows into pieces that stay in the cache while they are summed into so many sums."""
    step = PIECE if sums * 2 <= PIECE else max(rows, 1)
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))
