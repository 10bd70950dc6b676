"""`./run …`: the commands of this project."""

from __future__ import annotations

import os
import signal

import click

from tools import ROOT, bench, check, demo, docs, messages, screens, store, tests, validate


@click.group()
def run() -> None:
    """Stegvis, for those who try it and those who build it."""
    # Ended from outside, every `finally` still runs: servers stop, temporary folders go.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


for part in (demo, tests, check, bench, docs, messages, screens, store, validate):
    run.add_command(part.command)


@run.command(
    "stegvis",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def stegvis(arguments: tuple[str, ...]) -> None:
    """The command line of Stegvis itself, on the data in ./var."""
    os.environ.setdefault("STEGVIS_DATA", str(ROOT / "var"))
    from stegvis.cli import main

    main(list(arguments), prog_name="stegvis")


run(prog_name="./run")
