"""`./run validate`: asks R again what the pinned results in validation/ say, and tells what changed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from stegvis.reports.invented.trial import write
from tools import ROOT
from tools.need import R, need

FOLDER = ROOT / "validation"


@click.command("validate")
def command() -> None:
    """Run the scripts in validation/ in R; exit code 1 if a pinned result changed."""
    rscript = need(R)
    changed = []
    with TemporaryDirectory(prefix="stegvis-trial-") as trial:
        write(Path(trial))  # what report.R reads
        for script in sorted(FOLDER.glob("*.R")):
            pinned = script.with_suffix(".json")
            before = pinned.read_bytes() if pinned.exists() else b""
            subprocess.run([rscript, script, trial], check=True)
            if pinned.read_bytes() != before:
                changed.append(pinned.name)
    if changed:
        click.echo(f"R says something else than before: {', '.join(changed)}. See git diff.")
        raise SystemExit(1)
    click.echo("R says the same as before.")
