"""`stegvis outcomes list` and `show`: which outcomes there are, and what each says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from stegvis.outcomes.methods import describe
from stegvis.outcomes.outcome import OUTCOMES, Outcome
from stegvis.outcomes.unclear import UNCLEAR

OWN = click.option(
    "--definition-file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file with an outcome of your own; its name is the id. Can be given several times.",
)


def known(files: tuple[Path, ...] = ()) -> Mapping[str, Outcome]:
    """All outcomes by id, with those of one's own. Raises DefinitionError naming the file."""
    own: dict[str, Outcome] = {}
    for file in files:
        own[file.stem] = OUTCOMES.read(file)
    return {**OUTCOMES.all(), **own}


def chosen(ids: str, files: tuple[Path, ...] = ()) -> dict[str, Outcome]:
    """The outcomes of `ids`, parted by commas, or all. Raises BadParameter for one that is not there."""
    there = known(files)
    if ids.strip() == "all":
        return dict(there)
    wanted = [id.strip() for id in ids.split(",") if id.strip()]
    strange = [id for id in wanted if id not in there]
    if strange or not wanted:
        named = ", ".join(map(repr, strange)) or "nothing"
        raise click.BadParameter(
            f"there is no outcome {named}; stegvis outcomes list tells them", param_hint="--definition"
        )
    return {id: there[id] for id in dict.fromkeys(wanted)}


@click.command("list")
@OWN
def outcomes_list(files: tuple[Path, ...]) -> None:
    """Every outcome by id, and what papers name too unclearly to compute."""
    there = known(files)
    width = max(map(len, there))
    for id, outcome in there.items():
        click.echo(f"{id:{width}}  {outcome.name}")
    click.echo("\nNamed, and not precise enough to compute:")
    for unclear in UNCLEAR:
        click.echo(f"- {unclear.named}: {unclear.because}.")


@click.command("show")
@click.argument("id")
@OWN
def outcomes_show(id: str, files: tuple[Path, ...]) -> None:
    """One outcome: its methods sentences, what its source leaves open, its parameters."""
    outcome = chosen(id, files)[id.strip()]
    click.echo(f"{outcome.name}\n\n{describe(outcome)}\n")
    for choice in outcome.left_open:
        click.echo(f"Left open, and chosen: {choice}")
    click.echo(f"\nSource: {outcome.source}\nid: {id.strip()}   fingerprint: {outcome.fingerprint}")
