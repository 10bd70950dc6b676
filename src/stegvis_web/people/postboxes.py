"""Where mails go when they leave the outbox: to a mail server, or into the data folder as files.

Each postbox says of the mail it was given last whether its text had begun to leave (`text_begun`). As long as
that is false, a mail that came to nothing was certainly not sent.
"""

from __future__ import annotations

import os
import re
import smtplib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend


class _Line(smtplib.SMTP):
    """A line to a mail server that says when the text of a mail begins to go over it."""

    def __init__(self, *args: Any, begins: Callable[[], None], **options: Any) -> None:
        self._begins = begins
        super().__init__(*args, **options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        self._begins()
        return super().data(msg)


class _SealedLine(_Line, smtplib.SMTP_SSL):
    """The same, encrypted from its first word."""


class Smtp(EmailBackend):
    """A mail server."""

    text_begun = False

    @property
    def connection_class(self) -> Any:
        return partial(_SealedLine if self.use_ssl else _Line, begins=self._begins)

    def _begins(self) -> None:
        self.text_begun = True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.text_begun = False
        return super().send_messages(email_messages)


class Files(BaseEmailBackend):
    """Where there is no mail server: each mail becomes a file, named after its Message-ID.

    The file gets its name when it is whole, and after that nothing more can go wrong.
    """

    text_begun = False

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
