"""A report as blocks, apart from how a page or a file shows them. Numbers stay numbers until they are
written, so that a reader's language shows them its way, and nothing is printed that no result holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from stegvis.reports.result import Estimate

PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Number:
    """`value` is the result's own. `form`: `count`, `share` (told in percent), `days`, `ratio`, `p`,
    `decimal` with as many `decimals`. Where there is none, `reason` says why."""

    value: float | int | None
    form: str = "count"
    decimals: int = 1
    reason: str = ""


@dataclass(frozen=True)
class Foreign:
    """Words that are not the reader's language: a definition's sentences, in English."""

    text: str


@dataclass(frozen=True)
class Given:
    """Words from the files: names of columns, arms, sites, categories; and what names a definition."""

    text: str


Part: TypeAlias = str | Number | Foreign | Given
Text: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True)
class Row:
    """The first cell heads the row. `inside`: it belongs to the row above that heads a group."""

    cells: tuple[Text, ...]
    inside: bool = False


@dataclass(frozen=True)
class Table:
    """`head` names the columns. `note` stands under it."""

    caption: Text
    head: tuple[Text, ...]
    rows: tuple[Row, ...]
    name: str
    note: Text = ()


@dataclass(frozen=True)
class Figure:
    """`svg` stands alone; `told` says in words what it shows; `rows` are its data, the first the names."""

    title: Text
    svg: str
    told: Text
    rows: tuple[tuple[str | float | int | None, ...], ...]
    name: str


@dataclass(frozen=True)
class Paragraph:
    text: Text


@dataclass(frozen=True)
class Points:
    """A list."""

    items: tuple[Text, ...]


Block: TypeAlias = Paragraph | Points | Table | Figure


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """`warning` stands on every page, where there is one; `words` are what pages themselves say."""

    title: str
    language: str
    warning: str
    sections: tuple[Section, ...]
    words: dict[str, str] = field(default_factory=dict)


def said(sentence: str, **values: Part | Text | None) -> Text:
    """The sentence with its %(places)s filled; what is filled in stays what it is."""
    parts: list[Part] = []
    end = 0
    for match in PLACE.finditer(sentence):
        parts.append(sentence[end : match.start()].replace("%%", "%"))
        value = values[match[1]]
        parts += value if isinstance(value, tuple) else (() if value is None else (value,))
        end = match.end()
    parts.append(sentence[end:].replace("%%", "%"))
    return tuple(part for part in parts if part != "")


def joined(texts: Iterable[Text], between: str) -> Text:
    parts: list[Part] = []
    for text in texts:
        if parts and text:
            parts.append(between)
        parts += text
    return tuple(parts)


def limits(estimate: Estimate, form: str, decimals: int = 1, to: str = "to") -> Text:
    """From the lower limit to the upper, or nothing. Below 0 a dash could be read as a minus: a word then."""
    low, high = estimate.low, estimate.high
    if low is None and high is None:
        return ()
    between = f" {to} " if min(one for one in (low, high) if one is not None) < 0 else "–"
    return (Number(low, form, decimals), between, Number(high, form, decimals))
