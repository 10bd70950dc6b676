"""The form of an attempt: from which day to which, how far it went, and what it taught."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis_web.casework.forms.fields import DayField, WordsField
from stegvis_web.casework.forms.plan import RevisedForm
from stegvis_web.casework.forms.tasks import trial_words, who_reads


def hours_words(minutes: int | None) -> str:
    """ "12.5", as the language writes it; empty where nobody has said."""
    if minutes is None:
        return ""
    return str(number_format(Decimal(minutes) / 60, use_l10n=True))


class HoursField(forms.CharField):
    """Hours a week as people type them, "12", "12.5" or "12,5"; cleaned to minutes, None where empty."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        super().__init__(widget=widget, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return hours_words(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        typed = str(super().clean(value)).strip().replace(",", ".")
        if not typed:
            return None
        whole, _point, part = typed.partition(".")
        if not (whole + part).isascii() or not (whole + part).isdigit() or len(typed) > 6:
            raise forms.ValidationError(_("Write hours such as 12 or 12.5."))
        return round(Decimal(f"{whole or 0}.{part or 0}") * 60)


class AttemptForm(RevisedForm):
    start = DayField(label=gettext_lazy("From which day?"))
    end = DayField(label=gettext_lazy("Until which day?"))
    minutes = HoursField(
        label=gettext_lazy("How many hours a week did you reach?"),
        help_text=gettext_lazy("The most in one week. Leave it empty if you do not remember."),
    )
    what_happened = WordsField(
        label=gettext_lazy("What happened?"),
        rows=3,
        max_length=None,
        error_messages={"required": gettext_lazy("Write what happened. One sentence is enough.")},
    )
    helped = WordsField(label=gettext_lazy("What helped?"), rows=2, max_length=None, required=False)
    hindered = WordsField(label=gettext_lazy("What did not?"), rows=2, max_length=None, required=False)
    next_time = WordsField(
        label=gettext_lazy("What do you want to change next time?"),
        rows=2,
        max_length=None,
        required=False,
        help_text=gettext_lazy("The next plan can start from this."),
    )

    def __init__(self, *args: Any, readers: Sequence[str], is_patient: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_patient:
            self.fields["minutes"].label = _("How many hours a week were reached?")
            self.fields["next_time"].label = _("What does the person want to change next time?")
        readers_words = who_reads(readers, is_patient=is_patient)
        self.fields["what_happened"].help_text = f"{readers_words} {_('An employer never does.')}"

    def in_words(self, values: Mapping[str, Any]) -> str:
        """An attempt, given as this form's values, in words: to be read beside another one."""
        lines = [trial_words(values["start"], values["end"])]
        if values["minutes"] is not None:
            lines.append(_("%(hours)s hours a week") % {"hours": hours_words(values["minutes"])})
        lines += [values[name] for name in ("what_happened", "helped", "hindered", "next_time")]
        return "\n".join(filter(None, lines))
