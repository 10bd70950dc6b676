"""The forms of a plan: goal, step, sending, answering back, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.party import ANSWERING_PARTIES, PARTY_NAMES, Party
from stegvis.casework.plan import DOMAIN_NAMES, USUAL_ANSWER_DAYS, USUAL_REVIEW_DAYS, Domain
from stegvis_web.casework.forms.fields import DayField, RevisionField, WordsField
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.days import day_words


class RevisedForm(forms.Form):
    """A form that knows which state of the row it was filled in from."""

    revision = RevisionField()


class GoalForm(RevisedForm):
    goal = WordsField(label=gettext_lazy("The goal"), rows=5, max_length=None)

    def __init__(self, *args: Any, is_patient: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].help_text = (
            _(
                "In your own words. One sentence is enough. "
                "Your team reads it, and those whom you let see the goal."
            )
            if is_patient
            else _(
                "In the person’s own words, as they were said. "
                "Those whom the person lets see the goal read it too."
            )
        )


class StepForm(RevisedForm):
    """One thing to do, with one owner and one day."""

    what = WordsField(
        label=gettext_lazy("What is to be done?"),
        rows=3,
        max_length=None,
        error_messages={"required": gettext_lazy("Write what is to be done.")},
        help_text=gettext_lazy("Short and concrete. Everyone who may see steps of this kind reads it."),
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Who does it?"),
        help_text=gettext_lazy("Every step has one owner."),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Say who does this step. Every step has one owner."),
            "invalid_choice": gettext_lazy("Choose someone who is on the team."),
        },
    )
    due = DayField(
        label=gettext_lazy("By which day?"), error_messages={"required": gettext_lazy("Say by which day.")}
    )
    domain = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy(
            "The employer never sees steps about health. So write nothing about health in the others."
        ),
        widget=forms.RadioSelect,
        initial=Domain.WORK_MODIFICATION,
    )

    because = WordsField(
        label=gettext_lazy("Why is it new or changed?"),
        required=False,
        help_text=gettext_lazy(
            "One sentence. Those who may read what others wrote read it. The employer does not."
        ),
    )

    def __init__(
        self, *args: Any, opened: OpenCase, is_patient: bool, first: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["because"]
        self.owner_names = dict(owners(opened, is_patient))
        self.fields["owner"].choices = list(self.owner_names.items())  # type: ignore[attr-defined]
        self.fields["domain"].choices = [(d, _(DOMAIN_NAMES[d])) for d in Domain]  # type: ignore[attr-defined]

    def step(self) -> dict[str, Any]:
        """The step as the actions take it."""
        data = self.cleaned_data
        party, _colon, person = data["owner"].partition(":")
        return {
            "what": data["what"],
            "owner": Party(party),
            "person": int(person),
            "due": data["due"],
            "domain": Domain(data["domain"]),
            "because": data.get("because", ""),
        }

    def in_words(self, values: Mapping[str, Any]) -> str:
        """A step, given as this form's values, in words: to be read beside another one."""
        who = self.owner_names.get(values["owner"]) or _("Someone who has left the team")
        day = _("by %(day)s") % {"day": day_words(values["due"])}
        return f"{values['what']}\n{who} · {day} · {_(DOMAIN_NAMES[Domain(values['domain'])])}"


def owners(opened: OpenCase, is_patient: bool) -> list[tuple[str, str]]:
    """Everyone on the team who can owe a step, by name."""
    choices = []
    for member in sorted(opened.team, key=lambda member: list(Party).index(Party(member.party))):
        party = Party(member.party)
        if party not in ANSWERING_PARTIES:
            continue
        if is_patient and party is Party.PATIENT:
            label = _("I do it myself")
        else:
            label = f"{member.person.name or opened.code}, {_(PARTY_NAMES[party])}"
        choices.append((f"{party}:{member.person_id}", label))
    return choices


class ReleaseForm(forms.Form):
    answer_by = DayField(
        label=gettext_lazy("Last day to answer"),
        required=False,
        help_text=gettext_lazy(
            "About ten days are enough for most. Who is silent after it has not said yes."
        ),
    )

    review_on = DayField(
        label=gettext_lazy("When do you all look at the plan again?"),
        required=False,
        help_text=gettext_lazy("About eight weeks are usual. Your team is reminded on that day."),
    )

    def __init__(self, data: Any) -> None:
        today = timezone.localdate()
        days = {"answer_by": USUAL_ANSWER_DAYS, "review_on": USUAL_REVIEW_DAYS}
        super().__init__(data, initial={name: today + timedelta(days=n) for name, n in days.items()})


class ReplyForm(forms.Form):
    reply = WordsField(
        label=gettext_lazy("Your answer"),
        max_length=None,
        help_text=gettext_lazy(
            "Whoever asked reads this, and those who may read what others write. Write nothing about health."
        ),
    )


class SettleForm(forms.Form):
    on = DayField(label=gettext_lazy("When did you talk?"))
    outcome = WordsField(
        label=gettext_lazy("What did you agree?"),
        max_length=None,
        help_text=gettext_lazy(
            "One sentence. Whoever objected reads it, and those who may read what others write."
        ),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})


class ReasonForm(forms.Form):
    """Why: the one thing that whoever changes a plan owes the others."""

    reason = WordsField(
        max_length=None,
        help_text=gettext_lazy("Those who may read what others wrote read this too. The employer does not."),
        error_messages={"required": gettext_lazy("Write why, so that the others understand.")},
    )

    def __init__(self, data: Any, *, label: str) -> None:
        super().__init__(data)
        self.fields["reason"].label = label


class PostponeForm(ReasonForm):
    recheck_on = DayField(
        label=gettext_lazy("When does someone ask again?"),
        help_text=gettext_lazy("Half a year from now at the latest. You can take the plan up again earlier."),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label=_("Why does the plan rest?"))
        self.fields["recheck_on"].initial = timezone.localdate() + timedelta(days=14)


class ReviewForm(forms.Form):
    words = WordsField(
        label=gettext_lazy("What did you see?"),
        max_length=None,
        required=False,
        help_text=gettext_lazy("One sentence, if you like. Those who may read what others wrote read it."),
    )
    next_on = DayField(label=gettext_lazy("When do you look at it again?"))

    def __init__(self, data: Any) -> None:
        next_on = timezone.localdate() + timedelta(days=USUAL_REVIEW_DAYS)
        super().__init__(data, initial={"next_on": next_on})
