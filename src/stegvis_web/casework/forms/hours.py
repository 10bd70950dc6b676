"""The form of the schedule: one row a week, one field a weekday, and what fills many fields at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.casework.hours import hours_of, minutes_of
from stegvis.casework.party import AUTHORITIES, PARTY_NAMES, Party
from stegvis.casework.schedule import (
    LONGEST_REASON,
    MOST_WEEKS,
    USUAL_FULL_TIME,
    Minutes,
    Schedule,
    check_day,
    monday_of,
    weeks_from,
)
from stegvis.foundation.errors import Refusal
from stegvis_web.casework.forms.fields import DayField, RevisionField, WordsField

ROWS = 4
"""Weeks that an empty form offers."""

Rows = list[list[str]]
"""What stands in the fields, week by week, as it was typed."""


def rest_words() -> set[str]:
    """What may be typed for a day of rest: "r", "rest", and the reader's own word or its first letter."""
    own = _("Rest").casefold()
    return {"r", "rest", own, own[0]}


class HoursField(forms.CharField):
    """Hours as people write them, made into minutes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "short"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        with refusals_said():
            return minutes_of(text)


class CellField(HoursField):
    """One day: hours, or a word for rest, which is None."""

    def clean(self, value: Any) -> Minutes:
        if isinstance(value, str) and value.strip().casefold() in rest_words():
            return None
        minutes: int = super().clean(value)
        with refusals_said():
            check_day(minutes)
        return minutes


class refusals_said(contextlib.AbstractContextManager[None]):
    """A rule's no inside a field is said beside the field, in the reader's language."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Refusal):
            raise forms.ValidationError(_(error.text), params=error.values) from None


def cell_name(week: int, day: int) -> str:
    return f"w{week}d{day}"


@dataclass(frozen=True)
class Cell:
    """One day in the form."""

    field: BoundField
    weekday: int
    rests: bool

    @property
    def value(self) -> str:
        """What stands in the field; a day of rest has the word for it."""
        return _("Rest") if self.rests else str(self.field.value() or "")


@dataclass(frozen=True)
class FormRow:
    """One week in the form. `monday` is None where the first day is no day yet.

    Sums are in minutes and leave out what is wrong.
    """

    number: int
    monday: date | None
    cells: tuple[Cell, ...]
    total: int
    percent: int | None

    @property
    def sunday(self) -> date | None:
        return self.monday + timedelta(days=6) if self.monday else None

    @property
    def week(self) -> int | None:
        return self.monday.isocalendar().week if self.monday else None

    @property
    def is_now(self) -> bool:
        return self.monday == monday_of(timezone.localdate())

    @property
    def wrong(self) -> bool:
        return any(cell.field.errors for cell in self.cells)


class HoursForm(forms.Form):
    """All of a schedule, with the words of the step that it is. A `first` plan needs no reason."""

    what = WordsField(
        label=gettext_lazy("The step in words"),
        rows=2,
        max_length=300,
        help_text=gettext_lazy(
            "It stands in the plan above the hours. Write nothing about health: the employer reads it."
        ),
    )
    full_time = HoursField(
        label=gettext_lazy("Full time, in hours a week"),
        help_text=gettext_lazy("What everyone works there who works full time. Percent is counted from it."),
    )
    start = DayField(
        label=gettext_lazy("First week"),
        help_text=gettext_lazy("Any day of that week."),
        error_messages={"required": gettext_lazy("Say in which week it begins.")},
    )
    because = WordsField(
        label=gettext_lazy("Why are the hours new or changed?"),
        rows=2,
        max_length=None,
        required=False,
        help_text=gettext_lazy(
            "One sentence. Those who may read what others wrote read it. The employer does not."
        ),
    )
    rest_because = WordsField(
        label=gettext_lazy("Why days of rest?"),
        rows=2,
        max_length=LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("If you want to say it. Only those who may see steps about health read this."),
    )
    departs = WordsField(
        label=gettext_lazy("Does something depart from a usual rule?"),
        rows=2,
        max_length=LONGEST_REASON,
        required=False,
        help_text=gettext_lazy(
            "Say what, such as uneven days. It is a question, and whoever you choose is asked it."
        ),
    )
    asks = forms.ChoiceField(label=gettext_lazy("Who is asked?"), required=False, widget=forms.RadioSelect)
    times = forms.IntegerField(label=gettext_lazy("How many times?"), required=False)
    revision = RevisionField()

    def __init__(
        self, data: QueryDict | None, *, initial: Mapping[str, Any] | None = None, first: bool = True
    ) -> None:
        values = dict(initial or empty_values())
        super().__init__(data, initial=values)
        if first:
            del self.fields["because"]
        self.fields["asks"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody, it follows the usual rules")),
            *((str(party), _(PARTY_NAMES[party])) for party in Party if party in AUTHORITIES),
        ]
        self.weeks = _count(data.get("weeks", "") if data is not None else values.get("weeks", ROWS))
        monday = self._monday()
        for week in range(self.weeks):
            for day in range(7):
                self.fields[cell_name(week, day)] = CellField(
                    label=cell_label(monday, week, day), required=False
                )

    def _monday(self) -> date | None:
        """The Monday of the first week, as far as it is known before everything is checked."""
        try:
            day = self.fields["start"].clean(self["start"].value() or None)
        except forms.ValidationError:
            return None
        return monday_of(day)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        departs, asks = data.get("departs"), data.get("asks")
        if asks and not departs:
            self.add_error(
                "departs", _("Write what departs from the usual rule, so that the question is clear.")
            )
        if departs and not asks:
            self.add_error("asks", _("Say who is asked about the rule."))
        return data

    def schedule(self) -> Schedule:
        """The schedule as typed; weeks at the end in which nothing stands are left out."""
        data = self.cleaned_data
        patterns = [tuple(data[cell_name(week, day)] for day in range(7)) for week in range(self.weeks)]
        while patterns and not any(day != 0 for day in patterns[-1]):
            patterns.pop()
        return Schedule(
            full_time=data["full_time"],
            weeks=weeks_from(monday_of(data["start"]), patterns),
            rest_because=data["rest_because"].strip(),
            asks=Party(data["asks"]) if data["asks"] else None,
            departs=data["departs"].strip(),
        )

    @property
    def rows(self) -> tuple[FormRow, ...]:
        """The weeks with what stands in their fields."""
        monday, full_time = self._monday(), _minutes(self["full_time"].value())
        return tuple(self._row(week, monday, full_time) for week in range(self.weeks))

    def _row(self, week: int, monday: date | None, full_time: int) -> FormRow:
        bound = [self[cell_name(week, day)] for day in range(7)]
        texts = [str(field.value() or "") for field in bound]
        total = sum(_minutes(text) for text in texts)
        return FormRow(
            number=week,
            monday=monday + timedelta(weeks=week) if monday else None,
            cells=tuple(
                Cell(field, day, text.strip().casefold() in rest_words())
                for day, (field, text) in enumerate(zip(bound, texts, strict=True))
            ),
            total=total,
            percent=(200 * total + full_time) // (2 * full_time) if full_time else None,
        )

    def in_words(self) -> str:
        """The schedule as typed, in words: to be read beside another one."""
        return schedule_words(self.cleaned_data["what"], self.schedule())


def schedule_words(what: str, schedule: Schedule) -> str:
    """A schedule line by line, one for each phase."""
    lines = [what]
    for phase in schedule.phases:
        days = (_("Rest") if day is None else hours_of(day) for day in phase.days)
        lines.append(f"{phase.first_day.isoformat()} – {phase.last_day.isoformat()}: {' · '.join(days)}")
    return "\n".join(lines)


def cell_label(monday: date | None, week: int, day: int) -> str:
    """ "Week 12, Wednesday", by which a report names a field."""
    number = (monday + timedelta(weeks=week)).isocalendar().week if monday else week + 1
    return _("Week %(week)s, %(weekday)s") % {"week": number, "weekday": WEEKDAYS[day]}


def empty_values() -> dict[str, Any]:
    """What a form begins with: the coming week, 40 hours, nothing planned."""
    return {
        "what": _("Work these hours"),
        "full_time": hours_of(USUAL_FULL_TIME),
        "start": monday_of(timezone.localdate()) + timedelta(weeks=1),
        "weeks": ROWS,
    }


def values_of(schedule: Schedule, what: str, revision: int, because: str = "") -> dict[str, Any]:
    """A schedule as the form takes it."""
    cells = {
        cell_name(number, day): _("Rest") if minutes is None else hours_of(minutes) if minutes else ""
        for number, week in enumerate(schedule.weeks)
        for day, minutes in enumerate(week.days)
    }
    return {
        "what": what,
        "because": because,
        "full_time": hours_of(schedule.full_time),
        "start": schedule.first_day,
        "weeks": len(schedule.weeks),
        "rest_because": schedule.rest_because,
        "departs": schedule.departs,
        "asks": schedule.asks or "",
        "revision": revision,
        **cells,
    }


class WorkedForm(forms.Form):
    """How long the person worked on one day."""

    day = DayField(label=gettext_lazy("Which day?"))
    hours = HoursField(
        label=gettext_lazy("How many hours?"),
        help_text=gettext_lazy("Such as 3, 3.5 or 3:30. 0 if it was not to be."),
        error_messages={"required": gettext_lazy("Write how many hours. 0 is an answer too.")},
    )
    revision = RevisionField()


class StepDownForm(forms.Form):
    """From when, and why if one wants to say it."""

    start = forms.ChoiceField(choices=[("next", ""), ("today", "")])
    because = WordsField(
        label=gettext_lazy("Why, if you want to say it"),
        rows=2,
        max_length=LONGEST_REASON,
        required=False,
        help_text=gettext_lazy("Those who may read what others write read this too. The employer does not."),
    )


def _count(text: object) -> int:
    try:
        return min(max(int(str(text)), 1), MOST_WEEKS)
    except ValueError:
        return 1


def _minutes(text: object) -> int:
    """Minutes of what was typed; 0 for rest, and for what is no number of hours."""
    try:
        return minutes_of(str(text or ""))
    except Refusal:
        return 0


# Many fields at once


def reshaped(data: QueryDict, do: str) -> tuple[QueryDict, str]:
    """What was typed after a button that fills many fields, and what it did in words. Saves nothing.

    `do` is its name and, after colons, the numbers of week and day. An unknown one changes nothing.
    """
    name, *numbers = do.split(":")
    weeks = _count(data.get("weeks", ""))
    rows = [[data.get(cell_name(week, day), "") for day in range(7)] for week in range(weeks)]
    places = [int(number) for number in numbers if number.isascii() and number.isdecimal()]
    week = places[0] if places and places[0] < len(rows) else None
    said = ""
    if name in WITH_A_WEEK and week is not None:
        said = WITH_A_WEEK[name](rows, week)
    elif name == "rest" and week is not None and len(places) == 2 and places[1] < 7:
        said = _toggle_rest(rows, week, places[1])
    elif name == "repeat":
        said = _repeat(rows, _count(data.get("times", "")))
    elif name == "add" and len(rows) < MOST_WEEKS:
        rows.append([""] * 7)
        said = _("A week is added at the end.")
    changed = data.copy()
    for old in range(weeks):
        for day in range(7):
            changed.pop(cell_name(old, day), None)
    changed["weeks"] = str(len(rows))
    for number, row in enumerate(rows):
        for day, text in enumerate(row):
            changed[cell_name(number, day)] = text
    return changed, said


def _same(rows: Rows, week: int) -> str:
    if week:
        rows[week] = list(rows[week - 1])
    return _("The week is now as the week before.")


def _below(rows: Rows, week: int) -> str:
    for below in range(week + 1, len(rows)):
        rows[below] = list(rows[week])
    return _("All later weeks are now like this one.")


def _more(rows: Rows, week: int) -> str:
    if len(rows) < MOST_WEEKS:
        rows.insert(week, list(rows[week]))
    return _("One more week like this is put in. What came after it comes a week later.")


def _out(rows: Rows, week: int) -> str:
    if len(rows) > 1:
        del rows[week]
    return _("The week is taken out. What came after it comes a week earlier.")


WITH_A_WEEK: dict[str, Callable[[Rows, int], str]] = {
    "same": _same,
    "below": _below,
    "more": _more,
    "out": _out,
}
"""Buttons of a week."""


def _toggle_rest(rows: Rows, week: int, day: int) -> str:
    rests = rows[week][day].strip().casefold() in rest_words()
    rows[week][day] = "" if rests else _("Rest")
    return _("The day is no day of rest any more.") if rests else _("The day is for rest.")


def _repeat(rows: Rows, times: int) -> str:
    """Put the last week that is filled in so many times after it; empty weeks at the end make room."""
    while len(rows) > 1 and not any(text.strip() for text in rows[-1]):
        rows.pop()
    times = min(times, MOST_WEEKS - len(rows))
    rows.extend(list(rows[-1]) for _time in range(times))
    return _("The last week is repeated. Now there are %(weeks)s weeks.") % {"weeks": len(rows)}
