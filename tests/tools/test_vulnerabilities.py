"""What is pinned is pinned by its content, and what the database of vulnerabilities says is told as it is."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from tools import ROOT, vulnerabilities
from tools.vulnerabilities import read

LOCKED: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]


def report(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


CALM = {"name": "calm", "version": "1.0", "vulns": []}
HOLED = {
    "name": "holed",
    "version": "2.1",
    "vulns": [{"id": "PYSEC-2030-7", "fix_versions": ["2.2"]}, {"id": "PYSEC-2030-8", "fix_versions": []}],
}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI"}


def test_every_package_is_pinned_by_the_hash_of_each_of_its_files() -> None:
    bought_in = [package for package in LOCKED if "registry" in package["source"]]
    assert len(bought_in) > 50
    for package in bought_in:
        files = [*package.get("wheels", ()), *filter(None, [package.get("sdist")])]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]


def test_nothing_is_installed_but_from_a_registry_and_ourselves() -> None:
    others = [package for package in LOCKED if "registry" not in package["source"]]
    assert [package["name"] for package in others] == ["stegvis"]


def test_what_is_known_is_named_with_the_version_that_mends_it() -> None:
    looked = read(report(CALM, HOLED))
    assert (looked.known, looked.unknown) == (2, ())
    assert looked.findings == (
        "holed 2.1: PYSEC-2030-7, mended in 2.2",
        "holed 2.1: PYSEC-2030-8, mended in no version yet",
    )


@pytest.mark.parametrize("printed", ["", "no network", "[]", "{}", report(UNKNOWN), report()])
def test_without_a_database_one_line_says_so_and_nothing_fails(
    printed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(vulnerabilities, "_audited", lambda: printed)
    assert vulnerabilities.findings() == []
    (line,) = capsys.readouterr().out.splitlines()
    assert "no database in reach" in line


def test_a_package_that_the_database_does_not_know_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(vulnerabilities, "_audited", lambda: report(CALM, UNKNOWN))
    assert vulnerabilities.findings() == []
    assert capsys.readouterr().out == "– vulnerabilities: the database does not know unknown\n"
