"""The pages about security name tests and files that are there, and leave no requirement out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tools import ROOT

SHORT = {"T/": "tests/stegvis_web/", "S/": "src/stegvis_web/"}
STATES = {"Yes", "In part", "Not yet", "Site", "No such thing"}

LEVEL_2 = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3
11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3
15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""
"""ASVS 5.0.0: how many requirements of levels 1 and 2 each section has; those of level 3 follow them."""


def page(name: str) -> str:
    return (ROOT / "docs" / "security" / name).read_text(encoding="utf-8")


def named(text: str) -> Iterator[tuple[str, str]]:
    """Path and name of each test, path and nothing of each other file that stands in the text."""
    for told in re.findall(r"`([^`\s]+)`", text):
        for short, long in SHORT.items():
            if told.startswith(short) and told != short:
                told = long + told.removeprefix(short)
        path, _, test = told.partition("::")
        if path.startswith(("tests/", "src/", "docs/", "tools/", "deploy/")) or (ROOT / path).is_file():
            yield path, test


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def rows() -> list[tuple[str, str, str]]:
    """Number or range, state and evidence of each line of the standard's tables."""
    lines = re.findall(r"^\| ([\d.–]+) \| [^|]+ \| ([^|]+) \| ([^|]*)\|$", page("asvs.md"), re.M)
    return [(number, state.strip(), why.strip()) for number, state, why in lines]


@pytest.mark.parametrize("name", ["checklist.md", "asvs.md"])
def test_every_test_that_is_named_exists(name: str) -> None:
    found = list(named(page(name)))
    assert len(found) > 40
    missing = [path for path, _ in found if not (ROOT / path).exists()]
    missing += [f"{path}::{test}" for path, test in found if test and test not in names_in(path)]
    assert missing == []


def test_every_line_of_the_checklist_names_a_test() -> None:
    lines = [line for line in page("checklist.md").splitlines() if line.startswith("| ")]
    held = [line for line in lines if not line.startswith("| What holds")]
    assert len(held) > 20
    assert [line for line in held if "::test_" not in line] == []


def answered() -> Iterator[str]:
    for number, _, _ in rows():
        first, _, last = number.partition("–")
        section, start = first.rsplit(".", 1)
        end = last.rsplit(".", 1)[1] if last else start
        yield from (f"{section}.{each}" for each in range(int(start), int(end) + 1))


def test_every_requirement_of_levels_one_and_two_has_an_answer() -> None:
    sections = (word.split(":") for word in LEVEL_2.split())
    asked = [f"{section}.{each}" for section, most in sections for each in range(1, int(most) + 1)]
    assert len(asked) == 253
    assert list(answered()) == asked


def test_every_answer_says_why() -> None:
    assert {state for _, state, _ in rows()} <= STATES
    ours = {"Yes", "In part", "Not yet"}
    assert [number for number, state, why in rows() if state in ours and not why] == []
