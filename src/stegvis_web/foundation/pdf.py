"""Pages as files for paper: PDF/UA-1, tagged for screen readers, drawn by WeasyPrint.

A page may use our own static files and icons, and nothing else: no network, no other file of the machine.
WeasyPrint needs the system's Pango. It is loaded when the first PDF is made, so the site starts without.
"""

from __future__ import annotations

from importlib import import_module
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from stegvis_web.foundation.icons import ICONS
from stegvis_web.foundation.pdf_tags import close_tags

STATIC = "https://static.invalid/"
"""What relative addresses in a page stand under. Nobody can ever own that name; it is never asked for."""

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" color="#000" fill="none" '
    'stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{}</svg>'
)


class CannotPrint(Exception):
    """This machine lacks what draws a PDF."""


def pdf(page: str) -> bytes:
    """The HTML `page` as PDF/UA-1.

    The page must have a `lang` and a `title`. Raises CannotPrint where Pango is missing.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFiles(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, our_file(url), {"Content-Type": guess_type(url)[0] or ""})

    document = weasyprint.HTML(string=page, base_url=STATIC, url_fetcher=OurFiles())
    made: bytes = document.write_pdf(pdf_variant="pdf/ua-1", finisher=close_tags)
    return made


def our_file(url: str) -> bytes:
    """The static file, or the icon under `icons/`, at that address. Raises ValueError for anything else."""
    name = url.removeprefix(STATIC)
    if name == url:
        raise ValueError("A page on paper fetches nothing from outside.")
    folder, _, file = name.partition("/")
    if folder == "icons" and file.removesuffix(".svg") in ICONS:
        return ICON.format(ICONS[file.removesuffix(".svg")]).encode()
    found = finders.find(name)
    if not isinstance(found, str) or not Path(found).is_file():
        raise ValueError(f"There is no static file {name}.")
    return Path(found).read_bytes()


def _weasyprint() -> Any:
    try:
        return import_module("weasyprint")
    except (ImportError, OSError) as missing:
        raise CannotPrint(str(missing)) from missing
