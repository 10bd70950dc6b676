"""An agenda that makes itself: what is open in the plan, as one party sees it.

It is made from a PlanView, so nobody reads of something on the agenda that the plan does not show them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stegvis.casework.answers import Kind
from stegvis.casework.party import Party
from stegvis.casework.plan import Progress
from stegvis.casework.view import Beside, PlanView, StepView
from stegvis.foundation.words import gettext_noop


class Why(StrEnum):
    """Why something of the plan is to be talked of."""

    OBJECTION = "objection"
    QUESTION = "question"
    SILENT = "silent"
    LATE = "late"
    DUE = "due"
    REVIEW = "review"


WHY_NAMES: dict[Why, str] = {
    Why.OBJECTION: gettext_noop("Objection"),
    Why.QUESTION: gettext_noop("Question"),
    Why.SILENT: gettext_noop("Not answered"),
    Why.LATE: gettext_noop("Past its day"),
    Why.DUE: gettext_noop("Due"),
    Why.REVIEW: gettext_noop("The plan is looked at again"),
}


@dataclass(frozen=True)
class Point:
    """One thing to talk of: a step by its `line` and `number`, or, without, the plan as a whole.

    `party` and `person` say whose question, objection, silence or step it is; `words` what they wrote.
    """

    why: Why
    what: str = ""
    line: str = ""
    number: int = 0
    party: Party | None = None
    person: str = ""
    words: str = ""
    day: date | None = None


def agenda(plan: PlanView | None, *, today: date, on: date) -> tuple[Point, ...]:
    """The points of a meeting held `on` that day: objections and questions first, then silence, then steps.

    Steps are named when they are late, or due by two weeks after the meeting if not talked of anyway.
    A draft is not talked of here.
    """
    if plan is None or not plan.is_current:
        return ()
    said = list(_said(plan))
    talked_of = {point.line for point in said}
    steps = (p for p in _steps(plan, today, on) if p.why is Why.LATE or p.line not in talked_of)
    points = [*said, *_silent(plan), *steps]
    if plan.review_on is not None and plan.review_on <= on:
        points.append(Point(Why.REVIEW, day=plan.review_on))
    order = list(Why)
    return tuple(sorted(points, key=lambda point: order.index(point.why)))


def _said(plan: PlanView) -> Iterator[Point]:
    for beside in plan.beside:
        if beside.answer.is_open:
            yield _point(beside, None)
    for step in plan.steps:
        for beside in step.beside:
            if beside.answer.is_open:
                yield _point(beside, step)


def _point(beside: Beside, step: StepView | None) -> Point:
    answer = beside.answer
    return Point(
        why=Why.QUESTION if answer.kind is Kind.QUESTION else Why.OBJECTION,
        what=step.what if step else "",
        line=step.line if step else "",
        number=step.number if step else 0,
        party=answer.party,
        person=beside.name,
        words=answer.words,
    )


def _silent(plan: PlanView) -> Iterator[Point]:
    """Parties that were asked and have said nothing. A party is never put on its own agenda for that."""
    for answer in plan.answers:
        if answer.state.kind is None and not answer.mine:
            yield Point(Why.SILENT, party=answer.state.party, person=answer.name)


def _steps(plan: PlanView, today: date, on: date) -> Iterator[Point]:
    for step in plan.steps:
        if step.progress is Progress.DONE or step.ends:
            continue
        near = (step.due - on).days <= 14
        if step.late or near:
            yield Point(
                why=Why.LATE if step.due < today else Why.DUE,
                what=step.what,
                line=step.line,
                number=step.number,
                party=step.owner,
                person=step.person,
                day=step.due,
            )
