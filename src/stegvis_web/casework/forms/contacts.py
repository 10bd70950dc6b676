"""Logging a contact: who, how, spoke or no answer. Day and note are for those who have the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stegvis.casework.referral import MODE_NAMES, Mode
from stegvis_web.casework.forms.fields import DayField, WordsField
from stegvis_web.casework.queries.contacts import Likely

SPOKE, NO_ANSWER = "spoke", "no-answer"
SOMEONE_ELSE = "else"


class ContactForm(forms.Form):
    """A contact with one person, or an attempt."""

    mode = forms.ChoiceField(
        label=_("How"), widget=forms.RadioSelect, error_messages={"required": _("Choose how.")}
    )
    reached = forms.ChoiceField(
        label=_("How it went"),
        choices=[(SPOKE, _("Spoke")), (NO_ANSWER, _("No answer"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one: spoke, or no answer.")},
    )
    on = DayField(label=_("Day"))
    note = WordsField(
        label=_("Note"),
        required=False,
        help_text=_(
            "The person and the team read it. No diagnosis here: that belongs in the clinic’s notes."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = [(mode.value, _(name)) for mode, name in MODE_NAMES.items()]  # type: ignore[attr-defined]
        self.fields["mode"].initial = Mode.PHONE.value
        self.fields["on"].initial = timezone.localdate

    def said(self) -> dict[str, Any]:
        """The arguments of the action that logs it."""
        data = self.cleaned_data
        return {
            "on": data["on"],
            "mode": Mode(data["mode"]),
            "reached": data["reached"] == SPOKE,
            "note": data["note"],
        }

    @property
    def opens_more(self) -> bool:
        """Whether the fields that are usually folded away hold something to see."""
        return self.is_bound and bool(
            self.data.get("note") or self.errors.keys() & {"on", "note"} or self.has_another_day
        )

    @property
    def has_another_day(self) -> bool:
        return self.data.get("on") != timezone.localdate().isoformat()


class LogForm(ContactForm):
    """The same, with whom: one of the viewer's recent cases, or somebody found by code or name."""

    who = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect, required=False)
    search = forms.CharField(
        label=_("Name or case code"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    field_order = ("who", "search", "mode", "reached", "on", "note")

    def __init__(
        self, *args: Any, likely: Sequence[Likely], find: Callable[[str], Sequence[Likely]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.find = find
        chosen = str(self.data.get(self.add_prefix("who"), ""))
        if chosen and chosen != SOMEONE_ELSE and chosen not in {case.code for case in likely}:
            # Chosen from what a search had offered.
            likely = [*likely, *(case for case in find(chosen) if case.code == chosen)]
        self._offer(likely)

    def _offer(self, likely: Sequence[Likely]) -> None:
        cases = [(case.code, case.name or case.code) for case in likely]
        self.fields["who"].choices = [*cases, (SOMEONE_ELSE, _("Someone else"))]  # type: ignore[attr-defined]

    @property
    def codes(self) -> list[str]:
        """The cases that are offered."""
        choices = self.fields["who"].choices  # type: ignore[attr-defined]
        return [str(code) for code, _name in choices if code != SOMEONE_ELSE]

    def clean_who(self) -> str:
        """The case's code. Where several match, they are offered as the choices of the next try."""
        who: str = self.cleaned_data["who"]
        typed = str(self.data.get(self.add_prefix("search"), "")).strip()[:200]
        if who not in {"", SOMEONE_ELSE}:
            return who
        if not typed:
            raise forms.ValidationError(
                _("Choose who it was.") if not who else _("Write a name or a case code below.")
            )
        found = self.find(typed)
        if not found:
            raise forms.ValidationError(_("None of your cases has this name or code. Check the spelling."))
        if len(found) > 1:
            self._offer(found)
            raise forms.ValidationError(_("Several people match. Choose one of them."))
        return found[0].code
