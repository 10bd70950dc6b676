"""Maja Lindqvist's case: fourteen months, three versions of a plan, an attempt that taught something.

The third version is out for answers, and every kind of answer occurs in it.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from stegvis.casework.access import EmployerContact
from stegvis.casework.adaptations import Worked
from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis.casework.plan import Progress
from stegvis.casework.referral import Door, Mode
from stegvis.casework.schedule import Minutes, Schedule, monday_of, weeks_from
from stegvis.casework.sections import ANSWERS, HEALTH, WORDS
from stegvis.casework.tasks import Ability, Fit
from stegvis.rights.requests import Ask, Outcome
from stegvis_web.casework import models
from stegvis_web.casework.actions import attempts, cases, letters, rights, tasks
from stegvis_web.demo.clock import Story, side_by_side
from stegvis_web.demo.gatherings import Gathering
from stegvis_web.demo.majas_meetings import a_meeting_ahead, before_the_programme, half_a_year_later
from stegvis_web.demo.society import Society
from stegvis_web.demo.told import Told
from stegvis_web.demo.words import HEALTH as ABOUT_HEALTH
from stegvis_web.demo.words import IN_PLAIN_WORDS, NOT_FROM_THE_BEGINNING, TOGETHER, Todo

NAME = "Maja Lindqvist"
FULL_TIME = 40 * 60
"""Minutes a week."""

GOAL = (
    "I want to read to the children again on Tuesdays and Fridays, "
    "and still have something left for my own evening."
)
DAYS_LEFT = 6

HALF_TIME = "Work half time: four hours every day, Monday to Friday."
EVERY_DAY = "Work two hours every day, then three."
HOURS = "Work the hours in the week grid, with Wednesday free."
DAY_PLAN = Todo(
    "Use the day plan from the programme, and write one line on work days.", Party.PATIENT, ABOUT_HEALTH
)
HOLD = Todo("Hold every level for two weeks before the next.", Party.PATIENT, ABOUT_HEALTH)
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

DECIDED = ((DESK, 17), (DESCRIBE, 3))
"""What the meeting after half a year decided, each with the days from today by which it is to be done."""

NEW_STEPS = (
    (CALLS, 24),
    (MEETING, 9),
    (PACING, 14),
    (BENEFIT, 20),
    (AIDS, 17),
)
"""What the third version adds to it, likewise."""

ASKED = (Party.SUPPORTER, Party.GP, Party.EMPLOYMENT_SERVICE, Party.INSURER, Party.EMPLOYER)
RULE = "Guideline 12 on benefit in part, section 3: hours are reduced alike on every day. (Invented.)"


def maja(society: Society) -> Story:
    """From the GP's referral a year ago to the answers of yesterday."""
    yield society.calendar.at(372, "11:20")
    told = Told(society, society.viewer("ingrid"), known_code=True)
    lines: dict[Todo | str, str] = {}
    yield from _beginning(society, told)
    yield from _programme(society, told)
    yield from _first_version(society, told, lines)
    yield from _second_version(society, told, lines)
    half_a_year = half_a_year_later(
        society, told, [(todo, society.calendar.workday(d)) for todo, d in DECIDED]
    )
    yield from side_by_side(_back_at_work(society, told), half_a_year)
    yield from _third_version(society, told, lines)
    yield from side_by_side(_answers(society, told, lines), a_meeting_ahead(society, told))


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
    yield from before_the_programme(society, told)
    yield at(309, "15:00")
    told.talked("First day of the programme behind her. Quiet room, kind people.")
    yield at(256, "15:30")
    told.noted("Programme ended. Paces well, knows her warning signs. Fatigue is what hinders most.")
    told.talked("Proud of the last day. Wants to start at half time in September.", Mode.MEETING)
    yield at(255, "19:10")
    wrong = rights.ask(
        by=told.patient,
        code=told.code,
        kind=Ask.CORRECTION,
        about="“Sleeps five hours”, in a note of the clinic",
        words="It was five hours in the bad weeks. Most nights it is six.",
    )
    yield at(251, "10:25")
    rights.answer(
        by=told.owner,
        code=told.code,
        request=wrong.pk,
        outcome=Outcome.DONE,
        answer="Sara has written it below her note. Thank you for telling us.",
    )


def _half_time(society: Society) -> Schedule:
    start = monday_of(society.calendar.day(-190))
    return Schedule(full_time=FULL_TIME, weeks=weeks_from(start, [_days(4)] * 8))


def _every_day(society: Society) -> Schedule:
    """Two hours a day for three weeks, then three."""
    start = monday_of(society.calendar.today) - timedelta(weeks=5)
    return Schedule(full_time=FULL_TIME, weeks=weeks_from(start, [_days(2)] * 3 + [_days(3)] * 6))


def _free_wednesday(society: Society) -> Schedule:
    """What lies behind stays; from this week on Wednesday is free, and every level is held."""
    this_week = monday_of(society.calendar.today)
    behind = [week.days for week in _every_day(society).weeks if week.monday < this_week]
    ahead = [
        *[_days(3, 3, None, 3, 3)] * 2,
        *[_days(4, 3, None, 4, 3)] * 2,
        *[_days(4, 4, None, 4, 4)] * 3,
        *[_days(5, 5, None, 5, 5)] * 4,
    ]
    return Schedule(
        full_time=FULL_TIME,
        weeks=weeks_from(this_week - timedelta(weeks=len(behind)), behind + ahead),
        rest_because="A day to recover in between. Then the other four hold.",
        asks=Party.INSURER,
        departs="The hours are not the same on every day, and twelve hours lie between 25 and 50 percent.",
    )


def _days(*hours: int | None) -> tuple[Minutes, ...]:
    """Monday to Sunday in minutes: one number for all five days, or one each; None is rest."""
    five = hours * 5 if len(hours) == 1 else hours
    return (*(None if h is None else 60 * h for h in five), 0, 0)


def _first_version(society: Society, told: Told, lines: dict[Todo | str, str]) -> Story:
    """Half time at once, as she wished; one step is declined; four weeks that taught something."""
    at, day, contacts = society.calendar.at, society.calendar.day, society.contacts
    yield at(203, "09:40")
    told.employer_contact(EmployerContact.ALLOWED)
    told.joined(Party.EMPLOYER, contacts["library"])
    yield at(201, "10:20")
    told.plan_started(told.owner)
    told.goal("I want to stand behind the lending desk again, and read to the children on Tuesdays.")
    for todo, due in (
        (DAY_PLAN, day(93)),
        (EVENINGS, day(-186)),
        (COLLEAGUE, day(-180)),
        (MEDICINES, day(-88)),
    ):
        lines[todo] = told.step(todo, due)
    lines[HOURS] = told.hours(_half_time(society), HALF_TIME, told.owner)
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


def _second_version(society: Society, told: Told, lines: dict[Todo | str, str]) -> Story:
    """Her own: every level is held before the next; a rest for the hospital in between."""
    at, day = society.calendar.at, society.calendar.day
    yield at(150, "19:05")
    tried = attempts.add_attempt(
        by=told.patient,
        code=told.code,
        start=day(-190),
        end=day(-165),
        minutes=20 * 60,
        what_happened="Four weeks at twenty hours, then full sick leave.",
        helped="Johan took the lending desk when the school classes came.",
        hindered="Five days in a row. No evening left for anything.",
    )
    yield at(149, "20:15")
    attempts.change_attempt(
        by=told.patient,
        code=told.code,
        attempt=tried.pk,
        start=tried.start,
        end=tried.end,
        minutes=tried.minutes,
        what_happened=tried.what_happened,
        helped=tried.helped,
        hindered=tried.hindered,
        next_time="Hold every level for two weeks before the next. The third week tells, not the first.",
        revision=tried.revision,
    )
    attempts.start_plan_from_attempt(
        by=told.patient,
        code=told.code,
        attempt=tried.pk,
        because="Half time at once was too much. First the operation, then two hours a day.",
    )
    why = "The first week always goes well. The third one tells. So every level is held."
    lesson = told.line_worded("Hold every level")
    told.changed(lesson, HOLD, day(70), by=told.patient)
    told.hours(_every_day(society), EVERY_DAY, told.patient, because=why)
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
    cousin = society.person(told.owner, "Tuva Lindqvist", title="Cousin")
    told.joined(Party.SUPPORTER, cousin)
    yield at(88, "12:00")
    told.left(cousin)
    yield at(57, "09:20")
    told.went_on()
    told.handed_over(
        Party.INSURER,
        society.contacts["insurance"],
        NOT_FROM_THE_BEGINNING,
        because="Lars Engman works at another office now.",
    )
    told.invited(Party.INSURER)
    yield at(55, "11:10")
    told.taken_over(Party.INSURER)
    told.talked("There is a new officer, Petra Nyström. Nothing changes for Maja: the plan stands.")


def _back_at_work(society: Society, told: Told) -> Story:
    """Two hours on every day, said in one tap each; then three, and a week of three good days."""
    at, contacts = society.calendar.at, society.contacts
    yield at(40, "08:20")
    by = society.viewer("henrik")
    why = "Ingrid is ill today and Maja has rung about tomorrow's visit. I need the time and the place."
    cases.break_glass(by=by, code=told.code, reason=why)
    told.looked(by)
    yield at(36, "13:05")
    told.talked("Will begin with two hours on every day and see what the third week says.")
    yield from _worked(society, told)
    yield at(14, "13:02")
    told.talked("No answer.", reached=False)
    yield at(12, "10:00")
    told.talked(
        "At the library with Johan Berg. Tasks gone through one by one; trolley ordered.", Mode.MEETING
    )
    _tasks(society, told)
    yield at(11, "15:10")
    told.functioning(
        IN_PLAIN_WORDS,
        sitting="a_while",
        standing="a_while",
        lifting="adapted",
        reaching="not_now",
        concentration="a_while",
        noise="adapted",
        customers="can",
        long_days="not_now",
        recovery="adapted",
    )
    yield at(10, "09:30")
    _letters(told)
    yield at(8, "14:40")
    told.joined(Party.EMPLOYMENT_SERVICE, contacts["jobcentre"])
    yield at(7, "13:00")
    told.talked("Tired after two long days. We agreed to stop and think again.")


def _worked(society: Society, told: Told) -> Story:
    """Each Friday of the weeks that are over she says what she worked."""
    calendar = society.calendar
    for weeks, days in ((5, (120,) * 5), (4, (120, 120, 90, 120, 120)), (3, (120, 150, 120, 120, 120))):
        monday = monday_of(calendar.today) - timedelta(weeks=weeks)
        yield calendar.at((calendar.today - monday).days - 4, "17:20")
        for number, minutes in enumerate(days):
            told.worked(Party.PATIENT, monday + timedelta(days=number), minutes)


def _letters(told: Told) -> None:
    """What each needs to know; one went to the wrong office, and was taken back."""
    told.wrote("work_function", Party.EMPLOYER, "As we said at the library: the trolley helps.")
    told.wrote("gp_copy", Party.GP)
    told.wrote("handover_note", Party.INSURER)
    if wrong := told.wrote("plan", Party.GP):
        reason = "This was the copy for another office. Yours is the one before."
        letters.take_back_letter(by=told.owner, code=told.code, letter=wrong.pk, reason=reason)


def _tasks(society: Society, told: Told) -> None:
    """What she can do, what she can with an adaptation, and what not for now."""
    day, workday = society.calendar.day, society.calendar.workday

    def task(name: str, ability: Ability, words: str = "") -> models.Task:
        return tasks.add_task(by=told.owner, code=told.code, name=name, ability=ability, words=words)

    def adapted(of: models.Task, what: str, first: date | None, last: date | None) -> models.Adaptation:
        return tasks.add_adaptation(
            by=told.owner,
            code=told.code,
            task=of.pk,
            what=what,
            provider=Party.EMPLOYER,
            first=first,
            last=last,
        )

    task("Story time", Ability.CAN)
    mail = task("Readers’ mail", Ability.WITH_ADAPTATION)
    lamp = adapted(mail, "A lamp without flicker, and a screen at eye level", day(-34), workday(5))
    desk = adapted(task("Lending desk", Ability.WITH_ADAPTATION), "A desk that can be raised", None, None)
    shelving = task("Shelving", Ability.WITH_ADAPTATION, "Never the lowest shelf.")
    trolley = adapted(shelving, "20 minutes at a time", None, None)
    task("Book crates", Ability.CANNOT, "A colleague carries them.")
    task("Evening shift", Ability.CANNOT, "Looked at again in the summer.")
    mistyped = task("Coffee machine", Ability.CAN)
    tasks.remove_task(by=told.owner, code=told.code, task=mistyped.pk)
    tasks.change_task(
        by=told.owner,
        code=told.code,
        task=mail.pk,
        name=mail.name,
        ability=Ability.WITH_ADAPTATION,
        words="An hour at a time.",
        revision=mail.revision,
    )
    tasks.change_adaptation(
        by=told.owner,
        code=told.code,
        adaptation=trolley.pk,
        what="20 minutes at a time, trolley at waist height",
        provider=Party.EMPLOYER,
        revision=trolley.revision,
        cost="About 900 kronor",
        payer="The library",
    )
    tasks.begin_trial(by=told.owner, code=told.code, adaptation=trolley.pk, first=day(-11), last=workday(28))
    tasks.change_adaptation(
        by=told.owner,
        code=told.code,
        adaptation=desk.pk,
        what="A desk that can be raised; sit or stand as she likes",
        provider=Party.EMPLOYER,
        revision=desk.revision,
        first=workday(17),
        last=workday(80),
        cost="About 9,000 kronor",
        payer="The insurance one half, the library the other",
    )
    for party in (Party.PATIENT, Party.EMPLOYER):
        tasks.say_whether_it_works(
            by=told.speaker(party), code=told.code, adaptation=lamp.pk, worked=Worked.YES
        )
    tasks.end_trial(by=told.owner, code=told.code, adaptation=lamp.pk, on=timezone.localdate())


def _third_version(society: Society, told: Told, lines: dict[Todo | str, str]) -> Story:
    """Wednesday free, and what the others do so that it can hold."""
    at, day, workday = society.calendar.at, society.calendar.day, society.calendar.workday
    yield at(6, "08:40")
    monday = monday_of(society.calendar.today) - timedelta(weeks=2)
    for number, minutes in enumerate((180, 180, 180, 0, 0)):
        told.worked(Party.PATIENT, monday + timedelta(days=number), minutes)
    told.worked(Party.EMPLOYER, monday, 180)
    told.worked(Party.EMPLOYER, monday + timedelta(days=2), 165)
    attempts.add_attempt(
        by=told.patient,
        code=told.code,
        start=monday,
        end=monday + timedelta(days=4),
        minutes=9 * 60,
        what_happened="Fifteen hours over five days: three good days, then two at home.",
        helped="The trolley. Mornings.",
        hindered="The hours were fine. Five days in a row were not.",
        next_time="A day in between.",
    )
    yield at(6, "09:15")
    told.plan_started(told.owner, because="Five days in a row left no day to recover.")
    lines[ROTA] = lines[EVENINGS]
    why = "Three good days, then two at home. Maja asked for a day in between."
    told.hours(_free_wednesday(society), HOURS, told.owner, because=why)
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
    Gathering.last(told).decisions_proposed("What was decided at the library is to stand in the plan.")
    for todo, _days in DECIDED:
        lines[todo] = told.line_worded(todo.what)
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


def _answers(society: Society, told: Told, lines: dict[Todo | str, str]) -> Story:
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
    tasks.say_whether_tasks_fit(
        by=told.speaker(Party.EMPLOYER),
        code=told.code,
        fit=Fit.MISSING,
        words="The returns trolley in the mornings is not on the list.",
    )
    yield at(1, "17:30")
    told.looked(told.patient, "plan")
