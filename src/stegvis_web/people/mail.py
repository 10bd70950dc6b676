"""The outbox: mails are written in the transaction of what they tell, and sent afterwards.

At least once: a mail whose sending was cut off between the mail server's yes and our note of it is sent
again, with the same Message-ID. Without a mail server each mail becomes a file in the data folder.
"""

from __future__ import annotations

import errno
import os
import re
import smtplib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
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


class Trouble(NamedTuple):
    """Why a mail was not sent. `code` holds no personal data, so never what the server said.

    `final`: trying again is no use. `server`: not this mail's fault, so the others need not be tried now.
    """

    code: str
    final: bool = False
    server: bool = False


@dataclass
class Delivered:
    """What came of one round: how many mails were sent, will be tried again, have failed."""

    sent: int = 0
    later: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"{self.sent} sent, {self.later} to be tried again, {self.failed} failed"


def write(*, person: Person, kind: str, subject: str, body: str, case_code: str = "") -> Mail:
    """Put a mail to `person` into the outbox. It names nobody and says nothing about health.

    Raises Refusal if the person has no address.
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
        message_id=f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
    )


def deliver() -> Delivered:
    """Send every mail that is due, each by itself. Any number of processes may do so at once.

    Raises AuditUnavailable or django.db.Error with no mail lost: what was not noted as sent is tried again.
    """
    round_ = Delivered()
    postbox = get_connection()
    try:
        while mail := _claim(timezone.now()):
            trouble = _send(mail, postbox)
            _note(mail, trouble, round_)
            if trouble and trouble.server:
                break
    finally:
        postbox.close()
    return round_


def _claim(now: datetime) -> Mail | None:
    """The mail that has waited longest, ours for a while: no other process sends it, and no lock is held."""
    return in_one_go(lambda: _first_free(now))


def _first_free(now: datetime) -> Mail | None:
    due = Mail.objects.filter(state=Mail.State.WAITING, next_try_at__lte=now)
    free = due.select_for_update(skip_locked=True, of=("self",)).select_related("person__service")
    mail = free.order_by("next_try_at", "pk").first()
    if mail:
        mail.tries += 1
        mail.next_try_at = now + CLAIMED_FOR
        mail.save(update_fields=["tries", "next_try_at"])
        _record(mail, "tried")
    return mail


def _send(mail: Mail, postbox: BaseEmailBackend) -> Trouble | None:
    """Hand one mail over. Whatever goes wrong with it must not stop the next one."""
    try:
        postbox.open()
    except Exception as error:
        return Trouble(_name(error), server=True)
    try:
        postbox.send_messages([message(mail)])
    except smtplib.SMTPRecipientsRefused as error:
        return _answer(max(code for code, _ in error.recipients.values()))
    except smtplib.SMTPDataError as error:
        return _answer(error.smtp_code)
    except (smtplib.SMTPNotSupportedError, ValueError):
        return Trouble("address", final=True)
    except OSError as error:  # the line, the disk, or a server that refuses us as sender
        return Trouble(_name(error), server=True)
    except Exception as error:
        return Trouble(_name(error))
    return None


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
    """Write down what came of a try, and count it."""
    now = timezone.now()
    mail.error = trouble.code if trouble else ""
    if trouble is None:
        mail.state, mail.sent_at = Mail.State.SENT, now
        round_.sent += 1
    elif trouble.final or mail.tries > len(PAUSES):
        mail.state = Mail.State.FAILED
        round_.failed += 1
    else:
        mail.next_try_at = now + PAUSES[mail.tries - 1]
        round_.later += 1
    if mail.state != Mail.State.WAITING:
        mail.body = ""  # it may hold a link that lets somebody in
    in_one_go(lambda: _save(mail))


def _save(mail: Mail) -> None:
    # The mail first: another process that has just passed it over on PostgreSQL may still lock it, and waits
    # for the trail.
    mail.save(update_fields=["state", "sent_at", "next_try_at", "error", "body"])
    if mail.state != Mail.State.WAITING:
        _record(mail, "done" if mail.state == Mail.State.SENT else "failed")


def _record(mail: Mail, outcome: str) -> None:
    audit.record(
        by=DELIVERER,
        verb="send",
        what=f"mail:{mail.pk}",
        cases=[mail.case_code] if mail.case_code else [],
        outcome=outcome,
        fields=[mail.kind],
    )


def message(mail: Mail) -> EmailMessage:
    """The mail as it travels: addresses without names, nothing that tells who reads it when."""
    return EmailMessage(
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


class Files(BaseEmailBackend):
    """Where there is no mail server: each mail becomes a file, named after its Message-ID."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            path = file_of(email.extra_headers["Message-ID"])
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.stem}.{os.getpid()}")
            with unfinished.open("wb") as file:
                file.write(email.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]  # Django's
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        return len(email_messages)


def file_of(message_id: str) -> Path:
    """Where the mail of that Message-ID lies, if it was sent without a mail server."""
    name = re.sub(r"[^0-9A-Za-z-]", "", message_id.partition("@")[0])
    return Path(settings.OUTBOX) / f"{name}.eml"
