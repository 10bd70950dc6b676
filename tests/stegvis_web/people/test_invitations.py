"""Accounts come by invitation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from stegvis.foundation.errors import Refusal
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people import actions
from stegvis_web.people.models import Mail, Person, User
from tests.cast import Cast, person, sign_in, viewer
from tests.stegvis_web.people.telephone import code, give_app

NEW = "another calm walk"


def link_in_mail() -> str:
    body = Mail.objects.latest("pk").body
    url = next(line for line in body.splitlines() if line.startswith("http"))
    return url.removeprefix(settings.SITE_URL)


def choose_password(client: Client, path: str, password: str = NEW) -> Any:
    return client.post(path, {"password": password, "password_again": password})


@pytest.fixture
def hanna(cast: Cast) -> Person:
    return person(cast.norrvik, "Hanna Virtanen", language="sv")


def invite(cast: Cast, who: Person) -> User:
    return actions.invite_patient(by=viewer(cast.ingrid), person=who)


def test_a_patient_is_invited_from_the_persons_page(cast: Cast, hanna: Person) -> None:
    client = sign_in(Client(), cast.ingrid)
    client.post(f"/people/{hanna.pk}/", {"do": "invite"})
    user = User.objects.get(person=hanna)
    assert user.is_patient
    assert not user.has_usable_password()
    mail = Mail.objects.get()
    assert mail.to_address == hanna.email
    assert "Hanna" not in mail.subject + mail.body
    assert cast.norrvik.name not in mail.subject + mail.body


def test_the_link_sets_a_password_and_leads_on_to_the_second_step(cast: Cast, hanna: Person) -> None:
    invite(cast, hanna)
    client = Client()
    assert hanna.email in client.get(link_in_mail()).content.decode()
    assert choose_password(client, link_in_mail())["Location"] == "/account/second-step/"
    assert client.get("/account/second-step/").status_code == 200
    assert client.get("/account/app/").status_code == 200, "the password has just been given"
    assert client.get("/account/").status_code == 302


def test_opening_the_link_uses_nothing_up_and_choosing_does(cast: Cast, hanna: Person) -> None:
    invite(cast, hanna)
    for _ in range(3):
        assert Client().get(link_in_mail()).status_code == 200
    choose_password(Client(), link_in_mail())
    assert Client().get(link_in_mail()).status_code == 410
    choose_password(Client(), link_in_mail(), "somebody else walks here")
    assert User.objects.get(person=hanna).check_password(NEW)


def test_an_invitation_lasts_a_week(cast: Cast, hanna: Person) -> None:
    invite(cast, hanna)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert Client().get(link_in_mail()).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert Client().get(link_in_mail()).status_code == 410


def test_a_new_invitation_ends_the_older(cast: Cast, hanna: Person) -> None:
    invite(cast, hanna)
    older = link_in_mail()
    invite(cast, hanna)
    assert Client().get(older).status_code == 410
    assert Client().get(link_in_mail()).status_code == 200
    assert User.objects.filter(person=hanna).count() == 1


@pytest.mark.parametrize("token", ["x", "x" * 3000, "å", "WzFd:1a:x", "..", "' OR 1=1", "a:b:c:d"])
def test_an_altered_link_is_over(cast: Cast, token: str) -> None:
    assert Client().get(f"/welcome/{token}/").status_code in {404, 410}


def test_a_link_for_one_does_not_work_for_another(cast: Cast, hanna: Person) -> None:
    invite(cast, hanna)
    head, _, tail = link_in_mail().partition(":")
    assert Client().get(head + "x:" + tail).status_code == 410


def test_a_weak_or_mistyped_password_is_refused_with_a_word_about_it(cast: Cast, hanna: Person) -> None:
    invite(cast, hanna)
    weak = choose_password(Client(), link_in_mail(), "short")
    assert weak.status_code == 422
    differs = Client().post(link_in_mail(), {"password": NEW, "password_again": NEW + "!"})
    assert differs.status_code == 422
    assert not User.objects.get(person=hanna).has_usable_password()


def test_somebody_else_signed_in_is_signed_out_first(cast: Cast, hanna: Person) -> None:
    invite(cast, hanna)
    client = sign_in(Client(), cast.ingrid)
    choose_password(client, link_in_mail())
    assert client.session["_auth_user_id"] == str(User.objects.get(person=hanna).pk)
    assert client.get("/people/").status_code in {302, 404}


def test_who_has_no_address_cannot_be_invited(cast: Cast) -> None:
    nobody = person(cast.norrvik, "Noor Haddad", email="")
    with pytest.raises(Refusal, match="no mail address"):
        invite(cast, nobody)


def test_an_address_signs_in_one_person_only(cast: Cast) -> None:
    twin = person(cast.norrvik, "Maja Lind", email=cast.maja.email)
    with pytest.raises(Refusal, match="Somebody else"):
        invite(cast, twin)
    values = {"name": "M", "email": cast.maja.email.upper(), "language": "en", "roles": ["manager"]}
    with pytest.raises(Refusal, match="Somebody else"):
        actions.invite_colleague(by=viewer(cast.asta), values=values)
    assert not Person.objects.filter(name="M").exists(), "nothing is left half done"


def test_who_has_a_password_is_not_invited_again(cast: Cast) -> None:
    assert cast.maja.person is not None
    with pytest.raises(Refusal, match="chosen a password"):
        invite(cast, cast.maja.person)


def test_nobody_invites_people_of_another_service(cast: Cast, hanna: Person) -> None:
    client = sign_in(Client(), cast.kari)
    assert client.post(f"/people/{hanna.pk}/", {"do": "invite"}).status_code == 404
    assert not User.objects.filter(person=hanna).exists()


def test_who_lost_the_telephone_begins_again(cast: Cast) -> None:
    assert cast.maja.person is not None
    give_app(cast.maja)
    inside = sign_in(Client(), cast.maja)
    staff = sign_in(Client(), cast.ingrid)
    staff.post(f"/people/{cast.maja.person.pk}/", {"do": "again"})
    assert inside.get("/account/").status_code == 302, "every session ends"
    cast.maja.refresh_from_db()
    assert not cast.maja.has_usable_password(), "a password alone must not be enough to set up a new app"
    client = Client()
    choose_password(client, link_in_mail())
    assert client.get("/account/second-step/").status_code == 200


def test_the_trail_tells_of_invitations_without_an_address(cast: Cast, hanna: Person) -> None:
    user = invite(cast, hanna)
    choose_password(Client(), link_in_mail())
    events = {(e.actor, e.verb, e.what, *e.fields) for e in AuditEvent.objects.all()}
    assert (f"user:{cast.ingrid.pk}", "send", f"user:{user.pk}", "invitation") in events
    assert (f"user:{user.pk}", "change", f"user:{user.pk}", "password") in events
    assert "@" not in str(list(AuditEvent.objects.values()))


def test_the_whole_way_from_invitation_to_the_first_page(committed_cast: Cast) -> None:
    cast = committed_cast
    hanna = person(cast.norrvik, "Hanna Virtanen")
    invite(cast, hanna)
    client = Client()
    choose_password(client, link_in_mail())
    secret = client.get("/account/app/").context["form"].secret
    assert client.post("/account/app/", {"code": code(secret)})["Location"] == "/account/recovery-codes/"
    assert client.get("/account/").status_code == 200
