"""Writing minutes: who was there, one sentence at a time, and the reason for a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.meetings import CAME_NAMES, Came
from stegvis.casework.minutes import KIND_NAMES, Item, Kind
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.plan import DOMAIN_NAMES, Domain, Step
from stegvis_web.casework import models
from stegvis_web.casework.forms.fields import DayField, RevisionField, WordsField
from stegvis_web.casework.forms.plan import owners
from stegvis_web.casework.standing import OpenCase


class AttendanceForm(forms.Form):
    """For each who was asked: there, by video, represented, or not there."""

    def __init__(
        self,
        *args: Any,
        guests: Sequence[models.Guest],
        said: Mapping[tuple[str, int], models.Attendance],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.guests = guests
        for guest in guests:
            now = said.get((guest.party, guest.person_id))
            self.fields[f"came{guest.pk}"] = forms.ChoiceField(
                label=f"{guest.person.name}, {_(PARTY_NAMES[Party(guest.party)])}",
                choices=[("", _("Choose")), *((came.value, _(name)) for came, name in CAME_NAMES.items())],
                initial=now.came if now else "",
                error_messages={"required": _("Say for everyone who was asked whether they were there.")},
            )
            self.fields[f"by{guest.pk}"] = forms.CharField(
                label=_("Represented by"),
                required=False,
                max_length=120,
                initial=now.represented_by if now else "",
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"came{guest.pk}"], self[f"by{guest.pk}"]) for guest in self.guests]

    def came(self) -> dict[tuple[Party, int], tuple[Came, str]]:
        data = self.cleaned_data
        return {
            (Party(guest.party), guest.person_id): (Came(data[f"came{guest.pk}"]), data[f"by{guest.pk}"])
            for guest in self.guests
        }


class ItemForm(forms.Form):
    """One sentence: said, or decided by whom and until when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), widget=forms.RadioSelect, initial=Kind.DECISION.value
    )
    text = WordsField(
        label=gettext_lazy("In one sentence"),
        rows=3,
        help_text=gettext_lazy("One thing. Whoever it is about should know it again."),
    )
    domain = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        widget=forms.RadioSelect,
        initial=Domain.WORK_MODIFICATION.value,
        help_text=gettext_lazy("That decides who reads it. The employer reads nothing about health."),
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who does it"), required=False)
    due = DayField(label=gettext_lazy("By which day"), required=False)
    line = forms.ChoiceField(
        label=gettext_lazy("Is it a new step?"),
        required=False,
        help_text=gettext_lazy("Or a step of the plan that is to be worded so from now on."),
    )
    revision = RevisionField()

    def __init__(self, *args: Any, opened: OpenCase, standing: Sequence[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("kind", [(kind.value, _(name)) for kind, name in KIND_NAMES.items()])
        self._offer("domain", [(domain.value, _(DOMAIN_NAMES[domain])) for domain in Domain])
        self._offer("owner", [("", _("Choose")), *owners(opened, False)])
        steps = [(step.line, f"{step.number}. {step.what[:80]}") for step in standing if step.hours is None]
        self._offer("line", [("", _("A new step")), *steps])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def said(self) -> dict[str, Any]:
        """The sentence as the actions take it."""
        data = self.cleaned_data
        party, _colon, person = data["owner"].partition(":")
        return {
            "kind": Kind(data["kind"]),
            "text": data["text"],
            "domain": Domain(data["domain"]),
            "owner": Party(party) if party else None,
            "person": int(person) if person else None,
            "due": data["due"],
            "line": data["line"],
        }


def item_values(item: Item, revision: int) -> dict[str, Any]:
    """The values that the form begins with, to word a sentence anew."""
    return {
        "kind": item.kind,
        "text": item.text,
        "domain": item.domain,
        "owner": f"{item.owner}:{item.person}" if item.owner else "",
        "due": item.due,
        "line": item.line,
        "revision": revision,
    }


class WhyForm(forms.Form):
    """Why: for all who have read it."""

    because = WordsField(
        rows=3, error_messages={"required": gettext_lazy("Write why, so that the others understand.")}
    )

    def __init__(self, data: Any, *, label: str, hint: str, initial: str = "") -> None:
        super().__init__(data, initial={"because": initial})
        self.fields["because"].label = label
        self.fields["because"].help_text = hint
