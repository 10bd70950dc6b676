"""The states of a version: each arrow of the table, and a no in words for everything else."""

from __future__ import annotations

from itertools import product

import pytest

from stegvis.casework.lifecycle import (
    BY_ITSELF,
    MOVE_NAMES,
    NOT_NOW,
    PLAN_STATE_NAMES,
    TRANSITIONS,
    Move,
    PlanState,
    Transition,
    check_move,
    diagram,
    may_move,
    page,
)
from stegvis.casework.party import Party
from stegvis.foundation.errors import Refusal

AGREED_ON = (PlanState.IN_FORCE, PlanState.REVIEW_DUE, PlanState.POSTPONED)
ENDS = (PlanState.SUPERSEDED, PlanState.CLOSED, PlanState.WITHDRAWN)
BY_SOMEONE = sorted({t.move for t in TRANSITIONS if t.by})
ANYBODY: tuple[Party | None, ...] = (*Party, None)


def found(state: PlanState, move: Move) -> Transition | None:
    return next((t for t in TRANSITIONS if (t.source, t.move) == (state, move)), None)


def told(state: PlanState, move: Move, by: Party | None) -> str:
    with pytest.raises(Refusal) as no:
        check_move(state, move, by)
    return str(no.value)


def test_no_arrow_is_drawn_twice() -> None:
    assert len({(t.source, t.move) for t in TRANSITIONS}) == len(TRANSITIONS)


@pytest.mark.parametrize("arrow", TRANSITIONS, ids=lambda t: f"{t.source}, {t.move}")
@pytest.mark.parametrize("by", ANYBODY)
def test_an_arrow_is_gone_by_just_those_whom_the_table_names(arrow: Transition, by: Party | None) -> None:
    assert may_move(arrow.source, arrow.move, by) is (by in arrow.by)
    if by in arrow.by:
        check_move(arrow.source, arrow.move, by)


@pytest.mark.parametrize(("state", "move", "by"), list(product(PlanState, BY_SOMEONE, ANYBODY)))
def test_whatever_the_table_does_not_hold_is_refused_in_words(
    state: PlanState, move: Move, by: Party | None
) -> None:
    arrow = found(state, move)
    if arrow is None:
        assert not may_move(state, move, by)
        assert told(state, move, by) == NOT_NOW[move]
    elif by not in arrow.by:
        assert "nly the person whose plan it is" in told(state, move, by)


@pytest.mark.parametrize("state", AGREED_ON)
@pytest.mark.parametrize("move", [Move.WITHDRAW, Move.CLOSE, Move.POSTPONE])
@pytest.mark.parametrize("by", sorted(set(Party) - {Party.PATIENT}))
def test_of_what_is_agreed_nobody_but_the_patient_undoes_anything(
    state: PlanState, move: Move, by: Party
) -> None:
    assert not may_move(state, move, by)


@pytest.mark.parametrize("state", [PlanState.IN_FORCE, PlanState.REVIEW_DUE])
def test_the_coordinator_reads_why_and_others_whose_it_is(state: PlanState) -> None:
    assert told(state, Move.WITHDRAW, Party.SPECIALIST) == (
        "Steps of this plan are in force. Only the person whose plan it is can do this."
    )
    assert told(state, Move.WITHDRAW, Party.CLINIC) == (
        "Only the person whose plan it is or the coordinator can do this."
    )


def test_only_the_patient_sends() -> None:
    assert [party for party in Party if may_move(PlanState.DRAFT, Move.SEND, party)] == [Party.PATIENT]
    assert told(PlanState.DRAFT, Move.SEND, Party.SPECIALIST) == (
        "Only the person whose plan it is can send it."
    )


@pytest.mark.parametrize("state", ENDS)
def test_what_has_ended_stays_as_it_is(state: PlanState) -> None:
    assert [t for t in TRANSITIONS if t.source is state] == []


def test_every_state_can_be_reached_and_every_draft_can_end() -> None:
    reached = {PlanState.DRAFT}
    for _ in PlanState:
        reached |= {t.target for t in TRANSITIONS if t.source in reached and t.target is not None}
    assert reached == set(PlanState)
    ways_out = {t.source for t in TRANSITIONS}
    assert ways_out == set(PlanState) - set(ENDS)


def test_from_every_state_that_is_out_the_patient_can_step_out() -> None:
    """Taking part is voluntary: there is always a way for her alone."""
    for state in (PlanState.PROPOSED, *AGREED_ON):
        assert may_move(state, Move.CLOSE, Party.PATIENT)


def test_what_follows_by_itself_is_nobodys_move() -> None:
    for arrow in TRANSITIONS:
        if arrow.by == BY_ITSELF:
            assert arrow.move in {Move.AGREE, Move.COME_DUE, Move.REPLACE}
            assert not any(may_move(arrow.source, arrow.move, party) for party in Party)


def test_no_supporter_and_no_outside_party_moves_anything() -> None:
    movers = frozenset[Party]().union(*(t.by for t in TRANSITIONS))
    assert movers == {Party.PATIENT, Party.SPECIALIST}


def test_everything_has_its_name() -> None:
    assert PLAN_STATE_NAMES.keys() == set(PlanState)
    assert MOVE_NAMES.keys() == set(Move)
    assert NOT_NOW.keys() == set(BY_SOMEONE)
    assert len(set(PLAN_STATE_NAMES.values())) == len(PlanState)


def test_the_diagram_draws_each_arrow_once() -> None:
    arrows = [line.strip() for line in diagram().splitlines() if "-->" in line]
    assert arrows[0] == "[*] --> draft: begun"
    assert len(arrows) == len(TRANSITIONS) + 1
    assert "in_force --> review_due: its day to be looked at comes" in arrows
    assert "draft --> [*]: dropped" in arrows


def test_the_page_says_of_each_arrow_who() -> None:
    assert "| In force | taken back | Withdrawn | patient |" in page()
    assert "| Draft | dropped | nothing is left | patient, specialist |" in page()
    assert "| Out for answers | owner and patient accept a step | In force | follows by itself |" in page()
