"""Handing over: from which day, why, and what the new person must know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.handover import KEY_NAMES, Key, Part
from stegvis_web.casework.forms.fields import DayField, WordsField

HINTS = {
    Key.KNOW: gettext_lazy(
        "How the person wants to be called, when it suits, what must not be asked again. No diagnosis."
    ),
}


class TellForm(forms.Form):
    """What a new person is told, part by part, filled in from the case."""

    on = DayField(label=gettext_lazy("From which day"))
    because = WordsField(
        label=gettext_lazy("Why does somebody else come?"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=gettext_lazy("The person whose case it is reads this. The new one does not."),
    )

    def __init__(self, data: Any, *, parts: Sequence[Part]) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.keys = [part.key for part in parts]
        for part in parts:
            self.fields[part.key.value] = WordsField(
                label=_(KEY_NAMES[part.key]),
                required=False,
                rows=max(3, min(10, part.text.count("\n") + 2)),
                initial=part.text,
                help_text=HINTS.get(part.key, ""),
            )

    @property
    def part_fields(self) -> list[forms.BoundField]:
        return [self[key.value] for key in self.keys]

    def parts(self) -> list[Part]:
        """What was typed, part by part; empty ones too."""
        return [Part(key, self.cleaned_data[key.value].strip()) for key in self.keys]


class AskForm(forms.Form):
    question = WordsField(
        label=gettext_lazy("What do you want to know?"),
        rows=3,
        help_text=gettext_lazy("The team and the person read it. Ask nothing about health."),
    )


class AnswerForm(forms.Form):
    reply = WordsField(
        label=gettext_lazy("Your answer"),
        rows=3,
        help_text=gettext_lazy("Who asked reads it, and the person. Write nothing about health."),
    )
