"""`stegvis deliver`, `stegvis retention` and `stegvis service new`."""

from __future__ import annotations

import signal
import threading

import click

from stegvis.cli import FINDINGS, EnvironmentProblem
from stegvis_web.commands import site


@click.command()
@click.option("--once", is_flag=True, help="Then end. The default.")
@click.option("--watch", type=click.FloatRange(min=1), metavar="SECONDS", help="Look again every so often.")
def deliver(once: bool, watch: float | None) -> None:
    """Send the mails of the outbox that are due, and do what is due today, such as a hand-over."""
    if once and watch:
        raise click.UsageError("Either --once or --watch.")
    site()
    from django.db import Error, close_old_connections, connection

    from stegvis_web.foundation.audit import AuditUnavailable
    from stegvis_web.foundation.registry import DUE
    from stegvis_web.people import mail

    over = threading.Event()
    if watch:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
    while not over.is_set():
        try:
            for due in DUE:
                due()
            done = mail.deliver()
        except (AuditUnavailable, Error) as error:
            connection.close()
            if not watch:
                raise EnvironmentProblem(
                    f"The database cannot be written: {type(error).__name__}."
                ) from error
            click.echo("The database cannot be written. Trying again.", err=True)
        else:
            if not watch or done != mail.Delivered():
                click.echo(f"Mails: {done}.", err=True)
        if not watch:
            return
        close_old_connections()
        over.wait(watch)


@click.command()
@click.option("--carry-out", is_flag=True, help="Erase what is listed. Without it nothing is changed.")
def retention(carry_out: bool) -> None:
    """List the cases whose time is over, by the retention of their service, and what was set aside until
    today.

    Exit code 1 if there is anything and it was only listed.
    """
    site()
    from django.utils import timezone

    from stegvis.foundation.viewer import Viewer
    from stegvis_web.people import erasing

    by, today, found = Viewer("command:retention", "command"), timezone.localdate(), 0
    for over in erasing.over(today):
        found += 1
        click.echo(f"{over.code}: closed {over.closed_on}, goes since {over.goes_on}")
        if carry_out:
            erasing.erase_over(by=by, person=over.person)
    due = erasing.let_go(by=by, today=today) if carry_out else erasing.to_let_go(today)
    if due:
        click.echo(f"set aside until today or before: {due}")
    verb = "erased" if carry_out else "to erase"
    click.echo(f"Cases {verb}: {found}. Set aside, {verb}: {due}.", err=True)
    if not carry_out and found + due:
        raise SystemExit(FINDINGS)


@click.command("new")
@click.argument("name")
@click.option("--code", required=True, help="Two to four capitals: the beginning of every case code.")
@click.option("--country", required=True, help="sweden, norway, … (a file of the catalogue of countries)")
@click.option("--administrator", required=True, metavar="NAME", help="Who looks after the service.")
@click.option("--email", required=True, help="Where that person reads mail, and signs in with.")
def new_service(name: str, code: str, country: str, administrator: str, email: str) -> None:
    """Open the service NAME, and invite its first administrator.

    The one-time link to choose a password goes to stdout too, for where no mail server is set up yet.
    """
    site()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from stegvis.countries.country import COUNTRIES
    from stegvis.foundation.viewer import Viewer
    from stegvis_web.people import actions

    try:
        validate_email(email)
    except ValidationError:
        raise click.BadParameter("this is no mail address", param_hint="--email") from None
    if country not in COUNTRIES.all():
        raise click.BadParameter(f"known are {', '.join(COUNTRIES.all())}", param_hint="--country")
    _service, url = actions.open_service(
        by=Viewer("command:service", "command"),
        name=name,
        code=code,
        country=country,
        administrator=administrator,
        email=email,
    )
    click.echo(url)
    click.echo("The service is open. The administrator chooses a password at this address.", err=True)
