"""All that casework has to say on Today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stegvis.foundation.viewer import Viewer
from stegvis_web.casework.queries import rights, today, today_handovers, today_meetings
from stegvis_web.casework.queries.mine import my_cases, who
from stegvis_web.foundation.registry import TodayItem

RULES = (*today.RULES, *today_meetings.RULES, *today_handovers.RULES, rights.waiting_requests)


def said(by: Viewer, day: date) -> Iterator[TodayItem]:
    """Registered when the site starts. The viewer's cases are found once; each rule looks into them."""
    cases = my_cases(*who(by))
    for rule in RULES:
        yield from rule(by, day, cases)
