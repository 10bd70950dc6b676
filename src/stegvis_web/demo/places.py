"""Where the demo takes place: services, staff, workplaces, offices, and who answers there. All invented.

Telephone numbers are of the range that Sweden keeps free for fiction, or such as nobody can have.
"""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.casework.party import Role


@dataclass(frozen=True)
class House:
    """A service."""

    code: str
    name: str
    slug: str
    country: str
    language: str
    time_zone: str
    phone: str
    self_referral: bool = False


@dataclass(frozen=True)
class Colleague:
    """A member of staff: `key` names her in the stories."""

    key: str
    service: str
    name: str
    title: str
    role: Role


@dataclass(frozen=True)
class Place:
    """A workplace or an office and the person who answers there. `work` picks the words of its steps."""

    key: str
    service: str
    name: str
    city: str
    contact: str
    title: str
    work: str = ""
    kind: str = "employer"


NORRVIK = House(
    code="NV",
    name="Norrvik return-to-work service",
    slug="norrvik",
    country="sweden",
    language="sv",
    time_zone="Europe/Stockholm",
    phone="+46 980 319 200",
    self_referral=True,
)
OSLO = House(
    code="OS",
    name="IPS team Oslo east",
    slug="oslo-east",
    country="norway",
    language="nb",
    time_zone="Europe/Oslo",
    phone="+47 00 00 10 00",
)

HOUSES = (NORRVIK, OSLO)

# fmt: off
STAFF = (
    Colleague("asta", "NV", "Asta Lund", "Administrator", Role.ADMINISTRATOR),
    Colleague("ingrid", "NV", "Ingrid Solheim", "Coordinator", Role.PRACTITIONER),
    Colleague("karin", "NV", "Karin Ek", "Coordinator", Role.PRACTITIONER),
    Colleague("henrik", "NV", "Henrik Nordin", "Employment specialist", Role.PRACTITIONER),
    Colleague("sara", "NV", "Sara Öhman", "Occupational therapist, pain clinic", Role.PRACTITIONER),
    Colleague("daniel", "NV", "Daniel Mbeki", "Physiotherapist, pain clinic", Role.PRACTITIONER),
    Colleague("marit", "NV", "Marit Holm", "Service manager", Role.MANAGER),
    Colleague("rolf", "NV", "Rolf Ekdal", "Researcher", Role.RESEARCHER),
    Colleague("gro", "OS", "Gro Aasen", "Administrator", Role.ADMINISTRATOR),
    Colleague("tone", "OS", "Tone Haugland", "Employment specialist", Role.PRACTITIONER),
    Colleague("yusuf", "OS", "Yusuf Demir", "Employment specialist", Role.PRACTITIONER),
    Colleague("liv", "OS", "Liv Brekke", "Psychologist, clinic", Role.PRACTITIONER),
    Colleague("bjorn", "OS", "Bjørn Aas", "Team leader", Role.MANAGER),
)

WORKPLACES = (
    Place("library", "NV", "Ekbacka library", "Ekbacka", "Johan Berg", "Head librarian", "desk"),
    Place("laundry", "NV", "Norrvik hospital laundry", "Norrvik", "Britt Sandell", "Manager", "industry"),
    Place("bakery", "NV", "Sjövik bakery", "Sjövik", "Anders Moberg", "Owner", "kitchen"),
    Place("joinery", "NV", "Lindholm joinery", "Tallmo", "Per Lindholm", "Owner", "industry"),
    Place("homecare", "NV", "Norrvik home care", "Norrvik", "Camilla Wik", "Unit manager", "care"),
    Place("school", "NV", "Björk school", "Norrvik", "Göran Falk", "Head teacher", "school"),
    Place("sawmill", "NV", "Tallmo sawmill", "Tallmo", "Sven Åberg", "Shift manager", "industry"),
    Place("supermarket", "NV", "Fyren supermarket", "Norrvik", "Nadia Osman", "Store manager", "shop"),
    Place("buses", "NV", "Norrvik buses", "Norrvik", "Kent Hedlund", "Depot manager", "driving"),
    Place("garden", "NV", "Granby nursery garden", "Granby", "Lotta Ryd", "Owner", "outdoors"),
    Place("hotel", "NV", "Hotel Havsbris", "Sjövik", "Monica Strand", "Housekeeping manager", "shop"),
    Place("dairy", "NV", "Vika dairy", "Vika", "Jonas Ekström", "Production manager", "industry"),
    Place("parcels", "NV", "Norrvik parcels", "Norrvik", "Reza Karimi", "Team manager", "driving"),
    Place("accounts", "NV", "Älvdal accounting", "Älvdal", "Eva Rosén", "Partner", "desk"),
    Place("preschool", "NV", "Solgläntan preschool", "Norrvik", "Pia Hallin", "Head", "school"),
    Place("nursing", "NV", "Ekbacka nursing home", "Ekbacka", "Helena Gran", "Ward manager", "care"),
    Place("council", "NV", "Norrvik council offices", "Norrvik", "Ulf Stenmark", "Head of unit", "desk"),
    Place("kitchen", "NV", "Norrvik school kitchens", "Norrvik", "Agneta Skog", "Kitchen manager", "kitchen"),
    Place("kindergarten", "OS", "Bryn kindergarten", "Oslo", "Silje Moen", "Head", "school"),
    Place("warehouse", "OS", "Alna warehouse", "Oslo", "Trond Vik", "Shift manager", "industry"),
    Place("canteen", "OS", "Fjordlys canteen", "Oslo", "Amina Sheikh", "Manager", "kitchen"),
    Place("helpdesk", "OS", "Nordlys help desk", "Oslo", "Espen Ruud", "Team manager", "desk"),
)

MONEY, JOBS = "insurer", "employment_service"

OFFICES = (
    Place("insurance", "NV", "Social insurance, Norrvik", "Norrvik", "Petra Nyström", "Officer", kind=MONEY),
    Place("insurance2", "NV", "Social insurance, Sjövik", "Sjövik", "Lars Engman", "Officer", kind=MONEY),
    Place("jobcentre", "NV", "Job centre Norrvik", "Norrvik", "Olle Friberg", "Officer", kind=JOBS),
    Place("jobcentre2", "NV", "Job centre Sjövik", "Sjövik", "Fatima Aziz", "Officer", kind=JOBS),
    Place("surgery", "NV", "Norrvik health centre", "Norrvik", "Amir Rahimi", "GP", kind="gp"),
    Place("surgery2", "NV", "Sjövik surgery", "Sjövik", "Ellen Wahl", "GP", kind="gp"),
    Place("surgery3", "NV", "Tallmo surgery", "Tallmo", "Mikael Brandt", "GP", kind="gp"),
    Place("clinic", "NV", "Norrvik pain clinic", "Norrvik", "Disa Fors", "Secretary", kind="clinic"),
    Place("nav", "OS", "Labour and welfare office, Alna", "Oslo", "Hege Tveit", "Adviser", kind=MONEY),
    Place("navjobs", "OS", "Labour market desk, Alna", "Oslo", "Jan Solli", "Adviser", kind=JOBS),
    Place("surgery4", "OS", "Bryn medical centre", "Oslo", "Maria Lunde", "GP", kind="gp"),
)
# fmt: on
