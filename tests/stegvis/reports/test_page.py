"""The report as a page, on paper and for Word: every number is the result's own; everybody can read it."""

from __future__ import annotations

import re
import zipfile
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from stegvis.reports.document import Number
from stegvis.reports.words import LANGUAGES
from stegvis.reports.writing_numbers import written
from tests.stegvis.reports.conftest import report

DIGIT = re.compile(r"\d")
VOID = {"meta", "link", "br", "img"}


class Page(HTMLParser):
    """What a page says: its words outside of `data` and of what was `given`, the values of `data`, elements
    by name, and figures apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.values: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag == "data":
            self.values.append(found["value"])
        given = tag == "span" and found.get("class") == "given"
        if tag not in VOID:
            self.inside.append("given" if given else tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not {"data", "given", "svg", "style"} & set(self.inside):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(trial: Path) -> Page:
    out = trial / "report.html"
    done = report(trial, out)
    assert done.exit_code == 0, done.stderr
    return Page(out.read_text(encoding="utf-8"))


def values(result: Any) -> set[str]:
    """Every number of a result, as it is written."""
    if isinstance(result, dict):
        return set().union(*map(values, result.values())) if result else set()
    if isinstance(result, list):
        return set().union(*map(values, result)) if result else set()
    return {str(result)} if isinstance(result, int | float) and not isinstance(result, bool) else set()


def test_no_number_is_typed_and_each_is_the_results_own(page: Page, numbers: dict[str, Any]) -> None:
    typed = [words for words in page.words if DIGIT.search(words)]
    assert typed == []
    sums = {str(sum(arm["n"] for arm in numbers["pooled"]["arms"])), str(len(numbers["sides"]))}
    sums |= {str(sum(step["n"] for step in numbers["flow"]["excluded"]))}
    sums |= {
        str(sum(sum(arm["other_ends"].values()) for arm in one["arms"]))
        for one in (*numbers["by_site"], numbers["pooled"])
    }
    assert len(page.values) > 400
    assert set(page.values) - values(numbers) <= sums


def test_the_page_needs_nothing_from_elsewhere(page: Page) -> None:
    assert page.all("script") == page.all("img") == page.all("iframe") == []
    assert [link for link in page.all("a") if not link["href"].startswith(("#", "data:"))] == []
    assert page.all("link") == []


def test_tables_have_heads_captions_and_the_same_numbers_as_csv(page: Page) -> None:
    tables, captions = page.all("table"), page.all("caption")
    assert len(tables) == len(captions) >= 8
    assert {head["scope"] for head in page.all("th")} == {"col", "row"}
    regions = [one for one in page.all("div") if one.get("class") == "wide"]
    assert all(one["tabindex"] == "0" and one["aria-labelledby"] for one in regions)
    links = {one["download"]: one["href"] for one in page.all("a") if "download" in one}
    assert {"baseline.csv", "returns.csv", "curves.svg", "curves.csv", "definitions.svg"} <= set(links)
    baseline = b64decode(links["baseline.csv"].partition(",")[2]).decode()
    assert '"bmi, mean (SD)",27.11 (4.98),163,26.91 (4.68),176' in baseline
    drawn = b64decode(links["curves.svg"].partition(",")[2]).decode()
    assert drawn.startswith("<svg xmlns=")
    assert "<title>People back at work, day by day</title>" in drawn


def test_figures_are_told_in_words_and_headings_are_in_order(page: Page) -> None:
    assert len(page.all("svg")) == len(page.all("figcaption")) == 3
    assert all(one["role"] == "img" for one in page.all("svg"))
    levels = [int(name[1]) for name, _ in page.elements if re.fullmatch(r"h\d", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert set(levels) == {1, 2}
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_it_says_that_everybody_is_invented(trial: Path, tmp_path: Path, page: Page) -> None:
    assert "Invented data: nobody in this report exists." in page.words
    with zipfile.ZipFile(made(trial, tmp_path, "docx")) as file:
        headers = [file.read(name).decode() for name in file.namelist() if "header" in name]
    assert any("Invented data" in header for header in headers)


def made(trial: Path, folder: Path, kind: str, *words: str) -> Path:
    out = folder / f"report.{kind}"
    done = report(trial, out, *words)
    assert done.exit_code == 0, done.stderr
    return out


def test_on_paper_it_is_tagged_with_a_warning_on_each_page(trial: Path, tmp_path: Path) -> None:
    pikepdf, pdfium = pytest.importorskip("pikepdf"), pytest.importorskip("pypdfium2")
    file = made(trial, tmp_path, "pdf")
    with pikepdf.open(file) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en"
        assert "StructTreeRoot" in str(opened.Root.keys())
    document = pdfium.PdfDocument(file)
    pages = [page.get_textpage().get_text_range() for page in document]
    assert 5 <= len(pages) <= 14
    assert all("Invented data" in text for text in pages)
    assert all(f"Page {number} / {len(pages)}" in text for number, text in enumerate(pages, start=1))
    assert "0.91 (0.72–1.14)" in "".join(pages)


def test_word_opens_it_with_headings_tables_and_pictures_that_are_told(trial: Path, tmp_path: Path) -> None:
    mammoth = pytest.importorskip("mammoth", reason="the second reader of Word files is not installed here")
    with made(trial, tmp_path, "docx").open("rb") as file:
        page = Page(mammoth.convert_to_html(file).value)
    assert len(page.all("h1")) >= 10
    assert len(page.all("table")) >= 8
    pictures = page.all("img")
    assert len(pictures) == 3
    assert all(len(one["alt"]) > 60 for one in pictures)
    text = "".join(page.words)
    assert "0.91 (0.72–1.14)" in text
    assert "27.11 (4.98)" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_words_and_its_numbers(trial: Path, tmp_path: Path, language: str) -> None:
    text = made(trial, tmp_path, "html", "--lang", language).read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in text
    heading = {"en": "At baseline", "sv": "Vid studiestart", "nb": "Ved studiestart"}[language]
    assert f">{heading}</h2>" in text
    assert (">0.91</data>" if language == "en" else ">0,91</data>") in text


@pytest.mark.parametrize(
    ("number", "en", "sv"),
    [
        (Number(12345), "12,345", "12 345"),
        (Number(0.4999, "share"), "50.0%", "50,0 %"),
        (Number(0.00049, "p"), "<0.001", "<0,001"),
        (Number(0.0544, "p"), "0.054", "0,054"),
        (Number(0.62, "p"), "0.62", "0,62"),
        (Number(-0.004, "decimal"), "0.0", "0,0"),
        (Number(-12.34, "decimal"), "−12.3", "−12,3"),
        (Number(157.5, "days"), "157.5", "157,5"),
        (Number(160.0, "days"), "160", "160"),
        (Number(None, "ratio"), "–", "–"),
    ],
)
def test_numbers_are_written_as_each_language_writes_them(number: Number, en: str, sv: str) -> None:
    assert written(number, "en") == en
    assert written(number, "sv") == sv
