"""The pages that belong to no part: they need nothing, and say how to go on."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from stegvis_web.foundation import views
from tests.cast import sign_in, the_cast
from tests.stegvis_web.foundation.gallery import gallery

REQUEST = RequestFactory().get("/cases/NV-0417/?q=Lindqvist")
"""A request that no middleware has touched: no session, no user."""


def failing() -> list[HttpResponse]:
    return [
        views.bad_request(REQUEST),
        views.forbidden(REQUEST, PermissionDenied("secret")),
        views.open_too_long(REQUEST),
        views.not_found(REQUEST, ValueError("secret")),
        views.server_error(REQUEST),
        views.unavailable(REQUEST),
    ]


def test_error_pages_need_no_database_no_session_and_no_user() -> None:
    # Without the django_db mark any query is an error.
    assert [page.status_code for page in failing()] == [400, 403, 403, 404, 500, 503]


def test_error_pages_have_one_heading_a_way_on_and_nothing_of_the_request() -> None:
    for page in failing():
        html = page.content.decode()
        assert html.count("<h1>") == 1
        assert 'href="/"' in html
        assert "Lindqvist" not in html
        assert "NV-0417" not in html
        assert "secret" not in html


def test_error_pages_speak_the_readers_language() -> None:
    for language in ("en", "sv", "nb"):
        with translation.override(language):
            assert f'<html lang="{language}">' in views.server_error(REQUEST).content.decode()


def test_a_form_that_could_not_be_taken_in_can_be_sent_again() -> None:
    request = RequestFactory().post("/people/", {"name": "<b>Maja</b>", "password": "quiet"})
    html = views.unavailable(request).content.decode()
    assert '<input type="hidden" name="name" value="&lt;b&gt;Maja&lt;/b&gt;">' in html
    assert "csrfmiddlewaretoken" in html
    assert "quiet" not in html


@pytest.mark.django_db
def test_a_form_without_a_token_is_told_what_may_be_the_matter() -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x"})
    assert response.status_code == 403
    assert "The page was open too long" in response.content.decode()
    assert "cookies" in response.content.decode()


@pytest.mark.django_db
def test_a_strange_host_gets_our_own_page() -> None:
    response = Client().get("/sign-in/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "That could not be read" in response.content.decode()


@pytest.mark.django_db
def test_a_crash_is_not_the_visitors_fault() -> None:
    browser = Client(raise_request_exception=False)
    with patch("stegvis_web.people.viewer.who_asks", side_effect=ZeroDivisionError("secret")):
        response = browser.get("/people/")
    assert response.status_code == 500
    assert "It is not your fault" in response.content.decode()
    assert "secret" not in response.content.decode()


@pytest.mark.django_db
def test_health_is_well_when_the_database_answers_and_is_up_to_date() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_health_says_503_when_the_database_is_out_of_reach_or_behind() -> None:
    with patch("stegvis_web.foundation.views._migrated", side_effect=DatabaseError):
        response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})


@pytest.mark.django_db
class TestTheLanguage:
    def choose(self, client: Client, language: str, goal: str = "/sign-in/") -> HttpResponse:
        response = client.post(reverse("foundation:language"), {"language": language, "next": goal})
        assert isinstance(response, HttpResponse)
        return response

    def test_is_remembered_and_leads_back(self) -> None:
        client = Client()
        assert self.choose(client, "nb")["Location"] == "/sign-in/"
        assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "nb"
        assert '<html lang="nb">' in client.get("/sign-in/").content.decode()

    def test_that_is_not_ours_changes_nothing(self) -> None:
        client = Client()
        self.choose(client, "xx")
        assert settings.LANGUAGE_COOKIE_NAME not in client.cookies

    @pytest.mark.parametrize("goal", ["https://elsewhere.example/", "//elsewhere.example", "x:1", ""])
    def test_never_leads_away(self, goal: str) -> None:
        assert self.choose(Client(), "sv", goal)["Location"] == "/"

    def test_has_no_page_of_its_own(self) -> None:
        assert Client().get(reverse("foundation:language"))["Location"] == "/"


class TestTheFrame:
    def test_of_staff_has_the_navigation_with_the_page_marked(self) -> None:
        html = gallery("staff")
        assert "Revisjonslogg" in html
        assert "Ingrid Solheim-Kristoffersen" in html
        assert html.count('action="/sign-out/"') >= 1

    def test_shows_a_link_visitor_the_way_out_and_no_navigation(self) -> None:
        html = gallery("party")
        assert reverse("people:leave") in html
        assert "Revisjonslogg" not in html
        assert reverse("account_logout") not in html

    @pytest.mark.parametrize("frame", ["staff", "single", "party"])
    def test_is_whole(self, frame: str) -> None:
        html = gallery(frame)
        assert html.count("<main") == html.count("<h1") == html.count('class="skip"') == 1
        assert '<html lang="en">' in html
        assert 'style="' not in html
        assert "<script>" not in html
        assert 'role="status"' in html

    def test_says_on_paper_who_printed_it(self) -> None:
        assert re.search(r"Printed \d.+ by Ingrid Solheim-Kristoffersen", gallery("staff"))

    def test_says_that_the_data_are_examples_only_in_the_demo(self, settings: object) -> None:
        assert "Example data" not in gallery("staff")
        settings.DEMO = True  # type: ignore[attr-defined]
        assert "Example data" in gallery("staff")


@pytest.mark.django_db
def test_the_navigation_holds_what_the_roles_may_open() -> None:
    cast = the_cast()
    for_ingrid = sign_in(Client(), cast.ingrid).get("/people/").content.decode()
    for_marit = sign_in(Client(), cast.marit).get("/people/").content.decode()
    assert reverse("casework:audit") not in for_ingrid
    assert reverse("casework:audit") in for_marit
    assert for_ingrid.count('aria-current="page"') >= 1
