"""Numbers of rows as they come from outside, in an address or a form."""

from __future__ import annotations


def read_number(text: str) -> int | None:
    """The number of a row; None for anything else: `²`, `٣`, and what no database can hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
