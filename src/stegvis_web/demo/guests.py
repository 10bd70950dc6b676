"""Whom a visitor of the demo can be, and where the first look goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stegvis.casework.party import Party
from stegvis.foundation.words import gettext_noop
from stegvis_web.demo.maja import NAME as MAJA


class Group(StrEnum):
    STAFF = gettext_noop("At the service in Norrvik")
    PATIENTS = gettext_noop("Whose plan it is")
    LINKS = gettext_noop("By a mailed link, without an account")
    ELSEWHERE = gettext_noop("At another service, in Oslo")


@dataclass(frozen=True)
class Guest:
    """`name` is the invented person's; `role` and `sees` are untranslated. `party`: comes by a link."""

    key: str
    name: str
    role: str
    sees: str
    group: Group
    party: Party | None = None

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


GUESTS = (
    Guest(
        "ingrid",
        "Ingrid Solheim",
        gettext_noop("Coordinator"),
        gettext_noop("Today, her cases, Maja’s plan and what it waits for"),
        Group.STAFF,
    ),
    Guest(
        "karin",
        "Karin Ek",
        gettext_noop("Coordinator, Ingrid’s deputy"),
        gettext_noop("Other cases; a case she is not on the team of opens with a reason only"),
        Group.STAFF,
    ),
    Guest(
        "sara",
        "Sara Öhman",
        gettext_noop("Occupational therapist, pain clinic"),
        gettext_noop("The clinic’s notes, which no one outside reads"),
        Group.STAFF,
    ),
    Guest(
        "marit",
        "Marit Holm",
        gettext_noop("Service manager"),
        gettext_noop("All cases, referrals, the audit trail"),
        Group.STAFF,
    ),
    Guest(
        "rolf",
        "Rolf Ekdal",
        gettext_noop("Researcher"),
        gettext_noop("Case codes, and no names"),
        Group.STAFF,
    ),
    Guest(
        "asta",
        "Asta Lund",
        gettext_noop("Administrator"),
        gettext_noop("Staff and roles, and nothing of any case"),
        Group.STAFF,
    ),
    Guest(
        "maja",
        MAJA,
        gettext_noop("Patient, librarian"),
        gettext_noop("Her plan and its answers, who sees what, who looked"),
        Group.PATIENTS,
    ),
    Guest(
        "noor",
        "Noor Haddad",
        gettext_noop("Patient, preschool teacher"),
        gettext_noop("A draft that waits for her: look at what each party would see, then send it"),
        Group.PATIENTS,
    ),
    Guest(
        "johan",
        "Johan Berg",
        gettext_noop("Employer, Ekbacka library"),
        gettext_noop("Steps about work, and nothing about health"),
        Group.LINKS,
        Party.EMPLOYER,
    ),
    Guest(
        "petra",
        "Petra Nyström",
        gettext_noop("Officer, social insurance"),
        gettext_noop("Has objected to a step and named a rule"),
        Group.LINKS,
        Party.INSURER,
    ),
    Guest(
        "olle",
        "Olle Friberg",
        gettext_noop("Officer, job centre"),
        gettext_noop("Has not answered yet, and has days left"),
        Group.LINKS,
        Party.EMPLOYMENT_SERVICE,
    ),
    Guest(
        "amir",
        "Amir Rahimi",
        gettext_noop("GP"),
        gettext_noop("Proposes another date for his step"),
        Group.LINKS,
        Party.GP,
    ),
    Guest(
        "elin",
        "Elin Lindqvist",
        gettext_noop("Maja’s sister, supporter"),
        gettext_noop("Reads the plan; nothing is asked of her"),
        Group.LINKS,
        Party.SUPPORTER,
    ),
    Guest(
        "tone",
        "Tone Haugland",
        gettext_noop("Employment specialist"),
        gettext_noop("The pilot’s cases P1 to P8, and nothing of Norrvik"),
        Group.ELSEWHERE,
    ),
)

BY_KEY = {guest.key: guest for guest in GUESTS}
FIRST = BY_KEY["ingrid"]
