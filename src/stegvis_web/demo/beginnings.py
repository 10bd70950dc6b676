"""How a life of the demo becomes a case: referral, first calls, first meeting, team."""

from __future__ import annotations

from datetime import timedelta

from stegvis.casework.access import EmployerContact
from stegvis.casework.party import Party
from stegvis.casework.referral import Door
from stegvis_web.demo import words
from stegvis_web.demo.clock import Story
from stegvis_web.demo.lives import Scene
from stegvis_web.demo.telling import Telling
from stegvis_web.demo.told import Told
from stegvis_web.people.models import Person

CLINICIANS = {"NV": ("sara", "sara", "daniel"), "OS": ("liv",)}
FAMILY = ("Alma", "Nils", "Rut", "Simon")


def beginning(telling: Telling) -> Story:
    """From the referral to a case with a team."""
    life = telling.life
    yield from telling.agenda([(life.days, lambda: _referred(telling))])
    told = telling.told
    if life.days - telling.rung > 3:
        yield from telling.agenda(
            [(telling.rung + 2, lambda: told.rung(words.NO_ANSWER_NOTE, reached=False))]
        )
    yield from telling.agenda(
        [(telling.rung, lambda: _first_call(telling)), (telling.met, lambda: _met(told))]
    )
    yield from telling.agenda([(max(1, telling.met - 3), lambda: _team(telling))])


def _referred(telling: Telling) -> None:
    life, door = telling.life, Door(telling.life.door)
    phone = f"+46 70 174 06 {telling.random.randint(5, 99):02}" if telling.service == "NV" else ""
    # A job centre sends a name; the wish is written down when somebody has spoken with the person.
    wish = "" if door is Door.JOB_CENTRE else life.wish
    telling.told = Told(telling.society, telling.society.viewer(life.owner))
    telling.told.referred(life.name, life.born, door, wish, phone=phone, referrer=_referrer(telling, door))


def _referrer(telling: Telling, door: Door) -> Person | None:
    if door is Door.EMPLOYER:
        return telling.society.contacts[telling.life.employer]
    kinds = {Door.GP: "gp", Door.JOB_CENTRE: "employment_service"}
    return telling.officer(kinds[door]) if door in kinds else None


def _first_call(telling: Telling) -> None:
    telling.told.explained()
    telling.told.rung(telling.one(words.FIRST_CONTACT_NOTES))
    if telling.life.door == Door.JOB_CENTRE:
        telling.told.wished(telling.life.wish)


def _met(told: Told) -> None:
    told.met("First meeting. Wants to begin.")
    told.accepted()


def _team(telling: Telling) -> None:
    told, life, society = telling.told, telling.life, telling.society
    told.account()
    _certificates(telling)
    clinician = "sara" if life.scene is Scene.LATE else telling.one(CLINICIANS[telling.service])
    told.joined_clinic(society.staff[clinician])
    told.noted(telling.one(words.HEALTH_NOTES))
    told.joined(Party.INSURER, telling.officer("insurer"))
    if telling.random.random() < 0.25 or life.scene is Scene.SETTLED:
        told.joined(Party.GP, telling.officer("gp"))
    if not life.employer:
        told.joined(Party.EMPLOYMENT_SERVICE, telling.officer("employment_service"))
    else:
        _employer(telling)
    if telling.random.random() < 0.15:
        relative = f"{telling.one(FAMILY)} {life.name.split()[-1]}"
        told.joined(Party.SUPPORTER, society.person(told.owner, relative))


def _certificates(telling: Telling) -> None:
    """Whoever has a job is on sick leave; of those who look for one, about half."""
    if not telling.life.employer and telling.random.random() < 0.5:
        return
    day = telling.calendar.day
    half = day(-(telling.life.days // 2))
    telling.told.sick_since(
        first := day(-telling.life.days - telling.random.randint(60, 300)),
        (first, half, 100),
        (half + timedelta(days=1), day(telling.random.randint(14, 60)), telling.one((50, 75, 75, 100))),
    )


def _employer(telling: Telling) -> None:
    told, life = telling.told, telling.life
    told.works_at(telling.society.organisations[life.employer])
    if life.scene is Scene.REFUSED:
        told.employer_contact(EmployerContact.REFUSED)
    elif life.scene is not Scene.STARTING:
        told.employer_contact(EmployerContact.ALLOWED)
        told.joined(Party.EMPLOYER, telling.society.contacts[life.employer])
