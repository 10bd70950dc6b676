"""Days and times as people say them, in the reader's language and time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def day_words(day: date | datetime) -> str:
    """ "10 March", and "10 March 2024" in another year than this one."""
    if isinstance(day, datetime):
        day = timezone.localdate(day) if timezone.is_aware(day) else day.date()
    return _written(day, get_language(), with_year=day.year != timezone.localdate().year)


def paper_day_words(day: date) -> str:
    """ "10 March 2026": with the year, whichever it is."""
    return _written(day, get_language(), with_year=True)


@lru_cache(maxsize=4096)
def _written(day: date, language: str | None, *, with_year: bool) -> str:
    """A page says the same few days dozens of times, and Django takes its time over each.

    English is European here: Django's own "en" is American.
    """
    form = "j F" if (language or "en").startswith("en") else str(get_format("MONTH_DAY_FORMAT"))
    return date_format(day, f"{form} Y" if with_year else form)


def month_words(month: int) -> str:
    """ "Mar" for 3."""
    return _month(month, get_language())


@cache
def _month(month: int, _language: str | None) -> str:
    return date_format(date(2000, month, 1), "M").rstrip(".")


def _hour_words(at: datetime) -> str:
    """ "9:05"."""
    return f"{at.hour}:{at.minute:02}"


def paper_words(at: datetime) -> str:
    """ "10 March 2026, 9:05": as it still says when it was when somebody reads it on paper in a year."""
    local = timezone.localtime(at)
    day = paper_day_words(local.date())
    return _("%(day)s, %(time)s") % {"day": day, "time": _hour_words(local)}


def moment_words(at: datetime) -> str:
    """ "today, 8:12", "yesterday, 16:40", "10 March, 9:05"."""
    local = timezone.localtime(at)
    today = timezone.localdate()
    if local.date() == today:
        day = _("today")
    elif local.date() == today - timedelta(days=1):
        day = _("yesterday")
    else:
        day = day_words(local.date())
    return _("%(day)s, %(time)s") % {"day": day, "time": _hour_words(local)}
