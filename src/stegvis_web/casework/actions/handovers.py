"""Handing over: written and told, carried out on its day, confirmed by whom it is for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.handover import (
    Part,
    check_call_off,
    check_confirm,
    check_handover,
    last_day_to_confirm,
)
from stegvis.casework.party import OUTSIDE_PARTIES, STAFF_PARTIES, Party
from stegvis.casework.plan import check_length
from stegvis.casework.sections import HANDOVERS, TEAM
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework import models
from stegvis_web.casework.actions.afterwards import record
from stegvis_web.casework.actions.links import revoke_links
from stegvis_web.casework.actions.referrals import check_owner
from stegvis_web.casework.queries.handovers import handover_of, state_of_handover
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.foundation import audit
from stegvis_web.foundation.transactions import in_one_go
from stegvis_web.people import mail
from stegvis_web.people.models import Person, User
from stegvis_web.people.viewer import zone_of

logger = logging.getLogger(__name__)

CLOCK = Viewer("command:deliver", "command")
"""Who carries out a hand-over whose day has come."""


@transaction.atomic
def hand_over(
    *,
    by: Viewer,
    code: str,
    member: int,
    taker: Person,
    on: date,
    parts: Sequence[Part],
    because: str = "",
) -> models.Handover:
    """`taker` follows the team's `member` from the day `on`, told `parts`. Who owns the case hands it on too.

    Carried out at once if the day has come, else on its day. Raises Refusal.
    """
    opened = open_case(by, code, lock=True)
    opened.require(TEAM, Action.WRITE)
    opened.require(HANDOVERS, Action.WRITE)
    giver = next((row for row in opened.team if row.pk == member), None)
    if giver is None or giver.party in {Party.PATIENT, Party.SUPPORTER}:
        raise Http404
    party = Party(giver.party)
    today = timezone.localdate()
    owns = is_owner(opened, giver)
    check_handover(
        on=on,
        today=today,
        giver=str(giver.person_id),
        taker=str(taker.pk),
        because=because,
        parts=parts,
    )
    check_taker(opened, party, taker, owns=owns)
    told = [part for part in parts if part.text.strip()]
    if not all(opened.as_party(party).may(part.section) for part in told):
        raise Refusal(gettext_noop("The new person may not read all of this. Look it through once more."))
    try:
        with transaction.atomic():
            row = models.Handover.objects.create(
                case=opened.row,
                party=party,
                giver=giver.person,
                taker=taker,
                owns=owns,
                on=on,
                because=because.strip(),
                by=by.code,
                at=timezone.now(),
                confirm_by=last_day_to_confirm(on, today),
            )
    except IntegrityError:
        raise Refusal(gettext_noop("A hand-over lies ahead here already. Call it off first.")) from None
    models.HandoverPart.objects.bulk_create(
        models.HandoverPart(
            handover=row, number=number, key=part.key, section=part.section, text=part.text.strip()
        )
        for number, part in enumerate(told, start=1)
    )
    _tell_patient(opened.row, row)
    if on <= today:
        _carry_out(row, by)
    record(opened, "create", f"handover:{row.pk}", f"team:{party}", *(["owner"] if owns else []))
    return row


def is_owner(opened: OpenCase, member: models.TeamMember) -> bool:
    """Whether it is the owner of the case, as the one who coordinates it."""
    return member.party == Party.SPECIALIST and member.person_id == opened.row.owner.person_id


def check_taker(opened: OpenCase, party: Party, taker: Person, *, owns: bool) -> None:
    """Refuse who could not speak for that party. Raises Refusal, or Http404 for another service's person."""
    if taker.service_id != opened.row.service_id:
        raise Http404
    if party is Party.EMPLOYER and taker.organisation_id != opened.row.employer_id:
        raise Refusal(gettext_noop("Choose a contact person of the employer of this case."))
    if party in STAFF_PARTIES:
        user = User.objects.filter(person=taker, is_active=True, kind="staff").first()
        if user is None:
            raise Refusal(gettext_noop("Only staff of the service can speak for the clinic or coordinate."))
        if owns:
            check_owner(user, opened.row.service_id)


def _carry_out(row: models.Handover, by: Viewer) -> None:
    """Make it so: the giver leaves the team, the taker joins, meetings and drafts follow."""
    case = row.case
    now = timezone.now()
    for old in case.team.filter(party=row.party, person=row.giver, until__isnull=True):
        old.until = max(old.since, row.on)
        old.save(update_fields=["until"])
    since = max(row.on, case.opened_on)
    case.team.get_or_create(party=row.party, person=row.taker, until=None, defaults={"since": since})
    if row.owns:
        case.owner = User.objects.get(person=row.taker)
        case.save(update_fields=["owner"])
    ahead = models.Meeting.objects.filter(case=case, cancelled_at__isnull=True)
    for guest in models.Guest.objects.filter(
        Q(meeting__starts_at__isnull=True) | Q(meeting__starts_at__gt=now),
        meeting__in=ahead,
        party=row.party,
        person=row.giver,
    ):
        _follow(guest, row.taker)
    # What is being written names who is there now; what was sent keeps its words.
    drafts = models.Step.objects.filter(plan__case=case, plan__released_on__isnull=True)
    drafts.filter(owner=row.party, person=row.giver).update(person=row.taker)
    row.carried_out_at = now
    row.save(update_fields=["carried_out_at"])
    if row.party in OUTSIDE_PARTIES:
        revoke_links(by=by, code=case.code, party=row.party, person=row.giver_id)


def _follow(guest: models.Guest, taker: Person) -> None:
    """The new person is asked to the meeting instead, and has said nothing yet."""
    if guest.meeting.guests.filter(party=guest.party, person=taker).exists():
        guest.delete()
        return
    guest.slot_answers.all().delete()
    guest.person, guest.comes, guest.words, guest.answered_at = taker, "", "", None
    guest.told_sequence = None
    guest.save()


def carry_out_due() -> int:
    """Carry out every hand-over whose day has come, each by itself; how many. For `stegvis deliver`."""
    waiting = models.Handover.objects.filter(carried_out_at__isnull=True, called_off_at__isnull=True)
    soon = waiting.filter(on__lte=timezone.now().date() + timedelta(days=1))
    done = 0
    for pk in list(soon.values_list("pk", flat=True)):
        try:
            done += in_one_go(partial(_carry_out_if_due, pk))
        except (ObjectDoesNotExist, IntegrityError):
            # The new person has left meanwhile. It stays on Today; the other hand-overs and the mails go on.
            logger.warning("hand-over %s could not be carried out", pk)
    return done


def _carry_out_if_due(pk: int) -> int:
    row = models.Handover.objects.select_related("case__service").get(pk=pk)
    models.Case.objects.select_for_update().get(pk=row.case_id)
    row.refresh_from_db(fields=["carried_out_at", "called_off_at"])
    today = timezone.localdate(timezone=zone_of(row.case.service))
    if row.carried_out_at or row.called_off_at or row.on > today:
        return 0
    _carry_out(row, CLOCK)
    what, cases = f"handover:{row.pk}", [row.case.code]
    audit.record(by=CLOCK, verb="change", what=what, cases=cases, fields=[f"team:{row.party}"])
    return 1


@transaction.atomic
def call_off(*, by: Viewer, code: str, handover: int) -> models.Handover:
    """Call a hand-over off before its day. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(TEAM, Action.WRITE)
    row = handover_of(opened, handover)
    check_call_off(state_of_handover(row))
    row.called_off_at = timezone.now()
    row.save(update_fields=["called_off_at"])
    record(opened, "cancel", f"handover:{row.pk}")
    return row


def _mine(by: Viewer, code: str, handover: int) -> tuple[OpenCase, models.Handover]:
    opened = open_case(by, code, lock=True)
    opened.require(HANDOVERS, Action.ANSWER)
    row = handover_of(opened, handover)
    if row.taker_id != by.person:
        raise Refusal(gettext_noop("Only who takes over confirms it."))
    check_confirm(state_of_handover(row))
    return opened, row


@transaction.atomic
def confirm_handover(*, by: Viewer, code: str, handover: int) -> models.Handover:
    """The new person has read it and takes over. Raises Refusal."""
    opened, row = _mine(by, code, handover)
    row.confirmed_at, row.confirmed_by = timezone.now(), by.code
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    record(opened, "confirm", f"handover:{row.pk}")
    return row


@transaction.atomic
def ask_about_handover(*, by: Viewer, code: str, handover: int, question: str) -> models.Handover:
    """The new person asks before confirming. The plan stands meanwhile. Raises Refusal."""
    opened, row = _mine(by, code, handover)
    if not question.strip():
        raise Refusal(gettext_noop("Write what you want to know."))
    check_length(question)
    if row.question and not row.reply:
        raise Refusal(gettext_noop("You have asked already. The team answers."))
    row.question, row.asked_at = question.strip(), timezone.now()
    row.reply, row.replied_at = "", None
    row.save(update_fields=["question", "asked_at", "reply", "replied_at"])
    record(opened, "answer", f"handover:{row.pk}", "question")
    return row


@transaction.atomic
def reply_about_handover(*, by: Viewer, code: str, handover: int, reply: str) -> models.Handover:
    """The team answers the new person's question. Raises Refusal."""
    opened = open_case(by, code, lock=True)
    opened.require(HANDOVERS, Action.WRITE)
    row = handover_of(opened, handover)
    if not row.question or row.reply:
        raise Refusal(gettext_noop("This question has been answered already."))
    if not reply.strip():
        raise Refusal(gettext_noop("Write your answer."))
    check_length(reply)
    row.reply, row.replied_at = reply.strip(), timezone.now()
    row.save(update_fields=["reply", "replied_at"])
    record(opened, "reply", f"handover:{row.pk}", "reply")
    return row


def _tell_patient(case: models.Case, row: models.Handover) -> None:
    """A mail to the patient: somebody new is, or will be, there. It names nobody."""
    if not case.person.email:
        return
    with translation.override(case.person.language):
        mail.write(
            person=case.person,
            case_code=case.code,
            kind="new-person",
            subject=_("Somebody new on your team"),
            body=_(
                "Hello,\n\n"
                "one of the people around you changes. Your page says who it is, and from which day. "
                "What was agreed stays as it is.\n\n"
                "Questions? Call %(phone)s."
            )
            % {"phone": case.service.phone},
        )
