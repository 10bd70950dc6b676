"""`stegvis deliver`."""

from __future__ import annotations

import signal
import threading

import click

from stegvis.cli import EnvironmentProblem
from stegvis_web.commands import site


@click.command()
@click.option("--once", is_flag=True, help="Then end. The default.")
@click.option("--watch", type=click.FloatRange(min=1), metavar="SECONDS", help="Look again every so often.")
def deliver(once: bool, watch: float | None) -> None:
    """Send the mails of the outbox that are due."""
    if once and watch:
        raise click.UsageError("Either --once or --watch.")
    site()
    from django.db import Error, close_old_connections, connection

    from stegvis_web.foundation.audit import AuditUnavailable
    from stegvis_web.people import mail

    over = threading.Event()
    if watch:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
    while not over.is_set():
        try:
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
