"""A report as a .docx file, to go on writing in: real headings, heads of tables repeated, figures told."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import docx
import vl_convert
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from stegvis.reports.document import Document, Figure, Paragraph, Points, Table, Text
from stegvis.reports.writing_numbers import plain

LANGUAGES = {"en": "en-GB", "sv": "sv-SE", "nb": "nb-NO"}
UNKNOWN_DAY = datetime(2000, 1, 1)
"""When a report was made stands in it as text; what the file keeps about itself is the same for all."""
SCALE = 2.0


def to_docx(document: Document) -> bytes:
    """The bytes of the file, pages lying, as tables are wide."""
    made = docx.Document()
    _about(made, document)
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    if document.warning:
        section.header.paragraphs[0].text = document.warning
    made.add_heading(document.title, 0)
    for part in document.sections:
        made.add_heading(part.title, 1)
        for block in part.blocks:
            if isinstance(block, Paragraph):
                made.add_paragraph(plain(block.text, document.language))
            elif isinstance(block, Points):
                for item in block.items:
                    made.add_paragraph(plain(item, document.language), style="List Bullet")
            elif isinstance(block, Table):
                _table(made, block, document.language)
            else:
                _figure(made, block, document.language)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _about(made: Any, document: Document) -> None:
    language = LANGUAGES[document.language]
    about = made.core_properties
    about.title, about.language = document.title, language
    about.author = about.last_modified_by = about.comments = about.subject = about.keywords = ""
    about.created = about.modified = UNKNOWN_DAY
    for element in made.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)


def _table(made: Any, block: Table, language: str) -> None:
    caption = made.add_paragraph(plain(block.caption, language), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = made.add_table(rows=0, cols=len(block.head))
    table.style = "Table Grid"
    for number, row in enumerate((block.head, *(row.cells for row in block.rows))):
        cells = table.add_row().cells
        for place, text in enumerate(row):
            inside = number > 0 and place == 0 and block.rows[number - 1].inside
            _cell(cells[place], text, language, bold=number == 0, indent=inside)
    head = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    if block.note:
        made.add_paragraph(plain(block.note, language))


def _cell(cell: Any, text: Text, language: str, *, bold: bool, indent: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(plain(text, language))
    run.bold, run.font.size = bold, Pt(9)
    if indent:
        paragraph.paragraph_format.left_indent = Mm(5)


def _figure(made: Any, block: Figure, language: str) -> None:
    """The picture, with its words for those who do not see it."""
    picture = vl_convert.svg_to_png(block.svg.replace("currentColor", "#000000"), scale=SCALE)
    made.add_picture(BytesIO(picture), width=Mm(230))
    told = plain(block.told, language)
    for shape in made.inline_shapes[-1]._inline.iter(qn("wp:docPr")):
        shape.set("descr", told)
        shape.set("title", plain(block.title, language))
    made.add_paragraph(f"{plain(block.title, language)}. {told}", style="Caption")
