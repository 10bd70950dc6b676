"""Sick leave and the clinic's notes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis_web.casework.forms.fields import DayField, RevisionField, WordsField
from stegvis_web.casework.forms.referrals import countries
from stegvis_web.foundation.days import day_words


class SickLeaveForm(forms.Form):
    country = forms.ChoiceField(
        label=_("Country"), help_text=_("Whose sickness insurance the person belongs to.")
    )
    first_sick_day = DayField(
        label=_("First day of sick leave"), required=False, help_text=_("Empty while there is none.")
    )
    revision = RevisionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]

    def in_words(self) -> str:
        """What was typed, as one text."""
        data = getattr(self, "cleaned_data", {})
        return in_words(data.get("country", ""), data.get("first_sick_day"))


def in_words(country: str, first_sick_day: date | None) -> str:
    """Country and first day, to be compared side by side."""
    name = dict(countries()).get(country, country)
    return f"{name}, {day_words(first_sick_day) if first_sick_day else _('no first day')}"


class SickNoteForm(forms.Form):
    """A certified period."""

    start = DayField(label=_("First day"))
    end = DayField(label=_("Last day"), required=False, help_text=_("Empty means: until further notice."))
    grade = forms.IntegerField(
        label=_("Grade, in percent of full time"),
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class NoteForm(forms.Form):
    text = WordsField(
        label=_("New note"),
        rows=6,
        help_text=_(
            "The clinic and the person read it; the coordinator and nobody else if the person agrees."
            " No employer ever does."
        ),
    )
