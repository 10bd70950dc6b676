"""What kind a block of a document is, for templates."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.casework.letter import LETTERS
from stegvis.foundation.document import Block
from stegvis_web.foundation.rendering import register


@register.filter
def letter_name(kind: str) -> str:
    """What a letter of that kind is called; its id where no definition is left."""
    known = LETTERS.all().get(kind)
    return _(known.name) if known else kind


@register.filter
def block_kind(block: Block) -> str:
    """ "heading", "paragraph", "facts" or "table"."""
    return type(block).__name__.lower()
