"""`stegvis report two-arm`: the report that a trial paper prints, from two files."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from stegvis.foundation.errors import InputError, Problem
from stegvis.outcomes.commands import Input, with_input
from stegvis.outcomes.engine import answered
from stegvis.outcomes.listing import chosen
from stegvis.reports.report import REPORTS
from stegvis.reports.result import Provenance, SourceFile, Step, TwoArm
from stegvis.reports.two_arm import Asked, is_time, two_arm, versions

SUFFIXES = (".html", ".pdf", ".docx", ".json")
LANGUAGES = ("en", "sv", "nb")
ID = "two_arm"


@click.command("two-arm")
@with_input
@click.option("--group", required=True, help="The column of PEOPLE that names the arm.")
@click.option("--control", help="Which of the arms is the control; by default the first in the alphabet.")
@click.option("--site", help="The column of PEOPLE that names the site.")
@click.option("--adjust", default="", help="Columns of PEOPLE in the adjusted models, parted by commas.")
@click.option("--subgroup", default="", help="Columns of PEOPLE for subgroups, parted by commas.")
@click.option("--definitions", default="", help="Ids of outcomes side by side, parted by commas, or all.")
@click.option("--flow", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV: step,n")
@click.option("--title", default="", help="The report's title.")
@click.option("--invented", is_flag=True, help="Say everywhere that nobody in it exists.")
@click.option("--seed", default=1, show_default=True, help="Of the resampled differences of means.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="The report's language.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help=", ".join(SUFFIXES)
)
def report_two_arm(
    group: str,
    control: str | None,
    site: str | None,
    adjust: str,
    subgroup: str,
    definitions: str,
    flow: Path | None,
    title: str,
    invented: bool,
    seed: int,
    lang: str,
    out: Path,
    **options: Any,
) -> None:
    """The report on a trial of two arms: flow, baseline, return to work, subgroups, days, all definitions.

    Writes one file: .html or .pdf to read, .docx to go on writing in, .json with every number.
    """
    if out.suffix not in SUFFIXES or not out.parent.is_dir():
        says = f"{out}: write a file ending in {', '.join(SUFFIXES)}, in a folder that is there"
        raise click.BadParameter(says, param_hint="--out")
    report = REPORTS.get(ID)
    main, *more = chosen(options["ids"], options["files"])
    shown = {main: None, **dict.fromkeys(more), **chosen(definitions or main, options["files"])}
    wanted = Input.of(**{**options, "ids": ",".join(dict.fromkeys([*shown, *report.days]))})
    if more or not is_time(wanted.outcomes[main]):
        raise click.BadParameter("name one outcome that is a time", param_hint="--definition")
    asked = Asked(
        group=group,
        control=control,
        site=site,
        adjust=_names(adjust),
        subgroups=_names(subgroup),
        definition=main,
        title=title,
        invented=invented,
        seed=seed,
        flow=_steps(flow) if flow else (),
    )
    with wanted.histories() as histories:
        found = list(
            answered(histories, wanted.outcomes, register_end=wanted.end, jobs=wanted.jobs is not None)
        )
        spells, people = histories.report.spells.rows, histories.people.num_rows
        provenance = Provenance(
            files=(_file(wanted.spells, spells), _file(wanted.people, people)),
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            versions=versions(),
            register_end=str(wanted.register_end),
            choices={
                "group": group,
                "control": control or "",
                "site": site or "",
                "adjust": adjust,
                "subgroup": subgroup,
                "definition": main,
                "definitions": definitions,
                "seed": str(seed),
                "register": options["register"],
            },
        )
        result = two_arm(
            ID, report, asked, histories.people, wanted.outcomes, found, provenance, shown=tuple(shown)
        )
    with _replaced(out) as file:
        if out.suffix == ".json":
            file.write_text(as_json(result), encoding="utf-8")
        else:
            from stegvis.reports.writing import write

            write(result, file, kind=out.suffix, language=lang)
    if not wanted.quiet:
        click.echo(f"{out}", err=True)


def as_json(result: TwoArm) -> str:
    """The result as JSON; see docs/schemas/report-two-arm.json."""
    return json.dumps(dataclasses.asdict(result), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _names(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in written.split(",") if name.strip()))


def _steps(file: Path) -> tuple[Step, ...]:
    """The steps before the files. Raises InputError for every row that is none."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    problems = []
    if not rows or [name.strip() for name in rows[0]] != ["step", "n"]:
        raise InputError([Problem("step", ",".join(rows[0] if rows else ()), "step,n", 1, str(file))])
    steps = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) == 2 and row[0].strip() and row[1].strip().isdecimal():
            steps.append(Step(row[0].strip(), int(row[1])))
        elif row:
            value = ",".join(row)
            problems.append(Problem("step", value, "a step and a whole number", number, str(file)))
    if problems:
        raise InputError(problems)
    return tuple(steps)


def _file(path: Path, rows: int) -> SourceFile:
    """A folder's fingerprint is that of its files' fingerprints, in the order of their names."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        together = "".join(f"{file.relative_to(path)} {_digest(file)}\n" for file in files)
        return SourceFile(path.name, hashlib.sha256(together.encode()).hexdigest(), rows)
    return SourceFile(path.name, _digest(path), rows)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def _replaced(out: Path) -> Iterator[Path]:
    """A file to write; it takes the place of `out` once it is whole."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}-")
    os.close(handle)
    try:
        yield Path(name)
        Path(name).chmod(0o644)
        Path(name).replace(out)
    finally:
        Path(name).unlink(missing_ok=True)
