"""What every other definition says about the same people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.comparing import Side as Told
from stegvis.outcomes.comparing import compare
from stegvis.outcomes.engine import Answered
from stegvis.outcomes.measures import TIMES, Measure
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.table import NONE, windows
from stegvis.reports.days import by_arm, difference_of_means, values_under
from stegvis.reports.estimates import estimate, tried
from stegvis.reports.people import People
from stegvis.reports.ratios import NOBODY_IN_AN_ARM, ratio
from stegvis.reports.result import Choices, Estimate, Ratio, Side, SideArm
from stegvis.reports.returns import Returns
from stegvis.statistics.arrays import Bools
from stegvis.statistics.errors import Unsound
from stegvis.statistics.shares import chi_squared, share_difference

AT_A_TIME = 8
"""So many definitions are put side by side at a time, so that not all of their answers are copied at once."""
ONE_STATE = gettext_noop("Everybody is in the same state.")


def is_time(outcome: Outcome) -> bool:
    """Whether the outcome is a day, and not a number or a category."""
    return Measure(outcome.measure) in TIMES | {Measure.JOB_START}


def returns_under(found: Sequence[Answered], id: str, people: People, window: int = 0) -> Returns:
    """Everybody's day under one definition of a time."""
    time = np.concatenate([part.answers[id].time[:, window] for part in found]).astype(np.int64)
    event = np.concatenate([part.answers[id].event[:, window] for part in found]).astype(np.int64)
    return Returns(people, time, event, people.known & (event != NONE))


def sides(
    found: Sequence[Answered],
    outcomes: Mapping[str, Outcome],
    main: str,
    people: People,
    choices: Choices,
) -> Iterator[Side]:
    """Every definition, the main one first; of those with windows the last that has answers."""
    names = np.array(["", *people.arms], dtype=object)
    arms = names[np.where(people.known, people.arm, -1) + 1].tolist()
    others = [id for id in outcomes if id != main]
    for start in range(0, max(1, len(others)), AT_A_TIME):
        some = {id: outcomes[id] for id in (main, *others[start : start + AT_A_TIME])}
        by_id: dict[str, dict[object, Told]] = {}
        for one in compare(some, _only(found, some), arms):
            by_id.setdefault(one.id, {})[one.group] = one
        for id, outcome in some.items():
            if id != main or not start:
                at = next(iter(by_id[id].values())).at
                told = [by_id[id].get(arm, Told(id, arm, at, 0, 0)) for arm in people.arms]
                yield _side(found, id, outcome, told, people, choices)


def _only(found: Sequence[Answered], ids: Mapping[str, Outcome]) -> Iterator[Answered]:
    for part in found:
        yield Answered(part.batch, part.columns, {id: part.answers[id] for id in ids})


def _side(
    found: Sequence[Answered],
    id: str,
    outcome: Outcome,
    told: Sequence[Told],
    people: People,
    choices: Choices,
) -> Side:
    window = told[0].at
    place = windows(outcome).index(window)
    kind, reason = _kind(outcome), ""
    of_time: Ratio | None = None
    apart: Estimate | None = None
    if not any(one.n for one in told):
        kind, reason = "", _why_nobody(found, id, people.known)
    elif kind == "time":
        returns = returns_under(found, id, people, place)
        of_time = ratio(returns, returns.known, choices.conf_level)
    elif kind == "states":
        apart = tried(lambda: _states(told))
    else:
        control, study = by_arm(values_under(found, id, place), people)
        if kind == "share":
            counts = [(int(part.sum()), len(part)) for part in (study, control)]
            apart = tried(lambda: _shares(counts[0], counts[1], choices.conf_level))
        else:
            apart = difference_of_means(study, control, choices.conf_level)
    arms = tuple(
        SideArm(one.n, one.events, one.median, one.at_a_year, one.mean, dict(one.categories)) for one in told
    )
    differ = None if told[0].differ is None else sum(one.differ or 0 for one in told)
    return Side(id, outcome.name, window, arms, of_time, apart, differ if kind else None, reason, kind)


def _kind(outcome: Outcome) -> str:
    if is_time(outcome):
        return "time"
    named = {Measure.STATES: "states", Measure.FREE_WINDOW: "share"}
    return named.get(Measure(outcome.measure), "mean")


def _states(told: Sequence[Told]) -> Estimate:
    """Whether arms differ in how many are in each state."""
    if not all(one.n for one in told):
        raise Unsound(NOBODY_IN_AN_ARM)
    table = np.array([list(one.categories.values()) for one in told])
    if (table.sum(axis=0) > 0).sum() < 2:
        raise Unsound(ONE_STATE)
    return estimate(p=chi_squared(table).p)


def _shares(study: tuple[int, int], control: tuple[int, int], level: float) -> Estimate:
    if not (study[1] and control[1]):
        raise Unsound(NOBODY_IN_AN_ARM)
    found = share_difference(study, control, conf_level=level)
    return estimate(found.estimate, found.low, found.high, found.p)


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
