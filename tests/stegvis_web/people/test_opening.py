"""`stegvis service new`: how an installation begins, as nobody can sign up."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.test import Client

from stegvis_web.people.commands import new_service
from stegvis_web.people.models import Mail, Service, User
from tests.cast import Cast

WORDS = {
    "--code": "SJ",
    "--country": "norway",
    "--administrator": "Ane Vik",
    "--email": "ane.vik@sj.example",
}

pytestmark = pytest.mark.django_db


def run(name: str = "Sjøvik job team", **changed: str) -> Result:
    options = {**WORDS, **{f"--{option}": value for option, value in changed.items()}}
    return CliRunner().invoke(new_service, [name, *(word for pair in options.items() for word in pair)])


def test_a_service_opens_in_the_language_and_time_of_its_country() -> None:
    assert run().exit_code == 0
    service = Service.objects.get()
    assert (service.name, service.code, service.country) == ("Sjøvik job team", "SJ", "norway")
    assert (service.language, service.time_zone) == ("nb", "Europe/Oslo")


def test_the_administrator_chooses_a_password_at_the_address_shown_and_mailed() -> None:
    url = run().stdout.strip()
    assert url in Mail.objects.get().body
    client = Client()
    new = {"password": "a walk along the fjord", "password_again": "a walk along the fjord"}
    client.post(url.removeprefix(settings.SITE_URL), new)
    ane = User.objects.get()
    assert ane.check_password(new["password"])
    assert set(ane.memberships.values_list("role", flat=True)) == {"administrator"}


@pytest.mark.parametrize(
    ("option", "value"),
    [("code", "nv"), ("code", "TOOLONG"), ("code", ""), ("country", "atlantis"), ("email", "no address")],
)
def test_what_cannot_be_opens_nothing(option: str, value: str) -> None:
    assert run(**{option: value}).exit_code != 0
    assert not Service.objects.exists()
    assert not User.objects.exists()


def test_neither_a_code_nor_an_address_is_given_twice(cast: Cast) -> None:
    services = Service.objects.count()
    assert run(code="NV").exit_code != 0
    assert run(email=cast.asta.email).exit_code != 0
    assert Service.objects.count() == services
