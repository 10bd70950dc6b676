"""Tasks of the job, adaptations on trial, and what both sides say of them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action
from stegvis.casework.adaptations import (
    Worked,
    check_adaptation,
    check_begin,
    check_change,
    check_end,
    check_verdict,
)
from stegvis.casework.party import Party
from stegvis.casework.sections import TASKS
from stegvis.casework.tasks import (
    MOST_ADAPTATIONS,
    MOST_TASKS,
    Ability,
    Fit,
    check_fit,
    check_remove,
    check_room,
    check_task,
    list_mark,
)
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record
from stegvis_web.casework.queries.tasks import adaptation_of, task_of, tasks_of, was_sent
from stegvis_web.casework.standing import OpenCase, open_case


def _opened(by: Viewer, code: str) -> OpenCase:
    opened = open_case(by, code, lock=True)
    opened.require(TASKS, Action.WRITE)
    return opened


def _task(opened: OpenCase, task: int) -> models.Task:
    row = opened.row.tasks.filter(pk=task).prefetch_related("adaptations__verdicts").first()
    if row is None:
        raise Refusal(gettext_noop("This task has been taken out already."))
    return row


def _adaptation(opened: OpenCase, adaptation: int) -> models.Adaptation:
    row = (
        models.Adaptation.objects.filter(pk=adaptation, task__case=opened.row)
        .prefetch_related("verdicts")
        .first()
    )
    if row is None:
        raise Http404
    return row


@transaction.atomic
def add_task(*, by: Viewer, code: str, name: str, ability: Ability | None, words: str = "") -> models.Task:
    """Add a task of the job. Raises Refusal."""
    opened = _opened(by, code)
    check_task(name=name, ability=ability, words=words)
    check_room(opened.row.tasks.count(), MOST_TASKS)
    assert ability is not None
    row = models.Task.objects.create(case=opened.row, name=name.strip(), ability=ability, words=words.strip())
    record(opened, "create", TASKS, "name", "ability", "words")
    return row


@transaction.atomic
def change_task(
    *, by: Viewer, code: str, task: int, name: str, ability: Ability | None, words: str, revision: int
) -> models.Task:
    """Change a task: what it is called, whether the person can do it. Raises Refusal, Conflict."""
    opened = _opened(by, code)
    check_task(name=name, ability=ability, words=words)
    row = _task(opened, task)
    new = (name.strip(), str(ability), words.strip())
    old = (row.name, row.ability, row.words)
    if row.revision != revision and old != new:
        raise Conflict({"name": row.name, "ability": row.ability, "words": row.words})
    row.name, row.ability, row.words = new
    row.revision += 1
    row.save()
    record(opened, "change", TASKS, "name", "ability", "words")
    return row


@transaction.atomic
def remove_task(*, by: Viewer, code: str, task: int) -> None:
    """Take out a task with which nothing was tried. Raises Refusal."""
    opened = _opened(by, code)
    row = _task(opened, task)
    check_remove(task_of(row))
    row.delete()
    record(opened, "remove", TASKS, "name")


def _person_of(opened: OpenCase, provider: Party, person: int | None) -> int:
    """The named person of the providing party: the one chosen, or the first on the team."""
    people = [member.person_id for member in opened.team if member.party == provider]
    if provider is Party.PATIENT:
        people.append(opened.row.person_id)
    if not people:
        raise Refusal(
            gettext_noop("Nobody on the team speaks for that party yet. Add a person to the team first.")
        )
    return person if person is not None and person in people else people[0]


@transaction.atomic
def add_adaptation(
    *,
    by: Viewer,
    code: str,
    task: int,
    what: str,
    provider: Party | None,
    person: int | None = None,
    first: date | None = None,
    last: date | None = None,
    cost: str = "",
    payer: str = "",
) -> models.Adaptation:
    """Name something to try with a task; with days, its trial is set. Raises Refusal."""
    opened = _opened(by, code)
    today = timezone.localdate()
    check_adaptation(
        what=what, provider=provider, first=first, last=last, cost=cost, payer=payer, today=today
    )
    row = _task(opened, task)
    check_room(len(row.adaptations.all()), MOST_ADAPTATIONS)
    assert provider is not None
    made = models.Adaptation.objects.create(
        task=row,
        what=what.strip(),
        provider=provider,
        person_id=_person_of(opened, provider, person),
        trial_from=first,
        trial_to=last,
        cost=cost.strip(),
        payer=payer.strip(),
    )
    record(opened, "create", TASKS, "adaptation")
    return made


@transaction.atomic
def change_adaptation(
    *,
    by: Viewer,
    code: str,
    adaptation: int,
    what: str,
    provider: Party | None,
    revision: int,
    person: int | None = None,
    first: date | None = None,
    last: date | None = None,
    cost: str = "",
    payer: str = "",
) -> models.Adaptation:
    """Change an adaptation, as far as nobody has spoken of it. Raises Refusal, Conflict."""
    opened = _opened(by, code)
    row = _adaptation(opened, adaptation)
    known = adaptation_of(row)
    # The days of a trial that runs may lie far back; only new ones are looked at.
    days = (None, None) if (first, last) == (known.first, known.last) else (first, last)
    check_adaptation(
        what=what,
        provider=provider,
        first=days[0],
        last=days[1],
        cost=cost,
        payer=payer,
        today=timezone.localdate(),
    )
    check_change(known, what=what, first=first, last=last)
    assert provider is not None
    who = row.person_id if (provider, person) == (row.provider, row.person_id) else None
    who = who or _person_of(opened, provider, person)
    new = (what.strip(), str(provider), who, first, last, cost.strip(), payer.strip())
    old = (row.what, row.provider, row.person_id, row.trial_from, row.trial_to, row.cost, row.payer)
    if row.revision != revision and old != new:
        raise Conflict({"what": row.what, "cost": row.cost, "payer": row.payer})
    row.what, row.provider, row.person_id, row.trial_from, row.trial_to, row.cost, row.payer = new
    row.revision += 1
    row.save()
    record(opened, "change", TASKS, "adaptation")
    return row


@transaction.atomic
def begin_trial(
    *, by: Viewer, code: str, adaptation: int, first: date | None, last: date | None
) -> models.Adaptation:
    """Say from which day to which an adaptation is tried. Raises Refusal."""
    opened = _opened(by, code)
    row = _adaptation(opened, adaptation)
    check_begin(adaptation_of(row), first=first, last=last, today=timezone.localdate())
    row.trial_from, row.trial_to = first, last
    row.revision += 1
    row.save(update_fields=["trial_from", "trial_to", "revision"])
    record(opened, "change", TASKS, "trial_from", "trial_to")
    return row


@transaction.atomic
def end_trial(*, by: Viewer, code: str, adaptation: int, on: date | None) -> models.Adaptation:
    """End a trial before its last day; both sides are asked whether it worked. Raises Refusal."""
    opened = _opened(by, code)
    row = _adaptation(opened, adaptation)
    check_end(adaptation_of(row), on=on, today=timezone.localdate())
    row.ended_on = on
    row.revision += 1
    row.save(update_fields=["ended_on", "revision"])
    record(opened, "change", TASKS, "ended_on")
    return row


@transaction.atomic
def say_whether_it_works(
    *, by: Viewer, code: str, adaptation: int, worked: Worked | None, words: str = ""
) -> models.Verdict:
    """The person or the employer says, each for their own side, whether an adaptation works. Raises Refusal.

    Http404 where the speaker may not see tasks, or before a plan was sent to the employer.
    """
    opened = _opened_to_say(by, code)
    row = _adaptation(opened, adaptation)
    known, today = adaptation_of(row), timezone.localdate()
    check_verdict(known, side=opened.party, worked=worked, words=words, today=today)
    assert worked is not None
    assert opened.party is not None
    said = models.Verdict.objects.create(
        adaptation=row,
        party=opened.party,
        worked=worked,
        words=words.strip(),
        by=by.code,
        at=timezone.now(),
    )
    record(opened, "answer", TASKS, "worked")
    return said


@transaction.atomic
def say_whether_tasks_fit(*, by: Viewer, code: str, fit: Fit | None, words: str = "") -> models.TaskFit:
    """The employer says whether the tasks, as they read today, fit the work there is. Raises Refusal."""
    opened = _opened_to_say(by, code)
    if opened.party is not Party.EMPLOYER:
        raise Refusal(gettext_noop("Only the employer knows which work there is."))
    check_fit(fit, words)
    assert fit is not None
    said = models.TaskFit.objects.create(
        case=opened.row,
        fit=fit,
        words=words.strip(),
        about=list_mark(tasks_of(opened.row), str(opened.row.employer_id or "")),
        by=by.code,
        at=timezone.now(),
    )
    record(opened, "answer", TASKS, "fit")
    return said


def _opened_to_say(by: Viewer, code: str) -> OpenCase:
    """The case of someone who reads its tasks and may say something of them; else Http404 or Refusal."""
    opened = open_case(by, code, section=TASKS, lock=True)
    if opened.party is Party.EMPLOYER:
        opened.require(TASKS, Action.ANSWER)
        if not was_sent(opened.row):
            raise Http404
    return opened
