"""Who looked: the same list that the person reads."""

from __future__ import annotations

import pytest
from django.utils import timezone

from stegvis_web.casework.queries.looked import PAGE
from stegvis_web.foundation import audit
from tests.cast import the_cast
from tests.made_once import made_once
from tests.stegvis_web.casework.visits import HOSTILE, page, url, visiting
from tests.told_case import Told, told_case

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(the_cast())


def test_it_says_who_as_whom_when_and_what(told: Told) -> None:
    page(visiting(told.cast.sara), "case", told.code)
    shown = page(visiting(told.cast.ingrid), "looked", told.code)
    assert "Sara Öhman Clinic today," in shown
    assert "Looked at: The case" in shown
    assert "Sent out: The plan" in shown


def test_my_own_looking_is_there_too(told: Told) -> None:
    client = visiting(told.cast.ingrid)
    page(client, "looked", told.code)
    assert "You Employment specialist or coordinator today" in page(client, "looked", told.code)


def test_the_pages_hold_every_event_once(told: Told) -> None:
    for _ in range(PAGE):
        audit.record(by=told.sara, verb="read", what="plan", cases=[told.code])
    client = visiting(told.cast.ingrid)
    first = client.get(url("looked", told.code)).context["page"]
    second = client.get(url("looked", told.code), {"before": first.next_before}).context["page"]
    numbers = [look.id for look in (*first.looks, *second.looks)]
    assert len(set(numbers)) == len(numbers)
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, HOSTILE, "²"])
def test_nonsense_in_the_address_begins_at_the_newest(told: Told, before: str) -> None:
    assert "Looked at" in page(visiting(told.cast.ingrid), "looked", told.code, before=before)


def test_a_reason_is_shown_as_text(told: Told) -> None:
    audit.record(by=told.sara, verb="break-glass", what="case", cases=[told.code], why=HOSTILE)
    response = visiting(told.cast.marit).get(url("looked", told.code))
    assert b"<script>alert" not in response.content
    assert "&lt;script&gt;alert(" in response.content.decode()


def test_colleagues_outside_the_team_do_not_read_it(told: Told) -> None:
    told.case.team.filter(person=told.cast.sara.person).update(until=timezone.localdate())
    assert visiting(told.cast.sara).get(url("looked", told.code)).status_code == 404
