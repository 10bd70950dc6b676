"""How the parties answer a plan, and what follows from it.

A party answers in one go: the whole plan, single steps, or both. A word on the whole speaks of every step
that the party sees and says nothing else of; what it was never shown it has not said yes to. The latest
word on a step counts. A question is neither a yes nor a no, so asking takes no yes back. Silence is no
word at all and never a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from stegvis.casework.party import ANSWERING_PARTIES, AUTHORITIES, Party
from stegvis.casework.plan import Plan, check_due, check_length
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
class Word:
    """What a party says of one step, or, without `line`, of the whole plan.

    Who objects may say what it could agree to instead: other words, another day, or both.
    """

    kind: Kind
    line: str | None = None
    words: str = ""
    rule: str = ""
    instead: str = ""
    instead_due: date | None = None


def speaks_of(word: Word, said: Iterable[Word], visible: Iterable[str]) -> frozenset[str]:
    """The steps that `word` counts for: its own one, or, for a word on the whole, all the others in view.

    `said` is everything said in the same go, `visible` the lines that the party sees. A question on the
    whole plan counts for no step.
    """
    if word.line is not None:
        return frozenset({word.line})
    if word.kind is Kind.QUESTION:
        return frozenset()
    return frozenset(visible) - {other.line for other in said}


@dataclass(frozen=True)
class Answer:
    """One party's recorded word on the whole plan (`line` None) or on one step.

    `about` are the steps that it counts for, as `speaks_of` told when it was given to that `version` of the
    plan. Answers of the same `round` were given in one go; a higher `id` was said later. `reply` is the
    team's answer to a question; `settled_on` the day an objection was talked over, with what came of it in
    `outcome`.
    """

    id: int
    round: int
    party: Party
    kind: Kind
    at: datetime
    about: frozenset[str]
    line: str | None = None
    version: int = 1
    words: str = ""
    rule: str = ""
    instead: str = ""
    instead_due: date | None = None
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


def _latest(answers: Iterable[Answer]) -> Answer | None:
    return max(answers, key=lambda a: a.id, default=None)


def stance(answers: Iterable[Answer], party: Party, line: str) -> Answer | None:
    """The party's word on one step today; None while it is silent about it.

    A question that has had its reply gives way to the yes or no that was there before it.
    """
    spoken = [a for a in answers if a.party is party and line in a.about]
    return _latest(a for a in spoken if a.kind is not Kind.QUESTION or a.is_open) or _latest(spoken)


@dataclass(frozen=True)
class PartyState:
    """What one party has said so far. `kind` None is silence, shown as "not answered".

    `lines` are the steps that the word is about, where it is not about the whole plan; `silent` the steps
    that the party sees and has said nothing of; `days_left` are counted to the last day to answer: 0 on
    that day, less than 0 after it.
    """

    party: Party
    kind: Kind | None = None
    at: datetime | None = None
    lines: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    days_left: int | None = None

    @property
    def in_part(self) -> bool:
        """It said yes to some steps and nothing of the others: silence is never a yes."""
        return self.kind in YES_KINDS and bool(self.silent)

    @property
    def state(self) -> str:
        """The chip's word: accepted, reservation, question, objection, in-part or not-answered."""
        if self.in_part:
            return "in-part"
        return self.kind.value if self.kind else "not-answered"


def current_answers(plan: Plan, answers: Sequence[Answer], party: Party) -> tuple[Answer, ...]:
    """What counts today of all that the party has said: its word on each step, and on the whole plan."""
    on_steps = (stance(answers, party, step.line) for step in plan.steps)
    asked = [a for a in answers if a.party is party and not a.about]
    current = {a.id: a for a in (*on_steps, *asked) if a is not None and (a.about or a.is_open)}
    if not current and (last := _latest(asked)):
        return (last,)
    return tuple(current[id] for id in sorted(current))


def party_state(
    plan: Plan, answers: Sequence[Answer], party: Party, today: date, *, visible: Collection[str]
) -> PartyState:
    """The most serious of the party's words that count today, or silence with the days that are left.

    `visible` are the lines of the plan that the party is shown.
    """
    current = current_answers(plan, answers, party)
    silent = tuple(
        step.line for step in plan.steps if step.line in visible and stance(answers, party, step.line) is None
    )
    left = (plan.answer_by - today).days if plan.answer_by and plan.is_out else None
    if not current:
        return PartyState(party, silent=silent, days_left=left)
    order = list(Kind)
    gravest = max(current, key=lambda a: (order.index(a.kind), a.at))
    lines = tuple(a.line for a in current if a.line is not None and a.kind is gravest.kind)
    return PartyState(party, gravest.kind, gravest.at, lines, silent, left)


def parties_asked(
    plan: Plan, answers: Iterable[Answer], *, team: Iterable[Party], sees: Callable[[Party, str], bool]
) -> tuple[Party, ...]:
    """Whose answer this plan waits for, and who has given one.

    The patient, the owners of its steps, and whoever of the `team` sees one. A party that is shown no
    step is not asked, so its silence means nothing and is not shown.
    """
    lines = {step.line for step in plan.steps}
    sections = {step.section for step in plan.steps}
    asked = {Party.PATIENT} | {step.owner for step in plan.steps}
    asked |= {party for party in team if any(sees(party, section) for section in sections)}
    asked |= {answer.party for answer in answers if answer.about & lines}
    return tuple(party for party in ANSWERING_PARTIES if party in asked)


def check_answer(
    plan: Plan, *, party: Party, words: Sequence[Word], visible: Collection[str], today: date
) -> None:
    """Refuse an answer that says too little to act on. Raises Refusal.

    `words` is all that the party says in one go; `visible` are the lines that it sees, and it can answer
    nothing else. An answer after the last day is as welcome as one before it.
    """
    if party not in ANSWERING_PARTIES:
        raise Refusal(gettext_noop("You can read this plan. It does not ask for your answer."))
    if plan.closed_on is not None:
        raise Refusal(
            gettext_noop("This plan ended on %(day)s, so it takes no more answers. Nothing is asked of you."),
            day=plan.closed_on,
        )
    if plan.withdrawn_on is not None:
        raise Refusal(
            gettext_noop(
                "This plan was withdrawn on %(day)s, so it takes no more answers. Nothing is asked of you."
            ),
            day=plan.withdrawn_on,
        )
    if plan.released_on is None:
        raise Refusal(gettext_noop("This plan has not been sent yet, so it cannot be answered."))
    if not visible:
        raise Refusal(gettext_noop("No step of this plan is shared with you, so nothing is asked of you."))
    if not words:
        raise Refusal(gettext_noop("Choose an answer first."))
    lines = [word.line for word in words]
    if len(set(lines)) < len(lines):
        raise Refusal(gettext_noop("Choose one answer for each step."))
    for word in words:
        _check_word(word, party, visible, today)


def _check_word(word: Word, party: Party, visible: Collection[str], today: date) -> None:
    if word.line is not None and word.line not in visible:
        raise Refusal(gettext_noop("That step is not part of the plan you see."))
    if word.kind is Kind.OBJECTION and word.line is None:
        raise Refusal(gettext_noop("Choose the step that you object to."))
    if word.kind is not Kind.ACCEPTED and not word.words.strip():
        raise Refusal(NEEDS_WORDS[word.kind])
    check_length(word.words, word.rule, word.instead)
    if word.instead_due is not None:
        check_due(word.instead_due, today)
    if word.kind is Kind.OBJECTION and party in AUTHORITIES and not word.rule.strip():
        raise Refusal(gettext_noop("Name the rule that the step is against, so that the others can read it."))


NEEDS_WORDS: dict[Kind, str] = {
    Kind.RESERVATION: gettext_noop("Write your reservation in your own words."),
    Kind.QUESTION: gettext_noop("Write your question."),
    Kind.OBJECTION: gettext_noop("Write why you object, so that it can be talked over."),
}


def talk_by(answered_on: date) -> date:
    """The day by which an objection is to be talked over."""
    return answered_on + timedelta(days=TALK_DAYS)
