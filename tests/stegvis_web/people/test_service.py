"""The service and its staff, for the administrator."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from stegvis.casework.party import Role
from stegvis.foundation.errors import Refusal
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people import actions, letters, mail
from stegvis_web.people.models import Mail, Membership, User
from tests.cast import Cast, sign_in, staff, viewer


@pytest.fixture
def asta(cast: Cast) -> Client:
    return sign_in(Client(), cast.asta)


def roles(user: User) -> set[str]:
    return set(user.memberships.values_list("role", flat=True))


@pytest.mark.parametrize("who", ["ingrid", "marit", "rolf", "maja", "kari"])
def test_nobody_else_finds_the_page(cast: Cast, who: str) -> None:
    client = sign_in(Client(), getattr(cast, who))
    for path in ("/service/", "/service/staff/new/", f"/service/staff/{cast.sara.pk}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"do": "off"}).status_code == 404
    assert User.objects.get(pk=cast.sara.pk).is_active


def test_the_number_and_the_public_page_are_changed_here(cast: Cast, asta: Client) -> None:
    data: dict[str, Any] = {"name": "Norrvik", "phone": "+46 1", "self_referral": "on", "revision": 1}
    assert asta.post("/service/", data)["Location"] == "/service/"
    cast.norrvik.refresh_from_db()
    assert (cast.norrvik.phone, cast.norrvik.self_referral, cast.norrvik.revision) == ("+46 1", True, 2)
    late = asta.post("/service/", {**data, "phone": "+46 2"})
    assert late.status_code == 409
    assert "+46 1" in late.content.decode()


def test_a_colleague_is_invited_with_roles(cast: Cast, asta: Client) -> None:
    data = {
        "name": "Olga Rask",
        "email": "Olga@nv.example",
        "language": "sv",
        "roles": ["practitioner", "manager"],
    }
    asta.post("/service/staff/new/", data)
    olga = User.objects.get(email="olga@nv.example")
    assert olga.is_staff_member
    assert roles(olga) == {"practitioner", "manager"}
    assert Mail.objects.get().to_address == "olga@nv.example"
    assert "Olga Rask" in asta.get("/service/").content.decode()


def test_roles_are_changed_and_the_trail_tells_which(cast: Cast, asta: Client) -> None:
    asta.post(f"/service/staff/{cast.sara.pk}/", {"do": "roles", "roles": ["manager"]})
    assert roles(cast.sara) == {"manager"}
    event = AuditEvent.objects.get(verb="change", what=f"user:{cast.sara.pk}")
    assert event.fields == ["role:manager", "role:practitioner"]


@pytest.mark.parametrize("chosen", [[], ["owner"], ["x" * 5000]])
def test_only_roles_that_there_are_and_at_least_one(cast: Cast, asta: Client, chosen: list[str]) -> None:
    page = asta.post(f"/service/staff/{cast.sara.pk}/", {"do": "roles", "roles": chosen})
    assert page.status_code == 422
    assert roles(cast.sara) == {"practitioner"}


def test_somebody_must_remain_who_administers(cast: Cast, asta: Client) -> None:
    page = asta.post(f"/service/staff/{cast.asta.pk}/", {"do": "roles", "roles": ["manager"]})
    assert page.status_code == 422
    assert "Somebody must remain" in page.content.decode()
    assert roles(cast.asta) == {"administrator"}


def test_nobody_switches_off_their_own_account(cast: Cast, asta: Client) -> None:
    page = asta.post(f"/service/staff/{cast.asta.pk}/", {"do": "off"})
    assert page.status_code == 422
    assert User.objects.get(pk=cast.asta.pk).is_active


def test_a_colleague_switched_off_is_out_at_once_and_comes_back_when_switched_on(
    cast: Cast, asta: Client
) -> None:
    sara = sign_in(Client(), cast.sara)
    assert sara.get("/people/").status_code == 200
    asta.post(f"/service/staff/{cast.sara.pk}/", {"do": "off"})
    assert sara.get("/people/").status_code == 302
    asta.post(f"/service/staff/{cast.sara.pk}/", {"do": "on"})
    assert User.objects.get(pk=cast.sara.pk).is_active
    assert sara.get("/people/").status_code == 302, "the old session stays over"


def test_a_patients_account_is_switched_off_by_a_practitioner(cast: Cast) -> None:
    ingrid = sign_in(Client(), cast.ingrid)
    maja = sign_in(Client(), cast.maja)
    ingrid.post(f"/people/{cast.maja.person_id}/", {"do": "off"})
    assert maja.get("/account/").status_code == 302
    ingrid.post(f"/people/{cast.maja.person_id}/", {"do": "on"})
    assert User.objects.get(pk=cast.maja.pk).is_active


def test_a_practitioner_cannot_switch_off_a_colleague(cast: Cast) -> None:
    ingrid = sign_in(Client(), cast.ingrid)
    assert ingrid.post(f"/people/{cast.sara.person_id}/", {"do": "off"}).status_code == 404
    with pytest.raises(Refusal):
        actions.switch_off(by=viewer(cast.ingrid), user=cast.sara)


def test_who_also_works_elsewhere_is_not_switched_off_from_here(cast: Cast, asta: Client) -> None:
    Membership.objects.create(user=cast.sara, service=cast.fjordhagen, role=Role.MANAGER)
    page = asta.post(f"/service/staff/{cast.sara.pk}/", {"do": "off"})
    assert page.status_code == 422
    actions.change_roles(by=viewer(cast.asta), user=cast.sara, roles=[])
    assert roles(cast.sara) == {"manager"}


def test_colleagues_of_another_service_are_not_found(cast: Cast, asta: Client) -> None:
    assert asta.get(f"/service/staff/{cast.kari.pk}/").status_code == 404
    assert asta.post(f"/service/staff/{cast.kari.pk}/", {"do": "off"}).status_code == 404
    assert "Kari" not in asta.get("/service/").content.decode()


def test_patients_are_no_colleagues(cast: Cast, asta: Client) -> None:
    assert asta.get(f"/service/staff/{cast.maja.pk}/").status_code == 404


def test_an_invitation_is_sent_again(cast: Cast, asta: Client) -> None:
    olga = staff(cast.norrvik, "Olga Rask", Role.MANAGER)
    olga.set_unusable_password()
    olga.save()
    asta.post(f"/service/staff/{olga.pk}/", {"do": "invite"})
    assert Mail.objects.filter(person=olga.person).count() == 1


@pytest.mark.parametrize("do", ["", "delete", "x" * 200_000, "\x00"])
def test_a_button_that_does_not_exist_does_nothing(cast: Cast, asta: Client, do: str) -> None:
    assert asta.post(f"/service/staff/{cast.sara.pk}/", {"do": do}).status_code == 422
    assert asta.post(f"/people/{cast.maja.person_id}/", {"do": do}).status_code == 422


def test_every_button_is_a_form_that_is_sent(cast: Cast, asta: Client) -> None:
    for do in ("off", "again"):
        asta.get(f"/service/staff/{cast.sara.pk}/?do={do}")
    assert User.objects.get(pk=cast.sara.pk).has_usable_password()
    assert User.objects.get(pk=cast.sara.pk).is_active


@pytest.fixture
def unsure(cast: Cast) -> Mail:
    """Maja's mail with the link to a new password, perhaps sent."""
    letters.reset(cast.maja, "https://stegvis.example/password/x/")
    Mail.objects.update(state="unsure", error=mail.CUT_OFF)
    return Mail.objects.get()


def test_mails_about_accounts_that_were_perhaps_sent_are_the_administrators(
    cast: Cast, asta: Client, unsure: Mail
) -> None:
    shown = asta.get("/service/").content.decode()
    assert "Mails that were perhaps sent" in shown
    assert "Maja Lindqvist" in shown
    shown = asta.get(f"/service/mails/{unsure.pk}/").content.decode()
    assert "The link to a new password" in shown
    assert "/password/x/" not in shown


def test_the_administrator_says_that_it_arrived_or_sends_it_again(
    cast: Cast, asta: Client, unsure: Mail
) -> None:
    asta.post(f"/service/mails/{unsure.pk}/", {"decision": "again"})
    row = Mail.objects.get()
    assert (row.state, row.message_id, row.body) == ("waiting", unsure.message_id, unsure.body)
    Mail.objects.update(state="unsure")
    asta.post(f"/service/mails/{unsure.pk}/", {"decision": "arrived"})
    row = Mail.objects.get()
    assert (row.state, row.body, row.decided_by) == ("sent", "", viewer(cast.asta).code)
    assert "Mails that were perhaps sent" not in asta.get("/service/").content.decode()
    late = asta.post(f"/service/mails/{unsure.pk}/", {"decision": "again"})
    assert late.status_code == 422
    assert "Somebody has decided about this mail already." in late.content.decode()


def test_only_the_administrator_of_the_service_finds_such_a_mail_and_none_of_a_case(
    cast: Cast, asta: Client, unsure: Mail
) -> None:
    for who in (cast.ingrid, cast.marit, cast.maja, cast.kari):
        assert sign_in(Client(), who).get(f"/service/mails/{unsure.pk}/").status_code == 404
    Mail.objects.update(case_code="NV-0001")
    assert asta.get(f"/service/mails/{unsure.pk}/").status_code == 404
    assert asta.post(f"/service/mails/{unsure.pk}/", {"decision": "again"}).status_code == 404
    assert "Mails that were perhaps sent" not in asta.get("/service/").content.decode()


def test_a_mail_of_another_service_is_not_found(cast: Cast, asta: Client, unsure: Mail) -> None:
    Mail.objects.update(person=cast.kari.person)
    assert asta.get(f"/service/mails/{unsure.pk}/").status_code == 404
