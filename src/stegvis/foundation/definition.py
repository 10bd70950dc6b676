"""A definition: something that people agreed on outside of code, kept in one file with its source."""

from __future__ import annotations

import hashlib
import json
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
        """A short digest of the content; a stored result keeps it beside the definition's id."""
        content = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(content.encode()).hexdigest()[:16]
