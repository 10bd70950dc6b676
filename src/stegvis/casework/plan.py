"""A plan: a goal in the person's own words, and steps that each have one owner and a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
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

REVIEW_DAYS = range(7, 367)
"""Days until a plan is looked at again: not before the answers are in, and once a year at least."""

USUAL_REVIEW_DAYS = 56
"""Eight weeks: two steps of the hours, each held for a while."""

REST_DAYS = range(1, 184)
"""Days that a plan may rest before someone asks how it is: half a year at most."""


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


@dataclass(frozen=True)
class Step:
    """One thing to do, as one version words it. `line` identifies the step through all versions.

    `owner` is the party that owes it and `person` the code of its named person. `since` is the version that
    first worded it so; `ends` says that the version asks to take the step out; `because` why it is worded
    anew. `hours` is the schedule, where the step is to work it.
    """

    line: str
    number: int
    what: str
    owner: Party
    person: str
    due: date
    domain: Domain
    progress: Progress = Progress.PLANNED
    since: int = 1
    ends: bool = False
    hours: Mapping[str, object] | None = None
    because: str = ""

    @property
    def wording(self) -> tuple[str, int]:
        """What an answer speaks of: this line as it was first worded in version `since`."""
        return self.line, self.since

    @property
    def section(self) -> str:
        return SECTION_OF[self.domain]

    def is_late(self, today: date) -> bool:
        return self.progress is not Progress.DONE and self.due < today


def same_wording(one: Step, other: Step) -> bool:
    """Whether two wordings of a step say the same, so that an answer to one is an answer to the other."""

    def says(step: Step) -> tuple[object, ...]:
        return step.what, step.owner, step.person, step.due, step.domain, step.ends, step.hours

    return says(one) == says(other)


@dataclass(frozen=True)
class Plan:
    """One version of a plan. Released, it does not change any more.

    `because` says why it was made, `author` is the code of who began it, `review_on` the day on which it
    is looked at again.
    """

    version: int
    goal: str
    steps: tuple[Step, ...]
    because: str = ""
    author: str = ""
    released_on: date | None = None
    answer_by: date | None = None
    review_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_because: str = ""
    closed_on: date | None = None
    closed_because: str = ""

    @property
    def is_draft(self) -> bool:
        return self.released_on is None

    @property
    def is_out(self) -> bool:
        """Sent, and neither taken back nor closed: it can be answered, and its steps can be in force."""
        return self.released_on is not None and self.withdrawn_on is None and self.closed_on is None

    @property
    def asked_anew(self) -> tuple[Step, ...]:
        """The steps that this version words for the first time. The others were answered before."""
        return tuple(step for step in self.steps if step.since == self.version)

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


def check_due(due: date, today: date) -> None:
    """Refuse a day that is more likely a slip of the pen. Raises Refusal."""
    if (due - today).days not in DUE_DAYS:
        raise Refusal(
            gettext_noop("%(day)s is too far from today. Choose a day between %(first)s and %(last)s."),
            day=due,
            first=today + timedelta(days=DUE_DAYS.start),
            last=today + timedelta(days=DUE_DAYS.stop - 1),
        )


def check_reason(reason: str) -> None:
    """Refuse a change that the others could not understand. Raises Refusal."""
    if not reason.strip():
        raise Refusal(gettext_noop("Write why, so that the others understand."))
    check_length(reason)


def check_step(*, what: str, owner: Party | None, domain: Domain, due: date | None, today: date) -> None:
    """Refuse a step that could not be carried out as written. Raises Refusal."""
    if not what.strip():
        raise Refusal(gettext_noop("Write what is to be done."))
    check_length(what)
    if owner is None:
        raise Refusal(gettext_noop("Say who does this step. Every step has one owner."))
    if due is None:
        raise Refusal(gettext_noop("Say by which day."))
    check_due(due, today)
    if owner not in ANSWERING_PARTIES:
        raise Refusal(gettext_noop("A supporter reads the plan and owes no step in it. Choose someone else."))
    section = SECTION_OF[domain]
    if any((never.who, never.section) == (owner, section) for never in TABLE.nevers):
        raise Refusal(
            gettext_noop(
                "An employer never sees steps about health, so it cannot own one. Choose another kind."
            )
        )


def unseen_by_owner(steps: Iterable[Step], sees: Callable[[Party, str], bool]) -> tuple[Step, ...]:
    """The steps whose owner may not see them, so that nobody has been asked for them.

    `sees(party, section)` tells whether a party may read a section of this case today.
    """
    return tuple(step for step in steps if not sees(step.owner, step.section))


def check_release(
    plan: Plan,
    *,
    before: Plan | None = None,
    answer_by: date | None,
    review_on: date | None = None,
    today: date,
    team: Collection[tuple[Party, str]],
    sees: Callable[[Party, str], bool],
) -> None:
    """Refuse to send out a plan that nobody could answer. Raises Refusal.

    `before` is the live version that it was made from. `team` are the parties with the codes of those who
    speak for them today; `sees(party, section)` tells whether a party may read a section of this case. What
    was asked before is not asked again, so it hinders nothing.
    """
    if not plan.is_draft:
        raise Refusal(gettext_noop("This version has been sent already."))
    if not plan.goal.strip():
        raise Refusal(gettext_noop("The plan has no goal yet. Write it in your own words."))
    if not plan.steps:
        raise Refusal(gettext_noop("The plan has no step yet. Add at least one."))
    if before is not None and not plan.asked_anew and plan.goal == before.goal:
        raise Refusal(gettext_noop("Nothing is changed yet. Change a step, add one, or ask to take one out."))
    for step in plan.asked_anew:
        if (step.owner, step.person) not in team:
            raise Refusal(
                gettext_noop("Step %(number)s has an owner who is not on the team. Choose someone who is."),
                number=step.number,
            )
        if step.is_late(today) and not step.ends:
            raise Refusal(
                gettext_noop("The day of step %(number)s, %(day)s, is over. Choose a new day."),
                number=step.number,
                day=step.due,
            )
    for step in unseen_by_owner(plan.asked_anew, sees):
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
    if review_on is not None:
        check_review(review_on, today)


def check_review(review_on: date, today: date) -> None:
    """Refuse a day to look again that is too near or too far. Raises Refusal."""
    if (review_on - today).days not in REVIEW_DAYS:
        raise Refusal(
            gettext_noop("Choose a day to look at the plan again between %(first)s and %(last)s."),
            first=today + timedelta(days=REVIEW_DAYS.start),
            last=today + timedelta(days=REVIEW_DAYS.stop - 1),
        )


def check_pause(recheck_on: date, today: date) -> None:
    """Refuse a rest without an end in sight. Raises Refusal."""
    if (recheck_on - today).days not in REST_DAYS:
        raise Refusal(
            gettext_noop("Choose a day to look again between %(first)s and %(last)s."),
            first=today + timedelta(days=REST_DAYS.start),
            last=today + timedelta(days=REST_DAYS.stop - 1),
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


def check_new_employer(standing: Iterable[Step], asked: Iterable[Step]) -> None:
    """An employer owes nothing that another one was asked. Raises Refusal.

    `standing` are the steps in force, `asked` those that the newest version asks of the parties.
    """
    if any(step.owner is Party.EMPLOYER for step in (*standing, *asked)):
        raise Refusal(
            gettext_noop(
                "Steps of the plan are for the employer that it was sent to. "
                "Withdraw the plan first. Then change the employer."
            )
        )
