"""One of everything that can be kept about Maja: what the right of access covers, and what erasure takes."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import time_machine
from django.utils import timezone

from stegvis.benefits.spells import Benefit
from stegvis.casework.answers import Kind, Word
from stegvis.casework.handover import Key, Part
from stegvis.casework.party import Party, Role
from stegvis.casework.referral import Mode
from stegvis.casework.schedule import Schedule, monday_of, weeks_from
from stegvis.casework.tasks import Fit
from stegvis_web.casework import models
from stegvis_web.casework.actions import (
    answers,
    cases,
    handovers,
    hours,
    letters,
    lifecycle,
    meetings,
    minutes,
    plans,
    tasks,
    worked,
)
from stegvis_web.outcomes import actions as outcomes
from stegvis_web.people.links import viewer_for
from tests.cast import Cast, person, staff, viewer
from tests.told_case import Told, agreed, drafted, everyone_accepts, in_days, opened
from tests.told_meeting import meet_again_and_again, sent
from tests.told_register import asked
from tests.told_work import told_work

NOTE = "Fibromyalgia; sleeps three hours a night."
SAID_TO_INGRID = "She cried when she spoke of the reading hour."


def told_whole(cast: Cast) -> Told:
    """Maja's case with at least one row of every kind, told through the real actions."""
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        told = drafted(agreed(opened(cast)))
        weeks = weeks_from(monday_of(in_days(7)), [(120, 120, None, 120, 0, 0, 0)] * 2)
        hours.write_hours(
            by=told.maja,
            code=told.code,
            schedule=Schedule(40 * 60, weeks, "Wednesdays are for rest."),
            what="Work in the library",
            revision=0,
        )
        lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(10), review_on=in_days(30))
        employer, insurer = (viewer_for(told.invite(p).link) for p in (Party.EMPLOYER, Party.INSURER))
        for by, kind in ((employer, Kind.OBJECTION), (insurer, Kind.QUESTION)):
            line = told.line(Party.EMPLOYER if by is employer else Party.INSURER)
            answers.answer_plan(
                by=by,
                code=told.code,
                version=1,
                words=[Word(kind, line=line, words="Who pays?")],
            )
    everyone_accepts(told)
    cases.log_contact(
        by=told.ingrid,
        code=told.code,
        on=timezone.localdate(),
        mode=Mode.PHONE,
        reached=True,
        note=SAID_TO_INGRID,
    )
    cases.write_health_note(by=told.sara, code=told.code, text=NOTE)
    colleague = staff(cast.norrvik, "Bo Alm", Role.PRACTITIONER)
    cases.break_glass(by=viewer(colleague), code=told.code, reason="Maja called, and Ingrid is ill.")
    told_work(told)
    employer = viewer_for(told.invite(Party.EMPLOYER).link)
    tasks.say_whether_tasks_fit(by=employer, code=told.code, fit=Fit.FITS, words="There is enough of this.")
    worked.say_worked(by=told.maja, code=told.code, day=timezone.localdate(), minutes=90, revision=None)
    meet_again_and_again(told)
    open_one = told.case.meetings.filter(slots__isnull=False).distinct().get()
    meetings.say_times(
        by=told.maja,
        code=told.code,
        meeting=open_one.pk,
        suits={slot.pk: True for slot in open_one.slots.all()},
    )
    meeting = sent(told)
    minutes.propose_decisions(
        by=told.ingrid, code=told.code, meeting=meeting.pk, because="As we said in the library."
    )
    plans.drop_draft(by=told.ingrid, code=told.code)
    minutes.propose_decisions(
        by=told.ingrid, code=told.code, meeting=meeting.pk, because="As we said in the library."
    )
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(10), review_on=in_days(30))
    lifecycle.keep_plan(by=told.ingrid, code=told.code, next_on=in_days(60), words="It holds.")
    lifecycle.postpone_plan(
        by=told.maja, code=told.code, reason="An operation in the knee.", recheck_on=in_days(30)
    )
    lifecycle.resume_plan(by=told.maja, code=told.code)
    letters.write_function(
        by=told.sara, code=told.code, abilities={"sitting": "a_while"}, words="Half an hour at a time."
    )
    letters.send_letter(by=told.ingrid, code=told.code, kind="plan", party=Party.EMPLOYER, words="")
    nils = person(cast.norrvik, "Nils Ek", organisation=cast.insurance, email="nils@office.example")
    handovers.hand_over(
        by=told.ingrid,
        code=told.code,
        member=told.case.team.get(party=Party.INSURER, until=None).pk,
        taker=nils,
        on=timezone.localdate(),
        parts=[Part(Key.KNOW, "Ring in the morning; the story has been told.")],
    )
    models.ImportedCase.objects.create(
        case=told.case, service=cast.norrvik, source="a pilot's table", participant=1
    )
    assert cast.maja.person
    with tempfile.TemporaryDirectory() as folder:
        asked(cast, Path(folder), [(cast.maja.person, 90, 30, Benefit.SICKNESS_BENEFIT, 50)])
    outcomes.ask(by=viewer(cast.marit), definitions=["free_28_days"], from_register=True)
    return told
