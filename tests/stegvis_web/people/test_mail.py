"""Mails leave the outbox once, are tried again while it makes sense, and say nothing about anybody."""

from __future__ import annotations

import email
import email.policy
import os
import signal
import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import settings
from django.db import OperationalError, transaction
from django.test import override_settings
from django.utils import timezone

from stegvis.cli import main
from stegvis.foundation.errors import Refusal
from stegvis_web.foundation import audit, triggers
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people import mail
from stegvis_web.people.models import Mail
from tests import cast
from tests.together import start, together, wait_until_somebody_waits

SQLITE = "sqlite3" in str(settings.DATABASES["default"]["ENGINE"])
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Server(socketserver.ThreadingTCPServer):
    """A mail server that answers the recipient and the mail itself as it is told."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.to_sender = self.to_recipient = self.to_mail = "250 yes"
        self.mails: list[bytes] = []


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"DATA":
                    self._say("354 go on")
                    body = b""
                    while (line := self.rfile.readline()) != b".\r\n":
                        body += line
                    self._say(self.server.to_mail)
                    if self.server.to_mail.startswith("250"):
                        self.server.mails.append(body)
                case b"MAIL":
                    self._say(self.server.to_sender)
                case b"RCPT":
                    self._say(self.server.to_recipient)
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 yes")

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        with override_settings(
            EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.server_address[1], EMAIL_TIMEOUT=5
        ):
            yield server
        server.shutdown()


@pytest.fixture
def write(db: None) -> Callable[..., Mail]:
    norrvik = cast.service()
    johan = cast.person(norrvik, "Johan Berg", email="johan@example.org", language="sv")

    def write(case_code: str = "NV-0001", to: str = "johan@example.org") -> Mail:
        johan.email = to
        return mail.write(
            person=johan,
            case_code=case_code,
            kind="invitation",
            subject="Ett svar önskas",
            body="Hej på er,\n\nså här.",
        )

    return write


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Path]:
    with override_settings(EMAIL_BACKEND="stegvis_web.people.mail.Files", OUTBOX=tmp_path / "outbox"):
        yield tmp_path / "outbox"


def outcomes() -> list[str]:
    return list(AuditEvent.objects.filter(verb="send").order_by("pk").values_list("outcome", flat=True))


def test_a_mail_is_sent_once(write: Callable[..., Mail], server: Server) -> None:
    row = write()
    assert mail.deliver() == mail.Delivered(sent=1)
    assert mail.deliver() == mail.Delivered()
    row.refresh_from_db()
    assert (row.state, row.tries, row.error) == ("sent", 1, "")
    assert row.sent_at is not None
    assert len(server.mails) == 1
    assert outcomes() == ["tried", "done"]


def test_a_mail_names_nobody_and_asks_for_no_answer_by_machine(
    write: Callable[..., Mail], server: Server
) -> None:
    row = write()
    mail.deliver()
    sent = email.message_from_bytes(server.mails[0], policy=email.policy.default)
    assert sent["To"] == "johan@example.org"
    assert sent["Message-ID"] == row.message_id
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Subject"] == "Ett svar önskas"
    assert sent.get_content_type() == "text/plain"
    assert "så här" in sent.get_content()
    assert b"Johan" not in server.mails[0]


def test_the_words_of_a_sent_mail_are_not_kept(write: Callable[..., Mail], server: Server) -> None:
    row = write()
    mail.deliver()
    row.refresh_from_db()
    assert row.body == ""


def test_a_refused_recipient_is_final(write: Callable[..., Mail], server: Server) -> None:
    server.to_recipient = "550 no such person"
    row = write()
    assert mail.deliver() == mail.Delivered(failed=1)
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "smtp 550")
    assert outcomes() == ["tried", "failed"]


def test_a_refused_mail_is_final(write: Callable[..., Mail], server: Server) -> None:
    server.to_mail = "554 not this"
    write()
    assert mail.deliver() == mail.Delivered(failed=1)


def test_an_address_that_no_mail_can_have_is_final(write: Callable[..., Mail], server: Server) -> None:
    write(to="johan@example.org\nBcc: all@example.org")
    assert mail.deliver() == mail.Delivered(failed=1)
    assert server.mails == []


@pytest.mark.parametrize("answer", ["450 the box is full", "421 not now"])
def test_a_passing_trouble_is_tried_again_after_growing_pauses(
    write: Callable[..., Mail], server: Server, answer: str
) -> None:
    server.to_recipient = answer
    row = write()
    start = timezone.now()
    pauses = []
    with time_machine.travel(start, tick=False) as clock:
        while row.state == "waiting":
            mail.deliver()
            row.refresh_from_db()
            pauses.append(row.next_try_at - timezone.now())
            clock.move_to(row.next_try_at)
        assert timedelta(days=1) < timezone.now() - start < timedelta(days=2)
    assert row.tries == 10
    assert (row.state, row.error) == ("failed", f"smtp {answer[:3]}")
    assert pauses[:9] == sorted(mail.PAUSES)


def test_a_trouble_that_passes_costs_nothing(write: Callable[..., Mail], server: Server) -> None:
    server.to_recipient = "450 the box is full"
    write()
    assert mail.deliver() == mail.Delivered(later=1)
    assert mail.deliver() == mail.Delivered()
    server.to_recipient = "250 yes"
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert mail.deliver() == mail.Delivered(sent=1)


def test_one_bad_mail_does_not_stop_the_others(write: Callable[..., Mail], server: Server) -> None:
    write(to="johan@example.org\n")
    write()
    assert mail.deliver() == mail.Delivered(sent=1, failed=1)


def test_a_server_that_refuses_us_as_sender_fails_no_mail_at_once(
    write: Callable[..., Mail], server: Server
) -> None:
    server.to_sender = "550 who are you"
    write()
    write()
    assert mail.deliver() == mail.Delivered(later=1)
    assert set(Mail.objects.values_list("state", "error")) == {("waiting", "smtp 550"), ("waiting", "")}


def test_without_a_server_all_wait_and_only_one_is_tried(write: Callable[..., Mail], server: Server) -> None:
    server.shutdown()
    server.server_close()
    first, second = write(), write()
    assert mail.deliver() == mail.Delivered(later=1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.tries, first.error) == (1, "ConnectionRefusedError")
    assert second.tries == 0


def test_without_a_mail_server_setting_a_mail_is_a_file(write: Callable[..., Mail], outbox: Path) -> None:
    row = write()
    assert mail.deliver() == mail.Delivered(sent=1)
    (file,) = outbox.iterdir()
    assert file.name == f"{row.message_id[1:].partition('@')[0]}.eml"
    written = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert written["Message-ID"] == row.message_id
    assert "så här" in written.get_content()


def test_a_full_disk_is_a_passing_trouble(write: Callable[..., Mail], outbox: Path) -> None:
    outbox.write_text("a file where the folder should be")
    write()
    assert mail.deliver() == mail.Delivered(later=1)


def test_nobody_can_be_written_to_without_an_address(write: Callable[..., Mail]) -> None:
    with pytest.raises(Refusal):
        write(to="")


@pytest.mark.django_db(transaction=True)
def test_two_who_deliver_at_once_send_each_mail_once(write: Callable[..., Mail], server: Server) -> None:
    for _ in range(20):
        write()
    together(mail.deliver, mail.deliver, mail.deliver)
    assert len(server.mails) == 20
    assert set(Mail.objects.values_list("state", "tries")) == {("sent", 1)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(SQLITE, reason="On SQLite only one writes at a time.")
def test_whoever_notes_a_mail_as_sent_does_not_hold_up_one_who_has_passed_it_over(
    write: Callable[..., Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL keeps a row locked that a claim saw a moment too late; the claim then goes to the trail."""
    monkeypatch.setattr("stegvis_web.foundation.transactions.TRIES", 1)
    write()
    sent = mail._claim(timezone.now())
    assert sent
    with transaction.atomic():
        Mail.objects.select_for_update().get(pk=sent.pk)
        noting = start(lambda: mail._note(sent, None, mail.Delivered()))
        wait_until_somebody_waits()
        audit.record(by=mail.DELIVERER, verb="send", what="mail:0", cases=[sent.case_code])
    noting.join()
    sent.refresh_from_db()
    assert sent.state == "sent"


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_written_down_is_not_sent(write: Callable[..., Mail], server: Server) -> None:
    write()
    triggers.disarm()  # so that the head stays behind, and the next event cannot follow it
    audit.record(by=cast.TESTS, verb="read", what="case", cases=["NV-0001"])
    with pytest.raises(audit.AuditUnavailable):
        mail.deliver()
    assert server.mails == []
    assert CliRunner().invoke(main, ["deliver"]).exit_code == 4


def test_a_mail_whose_sender_died_is_sent_later(write: Callable[..., Mail], server: Server) -> None:
    row = write()
    mail._claim(timezone.now())
    assert mail.deliver() == mail.Delivered()
    with time_machine.travel(timezone.now() + mail.CLAIMED_FOR):
        assert mail.deliver() == mail.Delivered(sent=1)
    row.refresh_from_db()
    assert row.tries == 2


def test_the_command_says_what_it_did_and_names_nobody(write: Callable[..., Mail], outbox: Path) -> None:
    write()
    result = CliRunner().invoke(main, ["deliver"])
    assert result.exit_code == 0
    assert result.stderr == "Mails: 1 sent, 0 to be tried again, 0 failed.\n"


def test_the_command_watches_until_it_is_told_to_end(
    write: Callable[..., Mail], outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = mail.deliver

    def fail() -> None:
        raise OperationalError

    rounds: Iterator[Callable[[], object]] = iter([real, fail, lambda: os.kill(os.getpid(), signal.SIGTERM)])

    def deliver() -> mail.Delivered:
        done = next(rounds)()
        return done if isinstance(done, mail.Delivered) else mail.Delivered()

    monkeypatch.setattr("stegvis_web.people.mail.deliver", deliver)
    monkeypatch.setattr(threading.Event, "wait", lambda *_: None)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    write()
    try:
        result = CliRunner().invoke(main, ["deliver", "--watch", "2"])
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "Mails: 1 sent, 0 to be tried again, 0 failed.",
        "The database cannot be written. Trying again.",
    ]
