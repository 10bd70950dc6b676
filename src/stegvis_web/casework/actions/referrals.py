"""From the wish to work to a case."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework.access import Action, Standing
from stegvis.casework.case import case_code
from stegvis.casework.party import Party, Role
from stegvis.casework.referral import (
    Contact,
    DeclineReason,
    Door,
    Mode,
    ReferralState,
    check_accept,
    check_contact,
    check_decline,
    check_received,
)
from stegvis.casework.sections import NEW_REFERRALS, TABLE
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.foundation import audit
from stegvis_web.people.models import Person, Service, User
from stegvis_web.people.viewer import user_behind


def require(by: Viewer, service: int, action: Action) -> None:
    """Http404 unless the viewer may do this with the service's new referrals."""
    roles = frozenset(Role(role) for role in by.roles) if by.service == service else frozenset()
    if not TABLE.decide(Standing(roles=roles), NEW_REFERRALS, action):
        raise Http404


def _locked(by: Viewer, referral: int) -> models.Referral:
    row = models.Referral.objects.select_for_update().filter(pk=referral).first()
    if row is None:
        raise Http404
    require(by, row.service_id, Action.WRITE)
    return row


@transaction.atomic
def receive_referral(
    *, by: Viewer, person: Person, door: Door, received_on: date, wish: str, referrer: Person | None = None
) -> models.Referral:
    """Staff write down a referral that came in. Raises Refusal."""
    require(by, person.service_id, Action.WRITE)
    check_received(received_on, timezone.localdate())
    return _receive(by, person, door, received_on, wish, referrer)


@transaction.atomic
def refer_oneself(
    *, by: Viewer, service: Service, name: str, phone: str, email: str, language: str, wish: str
) -> models.Referral:
    """A person refers herself on the public page that the service has switched on. Raises Refusal.

    Always a new person: to say that one is known already would tell a stranger who is with the service.
    """
    if not service.self_referral:
        raise Http404
    if not wish.strip():
        raise Refusal(gettext_noop("Write a few words on your wish to work. One sentence is enough."))
    person = Person.objects.create(
        service=service,
        name=name.strip(),
        phone=phone.strip(),
        email=email,
        language=language or service.language,
    )
    audit.record(by=by, verb="create", what=f"person:{person.pk}", fields=["name", "phone", "email"])
    return _receive(by, person, Door.SELF, timezone.localdate(), wish, None)


def _receive(
    by: Viewer, person: Person, door: Door, received_on: date, wish: str, referrer: Person | None
) -> models.Referral:
    try:
        with transaction.atomic():
            row = models.Referral.objects.create(
                service_id=person.service_id,
                person=person,
                door=door,
                received_on=received_on,
                wish=wish.strip(),
                referrer=referrer,
            )
    except IntegrityError:
        raise Refusal(gettext_noop("A referral of this person waits already.")) from None
    audit.record(by=by, verb="create", what=f"referral:{row.pk}", fields=["door", "received_on", "wish"])
    return row


@transaction.atomic
def write_wish(*, by: Viewer, referral: int, wish: str, revision: int) -> models.Referral:
    """Write down the wish to work. Raises Conflict if someone else wrote meanwhile."""
    row = _locked(by, referral)
    if row.revision != revision and row.wish != wish.strip():
        raise Conflict({"wish": row.wish})
    row.wish = wish.strip()
    row.revision += 1
    row.save(update_fields=["wish", "revision"])
    audit.record(by=by, verb="change", what=f"referral:{row.pk}", fields=["wish"])
    return row


@transaction.atomic
def explain_voluntariness(*, by: Viewer, referral: int, on: date) -> models.Referral:
    """Record that it was explained: taking part is voluntary, and a no changes nothing. Raises Refusal."""
    row = _locked(by, referral)
    if not row.received_on <= on <= timezone.localdate():
        raise Refusal(gettext_noop("Choose a day between the referral and today."))
    row.voluntary_explained_on = on
    row.voluntary_explained_by = user_behind(by)
    row.save(update_fields=["voluntary_explained_on", "voluntary_explained_by"])
    audit.record(by=by, verb="change", what=f"referral:{row.pk}", fields=["voluntary_explained_on"])
    return row


@transaction.atomic
def log_referral_contact(
    *, by: Viewer, referral: int, on: date, mode: Mode, reached: bool, note: str = ""
) -> models.Contact:
    """Log a contact before there is a case; the first one that reached the person ends the waiting time."""
    row = _locked(by, referral)
    check_contact(
        Contact(on, mode, reached),
        received_on=row.received_on,
        voluntary_explained_on=row.voluntary_explained_on,
        today=timezone.localdate(),
    )
    contact = models.Contact.objects.create(
        referral=row, on=on, mode=mode, reached=reached, note=note.strip(), by=user_behind(by)
    )
    if reached and (row.first_contact_on is None or on < row.first_contact_on):
        row.first_contact_on = on
        row.save(update_fields=["first_contact_on"])
    audit.record(by=by, verb="create", what=f"referral:{row.pk}", fields=["contact"])
    return contact


@transaction.atomic
def decline_referral(
    *, by: Viewer, referral: int, reason: DeclineReason | None, words: str = ""
) -> models.Referral:
    """End a referral without a case, for one of the few reasons there are. Raises Refusal."""
    row = _locked(by, referral)
    check_decline(ReferralState(row.state), reason)
    assert reason is not None
    row.state = ReferralState.DECLINED
    row.decline_reason = reason
    row.decline_words = words.strip()
    row.decided_on = timezone.localdate()
    row.save(update_fields=["state", "decline_reason", "decline_words", "decided_on"])
    audit.record(by=by, verb="decline", what=f"referral:{row.pk}", fields=["decline_reason"])
    return row


@transaction.atomic
def accept_referral(*, by: Viewer, referral: int, country: str, owner: User | None = None) -> models.Case:
    """Open a case. Its owner (whoever accepts, if nobody else is named) is on its team from today.

    Raises Refusal.
    """
    row = _locked(by, referral)
    check_accept(ReferralState(row.state), wish=row.wish)
    user = owner or user_behind(by)
    check_owner(user, row.service_id)
    today = timezone.localdate()
    row.state = ReferralState.ACCEPTED
    row.decided_on = today
    row.save(update_fields=["state", "decided_on"])
    case = open_new_case(person=row.person, owner=user, country=country, opened_on=today, referral=row)
    models.Contact.objects.filter(referral=row).update(case=case)
    case.last_contact_on = row.first_contact_on
    case.save(update_fields=["last_contact_on"])
    audit.record(by=by, verb="create", what="case", cases=[case.code], fields=["owner", "country", "team"])
    return case


def check_owner(user: User, service: int) -> None:
    """Raises Refusal unless the user can own a case of that service."""
    works_there = user.memberships.filter(service_id=service, role=Role.PRACTITIONER).exists()
    if user.person is None or not user.is_active or not works_there:
        raise Refusal(gettext_noop("Choose a practitioner of this service."))


def open_new_case(
    *,
    person: Person,
    owner: User,
    country: str,
    opened_on: date,
    code: str = "",
    referral: models.Referral | None = None,
    closed_on: date | None = None,
) -> models.Case:
    """The rows of a new case, owner and patient on its team. The caller leaves the audit event."""
    case = models.Case.objects.create(
        service_id=person.service_id,
        code=code or next_code(person.service),
        person=person,
        referral=referral,
        owner=owner,
        country=country,
        opened_on=opened_on,
        closed_on=closed_on,
        stage="closed" if closed_on else "starting",
    )
    models.TeamMember.objects.create(case=case, party=Party.PATIENT, person=person, since=opened_on)
    if owner.person is not None:
        models.TeamMember.objects.create(
            case=case, party=Party.SPECIALIST, person=owner.person, since=opened_on
        )
    return case


def next_code(service: Service) -> str:
    """The next case code of a service; two cases opened at once never get the same one."""
    models.CaseNumber.objects.get_or_create(service=service)
    number = models.CaseNumber.objects.select_for_update().get(service=service)
    number.last += 1
    number.save(update_fields=["last"])
    return case_code(service.code, number.last)
