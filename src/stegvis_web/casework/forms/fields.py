"""Fields that several forms of casework share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.casework.plan import LONGEST_WORDS

EARLIEST = date(1950, 1, 1)
"""No day of a case lies before it: an earlier one is a slip of the keys, such as the year 0202."""


class DayField(forms.DateField):
    """A day, chosen or typed; sent as YYYY-MM-DD whatever the language."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)
        self.error_messages["invalid"] = _("Write the day as year-month-day, such as 2026-03-10.")

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day < EARLIEST:
            raise forms.ValidationError(_("Check the year."))
        return day


class WordsField(forms.CharField):
    """Somebody's own words, over several lines."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_WORDS)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        # A browser would cut a pasted text off without a word; the form says that it is too long.
        self.widget.attrs.pop("maxlength", None)


class RevisionField(forms.IntegerField):
    """Which state of the row the form was filled in from; nonsense counts as the very first."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> int:
        try:
            return int(super().clean(value) or 0)
        except forms.ValidationError:
            return 0
