"""The demo's own pages: be anybody with one click, read the mails, come in by a link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings as site_settings
from django.test import Client
from django.test.utils import modify_settings, override_settings
from django.utils import timezone

from stegvis.casework.access import EmployerContact
from stegvis.casework.party import Party
from stegvis_web.casework.actions import cases
from stegvis_web.casework.models import Case
from stegvis_web.demo.guests import BY_KEY, GUESTS
from stegvis_web.demo.maja import NAME
from stegvis_web.demo.told import CODE
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people import mail
from stegvis_web.people.models import Mail, PartyLink, Person, User
from stegvis_web.people.postboxes import file_of
from tests.cast import viewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("part_of_the_world")]


@pytest.fixture(autouse=True)
def _the_demo_is_installed() -> Iterator[None]:
    here = "tests.stegvis_web.demo.site"
    with (
        modify_settings(INSTALLED_APPS={"append": "stegvis_web.demo"}),
        override_settings(DEMO=True, ROOT_URLCONF=here),
    ):
        yield


def be(client: Client, key: str) -> str:
    """Click on somebody; returns the page on which one lands."""
    landed = client.post("/demo/sign-in/", {"who": key}, follow=True)
    assert landed.status_code == 200
    return landed.redirect_chain[-1][0]


def link_of(party: Party) -> PartyLink:
    return PartyLink.objects.get(case_code=majas_case().code, party=party, revoked_at=None)


def majas_case() -> Case:
    return Case.objects.get(person__name=NAME)


def test_everybody_can_be_chosen(client: Client) -> None:
    page = client.get("/demo/").content.decode()
    for guest in GUESTS:
        assert f'value="{guest.key}"' in page
        assert guest.name in page


@pytest.mark.parametrize(
    ("key", "page"),
    [
        *[(key, "/today/") for key in ("ingrid", "karin", "sara", "marit", "tone")],
        ("rolf", "/cases/"),
        ("asta", "/service/"),
        *[(key, "/me/") for key in ("maja", "noor")],
        *[(key, "/answer/") for key in ("johan", "petra", "olle", "amir", "elin")],
    ],
)
def test_one_click_leads_to_ones_own_first_page(client: Client, key: str, page: str) -> None:
    assert be(client, key) == page


def test_who_was_somebody_else_before_is_that_no_more(client: Client) -> None:
    be(client, "ingrid")
    be(client, "johan")
    assert client.get("/today/").status_code == 404
    be(client, "maja")
    assert client.get("/answer/").status_code == 404


def test_each_sign_in_stands_in_the_trail(client: Client) -> None:
    be(client, "ingrid")
    ingrid = User.objects.get(person__name="Ingrid Solheim")
    assert AuditEvent.objects.filter(verb="sign-in", actor=f"user:{ingrid.pk}").count() == 1
    be(client, "olle")
    olle = link_of(Party.EMPLOYMENT_SERVICE)
    assert AuditEvent.objects.filter(verb="sign-in", actor=f"link:{olle.pk}").count() == 1


def test_the_pages_then_speak_the_visitors_language(client: Client) -> None:
    client.cookies[site_settings.LANGUAGE_COOKIE_NAME] = "sv"
    for key in ("maja", "johan"):
        be(client, key)
        assert Person.objects.get(name=BY_KEY[key].name).language == "sv"
        assert client.get("/", follow=True).headers["Content-Language"] == "sv"


def test_nobody_else_can_be_chosen(client: Client) -> None:
    assert client.post("/demo/sign-in/", {"who": "somebody"}).status_code == 404
    assert client.get("/demo/sign-in/").status_code == 405


def test_a_link_that_has_ended_is_renewed(client: Client) -> None:
    old = link_of(Party.GP)
    PartyLink.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=20), expires_at=timezone.now() - timedelta(days=6)
    )
    assert be(client, "amir") == "/answer/"
    assert link_of(Party.GP).pk != old.pk


def test_an_employer_whom_maja_refuses_meanwhile_stays_outside(client: Client) -> None:
    maja = viewer(User.objects.get(person__name=NAME))
    cases.set_employer_contact(by=maja, code=majas_case().code, contact=EmployerContact.REFUSED)
    page = client.post("/demo/sign-in/", {"who": "johan"})
    assert page.status_code == 422
    assert "the person does not want this contact" in page.content.decode()


# The mails


def test_the_mails_of_majas_plan_stand_first_with_links_that_can_be_followed(client: Client) -> None:
    page = client.get("/demo/outbox/").content.decode()
    first = page[: page.index("All others")]
    code = Case.objects.get(person__name=NAME).code
    sent = Mail.objects.filter(case_code=code, kind="invitation", state="sent").count()
    assert len(re.findall(r'href="/open/[^"]+"', first)) == sent >= 5
    assert "johan.berg@ekbacka-library.example" in first


def test_a_mailed_link_and_the_demos_code_let_in(client: Client) -> None:
    page = client.get("/demo/outbox/").content.decode()
    after = page[page.index("johan.berg@") :]
    path = re.findall(r'href="(/open/[^"]+)"', after)[0]
    assert client.get(path).status_code == 200
    landed = client.post(path, {"code": CODE}, follow=True)
    assert landed.redirect_chain[-1][0] == "/answer/"


def test_no_mail_holds_the_code(client: Client) -> None:
    for row in Mail.objects.filter(state="sent")[:20]:
        assert CODE not in file_of(row.message_id).read_text()


def test_a_mail_that_waits_can_be_read_and_one_that_failed_says_so(client: Client) -> None:
    person = Person.objects.get(name="Johan Berg")
    mail.write(person=person, kind="invitation", subject="Soon", body="See http://127.0.0.1:8000/open/abc")
    page = client.get("/demo/outbox/").content.decode()
    assert '<a href="/open/abc">http://127.0.0.1:8000/open/abc</a>' in page
    assert "Waits to be sent" in page
    older = re.findall(r"\?before=\d+", page)
    while older and "Could not be delivered" not in page:
        page = client.get(f"/demo/outbox/{older[0]}").content.decode()
        older = re.findall(r"\?before=\d+", page)
    assert "Could not be delivered" in page


@pytest.mark.parametrize("before", ["", "0", "x", "-1", "²", "9" * 30])
def test_a_strange_address_of_the_mails_is_no_accident(client: Client, before: str) -> None:
    assert client.get("/demo/outbox/", {"before": before}).status_code == 200


def test_every_page_says_that_all_is_invented(client: Client) -> None:
    be(client, "ingrid")
    for path in ("/demo/", "/demo/outbox/", "/today/"):
        assert "Every person, workplace and office here is invented." in client.get(path).content.decode()


@override_settings(DEMO=False, ROOT_URLCONF="stegvis_web.urls")
def test_elsewhere_none_of_these_pages_exists(client: Client) -> None:
    for path in ("/demo/", "/demo/outbox/", "/demo/sign-in/"):
        assert client.post(path).status_code == 404
    with modify_settings(INSTALLED_APPS={"remove": "stegvis_web.demo"}):
        assert not apps.is_installed("stegvis_web.demo")
