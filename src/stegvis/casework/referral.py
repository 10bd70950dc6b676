"""A referral: someone wants to work, and someone else knows about it.

Eligibility is the wish to work (zero exclusion). A service may decline, but only for a reason that
says where the person's wish leads instead; "not ready" and a diagnosis are not among the reasons.
Source: Rødevand 2017 (IPS principle 1); Holmes 2020, DOI 10.3399/bjgpopen20X101036.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stegvis.foundation.errors import Refusal
from stegvis.foundation.words import gettext_noop


class Door(StrEnum):
    """By which door a referral came in."""

    JOB_CENTRE = "job_centre"
    GP = "gp"
    PAIN_CLINIC = "pain_clinic"
    PHYSIOTHERAPY = "physiotherapy"
    RHEUMATOLOGY = "rheumatology"
    SUPPORT_GROUP = "support_group"
    EMPLOYER = "employer"
    SELF = "self"


DOOR_NAMES: dict[Door, str] = {
    Door.JOB_CENTRE: gettext_noop("Job centre"),
    Door.GP: gettext_noop("GP"),
    Door.PAIN_CLINIC: gettext_noop("Pain clinic"),
    Door.PHYSIOTHERAPY: gettext_noop("Physiotherapy"),
    Door.RHEUMATOLOGY: gettext_noop("Rheumatology"),
    Door.SUPPORT_GROUP: gettext_noop("Support group"),
    Door.EMPLOYER: gettext_noop("Employer"),
    Door.SELF: gettext_noop("The person"),
}


class DeclineReason(StrEnum):
    """Why a referral ends without a case. The list is closed on purpose."""

    DOES_NOT_WANT_WORK = "does_not_want_work"
    WITHDREW = "withdrew"
    SERVED_ELSEWHERE = "served_elsewhere"
    LIVES_ELSEWHERE = "lives_elsewhere"
    NOT_REACHED = "not_reached"


DECLINE_REASON_NAMES: dict[DeclineReason, str] = {
    DeclineReason.DOES_NOT_WANT_WORK: gettext_noop("The person says that work is not wanted now"),
    DeclineReason.WITHDREW: gettext_noop("The person took the referral back"),
    DeclineReason.SERVED_ELSEWHERE: gettext_noop("Another service helps already, and the person chose it"),
    DeclineReason.LIVES_ELSEWHERE: gettext_noop("The person lives outside the service's area"),
    DeclineReason.NOT_REACHED: gettext_noop("The person could not be reached, in several ways"),
}


class ReferralState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


REFERRAL_STATE_NAMES: dict[ReferralState, str] = {
    ReferralState.WAITING: gettext_noop("Waiting"),
    ReferralState.ACCEPTED: gettext_noop("Accepted"),
    ReferralState.DECLINED: gettext_noop("Declined"),
}


class Mode(StrEnum):
    """How a contact was made."""

    PHONE = "phone"
    MEETING = "meeting"
    VIDEO = "video"
    MESSAGE = "message"
    LETTER = "letter"


MODE_NAMES: dict[Mode, str] = {
    Mode.PHONE: gettext_noop("Phone"),
    Mode.MEETING: gettext_noop("Meeting"),
    Mode.VIDEO: gettext_noop("Video"),
    Mode.MESSAGE: gettext_noop("Message"),
    Mode.LETTER: gettext_noop("Letter"),
}


@dataclass(frozen=True)
class Contact:
    """One attempt to speak with the person; `reached` tells whether it came to that."""

    on: date
    mode: Mode
    reached: bool = True


def first_contact(contacts: Iterable[Contact]) -> date | None:
    """The first day on which someone really spoke with the person. Attempts do not count."""
    return min((contact.on for contact in contacts if contact.reached), default=None)


def waiting_days(received_on: date, contacts: Iterable[Contact], today: date) -> int:
    """Days from referral to first contact; to today while there is none."""
    return ((first_contact(contacts) or today) - received_on).days


def check_received(received_on: date, today: date) -> None:
    """Raises Refusal for a referral from the future or from another age."""
    if received_on > today:
        raise Refusal(
            gettext_noop("%(day)s has not come yet. When did the referral arrive?"), day=received_on
        )
    if (today - received_on).days > 5 * 366:
        raise Refusal(gettext_noop("%(day)s is more than five years ago. Check the year."), day=received_on)


def check_contact(
    contact: Contact, *, received_on: date, voluntary_explained_on: date | None, today: date
) -> None:
    """Refuse a contact that cannot have been, and a first meeting before its word on free choice.

    That taking part is voluntary is explained and recorded before the first meeting (Holmes 2020).
    """
    if contact.on > today:
        raise Refusal(
            gettext_noop("%(day)s has not come yet. Log a contact when it has been."), day=contact.on
        )
    if contact.on < received_on:
        raise Refusal(
            gettext_noop("%(day)s is before the referral came in, on %(received)s."),
            day=contact.on,
            received=received_on,
        )
    if (
        contact.mode in {Mode.MEETING, Mode.VIDEO}
        and contact.reached
        and (voluntary_explained_on is None or voluntary_explained_on > contact.on)
    ):
        raise Refusal(
            gettext_noop("First explain that taking part is voluntary, and record the day. Then meet.")
        )


def check_decline(state: ReferralState, reason: DeclineReason | None) -> None:
    """Raises Refusal if the referral has been decided, or if no reason of the list is given."""
    if state is not ReferralState.WAITING:
        raise Refusal(gettext_noop("This referral has been decided already."))
    if reason is None:
        raise Refusal(gettext_noop("Choose a reason. Readiness and a diagnosis are never one."))


def check_accept(state: ReferralState, *, wish: str) -> None:
    """Raises Refusal if the referral has been decided, or if the wish to work is not written down."""
    if state is not ReferralState.WAITING:
        raise Refusal(gettext_noop("This referral has been decided already."))
    if not wish.strip():
        raise Refusal(gettext_noop("Write the person's wish to work, in the person's own words."))
