"""Plans as the library knows them, and as one party sees them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from stegvis.casework.answers import Answer, Kind, plan_state
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Domain, Plan, PlanState, Progress, Step
from stegvis.casework.view import PlanView, plan_view
from stegvis_web.casework import models
from stegvis_web.casework.standing import OpenCase


def newest_plan(case: models.Case) -> models.PlanVersion | None:
    return case.plans.order_by("-number").prefetch_related("steps").first()


def in_order(steps: Iterable[models.Step]) -> list[models.Step]:
    """The steps as pages show them: the patient's first, then each owner's together, as they were added."""
    added = sorted(steps, key=lambda step: step.number)
    owners = list(dict.fromkeys((step.owner, step.person_id) for step in added))
    return sorted(
        added, key=lambda step: (step.owner != Party.PATIENT, owners.index((step.owner, step.person_id)))
    )


def plan_of(row: models.PlanVersion) -> Plan:
    """The library's value of a version, its steps numbered from 1 as the team reads them."""
    return Plan(
        version=row.number,
        goal=row.goal,
        steps=tuple(
            Step(
                line=str(step.line),
                number=number,
                what=step.what,
                owner=Party(step.owner),
                person=str(step.person_id),
                due=step.due,
                domain=Domain(step.domain),
                progress=Progress(step.progress),
            )
            for number, step in enumerate(in_order(row.steps.all()), start=1)
        ),
        released_on=row.released_on,
        answer_by=row.answer_by,
        withdrawn_on=row.withdrawn_on,
        withdrawn_because=row.withdrawn_because,
    )


def answers_of(row: models.PlanVersion) -> tuple[Answer, ...]:
    """All that has been said of a version, in the order in which it was said."""
    return tuple(
        Answer(
            id=answer.pk,
            round=answer.round,
            party=Party(answer.party),
            kind=Kind(answer.kind),
            at=answer.at,
            about=frozenset(answer.about),
            line=str(answer.step.line) if answer.step else None,
            words=answer.words,
            rule=answer.rule,
            reply=answer.reply,
            talk_by=answer.talk_by,
            settled_on=answer.settled_on,
            outcome=answer.outcome,
        )
        for answer in sorted(row.answers.select_related("step"), key=lambda answer: answer.pk)
    )


def plan_state_of(row: models.PlanVersion) -> PlanState:
    return plan_state(plan_of(row), answers_of(row))


def view_of(opened: OpenCase, row: models.PlanVersion, answers: tuple[Answer, ...] | None = None) -> PlanView:
    """The version through the eyes of whoever opened the case (or of a previewed party).

    `answers` are all that were given to it, where they have been read already.
    """
    team: dict[Party, str] = {}
    for member in opened.team:
        team.setdefault(Party(member.party), member.person.name)
    if opened.row.owner.person is not None:
        team[Party.SPECIALIST] = opened.row.owner.person.name
    return plan_view(
        plan_of(row),
        answers_of(row) if answers is None else answers,
        party=opened.party,
        may=lambda section: bool(opened.may(section)),
        sees=opened.sees,
        team=team,
        names={str(member.person_id): member.person.name for member in opened.team},
        today=timezone.localdate(),
    )


def shown_plan(opened: OpenCase, *, sent: bool = False) -> PlanView | None:
    """The newest plan that this viewer may know of: outside parties know only versions that were sent.

    With `sent`, the newest of those for everyone.
    """
    rows = opened.row.plans.order_by("-number").prefetch_related("steps")
    if sent or opened.party in OUTSIDE_PARTIES:
        rows = rows.filter(released_on__isnull=False)
    row = rows.first()
    return view_of(opened, row) if row is not None else None


def previews(opened: OpenCase, parties: Iterable[Party]) -> dict[Party, PlanView]:
    """What each of `parties` would see of the newest version if it were sent now; empty without one."""
    row = newest_plan(opened.row)
    if row is None:
        return {}
    answers = answers_of(row)
    return {party: view_of(opened.as_party(party), row, answers) for party in parties}
