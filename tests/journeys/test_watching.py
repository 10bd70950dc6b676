"""That the journeys would notice: faults planted in a page are found, under the strict policy of the site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.axe import axe
from tests.journeys.windows import watch
from tools.browser import window

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'"
FAULTLESS = "<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>{}</main></html>"


@pytest.fixture
def alone(chromium: Browser) -> BrowserContext:
    """A window with no site behind it."""
    return window(chromium, "http://planted.test")


def show(alone: BrowserContext, body: str, status: int = 200) -> Page:
    """A page whose main part is `body`."""
    alone.route(
        "**/*",
        lambda route: route.fulfill(
            status=status,
            body=FAULTLESS.format(body),
            content_type="text/html",
            headers={"Content-Security-Policy": POLICY},
        ),
    )
    page = alone.new_page()
    page.goto("/")
    return page


def test_axe_finds_nothing_on_a_faultless_page(alone: BrowserContext) -> None:
    assert axe(show(alone, "<p>Words.</p>")) == []


def test_axe_names_the_fault_and_its_place(alone: BrowserContext) -> None:
    (finding,) = axe(show(alone, "<img src=/picture.png id=portrait>"))
    assert finding.startswith("image-alt: ")
    assert finding.endswith("#portrait")


@pytest.mark.parametrize(
    ("body", "status", "trouble"),
    [
        ("<p style='color: red'>Words.</p>", 200, "Content Security Policy"),
        ("<script>1</script>", 200, "Content Security Policy"),
        ("<p>An error.</p>", 500, "500 from http://planted.test/"),
    ],
)
def test_what_breaks_in_a_window_is_noticed(
    alone: BrowserContext, body: str, status: int, trouble: str
) -> None:
    noticed: list[str] = []
    watch(alone, noticed)
    show(alone, body, status)
    assert trouble in "\n".join(noticed)


def test_a_breach_is_told_by_the_event_of_the_page_with_what_was_stopped_and_where(
    alone: BrowserContext,
) -> None:
    noticed: list[str] = []
    watch(alone, noticed)
    show(alone, "<img src=http://elsewhere.test/pixel.png alt=''>")
    assert "Content Security Policy: img-src stopped http://elsewhere.test/pixel.png on /" in noticed


def test_a_page_in_order_gives_no_trouble(alone: BrowserContext) -> None:
    noticed: list[str] = []
    watch(alone, noticed)
    axe(show(alone, "<p>Words.</p>"))
    assert noticed == []
