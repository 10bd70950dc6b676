"""A definition: something that people agreed on outside of code, kept in one file with its source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What every definition says of itself.

    `source` names paper and page or law and date; facts taken from memory carry `(mem)` there.
    `checked_by` is empty until someone has compared the definition with its source.
    """

    name: str
    source: str
    author: str
    valid_from: date
    checked_by: str = ""

    @property
    def fingerprint(self) -> str:
        """A short digest of the content; a stored result keeps it beside the definition's id.

        Who has checked the content is not part of it: a check changes no result.
        """
        content = {key: value for key, value in asdict(self).items() if key != "checked_by"}
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:16]

    def told(self) -> str:
        """What it says, in sentences for a reader; empty where its parameters say enough."""
        return ""

    def problems(self) -> Iterator[str]:
        """What is wrong with the content, each as what to write. Kinds of definition add their own."""
        for name in ("name", "source", "author"):
            if not getattr(self, name).strip():
                yield f"{name} is empty; every definition says its {name}"
