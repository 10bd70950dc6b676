"""The words of the week grid in the reader's language, and its drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext
from markupsafe import Markup

from stegvis.casework.hours import HOUR, hours_of
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.schedule import PACE_NAMES, Pace, from_json
from stegvis_web.casework.week_grid import Change, Day, Drawing, Row, blocks, changes
from stegvis_web.foundation.rendering import register


@register.filter
def hours(minutes: int) -> str:
    """ "2½ h"."""
    return gettext("%(hours)s h") % {"hours": hours_of(minutes)}


@register.filter
def pace_name(pace: Pace) -> str:
    return gettext(PACE_NAMES[pace])


@register.filter
def weekday_name(number: int) -> str:
    """ "Monday" for 0."""
    return str(WEEKDAYS[number])


@register.filter
def weekday_short(number: int) -> str:
    """ "Mon" for 0."""
    return str(WEEKDAYS_ABBR[number])


@register.filter
def weekdays_to(number: int) -> range:
    """The first so many weekdays, Monday being 0."""
    return range(number)


@register.function
def span(first: date, last: date) -> str:
    """ "9–13 Mar", "30 Mar – 3 Apr"; with the year where it is not this one."""
    year = "" if last.year == timezone.localdate().year else f" {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_format(last, 'j M')}{year}"
    own_year = f" {first.year}" if year and first.year != last.year else ""
    return f"{date_format(first, 'j M')}{own_year} – {date_format(last, 'j M')}{year}"


@register.filter
def weeks_of(rows: Sequence[Row]) -> str:
    """ "weeks 8 to 16", "week 8": for a summary or a caption."""
    first, last = rows[0].week.number, rows[-1].week.number
    if len(rows) == 1:
        return gettext("week %(n)s") % {"n": first}
    return gettext("weeks %(first)s to %(last)s") % {"first": first, "last": last}


@register.filter
def weeks_of_change(change: Change) -> str:
    """ "Weeks 11 to 12", "Week 11"."""
    if change.weeks == 1:
        return gettext("Week %(n)s") % {"n": change.first.number}
    return gettext("Weeks %(first)s to %(last)s") % {
        "first": change.first.number,
        "last": change.last.number,
    }


@register.function
def day_drawing(drawn: Drawing) -> Markup:
    """The blocks of a day, for the eye alone: the words beside them say the same."""
    shapes = "".join(
        f'<rect class="{one.kind}" x="{one.x:g}" y="{one.y:g}"'
        f' width="{one.width:g}" height="{one.height:g}" rx="2"/>'
        + "".join(f'<path class="extra-mark" d="{path}"/>' for path in one.stripes)
        for one in drawn.shapes
    )
    fine = " fine" if drawn.fine else ""
    return Markup(
        f'<svg class="blocks{fine}" viewBox="0 0 40 {drawn.height}" aria-hidden="true">{shapes}</svg>'
    )


KEY = {
    "planned": Drawing(22, blocks(120, None, unit=11, hours=2)),
    "worked": Drawing(22, blocks(120, 120, unit=11, hours=2)),
    "extra": Drawing(22, blocks(HOUR, 2 * HOUR, unit=11, hours=2)[-1:]),
    "both": Drawing(
        22,
        (
            *blocks(120, 120, unit=11, hours=2, width=17.5),
            *blocks(120, 60, unit=11, hours=2, left=21.5, width=17.5),
        ),
    ),
}


@register.drawing
def key_drawing(name: str) -> Markup:
    return day_drawing(KEY[name])


@register.filter
def is_as_planned(day: Day) -> bool:
    return bool(day.planned) and day.worked == day.planned and not day.differs


@register.filter
def by_whom(day: Day) -> str:
    """ "Patient: 3 h, employer: 2 h"."""
    return ", ".join(f"{_party(party)}: {hours(minutes)}" for party, minutes in day.said)


def _party(party: Party) -> str:
    return gettext(PARTY_NAMES[party])


@register.filter
def both_hours(day: Day) -> str:
    """ "3 / 2", the hours that two parties say."""
    return " / ".join(hours_of(minutes) for _party, minutes in day.said)


@register.filter
def number_of_hours(minutes: int) -> str:
    """ "2½"."""
    return hours_of(minutes)


@register.filter
def worked_words(row: Row) -> str:
    """ "worked as planned", "8 h worked", "3 h so far"; empty while nobody has said."""
    if not row.sums:
        return ""
    if len(row.sums) > 1:
        return ", ".join(f"{_party(party)}: {hours(one.worked or 0)}" for party, one in row.sums)
    [(_who, one)] = row.sums
    if one.as_planned and row.is_over:
        return gettext("worked as planned")
    if row.is_over:
        return gettext("%(hours)s worked") % {"hours": hours(one.worked or 0)}
    return gettext("%(hours)s so far") % {"hours": hours(one.worked or 0)}


@register.panel("casework/plan/_hours_changes.html")
def hours_changes(
    was: Mapping[str, Any] | None,
    now: Mapping[str, Any] | None,
    before_label: str,
    after_label: str,
    heading: str = "h4",
) -> dict[str, Any]:
    """Where two schedules, as data, differ: a week of each; `heading` is the element of the labels."""
    before, after = from_json(was) if was else None, from_json(now) if now else None
    return {
        "changes": changes(before, after),
        "before_label": before_label,
        "after_label": after_label,
        "heading": heading,
        "full_times": (before.full_time, after.full_time)
        if before and after and before.full_time != after.full_time
        else None,
    }
