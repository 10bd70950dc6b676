"""The outbox: mails are written in the transaction of what they tell, and sent afterwards.

Never twice by itself, and never lost: a mail of which we cannot know whether it was sent is unsure, "perhaps
sent". That is so when the process that was sending it died, when the line dropped after the text had begun
to leave, and when the database could not note what had come of it. A person decides about it (`deciding`),
and one that is sent again has the same Message-ID.
"""

from __future__ import annotations

import errno
import smtplib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.foundation import audit
from stegvis_web.foundation.transactions import in_one_go
from stegvis_web.people.models import Mail, Person

DELIVERER = Viewer("command:deliver", "command")

PAUSES = [
    *(timedelta(minutes=minutes) for minutes in (1, 5, 30)),
    timedelta(hours=2),
    *[timedelta(hours=6)] * 5,
]
"""Between one try and the next: ten tries over a day and a half."""

CLAIMED_FOR = timedelta(minutes=10)
"""How long a mail belongs to the process that has begun to send it: longer than a mail server may take."""

CUT_OFF = "cut off"
"""The error of a mail whose claim ran out: nobody noted what came of it."""


class Trouble(NamedTuple):
    """Why a mail was not sent. `code` holds no personal data, so never what the server said.

    `final`: trying again is no use. `server`: not this mail's fault, so the others need not be tried now.
    `unsure`: its text had begun to leave, and nobody said whether it arrived.
    """

    code: str
    final: bool = False
    server: bool = False
    unsure: bool = False


@dataclass
class Delivered:
    """What came of one round: how many were sent, will be tried again, have failed, were perhaps sent."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    unsure: int = 0

    def __str__(self) -> str:
        said = f"{self.sent} sent, {self.later} to be tried again, {self.failed} failed"
        return f"{said}, {self.unsure} perhaps sent" if self.unsure else said


def write(
    *,
    person: Person,
    kind: str,
    subject: str,
    body: str,
    case_code: str = "",
    calendar: str = "",
    calendar_method: str = "",
) -> Mail:
    """Put a mail to `person` into the outbox. It names nobody and says nothing about health.

    `calendar` is the text of an .ics file that goes with it, `calendar_method` its METHOD: REQUEST, CANCEL or
    PUBLISH. Raises Refusal if the person has no address.
    """
    if not person.email:
        raise Refusal(gettext_noop("There is no mail address for this person. Add one under People."))
    return Mail.objects.create(
        person=person,
        case_code=case_code,
        kind=kind,
        to_address=person.email,
        language=person.language,
        subject=subject,
        body=body,
        calendar=calendar,
        calendar_method=calendar_method,
        message_id=f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
    )


def deliver() -> Delivered:
    """Send every mail that is due, each by itself. Any number of processes may do so at once.

    Raises AuditUnavailable or django.db.Error with no mail lost or sent twice: what could not be noted is
    unsure once its claim has run out.
    """
    round_ = Delivered()
    postbox = get_connection()
    try:
        while mail := _next(timezone.now(), round_):
            trouble = _send(mail, postbox)
            _note(mail, trouble, round_)
            if trouble and trouble.server:
                break
    finally:
        postbox.close()
    return round_


def _next(now: datetime, round_: Delivered) -> Mail | None:
    """The mail to send now. First those whose claim ran out are put aside for a person to decide about."""
    while in_one_go(lambda: _doubt_one(now)):
        round_.unsure += 1
    return _claim(now)


def _doubt_one(now: datetime) -> bool:
    """Mark one mail unsure whose claim ran out; whether there was one."""
    left = Mail.objects.filter(state=Mail.State.SENDING, next_try_at__lte=now)
    mail = left.select_for_update(skip_locked=True).order_by("next_try_at", "pk").first()
    if mail is None:
        return False
    mail.state, mail.error = Mail.State.UNSURE, CUT_OFF
    mail.save(update_fields=["state", "error"])
    _record(mail, "unsure")
    return True


def _claim(now: datetime) -> Mail | None:
    """The mail that has waited longest, ours for a while: no other process sends it, and no lock is held."""
    return in_one_go(lambda: _first_free(now))


def _first_free(now: datetime) -> Mail | None:
    due = Mail.objects.filter(state=Mail.State.WAITING, next_try_at__lte=now)
    free = due.select_for_update(skip_locked=True, of=("self",)).select_related("person__service")
    mail = free.order_by("next_try_at", "pk").first()
    if mail:
        mail.state = Mail.State.SENDING
        mail.tries += 1
        mail.next_try_at = now + CLAIMED_FOR
        mail.save(update_fields=["state", "tries", "next_try_at"])
        _record(mail, "tried")
    return mail


def tried_at(mail: Mail) -> datetime:
    """When a mail that is being sent, or was perhaps sent, was taken up."""
    return mail.next_try_at - CLAIMED_FOR


def _send(mail: Mail, postbox: BaseEmailBackend) -> Trouble | None:
    """Hand one mail over. Whatever goes wrong with it must not stop the next one."""
    try:
        postbox.open()
    except Exception as error:
        return Trouble(_name(error), server=True)
    try:
        postbox.send_messages([message(mail)])
    except Exception as error:
        # A postbox that does not say how far it came leaves us unsure.
        return _trouble(error, text_begun=getattr(postbox, "text_begun", True))
    return None


def _trouble(error: Exception, *, text_begun: bool) -> Trouble:
    """What it means that a mail was not handed over. What the mail server said itself is sure in any case."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _answer(max(code for code, _ in error.recipients.values()))
    if isinstance(error, smtplib.SMTPDataError) and 400 <= error.smtp_code < 600:
        return _answer(error.smtp_code)
    if text_begun:
        return Trouble(_name(error), server=True, unsure=True)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Trouble("address", final=True)
    # An OSError is the line, the disk, or a server that refuses us as sender.
    return Trouble(_name(error), server=isinstance(error, OSError))


def _name(error: Exception) -> str:
    """What to call an error without repeating what it says."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"smtp {error.smtp_code}"
    if type(error) is OSError and error.errno:
        return errno.errorcode.get(error.errno, "OSError")
    return type(error).__name__


def _answer(code: int) -> Trouble:
    """What the mail server's answer to this one mail means. 421 is a goodbye to all of them."""
    return Trouble(f"smtp {code}", final=code >= 500, server=code == 421)


def _note(mail: Mail, trouble: Trouble | None, round_: Delivered) -> None:
    """Write down what came of a try, and count it; nothing if the mail is no longer ours."""
    outcome = in_one_go(lambda: _written_down(mail, trouble, timezone.now()))
    if outcome == Mail.State.SENT:
        round_.sent += 1
    elif outcome == Mail.State.WAITING:
        round_.later += 1
    elif outcome == Mail.State.FAILED:
        round_.failed += 1
    elif outcome == Mail.State.UNSURE:
        round_.unsure += 1


def _written_down(claimed: Mail, trouble: Trouble | None, now: datetime) -> str:
    """The new state of the mail. Empty if it is no longer ours: our claim ran out and a person has decided.

    A claim that ran out, with nobody having decided yet, still counts: what we know now is better than doubt.
    """
    # The mail first: another process that has just passed it over on PostgreSQL may still lock it, and waits
    # for the trail.
    ours = Mail.objects.filter(state__in=[Mail.State.SENDING, Mail.State.UNSURE])
    mail = ours.select_for_update().filter(pk=claimed.pk, next_try_at=claimed.next_try_at).first()
    if mail is None:
        return ""
    mail.error = trouble.code if trouble else ""
    if trouble is None:
        mail.state, mail.sent_at = Mail.State.SENT, now
    elif trouble.unsure:
        mail.state = Mail.State.UNSURE
    elif trouble.final or mail.tries > len(PAUSES):
        mail.state = Mail.State.FAILED
    else:
        mail.state, mail.next_try_at = Mail.State.WAITING, now + PAUSES[mail.tries - 1]
    if mail.is_over:
        mail.forget_words()
    mail.save()
    if mail.state in OUTCOMES:
        _record(mail, OUTCOMES[mail.state])
    return mail.state


OUTCOMES: dict[str, str] = {Mail.State.SENT: "done", Mail.State.FAILED: "failed", Mail.State.UNSURE: "unsure"}
"""What the trail says of a mail that came to this."""


def _record(mail: Mail, outcome: str) -> None:
    audit.record(
        by=DELIVERER,
        verb="send",
        what=f"mail:{mail.pk}",
        cases=[mail.case_code] if mail.case_code else [],
        outcome=outcome,
        fields=[mail.kind],
    )


def message(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it travels: addresses without names, nothing that tells who reads it when.

    A calendar goes twice: beside the text, where Outlook, Gmail and Apple look for it and offer to answer,
    and as a file for everybody else.
    """
    email = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.body,
        from_email=mail.person.service.mail_from or settings.DEFAULT_FROM_EMAIL,
        to=[mail.to_address],
        headers={
            "Message-ID": mail.message_id,
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    if mail.calendar:
        email.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}")
        email.attach("meeting.ics", mail.calendar.encode(), "application/ics")
    return email
