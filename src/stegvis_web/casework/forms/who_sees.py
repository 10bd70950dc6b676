"""Consent as staff write it down: only on the person's own word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis_web.casework.forms.consents import ConsentForm


class SaidForm(ConsentForm):
    """What a party may see, and that the person has said so."""

    said = forms.BooleanField(
        label=_("The person has said this to me"),
        help_text=_("It stands in the person’s own log, with your name and the time."),
        error_messages={"required": _("Ask the person first. Only the person decides who sees what.")},
    )

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["sections"].help_text = _("Without a tick, this party does not see it.")
