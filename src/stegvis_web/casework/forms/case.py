"""Sick leave and the clinic's notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis_web.casework.forms.fields import DayField, RevisionField, WordsField
from stegvis_web.casework.forms.referrals import countries


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
