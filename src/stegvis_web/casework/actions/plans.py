"""Writing a version of a plan: its goal, its steps, and what it asks to take out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.answers import Kind
from stegvis.casework.party import Party
from stegvis.casework.plan import (
    SECTION_OF,
    Domain,
    Progress,
    Step,
    check_edit,
    check_length,
    check_reason,
    check_step,
)
from stegvis.casework.sections import GOAL, STEPS_WORK, WORDS
from stegvis.casework.versions import Versions
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record, refresh
from stegvis_web.casework.actions.versions import begin_version, since_of
from stegvis_web.casework.queries.plans import step_of, versions_of
from stegvis_web.casework.standing import OpenCase, open_case


@dataclass(frozen=True)
class Desk:
    """A draft that someone writes in, with the versions that it comes after."""

    opened: OpenCase
    versions: Versions
    row: models.PlanVersion

    def step(self, line: str) -> models.Step | None:
        return self.row.steps.filter(line_id=line).select_related("line").first()

    def next_number(self) -> int:
        return (self.row.steps.order_by("-number").values_list("number", flat=True).first() or 0) + 1

    def word(self, step: models.Step) -> None:
        """Keep the wording of a step, and since which version it has been so."""
        step.since = since_of(step_of(step), self.row, self.versions)
        step.revision += 1
        step.save()


def open_draft(by: Viewer, code: str, section: str) -> Desk:
    """The draft of a case for whoever may write this section of it. Raises Refusal if none is written."""
    opened = open_case(by, code, lock=True)
    opened.require(section, Action.WRITE)
    versions = versions_of(opened.row)
    newest = versions.newest
    if newest is None:
        raise Http404
    check_edit(newest)
    return Desk(opened, versions, opened.row.plans.get(number=newest.version))


@transaction.atomic
def start_plan(*, by: Viewer, code: str, because: str = "") -> models.PlanVersion:
    """Begin a version: empty, or with goal and steps of the one before. The patient can do this too.

    `because` says why there is to be a new version; a first one needs no reason. What is in force stays so.
    Raises Refusal.
    """
    opened = open_case(by, code, lock=True)
    opened.require(GOAL, Action.WRITE)
    versions = versions_of(opened.row)
    if versions.draft is not None:
        raise Refusal(gettext_noop("A version is being written already. Open it to go on."))
    if versions.current is not None:
        check_reason(because)
    row = begin_version(opened, versions, because=because)
    refresh(opened.row)
    record(opened, "create", "plan", f"v{row.number}")
    return row


@transaction.atomic
def drop_draft(*, by: Viewer, code: str) -> None:
    """Throw the draft away. What was sent before stays as it is. Raises Refusal."""
    desk = open_draft(by, code, GOAL)
    number = desk.row.number
    desk.row.delete()
    desk.opened.row.lines.filter(wordings__isnull=True).delete()
    refresh(desk.opened.row)
    record(desk.opened, "remove", "plan", f"v{number}")


@transaction.atomic
def write_goal(*, by: Viewer, code: str, goal: str, revision: int) -> models.PlanVersion:
    """The goal in the person's own words. Raises Conflict if someone else wrote meanwhile."""
    desk = open_draft(by, code, GOAL)
    row = desk.row
    goal = goal.strip()
    check_length(goal)
    if row.revision != revision and row.goal != goal:
        raise Conflict({"goal": row.goal})
    row.goal = goal
    row.revision += 1
    row.save(update_fields=["goal", "revision"])
    record(desk.opened, "change", GOAL)
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
    because: str = "",
) -> models.Step:
    """Add a step to the draft. Raises Refusal."""
    desk = open_draft(by, code, SECTION_OF[domain])
    check_step(what=what, owner=owner, domain=domain, due=due, today=timezone.localdate())
    check_length(because)
    assert owner is not None
    assert due is not None
    step = models.Step.objects.create(
        plan=desk.row,
        line=models.Line.objects.create(case=desk.opened.row),
        number=desk.next_number(),
        since=desk.row.number,
        what=what.strip(),
        owner=owner,
        person_id=_person_of(desk.opened, owner, person),
        due=due,
        domain=domain,
        because=because.strip(),
    )
    record(desk.opened, "create", SECTION_OF[domain], "what", "owner", "due")
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
    because: str = "",
) -> models.Step:
    """Word a step of the draft anew. Raises Refusal; Conflict if someone else changed it meanwhile."""
    desk = open_draft(by, code, SECTION_OF[domain])
    check_step(what=what, owner=owner, domain=domain, due=due, today=timezone.localdate())
    check_length(because)
    assert owner is not None
    assert due is not None
    step = desk.step(line)
    if step is None:
        raise Refusal(gettext_noop("Someone took this step out meanwhile. Save it to put it in again."))
    desk.opened.require(SECTION_OF[Domain(step.domain)], Action.WRITE)
    if step.hours is not None:
        raise Refusal(gettext_noop("This step holds the hours. Change it where the hours are written."))
    new = (what.strip(), str(owner), _person_of(desk.opened, owner, person), due, str(domain))
    old = (step.what, step.owner, step.person_id, step.due, step.domain)
    if step.revision != revision and old != new:
        raise Conflict({"what": step.what, "owner": step.owner, "due": str(step.due), "domain": step.domain})
    step.what, step.owner, step.person_id, step.due, step.domain = new
    step.because, step.ends = because.strip(), False
    desk.word(step)
    record(desk.opened, "change", SECTION_OF[domain], "what", "owner", "due")
    return step


@transaction.atomic
def remove_step(*, by: Viewer, code: str, line: str, because: str = "") -> None:
    """Take a step out of the draft. One that is in force stays until its owner and the patient agree.

    A version that has been sent keeps its steps. Raises Refusal.
    """
    opened = open_case(by, code, lock=True)
    versions = versions_of(opened.row)
    newest = versions.newest
    row = opened.row.plans.get(number=newest.version) if newest else None
    step = row.steps.filter(line_id=line).select_related("line").first() if row else None
    section = SECTION_OF[Domain(step.domain)] if step else GOAL
    opened.require(section, Action.WRITE)
    if newest is None or row is None or step is None:
        raise Refusal(gettext_noop("This step has been taken out already."))
    check_edit(newest)
    check_length(because)
    stands = versions.standing.get(line)
    if stands is None:
        step.delete()
        opened.row.lines.filter(pk=line, wordings__isnull=True).delete()
    else:
        _word_as(step, stands, ends=True, because=because)
        Desk(opened, versions, row).word(step)
    record(opened, "remove", section)


@transaction.atomic
def keep_step(*, by: Viewer, code: str, line: str) -> models.Step:
    """Word a step again as it stands: neither changed nor taken out. Raises Refusal."""
    desk = open_draft(by, code, STEPS_WORK)
    step, stands = desk.step(line), desk.versions.standing.get(line)
    if step is None or stands is None:
        raise Refusal(gettext_noop("Nothing of this step is in force, so there is nothing to go back to."))
    desk.opened.require(SECTION_OF[Domain(step.domain)], Action.WRITE)
    _word_as(step, stands, ends=False, because="")
    desk.word(step)
    record(desk.opened, "change", SECTION_OF[Domain(step.domain)], "what", "owner", "due")
    return step


def _word_as(step: models.Step, stands: Step, *, ends: bool, because: str) -> None:
    step.what, step.owner, step.person_id = stands.what, stands.owner, int(stands.person)
    step.due, step.domain, step.hours = stands.due, stands.domain, stands.hours
    step.ends, step.because, step.asked_for = ends, because.strip(), None


@transaction.atomic
def take_up_proposal(*, by: Viewer, code: str, answer: int) -> models.Step:
    """Put the wording that an objecting party could agree to into the draft, and begin one if there is none.

    Nothing is in force by that: the patient sends the version, and all who are asked answer. Raises Refusal.
    """
    opened = open_case(by, code, lock=True)
    row = models.Answer.objects.filter(plan__case=opened.row, pk=answer, kind=Kind.OBJECTION).first()
    if row is None or row.step is None or not opened.may(WORDS):
        raise Http404
    if not row.instead and row.instead_due is None:
        raise Refusal(gettext_noop("This objection proposes no other words and no other day."))
    opened.require(GOAL, Action.WRITE)
    versions = versions_of(opened.row)
    if versions.draft is None:
        begin_version(opened, versions, because=row.words)
    desk = open_draft(by, code, SECTION_OF[Domain(row.step.domain)])
    step = desk.step(str(row.step.line_id))
    if step is None:
        raise Refusal(gettext_noop("This step is no longer in the plan."))
    step.what, step.due = row.instead or step.what, row.instead_due or step.due
    step.ends, step.because, step.asked_for = False, row.words, row
    desk.word(step)
    refresh(opened.row)
    record(opened, "change", SECTION_OF[Domain(step.domain)], "what", "due")
    return step


@transaction.atomic
def set_progress(*, by: Viewer, code: str, line: str, progress: Progress) -> models.Line:
    """Say how far a step has come: its owner, the patient, or the owner of the case. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    versions = versions_of(opened.row)
    current = versions.current
    step = versions.standing.get(line) or next(
        (step for step in (current.steps if current else ()) if step.line == line), None
    )
    if step is None or not opened.may(step.section):
        raise Refusal(_why_no_progress(versions, line))
    if not set(opened.parties) & {step.owner, Party.PATIENT, Party.SPECIALIST}:
        raise Refusal(
            gettext_noop("Only who owns the step, the person or the coordinator says how far it has come.")
        )
    row = opened.row.lines.get(pk=line)
    row.progress = progress
    row.save(update_fields=["progress"])
    record(opened, "change", step.section, "progress")
    return row


def _why_no_progress(versions: Versions, line: str) -> str:
    newest = versions.newest
    if newest is not None and newest.is_draft and any(step.line == line for step in newest.steps):
        return gettext_noop("This plan has not been sent yet.")
    return gettext_noop("This step is no longer in the plan.")
