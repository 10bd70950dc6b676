"""The forms of a referral, from the first words to the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stegvis.casework.referral import DECLINE_REASON_NAMES, DOOR_NAMES, DeclineReason, Door
from stegvis.countries.country import COUNTRIES
from stegvis_web.casework.forms.fields import DayField, RevisionField, WordsField
from stegvis_web.people.models import Person, User

WISH = _("The wish to work, in the person’s own words")


def countries() -> list[tuple[str, str]]:
    """The catalogue of countries as choices."""
    return [(id, str(_(country.name))) for id, country in COUNTRIES.all().items()]


class ReferralForm(forms.Form):
    """How a referral came in."""

    door = forms.ChoiceField(label=_("By which door"))
    received_on = DayField(label=_("Received on"))
    referrer = forms.ChoiceField(label=_("Who referred"), required=False)
    wish = WordsField(
        label=WISH,
        required=False,
        help_text=_("It can wait until you have spoken. Without it there is no case."),
    )

    def __init__(self, *args: Any, referrers: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["door"].choices = [(door.value, _(name)) for door, name in DOOR_NAMES.items()]  # type: ignore[attr-defined]
        self.fields["received_on"].initial = timezone.localdate
        people = [(str(row.pk), _in_short(row)) for row in referrers]
        self.fields["referrer"].choices = [("", _("Nobody we know of")), *people]  # type: ignore[attr-defined]
        self._referrers = {str(row.pk): row for row in referrers}

    def said(self) -> dict[str, Any]:
        """The arguments of the action, but for the person."""
        data = self.cleaned_data
        return {
            "door": Door(data["door"]),
            "received_on": data["received_on"],
            "wish": data["wish"],
            "referrer": self._referrers.get(data["referrer"]),
        }


def _in_short(row: Person) -> str:
    where = row.organisation.name if row.organisation else ""
    return " · ".join(filter(None, [row.name, where]))


class NewPersonForm(forms.Form):
    """Who is referred, if the service does not know the person yet."""

    name = forms.CharField(label=_("Name"), max_length=200)
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        required=False,
        min_value=1900,
        max_value=2100,
        help_text=_("Only to tell two people of the same name apart."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "class": "short"}),
    )
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("Email address"), required=False, max_length=254)

    def values(self, language: str) -> dict[str, Any]:
        """What people's action writes down."""
        return {**self.cleaned_data, "language": language}


class WishForm(forms.Form):
    wish = WordsField(
        label=WISH,
        required=False,
        help_text=_("Write what the person says, not what you think. The person reads it."),
    )
    revision = RevisionField()


class VoluntaryForm(forms.Form):
    on = DayField(label=_("Explained on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate


class AcceptForm(forms.Form):
    country = forms.ChoiceField(
        label=_("Country"), help_text=_("Whose sickness insurance the person belongs to.")
    )
    owner = forms.ChoiceField(
        label=_("Who owns the case"), help_text=_("A case has one owner at every moment.")
    )

    def __init__(self, *args: Any, owners: Mapping[int, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", _("Choose")), *owner_choices(owners)]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"country": data["country"], "owner": self.owners[int(data["owner"])]}


def owner_choices(owners: Mapping[int, User]) -> list[tuple[str, str]]:
    """Practitioners by name, as choices."""
    return [(str(pk), user.person.name) for pk, user in owners.items() if user.person is not None]


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why does it end here?"),
        widget=forms.RadioSelect,
        help_text=_("Readiness and a diagnosis are never a reason: whoever wants to work is welcome."),
        error_messages={"required": _("Choose a reason. Readiness and a diagnosis are never one.")},
    )
    words = WordsField(
        label=_("What the person was told, and where the wish leads instead"), required=False, rows=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (reason.value, _(name)) for reason, name in DECLINE_REASON_NAMES.items()
        ]

    def said(self) -> dict[str, Any]:
        return {"reason": DeclineReason(self.cleaned_data["reason"]), "words": self.cleaned_data["words"]}


class SelfReferralForm(forms.Form):
    """Three short questions that anybody can answer on a phone."""

    name = forms.CharField(
        label=_("What is your name?"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    reach = forms.CharField(
        label=_("How do we reach you?"),
        max_length=254,
        help_text=_("A telephone number or an email address."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    wish = WordsField(
        label=_("What would you like to do, and what would help?"),
        help_text=_("One sentence is enough. You need not write anything about your health."),
        max_length=2000,
    )

    def clean_reach(self) -> str:
        """A number with enough digits to call, or an address to write to."""
        reach: str = self.cleaned_data["reach"].strip()
        if "@" in reach:
            return str(forms.EmailField().clean(reach))
        if sum(letter.isdigit() for letter in reach) < 6 or len(reach) > 40:
            raise forms.ValidationError(
                _("Write a telephone number, such as 070 123 45 67, or an email address.")
            )
        return reach

    def person(self) -> dict[str, str]:
        """How the person is written down."""
        reach = self.cleaned_data["reach"]
        return {
            "name": self.cleaned_data["name"],
            "phone": "" if "@" in reach else reach,
            "email": reach if "@" in reach else "",
            "language": get_language() or "",
        }
