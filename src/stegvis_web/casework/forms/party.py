"""A party's answer to the plan: the outside party's one form, and the team's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import AUTHORITIES
from stegvis.casework.view import PlanView
from stegvis_web.casework.forms.fields import DayField, WordsField

STEP_KINDS = frozenset({Kind.OBJECTION, Kind.QUESTION})


class AnswerForm(forms.Form):
    """Accept, accept with a reservation, ask, or object to steps; in the party's own words.

    `version` is the one that the party had before its eyes when it wrote.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you say to the plan?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the four.")},
    )
    steps = forms.MultipleChoiceField(
        label=gettext_lazy("Which steps is it about?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose among the steps that stand here.")},
    )
    rule = forms.CharField(
        label=gettext_lazy("Which rule is the step against?"),
        help_text=gettext_lazy("Law and section, or the name of the rule, so that the others can read it."),
        required=False,
    )
    words = WordsField(label=gettext_lazy("In your words"), max_length=None, required=False)

    instead = WordsField(
        label=gettext_lazy("What could you agree to instead?"),
        max_length=None,
        required=False,
        help_text=gettext_lazy("If you know it. It can go straight into a new version."),
    )
    instead_due = DayField(label=gettext_lazy("And by which day?"), required=False)

    def __init__(self, data: Any, *, plan: PlanView, who_reads: str) -> None:
        super().__init__(data)
        self.plan = plan
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

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("version") not in {None, self.plan.version}:
            raise forms.ValidationError(
                _("There is a newer version of this plan. Read it, then send your answer again.")
            )
        return data

    def said(self) -> list[Word]:
        """The answer in the library's terms: one word on the whole plan, or one for each step chosen.

        Who objects to a step accepts the others, as the choice says; who asks has accepted nothing.
        """
        data = self.cleaned_data
        kind = Kind(data["kind"])
        lines = data["steps"] if kind in STEP_KINDS else []
        # Other words can stand for one step only; another day for several.
        instead: dict[str, Any] = {}
        if kind is Kind.OBJECTION:
            words = data["instead"] if len(lines) == 1 else ""
            instead = {"instead": words, "instead_due": data["instead_due"]}
        said = [
            Word(kind, line=line, words=data["words"], rule=data.get("rule", ""), **instead)
            for line in lines or [None]
        ]
        return [Word(Kind.ACCEPTED), *said] if kind is Kind.OBJECTION and lines else said
