"""The demo's post: mails of the past are written, and carried, at their time."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from unittest import mock

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from stegvis_web.people import mail
from stegvis_web.people.models import Mail


class NobodyThere(BaseEmailBackend):
    """A mail server that knows none of the addresses."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPRecipientsRefused({to: (550, b"") for email in email_messages for to in email.to})


class NoAnswer(BaseEmailBackend):
    """A line to a mail server that drops when the whole mail has gone over it."""

    text_begun = True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise smtplib.SMTPServerDisconnected


def deliver(*, arrives: bool | None = True) -> None:
    """Carry what waits, at the clock's moment; `arrives` tells whether the mail server takes it.

    None: nobody knows.
    """
    now = timezone.now()
    # The table's own default is the real clock, which the story does not turn back.
    Mail.objects.filter(state=Mail.State.WAITING).update(created_at=now, next_try_at=now)
    if arrives:
        mail.deliver()
    else:
        with mock.patch.object(mail, "get_connection", NoAnswer if arrives is None else NobodyThere):
            mail.deliver()
