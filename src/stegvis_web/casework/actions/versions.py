"""Beginning a version, and keeping a draft upon the version that stands."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from stegvis.casework.plan import Step
from stegvis.casework.versions import Versions, since
from stegvis_web.casework import models
from stegvis_web.casework.queries.plans import step_of, versions_of
from stegvis_web.casework.standing import OpenCase

WORDING = ("what", "owner", "person_id", "due", "domain", "hours", "ends", "because", "asked_for_id")
"""What makes a wording, apart from the line and the version that it belongs to."""


def begin_version(
    opened: OpenCase,
    versions: Versions,
    *,
    because: str,
    answer_by: date | None = None,
    review_on: date | None = None,
    but: str = "",
) -> models.PlanVersion:
    """A version with goal and steps of the one that stands, or of the last one sent.

    What has been agreed to be taken out does not come along. With `answer_by` it is on its way at once: a
    draft that someone else is writing stays, and moves behind it. The step `but` is left for the caller to
    word, for what is on its way can be added to and not changed.
    """
    case = opened.row
    base = versions.current or next((p for p in reversed(versions.plans) if not p.is_draft), None)
    number = max((plan.version for plan in versions.plans if not plan.is_draft), default=0) + 1
    for other in case.plans.filter(released_on__isnull=True):
        _renumber(other, number + 1)
    row = models.PlanVersion(
        case=case,
        number=number,
        goal=base.goal if base else "",
        because=because.strip(),
        author_id=opened.by.person,
        started_by=opened.by.code,
        started_at=timezone.now(),
        released_on=timezone.localdate() if answer_by else None,
        answer_by=answer_by,
        review_on=review_on,
    )
    row.save()
    if base is not None:
        copied = case.plans.get(number=base.version).steps.select_related("line").order_by("number")
        kept = [step for step in copied if str(step.line_id) != but and not _is_out(step, versions)]
        _copy(kept, row, versions)
    return row


def _is_out(step: models.Step, versions: Versions) -> bool:
    """Asked to be taken out, and nothing of it stands any more."""
    return step.ends and str(step.line_id) not in versions.standing


def _copy(steps: list[models.Step], row: models.PlanVersion, versions: Versions) -> None:
    """Put wordings into a draft. Those of a version that no longer counts are asked anew."""
    models.Step.objects.bulk_create(
        models.Step(
            plan=row,
            line=step.line,
            number=step.number,
            since=since_of(step_of(step), row, versions),
            **{name: getattr(step, name) for name in WORDING},
        )
        for step in steps
    )


def since_of(step: Step, row: models.PlanVersion, versions: Versions) -> int:
    """The version that first worded the step so, as the draft `row` has it."""
    return since(step, version=row.number, base=versions.current, standing=versions.standing.get(step.line))


def _renumber(draft: models.PlanVersion, number: int) -> None:
    draft.steps.filter(since=draft.number).update(since=number)
    draft.number = number
    draft.save(update_fields=["number"])


def hold(case: models.Case) -> None:
    """Keep a draft upon what stands, after an answer, or after a version was taken back or ended.

    What stands now and the draft leaves out is asked to be taken out: nothing in force is left behind in a
    version that can no longer be answered. And what no longer counts is asked anew.
    """
    draft = case.plans.filter(released_on__isnull=True).first()
    if draft is None:
        return
    versions = versions_of(case)
    steps = {str(step.line_id): step for step in draft.steps.select_related("line")}
    for step in steps.values():
        now = since_of(step_of(step), draft, versions)
        if now != step.since:
            step.since = now
            step.save(update_fields=["since"])
    scheduled = any(step.hours is not None for step in steps.values())
    last = max((step.number for step in steps.values()), default=0)
    left_out = [stands for line, stands in versions.standing.items() if line not in steps]
    for number, stands in enumerate(left_out, start=last + 1):
        models.Step.objects.create(
            plan=draft,
            line_id=stands.line,
            number=number,
            since=draft.number,
            what=stands.what,
            owner=stands.owner,
            person_id=int(stands.person),
            due=stands.due,
            domain=stands.domain,
            hours=None if scheduled else stands.hours,  # a version holds one schedule
            ends=True,
        )


def follow(case: models.Case) -> None:
    """After a version was sent while another was being written: what that draft left as it was follows.

    What the draft has changed stays as its writers left it, and shows as a change to the newer version.
    """
    draft = case.plans.filter(released_on__isnull=True).first()
    if draft is None:
        return
    versions = versions_of(case)
    assert versions.current is not None, "one has just been sent"
    newest = case.plans.get(number=versions.current.version)
    mine = {step.line_id: step for step in draft.steps.select_related("line")}
    fresh = []
    for step in newest.steps.select_related("line").order_by("number"):
        if step.line_id not in mine:
            # New in the newer version, or left out by the draft's writers while it did not stand.
            if step.since == newest.number and not _is_out(step, versions):
                fresh.append(step)
        elif mine[step.line_id].since != draft.number:
            own = mine[step.line_id]
            for name in WORDING:
                setattr(own, name, getattr(step, name))
            own.since = step.since
            own.revision += 1
            own.save()
    last = max((step.number for step in mine.values()), default=0)
    for number, step in enumerate(fresh, start=last + 1):
        step.number = number
    _copy(fresh, draft, versions)
