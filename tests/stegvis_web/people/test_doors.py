"""Who may come in at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from stegvis.casework.party import Role
from stegvis.foundation.viewer import NOBODY, Viewer
from stegvis_web.foundation.models import KeptForm
from stegvis_web.foundation.once import form_key
from stegvis_web.people.doors import door, link_only, open_to_all, patient_only, staff_only
from stegvis_web.people.viewer import SECOND_STEP
from tests.cast import Cast, sign_in, the_cast, viewer


def a_page(request: Any) -> HttpResponse:
    return HttpResponse("the page")


STAFF = Viewer("user:1", "staff", 1, 1, frozenset({"practitioner"}))
PATIENT = Viewer("user:2", "patient", 2, 1, party="patient")
LINK = Viewer("link:3", "link", 3, 1, party="employer", case="NV-0001")


def request_of(viewer: Viewer, method: str = "GET", path: str = "/people/?q=x", **headers: str) -> Any:
    from stegvis_web.people.models import User

    request: Any = RequestFactory().generic(method, path, headers=headers)
    request.viewer, request.ended, request.session = viewer, NOBODY, {}
    request.user = User(pk=int(viewer.code.split(":")[1])) if viewer.code.startswith("user:") else None
    request.session[SECOND_STEP] = request.user.pk if request.user else None
    return request


@pytest.mark.parametrize(
    ("decorated", "let_in"),
    [
        (staff_only(a_page), STAFF),
        (staff_only(roles=[Role.PRACTITIONER])(a_page), STAFF),
        (patient_only(a_page), PATIENT),
        (link_only(a_page), LINK),
    ],
)
def test_each_door_lets_its_own_in_and_shows_the_others_nothing(decorated: Any, let_in: Viewer) -> None:
    for who in (STAFF, PATIENT, LINK):
        if who is let_in:
            assert decorated(request_of(who)).content == b"the page"
        else:
            with pytest.raises(Http404):
                decorated(request_of(who))


def test_another_role_finds_nothing() -> None:
    with pytest.raises(Http404):
        staff_only(roles=[Role.MANAGER, Role.ADMINISTRATOR])(a_page)(request_of(STAFF))


def test_a_door_may_be_for_several_kinds() -> None:
    both = door("staff", "patient")(a_page)
    assert both(request_of(STAFF)).content == both(request_of(PATIENT)).content == b"the page"
    with pytest.raises(Http404):
        both(request_of(LINK))


def test_nobody_is_sent_to_sign_in_and_back(db: None) -> None:
    answer = staff_only(a_page)(request_of(NOBODY))
    assert answer["Location"].startswith("/sign-in/?next=%2Fonward%2F")
    onward = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    assert Client().get(onward)["Location"] == "/people/?q=x"


def test_nobody_at_a_link_page_is_sent_to_the_page_about_links() -> None:
    assert link_only(a_page)(request_of(NOBODY))["Location"].startswith("/open/?next=")


def test_without_the_second_step_the_door_stays_shut() -> None:
    for decorated, who in [(staff_only(a_page), STAFF), (patient_only(a_page), PATIENT)]:
        request = request_of(who)
        request.session.clear()
        assert decorated(request)["Location"].startswith("/account/second-step/?next=")


def test_a_small_update_is_told_to_load_the_whole_sign_in_page() -> None:
    answer = staff_only(a_page)(request_of(NOBODY, **{"HX-Request": "true"}))
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/sign-in/")


def test_an_open_page_says_so() -> None:
    page: Any = open_to_all(a_page)
    assert page.door == ("everybody",)


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = sign_in(Client(), cast.ingrid)
        key = form_key(viewer(cast.ingrid))
        clock.shift(timedelta(minutes=31))
        typed = {"form_key": key, "name": "Karin Åström 😀", "phone": "070-1", "language": "sv"}
        sent = client.post("/people/new/", typed)
        assert sent["Location"].startswith("/sign-in/?next=%2Fonward%2F")
        assert KeptForm.objects.count() == 1
        sign_in_again(client, cast)
        page = client.get("/people/new/").content.decode()
        assert "Karin Åström 😀" in page
        assert "What you typed is here" in page


def sign_in_again(client: Client, cast: Cast) -> None:
    from tests.cast import PASSWORD
    from tests.stegvis_web.people.telephone import code, give_app

    give_app(cast.ingrid)
    client.post("/sign-in/", {"login": cast.ingrid.email, "password": PASSWORD})
    client.post("/sign-in/second-step/", {"code": code()})


@pytest.mark.django_db
@pytest.mark.parametrize("onward", ["25:61", "people:home", "x", "//evil.example/", "https://evil.example/"])
def test_nonsense_as_the_page_to_go_on_to_leads_home(onward: str) -> None:
    client = sign_in(Client(), the_cast().ingrid)
    answer = client.get("/account/second-step/", {"next": onward})
    assert (answer.status_code, answer["Location"]) == (302, "/")
