"""What the people part reads, and only as far as the viewer may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation import audit
from stegvis_web.foundation.numbers import read_number
from stegvis_web.foundation.prepared import prepared
from stegvis_web.people import access, tokens
from stegvis_web.people.deciding import Doubt, doubt
from stegvis_web.people.models import (
    Mail,
    Membership,
    Organisation,
    PartyLink,
    Person,
    Service,
    SignedIn,
    User,
)
from stegvis_web.people.words import email_key, name_key, phone_key

PAGE = 50
"""Rows on one page of a list."""

MANY = 1000
"""No list to choose from is longer."""

LIKELY = 5
"""So many persons that may be the same are shown."""


def memberships_of(user: User) -> list[Membership]:
    """A user's roles with their services, the first service first."""
    return _memberships(user.pk)


@prepared
def _memberships(user: int) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user_id=user).select_related("service")
    return rows.order_by("service_id", "role")


def services_of(user: User) -> list[Service]:
    """The services where a member of staff has a role."""
    return list({row.service_id: row.service for row in memberships_of(user)}.values())


def link_by_id(pk: int) -> PartyLink | None:
    """The link that a session was begun with."""
    return next(iter(_link(pk)), None)


@prepared
def _link(pk: int) -> QuerySet[PartyLink]:
    return PartyLink.objects.select_related("person__service").filter(pk=pk)


def user_by_id(pk: int) -> User | None:
    """The user that a session was begun with; None for a disabled one."""
    return next(iter(_user(pk)), None)


@prepared
def _user(pk: int) -> QuerySet[User]:
    return User.objects.select_related("person__service").filter(pk=pk, is_active=True)


def lasting_session(key: str) -> SignedIn | None:
    """The session of that key, if it has not run out."""
    return next(iter(_session(key, timezone.now())), None)


@prepared
def _session(key: str, now: datetime) -> QuerySet[SignedIn]:
    return SignedIn.objects.filter(session_key=key, expire_date__gt=now)


def link_by_token(token_hash: str) -> PartyLink | None:
    """The link with this token, of any state."""
    return PartyLink.objects.select_related("person__service").filter(token_hash=token_hash).first()


def user_by_email(email: str) -> User | None:
    """The user who signs in with this address, disabled or not."""
    return User.objects.filter(email=email_key(email)).first()


def second_steps(user: User) -> list[Authenticator]:
    """The user's code app and passkeys."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    rows = Authenticator.objects.filter(user_id=user.pk, type__in=kinds)
    return list(rows.order_by("type", "created_at", "pk")[:MANY])


def has_recovery_codes(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).exists()


def invited(token: str) -> User:
    """Whom the token of an invitation invites; 404 if it is altered, used, too old or replaced."""
    pk = tokens.invited_user_id(token)
    user = User.objects.select_related("person__service").filter(pk=pk or 0, is_active=True).first()
    if user is None or user.has_usable_password() or not tokens.still_invites(token, user):
        raise Http404
    return user


Row = TypeVar("Row", Person, Organisation)


class Page(NamedTuple, Generic[Row]):
    """One page of a list in order of name. `after` is where the next begins, empty on the last."""

    rows: Sequence[Row]
    after: str


def persons(*, by: Viewer, words: str = "", after: str = "") -> Page[Person]:
    """Persons of the viewer's service whose name has all `words`, one page by key."""
    service_id = _sees_people(by)
    rows = Person.objects.filter(service_id=service_id).select_related("organisation", "user")
    page = _page(rows, words, after)
    audit.record(by=by, verb="read", what="persons", fields=[f"person:{row.pk}" for row in page.rows])
    return page


def organisations(*, by: Viewer, words: str = "", after: str = "") -> Page[Organisation]:
    """Organisations of the viewer's service whose name has all `words`, one page by key."""
    service_id = _sees_people(by)
    return _page(Organisation.objects.filter(service_id=service_id), words, after)


def _page(rows: QuerySet[Row], words: str, after: str) -> Page[Row]:
    for word in name_key(words).split():
        rows = rows.filter(name_key__contains=word)
    key, _, pk = after.rpartition(":")
    if (number := read_number(pk)) is not None:
        rows = rows.filter(Q(name_key__gt=key) | Q(name_key=key, pk__gt=number))
    found = list(rows.order_by("name_key", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], f"{last.name_key}:{last.pk}" if last else "")


def person(*, by: Viewer, pk: int) -> Person:
    """One person of the viewer's service, or 404."""
    service_id = _sees_people(by)
    rows = Person.objects.select_related("organisation", "user", "service")
    row = rows.filter(pk=pk, service_id=service_id).first()
    if row is None:
        raise Http404
    audit.record(by=by, verb="read", what=f"person:{row.pk}")
    return row


def organisation(*, by: Viewer, pk: int) -> Organisation:
    """One organisation of the viewer's service, or 404."""
    service_id = _sees_people(by)
    row = Organisation.objects.filter(pk=pk, service_id=service_id).first()
    if row is None:
        raise Http404
    return row


def contacts_of(*, by: Viewer, organisation: Organisation) -> list[Person]:
    """The persons who work at an organisation."""
    service_id = _sees_people(by)
    found = list(Person.objects.filter(organisation=organisation, service_id=service_id)[:MANY])
    audit.record(
        by=by,
        verb="read",
        what=f"organisation:{organisation.pk}",
        fields=[f"person:{row.pk}" for row in found],
    )
    return found


def organisations_to_choose(by: Viewer, chosen: object) -> QuerySet[Organisation]:
    """What the list "Works at" offers: not more than anybody can read, and the one `chosen` in any case."""
    ours = Organisation.objects.filter(service_id=_sees_people(by)).order_by("name_key", "pk")
    number = str(chosen)
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    return ours.filter(Q(pk__in=ours.values("pk")[:MANY]) | Q(pk=pk))


def same_person(
    *, by: Viewer, name: str, birth_year: int | None, email: str, phone: str, but: int | None = None
) -> list[Person]:
    """Who is perhaps the same person: same name and year of birth, same address or same number."""
    service_id = _sees_people(by)
    alike = Q(pk__in=[])
    if key := name_key(name):
        years = Q(birth_year=birth_year) | Q(birth_year=None) if birth_year else Q()
        alike |= Q(name_key=key) & years
    if email:
        alike |= Q(email=email_key(email))
    if number := phone_key(phone):
        alike |= Q(phone_key=number)
    rows = Person.objects.filter(alike, service_id=service_id).exclude(pk=but or 0)
    return list(rows.select_related("organisation").order_by("name_key", "pk")[:LIKELY])


def same_organisation(*, by: Viewer, name: str, but: int | None = None) -> list[Organisation]:
    """Which organisations have the same name."""
    service_id = _sees_people(by)
    rows = Organisation.objects.filter(service_id=service_id, name_key=name_key(name)).exclude(pk=but or 0)
    return list(rows[:LIKELY])


class Colleague(NamedTuple):
    """A member of staff with the roles held in one service."""

    user: User
    roles: list[str]


def service(by: Viewer) -> Service:
    """The viewer's service, for its administrator."""
    return Service.objects.get(pk=access.must_be(by, access.SERVICE))


def colleagues(by: Viewer) -> list[Colleague]:
    """The staff of the viewer's service with their roles, in order of name."""
    service_id = access.must_be(by, access.SERVICE)
    rows = Membership.objects.filter(service_id=service_id).select_related("user__person")
    found: dict[int, Colleague] = {}
    for row in rows.order_by("user__person__name_key", "user_id", "role")[:MANY]:
        found.setdefault(row.user_id, Colleague(row.user, [])).roles.append(row.role)
    return list(found.values())


def colleague(*, by: Viewer, pk: int) -> Colleague:
    """One member of staff of the viewer's service, or 404."""
    found = next((colleague for colleague in colleagues(by) if colleague.user.pk == pk), None)
    if found is None:
        raise Http404
    return found


def doubts(by: Viewer) -> list[Doubt]:
    """Mails about accounts that were perhaps sent, the oldest first: the administrator decides."""
    rows = _mails_without_a_case(by).filter(state=Mail.State.UNSURE).order_by("created_at", "pk")
    found = [doubt(row) for row in rows[:MANY]]
    if found:
        names = [f"person:{one.person.pk}" for one in found]
        audit.record(by=by, verb="read", what="mails", fields=names)
    return found


def doubt_of(*, by: Viewer, pk: int) -> Doubt:
    """One mail about an account of the viewer's service, or 404."""
    row = _mails_without_a_case(by).filter(pk=pk).first()
    if row is None:
        raise Http404
    audit.record(by=by, verb="read", what=f"mail:{row.pk}", fields=[f"person:{row.person_id}"])
    return doubt(row)


def _mails_without_a_case(by: Viewer) -> QuerySet[Mail]:
    """Without what they say."""
    ours = Mail.objects.filter(person__service_id=access.must_be(by, access.SERVICE), case_code="")
    return ours.select_related("person").defer("body", "calendar")


def user_of(person: Person) -> User | None:
    """The account of a person."""
    return User.objects.filter(person=person).first()


def _sees_people(by: Viewer) -> int:
    """The service whose people the viewer sees. Anybody but these staff finds nothing, and learns no name."""
    try:
        return access.must_be(by, access.PEOPLE)
    except Refusal:
        raise Http404 from None
