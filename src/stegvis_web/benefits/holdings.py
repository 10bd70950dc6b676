"""What this part holds about a person."""

from __future__ import annotations

from stegvis.benefits.spells import BENEFIT_NAMES
from stegvis.foundation.words import gettext_noop
from stegvis.rights.retention import Kind
from stegvis_web.foundation.holdings import Holding

HOLDINGS = (
    Holding(
        model="benefits.Spell",
        title=gettext_noop("Benefits, from a register"),
        kind=Kind.CASE,
        columns="id extract start end benefit grade",
        left_out={"person": "that is whom it is about"},
        names={"benefit": BENEFIT_NAMES},
        by_person="person",
    ),
)

ABOUT_NOBODY = {
    "benefits.Extract": "which file was taken in, when, on what ground; its spells are exported",
}
