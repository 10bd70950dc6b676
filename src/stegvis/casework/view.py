"""What one party sees of a plan. Pages, previews, JSON, mail and files all show this and no more.

What a party may not see is left out without a hole: no empty line, no "hidden" mark, no count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from stegvis.casework.answers import Answer, Kind, PartyState, parties_asked, party_state
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain, Plan, Progress, Step, unseen_by_owner
from stegvis.casework.schedule import as_seen
from stegvis.casework.sections import ANSWERS, CONSENTS, GOAL, NAME, STEPS_HEALTH, TEAM, WORDS
from stegvis.casework.versions import Change, Versions, change


@dataclass(frozen=True)
class Beside:
    """What someone wrote about a step or the whole plan; it stands beside it and removes nothing."""

    answer: Answer
    name: str
    mine: bool


@dataclass(frozen=True)
class WordingView:
    """The wording of a step that stays in force until the newer one is agreed."""

    what: str
    due: date
    owner: Party | None
    person: str
    hours: Mapping[str, object] | None


@dataclass(frozen=True)
class StepView:
    """A step as this party sees it. `owner` is None where the party may not know who it is.

    `in_force` says that this very wording stands; `meanwhile` is the older one that stands instead. `change`
    is what became of the step since the version before, None where there was none; `because` why. `ends`
    says that the version asks to take it out. `owner_sees` is False where the owner may not see the step,
    so that nobody has been asked for it; told only to whom may know who sees what.
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
    hours: Mapping[str, object] | None = None
    change: Change | None = None
    because: str = ""
    ends: bool = False
    meanwhile: WordingView | None = None
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
    """A plan through one party's eyes; `goal` is None where the goal is not shared with it.

    `is_current` tells whether it is the version asked of the parties today.
    """

    party: Party | None
    version: int
    state: PlanState
    is_current: bool
    because: str
    author: str
    goal: str | None
    steps: tuple[StepView, ...]
    answers: tuple[AnswerView, ...]
    beside: tuple[Beside, ...]
    released_on: date | None
    answer_by: date | None
    review_on: date | None
    withdrawn_on: date | None
    withdrawn_because: str
    closed_on: date | None
    closed_because: str

    @property
    def is_draft(self) -> bool:
        return self.state is PlanState.DRAFT

    @property
    def is_out(self) -> bool:
        """It can be answered today: the newest one sent, neither taken back nor ended."""
        return self.is_current

    @property
    def in_force(self) -> int:
        """Steps that stand, in this wording or still in the one before."""
        return sum(step.in_force or step.meanwhile is not None for step in self.steps)

    @property
    def is_empty(self) -> bool:
        """Nothing at all of this plan is shared with the party."""
        return self.goal is None and not self.steps

    @property
    def lines(self) -> frozenset[str]:
        return frozenset(step.line for step in self.steps)


def plan_view(
    plan: Plan,
    versions: Versions,
    *,
    party: Party | None,
    may: Callable[[str], bool],
    sees: Callable[[Party, str], bool],
    team: Mapping[Party, str],
    names: Mapping[str, str],
    today: date,
    present: Collection[Party] | None = None,
) -> PlanView:
    """The plan as `party` sees it (None: staff outside the team), asking `may(section)` for every part.

    `plan` is one of `versions`. `sees` says the same of any party. `team` maps each party with someone on
    the team to that person's name, `names` the codes of all who are on the team to names: where the person
    that a step names has left, whoever speaks for the party now stands there. `present` are the parties that
    were there to be asked, where they are others than those of `team`.
    """
    sees_words = may(WORDS)
    # All that follows knows only what is in view, so that nothing can be told from what is left out.
    versions = versions.where(lambda step: may(step.section))
    plan = versions.plan(plan.version)
    before = versions.before(plan)
    is_current = plan is versions.current
    answers = versions.answers_to(plan)

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

    def hours_of(step: Step) -> Mapping[str, object] | None:
        if step.hours is None:
            return None
        return as_seen(step.hours, health=may(STEPS_HEALTH), words=sees_words, by=party)

    def owner_of(step: Step) -> Party | None:
        return step.owner if step.owner in {party, Party.PATIENT} or may(TEAM) else None

    def meanwhile(step: Step) -> WordingView | None:
        stands = versions.stands_meanwhile(step)
        if stands is None:
            return None
        person = name_of(stands.owner, stands.person)
        return WordingView(stands.what, stands.due, owner_of(stands), person, hours_of(stands))

    def step_view(number: int, step: Step) -> StepView:
        in_force = versions.in_force(step)
        return StepView(
            line=step.line,
            number=number,
            what=step.what,
            due=step.due,
            domain=step.domain,
            progress=step.progress,
            owner=owner_of(step),
            person=name_of(step.owner, step.person),
            mine=step.owner is party,
            in_force=in_force,
            late=is_current and not step.ends and step.is_late(today),
            hours=hours_of(step),
            change=change(step, before),
            because=step.because if sees_words else "",
            ends=step.ends,
            meanwhile=None if in_force else meanwhile(step),
            owner_sees=not may(CONSENTS) or not unseen_by_owner([step], sees),
            beside=beside(step.line),
        )

    def chip(whose: Party) -> AnswerView:
        visible = {step.line for step in plan.steps if sees(whose, step.section)}
        state = party_state(plan, answers, whose, today, visible=visible)
        return AnswerView(state, name_of(whose), whose is party)

    there = team if present is None else present
    asked = parties_asked(plan, answers, team=there, sees=sees) if plan.released_on is not None else ()
    # Numbered anew for each party: a gap in the numbers would tell that something is hidden.
    steps = tuple(step_view(number, step) for number, step in enumerate(plan.steps, start=1))
    return PlanView(
        party=party,
        version=plan.version,
        state=versions.state(plan, today),
        is_current=is_current,
        because=plan.because if sees_words else "",
        author=names.get(plan.author, "") if may(TEAM) and may(NAME) else "",
        goal=plan.goal if may(GOAL) else None,
        steps=steps,
        answers=tuple(chip(whose) for whose in asked if whose is party or may(ANSWERS)),
        beside=beside(None),
        released_on=plan.released_on,
        answer_by=plan.answer_by,
        review_on=plan.review_on,
        withdrawn_on=plan.withdrawn_on,
        withdrawn_because=plan.withdrawn_because if sees_words else "",
        closed_on=plan.closed_on,
        closed_because=plan.closed_because if sees_words else "",
    )
