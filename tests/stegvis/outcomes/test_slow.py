"""The reference over a batch: what it need not look at changes no answer."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from stegvis.outcomes import slow
from stegvis.outcomes.measures import FROM_JOBS, Measure
from stegvis.outcomes.outcome import OUTCOMES
from stegvis.outcomes.reference import evaluate
from stegvis.outcomes.slow import MISSING
from stegvis.outcomes.table import Answers
from tests.stegvis.outcomes.batches import ORIGINS, batch_of

FROM_OTHERS = [
    id for id, one in OUTCOMES.all().items() if Measure(one.measure) in FROM_JOBS | {Measure.PROGRAMME}
]


@pytest.mark.parametrize("id", FROM_OTHERS)
@pytest.mark.parametrize("jobs", [False, True])
@pytest.mark.parametrize("known", [(), ("index_date",), ("index_date", "start_date", "termination_date")])
def test_outcomes_of_jobs_are_answered_as_person_by_person_with_all_spells(
    id: str, jobs: bool, known: tuple[str, ...]
) -> None:
    origin, outcome = ORIGINS[0], OUTCOMES.get(id)
    spell = [(origin - 10, origin + 40, 0, 10_000)]
    batch = batch_of([spell, spell, []], [[(origin + 20, origin + 200, 3750, 1)], [], []])
    days = np.array([origin, origin, MISSING], np.int32)
    columns = dict.fromkeys(known, days)
    ours = slow.answer(outcome, batch, columns, register_end=origin + 900, jobs=jobs)
    whole = (evaluate(outcome, one, origin + 900) for one in slow.people(batch, columns, jobs=jobs))
    theirs = Answers.of(outcome, whole)
    for name in ("time", "event", "value", "category", "reason"):
        assert_array_equal(getattr(ours, name), getattr(theirs, name))
