"""What the overview of a case is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stegvis.casework.access import EMPLOYER_CONTACT_NAMES, EmployerContact
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.plan import Progress
from stegvis.casework.sections import CONTACTS, GOAL, HEALTH, PERSON, REFERRAL, SICK_LEAVE, TEAM, WISH
from stegvis.casework.view import PlanView, StepView
from stegvis_web.casework.models import TeamMember
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation import registry
from stegvis_web.people.viewer import SiteRequest

MOST_STEPS = 5


def sections_seen(opened: OpenCase) -> dict[str, Any]:
    """The parts of the page that this viewer sees, and the wish and the team where they are among them."""
    referral = opened.row.referral
    return {
        "sees_person": opened.may(PERSON),
        "sees_team": opened.may(TEAM),
        "sees_contacts": opened.may(CONTACTS),
        "sees_sick_leave": opened.may(SICK_LEAVE),
        "sees_notes": opened.may(HEALTH),
        "sees_plan": opened.may(GOAL),
        "wish": referral.wish if referral and opened.may(WISH) else "",
        "referral": referral if referral and opened.may(REFERRAL) else None,
        "people": [on_team(opened, member) for member in in_order(opened) if member.party != Party.PATIENT]
        if opened.may(TEAM)
        else [],
    }


@dataclass(frozen=True)
class OnTeam:
    """`role` stands under the name; `party` says whom the person speaks for, where `role` does not."""

    row: TeamMember
    name: str
    role: str
    party: str
    owns: bool
    me: bool


def in_order(opened: OpenCase) -> Sequence[TeamMember]:
    """The team: the person, the owner, colleagues, then those from outside."""
    order = [Party.PATIENT, Party.SPECIALIST, Party.CLINIC, *Party]
    return sorted(
        opened.team,
        key=lambda row: (order.index(Party(row.party)), not _owns(opened, row), row.since, row.pk),
    )


def _owns(opened: OpenCase, member: TeamMember) -> bool:
    return member.person_id == opened.row.owner.person_id and member.party == Party.SPECIALIST


def on_team(opened: OpenCase, member: TeamMember) -> OnTeam:
    """Somebody with what stands under the name: title or party, workplace, the word on contact."""
    person = member.person
    party = Party(member.party)
    owns = _owns(opened, member)
    where = person.organisation.name if person.organisation else ""
    name = _(PARTY_NAMES[party])
    said = [person.title or name, where]
    if owns:
        said.append(_("owns the case"))
    if party is Party.EMPLOYER:
        said.append(_(EMPLOYER_CONTACT_NAMES[EmployerContact(opened.row.employer_contact)]))
    return OnTeam(
        row=member,
        name=person.name or opened.code,
        role=" · ".join(filter(None, said)),
        party="" if (person.title or name) == name else name,
        owns=owns,
        me=person.pk == opened.by.person,
    )


@dataclass(frozen=True)
class NextStep:
    """A step that is not done, with the one state that matters most about it."""

    step: StepView
    state: str
    word: str


def next_steps(plan: PlanView | None) -> Sequence[NextStep]:
    """The first open steps of a plan, by their day."""
    if plan is None or not (plan.is_out or plan.is_draft):
        return []
    steps = sorted(plan.steps, key=lambda step: (step.due, step.number))
    todo = [step for step in steps if step.progress is not Progress.DONE]
    return [NextStep(step, *state_of(step, plan)) for step in todo[:MOST_STEPS]]


def state_of(step: StepView, plan: PlanView) -> tuple[str, str]:
    """The chip of a step: what needs a talk or is late comes before what is agreed."""
    asked = {beside.answer.kind.value for beside in step.beside if beside.answer.is_open}
    if plan.released_on is None:
        return "draft", _("Draft")
    if "objection" in asked:
        return "talk", _("Talk it over")
    if "question" in asked:
        return "question", _("Question")
    if step.late:
        return "late", _("Past its day")
    if step.in_force or step.meanwhile:
        return "in-force", _("In force")
    return "waiting", _("Not agreed yet")


def wanted_panels(request: SiteRequest, opened: OpenCase) -> list[tuple[str, dict[str, Any]]]:
    """The panels of other parts that this viewer may see: template and context of each."""
    return [
        (panel.template, panel.context(request, opened.code))
        for panel in registry.panels()
        if opened.may(panel.section)
    ]
