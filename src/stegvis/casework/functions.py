"""What a condition means for work: functions in plain words, and what the person can do of them today.

No diagnosis: an employer can act on "sits for half an hour", not on the name of an illness. The list follows
the activities of WHO's ICF in spirit (mem), said as people at a workplace say it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from stegvis.casework.plan import check_length
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop


class Ability(StrEnum):
    CAN = "can"
    A_WHILE = "a_while"
    ADAPTED = "adapted"
    NOT_NOW = "not_now"


ABILITY_NAMES: dict[Ability, str] = {
    Ability.CAN: gettext_noop("Can"),
    Ability.A_WHILE: gettext_noop("Can for a while"),
    Ability.ADAPTED: gettext_noop("Can with an adaptation"),
    Ability.NOT_NOW: gettext_noop("Not for now"),
}

GROUPS: dict[str, tuple[str, ...]] = {
    gettext_noop("Body"): (
        "sitting",
        "standing",
        "walking",
        "lifting",
        "reaching",
        "hands",
        "travel",
    ),
    gettext_noop("Attention"): ("concentration", "many_things", "noise", "screen", "unforeseen"),
    gettext_noop("People"): ("customers", "colleagues", "phone"),
    gettext_noop("Time"): ("pace", "long_days", "evenings", "pauses", "recovery"),
}
"""Functions in their groups, in the order of the form and the letter."""

FUNCTION_NAMES: dict[str, str] = {
    "sitting": gettext_noop("Sitting still"),
    "standing": gettext_noop("Standing"),
    "walking": gettext_noop("Walking and stairs"),
    "lifting": gettext_noop("Lifting and carrying"),
    "reaching": gettext_noop("Reaching up and bending"),
    "hands": gettext_noop("Fine work with the hands"),
    "travel": gettext_noop("The way to work"),
    "concentration": gettext_noop("Concentrating for a long time"),
    "many_things": gettext_noop("Many things at once"),
    "noise": gettext_noop("Noise and interruptions"),
    "screen": gettext_noop("Work at a screen"),
    "unforeseen": gettext_noop("Changes at short notice"),
    "customers": gettext_noop("Meeting customers and visitors"),
    "colleagues": gettext_noop("Working close to colleagues"),
    "phone": gettext_noop("The telephone"),
    "pace": gettext_noop("Keeping a pace that others set"),
    "long_days": gettext_noop("Whole days"),
    "evenings": gettext_noop("Evenings and nights"),
    "pauses": gettext_noop("Working without extra pauses"),
    "recovery": gettext_noop("Several days in a row"),
}


def check_function(abilities: Mapping[str, str], words: str) -> None:
    """Refuse words that are not in the list, and a statement that says nothing. Raises Refusal."""
    unknown = set(abilities) - set(FUNCTION_NAMES) or set(abilities.values()) - set(Ability)
    if unknown:
        raise Refusal(gettext_noop("Choose from the list."))
    if not abilities and not words.strip():
        raise Refusal(gettext_noop("Choose at least one line, or write a sentence."))
    check_length(words)
