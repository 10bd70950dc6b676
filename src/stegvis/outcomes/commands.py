"""`stegvis outcomes derive`, `compare` and `explain`: outcomes of people from registers."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
import pyarrow as pa
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from stegvis.benefits.days import day_to_int
from stegvis.benefits.histories import Histories
from stegvis.benefits.names import parse_names
from stegvis.benefits.opening import Request
from stegvis.benefits.reading import OnError, UnknownPerson, read
from stegvis.benefits.register import REGISTERS, Register
from stegvis.benefits.report import Report, summary
from stegvis.benefits.session import MASTERS
from stegvis.foundation.errors import InputError, Problem
from stegvis.outcomes.columns import needed, own_days
from stegvis.outcomes.comparing import Side, compare
from stegvis.outcomes.deriving import SUFFIXES, tables, write
from stegvis.outcomes.engine import Answered, answered
from stegvis.outcomes.explaining import explain
from stegvis.outcomes.listing import OWN, chosen
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.slow import person as person_of

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

PATH = click.Path(exists=True, path_type=Path)
INPUT = (
    click.option("--definition", "ids", required=True, help="Ids of outcomes, parted by commas, or all."),
    OWN,
    click.option(
        "--register-end",
        required=True,
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DAY",
        help="The last day that the register knows: after it nobody is known to be free.",
    ),
    click.option("--jobs", type=PATH, help="Jobs: person,start,end,hours,competitive."),
    click.option(
        "--register",
        "--format",
        default="plain",
        help="How the register writes spells: an id, or a TOML file.",
    ),
    click.option("--map", "names", default="", help="Columns by other names: theirs=ours,…"),
    click.option("--sep", default=",", help="What parts the columns of CSV files."),
    click.option("--encoding", default="utf-8", help="How CSV files are encoded."),
    click.option(
        "--on-error", type=click.Choice([*map(str, OnError)]), default=str(OnError.STOP), help="Wrong rows."
    ),
    click.option(
        "--unknown-person",
        type=click.Choice([*map(str, UnknownPerson)]),
        default=str(UnknownPerson.SKIP),
        help="Rows of persons who are not in PEOPLE.",
    ),
    click.option("--quiet", is_flag=True, help="Say nothing but what is wrong."),
)
ENGINE = (
    click.option(
        "--engine",
        type=click.Choice(["local", "spark"]),
        default="local",
        help="Where it is worked out: here, or on Apache Spark.",
    ),
    click.option("--master", help="Spark's master, such as spark://host:7077; by default this machine."),
    click.option(
        "--scratch",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="A folder that Spark's workers see too; by default that of --out, or this one.",
    ),
)


def with_engine(command: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Options that tell where to work it out."""
    for option in reversed(ENGINE):
        command = option(command)
    return command


FIGURE = click.option(
    "--figure", type=click.Path(dir_okay=False, path_type=Path), help="Draw it: a file .svg"
)


def with_input(command: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Arguments and options that tell what to read."""
    for option in reversed(INPUT):
        command = option(command)
    return click.argument("spells", type=PATH)(click.argument("people", type=PATH)(command))


@dataclasses.dataclass(frozen=True)
class Input:
    """What to read, as the options say."""

    spells: Path
    people: Path
    outcomes: dict[str, Outcome]
    register_end: date
    jobs: Path | None
    register: Register
    names: dict[str, str]
    sep: str
    encoding: str
    on_error: OnError
    unknown_person: UnknownPerson
    quiet: bool

    @classmethod
    def of(
        cls,
        *,
        spells: Path,
        people: Path,
        ids: str,
        files: tuple[Path, ...],
        register_end: datetime,
        jobs: Path | None,
        register: str,
        names: str,
        sep: str,
        encoding: str,
        on_error: str,
        unknown_person: str,
        quiet: bool,
    ) -> Input:
        return cls(
            spells=spells,
            people=people,
            outcomes=chosen(ids, files),
            register_end=register_end.date(),
            jobs=jobs,
            register=_register(register),
            names=parse_names(names),
            sep="\t" if sep == "\\t" else sep,
            encoding=encoding,
            on_error=OnError(on_error),
            unknown_person=UnknownPerson(unknown_person),
            quiet=quiet,
        )

    @property
    def end(self) -> int:
        return day_to_int(self.register_end)

    @contextmanager
    def histories(self) -> Iterator[Histories]:
        """Read all of it, with a bar on a terminal; what was left out is told."""
        with (
            _progress("Reading", self.quiet) as further,
            read(
                self.spells,
                self.people,
                register=self.register,
                register_end=self.register_end,
                jobs=self.jobs,
                names=self.names,
                separator=self.sep,
                encoding=self.encoding,
                on_error=self.on_error,
                unknown_person=self.unknown_person,
                day_columns=own_days(self.outcomes.values()),
                progress=further,
            ) as histories,
        ):
            self._tell(histories.report)
            yield histories

    @contextmanager
    def answers(
        self, engine: str, master: str | None, scratch: Path
    ) -> Iterator[tuple[pa.Table, Iterator[Answered]]]:
        """PEOPLE, and everybody's answers in their order."""
        if master and engine != "spark":
            raise click.BadParameter("is for --engine spark", param_hint="--master")
        if master and not master.startswith(MASTERS):
            says = f"{master!r} begins with none of {', '.join(MASTERS)}"
            raise click.BadParameter(says, param_hint="--master")
        if engine == "spark":
            with self._on_spark(master or "local[*]", scratch) as (people, found):
                yield people, found
            return
        with self.histories() as histories:
            jobs = self.jobs is not None
            yield histories.people, answered(histories, self.outcomes, register_end=self.end, jobs=jobs)

    @contextmanager
    def _on_spark(self, master: str, scratch: Path) -> Iterator[tuple[pa.Table, Iterator[Answered]]]:
        from stegvis.benefits.session import session
        from stegvis.outcomes import spark

        asked = Request(
            spells=self.spells.absolute(),
            people=self.people.absolute(),
            jobs=self.jobs and self.jobs.absolute(),
            register=self.register,
            end=self.end,
            names=self.names,
            separator=self.sep,
            encoding=self.encoding,
            day_columns=own_days(self.outcomes.values()),
        )
        with (
            _working("Working on Spark", self.quiet),
            spark.answered(
                asked,
                self.outcomes,
                spark=session(master),
                scratch=scratch,
                on_error=self.on_error,
                unknown_person=self.unknown_person,
            ) as found,
        ):
            self._tell(found.report)
            yield found.people, found.answered

    def _tell(self, report: Report) -> None:
        if report.wrong:
            click.echo("\n".join(summary(report.problems, report.wrong)), err=True)
        if self.quiet:
            return
        left = [
            f"{count:,} {what}"
            for counts in (report.spells, report.jobs)
            for count, what in (
                (counts.unknown_persons, "rows of persons who are not in PEOPLE, skipped"),
                (counts.after_end, "rows that begin after the register's end, left out"),
                (counts.cut, "rows cut at the register's end"),
            )
            if count
        ]
        click.echo(
            "; ".join([f"{report.people:,} people, {report.spells.kept:,} spells", *left]) + ".", err=True
        )


def _register(written: str) -> Register:
    if written in REGISTERS.all():
        return REGISTERS.get(written)
    file = Path(written)
    if file.suffix == ".toml" and file.is_file():
        return REGISTERS.read(file)
    there = ", ".join(REGISTERS.all())
    raise click.BadParameter(f"{written!r} is none of {there}, nor a TOML file", param_hint="--register")


@contextmanager
def _progress(what: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, if that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, about: bar.update(task, completed=done, total=about)


@contextmanager
def _working(what: str, quiet: bool) -> Iterator[None]:
    """A sign on standard error that something goes on, if that is a terminal."""
    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    ) as bar:
        bar.add_task(what, total=None)
        yield


@click.command("derive")
@with_input
@with_engine
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help=".parquet or .csv"
)
@click.option("--keep", default="", help="Columns of PEOPLE to keep beside, parted by commas.")
def derive(
    out: Path, keep: str, engine: str, master: str | None, scratch: Path | None, **options: Any
) -> None:
    """Answer outcomes for everybody in PEOPLE, from SPELLS.

    Writes person, definition, at, time, event, value, category, reason: a row for each person and outcome,
    and where an outcome has several, for each window. Event: 0 censored, 1 reached, 2 death, 3 emigration,
    4 old-age pension.
    """
    wanted = Input.of(**options)
    if out.suffix not in SUFFIXES or not out.parent.is_dir():
        says = f"{out}: write a file ending in {' or '.join(SUFFIXES)}, in a folder that is there"
        raise click.BadParameter(says, param_hint="--out")
    kept = [name.strip() for name in keep.split(",") if name.strip()]
    with wanted.answers(engine, master, scratch or out.parent) as (people, found):
        _there(people, kept)
        rows = write(tables(people, found, kept), out)
    if not wanted.quiet:
        click.echo(f"{out}: {rows:,} rows.", err=True)


@click.command("compare")
@with_input
@with_engine
@click.option("--by", help="A column of PEOPLE whose groups are told apart.")
@click.option("--windows", is_flag=True, help="Each month or window; else the last that has answers.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@FIGURE
def compare_outcomes(
    by: str | None,
    windows: bool,
    as_json: bool,
    figure: Path | None,
    engine: str,
    master: str | None,
    scratch: Path | None,
    **options: Any,
) -> None:
    """Outcomes side by side: how many come back, when, and on how many people they disagree."""
    wanted = Input.of(**options)
    _svg(figure)
    with wanted.answers(engine, master, scratch or Path()) as (people, found):
        groups = None
        if by:
            _there(people, [by])
            groups = ["" if group is None else group for group in people.column(by).to_pylist()]
        sides = compare(wanted.outcomes, found, groups, every_window=windows)
    if figure is not None:
        from stegvis.outcomes.figure import draw

        figure.write_text(draw(sides, wanted.outcomes), encoding="utf-8")
    if as_json:
        json.dump([_as_json(side) for side in sides], sys.stdout, indent=1, ensure_ascii=False, default=str)
        click.echo()
    else:
        click.echo("\n".join(_table(sides, by)))


def _svg(figure: Path | None) -> None:
    if figure is not None and (figure.suffix != ".svg" or not figure.parent.is_dir()):
        says = f"{figure}: write a file ending in .svg, in a folder that is there"
        raise click.BadParameter(says, param_hint="--figure")


def _as_json(side: Side) -> dict[str, object]:
    return {name: value for name, value in dataclasses.asdict(side).items() if name != "curve"}


WORDS = ("outcome", "at", "")
"""Heads of columns of words, which stand to the left."""


def _table(sides: Sequence[Side], by: str | None) -> Iterator[str]:
    """Columns that no outcome here fills are left out."""
    heads = [
        "outcome",
        by or "",
        "at",
        "n",
        "none",
        "events",
        "median day",
        "by day 365",
        "mean",
        "differ",
        "",
    ]
    rows = [
        [
            side.id,
            str(side.group) if by else "",
            side.at,
            f"{side.n:,}",
            f"{side.none:,}",
            _said(side.events, ",d"),
            _said(side.median, "g"),
            _said(side.at_a_year, ".1%"),
            _said(side.mean, ".2f"),
            _said(side.differ, ",d"),
            ", ".join(f"{name} {number:,}" for name, number in side.categories.items()),
        ]
        for side in sides
    ]
    used = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    for row in [heads, *rows]:
        cells = [
            row[place].ljust(widths[place])
            if heads[place] in (*WORDS, by)
            else row[place].rjust(widths[place])
            for place in used
        ]
        yield "  ".join(cells).rstrip()


def _said(number: float | None, how: str) -> str:
    return "–" if number is None else format(number, how)


@click.command("explain")
@click.argument("person")
@with_input
@FIGURE
def explain_person(person: str, figure: Path | None, **options: Any) -> None:
    """One person's spells, level by days, and why the answer is what it is."""
    wanted = Input.of(**options)
    _svg(figure)
    with wanted.histories() as histories:
        ids = histories.people.column("person").cast(pa.string()).to_pylist()
        if person not in ids:
            raise InputError([Problem("person", person, "somebody in PEOPLE", file="PEOPLE")])
        number = ids.index(person)
        for part in answered(histories, {}, register_end=wanted.end, jobs=wanted.jobs is not None):
            if part.batch.first <= number < part.batch.first + part.batch.persons:
                break
        columns = needed(histories.people, wanted.outcomes.values())
        rows = slice(part.batch.first, part.batch.first + part.batch.persons)
        theirs = {name: column[rows] for name, column in columns.items()}
        history = person_of(part.batch, theirs, number - part.batch.first, jobs=wanted.jobs is not None)
    if figure is not None:
        from stegvis.outcomes import picture

        figure.write_text(picture.draw(wanted.outcomes, history, wanted.end), encoding="utf-8")
    for place, (id, outcome) in enumerate(wanted.outcomes.items()):
        click.echo(("\n" if place else "") + f"{id}: {outcome.name}\n")
        for line in explain(outcome, history, wanted.end):
            click.echo(line)


def _there(people: pa.Table, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in people.column_names]
    if missing:
        columns = ", ".join(people.column_names)
        raise InputError(
            [Problem(name, "no such column", f"one of {columns}", file="PEOPLE") for name in missing]
        )
