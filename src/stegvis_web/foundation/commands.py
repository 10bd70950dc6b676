"""`stegvis audit …` and `stegvis tidy`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from stegvis.cli import FINDINGS, EnvironmentProblem
from stegvis_web.commands import site

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def audit() -> None:
    """Seal the audit trail, and verify that it is whole."""


@audit.command("seal")
@click.argument("file", type=FILE)
def seal_command(file: Path) -> None:
    """Write how far every chain has come into FILE, to be kept outside the database.

    An existing FILE is never overwritten: an older seal is the better witness.
    """
    site()
    from stegvis_web.foundation import seal

    try:
        out = file.open("x", encoding="utf-8")
    except FileExistsError:
        raise click.UsageError(
            f"{file} exists, and a seal is never overwritten. Name it by the date."
        ) from None
    except OSError as error:
        raise EnvironmentProblem(f"The seal cannot be written: {error}") from error
    with out:
        try:
            counts = seal.write(out)
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            file.unlink()  # half a seal is none
            raise
    click.echo(f"Sealed {counts.events} events in {counts.chains} chains.", err=True)


@audit.command("verify")
@click.option("--anchor", type=FILE, help="A seal to verify against: finds what was cut off at the end, too.")
def verify_command(anchor: Path | None) -> None:
    """Find altered, inserted and removed events. Exit code 1 if there are any."""
    site()
    from stegvis_web.foundation import seal

    found = 0
    for finding in seal.verify(anchor):
        click.echo(str(finding))
        found += 1
    counts = seal.counts()
    click.echo(f"Verified {counts.events} events in {counts.chains} chains. Findings: {found}.", err=True)
    if found:
        raise SystemExit(FINDINGS)


@audit.command("arm")
def arm_command() -> None:
    """Give the tables the triggers back that forbid to change the audit trail, and plans that were sent."""
    site()
    from stegvis_web.foundation import triggers

    missing = triggers.missing()
    triggers.arm()
    click.echo(f"Created: {', '.join(missing) or 'nothing, all were there'}.", err=True)


@click.command()
def tidy() -> None:
    """Delete what has served its time: sessions that ended, notes of forms sent, forms kept."""
    site()
    from stegvis_web.foundation import tidying

    for what, number in tidying.tidy().items():
        click.echo(f"{what}: {number} deleted", err=True)
