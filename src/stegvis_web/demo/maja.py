"""Maja Lindqvist's case: fourteen months, three versions of a plan, an attempt that taught something.

The third version is out for answers, and every kind of answer occurs in it.
"""

from __future__ import annotations

from stegvis.casework.access import EmployerContact
from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis.casework.plan import Progress
from stegvis.casework.referral import Door, Mode
from stegvis.casework.sections import ANSWERS, HEALTH, WORDS
from stegvis_web.casework.actions import cases
from stegvis_web.demo.clock import Story
from stegvis_web.demo.society import Society
from stegvis_web.demo.told import Told
from stegvis_web.demo.words import HEALTH as ABOUT_HEALTH
from stegvis_web.demo.words import TOGETHER, Todo

NAME = "Maja Lindqvist"
GOAL = (
    "I want to read to the children again on Tuesdays and Fridays, "
    "and still have something left for my own evening."
)
DAYS_LEFT = 6

HALF_TIME = Todo("Work half time: four hours every day, Monday to Friday.", Party.PATIENT)
EVERY_DAY = Todo("Work two hours every day, then three.", Party.PATIENT)
HOURS = Todo("Work the hours in the week grid, with Wednesday free.", Party.PATIENT)
DAY_PLAN = Todo(
    "Use the day plan from the programme, and write one line on work days.", Party.PATIENT, ABOUT_HEALTH
)
EVENINGS = Todo("A rota without evening shifts.", Party.EMPLOYER)
COLLEAGUE = Todo("A second person at the lending desk on Tuesdays and Fridays.", Party.EMPLOYER)
ROTA = Todo("A rota without evening shifts, and shelving at most 20 minutes at a time.", Party.EMPLOYER)
DESK = Todo("A desk that can be raised, at the lending desk.", Party.EMPLOYER)
CALLS = Todo("Call Maja every Tuesday at 13 for the first four weeks.", Party.SPECIALIST, TOGETHER)
MEETING = Todo("Hold a meeting of everyone at the library.", Party.SPECIALIST, TOGETHER)
DESCRIBE = Todo("Describe in plain words what the condition means for work.", Party.CLINIC)
PACING = Todo("One session on pacing at the workplace.", Party.CLINIC, ABOUT_HEALTH)
MEDICINES = Todo("Go through the medicines together.", Party.GP, ABOUT_HEALTH)
BENEFIT = Todo("Say whether the benefit can follow uneven days.", Party.INSURER, TOGETHER)
AIDS = Todo("Look at the lending desk and say which aids can be lent.", Party.EMPLOYMENT_SERVICE)

NEW_STEPS = (
    (DESK, 17),
    (CALLS, 24),
    (MEETING, 9),
    (DESCRIBE, 3),
    (PACING, 14),
    (BENEFIT, 20),
    (AIDS, 17),
)
"""What the third version adds, each with the days from today by which it is to be done."""

ASKED = (Party.SUPPORTER, Party.GP, Party.EMPLOYMENT_SERVICE, Party.INSURER, Party.EMPLOYER)
RULE = "Guideline 12 on benefit in part, section 3: hours are reduced alike on every day. (Invented.)"


def maja(society: Society) -> Story:
    """From the GP's referral a year ago to the answers of yesterday."""
    yield society.calendar.at(372, "11:20")
    told = Told(society, society.viewer("ingrid"), known_code=True)
    lines: dict[Todo, str] = {}
    yield from _beginning(society, told)
    yield from _programme(society, told)
    yield from _first_version(society, told, lines)
    yield from _second_version(society, told, lines)
    yield from _back_at_work(society, told)
    yield from _third_version(society, told, lines)
    yield from _answers(society, told, lines)


def _beginning(society: Society, told: Told) -> Story:
    at, day = society.calendar.at, society.calendar.day
    told.referred(
        NAME,
        1981,
        Door.GP,
        "I want to be a librarian again, not a patient with a library card.",
        phone="+46 70 174 06 23",
        referrer=society.contacts["surgery"],
    )
    yield at(365, "10:05")
    told.rung("No answer. Left a message to call back whenever it suits.", reached=False)
    yield at(358, "13:00")
    told.explained()
    told.rung("Told how we work, and that taking part is voluntary. Wants to meet at the library, not here.")
    yield at(357, "14:00")
    told.met("Met at Ekbacka library, in the reading corner. She showed me her shelves.")
    told.accepted()
    yield at(356, "09:30")
    told.account()
    told.sick_since(
        day(-421),
        (day(-421), day(-191), 100),
        (day(-190), day(-165), 50),
        (day(-164), day(-61), 100),
        (day(-60), day(51), 75),
    )
    told.works_at(society.organisations["library"])


def _programme(society: Society, told: Told) -> Story:
    at, contacts = society.calendar.at, society.contacts
    yield at(350, "10:15")
    told.joined(Party.GP, contacts["surgery"])
    told.joined(Party.INSURER, contacts["insurance2"])
    yield at(330, "13:10")
    told.joined_clinic(society.staff["sara"])
    told.noted("Widespread pain since 2021, fibromyalgia. Sleeps five hours. Eight weeks' programme in May.")
    yield at(309, "15:00")
    told.talked("First day of the programme behind her. Quiet room, kind people.")
    yield at(256, "15:30")
    told.noted("Programme ended. Paces well, knows her warning signs. Fatigue is what hinders most.")
    told.talked("Proud of the last day. Wants to start at half time in September.", Mode.MEETING)


def _first_version(society: Society, told: Told, lines: dict[Todo, str]) -> Story:
    """Half time at once, as she wished; one step is declined; four weeks that taught something."""
    at, day, contacts = society.calendar.at, society.calendar.day, society.contacts
    yield at(203, "09:40")
    told.employer_contact(EmployerContact.ALLOWED)
    told.joined(Party.EMPLOYER, contacts["library"])
    yield at(201, "10:20")
    told.plan_started(told.owner)
    told.goal("I want to stand behind the lending desk again, and read to the children on Tuesdays.")
    for todo, due in (
        (HALF_TIME, day(-135)),
        (DAY_PLAN, day(93)),
        (EVENINGS, day(-186)),
        (COLLEAGUE, day(-180)),
        (MEDICINES, day(-88)),
    ):
        lines[todo] = told.step(todo, due)
    yield at(198, "17:10")
    told.consents((Party.GP, Party.INSURER, Party.EMPLOYER))
    told.released(day(-188), review_on=day(-134))
    yield at(198, "18:00")
    told.answered(Party.SPECIALIST)
    told.answered(Party.CLINIC)
    for party in (Party.GP, Party.INSURER, Party.EMPLOYER):
        told.invited(party)
    yield at(195, "10:30")
    told.came_in(Party.INSURER)
    told.answered(Party.INSURER)
    yield at(194, "12:10")
    told.came_in(Party.GP)
    told.answered(Party.GP)
    yield at(193, "15:45")
    told.came_in(Party.EMPLOYER)
    (_accepted, declined) = told.answered(
        Party.EMPLOYER,
        Word(Kind.ACCEPTED),
        Word(
            Kind.OBJECTION,
            line=lines[COLLEAGUE],
            words="We are three at the library all in all. I cannot put two of them at one desk.",
        ),
    )
    yield at(191, "08:50")
    karin = society.staff["karin"].person
    assert karin is not None
    told.joined(Party.SPECIALIST, karin)
    told.talked("Half time begins tomorrow. Karin Ek is there when I am away.")
    yield at(190, "13:30")
    told.settled(
        declined, "No second person. Johan Berg takes the desk himself when the school classes come."
    )
    yield at(165, "16:10")
    told.talked("Four weeks at twenty hours, then it was too much. We agreed that this is something learnt.")


def _second_version(society: Society, told: Told, lines: dict[Todo, str]) -> Story:
    """Her own: every level is held before the next; a rest for the hospital in between."""
    at, day = society.calendar.at, society.calendar.day
    yield at(150, "19:05")
    told.plan_started(told.patient, because="Half time at once was too much.")
    told.changed(
        lines[HALF_TIME],
        EVERY_DAY,
        day(28),
        by=told.patient,
        because="The first week always goes well. The third one tells. So every level is held.",
    )
    told.removed(lines[COLLEAGUE])
    yield at(148, "18:20")
    told.released(day(-138), review_on=day(-6))
    yield at(147, "09:15")
    told.answered(Party.SPECIALIST)
    told.answered(Party.CLINIC)
    for party in (Party.GP, Party.INSURER, Party.EMPLOYER):
        told.invited(party)
    yield at(144, "08:30")
    for party in (Party.GP, Party.INSURER, Party.EMPLOYER):
        told.came_in(party)
        told.answered(party)
    yield at(120, "10:30")
    told.rested("An operation on the shoulder, and some weeks at my sister's afterwards.", day(-58))
    told.talked("Short call from her sister's kitchen. Resting, reading aloud to the nephew.")
    yield at(100, "17:45")
    sister = society.person(told.owner, "Elin Lindqvist", title="Sister")
    told.joined(Party.SUPPORTER, sister)
    yield at(57, "09:20")
    told.went_on()
    told.joined(Party.INSURER, society.contacts["insurance"])
    told.talked("There is a new officer, Petra Nyström. Nothing changes for Maja: the plan stands.")


def _back_at_work(society: Society, told: Told) -> Story:
    """Two hours on every day; then three, and a week of three good days."""
    at, contacts = society.calendar.at, society.contacts
    yield at(40, "08:20")
    by = society.viewer("henrik")
    why = "Ingrid is ill today and Maja has rung about tomorrow's visit. I need the time and the place."
    cases.break_glass(by=by, code=told.code, reason=why)
    told.looked(by)
    yield at(35, "13:05")
    told.talked("Will begin with two hours on every day and see what the third week says.")
    yield at(14, "13:02")
    told.talked("No answer.", reached=False)
    yield at(12, "10:00")
    told.talked(
        "At the library with Johan Berg. Tasks gone through one by one; trolley ordered.", Mode.MEETING
    )
    yield at(8, "14:40")
    told.joined(Party.EMPLOYMENT_SERVICE, contacts["jobcentre"])
    yield at(7, "13:00")
    told.talked("Tired after two long days. We agreed to stop and think again.")


def _third_version(society: Society, told: Told, lines: dict[Todo, str]) -> Story:
    """Wednesday free, and what the others do so that it can hold."""
    at, day, workday = society.calendar.at, society.calendar.day, society.calendar.workday
    yield at(6, "09:15")
    told.plan_started(told.owner, because="Five days in a row left no day to recover.")
    lines[HOURS], lines[ROTA] = lines[HALF_TIME], lines[EVENINGS]
    told.changed(
        lines[HOURS],
        HOURS,
        workday(62),
        by=told.owner,
        because="Last week was three good days, then two at home. Maja asked for a day in between.",
    )
    told.changed(
        lines[ROTA],
        ROTA,
        workday(7),
        by=told.owner,
        because="The meeting at the library went through the tasks one by one.",
    )
    told.changed(
        lines[MEDICINES], MEDICINES, workday(10), by=told.owner, because="The hospital came in between."
    )
    for todo, days in NEW_STEPS:
        lines[todo] = told.step(todo, workday(days))
    yield at(5, "18:30")
    told.looked(told.patient, "plan")
    told.goal(GOAL)
    told.changed(lines[CALLS], CALLS, workday(28), by=told.patient)
    yield at(4, "08:30")
    told.consents(ASKED)
    told.consents_to(Party.INSURER, WORDS)
    told.consents_to(Party.SUPPORTER, ANSWERS, WORDS)
    told.consents_to(Party.SPECIALIST, HEALTH)
    told.released(day(DAYS_LEFT), review_on=day(93))
    yield at(4, "10:00")
    told.answered(Party.SPECIALIST)
    for party in ASKED:
        told.invited(party)


def _answers(society: Society, told: Told, lines: dict[Todo, str]) -> Story:
    at, proposed = society.calendar.at, society.calendar.workday(35)
    yield at(3, "08:40")
    told.came_in(Party.EMPLOYER)
    asked = told.answered(
        Party.EMPLOYER,
        Word(Kind.QUESTION, line=lines[DESK], words="Who pays for the desk, we or the insurance?"),
    )
    yield at(3, "11:15")
    told.replied(asked[0], "The insurance pays half. The form is in the mail, two pages, and I help with it.")
    told.came_on(lines[CALLS], Progress.STARTED)
    yield at(2, "09:05")
    told.looked(told.speaker(Party.SUPPORTER), "plan")
    yield at(1, "08:12")
    told.looked(told.owner, "plan")
    yield at(1, "09:20")
    told.came_in(Party.INSURER)
    told.answered(
        Party.INSURER,
        Word(
            Kind.OBJECTION,
            line=lines[HOURS],
            words="Twelve hours on four days lie between the steps of 25 and 50 percent, one day is free. "
            "I cannot pay by this pattern as it stands. Let us talk.",
            rule=RULE,
        ),
    )
    yield at(1, "11:05")
    told.answered(
        Party.CLINIC,
        Word(Kind.RESERVATION, words="Hold three weeks before the next step up, if next week is hard."),
    )
    yield at(1, "12:30")
    told.came_in(Party.GP)
    told.answered(
        Party.GP,
        Word(
            Kind.OBJECTION,
            line=lines[MEDICINES],
            words=f"I have no time before {proposed.day} {proposed:%B}. I propose that day.",
        ),
    )
    yield at(1, "15:10")
    told.came_in(Party.EMPLOYER)
    told.answered(
        Party.EMPLOYER,
        Word(Kind.ACCEPTED, line=lines[DESK]),
        Word(
            Kind.QUESTION,
            line=lines[ROTA],
            words="We open at 11 on Thursdays. Could she start at 10 that day instead of 9?",
        ),
    )
    yield at(1, "17:30")
    told.looked(told.patient, "plan")
