"""`./run test`: the library by itself, the site on both databases, the journeys in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from tools import CACHE, ROOT, messages
from tools.need import CHROMIUM, JAVA, PANGO, POSTGRESQL, need
from tools.postgres import postgres

PARALLEL = ("-n", "auto", "--dist", "loadfile")  # a file by one process: what it begins from is made once
LIBRARY = CACHE / "library"  # an environment that holds the library, what it calculates with, and pytest


@click.command("test", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """All tests; with --both, all on PostgreSQL too; with other arguments, pytest with these on SQLite."""
    messages.compile_all()
    parts = PARTS
    if arguments == ("--both",):
        parts, arguments = {**PARTS, "the site on PostgreSQL": on_postgres}, ()
    if arguments:
        raise SystemExit(_pytest(sys.executable, *arguments))
    need(POSTGRESQL)
    need(CHROMIUM)
    need(PANGO)
    need(JAVA)
    began = time.monotonic()
    failed = [name for name, part in parts.items() if not _passes(name, part)]
    minutes, seconds = divmod(round(time.monotonic() - began), 60)
    took = f"{minutes} min {seconds} s"
    if failed:
        click.echo(f"Stegvis: tests FAILED in {took}: {'; '.join(failed)}.")
        raise SystemExit(1)
    click.echo(f"Stegvis: all tests passed in {took}: {'; '.join(PARTS)}.")


def library() -> int:
    """The library's tests where Django is not installed at all."""
    # An ini option of pytest-django's is unknown there, and rightly so.
    unknown = ("-W", "ignore::pytest.PytestConfigWarning")
    return _pytest(library_environment(), *PARALLEL, *unknown, "tests/stegvis")


def library_environment() -> Path:
    """Python with the library, all that it calculates with, and pytest."""
    extras = ("registers", "compiled", "figures", "reports", "spark")
    groups = ("--no-default-groups", "--group", "library", *(f"--extra={extra}" for extra in extras))
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(LIBRARY)}
    uv = os.environ.get("UV", "uv")
    subprocess.run([uv, "sync", "--quiet", "--locked", *groups], cwd=ROOT, env=environment, check=True)
    return LIBRARY / "bin" / "python"


def sqlite() -> int:
    return _pytest(sys.executable, *PARALLEL, "tests/stegvis_web", "tests/tools", "tests/benchmarks")


DRAWN = (
    "*_pages.py",
    "*_page.py",
    "*_on_paper.py",
    "test_leaks.py",
    "test_what_pages_give_away.py",
    "demo/test_*.py",
    "casework/test_attempts.py",
    "casework/test_drawings.py",
    "casework/test_letters.py",
    "casework/test_paper.py",
    "casework/test_preview.py",
    "casework/test_week_grid.py",
    "casework/test_worked.py",
    "foundation/test_headers.py",
    "foundation/test_pdf.py",
    "foundation/test_phrases.py",
    "foundation/test_uploads.py",
    "people/test_oidc.py",
    "people/test_passkeys.py",
)
"""Tests of what is drawn and said. They run on SQLite; on PostgreSQL only with `./run test --both`."""


def on_postgres(*left_out: str) -> int:
    folder = ROOT / "tests" / "stegvis_web"
    files = sorted({str(file) for pattern in left_out for file in folder.rglob(pattern)})
    with postgres() as environment:
        ignored = [f"--ignore={file}" for file in files]
        return _pytest(sys.executable, *PARALLEL, *ignored, "tests/stegvis_web", **environment)


def journeys() -> int:
    return _pytest(sys.executable, "-n", "auto", "--dist", "worksteal", "tests/journeys")


PARTS: dict[str, Callable[[], int]] = {
    "the library without Django": library,
    "the site on SQLite": sqlite,
    "the site on PostgreSQL": partial(on_postgres, *DRAWN),
    "the journeys in Chromium": journeys,
}


def _passes(name: str, part: Callable[[], int]) -> bool:
    click.echo(f"── {name}")
    return part() == 0


def _pytest(python: Path | str, *arguments: str, **environment: str) -> int:
    """Run pytest, and give back its exit code."""
    command = [python, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode
