"""The frame and its components in a browser: narrow and wide, light and dark, on paper, by keyboard."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, expect

from stegvis_web.foundation.middleware import HEADERS
from tests.journeys.axe import axe
from tests.journeys.windows import watch
from tests.stegvis_web.foundation.gallery import gallery
from tools.browser import DESKTOP, PHONE, Scheme, window

NARROWEST = 320
TARGETS = ".btn, .side a, .tabs a, .brand, label.choice, summary, select, .field > input"
TOO_SMALL = """targets => [...document.querySelectorAll(targets)]
    .filter(e => e.getClientRects().length)
    .filter(e => e.getBoundingClientRect().height < 43.9 || e.getBoundingClientRect().width < 43.9)
    .map(e => e.outerHTML.slice(0, 80))"""
CUT_OFF = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.getClientRects().length && !e.closest(".unseen, .skip, svg, thead"))
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map(e => e.outerHTML.slice(0, 80))"""


def show(
    chromium: Browser, html: str, width: int = DESKTOP, scheme: Scheme = "light"
) -> tuple[Page, list[str]]:
    """The page under the site's own headers, and a list of what goes wrong in it."""
    alone = window(chromium, "http://gallery.test", width, scheme)
    trouble: list[str] = []
    watch(alone, trouble)

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=Path(str(finders.find(path.removeprefix("/static/")))))
        elif path == "/elsewhere":
            route.fulfill(body="<em>Fler</em>", content_type="text/html", headers=HEADERS)
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=HEADERS)

    alone.route("**/*", answer)
    page = alone.new_page()
    page.goto("/cases/")
    return page, trouble


@pytest.mark.parametrize("frame", ["staff", "single", "party"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROWEST, PHONE, DESKTOP])
def test_nothing_stands_in_anybodys_way(chromium: Browser, frame: str, scheme: Scheme, width: int) -> None:
    page, trouble = show(chromium, gallery(frame, wrong=True), width, scheme)
    assert axe(page) == []
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(TOO_SMALL, TARGETS) == []
    assert trouble == []


def test_a_form_that_is_wrong_begins_at_what_is_wrong(chromium: Browser) -> None:
    page, _ = show(chromium, gallery("single", wrong=True), PHONE)
    assert page.evaluate("() => document.activeElement.id") == "form-errors"
    page.get_by_role("link", name="Vad säger du om planen?").press("Enter")
    assert page.evaluate("() => document.activeElement.name") == "who"


def test_the_first_tab_leads_past_the_navigation(chromium: Browser) -> None:
    page, _ = show(chromium, gallery("staff"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Foreslå en endring"


def test_the_navigation_on_a_phone_covers_nothing_at_the_end_of_the_page(chromium: Browser) -> None:
    page, _ = show(chromium, gallery("staff"), NARROWEST)
    page.keyboard.press("End")
    page.evaluate("() => window.scrollTo({top: 1e6, behavior: 'instant'})")
    foot, nav = page.locator(".foot").bounding_box(), page.locator(".side nav").bounding_box()
    assert foot
    assert nav
    assert foot["y"] + foot["height"] <= nav["y"] + 1


def test_paper_shows_the_page_without_what_only_a_screen_can_do(chromium: Browser) -> None:
    page, _ = show(chromium, gallery("staff"), scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".side", "form", ".btn", ".tabs", ".languages"):
        assert not page.locator(hidden).first.is_visible(), hidden
    expect(page.get_by_text("Printed")).to_be_visible()
    body = page.locator("body")
    expect(body).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(body).to_have_css("color", "rgb(0, 0, 0)")


def test_a_small_update_needs_nothing_that_the_policy_forbids(chromium: Browser) -> None:
    page, trouble = show(chromium, gallery("single"))
    page.get_by_role("link", name="Hent mer").click()
    page.get_by_text("Fler").wait_for()
    assert page.url.endswith("/cases/")
    assert trouble == []
