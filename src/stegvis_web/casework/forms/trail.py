"""Which events of the audit trail are shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis_web.casework.looks import VERBS


class TrailFilterForm(forms.Form):
    """Nonsense in the address is left out, rather than complained of."""

    who = forms.CharField(
        label=_("Who, by code"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    verb = forms.ChoiceField(label=_("What was done"), required=False)

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self.fields["verb"].choices = [("", _("Everything")), *VERBS.items()]  # type: ignore[attr-defined]
        self.full_clean()

    def chosen(self) -> dict[str, str]:
        """The arguments of the query."""
        return {name: self.cleaned_data.get(name, "") for name in ("who", "verb")}
