"""What WeasyPrint 70 leaves open in the tags of a PDF, and PDF/UA wants closed.

Header cells say whether they stand over a column or before a row; what is repeated in the margin of every
page is no content, so that nobody has it read out in the middle of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Tags = dict[bytes, Any]
"""The structure elements of a PDF by their reference ("12 0 R")."""


def close_tags(document: object, pdf: Any) -> None:
    """A finisher for WeasyPrint: changes `pdf`, which it has made, before it is written."""
    tags = {thing.reference: thing for thing in pdf.objects if _is_tag(thing)}
    for tag in tags.values():
        if tag["S"] == "/TH":
            tag["A"]["Scope"] = "/Column" if _stands_in(tags, tag, "/THead") else "/Row"
    for page_number, page in enumerate(_pages(pdf)):
        _free_margins(pdf, page_number, page, tags)


def _is_tag(thing: Any) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem"


def _pages(pdf: Any) -> Iterator[Any]:
    yield from (thing for thing in pdf.objects if isinstance(thing, dict) and thing.get("Type") == "/Page")


def _stands_in(tags: Tags, tag: Any, kind: str) -> bool:
    while tag is not None and tag["S"] != kind:
        tag = tags.get(tag["P"])
    return tag is not None


def _free_margins(pdf: Any, page_number: int, page: Any, tags: Tags) -> None:
    """Make artifacts of the marked texts of a page whose tags hang on nothing: those in its margins."""
    root = next(thing for thing in pdf.objects if _is_root(thing))
    owners = next(thing for thing in pdf.objects if thing.number and thing.reference == root["ParentTree"])
    numbers = owners["Nums"]
    mine = numbers[numbers.index(page_number) + 1]
    loose = {mcid for mcid, owner in enumerate(mine) if not _hangs(tags, owner)}
    for mcid in loose:
        mine[mcid] = "null"
    stream = next(t for t in pdf.objects if t.number and t.reference == page["Contents"]).stream
    for at, (name, properties) in enumerate(pairwise(stream)):
        if isinstance(properties, dict) and properties.get("MCID") in loose and str(name).startswith("/"):
            stream[at], stream[at + 1] = "/Artifact", type(properties)({"Type": "/Pagination"})


def _is_root(thing: Any) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/StructTreeRoot"


def _hangs(tags: Tags, reference: bytes) -> bool:
    """Whether a tag is a child of its parent, and that one of its own, up to the document."""
    tag = tags[reference]
    while tag["S"] != "/Document":
        parent = tags[tag["P"]]
        if reference not in parent["K"]:
            return False
        reference, tag = parent.reference, parent
    return True
