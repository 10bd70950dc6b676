"""Every list that has pages begins at its first one when the address asks for nonsense."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.referral import Door, Mode
from stegvis_web.casework.actions import cases, referrals
from tests.cast import the_cast
from tests.made_once import made_once
from tests.stegvis_web.casework.visits import HOSTILE, visiting
from tests.told_case import Told, told_case

pytestmark = pytest.mark.django_db

LISTS = {
    "casework:looked": ("ingrid", "before", "page"),
    "casework:my-looked": ("maja", "before", "page"),
    "casework:audit": ("marit", "before", "page"),
    "casework:health-notes": ("sara", "before", "page"),
    "casework:contacts": ("ingrid", "before", "page"),
    "casework:my-record": ("maja", "contacts", "contacts"),
    "casework:my-record#notes": ("maja", "notes", "notes"),
    "casework:caseload": ("ingrid", "after", "page"),
    "casework:referrals": ("ingrid", "after", "page"),
    "people:persons": ("asta", "after", "page"),
    "people:organisations": ("asta", "after", "page"),
}
"""Each list: who reads it, the name of the place in its address, and of the page in its context."""

OF_A_CASE = {"casework:looked", "casework:health-notes", "casework:contacts"}

NONSENSE = [
    "²",
    "2026-03-10:²",
    "x",
    "-1",
    ":",
    "9" * 30,
    "2026-03-10:" + "9" * 30,
    "2026-13-40:1",
    HOSTILE,
    "\0",
]


@pytest.fixture
@made_once
def told() -> Told:
    """The case with a contact and a note, and a referral that waits."""
    told = told_case(the_cast())
    cases.log_contact(
        by=told.ingrid, code=told.code, on=timezone.localdate(), mode=Mode.PHONE, reached=True, note="Well."
    )
    cases.write_health_note(by=told.sara, code=told.code, text="Fibromyalgia.")
    assert told.cast.tomas.person
    referrals.receive_referral(
        by=told.ingrid, person=told.cast.tomas.person, door=Door.GP, received_on=timezone.localdate(), wish=""
    )
    return told


@pytest.mark.parametrize("nonsense", NONSENSE)
@pytest.mark.parametrize("name", LISTS)
def test_nonsense_in_the_address_begins_at_the_first_page(told: Told, name: str, nonsense: str) -> None:
    who, place, shown = LISTS[name]
    view = name.partition("#")[0]
    address = reverse(view, args=[told.code] if view in OF_A_CASE else [])
    response = visiting(getattr(told.cast, who)).get(address, {place: nonsense})
    assert response.status_code == 200
    page = response.context[shown]
    rows = next(getattr(page, rows) for rows in ("rows", "lines", "looks") if hasattr(page, rows))
    assert rows or (view == "casework:caseload" and nonsense > "NV-0001")  # a code is any text, in order
