"""A report on a trial of two arms: everything it says, from what was read and answered."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import pyarrow as pa

from stegvis.outcomes.engine import Answered
from stegvis.outcomes.methods import describe
from stegvis.outcomes.outcome import Outcome
from stegvis.reports.baseline import baseline
from stegvis.reports.people import People, people_of
from stegvis.reports.report import Report
from stegvis.reports.result import (
    Choices,
    Comparison,
    Definition,
    Flow,
    Interaction,
    Provenance,
    Step,
    TwoArm,
)
from stegvis.reports.returns import Returns, compared, interaction, subgroups
from stegvis.reports.side_by_side import days, is_time, returns_under, sides
from stegvis.statistics.arrays import Bools

ALPHA = 0.05
PACKAGES = ("stegvis", "numpy", "scipy", "duckdb", "pyarrow")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a report is asked: names of columns of PEOPLE, and the id of its main definition."""

    group: str
    definition: str
    control: str | None = None
    site: str | None = None
    adjust: tuple[str, ...] = ()
    subgroups: tuple[str, ...] = ()
    title: str = ""
    invented: bool = False
    seed: int = 1
    flow: tuple[Step, ...] = ()


def two_arm(
    id: str,
    report: Report,
    asked: Asked,
    table: pa.Table,
    outcomes: Mapping[str, Outcome],
    found: Sequence[Answered],
    provenance: Provenance,
    *,
    shown: Sequence[str],
) -> TwoArm:
    """The whole result. `table`: people as `Histories.people`; `found`: everybody's answers under `outcomes`,
    the main definition and those of days among them; `shown`: which stand side by side.

    Raises InputError for columns that are not there, and where there are not two arms; what an analysis
    refuses is told in its place."""
    people = people_of(
        table,
        group=asked.group,
        control=asked.control,
        site=asked.site,
        columns=(*asked.adjust, *asked.subgroups),
    )
    choices = Choices(
        tick=report.tick,
        year=report.year,
        skew=report.skew / 100,
        resamples=report.resamples,
        seed=asked.seed,
        conf_level=report.conf_level / 100,
    )
    main = outcomes[asked.definition]
    returns = returns_under(found, asked.definition, people)
    by_subgroup = tuple(subgroups(returns, asked.subgroups, choices.conf_level))
    tests = sum(1 for one in by_subgroup if one.interaction.likelihood_ratio.p is not None)
    taken = {asked.group, *((asked.site,) if asked.site else ()), "person"}
    return TwoArm(
        report=id,
        title=asked.title,
        invented=asked.invented,
        provenance=provenance,
        arms=people.arms,
        group=asked.group,
        site=asked.site or "",
        adjust=asked.adjust,
        definition=Definition(
            id=asked.definition,
            name=main.name,
            sentences=describe(main),
            left_open=main.left_open,
            source=main.source,
            fingerprint=main.fingerprint,
        ),
        choices=choices,
        flow=_flow(people, returns, found, asked),
        baseline=tuple(baseline(people, returns.known, leave_out=taken, skew=choices.skew)),
        pooled=_compared(returns, returns.known, "", asked, choices),
        by_site=tuple(
            _compared(returns, returns.known & (people.site == place), site, asked, choices)
            for place, site in enumerate(people.sites)
        ),
        site_interactions=tuple(_site_interactions(returns, asked, choices)),
        subgroups=by_subgroup,
        tests=tests,
        by_chance=tests * ALPHA,
        days=tuple(days(found, {one: outcomes[one] for one in report.days}, people, choices)),
        sides=tuple(sides(found, {one: outcomes[one] for one in shown}, asked.definition, people, choices)),
    )


def _compared(returns: Returns, chosen: Bools, site: str, asked: Asked, choices: Choices) -> Comparison:
    return compared(
        returns,
        chosen,
        site,
        asked.adjust,
        tick=choices.tick,
        year=choices.year,
        level=choices.conf_level,
    )


def _site_interactions(returns: Returns, asked: Asked, choices: Choices) -> Iterator[Interaction]:
    people = returns.people
    if len(people.sites) > 1:
        for adjust in ((), asked.adjust) if asked.adjust else ((),):
            yield interaction(
                returns, returns.known, asked.site or "", people.site, adjust, choices.conf_level
            )


def _flow(people: People, returns: Returns, found: Sequence[Answered], asked: Asked) -> Flow:
    def by_arm(rows: Bools) -> tuple[int, ...]:
        return tuple(int((rows & (people.arm == arm)).sum()) for arm in (0, 1))

    everyone = np.ones(len(people), np.bool_)
    excluded = []
    for text, rows in _reasons(people, returns, found, asked):
        excluded.append(Step(text, int(rows.sum()), by_arm(rows)))
    sites = people.sites or ("",)
    analysed = tuple(
        Step(site, int(rows.sum()), by_arm(rows))
        for place, site in enumerate(sites)
        for rows in [returns.known & ((people.site == place) if people.sites else True)]
    )
    return Flow(asked.flow, Step("", len(people), by_arm(everyone)), tuple(excluded), analysed)


def _reasons(
    people: People, returns: Returns, found: Sequence[Answered], asked: Asked
) -> Iterator[tuple[str, Bools]]:
    """Why people are not analysed, each person once."""
    yield from (
        (text, rows)
        for text, rows in (
            ("no arm", people.arm < 0),
            ("no site", (people.arm >= 0) & (people.site < 0)),
        )
        if rows.any()
    )
    reasons = np.concatenate(
        [
            np.array(part.answers[asked.definition].reasons, dtype=object)[
                part.answers[asked.definition].reason[:, 0]
            ]
            for part in found
        ]
    )
    for reason in sorted(set(reasons)):
        rows = people.known & ~returns.known & (reasons == reason)
        if rows.any():
            yield reason, rows


def versions() -> dict[str, str]:
    """What made the numbers."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


__all__ = ["Asked", "is_time", "two_arm", "versions"]
