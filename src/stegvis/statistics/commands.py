"""`stegvis survival`, `samplesize survival`, `power survival`, `check published-hr`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from stegvis.cli import FINDINGS, EnvironmentProblem
from stegvis.statistics.analysis import Question, analyse
from stegvis.statistics.as_json import as_json
from stegvis.statistics.frame import Frame, read
from stegvis.statistics.likelihood import Ties
from stegvis.statistics.power import PiecewiseHazard, scaled, simulated_power
from stegvis.statistics.presets import PRESETS
from stegvis.statistics.published import check_published
from stegvis.statistics.sample_size import (
    detectable_ratio,
    events_needed,
    inflated,
    people_needed,
    power_with,
)
from stegvis.statistics.telling import table, told
from stegvis.statistics.tests import Weight


class Names(click.ParamType[tuple[str, ...]]):
    """Names parted by commas."""

    name = "a,b,…"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        return tuple(name.strip() for name in str(value).split(",") if name.strip())


class Numbers(click.ParamType[tuple[float, ...]]):
    """Numbers parted by commas or colons."""

    def __init__(self, between: str, name: str) -> None:
        self.between, self.name = between, name

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, ...]:
        if isinstance(value, tuple):
            return value
        try:
            return tuple(float(part) for part in str(value).split(self.between))
        except ValueError:
            self.fail(f"{value!r} is not {self.name}.", param, ctx)


class Pieces(click.ParamType[tuple[tuple[float, float], ...]]):
    """One number, or numbers that hold from a day on: 0:1.5,90:0.8."""

    name = "NUMBER|DAY:NUMBER,…"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[tuple[float, float], ...]:
        if isinstance(value, tuple):
            return value
        try:
            if ":" not in str(value):
                return ((0.0, float(value)),)
            pairs = [part.split(":") for part in str(value).split(",")]
            return tuple((float(day), float(number)) for day, number in pairs)
        except ValueError:
            self.fail(f"{value!r} is neither a number nor days with numbers like 0:1.5,90:0.8.", param, ctx)


DEFINITION = "definition"
"""The column that tells answers under several definitions apart."""

AS_JSON = click.option("--json", "machine", is_flag=True, help="As JSON instead of words.")
ALPHA = click.option("--alpha", default=0.05, show_default=True, help="Level of the two-sided test.")


@click.command("survival")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--time", required=True, help="Column: until when each row was seen.")
@click.option("--event", required=True, help="Column: 0 censored, otherwise the kind of event.")
@click.option(
    "--event-code", default=1, show_default=True, help="The kind that counts; others compete with it."
)
@click.option("--group", help="Column: curves, tests and a crude hazard ratio by it.")
@click.option("--adjust", type=Names(), default=(), help="Columns of the adjusted model.")
@click.option(
    "--categorical", type=Names(), default=(), help="Of these, columns of numbers that are factors."
)
@click.option("--strata", help="Column: tests and models compare within its values only.")
@click.option("--entry", help="Column: when each row came under observation.")
@click.option("--weights", help="Column: case weights.")
@click.option("--cluster", help="Column: rows of the same value may depend on each other.")
@click.option("--ties", type=click.Choice([str(ties) for ties in Ties]), help="Instead of the preset's rule.")
@click.option("--conf-level", default=0.95, show_default=True, help="Level of confidence.")
@click.option("--tau", type=float, help="Restricted means until this time.")
@click.option("--definition", help="Of a file with answers under several definitions, the one to take.")
@click.option(
    "--preset", type=click.Choice(list(PRESETS)), default="r", show_default=True, help="Whose defaults."
)
@AS_JSON
@click.option(
    "--figure", type=click.Path(dir_okay=False, path_type=Path), help="Draw curves: .svg, .png or .pdf."
)
@click.pass_context
def survival(context: click.Context, /, file: Path, machine: bool, figure: Path | None, **asked: Any) -> None:
    """Survival curves, tests and Cox models of FILE: values parted by comma, semicolon or tab, first row
    names.

    Columns of text are factors, compared with their first level. Rows with a missing value are left out of
    what needs it, and counted. Presets spss and sas are documented, not verified. Exit code 1: a model has no
    estimate, and says why.
    """
    if asked["ties"]:
        asked["ties"] = Ties(asked["ties"])
    found = analyse(_rows(file, asked["definition"]), Question(**asked))
    if machine:
        click.echo(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        for line in told(found):
            click.echo(line)
    for note in found.notes:
        click.echo(note, err=True)
    if figure is not None:
        _draw(found.curves, figure, asked["time"], asked["group"] or "")
    if any(model.refused for model in found.models):
        context.exit(FINDINGS)


def _rows(file: Path, definition: str | None) -> Frame:
    """The file's rows; of answers under several definitions (`stegvis outcomes derive`), those of one."""
    try:
        rows = read(file)
    except ModuleNotFoundError as missing:
        raise EnvironmentProblem("Parquet needs more: pip install 'stegvis[registers]'") from missing
    if DEFINITION not in rows.columns:
        return rows
    if definition is None:
        several = sorted(set(rows.columns[DEFINITION]))
        if len(several) > 1:
            listed = ", ".join(several)
            raise click.UsageError(f"The file has answers under {listed}: take one with --definition.")
        return rows
    return rows.only(DEFINITION, definition)


def _draw(curves: Any, path: Path, time: str, by: str) -> None:
    try:
        from stegvis.statistics.figure import draw
    except ModuleNotFoundError as missing:
        raise EnvironmentProblem("A figure needs more than this: pip install 'stegvis[figures]'") from missing
    draw(curves, path, time=time, by=by)


@click.command("survival")
@click.option("--hr", required=True, type=float, help="Hazard ratio to find.")
@click.option("--power", default=0.8, show_default=True)
@ALPHA
@click.option("--allocation", type=Numbers(":", "two numbers like 1:1"), default=(1, 1), show_default="1:1")
@click.option("--event-rate", type=float, help="Share of all people who have the event in time, arms pooled.")
@click.option("--people", type=int, help="Start from this number of people instead.")
@click.option(
    "--loss", type=Numbers(",", "shares like 0.1,0.3"), default=(), help="Losses one after the other."
)
@AS_JSON
def samplesize(
    hr: float,
    power: float,
    alpha: float,
    allocation: tuple[float, ...],
    event_rate: float | None,
    people: int | None,
    loss: tuple[float, ...],
    machine: bool,
) -> None:
    """How many events a comparison of two arms needs, and how many people.

    People need the event rate: the share of both arms together that has the event within the follow-up.
    Losses divide: 157 people and losses of 10 % and 30 % make 157 / (0.9 x 0.7) = 250, not 157 x 1.1 x 1.3 =
    224.
    """
    if len(allocation) != 2:
        raise click.BadParameter("two numbers like 1:1", param_hint="--allocation")
    needed = events_needed(hr, power=power, alpha=alpha, allocation=(allocation[0], allocation[1]))
    schoenfeld, freedman = needed.events
    rows = [("Schoenfeld", needed.schoenfeld, schoenfeld), ("Freedman", needed.freedman, freedman)]
    include: dict[str, int] = {}
    if people is not None:
        include["given"] = people
    elif event_rate is not None:
        include = {name.lower(): people_needed(exact, event_rate) for name, exact, _ in rows}
    grown = {name: inflated(count, loss) for name, count in include.items()}
    if machine:
        click.echo(
            json.dumps(
                {
                    "events": {
                        name.lower(): {"exact": exact, "events": whole} for name, exact, whole in rows
                    },
                    "people": include,
                    "with_losses": {name: asdict(each) for name, each in grown.items()} if loss else {},
                },
                indent=1,
            )
        )
        return
    click.echo(f"Hazard ratio {hr:g}, power {power:g}, two-sided level {alpha:g}")
    for line in table(["formula", "exact", "events"], [[n, f"{exact:.2f}", str(w)] for n, exact, w in rows]):
        click.echo(line)
    for name, count in include.items():
        click.echo(f"People ({name}): {count}")
        if loss:
            each = grown[name]
            click.echo(f"  with losses, divided: {each.divided}")
            click.echo(
                f"  with losses, multiplied (a mistake): {each.multiplied}, of whom {each.remaining} stay"
            )
    if not include:
        click.echo("Give --event-rate for the number of people.")


@click.command("survival")
@click.option(
    "--hr", required=True, type=Pieces(), help="Ratio of hazards, or ratios from days on: 0:1.5,90:0.8."
)
@click.option("--events", type=int, help="By formula: events of both arms together.")
@click.option("--simulate", is_flag=True, help="By simulation, with hazards that change over time.")
@click.option("--hazard", type=Pieces(), help="Hazard per day of the control arm, or hazards from days on.")
@click.option("--people", type=Numbers(",", "two numbers like 200,200"), help="People: control, treated.")
@click.option("--horizon", type=float, help="Days everybody is followed at least.")
@click.option("--accrual", default=0.0, help="Days over which people come in.")
@click.option("--lost", default=0.0, help="Hazard per day of being lost.")
@click.option(
    "--test",
    type=click.Choice([str(w) for w in Weight if w is not Weight.FLEMING_HARRINGTON]),
    default="log-rank",
    show_default=True,
)
@click.option("--runs", default=1000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@ALPHA
@AS_JSON
def power(
    hr: tuple[tuple[float, float], ...],
    events: int | None,
    simulate: bool,
    hazard: tuple[tuple[float, float], ...] | None,
    people: tuple[float, ...] | None,
    horizon: float | None,
    accrual: float,
    lost: float,
    test: str,
    runs: int,
    seed: int,
    alpha: float,
    machine: bool,
) -> None:
    """The power of a comparison of two arms: by formula from events, or simulated, hazards piece by piece."""
    if not simulate:
        if events is None or len(hr) != 1:
            raise click.UsageError("Give --events and one --hr, or --simulate with hazards.")
        found = {
            "power": power_with(events, hr[0][1], alpha=alpha),
            "detectable_hr": detectable_ratio(events, alpha=alpha),
        }
        if machine:
            click.echo(json.dumps(found, indent=1))
        else:
            click.echo(f"Power {found['power']:.3f} with {events} events (Schoenfeld)")
            click.echo(f"With power 0.8 they find a hazard ratio of {found['detectable_hr']:.2f}")
        return
    if hazard is None or people is None or len(people) != 2 or horizon is None:
        raise click.UsageError("A simulation needs --hazard, --people CONTROL,TREATED and --horizon.")
    control = PiecewiseHazard(tuple(day for day, _ in hazard), tuple(rate for _, rate in hazard))
    result = simulated_power(
        control,
        scaled(control, hr),
        (int(people[0]), int(people[1])),
        horizon=horizon,
        accrual=accrual,
        loss=lost,
        alpha=alpha,
        weight=test,
        runs=runs,
        seed=seed,
    )
    if machine:
        click.echo(json.dumps(asdict(result), indent=1))
        return
    click.echo(f"Power {result.power:.3f} ({result.low:.3f} to {result.high:.3f}, {runs} simulated studies)")
    click.echo(f"Test {test}, level {alpha:g}; {result.mean_events:.1f} events in the mean")
    if result.without_test:
        click.echo(f"{result.without_test} studies had nothing to compare and count as having found nothing.")


@click.command("published-hr")
@click.option("--hr", required=True, type=float, help="The hazard ratio as printed.")
@click.option("--low", required=True, type=float, help="Its lower limit.")
@click.option("--high", required=True, type=float, help="Its upper limit.")
@click.option("--events", type=int, help="Events reported, both arms together.")
@click.option("--decimals", default=2, show_default=True, help="Decimals printed.")
@click.option("--conf-level", default=0.95, show_default=True)
@AS_JSON
@click.pass_context
def published(
    context: click.Context,
    hr: float,
    low: float,
    high: float,
    events: int | None,
    decimals: int,
    conf_level: float,
    machine: bool,
) -> None:
    """Check a hazard ratio of two arms as it was printed. Exit code 1: something does not fit.

    Wald limits are symmetric on the logarithm. They also tell the information behind them, which is at most a
    quarter for each event: so many events there must have been at least.
    """
    found = check_published(hr, low, high, events=events, decimals=decimals, conf_level=conf_level)
    wrong = not found.symmetric or found.enough is False
    if machine:
        told_whole = {
            **asdict(found),
            "events_at_least": found.events_at_least,
            "events_narrowest": found.events_narrowest,
            "enough": found.enough,
        }
        click.echo(json.dumps(told_whole, indent=1))
    else:
        fits = "symmetric" if found.symmetric else "NOT symmetric"
        click.echo(
            f"Limits: {fits} on the logarithm (their geometric mean is {found.middle:.3f}, printed {hr:g})"
        )
        click.echo(
            f"Wald P from the limits: {found.p:.3f} ({found.p_low:.3f} to {found.p_high:.3f} by rounding)"
        )
        click.echo(
            f"Events implied: at least {found.events_at_least}, up to {found.events_narrowest} by rounding"
        )
        if found.enough is not None:
            says = "enough" if found.enough else "FEWER than the limits imply"
            click.echo(f"Events reported: {events}, {says}")
    if wrong:
        context.exit(FINDINGS)
