"""Meetings in some of the lives: times asked for, held, written down, moved, cancelled, wished for."""

from __future__ import annotations

from collections.abc import Callable

from stegvis.casework.meetings import Came, Purpose
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis_web.casework.actions import meetings
from stegvis_web.demo.clock import Story
from stegvis_web.demo.gatherings import TEAM, Gathering, on_the_clock
from stegvis_web.demo.telling import Telling

WITH_WORK = (*TEAM, Party.EMPLOYER, Party.INSURER)


def times_asked_for(telling: Telling) -> Story:
    """She asked for a meeting; three times are proposed, some have answered, and there are days left."""
    calendar = telling.calendar
    at, workday = calendar.at, calendar.workday
    yield at(5, "19:20")
    told = telling.told
    wish = meetings.wish_meeting(
        by=told.patient, code=told.code, words="The summer rota is made this month. Can we talk before that?"
    )
    yield at(3, "09:10")
    meeting = Gathering.called(
        told,
        Purpose.ON_DEMAND,
        "The rota for the summer.",
        on_the_clock(told, workday(8), "09:00"),
        on_the_clock(told, workday(9), "13:30"),
        on_the_clock(told, workday(10), "15:00"),
        parties=WITH_WORK,
        place="Norrvik home care, the kitchen on the first floor",
        answer_by=workday(4),
        wish=wish,
    )
    told.invited(Party.EMPLOYER)
    yield at(3, "12:00")
    meeting.suits(Party.SPECIALIST, True, True, True)
    yield at(2, "20:05")
    meeting.suits(Party.PATIENT, False, True, True, words="Not before ten. Mornings are hard just now.")
    yield at(1, "08:25")
    meeting.suits(Party.EMPLOYER, True, True, False)


def a_time_to_choose(telling: Telling) -> Story:
    """Everyone has said which times suit: now somebody chooses."""
    calendar = telling.calendar
    at, workday = calendar.at, calendar.workday
    yield at(6, "10:40")
    told = telling.told
    meeting = Gathering.called(
        told,
        Purpose.FOLLOW_UP,
        "How the first weeks of looking for work have been.",
        on_the_clock(told, workday(6), "10:00"),
        on_the_clock(told, workday(7), "14:00"),
        parties=TEAM,
        place="Norrvik return-to-work service, room 2",
        video="https://video.norrvik.example/room-2",
        answer_by=workday(2),
    )
    yield at(5, "09:30")
    meeting.suits(Party.SPECIALIST, True, True)
    yield at(5, "18:15")
    meeting.suits(Party.PATIENT, True, False, words="On the other day I fetch my son at two.")
    yield at(4, "11:50")
    meeting.suits(Party.CLINIC, True, True)


def held_without_minutes(telling: Telling) -> Story:
    """A meeting the day before yesterday; its minutes are still owed."""
    calendar = telling.calendar
    yield calendar.at(12, "13:10")
    told = telling.told
    day = calendar.at(2).date()
    meeting = Gathering.called(
        told,
        Purpose.FOLLOW_UP,
        "Looking for other work than before.",
        on_the_clock(told, day, "13:00"),
        parties=(*TEAM, Party.INSURER),
        place="Norrvik return-to-work service, room 1",
    )
    yield calendar.at(10, "17:30")
    meeting.comes(Party.PATIENT)
    yield calendar.at(9, "08:50")
    meeting.comes(Party.CLINIC)


def moved_and_cancelled(telling: Telling) -> Story:
    """A time was found, then another one, and in the end it came to nothing."""
    calendar = telling.calendar
    at, workday = calendar.at, calendar.workday
    yield at(15, "09:20")
    told = telling.told
    meeting = Gathering.called(
        told,
        Purpose.FOLLOW_UP,
        "The work trial.",
        on_the_clock(told, workday(-4), "09:00"),
        on_the_clock(told, workday(-3), "11:00"),
        parties=TEAM,
        place="Norrvik return-to-work service, room 1",
    )
    yield at(14, "10:05")
    meeting.suits(Party.PATIENT, True, True)
    yield at(13, "15:15")
    meeting.time_set(1)
    yield at(8, "11:45")
    meeting.moved(on_the_clock(told, workday(3), "10:00"))
    yield at(1, "09:05")
    meeting.cancelled("The work trial begins a month later than we thought. We meet when it has begun.")


def held_without_decisions(telling: Telling) -> Story:
    """They met, they talked, nothing was to be decided; the minutes say so."""
    calendar = telling.calendar
    yield calendar.at(18, "08:40")
    told = telling.told
    day = calendar.at(11).date()
    meeting = Gathering.called(
        told,
        Purpose.FOLLOW_UP,
        "The small machine, and the spade.",
        on_the_clock(told, day, "09:30"),
        parties=WITH_WORK,
        place="Granby nursery garden, the packing shed",
    )
    yield calendar.at(16, "12:10")
    meeting.comes(Party.EMPLOYER)
    point = meeting.point(Party.EMPLOYER, "Who covers for me on market days?")
    yield calendar.at(15, "09:00")
    meeting.point_taken_off(Party.EMPLOYER, point)
    yield calendar.at(11, "10:40")
    meeting.minutes_begun(insurer=(Came.ABSENT, ""), clinic=(Came.VIDEO, ""))
    meeting.said("Five weeks without a spade have been five good weeks.", Domain.WORK_MODIFICATION)
    slip = meeting.said("To be looked up.")
    meeting.left_out(slip)
    meeting.said("Everything in the plan goes on as it is.")
    meeting.minutes_sent()
    yield calendar.at(10, "08:30")
    meeting.correction_begun("The day of the next market was wrong.")
    yield calendar.at(10, "08:35")
    # The day stood nowhere in them.
    meeting.correction_thrown_away()


def a_wish_waits(telling: Telling) -> Story:
    yield telling.calendar.at(2, "20:40")
    told = telling.told
    meetings.wish_meeting(
        by=told.patient, code=told.code, words="I should like all of us to say the same thing about lifting."
    )


def a_wish_declined(telling: Telling) -> Story:
    yield telling.calendar.at(9, "16:30")
    told = telling.told
    wish = meetings.wish_meeting(by=told.patient, code=told.code)
    yield telling.calendar.at(8, "09:30")
    meetings.decline_wish(
        by=told.owner,
        code=told.code,
        wish=wish.pk,
        reason="We meet anyway at the job centre on Thursday. Let us begin with what you want to say.",
    )


MEETINGS: dict[str, Callable[[Telling], Story]] = {
    "Hanna Virtanen": times_asked_for,
    "Aisha Karim": a_time_to_choose,
    "Anna-Karin Öst": held_without_minutes,
    "Pekka Laine": moved_and_cancelled,
    "Jesper Lundin": held_without_decisions,
    "Zeinab Ali": a_wish_waits,
    "Jamal Farah": a_wish_declined,
}
"""Whose life has which meetings."""
