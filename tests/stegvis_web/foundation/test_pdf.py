"""A page as PDF/UA-1: what it must carry, what it may use, and what happens where it cannot be drawn."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest

from stegvis_web.foundation import pdf as printing
from stegvis_web.foundation.pdf import STATIC, CannotPrint, our_file, pdf
from tests.stegvis_web import papers

PAGE = """<!doctype html><html lang="nb"><head><title>Et papir</title>
<style>@page { size: A4; @bottom-left { content: element(foot) } } .foot { position: running(foot) }
p { break-after: page }</style></head><body><p class="foot">On every page</p><h1>Skritt</h1>
<p>Først.</p><p>Så.</p>
<table><thead><tr><th>Dag</th><th>Timer</th></tr></thead>
<tbody><tr><th scope="row">Mandag</th><td>4</td></tr></tbody></table></body></html>"""


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf(PAGE)


def test_it_says_that_it_is_pdf_ua_with_its_language_and_its_title(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "nb"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(opened.docinfo["/Title"]) == "Et papir"
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Et papir"
        assert all(page.Tabs == "/S" for page in opened.pages)


def test_headings_and_tables_are_heard_as_such_in_the_order_of_the_page(made: bytes) -> None:
    said = [tag for tag in papers.heard(made) if tag[1]]
    assert said == [
        ("H1", "Skritt"),
        ("P", "Først."),
        ("P", "Så."),
        ("TH", "Dag"),
        ("TH", "Timer"),
        ("TH", "Mandag"),
        ("TD", "4"),
    ]


def test_header_cells_say_over_what_they_stand(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        scopes = [
            str(thing.A.Scope)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"
        ]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_what_every_page_repeats_is_seen_and_not_heard(made: bytes) -> None:
    assert papers.text(made).count("On every page") == 3
    assert "On every page" not in str(papers.heard(made))
    with pikepdf.open(BytesIO(made)) as opened:
        for page in opened.pages:
            margins = [
                operands[1].get("/Type")
                for operands, operator in papers.drawing(page)
                if operator == "BDC" and str(operands[0]) == "/Artifact"
            ]
            assert "/Pagination" in margins


def test_every_piece_of_a_page_is_tagged_or_an_artifact(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        numbers = list(opened.Root.StructTreeRoot.ParentTree.Nums)
        for page in opened.pages:
            owners = numbers[numbers.index(page.StructParents) + 1]
            depth = 0
            for operands, operator in papers.drawing(page):
                if operator in {"BDC", "BMC"}:
                    depth += 1
                    if len(operands) > 1 and "/MCID" in operands[1]:
                        assert owners[int(operands[1]["/MCID"])] is not None
                depth -= operator == "EMC"
                if operator in {"TJ", "Tj", "Do", "f", "S", "B"}:
                    assert depth > 0


def test_every_font_is_in_the_file(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        fonts = [f for f in opened.objects if isinstance(f, pikepdf.Dictionary) and "/FontName" in f]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_the_headings_are_bookmarks(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened, opened.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Skritt"]


# What a page may use


def test_a_page_uses_our_static_files_and_icons() -> None:
    assert our_file(f"{STATIC}stegvis/mark.svg").startswith(b"<svg")
    assert b"<circle" in our_file(f"{STATIC}icons/clock.svg")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.png",
        "http://127.0.0.1:8000/static/stegvis/stegvis.css",
        "file:///etc/hostname",
        "data:image/png;base64,AAAA",
        f"{STATIC}icons/no-such-icon.svg",
        f"{STATIC}no/such/file.css",
        f"{STATIC}",
    ],
)
def test_a_page_uses_nothing_else(address: str) -> None:
    with pytest.raises(ValueError, match=r"on paper fetches nothing|no static file"):
        our_file(address)


@pytest.mark.parametrize("way_out", ["../settings.py", "..%2fsettings.py", "stegvis/../../apps.py"])
def test_no_way_leads_out_of_the_static_files(way_out: str) -> None:
    with pytest.raises(Exception, match=r"static file|outside|is located"):
        our_file(f"{STATIC}{way_out}")


def test_a_page_that_asks_for_a_file_of_the_machine_is_drawn_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def refuse(url: str) -> bytes:
        asked.append(url)
        raise ValueError("no")

    monkeypatch.setattr(printing, "our_file", refuse)
    page = '<html lang="en"><title>x</title><img alt="a" src="file:///etc/hostname"><p>Still here.</p>'
    assert "Still here." in papers.text(pdf(page))
    assert asked == ["file:///etc/hostname"]


# Where it cannot be drawn


@pytest.mark.parametrize("trouble", [OSError("cannot load library 'libpango-1.0-0'"), ImportError("no")])
def test_without_pango_it_says_that_it_cannot_print(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def missing(name: str) -> None:
        raise trouble

    monkeypatch.setattr(printing, "import_module", missing)
    with pytest.raises(CannotPrint):
        pdf(PAGE)


def test_the_site_starts_without_it() -> None:
    """Nothing that is imported at start-up needs WeasyPrint."""
    code = (
        "import sys; sys.modules['weasyprint'] = None\n"
        "import django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import stegvis_web.casework.urls"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


# That the tests can find what they look for


def test_whatever_is_put_into_a_pdf_is_found_there() -> None:
    page = (
        '<html lang="en"><head><title>Qtitleq</title><meta name="author" content="Qauthorq">'
        '<meta name="description" content="Qdescriptionq"><meta name="keywords" content="Qkeywordq"></head>'
        '<body><h1>Qheadingq</h1><p style="color: #fff; font-size: 1pt">Qhiddenq</p>'
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Qalternativeq</title>'
        '<path d="M0 0h9v9z"/></svg>'
        "<p style=\"bookmark-level: 1; bookmark-label: 'Qbookmarkq'\">åäö Qåq</p></body></html>"
    )
    everything = papers.everything(pdf(page))
    wanted = (
        "title",
        "author",
        "description",
        "keyword",
        "heading",
        "hidden",
        "alternative",
        "bookmark",
        "å",
    )
    assert [word for word in wanted if f"Q{word}q" not in everything] == []
