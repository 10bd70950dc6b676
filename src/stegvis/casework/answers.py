"""How the parties answer a plan, and what follows from it.

A party answers in one go: the whole plan, single steps, or both. The latest answer that speaks of a
step is the party's stance on it; within one go, a word on the step itself counts before a word on
the whole. Silence is no stance at all and never a yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from stegvis.casework.party import ANSWERING_PARTIES, AUTHORITIES, Party
from stegvis.casework.plan import LONGEST_WORDS, Plan, PlanState, Step
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop

TALK_DAYS = 7
"""Days within which an objection is talked over: soon enough that no one waits in doubt."""


class Kind(StrEnum):
    ACCEPTED = "accepted"
    RESERVATION = "reservation"
    QUESTION = "question"
    OBJECTION = "objection"


KIND_NAMES: dict[Kind, str] = {
    Kind.ACCEPTED: gettext_noop("Accepted"),
    Kind.RESERVATION: gettext_noop("Accepted, with a reservation"),
    Kind.QUESTION: gettext_noop("Asked a question"),
    Kind.OBJECTION: gettext_noop("Objects"),
}

YES_KINDS = frozenset({Kind.ACCEPTED, Kind.RESERVATION})


@dataclass(frozen=True)
class Answer:
    """One party's word on the whole plan (`line` None) or on one step.

    Answers of the same `round` were given in one go. `reply` is the owner's answer to a question;
    `settled_on` the day an objection was talked over, with what came of it in `outcome`.
    """

    id: int
    round: int
    party: Party
    kind: Kind
    at: datetime
    line: str | None = None
    words: str = ""
    rule: str = ""
    reply: str = ""
    talk_by: date | None = None
    settled_on: date | None = None
    outcome: str = ""

    @property
    def is_open(self) -> bool:
        """A question without a reply, or an objection that nobody has talked over yet."""
        if self.kind is Kind.QUESTION:
            return not self.reply
        return self.kind is Kind.OBJECTION and self.settled_on is None


def stance(answers: Iterable[Answer], party: Party, line: str) -> Answer | None:
    """The party's word on one step today; None while it is silent about it."""
    spoken = [a for a in answers if a.party is party and a.line in {None, line}]
    return max(spoken, key=lambda a: (a.round, a.line is not None, a.id), default=None)


def accepts(answers: Iterable[Answer], party: Party, line: str) -> bool:
    word = stance(answers, party, line)
    return word is not None and word.kind in YES_KINDS


def step_in_force(step: Step, answers: Sequence[Answer]) -> bool:
    """A step is in force when its owner and the patient accept it; no one else is needed."""
    return accepts(answers, step.owner, step.line) and accepts(answers, Party.PATIENT, step.line)


def steps_in_force(plan: Plan, answers: Sequence[Answer]) -> tuple[Step, ...]:
    if plan.released_on is None or plan.withdrawn_on is not None:
        return ()
    return tuple(step for step in plan.steps if step_in_force(step, answers))


def plan_state(plan: Plan, answers: Sequence[Answer]) -> PlanState:
    """A plan is in force while at least one of its steps is."""
    if plan.withdrawn_on is not None:
        return PlanState.WITHDRAWN
    if plan.released_on is None:
        return PlanState.DRAFT
    return PlanState.IN_FORCE if steps_in_force(plan, answers) else PlanState.PROPOSED


@dataclass(frozen=True)
class PartyState:
    """What one party has said so far. `kind` None is silence, shown as "not answered"."""

    party: Party
    kind: Kind | None = None
    at: datetime | None = None
    lines: tuple[str, ...] = ()
    days_left: int | None = None

    @property
    def state(self) -> str:
        """The chip's word: accepted, reservation, question, objection or not-answered."""
        return self.kind.value if self.kind else "not-answered"


def current_answers(answers: Sequence[Answer], party: Party) -> tuple[Answer, ...]:
    """What the party last said in one go."""
    mine = [a for a in answers if a.party is party]
    last = max((a.round for a in mine), default=None)
    return tuple(a for a in mine if a.round == last)


def party_state(plan: Plan, answers: Sequence[Answer], party: Party, today: date) -> PartyState:
    """The most serious word of the party's latest round, or silence with the days that are left."""
    current = current_answers(answers, party)
    if not current:
        left = (plan.answer_by - today).days if plan.answer_by else None
        return PartyState(party, days_left=left)
    order = list(Kind)
    heaviest = max(current, key=lambda a: order.index(a.kind))
    lines = tuple(a.line for a in current if a.line is not None and a.kind is heaviest.kind)
    return PartyState(party, heaviest.kind, heaviest.at, lines)


def parties_asked(plan: Plan, team: Iterable[Party]) -> tuple[Party, ...]:
    """Whose answer this plan waits for: the patient and everyone on the team who answers."""
    present = set(team) | {step.owner for step in plan.steps} | {Party.PATIENT}
    return tuple(party for party in ANSWERING_PARTIES if party in present)


def check_answer(
    plan: Plan, *, party: Party, kind: Kind, line: str | None, words: str, rule: str, visible: Iterable[str]
) -> None:
    """Refuse an answer that says too little to act on. Raises Refusal.

    `visible` are the lines that this party sees; it can answer nothing else.
    """
    if party not in ANSWERING_PARTIES:
        raise Refusal(gettext_noop("You can read this plan. It does not ask for your answer."))
    if plan.withdrawn_on is not None:
        raise Refusal(
            gettext_noop(
                "This plan was withdrawn on %(day)s, so it takes no more answers. Nothing is asked of you."
            ),
            day=plan.withdrawn_on,
        )
    if plan.released_on is None:
        raise Refusal(gettext_noop("This plan has not been sent yet, so it cannot be answered."))
    if line is not None and line not in set(visible):
        raise Refusal(gettext_noop("That step is not part of the plan you see."))
    if kind is Kind.OBJECTION and line is None:
        raise Refusal(gettext_noop("Choose the step that you object to."))
    if kind is not Kind.ACCEPTED and not words.strip():
        raise Refusal(NEEDS_WORDS[kind])
    if len(words) > LONGEST_WORDS:
        raise Refusal(
            gettext_noop("Write at most %(most)s characters. This has %(length)s."),
            most=LONGEST_WORDS,
            length=len(words),
        )
    if kind is Kind.OBJECTION and party in AUTHORITIES and not rule.strip():
        raise Refusal(gettext_noop("Name the rule that the step is against, so that the others can read it."))


NEEDS_WORDS: dict[Kind, str] = {
    Kind.RESERVATION: gettext_noop("Write your reservation in your own words."),
    Kind.QUESTION: gettext_noop("Write your question."),
    Kind.OBJECTION: gettext_noop("Write why you object, so that it can be talked over."),
}


def talk_by(answered_on: date) -> date:
    """The day by which an objection is to be talked over."""
    return answered_on + timedelta(days=TALK_DAYS)
