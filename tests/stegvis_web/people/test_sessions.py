"""Where somebody is signed in, and how it is ended from elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.models import SignedIn, User
from stegvis_web.people.sessions import device_called, devices
from tests.cast import PASSWORD, Cast, the_cast
from tests.stegvis_web.people.telephone import code, give_app

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Mobile/15E148 Safari/604.1"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
END = "/account/sessions/end/"


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def signed_in(user: User, agent: str) -> Client:
    """With password and code, on a device that calls itself `agent`."""
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    client.post("/sign-in/second-step/", {"code": code()})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def two_devices(user: User) -> tuple[Client, Client]:
    give_app(user)
    with time_machine.travel("2026-03-10 09:00 +0000", tick=False) as clock:
        desk = signed_in(user, DESK)
        clock.shift(timedelta(minutes=2))
        return desk, signed_in(user, PHONE)


def marks(client: Client) -> list[str]:
    return re.findall(r'name="session" value="(\w+)"', client.get("/account/").content.decode())


@pytest.mark.parametrize(
    ("agent", "name"), [(PHONE, "Safari, iPhone"), (DESK, "Firefox, Windows"), ("curl/8.5", ""), ("", "")]
)
def test_a_device_is_called_as_people_call_it(agent: str, name: str) -> None:
    assert device_called(agent) == name


def test_the_account_lists_each_device_and_says_which_is_this_one(cast: Cast) -> None:
    desk, phone = two_devices(cast.ingrid)
    with time_machine.travel("2026-03-10 09:03 +0000", tick=False):
        shown = phone.get("/account/").content.decode()
        assert "Firefox, Windows" in shown
        assert "Safari, iPhone" in shown
        assert len(marks(phone)) == 1  # one does not end the session one is in
        assert [one.here for one in devices(cast.ingrid.pk, phone.session.session_key)] == [True, False]
        assert str(desk.session.session_key) not in shown


def test_a_lost_device_is_signed_out_from_another_one(cast: Cast) -> None:
    desk, phone = two_devices(cast.ingrid)
    with time_machine.travel("2026-03-10 09:03 +0000", tick=False):
        answer = phone.post(END, {"session": marks(phone)[0]})
        assert answer.status_code == 302
        assert is_in(phone)
        assert not is_in(desk)
        assert AuditEvent.objects.filter(verb="sign-out", outcome="ended").count() == 1


def test_all_others_are_signed_out_at_once(cast: Cast) -> None:
    desk, phone = two_devices(cast.ingrid)
    with time_machine.travel("2026-03-10 09:03 +0000", tick=False):
        phone.post(END)
        assert is_in(phone)
        assert not is_in(desk)


def test_nobody_ends_the_session_of_somebody_else(cast: Cast) -> None:
    desk, _ = two_devices(cast.ingrid)
    give_app(cast.sara)
    with time_machine.travel("2026-03-10 09:10 +0000", tick=False):
        sara = signed_in(cast.sara, DESK)
        theirs = devices(cast.ingrid.pk, None)[0].mark
        assert sara.post(END, {"session": theirs}).status_code == 404
        sara.post(END)
        assert is_in(desk)


def test_whoever_signed_in_a_while_ago_shows_first_who_they_are(cast: Cast) -> None:
    desk, phone = two_devices(cast.ingrid)
    with time_machine.travel("2026-03-10 09:20 +0000", tick=False):
        answer = phone.post(END)
        assert answer.headers["Location"].startswith("/account/confirm/")
        assert is_in(desk)


def test_a_session_stands_with_its_user_and_goes_with_them(cast: Cast) -> None:
    two_devices(cast.ingrid)
    assert SignedIn.objects.filter(user=cast.ingrid).count() == 2
