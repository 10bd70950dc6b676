"""The export as a person reads it: tables and columns by name, codes as words, files left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from stegvis_web.foundation.days import paper_day_words, paper_words
from stegvis_web.foundation.holdings import COLUMN_NAMES, HOLDINGS, Holding
from stegvis_web.people.export import refers_to_a_number, subject_of, tables
from stegvis_web.people.models import Person

NOT_TO_READ = {"id", "pdf", "docx", "digest", "fingerprint", "uid", "sequence", "item", "round", "case_code"}
"""Columns that only a program reads; so are the numbers of rows in other tables."""

MOST = 250
"""Rows of one table. Nobody reads on; all of them are in the file for programs."""

READ_LAST = {"people.PartyLink", "people.Mail", "foundation.AuditEvent"}
"""Long tables of the site's own doings: after what people wrote."""


@dataclass(frozen=True)
class Row:
    """One row: its filled columns, as (name, words)."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Readable:
    """One table that holds something; of a long one the newest rows, and how many more there are."""

    title: str
    rows: tuple[Row, ...]
    left_out: int = 0


def readable(person: Person) -> tuple[Readable, ...]:
    """All that is kept of a person, in the language that is active; empty tables and columns left out."""
    subject = subject_of(person)
    found = tables(HOLDINGS, subject)
    in_order = sorted(HOLDINGS, key=lambda one: one.model in READ_LAST)
    return tuple(_table(holding, found[holding.key]) for holding in in_order if found[holding.key])


def _table(holding: Holding, rows: list[dict[str, Any]]) -> Readable:
    newest = rows[-MOST:]
    shown = tuple(_row(holding, row) for row in newest)
    return Readable(_(holding.title), shown, len(rows) - len(newest))


def _row(holding: Holding, row: dict[str, Any]) -> Row:
    return Row(tuple(_lines(holding, row)))


def _lines(holding: Holding, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for column, value in row.items():
        if column in NOT_TO_READ or refers_to_a_number(holding, column):
            continue
        if words := _words(holding, column, value):
            yield _(COLUMN_NAMES[column]), words


def _words(holding: Holding, column: str, value: Any) -> str:
    codes = {str(code): words for code, words in holding.names.get(column, {}).items()}
    if isinstance(value, str) and value in codes:
        return _(codes[value])
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(f"{_told(key, codes)}: {_told(one, codes)}" for key, one in value.items())
    if isinstance(value, list):
        return "; ".join(_told(one, codes) for one in value)
    return _moment(str(value))


def _told(value: Any, codes: dict[str, str]) -> str:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return _(codes[str(value)]) if str(value) in codes else str(value)


def _moment(text: str) -> str:
    """A day or a moment as people write it; anything else as it stands."""
    try:
        if len(text) == 10 and (day := parse_date(text)):
            return paper_day_words(day)
        if len(text) > 18 and "T" in text and (at := parse_datetime(text)):
            return paper_words(at)
    except ValueError:
        pass
    return text
