"""What is asked of an extract that is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from stegvis.benefits.register import REGISTERS
from stegvis_web.casework.forms.fields import DayField, WordsField
from stegvis_web.foundation.days import day_words
from stegvis_web.people.models import KeyList

SUFFIX = ".csv"


class ExtractForm(forms.Form):
    """A file with what must be known about it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, at most 20 MB. The column of persons holds the pseudonyms of the list."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    key_list = forms.TypedChoiceField(label=_("The list that it answers"), coerce=int)
    register = forms.ChoiceField(label=_("How the file is laid out"))
    register_end = DayField(
        label=_("Last day that the register knows of"),
        help_text=_("After it nobody is known to be back at work."),
    )
    ground = WordsField(
        label=_("On what ground"),
        help_text=_(
            "The decision, the law or the consent by which you may hold these data. Patients read it."
        ),
        rows=2,
        max_length=500,
    )

    def __init__(self, *args: Any, lists: Sequence[KeyList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (row.number, _g("List %(n)s, %(day)s") % {"n": row.number, "day": day_words(row.made_at)})
            for row in lists
        ]
        self.fields["key_list"].choices = choices  # type: ignore[attr-defined]
        self.fields["register"].choices = [  # type: ignore[attr-defined]
            (id, definition.name) for id, definition in REGISTERS.all().items()
        ]
        self.initial.setdefault("register", "plain")

    def clean_file(self) -> Path:
        file = self.cleaned_data["file"]
        assert isinstance(file, TemporaryUploadedFile)
        if not (file.name or "").lower().endswith(SUFFIX):
            raise forms.ValidationError(_("Send a CSV file: its name ends in .csv."))
        return Path(file.temporary_file_path())
