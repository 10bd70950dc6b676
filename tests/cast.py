"""The named cast that the tests share. Everybody here is invented.

Norrvik is the service where things happen; Fjordhagen is the other one, which must never see them.
`the_cast()` builds them all; the small functions above it build one more of a kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from stegvis.casework.party import Role
from stegvis.foundation.viewer import Viewer
from stegvis_web.people import links
from stegvis_web.people.models import Membership, Organisation, Person, Service, User
from stegvis_web.people.viewer import LINK, SECOND_STEP, viewer_of_user
from stegvis_web.people.words import name_key

PASSWORD = "a calm walk by the water"
TESTS = Viewer("command:tests", "command")


def service(name: str = "Norrvik return-to-work service", code: str = "NV", **fields: object) -> Service:
    values: dict[str, object] = {
        "slug": code.lower(),
        "country": "sweden",
        "phone": "+46 10 555 01 00",
        "time_zone": "Europe/Stockholm",
        **fields,
    }
    return Service.objects.create(name=name, code=code, **values)


def organisation(of: Service, name: str, kind: str = "employer", **fields: object) -> Organisation:
    return Organisation.objects.create(service=of, name=name, kind=kind, **fields)


def person(of: Service, name: str, **fields: object) -> Person:
    values: dict[str, object] = {"email": address(of, name), **fields}
    return Person.objects.create(service=of, name=name, **values)


def staff(of: Service, name: str, *roles: Role, **fields: object) -> User:
    user = User.objects.create_user(
        address(of, name), PASSWORD, kind=User.Kind.STAFF, person=person(of, name, **fields)
    )
    for role in roles:
        Membership.objects.create(user=user, service=of, role=role.value)
    return user


def patient(of: Service, name: str, **fields: object) -> User:
    who = person(of, name, **fields)
    return User.objects.create_user(address(of, name), PASSWORD, kind=User.Kind.PATIENT, person=who)


def address(of: Service, name: str) -> str:
    return f"{name_key(name).replace(' ', '.')}@{of.slug}.example"


def viewer(user: User) -> Viewer:
    """The viewer that `user` is on any page."""
    return viewer_of_user(User.objects.get(pk=user.pk)).viewer


def link(to: Person, party: str, case_code: str, **terms: int) -> links.NewLink:
    return links.create(by=TESTS, case_code=case_code, party=party, person=to, **terms)


def sign_in(client: Client, user: User) -> Client:
    """Signed in with a second step, as staff and patients must be."""
    client.force_login(user)
    session = client.session
    session[SECOND_STEP] = user.pk
    session.save()
    return client


def come_by_link(client: Client, new: links.NewLink) -> Client:
    """Inside, as after the right code; without the pages before it."""
    session = client.session
    session[LINK] = new.link.pk
    session.save()
    return client


@dataclass(frozen=True)
class Cast:
    """Who is who. Users can sign in; persons are reached by link; organisations are where they work."""

    norrvik: Service
    fjordhagen: Service

    ingrid: User  # practitioner: coordinator, owns Maja's case
    sara: User  # practitioner: at the pain clinic
    marit: User  # manager
    rolf: User  # researcher
    asta: User  # administrator
    maja: User  # patient
    tomas: User  # patient
    kari: User  # practitioner of the other service
    leif: User  # patient of the other service

    library: Organisation  # Maja's employer
    insurance: Organisation
    job_centre: Organisation
    surgery: Organisation

    johan: Person  # Maja's manager at the library
    petra: Person  # officer of the social insurance
    olle: Person  # officer of the public employment service
    amir: Person  # GP
    eva: Person  # Maja's sister


def the_cast() -> Cast:
    norrvik = service()
    fjordhagen = service("Fjordhagen job team", "FH", country="norway", time_zone="Europe/Oslo")
    library = organisation(norrvik, "Ekbacka library", city="Ekbacka")
    insurance = organisation(norrvik, "Social insurance, north", "insurer")
    job_centre = organisation(norrvik, "Job centre Norrvik", "employment_service")
    surgery = organisation(norrvik, "Sjövik surgery", "gp")
    return Cast(
        norrvik=norrvik,
        fjordhagen=fjordhagen,
        ingrid=staff(norrvik, "Ingrid Solheim", Role.PRACTITIONER, title="Coordinator"),
        sara=staff(norrvik, "Sara Öhman", Role.PRACTITIONER, title="Physiotherapist"),
        marit=staff(norrvik, "Marit Holm", Role.MANAGER, title="Service manager"),
        rolf=staff(norrvik, "Rolf Ekdal", Role.RESEARCHER),
        asta=staff(norrvik, "Asta Lund", Role.ADMINISTRATOR),
        maja=patient(norrvik, "Maja Lindqvist", birth_year=1981, phone="070-555 01 23", language="sv"),
        tomas=patient(norrvik, "Tomas Eriksen", birth_year=1974),
        kari=staff(fjordhagen, "Kari Vik", Role.PRACTITIONER),
        leif=patient(fjordhagen, "Leif Sundberg", birth_year=1969),
        library=library,
        insurance=insurance,
        job_centre=job_centre,
        surgery=surgery,
        johan=person(norrvik, "Johan Berg", organisation=library, title="Head librarian"),
        petra=person(norrvik, "Petra Nyström", organisation=insurance, title="Officer"),
        olle=person(norrvik, "Olle Friberg", organisation=job_centre, title="Officer"),
        amir=person(norrvik, "Amir Rahimi", organisation=surgery, title="GP"),
        eva=person(norrvik, "Eva Lindqvist"),
    )
