"""Days of sick leave in both arms, gross and net, and how the arms differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from stegvis.foundation.words import gettext_noop
from stegvis.outcomes.engine import Answered
from stegvis.outcomes.outcome import Outcome
from stegvis.outcomes.table import windows
from stegvis.reports.baseline import summary
from stegvis.reports.estimates import estimate, tried
from stegvis.reports.people import People
from stegvis.reports.result import Choices, Days, Estimate
from stegvis.statistics.arrays import Floats
from stegvis.statistics.two_samples import Middle, Shift, bootstrap, hodges_lehmann, rank_test, welch

FEW = gettext_noop("There are fewer than two people with a number in one of the arms.")


def days(
    found: Sequence[Answered], outcomes: Mapping[str, Outcome], people: People, choices: Choices
) -> Iterator[Days]:
    """Each definition of days, in each of its windows in which anybody has an answer."""
    for id, outcome in outcomes.items():
        for place, window in enumerate(windows(outcome)):
            value = values_under(found, id, place)
            there = people.known & ~np.isnan(value)
            if there.any():
                yield _days(id, outcome, window, value, people, choices)


def values_under(found: Sequence[Answered], id: str, window: int) -> Floats:
    """Everybody's number in one window, nan where there is none."""
    return np.concatenate([part.answers[id].value[:, window] for part in found])


def _days(id: str, outcome: Outcome, window: str, value: Floats, people: People, choices: Choices) -> Days:
    control, study = by_arm(value, people)
    level, seed = choices.conf_level, choices.seed

    def resampled(of: Middle) -> Shift:
        return bootstrap(study, control, seed=seed, resamples=choices.resamples, conf_level=level, of=of)

    def compared(made: Callable[[], Estimate]) -> Estimate:
        return Estimate(reason=FEW) if min(len(control), len(study)) < 2 else tried(made)

    return Days(
        definition=id,
        name=outcome.name,
        window=window,
        arms=(summary(control), summary(study)),
        means=compared(lambda: _shift(resampled(Middle.MEAN))),
        hodges_lehmann=compared(lambda: _shift(hodges_lehmann(study, control, conf_level=level))),
        rank_p=compared(lambda: estimate(p=rank_test(study, control).p)),
        count=outcome.count,
        medians=compared(lambda: _shift(resampled(Middle.MEDIAN))),
        welch=difference_of_means(study, control, level),
        without=tuple(
            int((people.known & (people.arm == arm)).sum()) - len(known)
            for arm, known in enumerate((control, study))
        ),
    )


def by_arm(value: Floats, people: People) -> tuple[Floats, Floats]:
    """The numbers of each arm, control first."""
    there = people.known & ~np.isnan(value)
    return value[there & (people.arm == 0)], value[there & (people.arm == 1)]


def difference_of_means(study: Floats, control: Floats, level: float) -> Estimate:
    """With limits and P of Welch's t."""
    if min(len(control), len(study)) < 2:
        return Estimate(reason=FEW)

    def made() -> Estimate:
        found = welch(study, control, conf_level=level)
        return estimate(found.estimate, found.low, found.high, found.p)

    return tried(made)


def _shift(found: Shift) -> Estimate:
    return estimate(found.estimate, found.low, found.high)
