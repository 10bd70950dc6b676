"""Mails that were perhaps sent: what staff read about one, and what they decide.

The mail's own words are never shown: they may hold a link that lets somebody in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.foundation import audit
from stegvis_web.people.mail import CUT_OFF, tried_at
from stegvis_web.people.models import Mail, Person, User

KINDS = {
    "invitation": gettext_noop("The link to read the plan and answer"),
    "new-version": gettext_noop("Word that a plan has changed"),
    "meeting-times": gettext_noop("The question which time suits"),
    "meeting": gettext_noop("The time of a meeting"),
    "meeting-cancelled": gettext_noop("Word that a meeting is cancelled"),
    "minutes": gettext_noop("Word that there are minutes to read"),
    "letter": gettext_noop("Word that there is a letter to read, or that one was taken back"),
    "new-person": gettext_noop("Word that somebody new is on the team"),
    "account-invitation": gettext_noop("The invitation to an account"),
    "password": gettext_noop("The link to a new password"),
    "address-changed": gettext_noop("Word that an address was changed"),
}
"""What each kind of mail is. Another kind is just a mail."""

DROPPED = "dropped"
"""The error of a mail that somebody decided not to send: it has failed, and nobody needs to look after it."""


class Decision(StrEnum):
    """What a person can say about a mail that was perhaps sent."""

    ARRIVED = "arrived"
    AGAIN = "again"
    DROPPED = DROPPED
    """It is not sent again, though it may not have arrived."""


@dataclass(frozen=True)
class Doubt:
    """A mail as whoever decides about it reads it. `kind` and `why` are untranslated."""

    pk: int
    state: str
    kind: str
    person: Person
    address: str
    tried_at: datetime
    why: str
    decided_by: str
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state == Mail.State.UNSURE


def doubt(row: Mail) -> Doubt:
    """What to read about a mail. One query, if somebody has decided."""
    return Doubt(
        pk=row.pk,
        state=row.state,
        kind=KINDS.get(row.kind, gettext_noop("A mail")),
        person=row.person,
        address=row.to_address,
        tried_at=tried_at(row),
        why=_why(row),
        decided_by=_name(row.decided_by),
        decided_at=row.decided_at,
    )


def _why(row: Mail) -> str:
    if row.error == CUT_OFF:
        return gettext_noop(
            "Sending was cut off before we could write down whether the mail server took the mail."
        )
    return gettext_noop(
        "The line to the mail server broke while the mail was on its way. The server did not say whether it"
        " took it."
    )


def _name(code: str) -> str:
    kind, _colon, number = code.partition(":")
    user = User.objects.select_related("person").filter(pk=number).first() if kind == "user" else None
    return user.person.name if user and user.person else ""


def decide(*, by: Viewer, row: Mail, decision: Decision, party: str = "") -> Mail:
    """Write down what `by` says about a mail; the caller has asked whether `by` may, in a transaction.

    Of two who decide, the second gets a Refusal. One that is sent again goes out with the next round.
    """
    row = Mail.objects.select_for_update().get(pk=row.pk)
    if row.state != Mail.State.UNSURE:
        raise Refusal(gettext_noop("Somebody has decided about this mail already. Nothing was changed."))
    now = timezone.now()
    row.decided_by, row.decided_at = by.code, now
    if decision is Decision.ARRIVED:
        row.state, row.sent_at, row.error = Mail.State.SENT, tried_at(row), ""
    elif decision is Decision.AGAIN:
        # All the tries anew: a person wants it to arrive.
        row.state, row.next_try_at, row.tries, row.error = Mail.State.WAITING, now, 0, ""
    else:
        row.state, row.error = Mail.State.FAILED, DROPPED
    if row.is_over:
        row.forget_words()
    row.save()
    audit.record(
        by=by,
        verb="decide",
        what=f"mail:{row.pk}",
        cases=[row.case_code] if row.case_code else [],
        fields=[row.kind],
        outcome=decision,
        party=party,
    )
    return row
