"""What staff change about persons, organisations, users and services; and what users change of themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone

from stegvis.casework.party import Role
from stegvis.countries.country import COUNTRIES
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.foundation import audit
from stegvis_web.people import access, letters
from stegvis_web.people.deciding import Decision, decide
from stegvis_web.people.models import Mail, Membership, Organisation, Person, Service, User
from stegvis_web.people.words import email_key

PERSON_FIELDS = ("name", "email", "phone", "language", "birth_year", "organisation", "title")
ORGANISATION_FIELDS = ("name", "kind", "city", "phone")
SERVICE_FIELDS = ("name", "phone", "self_referral")

Row = TypeVar("Row", Person, Organisation)

ADDRESS_TAKEN = gettext_noop("Somebody else signs in with this address already.")


@transaction.atomic
def add_person(*, by: Viewer, values: Mapping[str, Any]) -> Person:
    """Write down a person of the viewer's service. Raises Refusal."""
    person = Person(service_id=access.must_be(by, access.PEOPLE))
    changed = _fill(person, values, PERSON_FIELDS)
    _same_service(by, person.organisation)
    person.save()
    audit.record(by=by, verb="create", what=f"person:{person.pk}", fields=changed)
    return person


@transaction.atomic
def change_person(*, by: Viewer, person: Person, revision: int, values: Mapping[str, Any]) -> Person:
    """Change a person. Raises Conflict if it has changed since `revision`, and Refusal.

    Whoever signs in does so with the address of the person: the two change together.
    """
    person = _locked(Person, by, person.pk)
    _not_changed_since(person, revision, PERSON_FIELDS)
    changed = _fill(person, values, PERSON_FIELDS)
    _same_service(by, person.organisation)
    if "email" in changed:
        _change_sign_in_address(by, person)
    if changed:
        person.revision += 1
        person.save()
        audit.record(by=by, verb="change", what=f"person:{person.pk}", fields=changed)
    return person


def _change_sign_in_address(by: Viewer, person: Person) -> None:
    user = User.objects.select_for_update().filter(person=person).first()
    if user is None:
        return
    if user.is_staff_member and Role.ADMINISTRATOR.value not in by.roles:
        raise Refusal(gettext_noop("Only an administrator changes the address a colleague signs in with."))
    if not person.email:
        raise Refusal(gettext_noop("This person signs in with the address, so there must be one."))
    if User.objects.filter(email=email_key(person.email)).exclude(pk=user.pk).exists():
        raise Refusal(ADDRESS_TAKEN)
    letters.address_changed(Person.objects.get(pk=person.pk))
    user.email = email_key(person.email)
    user.save(update_fields=["email"])


@transaction.atomic
def add_organisation(*, by: Viewer, values: Mapping[str, Any]) -> Organisation:
    """Write down an organisation of the viewer's service. Raises Refusal."""
    organisation = Organisation(service_id=access.must_be(by, access.PEOPLE))
    changed = _fill(organisation, values, ORGANISATION_FIELDS)
    organisation.save()
    audit.record(by=by, verb="create", what=f"organisation:{organisation.pk}", fields=changed)
    return organisation


@transaction.atomic
def change_organisation(
    *, by: Viewer, organisation: Organisation, revision: int, values: Mapping[str, Any]
) -> Organisation:
    """Change an organisation. Raises Conflict if it has changed since `revision`, and Refusal."""
    organisation = _locked(Organisation, by, organisation.pk)
    _not_changed_since(organisation, revision, ORGANISATION_FIELDS)
    changed = _fill(organisation, values, ORGANISATION_FIELDS)
    if changed:
        organisation.revision += 1
        organisation.save()
        audit.record(by=by, verb="change", what=f"organisation:{organisation.pk}", fields=changed)
    return organisation


@transaction.atomic
def change_service(*, by: Viewer, revision: int, values: Mapping[str, Any]) -> Service:
    """Change the viewer's service. Raises Conflict if it has changed since `revision`, and Refusal."""
    service = Service.objects.select_for_update().get(pk=access.must_be(by, access.SERVICE))
    _not_changed_since(service, revision, SERVICE_FIELDS)
    changed = _fill(service, values, SERVICE_FIELDS)
    if changed:
        service.revision += 1
        service.save()
        audit.record(by=by, verb="change", what=f"service:{service.pk}", fields=changed)
    return service


@transaction.atomic
def open_service(
    *, by: Viewer, name: str, code: str, country: str, administrator: str, email: str
) -> tuple[Service, str]:
    """Make a new service and invite its first administrator; returns it with the one-time link.

    `country` is an id of the catalogue. Raises KeyError for another.
    Raises Refusal if the code is taken or not two to four capitals, or somebody signs in with the address.
    """
    if not re.fullmatch(r"[A-Z]{2,4}", code):
        raise Refusal(gettext_noop("The code of a service is two to four capital letters, such as NV."))
    if Service.objects.filter(code=code).exists():
        raise Refusal(gettext_noop("Another service has this code already."))
    home = COUNTRIES.get(country)
    service = Service.objects.create(
        name=name,
        code=code,
        slug=code.lower(),
        country=country,
        language=home.language,
        time_zone=home.time_zone,
    )
    audit.record(by=by, verb="create", what=f"service:{service.pk}")
    person = Person.objects.create(service=service, name=administrator, email=email, language=home.language)
    user = _new_user(person, User.Kind.STAFF)
    _give_roles(by, service.pk, user, [Role.ADMINISTRATOR.value])
    _invite(by, user)
    return service, letters.invitation_url(user)


@transaction.atomic
def invite_patient(*, by: Viewer, person: Person) -> User:
    """Make an account for a patient and mail the link to choose a password; again, if it was not used.

    Raises Refusal if there is no address, or somebody else signs in with it.
    """
    person = _locked(Person, by, person.pk)
    user = User.objects.select_for_update().filter(person=person).first()
    if user is None:
        user = _new_user(person, User.Kind.PATIENT)
    return _invite(by, user)


@transaction.atomic
def invite_colleague(*, by: Viewer, values: Mapping[str, Any]) -> User:
    """Make an account for a new member of staff with these roles, and mail the invitation. Raises Refusal."""
    service_id = access.must_be(by, access.SERVICE)
    person = Person(service_id=service_id)
    changed = _fill(person, values, ("name", "email", "title", "language"))
    person.save()
    audit.record(by=by, verb="create", what=f"person:{person.pk}", fields=changed)
    user = _new_user(person, User.Kind.STAFF)
    _give_roles(by, service_id, user, values["roles"])
    return _invite(by, user)


@transaction.atomic
def invite_again(*, by: Viewer, user: User) -> User:
    """Mail a new invitation to a colleague who has not used the first; that one ends. Raises Refusal."""
    access.must_be(by, access.SERVICE)
    return _invite(by, _locked_colleague(by, user.pk))


def _new_user(person: Person, kind: User.Kind) -> User:
    if not person.email:
        raise Refusal(gettext_noop("There is no mail address for this person. Write it down first."))
    if User.objects.filter(email=email_key(person.email)).exists():
        raise Refusal(ADDRESS_TAKEN)
    return User.objects.create_user(person.email, kind=kind.value, person=person)


def _invite(by: Viewer, user: User) -> User:
    if not user.is_active:
        raise Refusal(gettext_noop("This account is switched off."))
    if user.has_usable_password():
        raise Refusal(gettext_noop("This person has chosen a password already."))
    user.invited_at = timezone.now()
    user.save(update_fields=["invited_at"])
    letters.invitation(user)
    audit.record(by=by, verb="send", what=f"user:{user.pk}", fields=["invitation"])
    return user


@transaction.atomic
def decide_about_mail(*, by: Viewer, mail: int, decision: Decision) -> Mail:
    """Say of a mail about an account that it arrived, or send it again. Raises Refusal."""
    service_id = access.must_be(by, access.SERVICE)
    row = Mail.objects.filter(pk=mail, person__service_id=service_id, case_code="").first()
    if row is None:
        raise Http404
    return decide(by=by, row=row, decision=decision)


@transaction.atomic
def accept_invitation(*, user: User, password: str) -> User:
    """Set the first password of somebody invited."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    by = Viewer(code=f"user:{user.pk}", kind=user.kind, person=user.person_id)
    audit.record(by=by, verb="change", what=f"user:{user.pk}", fields=["password"])
    return user


@transaction.atomic
def change_roles(*, by: Viewer, user: User, roles: Collection[str]) -> User:
    """Set the roles of a colleague in the viewer's service; effective with the colleague's next request.

    Raises Refusal if a service would be left without an administrator.
    """
    service_id = access.must_be(by, access.SERVICE)
    user = _locked_colleague(by, user.pk)
    _give_roles(by, service_id, user, roles)
    _somebody_still_administers(service_id)
    return user


def _give_roles(by: Viewer, service_id: int, user: User, roles: Collection[str]) -> None:
    wanted = {Role(role).value for role in roles}
    if not wanted and not _works_elsewhere(user, service_id):
        raise Refusal(gettext_noop("Choose at least one role, or switch the account off."))
    held = set(user.memberships.filter(service_id=service_id).values_list("role", flat=True))
    user.memberships.filter(service_id=service_id, role__in=held - wanted).delete()
    Membership.objects.bulk_create(
        [Membership(user=user, service_id=service_id, role=role) for role in sorted(wanted - held)]
    )
    if changed := sorted(wanted ^ held):
        audit.record(
            by=by, verb="change", what=f"user:{user.pk}", fields=[f"role:{role}" for role in changed]
        )


@transaction.atomic
def switch_off(*, by: Viewer, user: User) -> User:
    """Disable a user of the viewer's service; every session of theirs ends with its next request.

    Raises Refusal for oneself, and if a service would be left without an administrator.
    """
    user = _locked_user(by, user.pk)
    if f"user:{user.pk}" == by.code:
        raise Refusal(gettext_noop("You cannot switch off your own account."))
    if user.is_staff_member and _works_elsewhere(user, access.must_be(by, access.SERVICE)):
        raise Refusal(
            gettext_noop(
                "This colleague also works in another service. Take away the roles in yours instead."
            )
        )
    user.is_active = False
    user.epoch += 1
    user.save(update_fields=["is_active", "epoch"])
    if user.is_staff_member:
        _somebody_still_administers(access.must_be(by, access.SERVICE))
    audit.record(by=by, verb="change", what=f"user:{user.pk}", fields=["is_active"], outcome="off")
    return user


@transaction.atomic
def switch_on(*, by: Viewer, user: User) -> User:
    """Let a disabled user sign in again. Raises Refusal."""
    user = _locked_user(by, user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(by=by, verb="change", what=f"user:{user.pk}", fields=["is_active"], outcome="on")
    return user


@transaction.atomic
def begin_again(*, by: Viewer, user: User) -> User:
    """For somebody who has lost the telephone: forget password and second step, and invite anew.

    Both go, because a password alone must never be enough to set up a second step of one's own.
    Raises Refusal.
    """
    user = _locked_user(by, user.pk)
    Authenticator.objects.filter(user_id=user.pk).delete()
    user.set_unusable_password()
    user.epoch += 1
    user.save(update_fields=["password", "epoch"])
    audit.record(by=by, verb="remove", what=f"user:{user.pk}", fields=["password", "second-step"])
    return _invite(by, user)


def end_other_sessions(user: User) -> None:
    """End every session of the user; the one at hand goes on if its hash is renewed."""
    User.objects.filter(pk=user.pk).update(epoch=F("epoch") + 1)
    user.refresh_from_db(fields=["epoch"])


@transaction.atomic
def change_language(*, by: Viewer, language: str) -> Person:
    """Set one's own language."""
    person = Person.objects.select_for_update().get(pk=by.person or 0)
    person.language = language
    person.revision += 1
    person.save(update_fields=["language", "revision"])
    audit.record(by=by, verb="change", what=f"person:{person.pk}", fields=["language"])
    return person


def _fill(
    row: Person | Organisation | Service, values: Mapping[str, Any], names: Collection[str]
) -> list[str]:
    """Put `values` into the row; returns the names of those that differ."""
    changed = [name for name in names if name in values and getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _locked(model: type[Row], by: Viewer, pk: int) -> Row:
    """The row, held until the transaction ends; of the viewer's service, or 404."""
    service_id = access.must_be(by, access.PEOPLE)
    rows = model._default_manager.select_for_update(of=("self",))
    row = rows.filter(pk=pk, service_id=service_id).first()
    if row is None:
        raise Http404
    return row


def _locked_user(by: Viewer, pk: int) -> User:
    """A user whom `by` may switch off or let begin again: colleagues by administrators, patients by all."""
    service_id = access.must_be(by, access.PEOPLE)
    user = User.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    if user is None or not _belongs_to(user, service_id):
        raise Http404
    if user.is_staff_member:
        access.must_be(by, access.SERVICE)
    return user


def _locked_colleague(by: Viewer, pk: int) -> User:
    user = _locked_user(by, pk)
    if not user.is_staff_member:
        raise Http404
    return user


def _belongs_to(user: User, service_id: int) -> bool:
    if user.is_patient:
        return user.person is not None and user.person.service_id == service_id
    return user.memberships.filter(service_id=service_id).exists()


def _works_elsewhere(user: User, service_id: int) -> bool:
    return user.memberships.exclude(service_id=service_id).exists()


def _somebody_still_administers(service_id: int) -> None:
    administrators = Membership.objects.filter(
        service_id=service_id, role=Role.ADMINISTRATOR.value, user__is_active=True
    )
    if not administrators.exists():
        raise Refusal(gettext_noop("Somebody must remain who administers the service."))


def _not_changed_since(row: Person | Organisation | Service, revision: int, names: Collection[str]) -> None:
    if row.revision != revision:
        raise Conflict({name: in_words(getattr(row, name)) for name in names})


def in_words(value: object) -> str:
    """A value of a field as two people compare it."""
    if isinstance(value, Organisation):
        return value.name
    return "" if value is None else str(value)


def _same_service(by: Viewer, organisation: Organisation | None) -> None:
    if organisation is not None and organisation.service_id != by.service:
        raise Http404
