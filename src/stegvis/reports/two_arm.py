"""A report on a trial of two arms: everything it says, from what was read and answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from stegvis.outcomes.engine import Answered
from stegvis.outcomes.methods import describe
from stegvis.outcomes.outcome import Outcome
from stegvis.reports.baseline import baseline, told
from stegvis.reports.days import days
from stegvis.reports.methods import methods, missing, notes
from stegvis.reports.people import FEW_VALUES, MOST_LEVELS, Chosen, People, people_of
from stegvis.reports.ratios import interaction, ratio
from stegvis.reports.report import Report
from stegvis.reports.result import (
    Choices,
    Definition,
    Flow,
    Interaction,
    Provenance,
    Step,
    TwoArm,
)
from stegvis.reports.returns import Returns, compared
from stegvis.reports.side_by_side import returns_under, sides
from stegvis.reports.subgroups import subgroups
from stegvis.statistics.arrays import Bools


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a report is asked: columns of PEOPLE, the id of its main definition, and steps of the flow before
    the files."""

    columns: Chosen
    definition: str
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

    Raises InputError with all that is wrong with the columns asked for; what an analysis refuses is told in
    its place."""
    people = people_of(table, asked.columns)
    choices = _choices(report, asked)
    columns, level = asked.columns, choices.conf_level
    returns = returns_under(found, asked.definition, people)
    tells, cannot = told(people, {columns.group, columns.site or ""})
    table_one = tuple(baseline(people, returns.known, tells, skew=choices.skew))
    pooled = compared(returns, returns.known, "", columns.adjust, choices)
    by_subgroup = tuple(subgroups(returns, columns.subgroups, level))
    tests = sum(1 for one in by_subgroup if one.interaction.likelihood_ratio.p is not None)
    by_days = tuple(days(found, {one: outcomes[one] for one in report.days}, people, choices))
    beside = tuple(sides(found, {one: outcomes[one] for one in shown}, asked.definition, people, choices))
    definitions = tuple(_definition(one, outcomes[one]) for one in _named(asked, shown, report))
    flow = _flow(people, returns, found, asked)
    return TwoArm(
        report=id,
        title=asked.title,
        invented=asked.invented,
        provenance=provenance,
        arms=people.arms,
        group=columns.group,
        site=columns.site or "",
        adjust=columns.adjust,
        definition=definitions[0],
        choices=choices,
        flow=flow,
        baseline=table_one,
        pooled=pooled,
        by_site=tuple(
            compared(returns, returns.known & (people.site == place), site, columns.adjust, choices)
            for place, site in enumerate(people.sites)
        ),
        site_interactions=tuple(_site_interactions(returns, columns, level)),
        subgroups=by_subgroup,
        tests=tests,
        by_chance=tests * choices.alpha,
        days=by_days,
        sides=beside,
        stratified=ratio(returns, returns.known, level, strata=people.site) if people.sites else None,
        definitions=definitions,
        missing=tuple(missing(flow, pooled, columns.adjust, table_one, by_subgroup, by_days)),
        methods=tuple(
            methods(
                outcomes[asked.definition],
                choices,
                pooled,
                arms=people.arms,
                group=columns.group,
                adjust=columns.adjust,
                sites=len(people.sites),
                subgroups=by_subgroup,
                days=by_days,
                sides=len(beside),
            )
        ),
        notes=tuple(notes(choices, pooled, provenance, cannot, tests, tests * choices.alpha)),
    )


def _choices(report: Report, asked: Asked) -> Choices:
    return Choices(
        tick=report.tick,
        year=report.year,
        skew=report.skew / 100,
        resamples=report.resamples,
        seed=asked.seed,
        conf_level=report.conf_level / 100,
        few_values=FEW_VALUES,
        most_levels=MOST_LEVELS,
        categorical=asked.columns.categorical,
        sections=report.sections,
    )


def _named(asked: Asked, shown: Sequence[str], report: Report) -> Iterator[str]:
    yield from dict.fromkeys((asked.definition, *shown, *report.days))


def _definition(id: str, outcome: Outcome) -> Definition:
    return Definition(
        id=id,
        name=outcome.name,
        sentences=describe(outcome),
        left_open=outcome.left_open,
        source=outcome.source,
        fingerprint=outcome.fingerprint,
    )


def _site_interactions(returns: Returns, columns: Chosen, level: float) -> Iterator[Interaction]:
    people = returns.people
    if len(people.sites) > 1:
        for adjust in ((), columns.adjust) if columns.adjust else ((),):
            yield interaction(
                returns, returns.known, columns.site or "", people.site, people.sites, adjust, level
            )


def _flow(people: People, returns: Returns, found: Sequence[Answered], asked: Asked) -> Flow:
    def by_arm(rows: Bools) -> tuple[int, ...]:
        return tuple(int((rows & (people.arm == arm)).sum()) for arm in (0, 1))

    everyone = np.ones(len(people), np.bool_)
    excluded = tuple(
        Step(text, int(rows.sum()), by_arm(rows))
        for text, rows in _reasons(people, returns, found, asked)
        if rows.any()
    )

    def by_site(chosen: Bools) -> tuple[Step, ...]:
        return tuple(
            Step(site, int(rows.sum()), by_arm(rows))
            for place, site in enumerate(people.sites or ("",))
            for rows in [chosen & ((people.site == place) if people.sites else True)]
        )

    read = Step("", len(people), by_arm(everyone))
    read_by_site = by_site(everyone) if people.sites else ()
    return Flow(asked.flow, read, excluded, by_site(returns.known), read_by_site)


def _reasons(
    people: People, returns: Returns, found: Sequence[Answered], asked: Asked
) -> Iterator[tuple[str, Bools]]:
    """Why people are not analysed, each person once."""
    yield "no arm", people.arm < 0
    yield "no site", (people.arm >= 0) & (people.site < 0)
    answers = [part.answers[asked.definition] for part in found]
    if answers:
        reason = np.concatenate([one.reason[:, 0] for one in answers])
        for place, text in sorted(enumerate(answers[0].reasons), key=lambda one: one[1]):
            yield text, people.known & ~returns.known & (reason == place)
