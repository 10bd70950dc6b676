"""A report as one page of HTML: no network, no scripts; figures as SVG, data as CSV within it."""

from __future__ import annotations

import csv
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from io import StringIO
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from stegvis.reports.document import (
    Block,
    Document,
    Figure,
    Foreign,
    Given,
    Number,
    Paragraph,
    Part,
    Points,
    Table,
)
from stegvis.reports.writing_numbers import plain, shown

NAMES = {Paragraph: "paragraph", Points: "points", Table: "table", Figure: "figure"}


def to_html(document: Document, *, style: str = "") -> str:
    """The page. Each number stands in a `data` element whose value is the result's own. `style`: CSS that
    comes after the page's."""
    environment = _environment()

    def show(part: Part) -> str:
        return shown(part, document.language)

    css = environment.get_template("document.css").render()
    page: str = environment.get_template("document.html").render(
        title=document.title,
        language=document.language,
        warning=document.warning,
        words=document.words,
        style=css + style,
        sections=[
            {
                "id": section.id,
                "title": section.title,
                "blocks": [_block(block, document.language) for block in section.blocks],
            }
            for section in document.sections
        ],
        show=show,
    )
    return page


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("stegvis.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["number"] = lambda part: isinstance(part, Number)
    environment.tests["foreign"] = lambda part: isinstance(part, Foreign)
    environment.tests["given"] = lambda part: isinstance(part, Given)
    return environment


def _block(block: Block, language: str) -> dict[str, Any]:
    known: dict[str, Any] = {name: getattr(block, name) for name in block.__dataclass_fields__}
    known["kind"] = NAMES[type(block)]
    if isinstance(block, Table):
        rows = [[plain(cell, language) for cell in row.cells] for row in block.rows]
        known["csv"] = _csv([[plain(cell, language) for cell in block.head], *rows])
    if isinstance(block, Figure):
        known["csv"] = _csv(block.rows)
        known["picture"] = _data("image/svg+xml", block.svg)
    return known


def _csv(rows: Iterable[Sequence[object]]) -> str:
    """Rows as a link that holds them."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        ["" if cell is None else cell for cell in row] for row in rows
    )
    return _data("text/csv;charset=utf-8", text.getvalue())


def _data(kind: str, text: str) -> str:
    return f"data:{kind};base64,{b64encode(text.encode()).decode()}"
