"""Whether any package that uv.lock pins has a known vulnerability, as far as a database can be reached."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tools import ROOT

PATIENCE = "15"
"""Seconds for one answer of the database."""


@dataclass(frozen=True)
class Looked:
    """What the database said: how many packages it knew, which it did not, what is wrong with some."""

    known: int
    unknown: tuple[str, ...]
    findings: tuple[str, ...]


def findings() -> list[str]:
    """One line for each known vulnerability. Without a database none, and one line that says so."""
    looked = read(_audited())
    if not looked.known:
        click.echo("– vulnerabilities: no database in reach, so nothing was looked up")
    elif looked.unknown:
        click.echo(f"– vulnerabilities: the database does not know {', '.join(looked.unknown)}")
    return list(looked.findings)


def read(printed: str) -> Looked:
    """The report of pip-audit, which passes also where a mirror knows no package: here that is none."""
    try:
        packages: list[dict[str, Any]] = json.loads(printed)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Looked(0, (), ())
    known = [package for package in packages if "skip_reason" not in package]
    return Looked(
        len(known),
        tuple(package["name"] for package in packages if "skip_reason" in package),
        tuple(_line(package, found) for package in known for found in package.get("vulns", ())),
    )


def _line(package: dict[str, Any], found: dict[str, Any]) -> str:
    mended = ", ".join(found.get("fix_versions") or ()) or "no version yet"
    return f"{package['name']} {package['version']}: {found['id']}, mended in {mended}"


def _audited() -> str:
    """What pip-audit prints of every package that uv.lock pins, for the site and for those who build it."""
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "requirements.txt"
        what = ["--quiet", "--locked", "--all-extras", "--all-groups", "--no-emit-project"]
        with pinned.open("w") as file:
            subprocess.run([os.environ.get("UV") or "uv", "export", *what], cwd=ROOT, stdout=file, check=True)
        how = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
        program = str(Path(sys.executable).with_name("pip-audit"))
        command = [program, "-r", str(pinned), *how, "--timeout", PATIENCE]
        return subprocess.run(command, capture_output=True, text=True).stdout
