"""Where a page of a list ends and the next one begins, as it stands in an address."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from stegvis_web.foundation.numbers import read_number

Row = TypeVar("Row", bound=Model)


def mark(day: date, pk: int) -> str:
    """`2026-03-10:15`: the last row of a page, as it stands in an address."""
    return f"{day:%Y-%m-%d}:{pk}"


def read_mark(text: str) -> tuple[date, int] | None:
    """The day and the row of a mark; None for anything else, which then begins at the first page."""
    day, _, pk = text.partition(":")
    number = read_number(pk)
    try:
        return (date.fromisoformat(day), number) if number is not None else None
    except ValueError:
        return None


def beyond(rows: QuerySet[Row], by: str, text: str, *, newest_first: bool) -> QuerySet[Row]:
    """`rows` in order of the day `by`, beginning after the mark `text` (from the start without one)."""
    side = "lt" if newest_first else "gt"
    sign = "-" if newest_first else ""
    if key := read_mark(text):
        day, pk = key
        rows = rows.filter(Q(**{f"{by}__{side}": day}) | Q(**{by: day, f"pk__{side}": pk}))
    return rows.order_by(f"{sign}{by}", f"{sign}pk")
