"""What else is answered about the same people: days of sick leave, and every other definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from stegvis.outcomes.comparing import Side as Told
from stegvis.outcomes.comparing import compare
from stegvis.outcomes.engine import Answered
from stegvis.outcomes.measures import TIMES, Measure
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.table import NONE, windows
from stegvis.reports.baseline import summary
from stegvis.reports.people import People
from stegvis.reports.result import Choices, Days, Estimate, Side, SideArm
from stegvis.reports.returns import Returns, ratio
from stegvis.statistics.arrays import Bools, Floats
from stegvis.statistics.errors import Unsound
from stegvis.statistics.two_samples import bootstrap, hodges_lehmann, rank_test


def is_time(outcome: Outcome) -> bool:
    """Whether the outcome is a day, and not a number or a category."""
    return Measure(outcome.measure) in TIMES | {Measure.JOB_START}


def returns_under(found: Sequence[Answered], id: str, people: People) -> Returns:
    """Everybody's day under one definition of a time."""
    time = np.concatenate([part.answers[id].time[:, 0] for part in found]).astype(np.int64)
    event = np.concatenate([part.answers[id].event[:, 0] for part in found]).astype(np.int64)
    return Returns(people, time, event, people.known & (event != NONE))


def days(
    found: Sequence[Answered], ids: Mapping[str, Outcome], people: People, choices: Choices
) -> Iterator[Days]:
    """Each definition of days, in each of its windows in which anybody has an answer."""
    for id, outcome in ids.items():
        for place, window in enumerate(windows(outcome)):
            value = np.concatenate([part.answers[id].value[:, place] for part in found])
            there = people.known & ~np.isnan(value)
            control, study = (value[there & (people.arm == arm)] for arm in (0, 1))
            if len(control) or len(study):
                arms = (summary(control), summary(study))
                yield Days(id, outcome.name, window, arms, *_apart(study, control, choices))


def _apart(study: Floats, control: Floats, choices: Choices) -> tuple[Estimate, Estimate, Estimate]:
    try:
        means = bootstrap(
            study, control, seed=choices.seed, resamples=choices.resamples, conf_level=choices.conf_level
        )
        shift = hodges_lehmann(study, control, conf_level=choices.conf_level)
        p = rank_test(study, control).p
    except Unsound as refused:
        nothing = Estimate(reason=str(refused))
        return nothing, nothing, nothing
    return (
        Estimate(means.estimate, means.low, means.high),
        Estimate(shift.estimate, shift.low, shift.high),
        Estimate(p=p),
    )


def sides(
    found: Sequence[Answered],
    outcomes: Mapping[str, Outcome],
    main: str,
    people: People,
    choices: Choices,
) -> Iterator[Side]:
    """Every definition, the main one first; of those with windows the last that has answers."""
    ordered = {main: outcomes[main], **outcomes}
    arms = [people.arms[arm] if known else "" for arm, known in zip(people.arm, people.known, strict=True)]
    by_id: dict[str, dict[object, Told]] = {}
    only = [Answered(part.batch, part.columns, {id: part.answers[id] for id in ordered}) for part in found]
    for one in compare(ordered, only, arms):
        by_id.setdefault(one.id, {})[one.group] = one
    for id, outcome in ordered.items():
        told = [by_id[id][arm] for arm in people.arms]
        yield _side(found, id, outcome, told, people, choices)


def _side(
    found: Sequence[Answered],
    id: str,
    outcome: Outcome,
    told: Sequence[Told],
    people: People,
    choices: Choices,
) -> Side:
    arms = tuple(SideArm(one.n, one.events, one.median, one.at_a_year, one.mean) for one in told)
    differ = None if told[0].differ is None else sum(one.differ or 0 for one in told)
    shared = (id, outcome.name, told[0].at, arms)
    if not any(one.n for one in told):
        return Side(*shared, None, None, None, _why_nobody(found, id, people.known))
    if is_time(outcome):
        returns = returns_under(found, id, people)
        return Side(*shared, ratio(returns, returns.known, (), choices.conf_level), None, differ)
    if told[0].mean is None:
        return Side(*shared, None, None, differ, "It tells a state, which has no mean and no hazard.")
    place = windows(outcome).index(told[0].at)
    value = np.concatenate([part.answers[id].value[:, place] for part in found])
    there = people.known & ~np.isnan(value)
    control, study = (value[there & (people.arm == arm)] for arm in (0, 1))
    return Side(*shared, None, _apart(study, control, choices)[0], differ)


def _why_nobody(found: Sequence[Answered], id: str, known: Bools) -> str:
    """The reason that most people have no answer for."""
    counts: dict[str, int] = {}
    for part in found:
        answers = part.answers[id]
        rows = known[part.batch.first : part.batch.first + part.batch.persons]
        places, numbers = np.unique(answers.reason[rows], return_counts=True)
        for place, number in zip(places.tolist(), numbers.tolist(), strict=True):
            reason = answers.reasons[place]
            counts[reason] = counts.get(reason, 0) + number
    return max(counts, key=lambda reason: counts[reason], default="")
