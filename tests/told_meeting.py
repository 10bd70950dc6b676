"""Meetings of Maja's case, told through the real actions: called, held, written down."""

from __future__ import annotations

from datetime import datetime, timedelta

import time_machine
from django.utils import timezone

from stegvis.casework.meetings import Came, Purpose
from stegvis.casework.minutes import Kind
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis_web.casework import models
from stegvis_web.casework.actions import meetings, minutes
from tests.told_case import Told, in_days

FIVE = (Party.PATIENT, Party.SPECIALIST, Party.CLINIC, Party.EMPLOYER, Party.INSURER)
"""The parties that are asked."""

SAID_OF_HEALTH = "Sara tells that the new medicine makes mornings heavy."
DECIDED = "Thursdays start at 10."


def in_hours(hours: float) -> datetime:
    """A time from now, at a whole minute."""
    return (timezone.now() + timedelta(hours=hours)).replace(second=0, microsecond=0)


def guests(told: Told, parties: tuple[Party, ...] = FIVE) -> list[tuple[Party, int]]:
    """The people of the team who speak for these parties."""
    team = told.case.team.filter(until=None).order_by("pk")
    return [(Party(m.party), m.person_id) for m in team if Party(m.party) in parties]


def called(told: Told, *times: datetime, parties: tuple[Party, ...] = FIVE) -> models.Meeting:
    """Ingrid calls a follow-up meeting at the library; with one time it is set."""
    return meetings.call_meeting(
        by=told.ingrid,
        code=told.code,
        purpose=Purpose.FOLLOW_UP,
        why="The first two weeks with a free Wednesday.",
        place="Ekbacka library, small room",
        video="",
        lasts=45,
        times=times or [in_hours(48)],
        guests=guests(told, parties),
    )


def held(told: Told) -> models.Meeting:
    """A meeting that was called two days ago and has just begun."""
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        meeting = called(told, in_hours(47.5))
    return meeting


def meet_again_and_again(told: Told) -> None:
    """One of everything: minutes sent, others being corrected, times asked for, a cancellation, a wish."""
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        first, second = called(told, in_hours(47.5)), called(told, in_hours(47))
        for meeting in (first, second):
            meetings.add_point(
                by=told.maja,
                code=told.code,
                meeting=meeting.pk,
                what="How it has been",
                domain=Domain.COORDINATION,
            )
    for meeting in (first, second):
        minutes.start_minutes(by=told.ingrid, code=told.code, meeting=meeting.pk)
        everyone_was_there(told, meeting)
        decided(told, meeting)
        minutes.send_minutes(by=told.ingrid, code=told.code, meeting=meeting.pk)
    minutes.correct_minutes(
        by=told.ingrid, code=told.code, meeting=second.pk, because="It is the other Thursday."
    )
    meetings.cancel_meeting(
        by=told.ingrid, code=told.code, meeting=called(told).pk, reason="The library is closed."
    )
    called(told, in_hours(50), in_hours(70))
    meetings.wish_meeting(by=told.maja, code=told.code, words="May we meet before the summer?")


def everyone_was_there(told: Told, meeting: models.Meeting) -> None:
    came = {(Party(guest.party), guest.person_id): (Came.THERE, "") for guest in meeting.guests.all()}
    minutes.write_attendance(by=told.ingrid, code=told.code, meeting=meeting.pk, came=came)


def said(told: Told, meeting: models.Meeting, text: str, domain: Domain = Domain.COORDINATION) -> None:
    minutes.write_item(
        by=told.ingrid, code=told.code, meeting=meeting.pk, kind=Kind.SAID, text=text, domain=domain
    )


def decided(
    told: Told,
    meeting: models.Meeting,
    text: str = DECIDED,
    owner: Party = Party.EMPLOYER,
    domain: Domain = Domain.WORK_MODIFICATION,
    line: str = "",
) -> models.MinuteItem:
    return minutes.write_item(
        by=told.ingrid,
        code=told.code,
        meeting=meeting.pk,
        kind=Kind.DECISION,
        text=text,
        domain=domain,
        owner=owner,
        person=guests(told, (owner,))[0][1],
        due=in_days(14),
        line=line,
    )


def written(told: Told) -> models.Meeting:
    """Held, with everyone there: one thing said of health, one decided of work. Not sent yet."""
    meeting = held(told)
    minutes.start_minutes(by=told.ingrid, code=told.code, meeting=meeting.pk)
    everyone_was_there(told, meeting)
    said(told, meeting, SAID_OF_HEALTH, Domain.HEALTH)
    decided(told, meeting)
    return meeting


def sent(told: Told) -> models.Meeting:
    """The same, and the minutes are sent."""
    meeting = written(told)
    minutes.send_minutes(by=told.ingrid, code=told.code, meeting=meeting.pk)
    return meeting
