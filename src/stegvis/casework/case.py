"""A case: one person's way back to work in one service, with an owner at every moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stegvis.casework.lifecycle import PlanState
from stegvis.foundation.errors import Refusal
from stegvis.foundation.periods import Period, day_number, first_overlap
from stegvis.foundation.words import gettext_noop


class Stage(StrEnum):
    """Where a case is on the way, derived from what is recorded; never entered by hand."""

    STARTING = "starting"
    DRAFTING = "drafting"
    ANSWERING = "answering"
    IN_FORCE = "in_force"
    RESTING = "resting"
    CLOSED = "closed"


STAGE_NAMES: dict[Stage, str] = {
    Stage.STARTING: gettext_noop("Getting started"),
    Stage.DRAFTING: gettext_noop("Writing the plan"),
    Stage.ANSWERING: gettext_noop("Plan out for answers"),
    Stage.IN_FORCE: gettext_noop("Plan in force"),
    Stage.RESTING: gettext_noop("Plan resting"),
    Stage.CLOSED: gettext_noop("Closed"),
}

_STAGE_OF_PLAN = {
    PlanState.DRAFT: Stage.DRAFTING,
    PlanState.PROPOSED: Stage.ANSWERING,
    PlanState.IN_FORCE: Stage.IN_FORCE,
    PlanState.REVIEW_DUE: Stage.IN_FORCE,
    PlanState.POSTPONED: Stage.RESTING,
    PlanState.SUPERSEDED: Stage.STARTING,
    PlanState.CLOSED: Stage.STARTING,
    PlanState.WITHDRAWN: Stage.STARTING,
}


def stage(*, closed_on: date | None, newest_plan: PlanState | None) -> Stage:
    """The stage of a case; `newest_plan` is the state of the version that stands, else of the draft."""
    if closed_on is not None:
        return Stage.CLOSED
    return _STAGE_OF_PLAN[newest_plan] if newest_plan is not None else Stage.STARTING


@dataclass(frozen=True)
class SickNote:
    """A certified period of sick leave; `grade` in percent of full time, 1–100."""

    period: Period
    grade: int


def check_sick_note(note: SickNote, others: Iterable[SickNote], *, first_day: date | None) -> None:
    """Raises Refusal for an impossible grade, an overlap, or a note before the first day of sick leave."""
    if not 1 <= note.grade <= 100:
        raise Refusal(
            gettext_noop("%(grade)s %% is not a grade. Write a number from 1 to 100."), grade=note.grade
        )
    if first_day is not None and note.period.start < first_day:
        raise Refusal(
            gettext_noop("%(day)s is before the first day of sick leave, %(first)s."),
            day=note.period.start,
            first=first_day,
        )
    if first_overlap([note.period, *(other.period for other in others)]):
        raise Refusal(gettext_noop("These days overlap another period. Each day has one grade."))


def sick_leave_day(first_day: date | None, today: date) -> int | None:
    """Which day of sick leave today is, the first day being day 1; None if there is none or not yet."""
    if first_day is None or first_day > today:
        return None
    return day_number(first_day, today)


def case_code(prefix: str, number: int) -> str:
    """The code that stands for the person everywhere: the service's letters and a running number."""
    return f"{prefix}-{number:04d}"
