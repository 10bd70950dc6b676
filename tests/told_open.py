"""What can still be done in Maja's case: something begun, asked or waiting behind most pages with a form."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.utils import timezone

from stegvis.casework.handover import Key, Part
from stegvis.casework.meetings import Comes
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis.casework.referral import Door
from stegvis.rights.requests import Ask
from stegvis_web.casework import models
from stegvis_web.casework.actions import handovers, meetings, minutes, plans, referrals, rights
from stegvis_web.people.links import viewer_for
from tests.cast import person
from tests.told_case import Told, in_days
from tests.told_meeting import called, decided, everyone_was_there, in_hours


def left_open(told: Told) -> Told:
    """A draft, minutes being written, a meeting and a hand-over ahead, an open referral, a plea to erase."""
    by, code = told.ingrid, told.code
    plans.start_plan(by=by, code=code, because="The afternoons are too long.")
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        begun = called(told, in_hours(47.8))
    minutes.start_minutes(by=by, code=code, meeting=begun.pk)
    everyone_was_there(told, begun)
    decided(told, begun)
    ahead = called(told, in_hours(90))
    meetings.say_coming(by=told.maja, code=code, meeting=ahead.pk, comes=Comes.YES)
    employer = viewer_for(told.invite(Party.EMPLOYER).link)
    meetings.add_point(
        by=employer, code=code, meeting=ahead.pk, what="The rota", domain=Domain.WORK_MODIFICATION
    )
    handovers.hand_over(
        by=by,
        code=code,
        member=told.case.team.get(party=Party.GP, until=None).pk,
        taker=person(told.cast.norrvik, "Siv Moen", organisation=told.cast.surgery),
        on=in_days(3),
        parts=[Part(Key.KNOW, "The story has been told.")],
    )
    rights.ask(by=told.maja, code=code, kind=Ask.ERASURE, words="I do not want to be here any more.")
    waiting_referral(told)
    told.cast.norrvik.self_referral = True
    told.cast.norrvik.save()
    return told


def waiting_referral(told: Told) -> models.Referral:
    """Tomas has been referred, and nobody has called him yet."""
    assert told.cast.tomas.person
    return referrals.receive_referral(
        by=told.ingrid,
        person=told.cast.tomas.person,
        door=Door.GP,
        received_on=timezone.localdate(),
        wish="To drive again.",
        referrer=told.cast.amir,
    )
