"""A passkey in a real browser: set up, then signed in with alone, under our own Content-Security-Policy."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.cast import PASSWORD, the_cast
from tests.journeys.axe import axe
from tests.journeys.windows import watch
from tools import browser

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's loop runs in the thread of the test


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A window on the site at localhost, where browsers allow passkeys; the device knows the finger."""
    trouble: list[str] = []
    window = browser.window(chromium, live_server.url)
    watch(window, trouble)
    page = window.new_page()
    device = window.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    window.close()
    assert not trouble, "\n".join(trouble)


def test_a_finger_is_enough_to_sign_in(page: Page) -> None:
    cast = the_cast()
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(cast.ingrid.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/people/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("textbox", name="Name").fill("Reading room")
    assert axe(page) == []
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto("/account/")
    page.get_by_text("Reading room", exact=True).wait_for()
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/sign-in/?next=/people/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="People", exact=True).wait_for()


def test_a_passkey_nobody_has_says_so_in_words(page: Page) -> None:
    the_cast()
    page.goto("/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The passkey was not used.").wait_for()
