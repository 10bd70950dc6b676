"""What one party sees of a plan. Pages, previews, JSON, mail and files all show this and no more.

What a party may not see is left out without a hole: no empty line, no "hidden" mark, no count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from stegvis.casework.sections import ANSWERS, GOAL, TEAM, WORDS


@dataclass(frozen=True)
class Beside:
    """A question, objection or reservation beside a step or the whole plan; it removes nothing."""

    answer: Answer
    name: str
    mine: bool


@dataclass(frozen=True)
class StepView:
    """A step as this party sees it. `owner` is None where the party may not know who it is."""

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


def plan_view(
    plan: Plan,
    answers: Sequence[Answer],
    *,
    party: Party | None,
    may: Callable[[str], bool],
    team: Mapping[Party, str],
    names: Mapping[str, str],
    today: date,
) -> PlanView:
    """The plan as `party` sees it (None: staff outside the team), asking `may(section)` for every part.

    `team` maps each party with someone on the team to that person's name, `names` the person codes of
    the steps to names.
    """
    sees_team = may(TEAM)
    sees_words = may(WORDS)
    shown = [step for step in plan.steps if may(step.section)]

    def name_of(whose: Party) -> str:
        return team.get(whose, "") if sees_team or whose is party else ""

    def beside(line: str | None) -> tuple[Beside, ...]:
        return tuple(
            Beside(answer, name_of(answer.party), answer.party is party)
            for answer in answers
            if answer.line == line
            and answer.kind is not Kind.ACCEPTED
            and (answer.party is party or sees_words)
        )

    def step_view(number: int, step: Step) -> StepView:
        known = sees_team or step.owner is party or step.owner is Party.PATIENT
        return StepView(
            line=step.line,
            number=number,
            what=step.what,
            due=step.due,
            domain=step.domain,
            progress=step.progress,
            owner=step.owner if known else None,
            person=names.get(step.person, "") if known else "",
            mine=step.owner is party,
            in_force=plan.withdrawn_on is None
            and plan.released_on is not None
            and step_in_force(step, answers),
            late=step.is_late(today),
            beside=beside(step.line),
        )

    visible_lines = {step.line for step in shown}

    def chip(whose: Party) -> AnswerView:
        state = party_state(plan, answers, whose, today)
        lines = tuple(line for line in state.lines if line in visible_lines)
        return AnswerView(
            PartyState(state.party, state.kind, state.at, lines, state.days_left),
            name_of(whose),
            whose is party,
        )

    asked = parties_asked(plan, team) if plan.released_on is not None else ()
    # Numbered anew for each party: a gap in the numbers would tell that something is hidden.
    steps = tuple(step_view(number, step) for number, step in enumerate(shown, start=1))
    state = plan_state(plan, answers)
    if state is PlanState.IN_FORCE and not any(step.in_force for step in steps):
        state = PlanState.PROPOSED  # only steps that this party does not see are in force
    return PlanView(
        party=party,
        version=plan.version,
        state=state,
        goal=plan.goal if may(GOAL) else None,
        steps=steps,
        answers=tuple(chip(whose) for whose in asked if whose is party or may(ANSWERS)),
        beside=beside(None),
        released_on=plan.released_on,
        answer_by=plan.answer_by,
        withdrawn_on=plan.withdrawn_on,
        withdrawn_because=plan.withdrawn_because if shown or may(GOAL) else "",
    )
