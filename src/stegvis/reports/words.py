"""The report's words in the reader's language, by the standard library's gettext."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "sv", "nb")
Translate = Callable[[str], str]


@cache
def translate(language: str) -> Translate:
    """Texts in that language; those that are not translated stay English."""
    if language == "en":
        return str
    return gettext.translation(
        "django", Path(__file__).parent / "locale", languages=[language], fallback=True
    ).gettext
