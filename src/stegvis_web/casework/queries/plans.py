"""Plans as the library knows them, through all their versions, and as one party sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from stegvis.casework.answers import Answer, Kind
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Domain, Plan, Progress, Step
from stegvis.casework.versions import Versions
from stegvis.casework.view import PlanView, plan_view
from stegvis_web.casework import models
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.prepared import attach, prepared


def in_order(steps: Iterable[models.Step]) -> list[models.Step]:
    """The steps as pages show them: the patient's first, then each owner's together, as they were added."""
    added = sorted(steps, key=lambda step: step.number)
    owners = list(dict.fromkeys((step.owner, step.person_id) for step in added))
    return sorted(
        added, key=lambda step: (step.owner != Party.PATIENT, owners.index((step.owner, step.person_id)))
    )


def step_of(row: models.Step, number: int = 0) -> Step:
    """The library's value of a wording, numbered as the team reads it."""
    return Step(
        line=str(row.line_id),
        number=number or row.number,
        what=row.what,
        owner=Party(row.owner),
        person=str(row.person_id),
        due=row.due,
        domain=Domain(row.domain),
        progress=Progress(row.line.progress),
        since=row.since,
        ends=row.ends,
        hours=row.hours,
        because=row.because,
    )


def plan_of(row: models.PlanVersion) -> Plan:
    """The library's value of a version, its steps numbered from 1 as the team reads them."""
    reviews = sorted(row.reviews.all(), key=lambda review: review.pk)
    return Plan(
        version=row.number,
        goal=row.goal,
        steps=tuple(step_of(step, n) for n, step in enumerate(in_order(row.steps.all()), start=1)),
        because=row.because,
        author=str(row.author_id or ""),
        released_on=row.released_on,
        answer_by=row.answer_by,
        review_on=reviews[-1].next_on if reviews else row.review_on,
        withdrawn_on=row.withdrawn_on,
        withdrawn_because=row.withdrawn_because,
        closed_on=row.closed_on,
        closed_because=row.closed_because,
    )


def _answer_of(row: models.Answer) -> Answer:
    return Answer(
        id=row.pk,
        version=row.plan.number,
        round=row.round,
        party=Party(row.party),
        kind=Kind(row.kind),
        at=row.at,
        about=frozenset(row.about),
        line=str(row.step.line_id) if row.step else None,
        words=row.words,
        rule=row.rule,
        instead=row.instead,
        instead_due=row.instead_due,
        reply=row.reply,
        talk_by=row.talk_by,
        settled_on=row.settled_on,
        outcome=row.outcome,
    )


def plan_rows(case: models.Case) -> list[models.PlanVersion]:
    """All versions of a case's plan, oldest first, with their steps. Three queries."""
    rows = _plans(case.pk)
    for row in rows:
        row.case = case
    attach(rows, "steps", _steps(case.pk))
    attach(rows, "reviews", _reviews(case.pk))
    return rows


@prepared
def _plans(case: int) -> QuerySet[models.PlanVersion]:
    return models.PlanVersion.objects.filter(case_id=case).order_by("number").select_related("author")


@prepared
def _steps(case: int) -> QuerySet[models.Step]:
    return models.Step.objects.filter(plan__case_id=case).select_related("line")


@prepared
def _reviews(case: int) -> QuerySet[models.Review]:
    return models.Review.objects.filter(plan__case_id=case)


@prepared
def _answers(case: int) -> QuerySet[models.Answer]:
    answers = models.Answer.objects.filter(plan__case_id=case)
    return answers.select_related("plan", "step").order_by("pk")


@prepared
def _pause(case: int) -> QuerySet[models.Pause]:
    return models.Pause.objects.filter(case_id=case, until__isnull=True).order_by("pk")[:1]


def versions_of(case: models.Case, rows: Iterable[models.PlanVersion] | None = None) -> Versions:
    """The plan of a case through all its versions, with all that was said of them. Five queries."""
    return Versions(
        plans=tuple(plan_of(row) for row in (plan_rows(case) if rows is None else rows)),
        answers=tuple(_answer_of(answer) for answer in _answers(case.pk)),
        resting=bool(_pause(case.pk)),
    )


def state_of(versions: Versions) -> PlanState | None:
    """The state of the version that stands, else of the newest; None without one."""
    plan = versions.current or versions.newest
    return versions.state(plan, timezone.localdate()) if plan else None


@dataclass(frozen=True)
class OpenPlan:
    """The plan of a case in all its versions, through the eyes of whoever opened it."""

    opened: OpenCase
    versions: Versions
    authors: dict[str, str]

    def view(self, plan: Plan, seen: OpenCase | None = None) -> PlanView:
        """One version as the viewer sees it, or as `seen`, another party's standing, would."""
        opened = seen or self.opened
        team: dict[Party, str] = {}
        for member in opened.team:
            team.setdefault(Party(member.party), member.person.name)
        if opened.row.owner.person is not None:
            team[Party.SPECIALIST] = opened.row.owner.person.name
        return plan_view(
            plan,
            self.versions,
            party=opened.party,
            may=lambda section: bool(opened.may(section)),
            sees=opened.sees,
            team=team,
            names=self.authors | {str(member.person_id): member.person.name for member in opened.team},
            today=timezone.localdate(),
            present=self._present(plan),
        )

    def _present(self, plan: Plan) -> list[Party]:
        """The parties for whom somebody on the team was there while the version was asked of them."""
        is_asked = plan.is_draft or plan == self.versions.current
        until = timezone.localdate() if is_asked or not plan.answer_by else plan.answer_by
        return [Party(member.party) for member in self.opened.team if member.since <= until]

    @property
    def reads_drafts(self) -> bool:
        """Outside parties know only versions that were sent."""
        return self.opened.party not in OUTSIDE_PARTIES

    @property
    def shown(self) -> PlanView | None:
        """The version that counts today: the one asked of the parties; before the first, the draft."""
        plan = self.versions.current
        if plan is None and self.reads_drafts:
            plan = self.versions.draft
        return self.view(plan) if plan else self.sent

    @property
    def sent(self) -> PlanView | None:
        """The version asked of the parties, or the last one that was."""
        sent = [plan for plan in self.versions.plans if not plan.is_draft]
        plan = self.versions.current or next(reversed(sent), None)
        return self.view(plan) if plan else None

    @property
    def all_sent(self) -> list[PlanView]:
        """Every version that was sent, the newest first."""
        return [self.view(plan) for plan in reversed(self.versions.plans) if not plan.is_draft]

    @property
    def draft(self) -> PlanView | None:
        """The version being written; None for outside parties, and where there is none."""
        plan = self.versions.draft
        return self.view(plan) if plan and self.reads_drafts else None

    def version(self, number: int) -> PlanView | None:
        """The version of that number, if the viewer may know of it."""
        known = [p for p in self.versions.plans if p.version == number]
        if not known or (known[0].is_draft and not self.reads_drafts):
            return None
        return self.view(known[0])


def open_plan(opened: OpenCase) -> OpenPlan:
    """The plan of a case that has been opened, with all its versions. Five queries."""
    rows = plan_rows(opened.row)
    authors = {str(row.author.pk): row.author.name for row in rows if row.author}
    return OpenPlan(opened, versions_of(opened.row, rows), authors)


def pause_of(opened: OpenCase) -> models.Pause | None:
    """The rest that the plan takes today, if it takes one."""
    return next(iter(_pause(opened.row.pk)), None)


def shown_plan(opened: OpenCase, *, sent: bool = False) -> PlanView | None:
    """The version that counts today for this viewer; with `sent`, never a draft."""
    plan = open_plan(opened)
    return plan.sent if sent else plan.shown


def previews(opened: OpenCase, parties: Iterable[Party]) -> dict[Party, PlanView]:
    """What each of `parties` would see of the newest version if it were sent now; empty without one."""
    plan = open_plan(opened)
    newest = plan.versions.newest
    if newest is None:
        return {}
    return {party: plan.view(newest, opened.as_party(party)) for party in parties}
