"""The case itself: its facts, its team, its owner, what the patient agrees to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from stegvis.casework import referral as referral_rules
from stegvis.casework.access import Action, EmployerContact
from stegvis.casework.case import SickNote, check_sick_note
from stegvis.casework.party import OUTSIDE_PARTIES, STAFF_PARTIES, Party
from stegvis.casework.plan import check_new_employer
from stegvis.casework.sections import CASE, CONSENTS, CONTACTS, HEALTH, SICK_LEAVE, TABLE, TEAM
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.periods import Period
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.links import revoke_links
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.foundation import audit
from stegvis_web.people.models import Organisation, Person, User
from stegvis_web.people.viewer import user_behind

BROKEN_GLASS_HOURS = 4


def _changed(opened: OpenCase, by: Viewer, *fields: str, verb: str = "change", why: str = "") -> None:
    audit.record(
        by=by, verb=verb, what="case", cases=[opened.code], fields=fields, party=opened.party or "", why=why
    )


@transaction.atomic
def change_sick_leave(
    *, by: Viewer, code: str, country: str, first_sick_day: date | None, revision: int
) -> models.Case:
    """Country and first day of sick leave. Raises Refusal, or Conflict if changed meanwhile."""
    opened = open_case(by, code, lock=True)
    opened.require(SICK_LEAVE, Action.WRITE)
    row = opened.row
    if first_sick_day is not None and first_sick_day > timezone.localdate():
        raise Refusal(gettext_noop("%(day)s has not come yet."), day=first_sick_day)
    if row.revision != revision and (row.country, row.first_sick_day) != (country, first_sick_day):
        raise Conflict({"country": row.country, "first_sick_day": str(row.first_sick_day or "")})
    row.country = country
    row.first_sick_day = first_sick_day
    row.revision += 1
    row.save(update_fields=["country", "first_sick_day", "revision"])
    _changed(opened, by, "country", "first_sick_day")
    return row


@transaction.atomic
def add_sick_note(*, by: Viewer, code: str, start: date, end: date | None, grade: int) -> models.SickNote:
    """A certified period and its grade. Raises Refusal for an overlap or an impossible grade."""
    opened = open_case(by, code, lock=True)
    opened.require(SICK_LEAVE, Action.WRITE)
    others = [SickNote(Period(n.start, n.end), n.grade) for n in opened.row.sick_notes.all()]
    check_sick_note(SickNote(Period(start, end), grade), others, first_day=opened.row.first_sick_day)
    note = models.SickNote.objects.create(case=opened.row, start=start, end=end, grade=grade)
    _changed(opened, by, "sick_notes", verb="create")
    return note


@transaction.atomic
def remove_sick_note(*, by: Viewer, code: str, note: int) -> None:
    """Take out a period that was written down by mistake."""
    opened = open_case(by, code, lock=True)
    opened.require(SICK_LEAVE, Action.WRITE)
    row = opened.row.sick_notes.filter(pk=note).first()
    if row is None:
        raise Http404
    row.delete()
    _changed(opened, by, "sick_notes", verb="remove")


@transaction.atomic
def choose_employer(*, by: Viewer, code: str, employer: Organisation | None) -> models.Case:
    """The employer, or none for a job seeker. Another employer is another question of contact and consent.

    Raises Refusal while a sent plan asks something of the earlier one.
    """
    opened = open_case(by, code, lock=True)
    opened.require(TEAM, Action.WRITE)
    row = opened.row
    if employer is not None and (employer.service_id != row.service_id or employer.kind != "employer"):
        raise Http404
    if row.employer_id == (employer.pk if employer else None):
        return row
    versions = versions_of(row)
    check_new_employer(versions.standing.values(), versions.current.steps if versions.current else ())
    row.employer = employer
    row.employer_contact = EmployerContact.NOT_ASKED
    row.save(update_fields=["employer", "employer_contact"])
    today = timezone.localdate()
    row.team.filter(party=Party.EMPLOYER, until__isnull=True).update(until=today)
    # What the person agreed to was for the earlier employer.
    row.consents.filter(party=Party.EMPLOYER, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    revoke_links(by=by, code=row.code, party=Party.EMPLOYER)
    _changed(opened, by, "employer", "employer_contact")
    return row


@transaction.atomic
def set_employer_contact(*, by: Viewer, code: str, contact: EmployerContact) -> models.Case:
    """The patient's word on contact with the employer. A refusal closes every channel at once."""
    opened = open_case(by, code, lock=True)
    opened.require(CONSENTS, Action.WRITE)
    row = opened.row
    row.employer_contact = contact
    row.save(update_fields=["employer_contact"])
    if contact is not EmployerContact.ALLOWED:
        revoke_links(by=by, code=row.code, party=Party.EMPLOYER)
    _changed(opened, by, "employer_contact")
    return row


@transaction.atomic
def set_consents(*, by: Viewer, code: str, party: Party, sections: Iterable[str]) -> None:
    """What one party may see from now on. Effective on that party's next request."""
    opened = open_case(by, code, lock=True)
    opened.require(CONSENTS, Action.WRITE)
    possible = set(TABLE.consentable(party))
    wanted = set(sections) & possible
    now = timezone.now()
    current = {c.section: c for c in opened.row.consents.filter(party=party, withdrawn_at__isnull=True)}
    for section in sorted(set(current) - wanted):
        current[section].withdrawn_at = now
        current[section].save(update_fields=["withdrawn_at"])
    models.Consent.objects.bulk_create(
        models.Consent(case=opened.row, party=party, section=section, given_at=now, given_by=by.code)
        for section in sorted(wanted - set(current))
    )
    changed = sorted(wanted ^ set(current))
    if changed:
        _changed(opened, by, *(f"consent:{party}:{section}" for section in changed))


@transaction.atomic
def join_team(
    *, by: Viewer, code: str, party: Party, person: Person, since: date | None = None
) -> models.TeamMember:
    """Put a person on the team as a party. Where one person speaks for it, another follows by a hand-over.

    Raises Refusal.
    """
    opened = open_case(by, code, lock=True)
    opened.require(TEAM, Action.WRITE)
    row = opened.row
    if person.service_id != row.service_id or party is Party.PATIENT:
        raise Http404
    if party is Party.EMPLOYER and (row.employer is None or person.organisation_id != row.employer_id):
        raise Refusal(gettext_noop("Choose a contact person of the employer of this case."))
    if party in STAFF_PARTIES and not User.objects.filter(person=person, is_active=True).exists():
        raise Refusal(gettext_noop("Only staff of the service can speak for the clinic or coordinate."))
    today = timezone.localdate()
    day = since or today
    if day > today:
        raise Refusal(gettext_noop("%(day)s has not come yet."), day=day)
    if party not in STAFF_PARTIES | {Party.SUPPORTER} and opened.member(party) is not None:
        raise Refusal(gettext_noop("Somebody speaks for this party already. Hand over to the new person."))
    try:
        with transaction.atomic():
            new = models.TeamMember.objects.create(case=row, party=party, person=person, since=day)
    except IntegrityError:
        raise Refusal(gettext_noop("This person is on the team already.")) from None
    _changed(opened, by, f"team:{party}")
    return new


@transaction.atomic
def leave_team(*, by: Viewer, code: str, member: int) -> None:
    """End a person's time on the team today. The owner and the patient stay. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(TEAM, Action.WRITE)
    row = next((m for m in opened.team if m.pk == member), None)
    if row is None:
        raise Http404
    if row.party == Party.PATIENT or row.person_id == opened.row.owner.person_id:
        raise Refusal(
            gettext_noop("The person and the owner of the case stay on the team. Choose another owner first.")
        )
    row.until = max(row.since, timezone.localdate())
    row.save(update_fields=["until"])
    if row.party in OUTSIDE_PARTIES:
        revoke_links(by=by, code=opened.code, party=row.party, person=row.person_id)
    _changed(opened, by, f"team:{row.party}")


@transaction.atomic
def log_contact(
    *, by: Viewer, code: str, on: date, mode: referral_rules.Mode, reached: bool, note: str = ""
) -> models.Contact:
    """Log a contact with the person, or an attempt. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(CONTACTS, Action.WRITE)
    row = opened.row
    received = row.referral.received_on if row.referral else row.opened_on
    explained = row.referral.voluntary_explained_on if row.referral else row.opened_on
    referral_rules.check_contact(
        referral_rules.Contact(on, mode, reached),
        received_on=received,
        voluntary_explained_on=explained,
        today=timezone.localdate(),
    )
    contact = models.Contact.objects.create(
        case=row, on=on, mode=mode, reached=reached, note=note.strip(), by=user_behind(by)
    )
    if reached and (row.last_contact_on is None or on > row.last_contact_on):
        row.last_contact_on = on
        row.save(update_fields=["last_contact_on"])
    if (
        reached
        and row.referral
        and (row.referral.first_contact_on is None or on < row.referral.first_contact_on)
    ):
        row.referral.first_contact_on = on
        row.referral.save(update_fields=["first_contact_on"])
    audit.record(by=by, verb="create", what="contact", cases=[opened.code], party=opened.party or "")
    return contact


@transaction.atomic
def write_health_note(*, by: Viewer, code: str, text: str) -> models.HealthNote:
    """A note of the clinic. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(HEALTH, Action.WRITE)
    if not text.strip():
        raise Refusal(gettext_noop("Write the note."))
    note = models.HealthNote.objects.create(
        case=opened.row, on=timezone.localdate(), text=text.strip(), by=user_behind(by)
    )
    audit.record(by=by, verb="create", what=HEALTH, cases=[opened.code], party=opened.party or "")
    return note


@transaction.atomic
def break_glass(*, by: Viewer, code: str, reason: str) -> models.BreakGlass:
    """Open a case from outside its team, for a few hours. The reason stands in the patient's own log."""
    opened = open_case(by, code, section=CASE)
    if "practitioner" not in by.roles or opened.standing.parties:
        raise Http404
    if len(reason.strip()) < 10:
        raise Refusal(gettext_noop("Write why you need to open this case. The person will read it."))
    now = timezone.now()
    row = models.BreakGlass.objects.create(
        case=opened.row,
        user=user_behind(by),
        reason=reason.strip(),
        opened_at=now,
        until=now + timedelta(hours=BROKEN_GLASS_HOURS),
    )
    _changed(opened, by, verb="break-glass", why=reason.strip())
    return row
