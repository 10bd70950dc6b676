"""What one party sees of a plan. Pages, previews, JSON, mail and files all show this and no more.

What a party may not see is left out without a hole: no empty line, no "hidden" mark, no count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from stegvis.casework.answers import (
    Answer,
    Kind,
    PartyState,
    parties_asked,
    party_state,
    plan_state,
    step_in_force,
)
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain, Plan, PlanState, Progress, Step
from stegvis.casework.sections import ANSWERS, CONSENTS, GOAL, NAME, TEAM, WORDS


@dataclass(frozen=True)
class Beside:
    """What someone wrote about a step or the whole plan; it stands beside it and removes nothing."""

    answer: Answer
    name: str
    mine: bool


@dataclass(frozen=True)
class StepView:
    """A step as this party sees it. `owner` is None where the party may not know who it is.

    `owner_sees` is False where the owner may not see the step, so that nobody has been asked for it; told
    only to whom may know who sees what.
    """

    line: str
    number: int
    what: str
    due: date
    domain: Domain
    progress: Progress
    owner: Party | None
    person: str
    mine: bool
    in_force: bool
    late: bool
    owner_sees: bool = True
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class AnswerView:
    """One party's chip. `name` is empty where the reader may not know who is on the team."""

    state: PartyState
    name: str
    mine: bool


@dataclass(frozen=True)
class PlanView:
    """A plan through one party's eyes; `goal` is None where the goal is not shared with it."""

    party: Party | None
    version: int
    state: PlanState
    goal: str | None
    steps: tuple[StepView, ...]
    answers: tuple[AnswerView, ...]
    beside: tuple[Beside, ...]
    released_on: date | None
    answer_by: date | None
    withdrawn_on: date | None
    withdrawn_because: str

    @property
    def in_force(self) -> int:
        return sum(step.in_force for step in self.steps)

    @property
    def is_empty(self) -> bool:
        """Nothing at all of this plan is shared with the party."""
        return self.goal is None and not self.steps

    @property
    def lines(self) -> frozenset[str]:
        return frozenset(step.line for step in self.steps)


def _about(plan: Plan, answers: Sequence[Answer]) -> list[Answer]:
    """The answers to the steps of `plan`, and to the whole of it unless given to other steps alone."""
    lines = frozenset(step.line for step in plan.steps)
    return [
        replace(answer, about=answer.about & lines)
        for answer in answers
        if answer.about & lines or not answer.about
    ]


def plan_view(
    plan: Plan,
    answers: Sequence[Answer],
    *,
    party: Party | None,
    may: Callable[[str], bool],
    sees: Callable[[Party, str], bool],
    team: Mapping[Party, str],
    names: Mapping[str, str],
    today: date,
) -> PlanView:
    """The plan as `party` sees it (None: staff outside the team), asking `may(section)` for every part.

    `sees` says the same of any party. `team` maps each party with someone on the team to that person's
    name, `names` the codes of all who are on the team to names: where the person that a step names has
    left, whoever speaks for the party now stands there.
    """
    sees_words = may(WORDS)
    # All that follows knows only what is in view, so that nothing can be told from what is left out.
    plan = replace(plan, steps=tuple(step for step in plan.steps if may(step.section)))
    answers = _about(plan, answers)

    def name_of(whose: Party, person: str = "") -> str:
        known = whose is party or may(NAME if whose is Party.PATIENT else TEAM)
        return (names.get(person) or team.get(whose, "")) if known else ""

    def beside(line: str | None) -> tuple[Beside, ...]:
        return tuple(
            Beside(answer, name_of(answer.party), answer.party is party)
            for answer in answers
            if answer.line == line
            and (answer.words or answer.kind is not Kind.ACCEPTED)
            and (answer.party is party or sees_words)
        )

    def step_view(number: int, step: Step) -> StepView:
        return StepView(
            line=step.line,
            number=number,
            what=step.what,
            due=step.due,
            domain=step.domain,
            progress=step.progress,
            owner=step.owner if step.owner in {party, Party.PATIENT} or may(TEAM) else None,
            person=name_of(step.owner, step.person),
            mine=step.owner is party,
            in_force=plan.is_out and step_in_force(step, answers),
            late=plan.is_out and step.is_late(today),
            owner_sees=not may(CONSENTS) or sees(step.owner, step.section),
            beside=beside(step.line),
        )

    def chip(whose: Party) -> AnswerView:
        return AnswerView(party_state(plan, answers, whose, today), name_of(whose), whose is party)

    asked = parties_asked(plan, answers, team=team, sees=sees) if plan.released_on is not None else ()
    # Numbered anew for each party: a gap in the numbers would tell that something is hidden.
    steps = tuple(step_view(number, step) for number, step in enumerate(plan.steps, start=1))
    return PlanView(
        party=party,
        version=plan.version,
        state=plan_state(plan, answers),
        goal=plan.goal if may(GOAL) else None,
        steps=steps,
        answers=tuple(chip(whose) for whose in asked if whose is party or may(ANSWERS)),
        beside=beside(None),
        released_on=plan.released_on,
        answer_by=plan.answer_by,
        withdrawn_on=plan.withdrawn_on,
        withdrawn_because=plan.withdrawn_because if may(WORDS) else "",
    )
