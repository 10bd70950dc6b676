"""A plan: a goal in the person's own words, and steps that each have one owner and a day."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stegvis.casework.party import ANSWERING_PARTIES, Party
from stegvis.casework.sections import STEPS_COORDINATION, STEPS_HEALTH, STEPS_WORK, TABLE
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop

LONGEST_WORDS = 4_000
"""Characters that one field of a plan or an answer takes: about two printed pages."""

DUE_DAYS = range(-366, 5 * 366 + 1)
"""How far from today a step's day may lie: a year back for what is done already, five years ahead."""

ANSWER_DAYS = range(2, 61)
"""Days that parties may be given to answer: time to read, and an end in sight."""

USUAL_ANSWER_DAYS = 10


class Domain(StrEnum):
    """What a step is about; Cullen's three domains of work disability interventions.

    Source: Svanholm 2020, p. 7, citing Cullen et al.; DOI 10.1080/09638288.2020.1780479.
    """

    WORK_MODIFICATION = "work_modification"
    COORDINATION = "coordination"
    HEALTH = "health"


DOMAIN_NAMES: dict[Domain, str] = {
    Domain.WORK_MODIFICATION: gettext_noop("Work"),
    Domain.COORDINATION: gettext_noop("Working together"),
    Domain.HEALTH: gettext_noop("Health"),
}

SECTION_OF: dict[Domain, str] = {
    Domain.WORK_MODIFICATION: STEPS_WORK,
    Domain.COORDINATION: STEPS_COORDINATION,
    Domain.HEALTH: STEPS_HEALTH,
}


class Progress(StrEnum):
    """How far the work on a step has come, apart from whether it is in force."""

    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"


PROGRESS_NAMES: dict[Progress, str] = {
    Progress.PLANNED: gettext_noop("Not begun"),
    Progress.STARTED: gettext_noop("Begun"),
    Progress.DONE: gettext_noop("Done"),
}


class PlanState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in-force"
    WITHDRAWN = "withdrawn"


PLAN_STATE_NAMES: dict[PlanState, str] = {
    PlanState.DRAFT: gettext_noop("Draft"),
    PlanState.PROPOSED: gettext_noop("Out for answers"),
    PlanState.IN_FORCE: gettext_noop("In force"),
    PlanState.WITHDRAWN: gettext_noop("Withdrawn"),
}


@dataclass(frozen=True)
class Step:
    """One thing to do. `line` identifies the step through all versions of the plan.

    `owner` is the party that owes it and `person` the code of its named person.
    """

    line: str
    number: int
    what: str
    owner: Party
    person: str
    due: date
    domain: Domain
    progress: Progress = Progress.PLANNED

    @property
    def section(self) -> str:
        return SECTION_OF[self.domain]

    def is_late(self, today: date) -> bool:
        return self.progress is not Progress.DONE and self.due < today


@dataclass(frozen=True)
class Plan:
    """One version of a plan. Released, it does not change any more."""

    version: int
    goal: str
    steps: tuple[Step, ...]
    released_on: date | None = None
    answer_by: date | None = None
    withdrawn_on: date | None = None
    withdrawn_because: str = ""

    @property
    def is_draft(self) -> bool:
        return self.released_on is None and self.withdrawn_on is None

    @property
    def is_out(self) -> bool:
        """Sent and not taken back: it can be answered, and its steps can be in force."""
        return self.released_on is not None and self.withdrawn_on is None

    def step(self, line: str) -> Step:
        """The step of that line. Raises KeyError if this version has none."""
        for step in self.steps:
            if step.line == line:
                return step
        raise KeyError(line)


def check_length(*texts: str) -> None:
    """Refuse a text that nobody would read to its end. Raises Refusal."""
    for text in texts:
        if len(text) > LONGEST_WORDS:
            raise Refusal(
                gettext_noop("Write at most %(most)s characters. This has %(length)s."),
                most=LONGEST_WORDS,
                length=len(text),
            )


def check_step(*, what: str, owner: Party | None, domain: Domain, due: date | None, today: date) -> None:
    """Refuse a step that could not be carried out as written. Raises Refusal."""
    if not what.strip():
        raise Refusal(gettext_noop("Write what is to be done."))
    check_length(what)
    if owner is None:
        raise Refusal(gettext_noop("Say who does this step. Every step has one owner."))
    if due is None:
        raise Refusal(gettext_noop("Say by which day."))
    if (due - today).days not in DUE_DAYS:
        raise Refusal(
            gettext_noop("%(day)s is too far from today. Choose a day between %(first)s and %(last)s."),
            day=due,
            first=today + timedelta(days=DUE_DAYS.start),
            last=today + timedelta(days=DUE_DAYS.stop - 1),
        )
    if owner not in ANSWERING_PARTIES:
        raise Refusal(gettext_noop("A supporter reads the plan and owes no step in it. Choose someone else."))
    section = SECTION_OF[domain]
    if any((never.who, never.section) == (owner, section) for never in TABLE.nevers):
        raise Refusal(
            gettext_noop(
                "An employer never sees steps about health, so it cannot own one. Choose another kind."
            )
        )


def unseen_by_owner(plan: Plan, sees: Callable[[Party, str], bool]) -> tuple[Step, ...]:
    """The steps whose owner may not see them, so that nobody has been asked for them.

    `sees(party, section)` tells whether a party may read a section of this case today.
    """
    return tuple(step for step in plan.steps if not sees(step.owner, step.section))


def check_release(
    plan: Plan,
    *,
    answer_by: date | None,
    today: date,
    team: Collection[tuple[Party, str]],
    sees: Callable[[Party, str], bool],
) -> None:
    """Refuse to send out a plan that nobody could answer. Raises Refusal.

    `team` are the parties with the codes of those who speak for them today; `sees(party, section)` tells
    whether a party may read a section of this case.
    """
    if not plan.is_draft:
        raise Refusal(gettext_noop("This version has been sent already."))
    if not plan.goal.strip():
        raise Refusal(gettext_noop("The plan has no goal yet. Write it in your own words."))
    if not plan.steps:
        raise Refusal(gettext_noop("The plan has no step yet. Add at least one."))
    for step in plan.steps:
        if (step.owner, step.person) not in team:
            raise Refusal(
                gettext_noop("Step %(number)s has an owner who is not on the team. Choose someone who is."),
                number=step.number,
            )
        if step.is_late(today):
            raise Refusal(
                gettext_noop("The day of step %(number)s, %(day)s, is over. Choose a new day."),
                number=step.number,
                day=step.due,
            )
    for step in unseen_by_owner(plan, sees):
        raise Refusal(
            gettext_noop(
                "The owner of step %(number)s may not see it. "
                "Agree that the owner sees it, or choose another owner."
            ),
            number=step.number,
        )
    if answer_by is None or (answer_by - today).days not in ANSWER_DAYS:
        raise Refusal(
            gettext_noop("Choose a last day to answer between %(first)s and %(last)s."),
            first=today + timedelta(days=ANSWER_DAYS.start),
            last=today + timedelta(days=ANSWER_DAYS.stop - 1),
        )


def check_edit(plan: Plan) -> None:
    """Refuse to change a version that others have been asked to answer. Raises Refusal."""
    if not plan.is_draft:
        raise Refusal(
            gettext_noop(
                "Version %(version)s has been sent, so it stays as it is. A change needs a new version."
            ),
            version=plan.version,
        )


def check_withdraw(plan: Plan, *, by: Party, any_in_force: bool, reason: str) -> None:
    """Nobody tears a plan up: once a step is in force, only the patient may withdraw it. Raises Refusal."""
    if plan.withdrawn_on is not None:
        raise Refusal(gettext_noop("This version has been withdrawn already."))
    if plan.is_draft:
        raise Refusal(gettext_noop("This version has not been sent yet, so there is nothing to withdraw."))
    if by not in {Party.PATIENT, Party.SPECIALIST}:
        raise Refusal(gettext_noop("Only the person whose plan it is or the coordinator can withdraw it."))
    if any_in_force and by is not Party.PATIENT:
        raise Refusal(
            gettext_noop("Steps of this plan are in force. Only the person whose plan it is can withdraw it.")
        )
    if not reason.strip():
        raise Refusal(gettext_noop("Write why you withdraw the plan, so that the others understand."))
    check_length(reason)


def check_new_employer(plan: Plan | None) -> None:
    """An employer owes nothing that another one was asked. Raises Refusal. `plan` is the newest version."""
    if plan is not None and plan.is_out and any(step.owner is Party.EMPLOYER for step in plan.steps):
        raise Refusal(
            gettext_noop(
                "Steps of the plan are for the employer that it was sent to. "
                "Withdraw the plan first. Then change the employer."
            )
        )
