"""Writing the schedule of a draft, and stepping down."""

from __future__ import annotations

import json
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import Party
from stegvis.casework.plan import REVIEW_DAYS, USUAL_ANSWER_DAYS, Domain, check_length, check_step
from stegvis.casework.schedule import Schedule, check_schedule, from_json, stepped_down, to_json
from stegvis.casework.sections import STEPS_WORK
from stegvis.casework.versions import Versions
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record
from stegvis_web.casework.actions.lifecycle import send_version
from stegvis_web.casework.actions.plans import open_draft
from stegvis_web.casework.actions.versions import begin_version, since_of
from stegvis_web.casework.queries.hours import standing_hours
from stegvis_web.casework.queries.plans import step_of, versions_of
from stegvis_web.casework.standing import OpenCase, open_case


@transaction.atomic
def write_hours(
    *, by: Viewer, code: str, schedule: Schedule, what: str, revision: int, because: str = ""
) -> models.Step:
    """Write the schedule of the draft: the one step with hours, the patient's own, due on its last day.

    Raises Refusal; Conflict if someone else wrote it since the state `revision` (0: when there was none).
    """
    desk = open_draft(by, code, STEPS_WORK)
    check_schedule(schedule)
    check_step(
        what=what,
        owner=Party.PATIENT,
        domain=Domain.WORK_MODIFICATION,
        due=schedule.last_day,
        today=timezone.localdate(),
    )
    check_length(because)
    step = desk.row.steps.filter(hours__isnull=False).select_related("line").first()
    new = (what.strip(), to_json(schedule))
    if step is not None and step.revision != revision and (step.what, step.hours) != new:
        raise Conflict({"what": step.what, "hours": json.dumps(step.hours)})
    verb = "change" if step else "create"
    if step is None:
        step = models.Step(
            plan=desk.row,
            line=models.Line.objects.create(case=desk.opened.row),
            number=desk.next_number(),
            person_id=_patient(desk.opened),
            revision=0,
        )
    _word(step, schedule, what=what, because=because)
    desk.word(step)
    record(desk.opened, verb, STEPS_WORK, "hours")
    return step


def _patient(opened: OpenCase) -> int:
    """The patient among those on the team."""
    member = opened.member(Party.PATIENT)
    if member is None:
        raise Refusal(
            gettext_noop("Nobody on the team speaks for that party yet. Add a person to the team first.")
        )
    return member.person_id


def _word(step: models.Step, schedule: Schedule, *, what: str, because: str) -> None:
    step.what, step.because, step.hours = what.strip(), because.strip(), to_json(schedule)
    step.owner, step.domain, step.due = Party.PATIENT, Domain.WORK_MODIFICATION, schedule.last_day
    step.ends, step.asked_for = False, None


@transaction.atomic
def step_down(*, by: Viewer, code: str, this_week: bool = False, because: str = "") -> models.PlanVersion:
    """The patient works less from the coming week on, or from today: in force at once, and all are told.

    Makes and sends a version that changes the hours alone; they are hers, so her word is all they need. A
    draft that someone is writing stays, behind it. Raises Refusal.
    """
    opened = open_case(by, code, lock=True)
    if opened.party is not Party.PATIENT:
        raise Refusal(gettext_noop("Only the person herself or himself steps down. Talk it over together."))
    today = timezone.localdate()
    versions = versions_of(opened.row)
    check_length(because)
    line, less = fewer_hours(versions, today, this_week=this_week)
    assert versions.current is not None
    row = begin_version(
        opened,
        versions,
        because=because,
        answer_by=today + timedelta(days=USUAL_ANSWER_DAYS),
        review_on=_review_on(versions.current.review_on, today),
        but=line,
    )
    stands = versions.standing[line]
    step = models.Step(
        plan=row,
        line=opened.row.lines.get(pk=line),
        number=max(row.steps.values_list("number", flat=True), default=0) + 1,
        person_id=int(stands.person),
    )
    _word(step, less, what=stands.what, because=because)
    step.since = since_of(step_of(step), row, versions)
    step.save()
    record(opened, "change", STEPS_WORK, "step-down", "hours")
    return send_version(opened, row, versions)


def fewer_hours(versions: Versions, today: date, *, this_week: bool) -> tuple[str, Schedule]:
    """The line of the hours in force, and the schedule that stepping down makes of them. Raises Refusal."""
    line, step = standing_hours(versions)
    if versions.current is None or step is None or step.hours is None:
        raise Refusal(gettext_noop("No hours are in force, so there is nothing to step down from."))
    if versions.state(versions.current, today) is PlanState.POSTPONED:
        raise Refusal(gettext_noop("The plan is resting. Take it up again first."))
    return line, stepped_down(from_json(step.hours), today, this_week=this_week)


def _review_on(planned: date | None, today: date) -> date | None:
    """The day on which the plan is looked at again stays; one that is near or over waits for the answers."""
    return max(planned, today + timedelta(days=REVIEW_DAYS.start)) if planned else None
