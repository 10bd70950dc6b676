"""What is to be counted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from stegvis_web.outcomes.queries import USUAL, offered

WRITTEN, REGISTER = "written", "register"


class CountForm(forms.Form):
    """From what, and under which definitions."""

    source = forms.ChoiceField(
        label=_("From"),
        widget=forms.RadioSelect,
        choices=[
            (WRITTEN, _("Sick notes and jobs written down here")),
            (REGISTER, _("The newest register extract")),
        ],
        initial=WRITTEN,
    )
    definitions = forms.MultipleChoiceField(
        label=_("What counts as back at work"), widget=forms.CheckboxSelectMultiple, initial=USUAL
    )

    def __init__(self, *args: Any, has_extract: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_extract:
            self.fields["source"].widget = forms.HiddenInput()
        outcomes = offered(from_register=False) | (offered(from_register=True) if has_extract else {})
        names = [(id, _g(outcome.name)) for id, outcome in outcomes.items()]
        usual = [name for name in names if name[0] in USUAL]
        self.fields["definitions"].choices = [  # type: ignore[attr-defined]
            *usual,
            *sorted((name for name in names if name not in usual), key=lambda name: name[1]),
        ]

    @property
    def from_register(self) -> bool:
        return bool(self.cleaned_data["source"] == REGISTER)
