"""Calling a meeting, answering, and a point for the agenda."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.meetings import COMES_NAMES, PURPOSE_NAMES, USUAL_LENGTH, Comes, Purpose
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.plan import DOMAIN_NAMES, Domain
from stegvis.casework.sections import MEETINGS
from stegvis.foundation.clocks import moment
from stegvis.foundation.errors import Refusal
from stegvis_web.casework import models
from stegvis_web.casework.forms.fields import DayField, RevisionField, WordsField
from stegvis_web.casework.phrases.meetings import when
from stegvis_web.casework.standing import OpenCase
from stegvis_web.casework.views.common import refusal_text

TIMES = 3
"""Times that the page offers to propose."""


class TimeField(forms.TimeField):
    """A time of day, in 24 hours."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "date"})
        super().__init__(widget=widget, input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)
        self.error_messages["invalid"] = _("Write the time as hours and minutes, such as 13:30.")


class CallForm(forms.Form):
    """A new meeting, or, with `meeting`, another time, place or people for one."""

    purpose = forms.ChoiceField(label=gettext_lazy("Which meeting"), widget=forms.RadioSelect)
    guests = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked"), widget=forms.CheckboxSelectMultiple, required=False
    )
    why = WordsField(
        label=gettext_lazy("What is it about?"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=gettext_lazy("One sentence. Everyone who is asked reads it: write nothing about health."),
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)
    video = forms.URLField(
        label=gettext_lazy("Address for those who come by video"),
        required=False,
        max_length=300,
        assume_scheme="https",
    )
    place_in_mail = forms.BooleanField(
        label=gettext_lazy("Mails and calendars may say where"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Others may see a calendar. Leave it off where the place tells of health."),
    )
    lasts = forms.IntegerField(
        label=gettext_lazy("How many minutes"),
        initial=USUAL_LENGTH,
        widget=forms.NumberInput(attrs={"class": "date"}),
    )
    answer_by = DayField(
        label=gettext_lazy("Last day to say which times suit"),
        required=False,
        help_text=gettext_lazy("Only if you propose several times."),
    )
    revision = RevisionField()

    def __init__(self, data: Any, *, opened: OpenCase, meeting: models.Meeting | None = None) -> None:
        super().__init__(data, initial=_values(meeting) if meeting else {})
        self.meeting = meeting
        self.zone = timezone.get_current_timezone()
        self.times: list[datetime] = []
        names = range(1, TIMES + 1) if meeting is None else range(1, 1 + (meeting.starts_at is not None))
        self.rows = [(f"day{n}", f"at{n}") for n in names]
        for n, (day, at) in enumerate(self.rows):
            first = n == 0
            label = _("Day") if first else _("Or on")
            self.fields[day] = DayField(label=label, required=first)
            self.fields[at] = TimeField(label=_("Time"), required=first)
        purpose = self.fields["purpose"]
        assert isinstance(purpose, forms.ChoiceField)
        purpose.choices = [(p.value, _(name)) for p, name in PURPOSE_NAMES.items()]
        if meeting is not None:
            del self.fields["purpose"]
            del self.fields["answer_by"]
        elif not self.is_bound:
            purpose.initial = Purpose.FOLLOW_UP.value
        guests = self.fields["guests"]
        assert isinstance(guests, forms.MultipleChoiceField)
        guests.choices, self.not_asked = _guests(opened)
        if meeting is None and not self.is_bound:
            guests.initial = [value for value, _label in guests.choices]

    @property
    def time_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each time, side by side."""
        return [(self[day], self[at]) for day, at in self.rows]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for day, at in self.rows:
            if bool(data.get(day)) != bool(data.get(at)) and not self.errors.keys() & {day, at}:
                self.add_error(at if data.get(day) else day, _("Write both the day and the time."))
            elif data.get(day) and data.get(at):
                self._add_time(at, data[day], data[at])
        return data

    def _add_time(self, field: str, day: date, at: time) -> None:
        try:
            self.times.append(moment(day, at, ZoneInfo(str(self.zone))))
        except Refusal as refusal:
            self.add_error(field, refusal_text(refusal))

    def asked(self) -> list[tuple[Party, int]]:
        """Those who are asked, as the actions take them."""
        pairs = (value.partition(":") for value in self.cleaned_data["guests"])
        return [(Party(party), int(person)) for party, _colon, person in pairs]

    def said(self) -> dict[str, Any]:
        """What both calling and changing take."""
        names = ("why", "place", "video", "place_in_mail", "lasts")
        return {name: self.cleaned_data[name] for name in names} | {"guests": self.asked()}


def _values(meeting: models.Meeting) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: getattr(meeting, name)
        for name in ("why", "place", "video", "place_in_mail", "lasts", "revision")
    }
    values["guests"] = [f"{guest.party}:{guest.person_id}" for guest in meeting.guests.all()]
    if meeting.starts_at is not None:
        local = timezone.localtime(meeting.starts_at)
        values |= {"day1": local.date(), "at1": local.time()}
    return values


def _guests(opened: OpenCase) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Who can be asked, and who cannot, each with why."""
    can, cannot = [], []
    order = list(Party)
    for member in sorted(opened.team, key=lambda m: order.index(Party(m.party))):
        party = Party(member.party)
        label = f"{member.person.name or opened.code}, {_(PARTY_NAMES[party])}"
        decision = opened.as_party(party).may(MEETINGS)
        if decision:
            can.append((f"{party}:{member.person_id}", label))
        else:
            cannot.append((label, _(decision.why)))
    return can, cannot


class TimesForm(forms.Form):
    """Whether each proposed time suits: one choice a time."""

    words = WordsField(label=gettext_lazy("Anything to add?"), required=False, rows=2, max_length=1000)

    def __init__(self, data: Any, *, slots: Sequence[models.Slot], mine: dict[int, bool | None]) -> None:
        super().__init__(data)
        self.slots = slots
        for slot in slots:
            said = mine.get(slot.pk)
            self.fields[f"slot{slot.pk}"] = forms.ChoiceField(
                label=when(slot.starts_at, slot.meeting.lasts),
                choices=[("yes", _("Suits me")), ("no", _("Does not suit me"))],
                widget=forms.RadioSelect,
                initial=None if said is None else ("yes" if said else "no"),
                error_messages={"required": _("Say for each time whether it suits you.")},
            )
        self.order_fields([*(f"slot{slot.pk}" for slot in slots), "words"])

    @property
    def by_slot(self) -> list[tuple[models.Slot, forms.BoundField]]:
        return [(slot, self[f"slot{slot.pk}"]) for slot in self.slots]

    def suits(self) -> dict[int, bool]:
        return {slot.pk: self.cleaned_data[f"slot{slot.pk}"] == "yes" for slot in self.slots}


class ComesForm(forms.Form):
    comes = forms.ChoiceField(label=gettext_lazy("Do you come?"), widget=forms.RadioSelect)
    words = WordsField(
        label=gettext_lazy("Anything to add?"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=gettext_lazy("Everyone who is asked may read it. Somebody you bring along, for example."),
    )

    def __init__(self, data: Any, *, meeting: models.Meeting, guest: models.Guest | None) -> None:
        super().__init__(data, initial={"comes": guest.comes, "words": guest.words} if guest else {})
        comes = self.fields["comes"]
        assert isinstance(comes, forms.ChoiceField)
        words = {Comes.YES: _("I come"), Comes.VIDEO: _("I come by video"), Comes.NO: _("I cannot come")}
        comes.choices = [(c.value, words[c]) for c in COMES_NAMES if c is not Comes.VIDEO or meeting.video]


class PointForm(forms.Form):
    what = WordsField(label=gettext_lazy("What do you want to talk about?"), rows=2, max_length=1000)
    domain = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        widget=forms.RadioSelect,
        initial=Domain.COORDINATION.value,
        help_text=gettext_lazy("The employer reads nothing about health."),
    )

    def __init__(self, data: Any, *, domains: Sequence[Domain]) -> None:
        super().__init__(data)
        choices = [(domain.value, _(DOMAIN_NAMES[domain])) for domain in domains]
        self.fields["domain"].choices = choices  # type: ignore[attr-defined]


class WishForm(forms.Form):
    words = WordsField(
        label=gettext_lazy("What do you want to talk about?"),
        required=False,
        rows=3,
        max_length=1000,
        help_text=gettext_lazy("Your team reads this. You can also leave it empty."),
    )
