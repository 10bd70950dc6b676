"""Times of day in a time zone, twice a year with care."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That time of day in `zone`, in UTC.

    Raises Refusal for a time that the clocks leave out on that day, or have twice: nobody could know which
    is meant.
    """
    local = datetime.combine(day, at, tzinfo=zone)
    utc = local.astimezone(UTC)
    if utc.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refusal(
            gettext_noop("On %(day)s the clocks go forward, and there is no %(time)s. Choose another time."),
            day=day,
            time=f"{at:%H:%M}",
        )
    if local.replace(fold=1).utcoffset() != local.utcoffset():
        raise Refusal(
            gettext_noop("On %(day)s the clocks go back, and %(time)s comes twice. Choose another time."),
            day=day,
            time=f"{at:%H:%M}",
        )
    return utc
