"""What a patient asks about the data, what the service answers, and the end of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.closing import REASON_NAMES, Reason
from stegvis.rights.requests import OUTCOME_NAMES, Ask, Outcome
from stegvis_web.casework.forms.fields import WordsField


class CorrectionForm(forms.Form):
    """Which words are not right, and how they should read."""

    about = forms.CharField(
        label=gettext_lazy("What is not right?"),
        max_length=200,
        help_text=gettext_lazy("Where it stands and what it says, as you remember it."),
        error_messages={"required": gettext_lazy("Say which words are not right.")},
    )
    words = WordsField(
        label=gettext_lazy("How should it read?"),
        rows=4,
        error_messages={"required": gettext_lazy("Say how it should read.")},
    )


class ErasureForm(forms.Form):
    """That everything is to be erased; a reason is welcome and not needed."""

    words = WordsField(
        label=gettext_lazy("Is there anything that we should know?"),
        rows=3,
        required=False,
        help_text=gettext_lazy("You need no reason."),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I understand that what is erased cannot be brought back"),
        error_messages={"required": gettext_lazy("Tick this if you are sure.")},
    )


class AnswerForm(forms.Form):
    """What came of a request. To an erasure this form only says no: a yes is the erasure itself."""

    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), widget=forms.RadioSelect)
    answer = WordsField(
        label=gettext_lazy("Your answer"),
        rows=4,
        help_text=gettext_lazy("The person reads it. If you say no, say why, and to whom one can complain."),
        error_messages={"required": gettext_lazy("Write the answer. The person reads it.")},
    )

    def __init__(self, data: Any, *, kind: Ask) -> None:
        super().__init__(data)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        offered = [Outcome.REFUSED] if kind is Ask.ERASURE else list(Outcome)
        outcome.choices = [(one.value, _(OUTCOME_NAMES[one])) for one in offered]

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


class EraseForm(forms.Form):
    """The case code, typed, so that no slip erases anybody."""

    code = forms.CharField(
        label=gettext_lazy("Type the case code"),
        max_length=12,
        help_text=gettext_lazy("What is erased cannot be brought back."),
    )

    def __init__(self, data: Any, *, code: str) -> None:
        super().__init__(data)
        self.wanted = code

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"]).strip()
        if typed.upper() != self.wanted.upper():
            raise forms.ValidationError(_("That is not the code of this case."))
        return typed


class CloseForm(forms.Form):
    """Why a case ends."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why does the case end?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why the case ends.")},
    )
    words = WordsField(
        label=gettext_lazy("In a sentence"),
        rows=3,
        required=False,
        help_text=gettext_lazy("The person reads it. No diagnosis."),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [(one.value, _(words)) for one, words in REASON_NAMES.items()]

    def clean_reason(self) -> Reason:
        return Reason(self.cleaned_data["reason"])
