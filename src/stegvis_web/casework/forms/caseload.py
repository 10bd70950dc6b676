"""What the list of cases shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.case import STAGE_NAMES
from stegvis_web.foundation.sealed import seal


class FilterForm(forms.Form):
    """Nonsense in the address is left out, rather than complained of."""

    q = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    whose = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[("mine", _("Mine")), ("all", _("Everyone’s"))]
    )
    stage = forms.ChoiceField(label=_("Where on the way"), required=False)

    def __init__(self, data: dict[str, Any], *, names: bool) -> None:
        super().__init__(data, use_required_attribute=False)
        self.fields["q"].label = _("Name or case code") if names else _("Case code")
        stages = [(stage.value, _(name)) for stage, name in STAGE_NAMES.items()]
        self.fields["stage"].choices = [("", _("All open cases")), *stages]  # type: ignore[attr-defined]
        self.full_clean()

    def chosen(self) -> dict[str, str]:
        """The arguments of the query."""
        data = self.cleaned_data
        return {
            "search": data.get("q", ""),
            "whose": data.get("whose") or "all",
            "stage": data.get("stage", ""),
        }

    def query(self) -> str:
        """The filters as they stand in the address of the next page."""
        chosen = self.chosen()
        return urlencode({"q": seal(chosen["search"]), "whose": chosen["whose"], "stage": chosen["stage"]})
