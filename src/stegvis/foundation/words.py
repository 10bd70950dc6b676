"""Marks text that a person will read.

The library speaks English and never translates; the site looks the marked text up in its
catalogues when it shows it. `makemessages` finds the mark by this function's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Value = str | int | float


def gettext_noop(text: str) -> str:
    """Return `text` unchanged; its only meaning is "translate me"."""
    return text


@dataclass(frozen=True)
class Sentence:
    """A sentence to be translated first and filled in afterwards: `text` is marked with `gettext_noop` and
    has `%(name)s` places, `values` what goes into them."""

    text: str
    values: dict[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text
