"""`stegvis access`: who may see what, as the rule has it."""

from __future__ import annotations

import click

from stegvis.casework.matrix import WHO, Grant, matrix
from stegvis.casework.sections import TABLE


@click.command("access")
@click.argument("who", required=False, type=click.Choice([str(who) for who in WHO]))
def access(who: str | None) -> None:
    """Print who may see what of a case: for everyone, or for one party or role.

    One line for each party or role, section and action, parted by tabs. What is not listed is a no. What an
    employer sees holds only while the patient allows contact with the employer.
    """
    click.echo("who\tsection\taction\tanswer\twhy")
    for cell in matrix(TABLE):
        if cell.grant is not Grant.NO and who in {None, cell.who}:
            click.echo(f"{cell.who}\t{cell.section}\t{cell.action}\t{cell.grant}\t{cell.why}".rstrip("\t"))
