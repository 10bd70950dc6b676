"""Services, staff, workplaces and offices of the demo, as rows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from stegvis.foundation.viewer import Viewer
from stegvis_web.demo.clock import Calendar, Story
from stegvis_web.demo.places import HOUSES, OFFICES, STAFF, WORKPLACES, Place
from stegvis_web.foundation import audit
from stegvis_web.people import actions
from stegvis_web.people.models import Membership, Organisation, Person, Service, User
from stegvis_web.people.viewer import viewer_of_user
from stegvis_web.people.words import name_key

DEMO = Viewer("command:demo", "command")
OPENED = 1000
"""Days ago the services began."""

ADMINISTRATORS = {"NV": "asta", "OS": "gro"}


def address(name: str, where: str = "home") -> str:
    """A mail address where no mail can arrive."""
    return f"{name_key(name).replace(' ', '.')}@{where}.example"


@dataclass
class Society:
    """Who and what there is, by the keys that `places` gives them."""

    calendar: Calendar
    services: dict[str, Service] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    contacts: dict[str, Person] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    # Nobody signs in with a password here: one that nobody knows serves them all, and costs its time once.
    password: str = field(default_factory=lambda: make_password(secrets.token_urlsafe()))

    def viewer(self, key: str) -> Viewer:
        """The colleague of that key as viewer."""
        return self.viewers[key]

    def service_of(self, key: str) -> Service:
        person = self.staff[key].person
        assert person is not None
        return person.service

    def account(self, person: Person, kind: str) -> User:
        """An account that is in use already, without the mail that invites to it."""
        user = User.objects.create(email=person.email, kind=kind, person=person, password=self.password)
        audit.record(by=DEMO, verb="create", what=f"user:{user.pk}")
        return user

    def person(self, by: Viewer, name: str, place: Organisation | None = None, **values: object) -> Person:
        """Write down a person of the service of `by`."""
        email = address(name, slugify(name_key(place.name)) if place else "home")
        given = {"name": name, "email": email, "language": "en", "organisation": place, **values}
        return actions.add_person(by=by, values=given)


def settle(society: Society) -> Story:
    """Open the services, with their staff, and write down whom they work with."""
    yield society.calendar.at(OPENED, "08:00")
    for house in HOUSES:
        service = Service.objects.create(**vars(house))
        society.services[house.code] = service
        audit.record(by=DEMO, verb="create", what=f"service:{service.pk}")
    for colleague in STAFF:
        service = society.services[colleague.service]
        person = Person.objects.create(
            service=service,
            name=colleague.name,
            title=colleague.title,
            email=address(colleague.name, service.slug),
        )
        user = society.account(person, User.Kind.STAFF)
        Membership.objects.create(user=user, service=service, role=colleague.role)
        audit.record(by=DEMO, verb="change", what=f"user:{user.pk}", fields=[f"role:{colleague.role}"])
        society.staff[colleague.key] = user
        society.viewers[colleague.key] = viewer_of_user(user).viewer
    for place in (*WORKPLACES, *OFFICES):
        _write_down(society, place)


def _write_down(society: Society, place: Place) -> None:
    by = society.viewer(ADMINISTRATORS[place.service])
    organisation = actions.add_organisation(
        by=by, values={"name": place.name, "kind": place.kind, "city": place.city, "phone": ""}
    )
    society.organisations[place.key] = organisation
    society.contacts[place.key] = society.person(by, place.contact, organisation, title=place.title)
