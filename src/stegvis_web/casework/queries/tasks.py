"""Tasks and adaptations as the library knows them, and as one reader may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.adaptations import SIDES, Adaptation, TrialState, Verdict, Worked
from stegvis.casework.party import OUTSIDE_PARTIES, PARTY_NAMES, Party
from stegvis.casework.sections import TASKS, WORDS
from stegvis.casework.tasks import Ability, Fit, FitWord, Task, task_seen
from stegvis_web.casework import models
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import attach, prepared


def adaptation_of(row: models.Adaptation) -> Adaptation:
    """The library's value of an adaptation, with all that was said of it."""
    return Adaptation(
        id=row.pk,
        what=row.what,
        provider=Party(row.provider),
        person=row.person.name,
        first=row.trial_from,
        last=row.trial_to,
        ended_on=row.ended_on,
        cost=row.cost,
        payer=row.payer,
        verdicts=tuple(
            Verdict(side=Party(said.party), worked=Worked(said.worked), at=said.at, words=said.words)
            for said in sorted(row.verdicts.all(), key=lambda said: said.pk)
        ),
        revision=row.revision,
    )


def task_of(row: models.Task) -> Task:
    return Task(
        id=row.pk,
        name=row.name,
        ability=Ability(row.ability),
        words=row.words,
        adaptations=tuple(
            adaptation_of(one) for one in sorted(row.adaptations.all(), key=lambda one: one.pk)
        ),
        revision=row.revision,
    )


def tasks_of(case: models.Case) -> tuple[Task, ...]:
    """All tasks of a case: those that the person can do first, each kind as added. At most three queries."""
    rows = _tasks(case.pk)
    adaptations = _adaptations(case.pk) if rows else []
    attach(adaptations, "verdicts", _verdicts(case.pk) if adaptations else [])
    attach(rows, "adaptations", adaptations)
    order = list(Ability)
    return tuple(sorted(map(task_of, rows), key=lambda task: (order.index(task.ability), task.id)))


@prepared
def _tasks(case: int) -> QuerySet[models.Task]:
    return models.Task.objects.filter(case_id=case)


@prepared
def _adaptations(case: int) -> QuerySet[models.Adaptation]:
    return models.Adaptation.objects.filter(task__case_id=case).select_related("person")


@prepared
def _verdicts(case: int) -> QuerySet[models.Verdict]:
    return models.Verdict.objects.filter(adaptation__task__case_id=case)


@prepared
def _sent(case: int) -> QuerySet[models.PlanVersion, int]:
    sent = models.PlanVersion.objects.filter(case_id=case, released_on__isnull=False)
    return sent.values_list("pk", flat=True)[:1]


@prepared
def _fits(case: int) -> QuerySet[models.TaskFit]:
    return models.TaskFit.objects.filter(case_id=case).order_by("-pk")[:1]


def was_sent(case: models.Case) -> bool:
    """Whether a plan has ever been sent: before that nothing reaches those outside the service."""
    return bool(_sent(case.pk))


@dataclass(frozen=True)
class ShownTasks:
    """The tasks for one reader today.

    `sides` are those who can say whether an adaptation works; `mine` is the reader's own among them.
    `fit` is the employer's newest word on the list; `fit_holds` is False where the list was changed since.
    """

    tasks: tuple[Task, ...]
    today: date
    sides: tuple[Party, ...]
    mine: Party | None
    fit: FitWord | None
    fit_holds: bool
    may_write: bool

    def of(self, ability: Ability) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.ability is ability)

    @property
    def lists(self) -> tuple[tuple[Ability, tuple[Task, ...]], ...]:
        """Three lists: can, can with adaptation, cannot."""
        return tuple((ability, self.of(ability)) for ability in Ability)

    def state(self, adaptation: Adaptation) -> TrialState:
        return adaptation.state(self.today, self.sides)

    def asks_me(self, adaptation: Adaptation) -> bool:
        """Whether the trial is over and waits for the reader's own word."""
        return self.mine is not None and self.mine in adaptation.asks(self.today, self.sides)

    @property
    def waiting(self) -> tuple[tuple[Task, Adaptation], ...]:
        """Trials that are over and wait for the reader's own word."""
        return tuple((task, one) for task in self.tasks for one in task.adaptations if self.asks_me(one))

    @property
    def ahead(self) -> tuple[Adaptation, ...]:
        """Trials whose last day is still to come."""
        trials = (one for _task, one in self.tried)
        return tuple(one for one in trials if one.last is not None and not one.is_over(self.today))

    @property
    def tried(self) -> tuple[tuple[Task, Adaptation], ...]:
        """All that is tried, has been, or will be, each with its task."""
        return tuple((task, one) for task in self.tasks for one in task.adaptations)


def shown_tasks(opened: OpenCase, *, as_if_sent: bool = False) -> ShownTasks | None:
    """What this reader sees of the tasks, or would see once a plan is sent; None if nothing. Five queries."""
    if not opened.may(TASKS):
        return None
    sent = as_if_sent or was_sent(opened.row)
    if opened.party in OUTSIDE_PARTIES and not sent:
        return None
    whole = tasks_of(opened.row)
    fit = _fit(opened)
    sides = tuple(side for side in SIDES if side is Party.PATIENT or (sent and _employer_can_say(opened)))
    return ShownTasks(
        tasks=tuple(_seen(task, opened) for task in whole),
        today=timezone.localdate(),
        sides=sides,
        mine=opened.party if opened.party in sides else None,
        fit=fit,
        fit_holds=fit is not None and fit.is_about(whole, str(opened.row.employer_id or "")),
        may_write=bool(opened.may(TASKS, Action.WRITE)),
    )


def readers_of(opened: OpenCase, section: str) -> tuple[str, ...]:
    """Who outside the service reads that section today, by name, for those who write there."""
    return tuple(
        member.person.name or _(PARTY_NAMES[Party(member.party)])
        for member in opened.team
        if member.party in OUTSIDE_PARTIES and opened.sees(Party(member.party), section)
    )


def _employer_can_say(opened: OpenCase) -> bool:
    return opened.member(Party.EMPLOYER) is not None and opened.sees(Party.EMPLOYER, TASKS)


def _mine_since(opened: OpenCase) -> date | None:
    """From which day on words of the reader's party are the reader's own: an earlier employer's are not."""
    member = opened.member_of_viewer
    return member.since if member is not None and opened.party in OUTSIDE_PARTIES else None


def _seen(task: Task, opened: OpenCase) -> Task:
    since = _mine_since(opened)
    if since is not None and not opened.may(WORDS):
        task = replace(
            task,
            adaptations=tuple(
                replace(one, verdicts=tuple(_without_old_words(said, since) for said in one.verdicts))
                for one in task.adaptations
            ),
        )
    return task_seen(task, party=opened.party, may=lambda section: bool(opened.may(section)))


def _without_old_words(said: Verdict, since: date) -> Verdict:
    return replace(said, words="") if timezone.localdate(said.at) < since else said


def _fit(opened: OpenCase) -> FitWord | None:
    """The newest word of the employer on the list, its sentence only for whom it is."""
    row = next(iter(_fits(opened.row.pk)), None)
    if row is None:
        return None
    since = _mine_since(opened)
    own = opened.party is Party.EMPLOYER and (since is None or timezone.localdate(row.at) >= since)
    if opened.party is Party.EMPLOYER and not own:
        return None
    words = row.words if own or opened.may(WORDS) else ""
    return FitWord(fit=Fit(row.fit), at=row.at, about=tuple(row.about), words=words)


def task_values(opened: OpenCase, task: int) -> dict[str, Any]:
    """The task as its form takes it; empty if there is none."""
    row = opened.row.tasks.filter(pk=task).first()
    if row is None:
        return {}
    return {"name": row.name, "ability": row.ability, "words": row.words, "revision": row.revision}


def adaptation_values(opened: OpenCase, adaptation: int) -> dict[str, Any]:
    """The adaptation as its form takes it. Http404 if there is none."""
    row = models.Adaptation.objects.filter(pk=adaptation, task__case=opened.row).first()
    if row is None:
        raise Http404
    return {
        "what": row.what,
        "provider": f"{row.provider}:{row.person_id}",
        "first": row.trial_from,
        "last": row.trial_to,
        "cost": row.cost,
        "payer": row.payer,
        "revision": row.revision,
    }


def one_adaptation(opened: OpenCase, adaptation: int) -> tuple[Task, Adaptation]:
    """An adaptation with its task, as this reader sees it. Http404 if there is none for them."""
    shown = shown_tasks(opened)
    for task in shown.tasks if shown else ():
        for one in task.adaptations:
            if one.id == adaptation:
                return task, one
    raise Http404


def one_task(opened: OpenCase, task: int) -> Task:
    """A task as this reader sees it. Http404 if there is none for them."""
    shown = shown_tasks(opened)
    for one in shown.tasks if shown else ():
        if one.id == task:
            return one
    raise Http404
