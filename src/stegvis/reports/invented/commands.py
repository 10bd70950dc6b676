"""`stegvis demo-trial`: an invented trial to try the reports on."""

from __future__ import annotations

from pathlib import Path

import click

from stegvis.reports.invented.trial import SEED, write

TRIAL = 405


@click.command("demo-trial")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="A folder.")
@click.option("--seed", default=SEED, show_default=True, help="The same seed makes the same files.")
@click.option(
    "--people", default=TRIAL, show_default=True, help="At least so many: one trial of 405 after another."
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
def demo_trial(out: Path, seed: int, people: int, force: bool) -> None:
    """Write spells.csv and people.csv of an invented trial of two arms. Nobody in it exists.

    Its totals agree with those that Myhre et al. 2014 printed; all else is made up.
    """
    made = write(out, seed=seed, trials=max(1, -(-people // TRIAL)), force=force)
    click.echo(f"{out}: {made:,} invented people. Nobody of them exists.", err=True)
