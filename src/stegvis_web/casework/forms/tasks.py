"""The forms of tasks and adaptations, and of what both sides say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.adaptations import LONGEST_LINE, USUAL_TRIAL, WORKED_NAMES, Worked
from stegvis.casework.party import Party
from stegvis.casework.tasks import ABILITY_NAMES, Ability, Fit
from stegvis_web.casework.forms.fields import DayField, WordsField
from stegvis_web.casework.forms.plan import RevisedForm, owners
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.days import day_words


def who_reads(readers: Sequence[str], *, is_patient: bool) -> str:
    """Who reads what is written here: the team, and those outside by name."""
    names = {"names": get_text_list(list(readers), _("and"))}
    if not readers:
        return _("Your team reads this.") if is_patient else _("The person and the team read this.")
    if is_patient:
        return _("Your team reads this, and %(names)s.") % names
    return _("The person and the team read this, and %(names)s.") % names


def about_work(readers: Sequence[str], *, is_patient: bool) -> str:
    """Who reads it, and that it is about work."""
    return f"{who_reads(readers, is_patient=is_patient)} {_('Write about work, never about health.')}"


class TaskForm(RevisedForm):
    name = forms.CharField(
        label=gettext_lazy("What is the task called at work?"),
        max_length=LONGEST_LINE,
        error_messages={"required": gettext_lazy("Write what the task is called at work.")},
    )
    ability = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether the person can do it.")},
    )
    words = WordsField(
        label=gettext_lazy("What happens instead, or when do you look at it again?"), rows=2, required=False
    )

    def __init__(self, *args: Any, readers: Sequence[str], is_patient: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ability = self.fields["ability"]
        ability.label = _("Can you do it?") if is_patient else _("Can the person do it?")
        ability.choices = [(code, _(name)) for code, name in ABILITY_NAMES.items()]  # type: ignore[attr-defined]
        self.fields["name"].help_text = about_work(readers, is_patient=is_patient)
        self.fields["words"].help_text = _("Such as “A colleague carries them” or “Looked at again in June”.")

    def task(self) -> dict[str, Any]:
        """The task as the actions take it."""
        data = self.cleaned_data
        return {"name": data["name"], "ability": Ability(data["ability"]), "words": data["words"]}

    def in_words(self, values: Mapping[str, Any]) -> str:
        """A task, given as this form's values, in words: to be read beside another one."""
        ability = _(ABILITY_NAMES[Ability(values["ability"])])
        return "\n".join(filter(None, [f"{values['name']}: {ability}", values["words"]]))


class AdaptationForm(RevisedForm):
    """What is tried, who provides it, and from which day to which."""

    what = WordsField(
        label=gettext_lazy("What is adapted?"),
        rows=3,
        max_length=None,
        error_messages={"required": gettext_lazy("Write what is adapted.")},
    )
    provider = forms.ChoiceField(
        label=gettext_lazy("Who provides it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Say who provides it."),
            "invalid_choice": gettext_lazy("Choose someone who is on the team."),
        },
    )
    first = DayField(label=gettext_lazy("On trial from"), required=False)
    last = DayField(
        label=gettext_lazy("On trial until"),
        required=False,
        help_text=gettext_lazy(
            "After this day both sides are asked whether it worked. "
            "Six weeks are enough for most. Leave both days empty if you do not know yet."
        ),
    )
    cost = forms.CharField(
        label=gettext_lazy("What does it cost?"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=gettext_lazy("In words, as far as you know."),
    )
    payer = forms.CharField(label=gettext_lazy("Who pays?"), max_length=LONGEST_LINE, required=False)

    def __init__(
        self, *args: Any, opened: OpenCase, readers: Sequence[str], is_patient: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = providers(opened, is_patient)
        stands = self.initial.get("provider")
        if stands and stands not in dict(choices):
            choices.append((stands, _("As now: someone who has left the team")))
        self.fields["provider"].choices = choices  # type: ignore[attr-defined]
        self.names = dict(choices)
        self.fields["what"].help_text = about_work(readers, is_patient=is_patient)

    def adaptation(self) -> dict[str, Any]:
        """The adaptation as the actions take it."""
        data = self.cleaned_data
        party, _colon, person = data["provider"].partition(":")
        rest = {name: data[name] for name in ("what", "first", "last", "cost", "payer")}
        return {**rest, "provider": Party(party), "person": int(person)}

    def in_words(self, values: Mapping[str, Any]) -> str:
        """An adaptation, given as this form's values, in words: to be read beside another one."""
        who = self.names.get(values["provider"]) or _("Someone who has left the team")
        lines = [values["what"], who, trial_words(values["first"], values["last"])]
        return "\n".join(filter(None, [*lines, values["cost"], values["payer"]]))


def providers(opened: OpenCase, is_patient: bool) -> list[tuple[str, str]]:
    """Everyone on the team who can provide an adaptation; the employer first, who mostly does."""
    return sorted(owners(opened, is_patient), key=lambda choice: not choice[0].startswith(Party.EMPLOYER))


def trial_words(first: date | None, last: date | None) -> str:
    """ "9 March – 17 April"; empty without days."""
    if first is None or last is None:
        return ""
    return _("%(first)s – %(last)s") % {"first": day_words(first), "last": day_words(last)}


class BeginForm(forms.Form):
    first = DayField(label=gettext_lazy("From which day?"))
    last = DayField(
        label=gettext_lazy("Until which day?"),
        help_text=gettext_lazy("After this day both sides are asked whether it worked."),
    )

    def __init__(self, data: Any, *, first: date | None, last: date | None) -> None:
        today = timezone.localdate()
        days = {"first": first or today, "last": last or today + timedelta(days=USUAL_TRIAL - 1)}
        super().__init__(data, initial=days)


class EndForm(forms.Form):
    on = DayField(label=gettext_lazy("On which day did it end?"))

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})


class WorkedForm(forms.Form):
    """Whether an adaptation works, in one word, and in a sentence for whom has one."""

    worked = forms.ChoiceField(
        label=gettext_lazy("Does it work?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether it works.")},
    )
    words = WordsField(
        label=gettext_lazy("In your words, if you like"), rows=3, max_length=None, required=False
    )

    def __init__(self, data: Any, *, side: Party | None) -> None:
        super().__init__(data)
        choices = [(code, _(name)) for code, name in WORKED_NAMES.items()]
        self.fields["worked"].choices = choices  # type: ignore[attr-defined]
        self.fields["words"].help_text = (
            _("The person and the team read this. Write about work, never about health.")
            if side is Party.EMPLOYER
            else _("Your team reads this, and others as far as you have agreed. Not the employer.")
        )

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"worked": Worked(data["worked"]), "words": data["words"]}


class FitForm(forms.Form):
    """The employer's one word on the list of tasks."""

    fit = forms.ChoiceField(
        label=gettext_lazy("Does this fit the work you have?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether this fits the work you have.")},
    )
    words = WordsField(
        label=gettext_lazy("What is missing, or does not work?"),
        rows=3,
        max_length=None,
        required=False,
        help_text=gettext_lazy(
            "One sentence. The person and the team read this. Write about work, never about health."
        ),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["fit"].choices = [  # type: ignore[attr-defined]
            (Fit.FITS, _("Yes, it fits")),
            (Fit.MISSING, _("Something is missing")),
            (Fit.NOT_HERE, _("Something does not work here")),
        ]

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"fit": Fit(data["fit"]), "words": data["words"]}
