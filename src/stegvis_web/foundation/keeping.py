"""What keeps a service's data: `stegvis migrate`, `backup-key`, `backup` and `restore`."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from stegvis.cli import EnvironmentProblem
from stegvis_web.commands import site

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
def migrate() -> None:
    """Bring the data to this release: tables, guards, cache, static files, and what the site's role may do.

    Where STEGVIS_OWNER_DATABASE is set it is done by that role; the role of STEGVIS_DATABASE then gets what
    it needs, and nothing that would let it change the audit trail.
    """
    role = unquote(urlsplit(os.environ.get("STEGVIS_DATABASE", "")).username or "")
    site(migrated=False, as_owner=True)
    bring_up_to_date()
    owner = unquote(urlsplit(os.environ.get("STEGVIS_OWNER_DATABASE", "")).username or "")
    if owner and role and role != owner:
        from stegvis_web.foundation.rights_of_roles import grant

        click.echo(f"{role} may work with the rows of {grant(role)} tables, and owns none.", err=True)
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    click.echo("The database is up to date.", err=True)


def bring_up_to_date() -> None:
    """Apply the migrations that are missing, and arm every guard. Raises EnvironmentProblem."""
    from django.core.management import call_command
    from django.db import Error

    from stegvis_web.foundation import triggers

    try:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        triggers.arm()
    except Error as error:
        raise EnvironmentProblem(f"The database cannot be migrated: {error}") from error


@click.command("backup-key")
@click.argument("file", type=FILE)
def backup_key(file: Path) -> None:
    """Write a new secret key into FILE; the public half, for STEGVIS_BACKUP_KEY, goes to stdout.

    Keep FILE away from the server, twice: without it no backup can ever be read.
    """
    from stegvis_web.foundation import sealed_files

    try:
        click.echo(sealed_files.new_key(file))
    except FileExistsError:
        raise click.UsageError(f"{file} exists, and a key is never overwritten.") from None
    except OSError as error:
        raise EnvironmentProblem(f"The key cannot be written: {error}") from error


@click.command()
@click.argument("file", type=FILE)
@click.option("--to", "recipient", envvar="STEGVIS_BACKUP_KEY", required=True, help="The public key, age1…")
def backup(file: Path, recipient: str) -> None:
    """Write all data, as they stand at one moment, encrypted into FILE, while the site goes on.

    From SQLite or PostgreSQL alike. An existing FILE is never overwritten.
    """
    site()
    from stegvis.foundation.viewer import Viewer
    from stegvis_web.foundation import audit, carrying, sealed_files

    audit.record(by=Viewer("command:backup", "command"), verb="backup", what="database")
    try:
        with carrying.one_moment():
            size = sealed_files.write(file, carrying.lines(), recipient)
    except FileExistsError:
        raise click.UsageError(
            f"{file} exists, and a backup is never overwritten. Name it by the date."
        ) from None
    except OSError as error:
        raise EnvironmentProblem(f"The backup cannot be written: {error}") from error
    click.echo(f"Wrote {size:,} bytes.", err=True)


@click.command()
@click.argument("file", type=FILE)
@click.option("--key", type=FILE, required=True, help="The secret key that `stegvis backup-key` wrote.")
@click.option("--erasures", type=FILE, help="The ledger of erasures; by default the one in the data folder.")
def restore(file: Path, key: Path, erasures: Path | None) -> None:
    """Fill an empty database from the backup FILE, check that all is there, and erase again what was erased.

    The database may be of the other kind: so a service moves from SQLite to PostgreSQL.
    """
    site(migrated=False, as_owner=True)
    from django.conf import settings

    from stegvis.foundation.viewer import Viewer
    from stegvis_web.foundation import audit, carrying, sealed_files
    from stegvis_web.foundation.registry import RESTORED

    ledger = erasures or Path(settings.ERASURES)
    if erasures and not erasures.exists():
        raise click.UsageError(f"{erasures} is not there.")
    with closing(sealed_files.read(file, key)) as lines:
        carried = carrying.take_in(lines)
    bring_up_to_date()
    by = Viewer("command:restore", "command")
    audit.record(by=by, verb="restore", what="database")
    click.echo(f"Restored and compared: {carried}.", err=True)
    for again in RESTORED:
        click.echo(again(by, ledger), err=True)
