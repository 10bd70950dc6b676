"""`./run check`: everything about the source that a machine can judge. All findings, then one line."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from tools import ROOT, docs, messages, vulnerabilities

BIN = Path(sys.executable).parent
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "stegvis_web.settings",
    "STEGVIS_SECRET_KEY": "checking needs no secret, but one that is long enough to be one",
    "STEGVIS_DEMO": "1",
}


def program(*command: str) -> Callable[[], list[str]]:
    """A check that is a program's: what it prints when it fails are the findings."""

    def findings() -> list[str]:
        with tempfile.TemporaryDirectory() as data:
            environment = {**os.environ, **SETTINGS, "STEGVIS_DATA": data}
            done = subprocess.run(
                [BIN / command[0], *command[1:]], cwd=ROOT, env=environment, capture_output=True, text=True
            )
        printed = (done.stdout + done.stderr).strip()
        return printed.splitlines() or [f"exit code {done.returncode}"] if done.returncode else []

    return findings


CHECKS: dict[str, Callable[[], list[str]]] = {
    "style": program("ruff", "check", "--output-format=concise"),
    "format": program("ruff", "format", "--check", "--output-format=concise"),
    "types": program("mypy", "--no-error-summary"),
    "order of imports": program("lint-imports"),
    "migrations": program("django-admin", "makemigrations", "--check", "--dry-run"),
    "settings": program("django-admin", "check"),
    "translations": messages.findings,
    "generated pages": docs.findings,
    "vulnerabilities": vulnerabilities.findings,
}


@click.command("check")
@click.argument("names", nargs=-1, type=click.Choice(list(CHECKS)))
def command(names: tuple[str, ...]) -> None:
    """Style, types, order of imports, migrations, translations, generated pages, known vulnerabilities."""
    failed = []
    for name in names or CHECKS:
        try:
            found = CHECKS[name]()
        except Exception as error:  # a check that cannot be carried out is a finding too
            found = [f"{type(error).__name__}: {error}"]
        click.echo(f"{'✗' if found else '✓'} {name}")
        for finding in found:
            click.echo(f"    {finding}")
        if found:
            failed.append(name)
    if failed:
        click.echo(f"Findings in: {', '.join(failed)}.")
        raise SystemExit(1)
    click.echo("All checks passed.")
