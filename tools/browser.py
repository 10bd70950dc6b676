"""Headless Chromium, for the journeys and the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.need import CHROMIUM, need

PHONE, DESKTOP = 390, 1280  # widths in CSS pixels
Scheme = Literal["light", "dark"]

# No sandbox, since tests may run as root; no calls home, since there may be no network.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need(CHROMIUM), args=[*FLAGS])
        try:
            yield browser
        finally:
            browser.close()


def window(browser: Browser, site: str, width: int = DESKTOP, scheme: Scheme = "light") -> BrowserContext:
    """A window on `site`, one person's: cookies of its own, as wide as their screen."""
    return browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 844 if width < 700 else 800},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en-GB",
    )


def be(page: Page, who: str) -> None:
    """Sign in with one click, as the guest of the demo with that key."""
    page.goto("/demo/")
    page.locator(f"button[name=who][value={who}]").first.click()
