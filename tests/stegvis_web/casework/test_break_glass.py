"""Opening a case from outside its team: with a reason, for four hours, and the person reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from stegvis_web.casework import models
from stegvis_web.casework.actions import cases
from stegvis_web.foundation.models import AuditEvent
from tests.cast import the_cast
from tests.made_once import made_once
from tests.stegvis_web.casework.visits import HOSTILE, LONG, page, send, text, url, visiting
from tests.told_case import Told, told_case

pytestmark = pytest.mark.django_db

REASON = "Maja called in distress and Ingrid is away."


@pytest.fixture
@made_once
def told() -> Told:
    """Sara is no longer on the team."""
    told = told_case(the_cast())
    cases.write_health_note(by=told.sara, code=told.code, text="Fibromyalgia.")
    told.case.team.filter(person=told.cast.sara.person).update(until=timezone.localdate())
    return told


@pytest.fixture
def sara(told: Told) -> Client:
    return visiting(told.cast.sara)


def test_the_page_says_what_happens_and_who_reads_the_reason(told: Told, sara: Client) -> None:
    shown = page(sara, "break-glass", told.code)
    assert "It opens for 4 hours, to read only" in shown
    assert "your reason stand in the person’s own log at once" in shown
    assert "library" not in shown


def test_with_a_reason_it_opens_to_read_and_says_until_when(told: Told, sara: Client) -> None:
    done = send(sara, "break-glass", told.code, reason=REASON)
    assert done.headers["Location"] == url("case", told.code)
    shown = page(sara, "case", told.code)
    assert "Open to you until" in shown
    assert "The person reads that you opened the case, and why." in shown
    assert "Next steps" in shown
    row = models.BreakGlass.objects.get()
    assert row.until - row.opened_at == timedelta(hours=4)


def test_the_reason_stands_in_the_trail_and_where_the_person_reads_it(told: Told, sara: Client) -> None:
    send(sara, "break-glass", told.code, reason=REASON)
    event = AuditEvent.objects.get(verb="break-glass")
    assert (event.chain, event.why) == (told.code, REASON)
    assert REASON in page(visiting(told.cast.ingrid), "looked", told.code)


def test_the_person_herself_is_told_who_opened_it_and_why(told: Told, sara: Client) -> None:
    send(sara, "break-glass", told.code, reason=REASON)
    shown = page(visiting(told.cast.maja), "my-looked")
    assert REASON in shown
    assert "Sara Öhman" in shown


def test_nothing_can_be_written_through_it(told: Told, sara: Client) -> None:
    send(sara, "break-glass", told.code, reason=REASON)
    day = timezone.localdate().isoformat()
    refused = send(sara, "contacts", told.code, mode="phone", reached="spoke", on=day)
    assert refused.status_code == 422
    assert not models.Contact.objects.filter(by=told.cast.sara).exists()
    assert "Log a contact" not in page(sara, "case", told.code)


def test_after_four_hours_it_is_closed_again(told: Told, sara: Client) -> None:
    send(sara, "break-glass", told.code, reason=REASON)
    models.BreakGlass.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "You are not on this team" in page(sara, "case", told.code)
    assert sara.get(url("contacts", told.code)).status_code == 404


@pytest.mark.parametrize("reason", ["", "   ", "because", LONG])
def test_no_reason_half_a_reason_and_far_too_much_are_refused(told: Told, sara: Client, reason: str) -> None:
    refused = send(sara, "break-glass", told.code, reason=reason)
    assert refused.status_code == 422
    assert not models.BreakGlass.objects.exists()


def test_a_hostile_reason_is_text(told: Told, sara: Client) -> None:
    send(sara, "break-glass", told.code, reason=HOSTILE * 3)
    assert b"<script>alert" not in visiting(told.cast.ingrid).get(url("looked", told.code)).content


def test_who_is_on_the_team_needs_none(told: Told) -> None:
    client = visiting(told.cast.ingrid)
    assert client.get(url("break-glass", told.code)).headers["Location"] == url("case", told.code)
    send(client, "break-glass", told.code, reason=REASON)
    assert not models.BreakGlass.objects.exists()


def test_it_is_for_practitioners_of_this_service_alone(told: Told) -> None:
    for user in (told.cast.marit, told.cast.rolf, told.cast.asta, told.cast.kari, told.cast.maja):
        client = visiting(user)
        assert client.get(url("break-glass", told.code)).status_code == 404
        assert send(client, "break-glass", told.code, reason=REASON).status_code == 404


def test_the_refusal_says_that_the_person_will_read_it(told: Told, sara: Client) -> None:
    assert "The person will read it." in text(send(sara, "break-glass", told.code, reason="because"))
