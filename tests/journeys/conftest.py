"""What a journey needs: the demo running, Chromium, and a window of their own for each party."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.windows import OpenWindow, picture, watch
from tools import browser, server
from tools.browser import DESKTOP, Scheme

_failed = pytest.StashKey[bool]()

expect.set_options(timeout=30_000)  # milliseconds; a machine that is busy is slow, not wrong


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
        watch(window, trouble)
        return window.new_page()

    yield open_one
    if trouble or request.node.stash.get(_failed, False):
        picture(windows, request.node.name)
    for window in windows:
        window.close()
    assert not trouble, "\n".join(trouble)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, pytest.TestReport]:
    report: pytest.TestReport = yield
    if report.when == "call":
        item.stash[_failed] = report.failed
    return report
