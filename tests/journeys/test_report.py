"""The report of a trial as a page in a browser: narrow and wide, light and dark, by keyboard, translated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page

from stegvis.cli import main
from stegvis.reports.invented.trial import write
from tests.journeys.axe import axe
from tests.journeys.windows import watch
from tools.browser import DESKTOP, PHONE, Scheme

QUESTION = (
    *("--group", "arm", "--control", "control", "--site", "site", "--adjust", "age,sex,education"),
    *("--subgroup", "sex,age", "--definition", "myhre_2014", "--definitions", "all"),
    *("--register-end", "2013-12-31", "--invented", "--quiet"),
)
Read = Callable[[str, int, Scheme], Page]
OUTSIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report in each language, about the invented trial."""
    folder = tmp_path_factory.mktemp("trial")
    write(folder)
    made = {}
    for language in ("en", "sv", "nb"):
        made[language] = folder / f"{language}.html"
        files = (str(folder / "spells.csv"), str(folder / "people.csv"))
        words = ("--lang", language, "--out", str(made[language]))
        done = CliRunner().invoke(main, ["report", "two-arm", *files, *QUESTION, *words])
        assert done.exit_code == 0, done.stderr
    return made


@pytest.fixture
def read(chromium: Browser, reports: dict[str, Path]) -> Iterator[Read]:
    """`read("sv", PHONE, "dark")`: the report in a window of its own, in which no script may fail."""
    windows: list[BrowserContext] = []
    trouble: list[str] = []

    def read_one(language: str, width: int, scheme: Scheme) -> Page:
        window = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        windows.append(window)
        watch(window, trouble)
        page = window.new_page()
        page.goto(reports[language].as_uri())
        return page

    yield read_one
    for window in windows:
        window.close()
    assert not trouble, "\n".join(trouble)


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", DESKTOP, "light"), ("sv", PHONE, "dark"), ("nb", PHONE, "light"), ("en", DESKTOP, "dark")],
)
def test_nothing_stands_in_a_readers_way(read: Read, language: str, width: int, scheme: Scheme) -> None:
    page = read(language, width, scheme)
    assert axe(page) == []
    assert page.evaluate(OUTSIDE) <= 0


def test_wide_tables_and_figures_are_reached_and_moved_by_keyboard(read: Read) -> None:
    page = read("en", PHONE, "light")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Go to the report"
    page.keyboard.press("Enter")
    table = page.get_by_role("region", name="Return to work, by site and together")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 0", arg=table.element_handle())


def test_a_figure_and_its_numbers_can_be_taken_away(read: Read) -> None:
    page = read("en", DESKTOP, "light")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download as SVG People back at work, day by day").click()
    assert taken.value.suggested_filename == "curves.svg"
    assert Path(taken.value.path()).read_text(encoding="utf-8").startswith("<svg")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Data as CSV People at baseline, by arm").click()
    assert Path(taken.value.path()).read_text(encoding="utf-8").startswith("Variable,control,N,")
