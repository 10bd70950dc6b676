"""`stegvis report two-arm`: the report that a trial paper prints, from two files."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from stegvis.foundation.errors import InputError, Problem
from stegvis.outcomes.commands import Input, with_input
from stegvis.outcomes.engine import answered
from stegvis.outcomes.listing import chosen
from stegvis.outcomes.outcome import Outcome
from stegvis.reports.as_json import as_json
from stegvis.reports.people import Chosen
from stegvis.reports.provenance import provenance
from stegvis.reports.report import REPORTS, Report
from stegvis.reports.result import Step, TwoArm
from stegvis.reports.side_by_side import is_time
from stegvis.reports.two_arm import Asked, two_arm

SUFFIXES = (".html", ".pdf", ".docx", ".json")
LANGUAGES = ("en", "sv", "nb")
ID = "two_arm"


class Names(click.ParamType[tuple[str, ...]]):
    """Names parted by commas, each once."""

    name = "a,b,…"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        return tuple(dict.fromkeys(name.strip() for name in str(value).split(",") if name.strip()))


@click.command("two-arm")
@with_input
@click.option("--group", required=True, help="The column of PEOPLE that names the arm.")
@click.option("--control", help="Which of the arms is the control; by default the first in the alphabet.")
@click.option("--site", help="The column of PEOPLE that names the site.")
@click.option("--adjust", type=Names(), default=(), help="Columns of PEOPLE in the adjusted models.")
@click.option("--subgroup", type=Names(), default=(), help="Columns of PEOPLE for subgroups.")
@click.option("--categorical", type=Names(), default=(), help="Columns of numbers that are categories.")
@click.option("--definitions", default="", help="Ids of outcomes side by side, parted by commas, or all.")
@click.option(
    "--flow",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Steps before the files: CSV with step,n.",
)
@click.option("--title", default="", help="The report's title.")
@click.option("--invented", is_flag=True, help="Say everywhere that nobody in it exists.")
@click.option("--seed", default=1, show_default=True, help="Of the resampled differences.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="The report's language.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help=", ".join(SUFFIXES)
)
def report_two_arm(
    definitions: str,
    flow: Path | None,
    title: str,
    invented: bool,
    seed: int,
    lang: str,
    out: Path,
    group: str,
    control: str | None,
    site: str | None,
    adjust: tuple[str, ...],
    subgroup: tuple[str, ...],
    categorical: tuple[str, ...],
    **options: Any,
) -> None:
    """The report on a trial of two arms: flow, baseline, return to work, subgroups, days, all definitions.

    Writes one file: .html or .pdf to read, .docx to go on writing in, .json with every number
    (docs/schemas/report-two-arm.json). --definition names the main outcome, one that is a time.
    """
    if out.suffix not in SUFFIXES or not out.parent.is_dir():
        says = f"{out}: write a file ending in {', '.join(SUFFIXES)}, in a folder that is there"
        raise click.BadParameter(says, param_hint="--out")
    if seed < 0:
        raise click.BadParameter("write a whole number from 0", param_hint="--seed")
    report = REPORTS.get(ID)
    main, outcomes, shown = _outcomes(definitions, report, options)
    wanted = Input.of(**{**options, "ids": ",".join(outcomes)})
    columns = Chosen(
        group=group, control=control, site=site, adjust=adjust, subgroups=subgroup, categorical=categorical
    )
    asked = Asked(
        columns=columns,
        definition=main,
        title=title,
        invented=invented,
        seed=seed,
        flow=_steps(flow) if flow else (),
    )
    with wanted.histories() as histories:
        found = list(answered(histories, outcomes, register_end=wanted.end, jobs=wanted.jobs is not None))
        files = {"SPELLS": wanted.spells, "PEOPLE": wanted.people, "--jobs": wanted.jobs, "--flow": flow}
        made_by = provenance(
            files,
            histories.report,
            steps=len(asked.flow),
            register_end=wanted.register_end,
            choices=_written(columns, asked, definitions, options),
        )
        result = two_arm(ID, report, asked, histories.people, outcomes, found, made_by, shown=shown)
    _write(result, out, lang)
    if not wanted.quiet:
        click.echo(f"{out}", err=True)


def _outcomes(
    definitions: str, report: Report, options: Mapping[str, Any]
) -> tuple[str, dict[str, Outcome], tuple[str, ...]]:
    """The id of the main outcome, all outcomes that are needed, and which of them stand side by side."""
    main, *more = mains = chosen(options["ids"], options["files"])
    if more or not is_time(mains[main]):
        raise click.BadParameter("name one outcome that is a time", param_hint="--definition")
    beside = chosen(definitions, options["files"]) if definitions.strip() else {}
    days = chosen(",".join(report.days), options["files"]) if report.days else {}
    return main, {**mains, **beside, **days}, tuple(dict.fromkeys((main, *beside)))


def _written(columns: Chosen, asked: Asked, definitions: str, options: Mapping[str, Any]) -> dict[str, str]:
    """Every option that changes a number, as it was written."""
    told = {
        "--group": columns.group,
        "--control": columns.control or "",
        "--site": columns.site or "",
        "--adjust": ",".join(columns.adjust),
        "--subgroup": ",".join(columns.subgroups),
        "--categorical": ",".join(columns.categorical),
        "--definition": asked.definition,
        "--definitions": definitions,
        "--definition-file": ",".join(file.name for file in options["files"]),
        "--seed": str(asked.seed),
        "--register": options["register"],
        "--map": options["names"],
        "--sep": options["sep"],
        "--encoding": options["encoding"],
        "--on-error": options["on_error"],
        "--unknown-person": options["unknown_person"],
        "--invented": "yes" if asked.invented else "",
    }
    return {option: value for option, value in told.items() if value}


def _write(result: TwoArm, out: Path, language: str) -> None:
    with _replaced(out) as file:
        if out.suffix == ".json":
            file.write_text(as_json(result), encoding="utf-8")
        else:
            from stegvis.reports.writing import write  # what documents need is not loaded for numbers alone

            write(result, file, kind=out.suffix, language=language)


def _steps(file: Path) -> tuple[Step, ...]:
    """The steps before the files. Raises InputError for every row that is none."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))
    except (UnicodeDecodeError, csv.Error):
        raise InputError([Problem("FILE", "", "CSV in UTF-8: step,n", file=str(file))]) from None
    if not rows or [name.strip() for name in rows[0]] != ["step", "n"]:
        found = ",".join(rows[0]) if rows else ""
        raise InputError([Problem("FILE", found, "columns step,n", 1, str(file))])
    steps, problems = [], []
    for number, row in enumerate(rows[1:], start=2):
        if not any(map(str.strip, row)):
            continue
        if len(row) == 2 and row[0].strip() and row[1].strip().isdecimal():
            steps.append(Step(row[0].strip(), int(row[1])))
        else:
            expected = "a step and a whole number"
            problems.append(Problem("step,n", ",".join(row), expected, number, str(file)))
    if problems:
        raise InputError(problems)
    return tuple(steps)


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
