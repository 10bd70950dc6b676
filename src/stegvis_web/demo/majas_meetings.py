"""Maja's meetings: before the programme, half a year with the plan, and one that is ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stegvis.casework import sections
from stegvis.casework.meetings import Came, Comes, Purpose
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis_web.casework.actions import cases
from stegvis_web.demo.clock import Story
from stegvis_web.demo.gatherings import TEAM, Gathering, on_the_clock
from stegvis_web.demo.society import Society
from stegvis_web.demo.told import Told
from stegvis_web.demo.words import Todo


def before_the_programme(society: Society, told: Told) -> Story:
    """What everybody expects of the eight weeks. Her GP sends a colleague."""
    at = society.calendar.at
    yield at(328, "16:20")
    cases.set_consents(
        by=told.patient, code=told.code, party=Party.GP, sections=[sections.MEETINGS, sections.TEAM]
    )
    yield at(327, "09:40")
    day = at(316).date()
    meeting = Gathering.called(
        told,
        Purpose.BEFORE,
        "What each of us expects of the programme, and what Maja wants from it.",
        on_the_clock(told, day, "13:00"),
        parties=(*TEAM, Party.GP),
        place="Norrvik pain clinic, room 4",
    )
    yield at(325, "18:30")
    meeting.comes(Party.PATIENT)
    yield at(324, "10:10")
    meeting.comes(Party.CLINIC)
    yield at(316, "14:05")
    meeting.minutes_begun(gp=(Came.REPRESENTED, "Lena Forsman, district nurse"))
    meeting.said("Maja wants to learn how to stop before it is too late. Work is not to be the measure yet.")
    meeting.said("The programme has group days on Mondays and Thursdays.", Domain.HEALTH)
    meeting.said("Nobody speaks with the library before Maja says so.", Domain.WORK_MODIFICATION)
    meeting.minutes_sent()


def half_a_year_later(society: Society, told: Told, todos: Sequence[tuple[Todo, date]]) -> Story:
    """Half a year after the first plan. `todos` are decided there, each by its day."""
    at = society.calendar.at
    yield at(32, "09:15")
    day = at(20).date()
    meeting = Gathering.called(
        told,
        Purpose.FOLLOW_UP,
        "Half a year with the plan: what holds, and what not.",
        on_the_clock(told, day, "10:00"),
        parties=(*TEAM, Party.EMPLOYER, Party.INSURER, Party.GP),
        place="Ekbacka library, small room",
        video="https://video.norrvik.example/maja",
        lasts=60,
    )
    yield at(31, "08:20")
    meeting.comes(Party.EMPLOYER)
    meeting.comes(Party.CLINIC)
    yield at(30, "13:40")
    meeting.comes(Party.INSURER, Comes.VIDEO)
    meeting.comes(Party.GP, Comes.NO, "I have surgery hours all day.")
    yield at(29, "19:00")
    meeting.comes(Party.PATIENT)
    meeting.point(Party.PATIENT, "The trolley with the crooked wheel")
    yield at(20, "11:20")
    meeting.minutes_begun(gp=(Came.ABSENT, ""), insurer=(Came.VIDEO, ""))
    meeting.said("Hold at ten hours until the third week is over. The steps of version 2 stand.")
    meeting.said("Petra Nyström is the new officer. She has confirmed the plan.")
    trolley = meeting.said("The trolley is paid by the service.")
    slip = meeting.said("Maja’s sister has been ill since Christmas.")
    meeting.said("The mornings are the best hours; sleep is still short.", Domain.HEALTH)
    for todo, due in todos:
        meeting.decided(todo.what, todo.owner, due, todo.domain)
    meeting.minutes_sent()
    yield at(16, "09:05")
    meeting.correction_begun("Who pays was wrong in the first text.")
    meeting.worded_anew(trolley, "The trolley is paid by the library, not by the service.")
    meeting.minutes_sent()
    yield at(15, "14:30")
    meeting.taken_out(slip, "It was about somebody who was not there, and had no place here.")


def a_meeting_ahead(society: Society, told: Told) -> Story:
    """In nine days, about the first two weeks with a free Wednesday; one has not answered yet."""
    at = society.calendar.at
    yield at(3, "14:10")
    meeting = Gathering.called(
        told,
        Purpose.FOLLOW_UP,
        "First two weeks with a free Wednesday.",
        on_the_clock(told, society.calendar.workday(9), "10:00"),
        parties=(*TEAM, Party.EMPLOYER, Party.INSURER, Party.GP),
        place="Ekbacka library, small room",
        video="https://video.norrvik.example/maja",
    )
    yield at(2, "18:40")
    meeting.comes(Party.PATIENT, words="My sister comes with me.")
    meeting.point(Party.PATIENT, "How have the two weeks been?")
    yield at(1, "11:10")
    meeting.comes(Party.CLINIC, Comes.VIDEO)
    yield at(1, "12:35")
    meeting.comes(Party.GP, Comes.NO, "Please send me the minutes.")
    yield at(1, "15:20")
    meeting.comes(Party.EMPLOYER)
