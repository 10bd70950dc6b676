"""Passkeys: a device that signs in by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from stegvis_web.people.models import User
from tests.cast import PASSWORD, Cast
from tests.stegvis_web.people.telephone import Passkey

SECURE: Any = {"secure": True}


def add_passkey(client: Client, passkey: Passkey, name: str = "My telephone") -> int:
    """Add a passkey to the account that is signed in; returns the status of the answer."""
    page = client.get("/account/passkeys/new/", **SECURE)
    credential = passkey.create(page.context["js_data"]["creation_options"])
    data = {"name": name, "credential": credential}
    return client.post("/account/passkeys/new/", data, **SECURE).status_code


def use_passkey(client: Client, passkey: Passkey) -> None:
    options = client.get("/sign-in/passkey/", headers={"accept": "application/json"}, **SECURE).json()
    client.post("/sign-in/passkey/", {"credential": passkey.get(options["request_options"])}, **SECURE)


def with_password(user: User) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD}, **SECURE)
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/", **SECURE).status_code == 200


def test_a_passkey_alone_signs_in_patients_and_staff(cast: Cast) -> None:
    for number, user in enumerate([cast.maja, cast.ingrid]):
        passkey = Passkey(credential_id=b"passkey %d" % number)
        first = with_password(user)
        assert add_passkey(first, passkey) == 302
        assert is_in(first), "adding it is the second step"
        later = Client()
        use_passkey(later, passkey)
        assert is_in(later)


def test_a_passkey_is_the_second_step_after_the_password(cast: Cast) -> None:
    passkey = Passkey()
    add_passkey(with_password(cast.ingrid), passkey)
    later = with_password(cast.ingrid)
    assert not is_in(later)
    page = later.get("/sign-in/second-step/", **SECURE)
    credential = passkey.get(page.context["js_data"]["request_options"])
    later.post("/sign-in/second-step/", {"credential": credential}, **SECURE)
    assert is_in(later)


def test_a_device_that_asks_for_neither_finger_nor_pin_is_not_enough(cast: Cast) -> None:
    passkey = Passkey()
    add_passkey(with_password(cast.maja), passkey)
    passkey.verifies = False
    later = Client()
    use_passkey(later, passkey)
    assert not is_in(later)


def test_nor_can_such_a_device_be_added(cast: Cast) -> None:
    assert add_passkey(with_password(cast.maja), Passkey(verifies=False)) == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_passkey_made_for_another_site_is_refused(cast: Cast) -> None:
    passkey = Passkey()
    add_passkey(with_password(cast.maja), passkey)
    passkey.origin = "https://elsewhere.example"
    later = Client()
    use_passkey(later, passkey)
    assert not is_in(later)


def test_what_was_sent_once_does_not_work_again(cast: Cast) -> None:
    passkey = Passkey()
    add_passkey(with_password(cast.maja), passkey)
    client = Client()
    options = client.get("/sign-in/passkey/", headers={"accept": "application/json"}, **SECURE).json()
    credential = passkey.get(options["request_options"])
    client.post("/sign-in/passkey/", {"credential": credential}, **SECURE)
    assert is_in(client)
    client.post("/sign-out/", **SECURE)
    client.post("/sign-in/passkey/", {"credential": credential}, **SECURE)
    assert not is_in(client)


def test_the_passkey_of_a_disabled_user_opens_nothing(cast: Cast) -> None:
    passkey = Passkey()
    add_passkey(with_password(cast.maja), passkey)
    User.objects.filter(pk=cast.maja.pk).update(is_active=False)
    client = Client()
    use_passkey(client, passkey)
    assert not is_in(client)


def test_a_passkey_can_be_renamed_and_removed_only_by_its_owner(cast: Cast) -> None:
    maja = with_password(cast.maja)
    add_passkey(maja, Passkey())
    key = Authenticator.objects.get(type="webauthn")
    ingrid = with_password(cast.ingrid)
    add_passkey(ingrid, Passkey(credential_id=b"another"))
    assert ingrid.post(f"/account/passkeys/{key.pk}/remove/", **SECURE).status_code == 404
    maja.post(f"/account/passkeys/{key.pk}/", {"name": "Kitchen table"}, **SECURE)
    assert "Kitchen table" in maja.get("/account/", **SECURE).content.decode()
    maja.post(f"/account/passkeys/{key.pk}/remove/", **SECURE)
    assert not Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "null",
        "[]",
        "1",
        '"x"',
        "{}",
        '{"id": 1}',
        '{"response": []}',
        '{"response": {"userHandle": "MQ"}}',
        '{"response": {"userHandle": "' + "9" * 5000 + '"}}',
        json.dumps({"type": "public-key", "id": "AA", "rawId": "AA", "response": {}}),
        json.dumps(
            {
                "type": "public-key",
                "id": "AA",
                "rawId": "AA",
                "response": {"clientDataJSON": "AA", "authenticatorData": "AA", "signature": "AA"},
            }
        ),
        "[" * 3000,
    ],
)
def test_whatever_the_browser_sends_is_no_fault(cast: Cast, credential: str) -> None:
    client = Client()
    client.get("/sign-in/passkey/", headers={"accept": "application/json"}, **SECURE)
    assert client.post("/sign-in/passkey/", {"credential": credential}, **SECURE).status_code < 500
    inside = with_password(cast.maja)
    inside.get("/account/passkeys/new/", **SECURE)
    answer = inside.post("/account/passkeys/new/", {"name": "x", "credential": credential}, **SECURE)
    assert answer.status_code == 200
