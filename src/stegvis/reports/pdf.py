"""A report on paper: tagged PDF/UA from the same page."""

from __future__ import annotations

import weasyprint

from stegvis.reports.document import Document
from stegvis.reports.html import to_html

PAPER = """
@page { margin: 20mm 15mm 18mm; size: A4;
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages); font: 8pt sans-serif; }
  @top-left { content: "%(warning)s"; font: bold 8pt sans-serif; } }
html { font-family: "Source Sans 3", "DejaVu Sans", sans-serif; }
th, td { padding: 2pt 5pt 2pt 0; }
tbody th { min-width: 0; }
#sides tbody th { width: 36%%; }
"""


def to_pdf(document: Document) -> bytes:
    """The bytes of a PDF with page numbers, and on each page the warning, if there is one."""
    words = {"page": document.words["page"], "warning": document.warning}
    style = PAPER % {name: word.replace("\\", "").replace('"', "’") for name, word in words.items()}
    made: bytes = weasyprint.HTML(string=to_html(document, style=style)).write_pdf(pdf_variant="pdf/ua-1")
    return made
