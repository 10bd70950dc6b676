"""On paper: the pages of a plan as the browser prints them, and the plan saved as PDF."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageChops
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.journeys.windows import OpenWindow
from tests.stegvis_web import papers
from tools.browser import be

A4 = (595, 842)
"""Width and height in points."""

MOST_COLOUR = 8
"""How far apart red, green and blue may lie in a printed page that has no colour; of 255."""

ONLY_ON_SCREEN = (
    "Save as PDF",
    "Print",
    "JSON",
    "Sign out",
    "Leave this page",
    "Who looked",
    "Mark as done",
    "Answer again",
)

READERS = ["maja", "ingrid", "johan", "petra"]


def plan_page(page: Page, who: str) -> None:
    """The page on which `who` reads Maja's plan."""
    be(page, who)
    if who == "ingrid":
        page.goto("/cases/")
        page.get_by_role("link", name="Maja Lindqvist").first.click()
        page.get_by_role("link", name="Plan", exact=True).click()
    else:
        page.goto("/me/plan/" if who == "maja" else "/answer/")


def printed(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True)


@pytest.mark.parametrize("who", READERS)
def test_a_plan_prints_on_a4_in_black_and_white_without_what_only_a_screen_can_do(
    open_window: OpenWindow, who: str
) -> None:
    page = open_window()
    plan_page(page, who)
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_visible()
    paper = printed(page)
    read = papers.text(paper)
    document = PdfDocument(io.BytesIO(paper))
    assert {tuple(round(edge) for edge in sheet.get_size()) for sheet in document} == {A4}
    assert f"1 / {len(document)}" in read
    assert "Printed" in read
    assert "NV-" in read
    after_its_head = read.split("Printed", 1)[1]
    assert [words for words in ONLY_ON_SCREEN if words in after_its_head] == []
    assert max(map(colour, document)) <= MOST_COLOUR


def colour(sheet: Any) -> int:
    """How colourful the most colourful dot of a printed page is, from 0, black, white or grey, to 255."""
    red, green, blue = sheet.render(scale=1).to_pil().convert("RGB").split()
    pairs = ((red, green), (green, blue), (blue, red))
    apart = [ImageChops.difference(*pair).histogram() for pair in pairs]
    return max(value for found in apart for value, dots in enumerate(found) if dots)


@pytest.mark.parametrize("who", READERS)
def test_a_plan_is_saved_as_pdf_with_one_click(open_window: OpenWindow, who: str, tmp_path: Path) -> None:
    page = open_window()
    plan_page(page, who)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Save as PDF").click()
    assert waiting.value.suggested_filename.startswith("NV-")
    assert waiting.value.suggested_filename.endswith(".pdf")
    waiting.value.save_as(tmp_path / "plan.pdf")
    read = papers.text((tmp_path / "plan.pdf").read_bytes())
    assert "Plan, version" in read
    assert "Page 1 of" in read


def test_the_button_prints_the_page(open_window: OpenWindow) -> None:
    page = open_window()
    page.add_init_script("window.print = () => { document.title = 'printed' }")
    plan_page(page, "johan")
    page.get_by_role("button", name="Print", exact=True).click()
    expect(page).to_have_title("printed")
