"""axe-core: what a person with a disability would stumble over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).with_name("vendor") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page: Page) -> list[str]:
    """One line for every finding on the page as it stands: rule, what is wrong, where."""
    page.wait_for_load_state("load")  # a page whose styles are still on their way has no sizes yet
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SOURCE.read_text(encoding="utf-8"))
    with _whole_in_view(page):
        result = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", RULES)
    return [
        f"{violation['id']}: {violation['help']} – {' '.join(map(str, node['target']))}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


@contextmanager
def _whole_in_view(page: Page) -> Iterator[None]:
    """A window as tall as the page: what a fixed bar covers until one scrolls is not too small to touch."""
    before = page.viewport_size
    assert before
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": before["width"], "height": max(before["height"], height)})
    yield
    page.set_viewport_size(before)
