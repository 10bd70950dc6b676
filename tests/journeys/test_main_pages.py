"""The main pages hold for everyone: axe finds nothing, and nothing sticks out to the side."""

from __future__ import annotations

import pytest

from tests.journeys.axe import axe
from tests.journeys.windows import OpenWindow
from tools.browser import DESKTOP, PHONE, Scheme, be
from tools.screens import SCREENS

NARROWEST = 320
WINDOWS = [(NARROWEST, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark")]
WHO = sorted({screen.who for screen in SCREENS})


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "nobody")
def test_main_pages(open_window: OpenWindow, who: str, width: int, scheme: Scheme) -> None:
    page = open_window(width=width, scheme=scheme)
    if who:
        be(page, who)
    findings = []
    for path in (screen.path for screen in SCREENS if screen.who == who):
        page.goto(path)
        findings += [f"{path} {finding}" for finding in axe(page)]
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            findings.append(f"{path} is wider than the window")
    assert not findings, "\n".join(findings)
