"""The report's words in the reader's language, by the standard library's gettext."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "sv", "nb")
Translate = Callable[[str], str]
HERE = Path(__file__).parent


@cache
def translate(language: str) -> Translate:
    """Texts of reports and of outcomes in that language; those that are not translated stay English."""
    if language == "en":
        return str
    ours, theirs = (
        gettext.translation("django", folder / "locale", languages=[language], fallback=True)
        for folder in (HERE, HERE.parent / "outcomes")
    )
    ours.add_fallback(theirs)
    return ours.gettext
