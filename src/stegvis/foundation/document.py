"""A document as a list of blocks: what it says, apart from how a page, a PDF or a .docx shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 is the document's own."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Text with its line breaks kept."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Words and what they are: a small table whose first column is headings."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Rows under a row of headings."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Facts | Table

KINDS: dict[str, type[Any]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "facts": Facts,
    "table": Table,
}


@dataclass(frozen=True)
class Document:
    """`language` is a code such as "sv"; `foot` stands on every page."""

    title: str
    language: str
    foot: str
    blocks: tuple[Block, ...]


def to_json(document: Document) -> list[dict[str, Any]]:
    """The blocks as JSON keeps them; the first holds title, language and foot."""
    names = {kind: name for name, kind in KINDS.items()}
    head = {"kind": "document", "title": document.title, "language": document.language, "foot": document.foot}
    return [head, *({"kind": names[type(block)], **asdict(block)} for block in document.blocks)]


def from_json(kept: Iterable[Mapping[str, Any]]) -> Document:
    """The document again. Raises ValueError for a block of an unknown kind."""
    head, *blocks = kept
    return Document(head["title"], head["language"], head["foot"], tuple(map(_block, blocks)))


def _block(kept: Mapping[str, Any]) -> Block:
    values = {name: _tuples(value) for name, value in kept.items() if name != "kind"}
    if kept["kind"] not in KINDS:
        raise ValueError(f"no block is called {kept['kind']!r}")
    made: Block = KINDS[kept["kind"]](**values)
    return made


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value
