"""What stands above every staff page of a case: whose it is, and the tabs to its other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.case import sick_leave_day
from stegvis.casework.party import Role
from stegvis.casework.sections import (
    CASE,
    CONSENTS,
    CONTACTS,
    LETTERS,
    MEETINGS,
    NAME,
    PLAN,
    SICK_LEAVE,
    TEAM,
    WHO_LOOKED,
)
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework.queries.break_glass import open_until
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.addresses import address


@dataclass(frozen=True)
class Tab:
    """`label` is untranslated."""

    url: str
    label: str
    current: bool


TABS = (
    ("case", gettext_noop("Overview"), (CASE,)),
    ("plan", gettext_noop("Plan"), PLAN),
    ("meetings", gettext_noop("Meetings"), (MEETINGS,)),
    ("letters", gettext_noop("Letters"), (LETTERS,)),
    ("contacts", gettext_noop("Contacts"), (CONTACTS,)),
    ("team", gettext_noop("Team"), (TEAM,)),
    ("who-sees-what", gettext_noop("Who sees what"), (CONSENTS,)),
    ("looked", gettext_noop("Who looked"), (WHO_LOOKED,)),
)
"""Address, label, and the sections of which one must be open to the viewer."""


def frame(opened: OpenCase, here: str) -> dict[str, Any]:
    """The context of `casework/case/base.html`; `here` is the name of the address of this page.

    Only pages that this viewer can open are offered. One query for an emergency reading, else none.
    """
    tabs = [
        Tab(address(f"casework:{name}", opened.code), label, name == here)
        for name, label, sections in TABS
        if any(opened.may(section) for section in sections)
    ]
    may_see_days = opened.may(SICK_LEAVE)
    return {
        "case": opened,
        "here": here,
        "tabs": tabs if len(tabs) > 1 else [],
        "sick_day": sick_leave_day(opened.row.first_sick_day, timezone.localdate()) if may_see_days else None,
        "owner": opened.row.owner.person if opened.may(NAME) else None,
        "may_log": opened.row.closed_on is None and opened.may(CONTACTS, Action.WRITE),
        "open_until": open_until(opened),
        "may_break_glass": Role.PRACTITIONER in opened.standing.roles
        and not opened.standing.parties
        and not opened.standing.broken_glass,
    }
