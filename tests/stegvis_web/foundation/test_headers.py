"""Every answer keeps itself to itself, whatever kind of answer it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from stegvis_web.foundation.middleware import CONTENT_SECURITY_POLICY, HEADERS, SecurityHeaders
from tests.cast import PASSWORD, sign_in, the_cast
from tests.stegvis_web.people.telephone import code, give_app

pytestmark = pytest.mark.django_db


def staff() -> Client:
    return sign_in(Client(), the_cast().ingrid)


ANSWERS: dict[str, Callable[[], object]] = {
    "a page": lambda: Client().get("/sign-in/"),
    "a page of staff": lambda: staff().get("/people/"),
    "a redirect": lambda: Client().get("/people/"),
    "data": lambda: Client().get("/healthz"),
    "nothing there": lambda: Client().get("/nowhere/"),
    "a wrong method": lambda: Client().post("/robots.txt"),
    "a refused form": lambda: Client(enforce_csrf_checks=True).post("/sign-in/"),
    "a strange host": lambda: Client().get("/sign-in/", headers={"host": "elsewhere.example"}),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_carries_every_header(kind: str) -> None:
    response = ANSWERS[kind]()
    assert isinstance(response, HttpResponse)
    for name, value in HEADERS.items():
        if name == "Cache-Control":  # some say it in more words
            assert "no-store" in response[name], name
        else:
            assert response[name] == value, name


def test_a_failure_of_our_own_carries_them_too() -> None:
    browser = Client(raise_request_exception=False)
    with patch("stegvis_web.foundation.views._migrated", side_effect=RuntimeError):
        response = browser.get("/healthz")
    assert response.status_code == 500
    assert response["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_the_policy_allows_nothing_that_is_written_into_a_page() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


def test_what_an_answer_says_itself_stands() -> None:
    def kept_for_a_day(request: HttpRequest) -> HttpResponse:
        return HttpResponse("body {}", headers={"Cache-Control": "max-age=86400, public"})

    response = SecurityHeaders(kept_for_a_day)(RequestFactory().get("/static/x.css"))
    assert response["Cache-Control"] == "max-age=86400, public"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_form_sent_from_our_own_page_is_taken_and_from_elsewhere_refused() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/sign-in/")
    token = browser.cookies[settings.CSRF_COOKIE_NAME].value
    form = {"language": "sv", "csrfmiddlewaretoken": token}
    assert browser.post("/language/", form, headers={"origin": "http://testserver"}).status_code == 302
    for stranger in ("null", "http://elsewhere.example"):
        assert browser.post("/language/", form, headers={"origin": stranger}).status_code == 403


COOKIES = (
    "SESSION_COOKIE_NAME CSRF_COOKIE_NAME LANGUAGE_COOKIE_NAME SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE "
    "SESSION_COOKIE_HTTPONLY CSRF_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE CSRF_COOKIE_SAMESITE"
)


def cookie_settings(site: str) -> list[str]:
    """What the settings say of cookies when the site's address is `site`."""
    return said_of(site, COOKIES)


def said_of(site: str, names: str) -> list[str]:
    """What the settings with these names say in a process where the site's address is `site`."""
    program = f"from django.conf import settings\nfor n in {names.split()!r}: print(getattr(settings, n))"
    environment = {
        "DJANGO_SETTINGS_MODULE": "stegvis_web.settings",
        "STEGVIS_URL": site,
        "STEGVIS_SECRET_KEY": "x" * 60,
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_over_https_cookies_are_bound_to_the_host() -> None:
    names = ["__Host-sessionid", "__Host-csrftoken", "__Host-language"]
    said = [*names, "True", "True", "True", "True", "Lax", "Lax"]
    assert cookie_settings("https://stegvis.example") == said


def test_browsers_are_told_to_stay_with_https_for_a_year_here_and_below(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = hsts("https://stegvis.example")
    told = Client().get("/sign-in/", secure=True)["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"
    assert hsts("http://127.0.0.1:8000") == (0, False)


def hsts(site: str) -> tuple[int, bool]:
    seconds, below = said_of(site, "SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS")
    return int(seconds), below == "True"


def over_https() -> dict[str, object]:
    """The settings of cookies as they come over https."""
    names, values = COOKIES.split(), cookie_settings("https://stegvis.example")
    return {n: {"True": True, "False": False}.get(v, v) for n, v in zip(names, values, strict=True)}


def test_every_cookie_set_over_https_is_bound_and_kept_from_scripts_and_other_sites(settings: Any) -> None:
    settings.HTTPS = True
    for name, value in over_https().items():
        setattr(settings, name, value)
    browser = Client()
    browser.get("/sign-in/", secure=True)
    browser.post("/language/", {"language": "sv"}, secure=True)
    give_app(ingrid := the_cast().ingrid)
    browser.post("/sign-in/", {"login": ingrid.email, "password": PASSWORD}, secure=True)
    browser.post("/sign-in/second-step/", {"code": code()}, secure=True)
    assert browser.get("/people/new/", secure=True).status_code == 200
    browser.post("/account/", {"language": "sv"}, secure=True)
    assert {"__Host-sessionid", "__Host-csrftoken"} <= set(browser.cookies)
    for cookie in browser.cookies.values():
        assert cookie.key.startswith("__Host-")
        if not cookie.value:  # thrown away again
            continue
        said = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
        assert said == (True, True, "Lax", "/", ""), cookie.key


def test_on_the_own_computer_cookies_work_without_https() -> None:
    said = ["sessionid", "csrftoken", "django_language", "False", "False", "True", "True", "Lax", "Lax"]
    assert cookie_settings("http://127.0.0.1:8000") == said


def test_no_notice_is_kept_on_the_device() -> None:
    cast = the_cast()
    browser = sign_in(Client(), cast.ingrid)
    browser.post("/account/service/", {"service": cast.norrvik.pk})
    assert "messages" not in browser.cookies
    assert "You now see the pages of" in browser.get("/people/").content.decode()


def test_the_database_out_of_reach_is_said_with_the_same_headers() -> None:
    with patch("stegvis_web.people.viewer.who_asks", side_effect=OperationalError):
        response = Client(raise_request_exception=False).get("/people/")
    assert response.status_code == 503
    assert response["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
