"""The tasks of a job: which the person can do, which with an adaptation, which not for now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from stegvis.casework.adaptations import Adaptation, check_line
from stegvis.casework.party import Party
from stegvis.casework.plan import check_length
from stegvis.casework.sections import TEAM, WORDS
from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop

MOST_TASKS = 60
"""Tasks of one case. A job description with more is no help to anyone."""

MOST_ADAPTATIONS = 20
"""Adaptations of one task."""


class Ability(StrEnum):
    CAN = "can"
    WITH_ADAPTATION = "with_adaptation"
    CANNOT = "cannot"


ABILITY_NAMES: dict[Ability, str] = {
    Ability.CAN: gettext_noop("Can"),
    Ability.WITH_ADAPTATION: gettext_noop("Can with adaptation"),
    Ability.CANNOT: gettext_noop("Cannot, for now"),
}


@dataclass(frozen=True)
class Task:
    """One task of the job. `words` say what happens instead, or when it is looked at again."""

    id: int
    name: str
    ability: Ability
    words: str = ""
    adaptations: tuple[Adaptation, ...] = ()
    revision: int = 1


class Fit(StrEnum):
    """What the employer says of the list of tasks: whether it fits the work that there is."""

    FITS = "fits"
    MISSING = "missing"
    NOT_HERE = "not_here"


FIT_NAMES: dict[Fit, str] = {
    Fit.FITS: gettext_noop("It fits the work there is"),
    Fit.MISSING: gettext_noop("Something is missing"),
    Fit.NOT_HERE: gettext_noop("Something does not work here"),
}


@dataclass(frozen=True)
class FitWord:
    """The employer's word on the tasks, and which wording of them it is about (see `list_mark`)."""

    fit: Fit
    at: datetime
    about: tuple[str, ...]
    words: str = ""

    def is_about(self, tasks: Iterable[Task], employer: str = "") -> bool:
        """Whether the list still reads as it did when the word was said, and the employer is the same."""
        return self.about == list_mark(tasks, employer)


def list_mark(tasks: Iterable[Task], employer: str = "") -> tuple[str, ...]:
    """Which tasks and adaptations a list holds, in which wording, for which employer's work.

    Codes and counts, no words; `employer` is a code.
    """
    marks = [f"e{employer}"]
    for task in tasks:
        marks.append(f"t{task.id}.{task.revision}")
        marks += [f"a{adaptation.id}" for adaptation in task.adaptations]
    return tuple(sorted(marks))


def task_seen(task: Task, *, party: Party | None, may: Callable[[str], bool]) -> Task:
    """The task as a reader who sees tasks may read it, asking `may(section)` for every part.

    Whether an adaptation works is told to all of them; in which words, only to the side itself and to whom
    may read what others write. Who provides it, to whom may know the team.
    """
    return replace(task, adaptations=tuple(_adaptation_seen(one, party, may) for one in task.adaptations))


def _adaptation_seen(one: Adaptation, party: Party | None, may: Callable[[str], bool]) -> Adaptation:
    known = may(TEAM) or one.provider in {party, Party.PATIENT}
    return replace(
        one,
        provider=one.provider if known else None,
        person=one.person if known else "",
        verdicts=tuple(
            said if said.side is party or may(WORDS) else replace(said, words="") for said in one.verdicts
        ),
    )


def check_task(*, name: str, ability: Ability | None, words: str) -> None:
    """Refuse a task that says nothing. Raises Refusal."""
    if not name.strip():
        raise Refusal(gettext_noop("Write what the task is called at work."))
    check_line(name)
    check_length(words)
    if ability is None:
        raise Refusal(gettext_noop("Choose whether the person can do it."))


def check_room(number: int, most: int) -> None:
    """Refuse one more where there are `most` already. Raises Refusal."""
    if number >= most:
        raise Refusal(
            gettext_noop("There are %(number)s already. Change one of them instead."), number=number
        )


def check_remove(task: Task) -> None:
    """A task goes only while nothing hangs on it: what was tried stays readable. Raises Refusal."""
    if task.adaptations:
        raise Refusal(
            gettext_noop(
                "Something was tried with this task, and that stays readable. "
                "Say instead whether the person can do it today."
            )
        )


def check_fit(fit: Fit | None, words: str) -> None:
    """Refuse a no that nobody could act on. Raises Refusal."""
    if fit is None:
        raise Refusal(gettext_noop("Choose whether this fits the work you have."))
    check_length(words)
    if fit is not Fit.FITS and not words.strip():
        raise Refusal(
            gettext_noop("Write what is missing, or what does not work here. One sentence is enough.")
        )
