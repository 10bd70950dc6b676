"""A plan that lives, in tests of the library: written, sent, answered, changed, taken back, at rest, ended.

`History` does what the site does when it keeps versions, and keeps nothing but values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from stegvis.casework.answers import Answer, Kind, Word, speaks_of
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain, Plan, Step
from stegvis.casework.versions import Versions, since
from tests.stegvis.casework.build import ANSWER_BY, LINES, OWNERS, SENT, SPEAKERS, TODAY, YES, step

WHATS = ("walk", "rest", "read")


class History:
    """The versions of one plan as they come about. Each move leaves what was before as it was."""

    def __init__(self, *steps: Step) -> None:
        self.plans: list[Plan] = []
        self.answers: list[Answer] = []
        self.resting = False
        self.rounds = 0
        if steps:
            self.begin()
            for one in steps:
                self.put(one)

    @property
    def versions(self) -> Versions:
        return Versions(tuple(self.plans), tuple(self.answers), self.resting)

    @property
    def newest(self) -> Plan:
        return self.plans[-1]

    @property
    def standing(self) -> dict[str, str]:
        """The words in force, by line."""
        return {line: one.what for line, one in self.versions.standing.items()}

    def begin(self, because: str = "") -> History:
        """A draft with what the version that stands holds, but for what was agreed to be taken out."""
        versions = self.versions
        sent = [plan for plan in self.plans if not plan.is_draft]
        base = versions.current or (sent[-1] if sent else None)
        number = len(self.plans) + 1
        draft = Plan(number, base.goal if base else "to work", (), because)
        kept = [
            replace(old, since=since(old, version=number, base=versions.current, standing=standing))
            for old in (base.steps if base else ())
            for standing in [versions.standing.get(old.line)]
            if not old.ends or standing is not None
        ]
        self.plans.append(replace(draft, steps=tuple(kept)))
        return self

    def put(self, wording: Step) -> History:
        """Word a step of the draft, anew or for the first time."""
        versions, draft = self.versions, self.newest
        assert draft.is_draft
        base, standing = versions.current, versions.standing.get(wording.line)
        worded = replace(wording, since=since(wording, version=draft.version, base=base, standing=standing))
        others = {old.line: old for old in draft.steps}
        self.plans[-1] = replace(draft, steps=tuple((others | {wording.line: worded}).values()))
        return self

    def change(self, line: str, **to: Any) -> History:
        return self.put(replace(self.newest.step(line), **{"ends": False, **to}))

    def take_out(self, line: str, because: str = "") -> History:
        """What stands is asked to end; what does not is left out at once."""
        stands = self.versions.standing.get(line)
        if stands is not None:
            return self.put(replace(stands, ends=True, because=because))
        draft = self.newest
        self.plans[-1] = replace(draft, steps=tuple(old for old in draft.steps if old.line != line))
        return self

    def send(self, **days: Any) -> History:
        """The patient sends the draft, and with that says yes to what is new in it."""
        draft = self.newest
        self.plans[-1] = replace(draft, **({"released_on": SENT, "answer_by": ANSWER_BY} | days))
        if anew := frozenset(one.line for one in draft.asked_anew):
            self.say(Party.PATIENT, YES, sees=anew)
        return self

    def say(
        self, party: Party, *words: Word, to: int | None = None, sees: Iterable[str] | None = None
    ) -> list[Answer]:
        """What a party says of a version in one go; of the current one, and of all of it, unless told."""
        versions = self.versions
        plan = versions.plan(to) if to is not None else versions.current
        assert plan is not None
        visible = frozenset(one.line for one in plan.steps) if sees is None else frozenset(sees)
        self.rounds += 1
        said = [
            Answer(
                id=len(self.answers) + number,
                round=self.rounds,
                party=party,
                kind=word.kind,
                at=datetime(2026, 3, 6, 12, tzinfo=UTC) + timedelta(hours=self.rounds),
                about=speaks_of(word, words, visible),
                line=word.line,
                version=plan.version,
                words=word.words,
                rule=word.rule,
            )
            for number, word in enumerate(words, start=1)
        ]
        self.answers += said
        return said

    def agree(self, *parties: Party) -> History:
        """Each of them says yes to all of the current version; without any, all who own a step of it."""
        current = self.versions.current
        assert current is not None
        for party in parties or tuple({one.owner: None for one in current.steps}):
            self.say(party, YES)
        return self

    def withdraw(self) -> History:
        return self._end(withdrawn_on=TODAY, withdrawn_because="Anew.")

    def close(self) -> History:
        self.resting = False
        return self._end(closed_on=TODAY, closed_because="Back at work.")

    def _end(self, **fields: Any) -> History:
        current = self.versions.current
        assert current is not None
        at = self.plans.index(current)
        self.plans[at] = replace(current, **fields)
        return self


# Any way that a plan may go

wordings = st.builds(
    lambda line, owner, domain, what: step(line, owner, domain, what=what),
    st.sampled_from(LINES),
    st.sampled_from(OWNERS),
    st.sampled_from(Domain),
    st.sampled_from(WHATS),
)

Move = tuple[str, Any]

moves: st.SearchStrategy[Move] = st.one_of(
    st.tuples(st.just("put"), wordings),
    st.tuples(st.just("take out"), st.sampled_from(LINES)),
    st.tuples(st.just("send"), st.none()),
    st.tuples(
        st.just("say"),
        st.tuples(
            st.sampled_from(SPEAKERS),
            st.sampled_from([None, *LINES]),
            st.sampled_from([*Kind, Kind.ACCEPTED, Kind.ACCEPTED]),
            st.frozensets(st.sampled_from(LINES)) | st.just(frozenset(LINES)),
        ),
    ),
    st.tuples(st.sampled_from(["agree", "send", "withdraw", "close"]), st.none()),
)


def make(history: History, move: Move) -> bool:
    """Make a move where it can be made. Whether it could."""
    kind, what = move
    versions = history.versions
    if kind in {"put", "take out"}:
        if versions.draft is None:
            history.begin()
        if kind == "put":
            history.put(what)
        else:
            history.take_out(what)
        return True
    if kind == "send":
        if versions.draft is None or not versions.draft.steps:
            return False
        history.send()
        return True
    current = versions.current
    if current is None:
        return False
    if kind == "say":
        party, line, of_kind, sees = what
        seen = sees & {one.line for one in current.steps}
        if (
            not seen
            or (line is None and of_kind is Kind.OBJECTION)
            or (line is not None and line not in seen)
        ):
            return False
        history.say(party, Word(of_kind, line, "words"), sees=seen)
        return True
    if versions.draft is not None and kind != "agree":
        return False
    ways: dict[str, Callable[[], object]] = {
        "agree": history.agree,
        "withdraw": history.withdraw,
        "close": history.close,
    }
    ways[kind]()
    return True


def told(moves: Sequence[Move]) -> History:
    history = History(step("a"), step("b", Party.EMPLOYER)).send()
    for move in moves:
        make(history, move)
    return history


histories: st.SearchStrategy[History] = st.lists(moves, max_size=14).map(told)
