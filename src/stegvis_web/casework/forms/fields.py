"""Fields that several forms of casework share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stegvis.casework.plan import LONGEST_WORDS

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 1, 1)
"""No day of a case lies outside them: such a day is a slip of the keys, as in the year 0202."""


class DayField(forms.DateField):
    """A day, chosen or typed; sent as YYYY-MM-DD whatever the language."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)
        self.error_messages["invalid"] = _("Write the day as year-month-day, such as 2026-03-10.")

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
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


def rest_on(form: forms.Form, revision: int) -> None:
    """After a conflict: the form now rests on the row as it is, so that saving again wins, knowingly."""
    assert isinstance(form.data, QueryDict), "only a form that was sent can be in conflict"
    data = form.data.copy()
    data["revision"] = str(revision)
    form.data = data
