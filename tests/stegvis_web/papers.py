"""Reading a PDF in tests: as a reader sees it, as a screen reader hears it, and down to its last byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pypdfium2 import PdfDocument


def text(pdf: bytes) -> str:
    """What a reader reads, page after page, spaces as one."""
    return " ".join(text_of_pages(pdf))


def text_of_pages(pdf: bytes) -> list[str]:
    """What a reader reads on each page, spaces as one."""
    document = PdfDocument(pdf)
    try:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def everything(pdf: bytes) -> str:
    """All that is in the file, for whoever takes it apart: its bytes, each stream decompressed, every string
    of every object, its metadata, and its text."""
    parts = [pdf.decode("latin-1"), text(pdf)]
    with pikepdf.open(BytesIO(pdf)) as opened:
        parts += _strings(opened.trailer)
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Stream):
                content = thing.read_bytes()
                parts += [content.decode("latin-1"), content.decode("utf-8", "ignore")]
                parts.append(content.decode("utf-16-be", "ignore"))
            parts += _strings(thing)
    return "\n".join(parts)


def _strings(thing: Any, depth: int = 0) -> Iterator[str]:
    """Every string in an object. Objects of their own that it points to are left to themselves."""
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif depth and getattr(thing, "is_indirect", False):
        return
    elif isinstance(thing, pikepdf.Array):
        for child in thing:
            yield from _strings(child, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for _key, child in thing.items():
            yield from _strings(child, depth + 1)


def heard(pdf: bytes) -> list[tuple[str, str]]:
    """The tags that a screen reader meets, in order, each with the text right under it: ("H1", "Plan …")."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        texts = [_marked_texts(page) for page in opened.pages]
        places = {page.objgen: number for number, page in enumerate(opened.pages)}
        return list(_walk(opened.Root.StructTreeRoot.K[0], texts, places))


Texts = list[dict[int, str]]
"""The marked texts of each page."""


INLINE = {"/Span", "/NonStruct"}
"""Tags that only carry the text of what they stand in."""


def _walk(tag: Any, texts: Texts, places: dict[Any, int]) -> Iterator[tuple[str, str]]:
    if tag.S not in INLINE:
        yield str(tag.S)[1:], _own_text(tag, texts, places)
        for child in tag.K:
            if isinstance(child, pikepdf.Dictionary):
                yield from _walk(child, texts, places)


def _own_text(tag: Any, texts: Texts, places: dict[Any, int]) -> str:
    parts = []
    for child in tag.K:
        if not isinstance(child, pikepdf.Dictionary):
            parts.append(texts[places[tag.Pg.objgen]].get(int(child), ""))
        elif child.S in INLINE:
            parts.append(_own_text(child, texts, places))
    return re.sub(r"\s+", " ", " ".join(parts)).strip()


def _marked_texts(page: Any) -> dict[int, str]:
    """The text of each marked piece of a page, by its number, read through the fonts' own tables."""
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    texts: dict[int, str] = {}
    marked: list[int | None] = []
    letters: dict[bytes, str] = {}
    for operands, operator in drawing(page):
        match operator:
            case "BDC":
                properties = operands[1]
                marked.append(int(properties["/MCID"]) if "/MCID" in properties else None)
            case "BMC":
                marked.append(None)
            case "EMC":
                marked.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "TJ" | "Tj":
                pieces = operands[0] if operator == "TJ" else [operands[0]]
                said = "".join(_said(bytes(p), letters) for p in pieces if isinstance(p, pikepdf.String))
                if marked and marked[-1] is not None:
                    texts[marked[-1]] = texts.get(marked[-1], "") + said
    return texts


def drawing(page: Any) -> Iterator[tuple[list[Any], str]]:
    """What a page's stream does, step by step: the values, and the operator ("TJ" writes, "BDC" marks)."""
    for step in pikepdf.parse_content_stream(page):
        if isinstance(step, pikepdf.ContentStreamInstruction):
            yield list(step.operands), str(step.operator)


def _said(glyphs: bytes, letters: dict[bytes, str]) -> str:
    return "".join(letters.get(glyphs[at : at + 2], "") for at in range(0, len(glyphs), 2))


def _letters(font: Any) -> dict[bytes, str]:
    """Which letters each glyph of a font stands for."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", table)
    return {bytes.fromhex(glyph): bytes.fromhex(code).decode("utf-16-be") for glyph, code in pairs}
