"""`./run bench`: how fast, against the best that others do, measured in the same run."""

from __future__ import annotations

import runpy
import sys

import click

from tools import ROOT

FOLDER = ROOT / "benchmarks"


@click.command("bench")
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1)
def command(name: str | None, arguments: tuple[str, ...]) -> None:
    """Run the benchmark NAME; without a name, list those that there are."""
    found = {path.stem: path for path in sorted(FOLDER.glob("[!_]*.py"))}
    if name in found:
        sys.argv[1:] = arguments
        runpy.run_path(str(found[name]), run_name="__main__")
    elif name:
        raise click.UsageError(f"There is no benchmark {name!r}.")
    else:
        click.echo("\n".join(found) or "No benchmarks yet.")
