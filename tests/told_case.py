"""Maja's case, told through the real actions: from referral to a plan that is out for answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from stegvis.casework.access import EmployerContact
from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis.casework.referral import Door, Mode
from stegvis.casework.sections import USUAL_CONSENTS
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions import answers, cases, lifecycle, links, plans, referrals
from stegvis_web.people.links import NewLink, viewer_for
from tests.cast import Cast, viewer

GOAL = "I want to read to the children again on Tuesdays."
STEPS: tuple[tuple[str, Party, Domain], ...] = (
    ("A desk that can be raised, at the lending desk", Party.EMPLOYER, Domain.WORK_MODIFICATION),
    ("Say yes or no to uneven days", Party.INSURER, Domain.COORDINATION),
    ("Walk to the library twice a week", Party.PATIENT, Domain.HEALTH),
    ("Go through the medicines together", Party.GP, Domain.HEALTH),
    ("Call Maja every Tuesday", Party.SPECIALIST, Domain.COORDINATION),
)

ASKED_BY_LINK = (Party.EMPLOYER, Party.INSURER, Party.EMPLOYMENT_SERVICE, Party.GP)


@dataclass(frozen=True)
class Told:
    """The case and its people as viewers. `line` finds a step by its owner."""

    cast: Cast
    code: str
    ingrid: Viewer
    sara: Viewer
    maja: Viewer

    @property
    def case(self) -> models.Case:
        return models.Case.objects.get(code=self.code)

    @property
    def plan(self) -> models.PlanVersion:
        return self.case.plans.order_by("-number")[0]

    def line(self, owner: Party) -> str:
        return str(self.plan.steps.filter(owner=owner).order_by("number")[0].line_id)

    def invite(self, party: Party) -> NewLink:
        return links.invite(by=self.ingrid, code=self.code, party=party)


def opened(cast: Cast) -> Told:
    """Maja is referred by her GP; Ingrid calls, explains, accepts. The team stands, nothing is agreed."""
    ingrid, today = viewer(cast.ingrid), timezone.localdate()
    assert cast.maja.person
    assert cast.sara.person
    referral = referrals.receive_referral(
        by=ingrid,
        person=cast.maja.person,
        door=Door.GP,
        received_on=today - timedelta(days=14),
        wish="I miss the children at the library.",
        referrer=cast.amir,
    )
    referrals.log_referral_contact(
        by=ingrid, referral=referral.pk, on=today - timedelta(days=5), mode=Mode.PHONE, reached=True
    )
    referrals.explain_voluntariness(by=ingrid, referral=referral.pk, on=today - timedelta(days=5))
    code = referrals.accept_referral(by=ingrid, referral=referral.pk, country="sweden").code
    told = Told(cast, code, ingrid, viewer(cast.sara), viewer(cast.maja))
    cases.choose_employer(by=ingrid, code=code, employer=cast.library)
    for party, person in (
        (Party.CLINIC, cast.sara.person),
        (Party.EMPLOYER, cast.johan),
        (Party.INSURER, cast.petra),
        (Party.EMPLOYMENT_SERVICE, cast.olle),
        (Party.GP, cast.amir),
        (Party.SUPPORTER, cast.eva),
    ):
        cases.join_team(by=ingrid, code=code, party=party, person=person)
    return told


def agreed(told: Told) -> Told:
    """Maja allows contact with the library and agrees to what people usually agree to."""
    cases.set_employer_contact(by=told.maja, code=told.code, contact=EmployerContact.ALLOWED)
    for party, sections in USUAL_CONSENTS.items():
        cases.set_consents(by=told.maja, code=told.code, party=party, sections=sections)
    return told


def drafted(told: Told) -> Told:
    """A goal and a step for each of five owners."""
    plans.start_plan(by=told.maja, code=told.code)
    plans.write_goal(by=told.maja, code=told.code, goal=GOAL, revision=1)
    for number, (what, owner, domain) in enumerate(STEPS, start=1):
        plans.add_step(
            by=told.ingrid, code=told.code, what=what, owner=owner, due=in_days(7 * number), domain=domain
        )
    return told


def released(told: Told) -> Told:
    """Maja sends the plan out."""
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(10))
    return told


def told_case(cast: Cast) -> Told:
    """All of it: opened, agreed to, written and sent."""
    return released(drafted(agreed(opened(cast))))


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def everyone_accepts(told: Told) -> Told:
    """All who are asked say yes to the version that was sent."""
    version = told.case.plans.filter(released_on__isnull=False).latest("number").number
    parties = (told.sara, told.ingrid, *(viewer_for(told.invite(p).link) for p in ASKED_BY_LINK))
    for by in parties:
        answers.answer_plan(by=by, code=told.code, version=version, words=[Word(Kind.ACCEPTED)])
    return told


def changed(told: Told) -> Told:
    """Ingrid writes a second version: the employer's step worded anew, the GP's taken out, one new."""
    plans.start_plan(by=told.ingrid, code=told.code, because="Five days in a row left no day to recover.")
    for step in told.plan.steps.select_related("line"):
        if step.owner == Party.EMPLOYER:
            plans.change_step(
                by=told.ingrid,
                code=told.code,
                line=str(step.line_id),
                what=f"{step.what} Wednesdays are free.",
                owner=Party.EMPLOYER,
                due=step.due,
                domain=Domain(step.domain),
                revision=step.revision,
                because="Week ten was three good days, then two at home.",
            )
        elif step.owner == Party.GP:
            plans.remove_step(by=told.ingrid, code=told.code, line=str(step.line_id))
    plans.add_step(
        by=told.ingrid,
        code=told.code,
        what="Say whether the benefit can follow uneven days.",
        owner=Party.INSURER,
        due=in_days(20),
        domain=Domain.COORDINATION,
    )
    return told


def sent_again(told: Told) -> Told:
    """Everyone had accepted the first version; Maja has sent a second one."""
    changed(everyone_accepts(told))
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(10), review_on=in_days(56))
    return told
