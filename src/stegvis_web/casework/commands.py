"""`stegvis import cases`: the cases of a published table."""

from __future__ import annotations

from pathlib import Path

import click

from stegvis.casework.importing import COLUMNS, Accepted
from stegvis.cli import BAD_INPUT
from stegvis.foundation.errors import InputError
from stegvis_web.commands import site

HINT = (
    "Nothing was imported. Where a printed value is wrong and you know the right one, say so and why:\n"
    "  --accept 6:ips_termination=2016-04-17 --reason TEXT"
)


def _columns() -> str:
    lines = "\n".join(f"  {name}: {meaning}." for name, meaning in COLUMNS.items())
    return f"\b\nColumns of FILE (CSV in UTF-8, named in the first row):\n{lines}"


@click.command("cases", epilog=_columns())
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--service", required=True, metavar="CODE", help="The service that gets the cases.")
@click.option("--owner", required=True, metavar="EMAIL", help="The practitioner who will own them.")
@click.option("--prefix", default="P", show_default=True, help="Participant 6 becomes case P6.")
@click.option("--country", default="", metavar="NAME", help="Such as norway.  [default: the service's own]")
@click.option(
    "--accept",
    multiple=True,
    metavar="PARTICIPANT:COLUMN=VALUE",
    help="Take VALUE instead of what is printed. Needs a --reason after it; may be given several times.",
)
@click.option("--reason", multiple=True, metavar="TEXT", help="Why. Stays visible on the case.")
@click.pass_context
def import_cases(
    context: click.Context,
    file: Path,
    service: str,
    owner: str,
    prefix: str,
    country: str,
    accept: tuple[str, ...],
    reason: tuple[str, ...],
) -> None:
    """Open a case for each row of FILE, a table of participants of a published pilot.

    The persons get no names, and nothing is invented for them: a case opens on the day of inclusion, closes
    on the day of termination, and keeps the job start, the months and the printed mark. Importing the same
    file again changes nothing. If anything in the file is wrong, all of it is told and nothing is written.
    """
    if len(accept) != len(reason):
        raise click.UsageError("Give one --reason for each --accept.")
    try:
        accepted = [Accepted.parse(text, why) for text, why in zip(accept, reason, strict=True)]
    except InputError as error:
        raise click.UsageError(str(error)) from None
    site()
    from stegvis_web.casework.actions import imports

    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            imported = imports.import_cases(
                by=imports.IMPORTER,
                file=text,
                source=file.name,
                service=service,
                owner=owner,
                prefix=prefix,
                country=country,
                accepted=accepted,
            )
    except InputError as error:
        click.echo(f"{error}\n{HINT}", err=True)
        context.exit(BAD_INPUT)
    for code in imported.new:
        click.echo(code)
    for code, correction in imported.corrections:
        click.echo(
            f"{code}: {correction.column} is {correction.value or 'empty'}, "
            f"not {correction.as_printed!r} as printed: {correction.reason}",
            err=True,
        )
    click.echo(_summary(len(imported.new), len(imported.known)), err=True)


def _summary(new: int, known: int) -> str:
    imported = f"{_cases(new)} imported."
    if not known:
        return imported
    there = f"{_cases(known)} {'are' if known > 1 else 'is'} there already"
    return f"{imported} {there}." if new else f"{there}, nothing changed."


def _cases(number: int) -> str:
    return f"{number} case" if number == 1 else f"{number} cases"
