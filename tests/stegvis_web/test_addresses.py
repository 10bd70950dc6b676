"""Every address, walked as those for whom it is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from stegvis.casework.party import OUTSIDE_PARTIES, Party, Role
from stegvis_web.casework.actions.referrals import open_new_case
from stegvis_web.people.models import Mail, Membership
from tests.cast import come_by_link, sign_in, the_cast
from tests.made_once import made_once
from tests.stegvis_web.addresses import Address, addresses, of_other_meetings
from tests.told_case import Told, told_case
from tests.told_meeting import meet_again_and_again

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {
    "foundation:healthz",
    "foundation:robots",
    "foundation:language",
    "casework:home",
    "casework:refer",
    "casework:refer-done",
    "people:link-again",
    "people:link",
    "people:welcome",
    "people:onward",
}
"""Pages that anybody may open; allauth's own sign-in pages, whose names have no colon, besides."""

SIGN_IN = ("/sign-in/", "/open/", "/account/second-step/")


@pytest.fixture
@made_once
def told() -> Told:
    cast = the_cast()
    cast.norrvik.self_referral = True
    cast.norrvik.save()
    told = told_case(cast)
    told.invite(Party.GP)
    meet_again_and_again(told)
    Mail.objects.update(state="unsure")
    return told


def is_open(address: Address) -> bool:
    return address.name in OPEN_TO_ALL or ":" not in address.name


def state_of_the_database() -> dict[str, int]:
    """How many rows each table of ours has, but for the trail, sessions and what was typed."""
    skipped = {"auditevent", "auditmention", "audithead", "submission", "keptform", "session", "signedin"}
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"people", "casework", "benefits", "outcomes"}
        and model._meta.model_name not in skipped
    }


def test_every_page_has_a_door_or_says_that_it_is_open(told: Told) -> None:
    without = [a.name for a in addresses(told) if not a.door and not is_open(a)]
    assert without == []


def test_anonymous_visitors_are_sent_to_sign_in_from_everything_else(told: Told) -> None:
    for address in addresses(told):
        if is_open(address):
            continue
        response = Client().get(address.path)
        assert response.status_code in {302, 404, 405}, address
        if response.status_code == 302:
            assert response["Location"].startswith(SIGN_IN), address


@pytest.mark.parametrize("who", ["kari", "leif", "asta", "rolf", "tomas"])
def test_nobody_from_outside_the_case_finds_it(told: Told, who: str) -> None:
    client = sign_in(Client(), getattr(told.cast, who))
    allowed = {"casework:case"} if who == "rolf" else set()
    for address in addresses(told):
        if told.code not in address.path or address.name in allowed:
            continue
        assert client.get(address.path, follow=True).status_code in {404, 405}, (who, address)


OBJECTS = {"pk", "adaptation", "answer", "attempt", "handover", "letter", "line", "meeting", "task"}
"""Places that name one thing of one service, in one case or beside them."""

OWN = {"mfa_edit_webauthn", "mfa_remove_webauthn"}
"""Addresses of what belongs to a user; a number of somebody else's is none of theirs."""


@pytest.fixture
def kari_who_may_everything(told: Told) -> Client:
    """Signed in with every role there is, in the other service."""
    for role in Role:
        Membership.objects.get_or_create(user=told.cast.kari, service=told.cast.fjordhagen, role=role)
    return sign_in(Client(), told.cast.kari)


def test_with_every_role_nothing_of_another_service_is_found(
    told: Told, kari_who_may_everything: Client
) -> None:
    named = [a for a in addresses(told) if OBJECTS & set(a.places) and a.name not in OWN]
    assert len(named) > 50
    for address in named:
        assert kari_who_may_everything.get(address.path, follow=True).status_code in {404, 405}, address
        assert kari_who_may_everything.post(address.path, {}, follow=True).status_code in {404, 405}, address


def test_what_belongs_to_another_case_is_not_found_in_ones_own(
    told: Told, kari_who_may_everything: Client
) -> None:
    assert told.cast.leif.person
    hers = open_new_case(
        person=told.cast.leif.person,
        owner=told.cast.kari,
        country="norway",
        opened_on=timezone.localdate(),
    ).code
    assert kari_who_may_everything.get(f"/cases/{hers}/").status_code == 200
    before = state_of_the_database()
    inside = [a for a in addresses(told) if "code" in a.places and OBJECTS & set(a.places)]
    assert len(inside) > 20
    for address in inside:
        path = address.path.replace(told.code, hers)
        for answer in (kari_who_may_everything.get(path), kari_who_may_everything.post(path, {})):
            led_back = answer.headers.get("Location", "").startswith(f"/cases/{hers}/")
            assert led_back or answer.status_code in {404, 405, 422}, path
            assert not re.search(f"{told.code}|Maja|lending desk", answer.content.decode()), path
    assert state_of_the_database() == before


@pytest.mark.parametrize("who", ["ingrid", "marit", "rolf", "asta", "maja"])
def test_with_a_password_alone_no_page_opens_and_no_form_is_taken(told: Told, who: str) -> None:
    client = Client()
    client.force_login(getattr(told.cast, who))
    before = state_of_the_database()
    for address in addresses(told):
        if is_open(address) or address.name == "people:second-step":
            continue
        for response in (client.get(address.path), client.post(address.path, {})):
            assert response.status_code in {302, 404, 405}, (who, address)
            if response.status_code == 302:
                assert response["Location"].startswith("/account/second-step/"), (who, address)
    assert state_of_the_database() == before


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_a_link_opens_its_own_three_screens_and_nothing_else(told: Told, party: Party) -> None:
    client = come_by_link(Client(), told.invite(party))
    for address in addresses(told):
        if is_open(address) or "link" in address.door or address.name == "people:second-step":
            continue
        assert client.get(address.path, follow=True).status_code in {404, 405}, (party, address)


def visitors(told: Told) -> dict[str, Callable[[], Client]]:
    def user(name: str) -> Callable[[], Client]:
        return lambda: sign_in(Client(), getattr(told.cast, name))

    def link(party: Party) -> Callable[[], Client]:
        return lambda: come_by_link(Client(), told.invite(party))

    users = {name: user(name) for name in ("kari", "leif", "asta", "rolf", "tomas")}
    return {"nobody": Client, **users, "employer": link(Party.EMPLOYER), "insurer": link(Party.INSURER)}


@pytest.mark.parametrize("who", ["nobody", "kari", "leif", "rolf", "tomas", "employer", "insurer"])
def test_an_empty_form_from_outside_changes_no_case_and_never_crashes(told: Told, who: str) -> None:
    client = visitors(told)[who]()
    before = state_of_the_database()
    for address in addresses(told):
        if address.name in {"account_logout", "foundation:language"}:
            continue
        response = client.post(address.path, {})
        assert response.status_code < 500, (who, address)
        if told.code in address.path:
            assert response.status_code in {302, 403, 404, 405}, (who, address)
    after = state_of_the_database()
    assert {k: v for k, v in after.items() if before[k] != v} == {}


@pytest.mark.parametrize("who", ["ingrid", "sara", "marit", "maja", "asta", "rolf"])
def test_no_page_crashes_for_those_it_is_for(told: Told, who: str) -> None:
    client = sign_in(Client(), getattr(told.cast, who))
    for address in [*addresses(told), *of_other_meetings(told)]:
        if address.name == "account_logout":
            continue
        assert client.get(address.path).status_code < 500, (who, address)
        assert client.post(address.path, {}).status_code < 500, (who, address)
