"""All the stories of the demo but Maja's: the lives, the referrals that wait, and some turns of fate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from stegvis.casework.party import Party
from stegvis.casework.referral import Door, Mode
from stegvis.casework.sections import GOAL, HEALTH, STEPS_WORK
from stegvis_web.casework.actions import cases, handovers, links, referrals
from stegvis_web.casework.models import Case
from stegvis_web.demo import changes, words
from stegvis_web.demo.beginnings import beginning
from stegvis_web.demo.clock import Story
from stegvis_web.demo.lives import ASKING, LIVES, Asking, Life, Scene
from stegvis_web.demo.meetings import MEETINGS
from stegvis_web.demo.plots import plot
from stegvis_web.demo.society import Society
from stegvis_web.demo.telling import Telling
from stegvis_web.demo.told import Told
from stegvis_web.foundation import audit

QUIET_DAYS = 23
"""Three weeks without a word bring a case to Today; this many are two days more."""


def stories(society: Society, lives: Iterable[Life] = LIVES) -> Iterator[Story]:
    """The lives' stories with their turns, the referrals without a case, the office."""
    for life in lives:
        telling = Telling(society, life)
        yield _life(telling)
        yield _contacts(telling)
        for turns in (TURNS, MEETINGS):
            if turn := turns.get(life.name):
                yield turn(telling)
    for asking in ASKING:
        yield _asking(society, asking)
    yield _office(society)


def _life(telling: Telling) -> Story:
    yield from beginning(telling)
    if telling.life.scene is not Scene.STARTING:
        yield from plot(telling)


def _contacts(telling: Telling) -> Story:
    """Now and then a talk, the last one not long ago."""
    days = QUIET_DAYS if telling.life.scene is Scene.QUIET else telling.random.randint(1, 14)
    talks = []
    while days < telling.met - 8:
        talks.append((days, lambda: _talk(telling)))
        days += telling.random.randint(16, 40)
    yield from telling.agenda(talks)


def _talk(telling: Telling) -> None:
    told = telling.told
    if telling.random.random() < 0.15:
        told.talked(words.NO_ANSWER_NOTE, reached=False)
    mode = telling.one((Mode.PHONE, Mode.PHONE, Mode.PHONE, Mode.MEETING, Mode.VIDEO, Mode.MESSAGE))
    told.looked(told.owner)
    told.talked(telling.one(words.CONTACT_NOTES), mode)


def _asking(society: Society, asking: Asking) -> Story:
    """A referral that waits, or that ended without a case."""
    at = society.calendar.at
    yield at(asking.days, "10:20")
    by = society.viewer(asking.owner)
    told = Told(society, by)
    told.referred(asking.name, asking.born, Door(asking.door), asking.wish)
    if asking.rung:
        yield at(asking.rung, "11:40")
        told.explained()
        told.rung("First call. Thinks about it until next week.")
    if asking.declined:
        yield at(asking.days - 14, "14:10")
        referrals.decline_referral(by=by, referral=told.referral.pk, reason=asking.declined, words=asking.why)


def _office(society: Society) -> Story:
    """The last five days at the office: lists are read, and each reading names every case shown."""
    for days in range(6, 0, -1):
        yield society.calendar.at(days, "08:05")
        for key in ("ingrid", "karin", "marit", "rolf"):
            service = society.services["NV"]
            shown = Case.objects.filter(service=service)
            if key in {"ingrid", "karin"}:
                shown = shown.filter(owner=society.staff[key])
            codes = shown.order_by("code").values_list("code", flat=True)[:20]
            audit.record(by=society.viewer(key), verb="read", what="caseload", cases=list(codes))


# Turns of fate: what happens once, to one person.


def _opened_in_absence(telling: Telling) -> Story:
    yield telling.calendar.at(9, "08:15")
    by = telling.society.viewer("karin")
    cases.break_glass(by=by, code=telling.told.code, reason=words.OPENED_IN_ABSENCE)
    telling.told.looked(by)


def _another_owner(telling: Telling) -> Story:
    yield telling.calendar.at(150, "10:00")
    told, society = telling.told, telling.society
    henrik = society.viewer("henrik")
    early = told.handed_over(
        Party.SPECIALIST,
        society.staff["henrik"].person,
        words.CALL_IN_THE_MORNING,
        on=telling.calendar.day(-140),
    )
    yield telling.calendar.at(149, "09:10")
    handovers.call_off(by=told.owner, code=told.code, handover=early.pk)
    told.handed_over(Party.SPECIALIST, society.staff["henrik"].person, words.CALL_IN_THE_MORNING)
    told.owner = henrik
    told.confirmed(henrik)
    told.talked("Met both of us: Karin has told me all that I need. We go on as agreed.", Mode.MEETING)


def _another_officer(telling: Telling) -> Story:
    yield telling.calendar.at(11, "13:30")
    told, contacts = telling.told, telling.society.contacts
    current = {row.person_id for row in told.members()}
    new = next(contacts[key] for key in ("insurance", "insurance2") if contacts[key].pk not in current)
    told.handed_over(Party.INSURER, new, words.NOT_FROM_THE_BEGINNING)
    told.invited(Party.INSURER)
    yield telling.calendar.at(10, "09:05")
    told.asked_first(Party.INSURER, words.WHO_PAYS, words.THE_OFFICE_PAYS)


def _officer_to_come(telling: Telling) -> Story:
    """From next week on somebody else is the officer; until then nothing is handed over."""
    yield telling.calendar.at(3, "11:35")
    told, contacts = telling.told, telling.society.contacts
    current = {row.person_id for row in told.members()}
    new = next(contacts[key] for key in ("insurance", "insurance2") if contacts[key].pk not in current)
    told.handed_over(Party.INSURER, new, words.NOT_FROM_THE_BEGINNING, on=telling.calendar.workday(7))


def _link_lost(telling: Telling) -> Story:
    """The employer's telephone was stolen: the link is closed, and another one sent."""
    yield telling.calendar.at(8, "16:20")
    told = telling.told
    told.invited(Party.EMPLOYER)
    yield telling.calendar.at(7, "09:10")
    links.revoke_link(by=told.owner, code=told.code, link=told.links[Party.EMPLOYER].pk)
    told.invited(Party.EMPLOYER)


def _perhaps_mailed(telling: Telling) -> Story:
    """The line to the mail server broke this week, and nobody has asked yet whether the mail arrived."""
    yield telling.calendar.at(2, "14:05")
    telling.told.invited(Party.EMPLOYER, arrives=None)


def _mailed_again(telling: Telling) -> Story:
    """The same, but somebody asked: the mail had not arrived."""
    yield telling.calendar.at(7, "14:05")
    telling.told.invited(Party.EMPLOYER, arrives=None)
    yield telling.calendar.at(6, "08:40")
    telling.told.sent_again()


def _certificate_mistyped(telling: Telling) -> Story:
    """A certificate that was written down with the wrong grade, and put right the same day."""
    yield telling.calendar.at(6, "14:00")
    told, day = telling.told, telling.calendar.day
    start, end = day(90), day(120)
    wrong = cases.add_sick_note(by=told.owner, code=told.code, start=start, end=end, grade=5)
    yield telling.calendar.at(6, "14:10")
    cases.remove_sick_note(by=told.owner, code=told.code, note=wrong.pk)
    cases.add_sick_note(by=told.owner, code=told.code, start=start, end=end, grade=50)


def _sees_less(telling: Telling) -> Story:
    """The patient lets the employer see less than before, and the coordinator read the clinic's notes."""
    yield telling.calendar.at(10, "21:15")
    told = telling.told
    employer, specialist = Party.EMPLOYER, Party.SPECIALIST
    cases.set_consents(by=told.patient, code=told.code, party=employer, sections=[GOAL, STEPS_WORK])
    cases.set_consents(by=told.patient, code=told.code, party=specialist, sections=[HEALTH])


TURNS: dict[str, Callable[[Telling], Story]] = {
    "Leif Sundberg": _opened_in_absence,
    "Gunilla Persson": _another_owner,
    "Margareta Lind": _another_officer,
    "Dragan Petrović": _officer_to_come,
    "Mohammed Nasser": _link_lost,
    "Katarina Vinter": _perhaps_mailed,
    "Oskar Nyman": _mailed_again,
    "Stefan Björklund": _sees_less,
    "Håkan Rydell": _certificate_mistyped,
    "Birgitta Holmgren": changes.changed_as_the_officer_asked,
    "Peter Grönlund": changes.left_after_all,
    "Isak Wallin": changes.steps_down,
    "Monika Lehtonen": changes.looked_at_again,
    "Ragnhild Moe": changes.rests,
    "Kjell Andersson": changes.ended,
}
