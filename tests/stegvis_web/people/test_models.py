"""What the database itself holds to, whoever writes into it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.party import Role
from stegvis_web.people.models import Mail, Membership, Organisation, Person, Service, User
from stegvis_web.people.words import email_key, name_key, phone_key
from tests.cast import Cast, service


def refused(write: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_a_service_has_a_name_and_a_code_in_capitals_of_its_own(cast: Cast) -> None:
    refused(lambda: service("Another", "nv"))
    refused(lambda: service("Another", ""))
    refused(lambda: service("", "AB"))
    refused(lambda: service("Another", "NV", slug="other"))


def test_an_organisation_has_a_name(cast: Cast) -> None:
    refused(lambda: Organisation.objects.filter(pk=cast.library.pk).update(name=""))


def test_an_address_signs_in_one_user_and_is_kept_in_small_letters(cast: Cast) -> None:
    refused(lambda: User.objects.create_user(cast.ingrid.email.upper(), kind="staff"))
    refused(lambda: User.objects.filter(pk=cast.ingrid.pk).update(email="INGRID@NV.EXAMPLE"))


def test_a_patient_is_a_person_and_a_user_is_of_a_known_kind(cast: Cast) -> None:
    refused(lambda: User.objects.create_user("x@nv.example", kind="patient"))
    refused(lambda: User.objects.create_user("x@nv.example", kind="robot"))


def test_a_person_has_one_account_at_most(cast: Cast) -> None:
    refused(lambda: User.objects.create_user("x@nv.example", kind="patient", person=cast.maja.person))


def test_a_role_is_known_and_held_once(cast: Cast) -> None:
    refused(lambda: Membership.objects.create(user=cast.ingrid, service=cast.norrvik, role="owner"))
    refused(lambda: Membership.objects.create(user=cast.ingrid, service=cast.norrvik, role=Role.PRACTITIONER))


def test_a_mail_is_in_a_known_state_and_a_sent_one_has_a_time(cast: Cast) -> None:
    def mail(**fields: Any) -> Mail:
        values = {"person": cast.johan, "kind": "x", "to_address": "x@nv.example", "language": "en"}
        return Mail.objects.create(**values, **fields)

    mail(message_id="1")
    refused(lambda: mail(message_id="1"))
    refused(lambda: mail(message_id="2", state="lost"))
    refused(lambda: mail(message_id="3", state="sent"))
    mail(message_id="4", state="sent", sent_at=timezone.now())
    refused(lambda: mail(message_id="5", decided_by="user:1"))
    refused(lambda: mail(message_id="5", calendar="BEGIN:VCALENDAR"))
    refused(lambda: mail(message_id="5", calendar_method="REQUEST"))
    refused(lambda: mail(message_id="5", calendar="BEGIN:VCALENDAR", calendar_method="REPLY"))
    mail(message_id="5", calendar="BEGIN:VCALENDAR", calendar_method="CANCEL")


def test_nothing_that_is_named_elsewhere_is_deleted_with_its_service(cast: Cast) -> None:
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        Service.objects.filter(pk=cast.norrvik.pk).delete()
    with pytest.raises(ProtectedError):
        Person.objects.filter(name="Maja Lindqvist").delete()


def test_a_row_shows_no_name_in_logs_and_error_pages(cast: Cast) -> None:
    for row in (cast.maja, cast.maja.person, cast.johan, cast.library, cast.norrvik):
        assert not any(name in str(row) + repr(row) for name in ("Maja", "Johan", "Ekbacka", "@"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sara Öhman", "sara  ohman"),
        ("SØREN Ærø", "soren aero"),
        ("Anne-Marie O'Neil", "anne marie o neil"),
        ("  Maja\tLindqvist ", "Maja Lindqvist"),
        ("ﬁlip", "filip"),
    ],
)
def test_two_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("070-555 01 23", "+46 70 555 01 23", True),
        ("0046705550123", "0705550123", True),
        ("070-555 01 23", "070-555 01 24", False),
    ],
)
def test_two_spellings_of_one_number_are_alike(one: str, other: str, alike: bool) -> None:
    assert (phone_key(one) == phone_key(other)) is alike


def test_a_few_digits_are_no_number_to_compare() -> None:
    assert phone_key("112") == phone_key("") == phone_key("no phone") == ""


@given(st.text(max_size=300))
def test_a_key_is_a_key_of_itself(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)
    assert email_key(email_key(text)) == email_key(text)
    assert phone_key(phone_key(text)) in {"", phone_key(text)}
