"""Writing a letter, and what the condition means for work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.functions import ABILITY_NAMES, FUNCTION_NAMES, GROUPS
from stegvis.casework.letter import LETTERS
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis_web.casework import models
from stegvis_web.casework.forms.fields import WordsField
from stegvis_web.casework.standing import OpenCase


class LetterForm(forms.Form):
    """Which letter, to whom, and the sender's own words."""

    kind = forms.ChoiceField(label=gettext_lazy("Which letter"), widget=forms.RadioSelect)
    party = forms.ChoiceField(label=gettext_lazy("To whom"), widget=forms.RadioSelect)
    words = WordsField(
        label=gettext_lazy("Your own words"),
        required=False,
        rows=4,
        help_text=gettext_lazy("A sentence or two, if you like. Write about work; no diagnosis."),
    )

    def __init__(self, data: Any, *, opened: OpenCase) -> None:
        super().__init__(data)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(id, _(letter.name)) for id, letter in LETTERS.all().items()]
        people = {Party.PATIENT: opened.row.person.name}
        people |= {
            Party(m.party): m.person.name
            for m in opened.team
            if any(m.party in k.audience for k in LETTERS.all().values())
        }
        whom = self.fields["party"]
        assert isinstance(whom, forms.ChoiceField)
        whom.choices = [
            (party.value, f"{people[party] or opened.code}, {_(PARTY_NAMES[party])}")
            for party in Party
            if party in people
        ]


class FunctionForm(forms.Form):
    """How each function goes today; what is left open is not spoken of."""

    words = WordsField(
        label=gettext_lazy("In your own words"),
        required=False,
        rows=4,
        help_text=gettext_lazy(
            "What helps, what to avoid, how long at a time. The employer may read it: no diagnosis."
        ),
    )

    def __init__(self, data: Any, *, newest: models.WorkFunction | None) -> None:
        super().__init__(data, initial={"words": newest.words if newest else ""})
        choices = [("", _("Not spoken of")), *((key.value, _(name)) for key, name in ABILITY_NAMES.items())]
        for names in GROUPS.values():
            for name in names:
                self.fields[name] = forms.ChoiceField(
                    label=_(FUNCTION_NAMES[name]),
                    choices=choices,
                    required=False,
                    initial=newest.abilities.get(name, "") if newest else "",
                )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(group, [self[name] for name in names]) for group, names in GROUPS.items()]

    def abilities(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FUNCTION_NAMES if self.cleaned_data.get(name)}
