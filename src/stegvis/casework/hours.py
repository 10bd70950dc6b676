"""Hours as people write and read them: "3", "3,5", "3:30", "2½". Kept as whole minutes."""

from __future__ import annotations

import re

from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop

HOUR = 60
QUARTER = 15
DAY = 24 * HOUR

FRACTIONS = {0: "", 15: "¼", 30: "½", 45: "¾"}

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
_NUMBER = re.compile(r"(\d{0,3})(?:[.,](\d{0,4}))?([¼½¾]?)")
_UNIT = re.compile(r"\s*(h|hours?|t|tim|timer|timmar)?\.?\s*$", re.IGNORECASE)


def minutes_of(text: str) -> int:
    """Minutes of hours as typed: "3", "3.5", "3,5", "3:30", "3½", each also with an "h" after it; "" is 0.

    Raises Refusal for anything else, and for what is no whole number of minutes.
    """
    bare = _UNIT.sub("", text.strip())
    if not bare and not text.strip():
        return 0
    if clock := _CLOCK.fullmatch(bare):
        return int(clock[1]) * HOUR + int(clock[2])
    number = _NUMBER.fullmatch(bare)
    if not number or not any(number.groups()) or (number[2] and number[3]):
        raise Refusal(gettext_noop("Write hours such as 3, 3.5 or 3:30."))
    part: str = number[2] or "0"
    share, rest = divmod(int(part) * HOUR, int(f"1{'0' * len(part)}"))
    if rest:
        raise Refusal(gettext_noop("Write hours such as 3, 3.5 or 3:30."))
    quarters = next(minutes for minutes, sign in FRACTIONS.items() if sign == number[3])
    return int(number[1] or "0") * HOUR + share + quarters


def hours_of(minutes: int) -> str:
    """Hours as they are read: 150 is "2½", 180 is "3", 15 is "¼"; between quarters as on a clock, "3:10"."""
    hours, rest = divmod(minutes, HOUR)
    if rest not in FRACTIONS:
        return f"{hours}:{rest:02}"
    return f"{hours or ''}{FRACTIONS[rest]}" or "0"
