"""What a journey needs: the demo running, Chromium, and a window of their own for each party."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tools import CACHE, browser, server
from tools.browser import DESKTOP, Scheme

PICTURES = CACHE / "journeys"
_failed = pytest.StashKey[bool]()

OpenWindow = Callable[..., Page]


@pytest.fixture(scope="session")
def site() -> Iterator[server.Site]:
    """The demo, in a process of its own, with a world of its own."""
    with server.site() as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as running:
        yield running


@pytest.fixture
def open_window(site: server.Site, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[OpenWindow]:
    """`open_window(width=390, scheme="dark")`: a page in a window that shares nothing with the others.

    The journey fails if in any window the page broke its own Content-Security-Policy, a script failed, or the
    site answered with an error of its own (5xx). After a failure, .cache/journeys holds the pictures.
    """
    windows: list[BrowserContext] = []
    trouble: list[str] = []

    def open_one(width: int = DESKTOP, scheme: Scheme = "light") -> Page:
        window = browser.window(chromium, site.url, width, scheme)
        windows.append(window)
        _watch(window, trouble)
        return window.new_page()

    yield open_one
    if trouble or request.node.stash.get(_failed, False):
        _take_pictures(windows, request.node.name)
    for window in windows:
        window.close()
    assert not trouble, "\n".join(trouble)


def _watch(window: BrowserContext, trouble: list[str]) -> None:
    def answered(response: Response) -> None:
        if response.status >= 500:
            trouble.append(f"{response.status} from {response.url}")

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            trouble.append(message.text)

    window.on("response", answered)
    window.on("console", said)
    window.on("weberror", lambda error: trouble.append(f"script failed: {error.error}"))


def _take_pictures(windows: list[BrowserContext], name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    pages = [page for window in windows for page in window.pages]
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, pytest.TestReport]:
    report: pytest.TestReport = yield
    if report.when == "call":
        item.stash[_failed] = report.failed
    return report
