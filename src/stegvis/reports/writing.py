"""Writes a report: as a page that needs nothing else, as PDF, or as a Word file."""

from __future__ import annotations

from pathlib import Path

from stegvis.reports.html import to_html
from stegvis.reports.result import TwoArm
from stegvis.reports.telling import tell


def write(result: TwoArm, file: Path, *, kind: str, language: str) -> None:
    """Write to `file`. `kind`: `.html`, `.pdf` or `.docx`. What each needs is loaded only then."""
    document = tell(result, language)
    if kind == ".html":
        file.write_text(to_html(document), encoding="utf-8")
    elif kind == ".pdf":
        from stegvis.reports.pdf import to_pdf

        file.write_bytes(to_pdf(document))
    else:
        from stegvis.reports.docx import to_docx

        file.write_bytes(to_docx(document))
