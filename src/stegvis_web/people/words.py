"""How names, addresses and phone numbers are compared: what two spellings of one thing share."""

from __future__ import annotations

import re
import unicodedata

PHONE_TAIL = 8
"""So many last digits tell two numbers apart; country codes and leading zeros fall away."""


def name_key(name: str) -> str:
    """`name` without case, accents and punctuation, single spaces: "Öhman,  Sara" is "ohman sara"."""
    small = unicodedata.normalize("NFKD", name).casefold().replace("ø", "o").replace("æ", "ae")
    letters = unicodedata.normalize("NFKD", small)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", plain))


def email_key(email: str) -> str:
    """`email` as it is stored and compared: trimmed, lower case."""
    return email.strip().lower()


def phone_key(phone: str) -> str:
    """The last digits of `phone`; empty if there are too few to say anything."""
    digits = re.sub(r"\D", "", phone)
    return digits[-PHONE_TAIL:] if len(digits) >= 6 else ""
