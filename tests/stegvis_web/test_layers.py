"""Views and forms hold no reads and no writes of their own: those are queries and actions."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import stegvis_web

SITE = Path(stegvis_web.__file__).parent
PAGES = sorted(
    path
    for path in SITE.rglob("*.py")
    if {"views", "forms", "views.py", "forms.py"} & set(path.relative_to(SITE).parts)
    and path.relative_to(SITE).parts[0] != "foundation"  # its health page asks the database itself
)
FORBIDDEN = {
    "objects",
    "_default_manager",
    "filter",
    "exclude",
    "annotate",
    "aggregate",
    "create",
    "get_or_create",
    "bulk_create",
    "save",
    "delete",
    "raw",
    "execute",
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(SITE)))
def test_a_page_touches_no_table(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    touched = {
        f"line {node.lineno}: .{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN
    }
    assert touched == set()
