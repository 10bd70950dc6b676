"""Documents as .docx files, with real headings and tables, for offices that file and go on writing.

The file says nothing of who wrote it with which machine: no author, no company, no history.
"""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from stegvis.foundation.document import Document, Facts, Heading, Paragraph

LANGUAGES = {"en": "en-GB", "sv": "sv-SE", "nb": "nb-NO"}
UNKNOWN_DAY = datetime(2000, 1, 1)
"""When a file was made stands in it as text; what it keeps about itself is the same for all."""


CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that no file of this kind can hold; pasted in from elsewhere, they show nothing."""


def to_docx(document: Document) -> bytes:
    """The document as the bytes of a .docx file. The same document gives the same text, table for table."""
    made = docx.Document()
    _say_about_itself(made, document)
    _add_language(made, LANGUAGES.get(document.language, document.language))
    made.sections[0].footer.paragraphs[0].text = document.foot
    made.add_heading(document.title, 0)
    for block in document.blocks:
        if isinstance(block, Heading):
            made.add_heading(block.text, block.level - 1)
        elif isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                made.add_paragraph(_clean(line))
        elif isinstance(block, Facts):
            _add_table(made, block.rows, heads_left=True)
        else:
            _add_table(made, (block.head, *block.rows), heads_left=False)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    return CONTROL.sub("", text)


def _say_about_itself(made: Any, document: Document) -> None:
    about = made.core_properties
    about.title = document.title
    about.language = LANGUAGES.get(document.language, document.language)
    about.author = about.last_modified_by = about.comments = about.subject = about.keywords = ""
    about.created = about.modified = UNKNOWN_DAY


def _add_language(made: Any, language: str) -> None:
    """Screen readers choose the voice by it."""
    for element in made.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)


def _add_table(made: Any, rows: tuple[tuple[str, ...], ...], *, heads_left: bool) -> None:
    table = made.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        for place, text in enumerate(row):
            cells[place].text = _clean(text)
            if (heads_left and place == 0) or (not heads_left and number == 0):
                for run in cells[place].paragraphs[0].runs:
                    run.bold = True
    if not heads_left:
        head = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(head)
    made.add_paragraph()
