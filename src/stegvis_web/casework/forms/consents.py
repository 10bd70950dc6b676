"""The one question of consent: what may this party see?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from stegvis.casework.party import Party
from stegvis.casework.sections import SECTION_NAMES, TABLE


class ConsentForm(forms.Form):
    """The sections that one party may be shown, each a box of its own."""

    sections = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any, *, party: Party, agreed: frozenset[str], label: str) -> None:
        super().__init__(data, initial={"sections": sorted(agreed)}, auto_id=f"see_{party}_%s")
        self.party = party
        possible = TABLE.consentable(party)
        self.fields["sections"].label = label
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (section, _(name)) for section, name in SECTION_NAMES.items() if section in possible
        ]
