"""`./run store`: a database as this release writes it, so that the next one can prove it takes it over."""

from __future__ import annotations

import lzma
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

import click

from tools import ROOT

FOLDER = ROOT / "tests" / "releases"


@click.command("store")
def command() -> None:
    """Store a small database of this version in tests/releases, with one row of every kind. Never twice."""
    file = FOLDER / f"{version('stegvis')}.sqlite3.xz"
    if file.exists():
        raise click.UsageError(f"{file.name} is there already, and what a release wrote does not change.")
    with tempfile.TemporaryDirectory(prefix="stegvis-store-") as folder:
        database = Path(folder) / "stegvis.sqlite3"
        os.environ["STEGVIS_DATABASE"] = f"sqlite://{database}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        _fill()
        FOLDER.mkdir(exist_ok=True)
        file.write_bytes(lzma.compress(database.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    click.echo(f"{file.relative_to(ROOT)}: {file.stat().st_size:,} bytes", err=True)


def _fill() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.cast import the_cast
    from tests.told_whole import told_whole

    told_whole(the_cast())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
    connection.close()
