"""The clinic's notes, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stegvis.casework.sections import HEALTH
from stegvis_web.casework.models import HealthNote
from stegvis_web.casework.queries.pages import beyond, mark
from stegvis_web.casework.standing import OpenCase

PAGE = 20


@dataclass(frozen=True)
class NotePage:
    """`next_before` begins the next page; empty on the last."""

    rows: Sequence[HealthNote]
    next_before: str


def health_notes(opened: OpenCase, before: str = "") -> NotePage:
    """A page of the notes, the newest first; none for whom they are not. One query."""
    if not opened.may(HEALTH):
        return NotePage((), "")
    rows = opened.row.health_notes.select_related("by__person")
    page = list(beyond(rows, "on", before, newest_first=True)[: PAGE + 1])
    last = page[PAGE - 1] if len(page) > PAGE else None
    return NotePage(page[:PAGE], mark(last.on, last.pk) if last else "")
