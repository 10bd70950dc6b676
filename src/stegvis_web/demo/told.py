"""One case of the demo as it is being told: the site's own actions, by those who act in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from unittest import mock

from django.utils import timezone

from stegvis.casework.access import EmployerContact
from stegvis.casework.answers import Kind, Word
from stegvis.casework.handover import Key, Part
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import USUAL_ANSWER_DAYS, Progress
from stegvis.casework.referral import Door, Mode
from stegvis.casework.schedule import Schedule
from stegvis.casework.sections import USUAL_CONSENTS
from stegvis.foundation.viewer import NOBODY, Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions import (
    answers,
    cases,
    handovers,
    hours,
    letters,
    lifecycle,
    links,
    mails,
    plans,
    referrals,
    worked,
)
from stegvis_web.casework.handover_words import summary
from stegvis_web.casework.standing import open_case
from stegvis_web.demo import post
from stegvis_web.demo.society import Society, address
from stegvis_web.demo.words import Todo
from stegvis_web.foundation import audit
from stegvis_web.foundation.pdf import CannotPrint
from stegvis_web.people import links as doors
from stegvis_web.people.deciding import Decision
from stegvis_web.people.links import code_hash, try_code, viewer_for
from stegvis_web.people.models import Mail, Organisation, PartyLink, Person, Service, User
from stegvis_web.people.viewer import viewer_of_user

CODE = "246810"
"""The six digits of the links that the demo offers; every other link has a code of its own."""


@dataclass
class Told:
    """A person's referral and case. `owner` acts for the service, `patient` and `clinic` for themselves.

    With `known_code`, everybody in the demo knows the six digits of the links.
    """

    society: Society
    owner: Viewer
    referral: models.Referral = field(init=False)
    code: str = ""
    patient: Viewer = NOBODY
    clinic: Viewer = NOBODY
    known_code: bool = False
    links: dict[Party, PartyLink] = field(default_factory=dict)

    # From hand to hand

    def handed_over(
        self, party: Party, taker: Person | None, know: str, *, on: date | None = None, because: str = ""
    ) -> models.Handover:
        """Whoever speaks for a party gives it to somebody else, who is told what the case tells."""
        assert taker is not None
        member = next(row for row in self.members() if row.party == party)
        seen = open_case(self.owner, self.code).as_party(party)
        parts = [part for part in summary(seen) if part.text]
        return handovers.hand_over(
            by=self.owner,
            code=self.code,
            member=member.pk,
            taker=taker,
            on=on or timezone.localdate(),
            parts=[*parts, Part(Key.KNOW, know)],
            because=because,
        )

    def confirmed(self, by: Viewer) -> None:
        """The new person has read it and takes over."""
        row = models.Handover.objects.filter(case__code=self.code, taker=by.person).latest("pk")
        handovers.confirm_handover(by=by, code=self.code, handover=row.pk)

    def taken_over(self, party: Party) -> None:
        """The same, by an outside party that has been invited."""
        self.came_in(party)
        self.confirmed(self.speaker(party))

    def asked_first(self, party: Party, question: str, reply: str) -> None:
        """The new person asks before confirming, and gets an answer."""
        by = self.speaker(party)
        row = models.Handover.objects.filter(case__code=self.code, taker=by.person).latest("pk")
        handovers.ask_about_handover(by=by, code=self.code, handover=row.pk, question=question)
        handovers.reply_about_handover(by=self.owner, code=self.code, handover=row.pk, reply=reply)

    def left(self, person: Person) -> None:
        """Somebody leaves the team, and nobody follows."""
        member = next(row for row in self.members() if row.person_id == person.pk)
        cases.leave_team(by=self.owner, code=self.code, member=member.pk)

    # Letters

    def functioning(self, words: str, **abilities: str) -> None:
        """The clinic says what the condition means for work."""
        letters.write_function(by=self.clinic, code=self.code, abilities=abilities, words=words)

    def wrote(self, kind: str, party: Party, words: str = "") -> models.Letter | None:
        """The coordinator sends a letter; none where this machine cannot draw one."""
        try:
            return letters.send_letter(by=self.owner, code=self.code, kind=kind, party=party, words=words)
        except CannotPrint:
            return None

    # From referral to case

    @property
    def person(self) -> Person:
        return self.referral.person

    def referred(
        self, name: str, born: int, door: Door, wish: str, *, phone: str = "", referrer: Person | None = None
    ) -> None:
        """Staff write down a referral, or the person fills in the service's own page, where there is one."""
        assert self.owner.service is not None
        service = Service.objects.get(pk=self.owner.service)
        if door is Door.SELF and service.self_referral:
            self.referral = referrals.refer_oneself(
                by=NOBODY,
                service=service,
                name=name,
                phone=phone,
                email=address(name),
                language="en",
                wish=wish,
            )
            return
        person = self.society.person(self.owner, name, birth_year=born, phone=phone)
        self.referral = referrals.receive_referral(
            by=self.owner,
            person=person,
            door=door,
            received_on=timezone.localdate(),
            wish=wish,
            referrer=referrer,
        )

    def rung(self, note: str, *, reached: bool = True) -> None:
        """Somebody rings the person before there is a case."""
        self._contact_before(Mode.PHONE, note, reached)

    def met(self, note: str) -> None:
        self._contact_before(Mode.MEETING, note, True)

    def _contact_before(self, mode: Mode, note: str, reached: bool) -> None:
        referrals.log_referral_contact(
            by=self.owner,
            referral=self.referral.pk,
            on=timezone.localdate(),
            mode=mode,
            reached=reached,
            note=note,
        )

    def explained(self) -> None:
        referrals.explain_voluntariness(by=self.owner, referral=self.referral.pk, on=timezone.localdate())

    def wished(self, wish: str) -> None:
        """The person's wish in the person's own words, where the referral came without."""
        referrals.write_wish(
            by=self.owner, referral=self.referral.pk, wish=wish, revision=self.referral.revision
        )

    def accepted(self) -> None:
        country = self.person.service.country
        self.code = referrals.accept_referral(by=self.owner, referral=self.referral.pk, country=country).code

    def account(self) -> None:
        """The patient signs in from now on."""
        user = self.society.account(self.person, User.Kind.PATIENT)
        self.patient = viewer_of_user(user).viewer

    # The case

    def sick_since(self, first_day: date, *notes: tuple[date, date | None, int]) -> None:
        """The first day of sick leave, and certificates (from, to, grade)."""
        row = models.Case.objects.get(code=self.code)
        cases.change_sick_leave(
            by=self.owner,
            code=self.code,
            country=row.country,
            first_sick_day=first_day,
            revision=row.revision,
        )
        for start, end, grade in notes:
            cases.add_sick_note(by=self.owner, code=self.code, start=start, end=end, grade=grade)

    def works_at(self, employer: Organisation) -> None:
        cases.choose_employer(by=self.owner, code=self.code, employer=employer)

    def employer_contact(self, word: EmployerContact) -> None:
        cases.set_employer_contact(by=self.patient, code=self.code, contact=word)

    def joined(self, party: Party, person: Person) -> None:
        cases.join_team(by=self.owner, code=self.code, party=party, person=person)

    def joined_clinic(self, colleague: User) -> None:
        assert colleague.person is not None
        self.joined(Party.CLINIC, colleague.person)
        self.clinic = viewer_of_user(colleague).viewer

    def talked(self, note: str, mode: Mode = Mode.PHONE, *, reached: bool = True) -> None:
        cases.log_contact(
            by=self.owner,
            code=self.code,
            on=timezone.localdate(),
            mode=mode,
            reached=reached,
            note=note,
        )

    def noted(self, text: str) -> None:
        cases.write_health_note(by=self.clinic, code=self.code, text=text)

    def looked(self, by: Viewer, what: str = "case") -> None:
        """Somebody opens a page of the case: what the page itself would leave in the trail."""
        party = self._party_of(by)
        audit.record(by=by, verb="read", what=what, cases=[self.code], party=party)

    def members(self) -> list[models.TeamMember]:
        """Who is on the team today, the longest first."""
        return list(models.TeamMember.objects.filter(case__code=self.code, until=None).order_by("id"))

    def team(self) -> list[Party]:
        """The parties for whom somebody speaks today."""
        return list(dict.fromkeys(Party(member.party) for member in self.members()))

    def _party_of(self, by: Viewer) -> str:
        return next((member.party for member in self.members() if member.person_id == by.person), "")

    # The plan

    def plan_started(self, by: Viewer, because: str = "") -> None:
        plans.start_plan(by=by, code=self.code, because=because)

    def goal(self, text: str) -> None:
        plans.write_goal(by=self.patient, code=self.code, goal=text, revision=self._version().revision)

    def step(self, todo: Todo, due: date, by: Viewer | None = None) -> str:
        """Add a step; returns its line."""
        step = plans.add_step(
            by=by or self.owner,
            code=self.code,
            what=todo.what,
            owner=todo.owner,
            due=due,
            domain=todo.domain,
        )
        return str(step.line_id)

    def changed(self, line: str, todo: Todo, due: date, by: Viewer, because: str = "") -> None:
        """Other words or another last day for a step of the draft."""
        step = self._version().steps.get(line_id=line)
        plans.change_step(
            by=by,
            code=self.code,
            line=line,
            what=todo.what,
            owner=todo.owner,
            due=due,
            domain=todo.domain,
            revision=step.revision,
            because=because,
        )

    def hours(self, schedule: Schedule, what: str, by: Viewer, because: str = "") -> str:
        """The hours of the draft by week and weekday; returns their line."""
        step = self._version().steps.filter(hours__isnull=False).first()
        revision = step.revision if step else 0
        written = hours.write_hours(
            by=by, code=self.code, schedule=schedule, what=what, revision=revision, because=because
        )
        return str(written.line_id)

    def worked(self, party: Party, day: date, minutes: int) -> None:
        worked.say_worked(by=self.speaker(party), code=self.code, day=day, minutes=minutes, revision=None)

    def stepped_down(self, because: str) -> None:
        hours.step_down(by=self.patient, code=self.code, because=because)

    def removed(self, line: str) -> None:
        plans.remove_step(by=self.patient, code=self.code, line=line)

    def consents(self, parties: Iterable[Party]) -> None:
        """What people usually agree to, for each of the parties."""
        for party in parties:
            sections = USUAL_CONSENTS[party]
            cases.set_consents(by=self.patient, code=self.code, party=party, sections=sections)

    def consents_to(self, party: Party, *more: str) -> None:
        """Let the party see more than what is usual."""
        sections = {*USUAL_CONSENTS[party], *more}
        cases.set_consents(by=self.patient, code=self.code, party=party, sections=sections)

    def released(self, answer_by: date | None = None, review_on: date | None = None) -> None:
        """The patient looks at what each party will see, and sends the plan."""
        self.looked(self.patient, "plan.preview")
        last_day = answer_by or timezone.localdate() + timedelta(days=USUAL_ANSWER_DAYS)
        lifecycle.release_plan(by=self.patient, code=self.code, answer_by=last_day, review_on=review_on)
        post.deliver()

    def invited(self, party: Party, *, arrives: bool | None = True) -> None:
        """Mail the party its link; `arrives` tells whether the mail finds anybody, None that nobody knows."""
        with mock.patch.object(doors, "code_hash", self._code_hash):
            self.links[party] = links.invite(by=self.owner, code=self.code, party=party).link
        post.deliver(arrives=arrives)

    def sent_again(self) -> None:
        """Somebody asked after the mail that was perhaps sent: it did not arrive."""
        unsure = Mail.objects.get(case_code=self.code, state=Mail.State.UNSURE)
        mails.decide_about_mail(by=self.owner, code=self.code, mail=unsure.pk, decision=Decision.AGAIN)
        post.deliver()

    def _code_hash(self, code: str, digest: str) -> str:
        """Codes other than the demo's own are told to nobody, so nothing is kept that could prove them."""
        return code_hash(CODE, digest) if self.known_code else ""

    def came_in(self, party: Party) -> None:
        """The party opens its link and types the code."""
        attempt = try_code(link=self.links[party], code=CODE)
        assert attempt.right

    def speaker(self, party: Party) -> Viewer:
        """Who answers for the party."""
        if party in OUTSIDE_PARTIES:
            return viewer_for(self.links[party])
        return {Party.PATIENT: self.patient, Party.CLINIC: self.clinic, Party.SPECIALIST: self.owner}[party]

    def answered(self, party: Party, *words: Word) -> list[models.Answer]:
        """The party reads the plan and answers it: yes to all of it, if it says nothing else."""
        by = self.speaker(party)
        self.looked(by, "plan")
        said = words or (Word(Kind.ACCEPTED),)
        return answers.answer_plan(by=by, code=self.code, version=self._version().number, words=said)

    def replied(self, question: models.Answer, reply: str) -> None:
        answers.reply_to_question(by=self.owner, code=self.code, answer=question.pk, reply=reply)

    def settled(self, objection: models.Answer, outcome: str) -> None:
        answers.settle_objection(
            by=self.owner, code=self.code, answer=objection.pk, on=timezone.localdate(), outcome=outcome
        )

    def withdrew(self, reason: str) -> None:
        lifecycle.withdraw_plan(by=self.patient, code=self.code, reason=reason)

    def taken_up(self, objection: models.Answer) -> None:
        """What the objecting party could agree to goes into a draft."""
        plans.take_up_proposal(by=self.owner, code=self.code, answer=objection.pk)

    def left_as_it_is(self, line: str) -> None:
        plans.keep_step(by=self.owner, code=self.code, line=line)

    def thrown_away(self) -> None:
        plans.drop_draft(by=self.owner, code=self.code)

    def line_worded(self, words: str) -> str:
        """The step of the newest version that begins so."""
        return str(self._version().steps.get(what__startswith=words).line_id)

    def line_of(self, owner: Party) -> str:
        """The first step in force that the party owes."""
        rows = models.Line.objects.filter(case__code=self.code, standing__owner=owner)
        return str(rows.order_by("standing__number")[0].pk)

    def rested(self, reason: str, recheck_on: date) -> None:
        lifecycle.postpone_plan(by=self.patient, code=self.code, reason=reason, recheck_on=recheck_on)

    def went_on(self) -> None:
        lifecycle.resume_plan(by=self.patient, code=self.code)

    def kept(self, words: str, next_on: date) -> None:
        lifecycle.keep_plan(by=self.owner, code=self.code, words=words, next_on=next_on)

    def ended(self, reason: str) -> None:
        lifecycle.close_plan(by=self.patient, code=self.code, reason=reason)

    def came_on(self, line: str, progress: Progress, by: Viewer | None = None) -> None:
        plans.set_progress(by=by or self.owner, code=self.code, line=line, progress=progress)

    def _version(self) -> models.PlanVersion:
        return models.PlanVersion.objects.filter(case__code=self.code).order_by("-number")[0]
