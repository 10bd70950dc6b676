"""The states of a plan's version, and who may move it from one to another.

The table is the rule: an action asks `check_move`, and the diagram in the documentation is drawn from it.
What is agreed is never one party's to undo: of a plan in force only the person whose plan it is takes
back, postpones or closes anything, because taking part is voluntary.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stegvis.casework.party import Party
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop


class PlanState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in-force"
    REVIEW_DUE = "review-due"
    POSTPONED = "postponed"
    SUPERSEDED = "superseded"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


PLAN_STATE_NAMES: dict[PlanState, str] = {
    PlanState.DRAFT: gettext_noop("Draft"),
    PlanState.PROPOSED: gettext_noop("Out for answers"),
    PlanState.IN_FORCE: gettext_noop("In force"),
    PlanState.REVIEW_DUE: gettext_noop("To be looked at again"),
    PlanState.POSTPONED: gettext_noop("Resting"),
    PlanState.SUPERSEDED: gettext_noop("Replaced"),
    PlanState.CLOSED: gettext_noop("Ended"),
    PlanState.WITHDRAWN: gettext_noop("Withdrawn"),
}


class Move(StrEnum):
    """What happens to a version: someone does it, or it follows by itself."""

    SEND = "send"
    DROP = "drop"
    AGREE = "agree"
    COME_DUE = "come due"
    KEEP = "keep"
    REPLACE = "replace"
    WITHDRAW = "withdraw"
    POSTPONE = "postpone"
    RESUME = "resume"
    CLOSE = "close"


MOVE_NAMES: dict[Move, str] = {
    Move.SEND: gettext_noop("sent out"),
    Move.DROP: gettext_noop("dropped"),
    Move.AGREE: gettext_noop("owner and patient accept a step"),
    Move.COME_DUE: gettext_noop("its day to be looked at comes"),
    Move.KEEP: gettext_noop("looked at, goes on as it is"),
    Move.REPLACE: gettext_noop("a newer version takes its place"),
    Move.WITHDRAW: gettext_noop("taken back"),
    Move.POSTPONE: gettext_noop("rests until a day"),
    Move.RESUME: gettext_noop("taken up again"),
    Move.CLOSE: gettext_noop("ended"),
}

BY_ITSELF: frozenset[Party] = frozenset()
PATIENT = frozenset({Party.PATIENT})
EITHER = frozenset({Party.PATIENT, Party.SPECIALIST})
WRITERS = frozenset({Party.PATIENT, Party.SPECIALIST, Party.CLINIC})


@dataclass(frozen=True)
class Transition:
    """One arrow. `by` may make the move; nobody in it: it follows by itself. No `target`: nothing is left."""

    source: PlanState
    move: Move
    target: PlanState | None
    by: frozenset[Party]


TRANSITIONS: tuple[Transition, ...] = (
    Transition(PlanState.DRAFT, Move.SEND, PlanState.PROPOSED, PATIENT),
    Transition(PlanState.DRAFT, Move.DROP, None, EITHER),
    Transition(PlanState.PROPOSED, Move.AGREE, PlanState.IN_FORCE, BY_ITSELF),
    Transition(PlanState.PROPOSED, Move.REPLACE, PlanState.SUPERSEDED, BY_ITSELF),
    Transition(PlanState.PROPOSED, Move.WITHDRAW, PlanState.WITHDRAWN, EITHER),
    Transition(PlanState.PROPOSED, Move.POSTPONE, PlanState.POSTPONED, EITHER),
    Transition(PlanState.PROPOSED, Move.CLOSE, PlanState.CLOSED, EITHER),
    Transition(PlanState.IN_FORCE, Move.COME_DUE, PlanState.REVIEW_DUE, BY_ITSELF),
    Transition(PlanState.IN_FORCE, Move.KEEP, PlanState.IN_FORCE, EITHER),
    Transition(PlanState.IN_FORCE, Move.REPLACE, PlanState.SUPERSEDED, BY_ITSELF),
    Transition(PlanState.IN_FORCE, Move.WITHDRAW, PlanState.WITHDRAWN, PATIENT),
    Transition(PlanState.IN_FORCE, Move.POSTPONE, PlanState.POSTPONED, PATIENT),
    Transition(PlanState.IN_FORCE, Move.CLOSE, PlanState.CLOSED, PATIENT),
    Transition(PlanState.REVIEW_DUE, Move.KEEP, PlanState.IN_FORCE, EITHER),
    Transition(PlanState.REVIEW_DUE, Move.REPLACE, PlanState.SUPERSEDED, BY_ITSELF),
    Transition(PlanState.REVIEW_DUE, Move.WITHDRAW, PlanState.WITHDRAWN, PATIENT),
    Transition(PlanState.REVIEW_DUE, Move.POSTPONE, PlanState.POSTPONED, PATIENT),
    Transition(PlanState.REVIEW_DUE, Move.CLOSE, PlanState.CLOSED, PATIENT),
    Transition(PlanState.POSTPONED, Move.RESUME, PlanState.IN_FORCE, EITHER),
    Transition(PlanState.POSTPONED, Move.REPLACE, PlanState.SUPERSEDED, BY_ITSELF),
    Transition(PlanState.POSTPONED, Move.CLOSE, PlanState.CLOSED, PATIENT),
)

NOT_NOW: dict[Move, str] = {
    Move.SEND: gettext_noop("This version has been sent already."),
    Move.DROP: gettext_noop("This version has been sent, so it can no longer be dropped."),
    Move.KEEP: gettext_noop("There is no plan in force to be looked at."),
    Move.WITHDRAW: gettext_noop("There is no sent version to withdraw."),
    Move.POSTPONE: gettext_noop("There is no plan that could rest."),
    Move.RESUME: gettext_noop("The plan does not rest."),
    Move.CLOSE: gettext_noop("There is no plan to end."),
}


def may_move(state: PlanState | None, move: Move, by: Party | None) -> bool:
    """Whether `by` may move a version of that state so."""
    return by is not None and any((t.source, t.move) == (state, move) and by in t.by for t in TRANSITIONS)


def check_move(state: PlanState, move: Move, by: Party | None) -> None:
    """Refuse a move that the table does not hold, or that is another's to make. Raises Refusal."""
    found = next((t for t in TRANSITIONS if (t.source, t.move) == (state, move)), None)
    if found is None:
        raise Refusal(NOT_NOW[move])
    if by in found.by:
        return
    if move is Move.SEND:
        raise Refusal(gettext_noop("Only the person whose plan it is can send it."))
    if found.by == PATIENT and by in EITHER:
        raise Refusal(
            gettext_noop("Steps of this plan are in force. Only the person whose plan it is can do this.")
        )
    raise Refusal(gettext_noop("Only the person whose plan it is or the coordinator can do this."))


def diagram() -> str:
    """The transition table as a Mermaid state diagram, and as a table for who reads without pictures."""
    lines = ["stateDiagram-v2", "    [*] --> draft: begun"]
    for t in TRANSITIONS:
        source, target = _node(t.source), _node(t.target)
        lines.append(f"    {source} --> {target}: {MOVE_NAMES[t.move]}")
    return "\n".join(lines)


def _node(state: PlanState | None) -> str:
    return state.value.replace("-", "_") if state else "[*]"


def page() -> str:
    """The page of the documentation on the states of a version."""
    rows = [
        f"| {PLAN_STATE_NAMES[t.source]} | {MOVE_NAMES[t.move]} | "
        f"{PLAN_STATE_NAMES[t.target] if t.target else 'nothing is left'} | "
        f"{', '.join(sorted(party.value for party in t.by)) or 'follows by itself'} |"
        for t in TRANSITIONS
    ]
    return "\n".join(
        [
            "# The states of a plan's version",
            "",
            "Replaced, a version stays in force for the steps whose new wording is not agreed yet.",
            "",
            "```mermaid",
            diagram(),
            "```",
            "",
            "| From | What happens | To | By |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )
