"""No journey opens a window of which nobody would notice that a page broke the site's policy."""

from __future__ import annotations

import ast
from pathlib import Path

HERE = Path(__file__).parent
OPENS = {"window", "new_context"}
"""What opens a window: `tools.browser.window`, and Playwright's own."""


def called(function: ast.FunctionDef) -> set[str]:
    """The names of what a function calls."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def test_whoever_opens_a_window_watches_it() -> None:
    unwatched = []
    opened = 0
    for file in HERE.glob("*.py"):
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and called(function) & OPENS:
                opened += 1
                if "watch" not in called(function):
                    unwatched.append(f"{file.name}: {function.name}")
    assert opened >= 4
    # The one window into which faults are planted: each of its tests watches it itself.
    assert unwatched == ["test_watching.py: alone"]
