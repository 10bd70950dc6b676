"""A service's own people, each known until a day of their own, answered as the reference answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.benefits.spells import Benefit
from stegvis.outcomes.history import FULL, PersonHistory, Spell
from stegvis.outcomes.outcome import OUTCOMES
from stegvis.outcomes.own_people import (
    NO,
    NO_ANSWER,
    NOT_REACHED,
    REACHED,
    YES,
    Followed,
    answer,
    can_answer,
    cells,
    tell,
    window_told,
)
from stegvis.outcomes.reference import evaluate
from tests.stegvis.outcomes.people import ORIGIN, PENSION, SICK

EVERYTHING = frozenset(Benefit)
SICK_NOTES = frozenset({Benefit.SICKNESS_BENEFIT})
ANSWERABLE = {id: one for id, one in OUTCOMES.all().items() if can_answer(one, EVERYTHING)}
RETURN = {"free_28_days": OUTCOMES.get("free_28_days")}


def sick(first: int, last: int, percent: int = 100, benefit: str = SICK) -> Spell:
    return Spell(ORIGIN + first, ORIGIN + last, benefit, percent * FULL // 100)


def followed(*spells: Spell, until: int = 500, since: int = 0) -> Followed:
    return Followed(ORIGIN + since, ORIGIN + until, spells)


def cell_of(one: Followed, id: str = "free_28_days") -> str:
    outcomes = {id: OUTCOMES.get(id)}
    found = answer([one], outcomes)[id]
    return cells(outcomes[id], found, window_told(outcomes[id], found))[0]


SPELLS = st.builds(
    sick,
    first=st.integers(-100, 600),
    last=st.integers(0, 300),
    percent=st.integers(0, 100),
    benefit=st.sampled_from([SICK, PENSION]),
).map(lambda spell: replace(spell, end=spell.start + (spell.end - ORIGIN)))
PEOPLE = st.builds(
    lambda spells, until, since, death: replace(
        followed(*spells, until=until, since=since), death=None if death is None else ORIGIN + death
    ),
    st.lists(SPELLS, max_size=4),
    st.integers(0, 900),
    st.integers(-50, 50),
    st.none() | st.integers(-10, 900),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(PEOPLE, min_size=1, max_size=6))
def test_each_is_answered_as_in_a_register_that_ends_on_the_last_day_known(people: list[Followed]) -> None:
    found = answer(people, ANSWERABLE)
    for row, one in enumerate(people):
        spells = tuple(
            replace(spell, end=min(spell.end, one.known_until))
            for spell in one.spells or ()
            if spell.start <= one.known_until
        )
        history = PersonHistory({"index_date": one.index_date, "death": one.death}, spells)
        for id, outcome in ANSWERABLE.items():
            for window, expected in enumerate(evaluate(outcome, history, one.known_until)):
                assert found[id].answer(row, window) == expected, id


def test_whoever_was_closed_early_is_not_taken_for_somebody_who_is_back() -> None:
    assert cell_of(followed(sick(-30, 90), until=100)) == NOT_REACHED
    assert cell_of(followed(sick(-30, 90), until=400)) == REACHED


def test_who_has_died_is_neither_back_nor_still_away() -> None:
    assert cell_of(replace(followed(sick(-30, 90)), death=ORIGIN + 60)) == "death"


def test_everybody_is_in_one_cell_and_the_cells_add_up() -> None:
    people = [followed(sick(-30, 10 * n), until=100 + 40 * n) for n in range(1, 12)]
    people.append(followed(since=600))
    outcome = RETURN["free_28_days"]
    found = answer(people, RETURN)["free_28_days"]
    told = tell(outcome, found, 0)
    assert sum(told.cells.values()) == len(people)
    assert told.cells[NO_ANSWER] == 1
    assert told.cells == {name: cells(outcome, found, 0).count(name) for name in told.cells}
    assert told.median == 61  # of eleven with a return, the sixth: free from day 61
    assert told.share == pytest.approx(1.0)


def test_a_curve_has_no_step_of_fewer_than_five_people() -> None:
    people = [followed(sick(-30, 10 * n)) for n in range(1, 24)]
    told = tell(RETURN["free_28_days"], answer(people, RETURN)["free_28_days"], 0)
    assert len(told.curve) == 1 + 23 // 5
    assert np.diff([share for _, share in told.curve]).min() >= 5 / 23 - 1e-12


def test_nobody_back_in_a_year_is_a_share_of_nought_without_an_interval() -> None:
    people = [followed(sick(-30, 800), until=700)] * 6
    told = tell(RETURN["free_28_days"], answer(people, RETURN)["free_28_days"], 0)
    assert (told.share, told.low, told.median, told.curve) == (0.0, None, None, ())


def test_days_are_told_by_their_mean_and_states_by_their_names() -> None:
    people = [followed(sick(-10, 9)), followed(sick(-10, 29))]
    days = {"gross_days_12_months": OUTCOMES.get("gross_days_12_months")}
    found = answer(people, days)["gross_days_12_months"]
    assert tell(days["gross_days_12_months"], found, 0).mean == 20
    assert cell_of(followed(sick(0, 100)), "spells_over_90_days") == YES
    assert cell_of(followed(sick(0, 20)), "spells_over_90_days") == NO


def test_jobs_are_counted_among_those_of_whom_somebody_has_written_whether_one_began() -> None:
    outcome = {"rodevand_competitive_employment": OUTCOMES.get("rodevand_competitive_employment")}
    unknown = followed(sick(-30, 20))
    people = [replace(followed(), spells=None, jobs=jobs) for jobs in ((), (ORIGIN + 138,), (ORIGIN + 700,))]
    found = answer([unknown, *people], outcome | RETURN)
    theirs = found["rodevand_competitive_employment"]
    assert cells(OUTCOMES.get("rodevand_competitive_employment"), theirs, 2) == [
        NO_ANSWER,
        NOT_REACHED,
        REACHED,
        NOT_REACHED,
    ]
    assert cells(RETURN["free_28_days"], found["free_28_days"], 0) == [REACHED, *[NO_ANSWER] * 3]


def test_an_outcome_is_offered_where_the_spells_can_answer_it() -> None:
    offered = {id for id, one in OUTCOMES.all().items() if can_answer(one, SICK_NOTES)}
    assert {"jensen_2011", "free_28_days", "net_days_12_months"} <= offered
    # Jobs, starts of a programme, and states that pensions decide are not known from sick notes.
    assert not offered & {"rodevand_competitive_employment", "sqrp_2019_four_categories", "states_four"}
    assert "states_four" in ANSWERABLE
    assert not can_answer(OUTCOMES.get("hara_2018"), EVERYTHING, jobs=True)
    assert can_answer(OUTCOMES.get("rodevand_competitive_employment"), SICK_NOTES, jobs=True)
