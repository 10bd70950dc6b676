"""Small plans and answers for the tests of casework. Everything here is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from stegvis.casework.answers import Answer, Kind, Word, speaks_of
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain, Plan, Step

TODAY = date(2026, 3, 10)
SENT = TODAY - timedelta(days=4)
ANSWER_BY = TODAY + timedelta(days=6)

YES = Word(Kind.ACCEPTED)


def step(
    line: str, owner: Party = Party.PATIENT, domain: Domain = Domain.WORK_MODIFICATION, **more: Any
) -> Step:
    values = {
        "number": 1,
        "what": f"do {line}",
        "person": f"person of {owner}",
        "due": TODAY + timedelta(days=30),
        **more,
    }
    return Step(line=line, owner=owner, domain=domain, **values)


def plan(*steps: Step, **more: Any) -> Plan:
    """A plan that has been sent and takes answers."""
    values = {"version": 1, "goal": "read to the children again", **more}
    return Plan(steps=steps, **({"released_on": SENT, "answer_by": ANSWER_BY} | values))


def draft(*steps: Step, **more: Any) -> Plan:
    return plan(*steps, released_on=None, answer_by=None, **more)


def withdrawn(*steps: Step, **more: Any) -> Plan:
    return plan(*steps, withdrawn_on=TODAY, **more)


def closed(*steps: Step, **more: Any) -> Plan:
    return plan(*steps, closed_on=TODAY, **more)


@dataclass(frozen=True)
class Round:
    """What one party says in one go, and which steps it sees then."""

    party: Party
    words: tuple[Word, ...]
    visible: frozenset[str]


def said(of: Plan, *rounds: tuple[Party, Word | Sequence[Word]]) -> list[Answer]:
    """The answers to a plan by parties that all see the whole of it."""
    lines = frozenset(step.line for step in of.steps)
    return recorded(
        Round(party, (words,) if isinstance(words, Word) else tuple(words), lines) for party, words in rounds
    )


def recorded(rounds: Iterable[Round]) -> list[Answer]:
    answers: list[Answer] = []
    for number, one in enumerate(rounds, start=1):
        for word in one.words:
            answers.append(
                Answer(
                    id=len(answers) + 1,
                    round=number,
                    party=one.party,
                    kind=word.kind,
                    at=datetime(2026, 3, 6, 12, tzinfo=UTC) + timedelta(hours=number),
                    about=speaks_of(word, one.words, one.visible),
                    line=word.line,
                    words=word.words,
                    rule=word.rule,
                )
            )
    return answers


def objects(line: str, words: str = "It does not fit.", rule: str = "") -> Word:
    return Word(Kind.OBJECTION, line, words, rule)


def asks(line: str | None = None, words: str = "When?") -> Word:
    return Word(Kind.QUESTION, line, words)


def reserves(line: str | None = None, words: str = "It may come a week late.") -> Word:
    return Word(Kind.RESERVATION, line, words)


# Few lines and few parties, so that what parties say meets in one step.
LINES = ("a", "b", "c")
OWNERS = (Party.PATIENT, Party.EMPLOYER, Party.GP)
SPEAKERS = (*OWNERS, Party.INSURER)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A sent plan of up to three steps, with different owners and domains."""
    lines = LINES[: draw(st.integers(1, len(LINES)))]
    return plan(
        *(
            step(line, draw(st.sampled_from(OWNERS)), draw(st.sampled_from(Domain)), number=number)
            for number, line in enumerate(lines, start=1)
        )
    )


@st.composite
def rounds_on(draw: st.DrawFn, of: Plan, parties: Sequence[Party] = SPEAKERS) -> list[Round]:
    """What parties may say to a plan of which each sees all or some, each time anew."""
    lines = [step.line for step in of.steps]
    views = st.just(frozenset(lines)) | st.frozensets(st.sampled_from(lines))
    one = views.flatmap(
        lambda visible: st.builds(
            Round, party=st.sampled_from(parties), words=_words(sorted(visible)), visible=st.just(visible)
        )
    )
    return draw(st.lists(one, max_size=8))


def _words(visible: Sequence[str]) -> st.SearchStrategy[tuple[Word, ...]]:
    whole = st.sampled_from([Kind.ACCEPTED, Kind.RESERVATION, Kind.QUESTION, None])
    steps: st.SearchStrategy[Mapping[str, Kind]] = (
        st.dictionaries(st.sampled_from(visible), st.sampled_from(Kind), max_size=2)
        if visible
        else st.just({})
    )
    return st.builds(
        lambda whole, steps: (
            *((Word(whole, None, "words"),) if whole else ()),
            *(Word(kind, line, "words") for line, kind in steps.items()),
        ),
        whole,
        steps,
    )
