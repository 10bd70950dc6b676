"""What becomes of some plans that stand: changed, left after all, looked at again, resting, ended."""

from __future__ import annotations

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis.casework.schedule import Schedule, monday_of, weeks_from
from stegvis_web.demo.clock import Story
from stegvis_web.demo.telling import Telling


def changed_as_the_officer_asked(telling: Telling) -> Story:
    """The officer could agree to another day: that becomes a version, and the officer says yes to it."""
    calendar = telling.calendar
    yield calendar.at(9, "09:30")
    told = telling.told
    told.invited(Party.INSURER)
    line = told.line_of(Party.INSURER)
    (objection,) = told.answered(
        Party.INSURER,
        Word(
            Kind.OBJECTION,
            line=line,
            words="The decision goes by our doctor first, and she is here every other week.",
            rule="Guideline 4 on assessments, section 2. (Invented.)",
            instead_due=calendar.workday(21),
        ),
    )
    yield calendar.at(8, "10:15")
    told.taken_up(objection)
    told.settled(objection, "Another day is all that is needed. It goes into a new version.")
    yield calendar.at(7, "18:40")
    told.released(review_on=calendar.day(60))
    yield calendar.at(5, "11:05")
    told.answered(Party.INSURER)


def left_after_all(telling: Telling) -> Story:
    """A step was to be taken out. After a talk it stays, and the draft is thrown away."""
    calendar = telling.calendar
    yield calendar.at(10, "13:20")
    told = telling.told
    told.plan_started(told.owner, because="One step less may be enough.")
    line = told.line_of(Party.CLINIC)
    told.removed(line)
    yield calendar.at(9, "10:10")
    told.left_as_it_is(line)
    told.thrown_away()


def steps_down(telling: Telling) -> Story:
    """Hours by weekday at last; after a week they are too many, and he takes less by himself."""
    calendar = telling.calendar
    yield calendar.at(16, "18:30")
    told = telling.told
    told.plan_started(told.patient, because="I want to see my hours day by day.")
    monday = monday_of(calendar.day(-14))
    easy, more = (120, 120, None, 120, 120, 0, 0), (180, 180, None, 180, 180, 0, 0)
    schedule = Schedule(full_time=2400, weeks=weeks_from(monday, [easy] * 2 + [more] * 6))
    told.hours(schedule, "Work the hours in the week grid.", told.patient)
    yield calendar.at(15, "19:10")
    told.released()
    yield calendar.at(3, "21:05")
    told.stepped_down("My hands. I go back to two hours for a while.")


def looked_at_again(telling: Telling) -> Story:
    yield telling.calendar.at(6, "14:30")
    telling.told.kept("It holds. Nobody wants to change anything now.", telling.calendar.day(50))


def rests(telling: Telling) -> Story:
    yield telling.calendar.at(6, "19:45")
    telling.told.rested("My mother is ill. I am with her for some weeks.", telling.calendar.day(12))


def ended(telling: Telling) -> Story:
    yield telling.calendar.at(1, "17:25")
    telling.told.ended("I have been back at my hours since August, and it holds. Thank you all.")
