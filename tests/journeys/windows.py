"""Windows of the parties: watched for what goes wrong in them, pictured when it did."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from tools import CACHE

PICTURES = CACHE / "journeys"

OpenWindow = Callable[..., Page]
"""The fixture `open_window`: `open_window(width=390, scheme="dark")`."""


TELL = """document.addEventListener("securitypolicyviolation", event => console.error(
    `Content Security Policy: ${event.effectiveDirective} stopped ${event.blockedURI}`,
    `on ${location.pathname}`))"""
"""Runs in every page before its own scripts; the browser's console leaves out what is only reported."""


def watch(window: BrowserContext, trouble: list[str]) -> None:
    """Add a line to `trouble` for a breach of the site's policy, a failed script, a 5xx.

    A breach is heard twice: as the event of the page, and as the browser's own words in the console.
    """

    def answered(response: Response) -> None:
        if response.status >= 500:
            trouble.append(f"{response.status} from {response.url}")

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            trouble.append(message.text)

    window.add_init_script(TELL)
    window.on("response", answered)
    window.on("console", said)
    window.on("weberror", lambda error: trouble.append(f"script failed: {error.error}"))


def picture(windows: list[BrowserContext], name: str) -> None:
    """Keep what all `windows` show, in .cache/journeys."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    pages = [page for window in windows for page in window.pages]
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True)
