"""The one form of an outside party: its answer to the plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import AUTHORITIES
from stegvis.casework.view import PlanView

STEP_KINDS = frozenset({Kind.OBJECTION, Kind.QUESTION})


class AnswerForm(forms.Form):
    """Accept, accept with a reservation, ask, or object to steps; in the party's own words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you say to the plan?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the four.")},
    )
    steps = forms.MultipleChoiceField(
        label=gettext_lazy("Which steps is it about?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rule = forms.CharField(
        label=gettext_lazy("Which rule is the step against?"),
        help_text=gettext_lazy("Law and section, or the name of the rule, so that the others can read it."),
        required=False,
        max_length=300,
    )
    words = forms.CharField(label=gettext_lazy("In your words"), widget=forms.Textarea, required=False)

    def __init__(self, data: Any, *, plan: PlanView, who_reads: str) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (Kind.ACCEPTED, _("I accept it")),
            (Kind.RESERVATION, _("I accept it, with a reservation")),
            (Kind.QUESTION, _("I have a question first")),
            (Kind.OBJECTION, _("I object to a step, and accept the others")),
        ]
        self.fields["steps"].choices = [  # type: ignore[attr-defined]
            (step.line, f"{step.number}. {step.what}") for step in plan.steps
        ]
        self.fields["words"].help_text = who_reads
        if plan.party not in AUTHORITIES:
            del self.fields["rule"]

    def said(self) -> list[Word]:
        """The answer in the library's terms: one word on the whole plan, or one for each step chosen.

        Who objects to a step accepts the others, as the choice says; who asks has accepted nothing.
        """
        data = self.cleaned_data
        kind = Kind(data["kind"])
        lines = data["steps"] if kind in STEP_KINDS else []
        said = [
            Word(kind, line=line, words=data["words"], rule=data.get("rule", "")) for line in lines or [None]
        ]
        return [Word(Kind.ACCEPTED), *said] if kind is Kind.OBJECTION and lines else said
