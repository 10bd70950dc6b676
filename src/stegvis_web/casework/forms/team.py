"""Who is on a team: joining, the employer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.casework.access import EMPLOYER_CONTACT_NAMES
from stegvis_web.casework.forms.fields import DayField
from stegvis_web.people.models import Organisation, Person

NEW = "new"
NONE = "none"


def in_short(row: Person) -> str:
    where = row.organisation.name if row.organisation else ""
    return " · ".join(filter(None, [row.name, row.title, where]))


class JoinForm(forms.Form):
    """One of those the service knows, or somebody new."""

    person = forms.ChoiceField(
        label=_("Who"), widget=forms.RadioSelect, error_messages={"required": _("Choose who joins.")}
    )
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    title = forms.CharField(
        label=_("Title or role"),
        required=False,
        max_length=120,
        help_text=_("Such as: officer, head librarian, her sister."),
    )
    workplace = forms.ChoiceField(label=_("Works at"), required=False)
    email = forms.EmailField(
        label=_("Email address"), required=False, max_length=254, help_text=_("The link is mailed there.")
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        help_text=_("You need it to say the six-digit code."),
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    since = DayField(label=_("On the team from"))

    def __init__(
        self,
        *args: Any,
        candidates: Sequence[Person],
        may_be_new: bool,
        workplaces: Sequence[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.workplaces = {str(row.pk): row for row in workplaces}
        people = [(str(row.pk), in_short(row)) for row in candidates]
        somebody = [(NEW, str(_("Someone new")))] if may_be_new else []
        self.fields["person"].choices = [*people, *somebody]  # type: ignore[attr-defined]
        self.fields["since"].initial = timezone.localdate
        if may_be_new and not people:
            self.fields["person"].initial = NEW
        if not may_be_new:
            for name in ("name", "title", "email", "phone"):
                del self.fields[name]
        if workplaces:
            choices = [(pk, row.name) for pk, row in self.workplaces.items()]
            self.fields["workplace"].choices = [("", str(_("Choose"))), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["workplace"]

    @property
    def is_new(self) -> bool:
        return bool(self.cleaned_data.get("person") == NEW)

    @property
    def new_fields(self) -> list[forms.BoundField]:
        """The fields that only somebody new needs."""
        return [
            self[name] for name in ("name", "title", "workplace", "email", "phone") if name in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("person") == NEW:
            if not data.get("name") and "name" not in self.errors:
                self.add_error("name", _("Write the name."))
            if self.workplaces and not data.get("workplace"):
                self.add_error("workplace", _("Choose where this person works."))
        return data

    def values(self, language: str, employer: Organisation | None) -> dict[str, Any]:
        """What people's action writes down of somebody new."""
        data = self.cleaned_data
        workplace = self.workplaces.get(data.get("workplace", "")) or employer
        values = {name: data[name] for name in ("name", "title", "email", "phone")}
        return {**values, "language": language, "organisation": workplace}


class EmployerForm(forms.Form):
    """One of the employers the service knows, a new one, or none: then the person looks for work."""

    employer = forms.ChoiceField(
        label=_("Employer"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    name = forms.CharField(label=_("Name of the workplace"), required=False, max_length=200)
    city = forms.CharField(label=_("Town"), required=False, max_length=80)

    def __init__(self, *args: Any, employers: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(row.pk), " · ".join(filter(None, [row.name, row.city]))) for row in employers]
        self.fields["employer"].choices = [  # type: ignore[attr-defined]
            *known,
            (NEW, str(_("Another employer"))),
            (NONE, str(_("None: the person looks for work"))),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("employer") == NEW and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write the name of the workplace."))
        return data


class EmployerContactForm(forms.Form):
    """The person's word on contact with the employer, written down by staff."""

    contact = forms.ChoiceField(
        label=_("What does the person say?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(contact.value, str(_(name))) for contact, name in EMPLOYER_CONTACT_NAMES.items()]
        self.fields["contact"].choices = choices  # type: ignore[attr-defined]
