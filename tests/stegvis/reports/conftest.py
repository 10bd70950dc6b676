"""One invented trial for all tests of reports, and the report on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stegvis.cli import main
from stegvis.reports.invented.trial import write

Report = Callable[..., Result]
WORDS = (
    *("--group", "arm", "--control", "control", "--site", "site", "--adjust", "age,sex,education"),
    *("--subgroup", "sex,age,education,odi_ndi", "--definition", "myhre_2014", "--definitions", "all"),
    *("--invented", "--quiet"),
)


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trial")
    write(folder)
    return folder


def report(folder: Path, out: Path, *words: str) -> Result:
    """Run the command on a folder's files; later words win over the usual ones."""
    files = [str(folder / "spells.csv"), str(folder / "people.csv"), "--register-end", "2013-12-31"]
    return CliRunner().invoke(
        main, ["report", "two-arm", *files, "--out", str(out), *WORDS, *words], catch_exceptions=False
    )


@pytest.fixture(scope="session")
def numbers(trial: Path) -> dict[str, Any]:
    """The whole result, as a program reads it."""
    out = trial / "report.json"
    done = report(trial, out)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found
