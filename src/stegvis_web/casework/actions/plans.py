"""Writing a plan and sending it out."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.answers import Kind, Word, steps_in_force
from stegvis.casework.party import Party
from stegvis.casework.plan import (
    SECTION_OF,
    Domain,
    Progress,
    check_edit,
    check_length,
    check_release,
    check_step,
    check_withdraw,
)
from stegvis.casework.sections import GOAL
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record, refresh_stage
from stegvis_web.casework.actions.answers import record_answers
from stegvis_web.casework.queries.plans import answers_of, newest_plan, plan_of
from stegvis_web.casework.standing import OpenCase, open_case


def _draft(by: Viewer, code: str, section: str) -> tuple[OpenCase, models.PlanVersion]:
    opened = open_case(by, code, lock=True)
    opened.require(section, Action.WRITE)
    row = newest_plan(opened.row)
    if row is None:
        raise Http404
    check_edit(plan_of(row))
    return opened, row


@transaction.atomic
def start_plan(*, by: Viewer, code: str) -> models.PlanVersion:
    """Begin a version: empty, or with goal and steps of the one before. The patient can do this too."""
    opened = open_case(by, code, lock=True)
    opened.require(GOAL, Action.WRITE)
    before = newest_plan(opened.row)
    if before is not None and before.withdrawn_on is None:
        raise Refusal(gettext_noop("There is a plan already. Open it to go on."))
    row = models.PlanVersion.objects.create(
        case=opened.row,
        number=before.number + 1 if before else 1,
        goal=before.goal if before else "",
        started_by=by.code,
        started_at=timezone.now(),
    )
    if before:
        models.Step.objects.bulk_create(
            models.Step(
                plan=row,
                line=step.line,
                number=step.number,
                what=step.what,
                owner=step.owner,
                person=step.person,
                due=step.due,
                domain=step.domain,
                progress=step.progress,
            )
            for step in before.steps.select_related("person")
        )
    refresh_stage(opened.row)
    record(opened, "create", "plan", f"v{row.number}")
    return row


@transaction.atomic
def write_goal(*, by: Viewer, code: str, goal: str, revision: int) -> models.PlanVersion:
    """The goal in the person's own words. Raises Conflict if someone else wrote meanwhile."""
    opened, row = _draft(by, code, GOAL)
    goal = goal.strip()
    check_length(goal)
    if row.revision != revision and row.goal != goal:
        raise Conflict({"goal": row.goal})
    row.goal = goal
    row.revision += 1
    row.save(update_fields=["goal", "revision"])
    record(opened, "change", GOAL)
    return row


def _person_of(opened: OpenCase, owner: Party, person: int | None) -> int:
    """The named person of the owning party: the one chosen, or the only one there is."""
    people = [member.person_id for member in opened.team if member.party == owner]
    if person in people:
        assert person is not None
        return person
    if not people:
        raise Refusal(
            gettext_noop("Nobody on the team speaks for that party yet. Add a person to the team first.")
        )
    return people[0]


@transaction.atomic
def add_step(
    *,
    by: Viewer,
    code: str,
    what: str,
    owner: Party | None,
    due: date | None,
    domain: Domain,
    person: int | None = None,
) -> models.Step:
    """Add a step to the draft. Raises Refusal."""
    opened, row = _draft(by, code, SECTION_OF[domain])
    check_step(what=what, owner=owner, domain=domain, due=due, today=timezone.localdate())
    assert owner is not None
    assert due is not None
    last = row.steps.order_by("-number").values_list("number", flat=True).first() or 0
    step = models.Step.objects.create(
        plan=row,
        number=last + 1,
        what=what.strip(),
        owner=owner,
        person_id=_person_of(opened, owner, person),
        due=due,
        domain=domain,
    )
    record(opened, "create", SECTION_OF[domain], "what", "owner", "due")
    return step


@transaction.atomic
def change_step(
    *,
    by: Viewer,
    code: str,
    line: str,
    what: str,
    owner: Party | None,
    due: date | None,
    domain: Domain,
    revision: int,
    person: int | None = None,
) -> models.Step:
    """Change a step of the draft. Raises Refusal; Conflict if someone else changed it meanwhile."""
    opened, row = _draft(by, code, SECTION_OF[domain])
    check_step(what=what, owner=owner, domain=domain, due=due, today=timezone.localdate())
    assert owner is not None
    assert due is not None
    step = row.steps.filter(line=line).first()
    if step is None:
        raise Refusal(gettext_noop("Someone took this step out meanwhile. Save it to put it in again."))
    opened.require(SECTION_OF[Domain(step.domain)], Action.WRITE)
    new = (what.strip(), str(owner), _person_of(opened, owner, person), due, str(domain))
    old = (step.what, step.owner, step.person_id, step.due, step.domain)
    if step.revision != revision and old != new:
        raise Conflict({"what": step.what, "owner": step.owner, "due": str(step.due), "domain": step.domain})
    step.what, step.owner, step.person_id, step.due, step.domain = new
    step.revision += 1
    step.save()
    record(opened, "change", SECTION_OF[domain], "what", "owner", "due")
    return step


@transaction.atomic
def remove_step(*, by: Viewer, code: str, line: str) -> None:
    """Take a step out of the draft. A version that has been sent keeps its steps. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    row = newest_plan(opened.row)
    step = row.steps.filter(line=line).first() if row else None
    section = SECTION_OF[Domain(step.domain)] if step else GOAL
    opened.require(section, Action.WRITE)
    if row is None or step is None:
        raise Refusal(gettext_noop("This step has been taken out already."))
    check_edit(plan_of(row))
    step.delete()
    record(opened, "remove", section)


@transaction.atomic
def release_plan(*, by: Viewer, code: str, answer_by: date | None) -> models.PlanVersion:
    """The patient sends her plan out, and with that says yes to it herself. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    if opened.party is not Party.PATIENT:
        raise Refusal(gettext_noop("Only the person whose plan it is can send it."))
    row = newest_plan(opened.row)
    if row is None:
        raise Http404
    today = timezone.localdate()
    check_release(
        plan_of(row),
        answer_by=answer_by,
        today=today,
        team={(Party(member.party), str(member.person_id)) for member in opened.team},
        sees=opened.sees,
    )
    row.released_on = today
    row.answer_by = answer_by
    row.save(update_fields=["released_on", "answer_by"])
    record_answers(opened, row, [Word(Kind.ACCEPTED)], visible={str(step.line) for step in row.steps.all()})
    refresh_stage(opened.row)
    record(opened, "release", "plan", f"v{row.number}")
    return row


@transaction.atomic
def withdraw_plan(*, by: Viewer, code: str, reason: str) -> models.PlanVersion:
    """Take a sent version back. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(GOAL, Action.WRITE)
    row = newest_plan(opened.row)
    if row is None or opened.party is None:
        raise Http404
    plan = plan_of(row)
    check_withdraw(
        plan, by=opened.party, any_in_force=bool(steps_in_force(plan, answers_of(row))), reason=reason
    )
    row.withdrawn_on = timezone.localdate()
    row.withdrawn_because = reason.strip()
    row.save(update_fields=["withdrawn_on", "withdrawn_because"])
    refresh_stage(opened.row)
    record(opened, "withdraw", "plan", f"v{row.number}")
    return row


@transaction.atomic
def set_progress(*, by: Viewer, code: str, line: str, progress: Progress) -> models.Step:
    """Say how far a step has come: its owner, the patient, or the owner of the case. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    row = newest_plan(opened.row)
    step = row.steps.filter(line=line).first() if row else None
    if row is None or step is None or not opened.may(SECTION_OF[Domain(step.domain)]):
        raise Refusal(gettext_noop("This step is no longer in the plan."))
    if opened.party not in {Party(step.owner), Party.PATIENT, Party.SPECIALIST}:
        raise Refusal(
            gettext_noop("Only who owns the step, the person or the coordinator says how far it has come.")
        )
    if row.withdrawn_on is not None:
        raise Refusal(gettext_noop("This plan was withdrawn on %(day)s."), day=row.withdrawn_on)
    if row.released_on is None:
        raise Refusal(gettext_noop("This plan has not been sent yet."))
    step.progress = progress
    step.save(update_fields=["progress"])
    record(opened, "change", SECTION_OF[Domain(step.domain)], "progress")
    return step
