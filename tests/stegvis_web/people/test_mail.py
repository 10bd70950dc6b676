"""Mails leave the outbox once, are tried again while it makes sense, and say nothing about anybody."""

from __future__ import annotations

import email
import email.policy
import os
import signal
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
import time_machine
import vobject
from click.testing import CliRunner
from django.conf import settings
from django.db import OperationalError, transaction
from django.test import override_settings
from django.utils import timezone

from stegvis.cli import main
from stegvis.foundation.errors import Refusal
from stegvis_web.foundation import audit, triggers
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people import deciding, mail
from stegvis_web.people.models import Mail
from tests import cast
from tests.stegvis_web.people.mail_server import SILENCE, Server, serving
from tests.together import start, together, wait_until_somebody_waits

SQLITE = "sqlite3" in str(settings.DATABASES["default"]["ENGINE"])
SMTP = "stegvis_web.people.postboxes.Smtp"


@pytest.fixture
def server() -> Iterator[Server]:
    with (
        serving() as server,
        override_settings(
            EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port, EMAIL_TIMEOUT=5
        ),
    ):
        yield server


@pytest.fixture
def write(db: None) -> Callable[..., Mail]:
    norrvik = cast.service()
    johan = cast.person(norrvik, "Johan Berg", email="johan@example.org", language="sv")

    def write(case_code: str = "NV-0001", to: str = "johan@example.org", **calendar: str) -> Mail:
        johan.email = to
        return mail.write(
            person=johan,
            case_code=case_code,
            kind="invitation",
            subject="Ett svar önskas",
            body="Hej på er,\n\nså här.",
            **calendar,
        )

    return write


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Path]:
    with override_settings(EMAIL_BACKEND="stegvis_web.people.postboxes.Files", OUTBOX=tmp_path / "outbox"):
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


def test_a_mail_whose_sender_died_was_perhaps_sent_and_is_not_sent_again(
    write: Callable[..., Mail], server: Server
) -> None:
    row = write()
    claimed = mail._claim(timezone.now())
    assert claimed
    assert mail.deliver() == mail.Delivered(), "the other process may still be at it"
    with time_machine.travel(timezone.now() + mail.CLAIMED_FOR):
        assert mail.deliver() == mail.Delivered(unsure=1)
        assert mail.deliver() == mail.Delivered()
    row.refresh_from_db()
    assert (row.state, row.tries, row.error, row.body) == ("unsure", 1, mail.CUT_OFF, "Hej på er,\n\nså här.")
    assert mail.tried_at(row) == mail.tried_at(claimed)
    assert server.mails == []
    assert outcomes() == ["tried", "unsure"]


def test_what_comes_late_is_still_noted_if_nobody_has_decided(
    write: Callable[..., Mail], server: Server
) -> None:
    row = write()
    claimed = mail._claim(timezone.now())
    assert claimed
    with time_machine.travel(timezone.now() + mail.CLAIMED_FOR):
        assert mail.deliver() == mail.Delivered(unsure=1)
    round_ = mail.Delivered()
    mail._note(claimed, None, round_)
    row.refresh_from_db()
    assert (row.state, row.body, round_) == ("sent", "", mail.Delivered(sent=1))


def test_what_comes_after_a_decision_is_not_noted(write: Callable[..., Mail], server: Server) -> None:
    row = write()
    claimed = mail._claim(timezone.now())
    assert claimed
    with time_machine.travel(timezone.now() + mail.CLAIMED_FOR):
        mail.deliver()
        deciding.decide(by=cast.TESTS, row=row, decision=deciding.Decision.AGAIN)
        assert mail.deliver() == mail.Delivered(sent=1)
    round_ = mail.Delivered()
    mail._note(claimed, mail.Trouble("TimeoutError"), round_)
    row.refresh_from_db()
    assert (row.state, row.error, round_) == ("sent", "", mail.Delivered())


def test_a_line_that_drops_in_the_text_leaves_us_unsure_at_once(
    write: Callable[..., Mail], server: Server
) -> None:
    server.to_mail = SILENCE
    row, other = write(), write()
    assert mail.deliver() == mail.Delivered(unsure=1)
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.error) == ("unsure", "SMTPServerDisconnected")
    assert row.body, "it may have to be sent again"
    assert (other.state, other.tries) == ("waiting", 0)
    assert outcomes() == ["tried", "unsure"]


def test_a_server_that_takes_too_long_over_the_text_leaves_us_unsure(
    write: Callable[..., Mail], server: Server
) -> None:
    answer = threading.Event()

    def think() -> None:
        answer.wait(10)

    server.before_answer = think
    with override_settings(EMAIL_TIMEOUT=0.2):
        write()
        assert mail.deliver() == mail.Delivered(unsure=1)
    answer.set()


def test_a_line_that_drops_before_the_text_is_a_passing_trouble(
    write: Callable[..., Mail], server: Server
) -> None:
    server.to_recipient = SILENCE
    row = write()
    assert mail.deliver() == mail.Delivered(later=1)
    row.refresh_from_db()
    assert (row.state, row.error) == ("waiting", "SMTPServerDisconnected")


def test_a_drop_before_the_second_text_says_nothing_about_the_first(
    write: Callable[..., Mail], server: Server
) -> None:
    first, second = write(), write()

    def drop() -> None:
        if server.mails:
            server.to_recipient = SILENCE

    server.before_recipient = drop
    assert mail.deliver() == mail.Delivered(sent=1, later=1)
    assert set(Mail.objects.values_list("pk", "state")) == {(first.pk, "sent"), (second.pk, "waiting")}


@pytest.mark.parametrize("answer", ["451 not now", "421 goodbye"])
def test_a_text_that_the_server_put_off_is_tried_again(
    write: Callable[..., Mail], server: Server, answer: str
) -> None:
    server.to_mail = answer
    row = write()
    assert mail.deliver() == mail.Delivered(later=1)
    row.refresh_from_db()
    assert (row.state, row.error) == ("waiting", f"smtp {answer[:3]}")


def test_a_postbox_that_does_not_say_how_far_it_came_leaves_us_unsure(
    write: Callable[..., Mail], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise ConnectionResetError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    write()
    assert mail.deliver() == mail.Delivered(unsure=1)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_be_noted_as_sent_is_never_sent_again_by_itself(
    write: Callable[..., Mail], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OperationalError

    row = write()
    with monkeypatch.context() as patch:
        patch.setattr(mail, "_written_down", fail)
        with pytest.raises(OperationalError):
            mail.deliver()
    row.refresh_from_db()
    assert row.state == "sending"
    with time_machine.travel(timezone.now() + mail.CLAIMED_FOR):
        assert mail.deliver() == mail.Delivered(unsure=1)
    assert len(server.mails) == 1


CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Stegvis//EN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:7@stegvis.example\r
DTSTAMP:20270301T080000Z\r
DTSTART:20270308T090000Z\r
DTEND:20270308T100000Z\r
SUMMARY:Möte\r
ORGANIZER:mailto:stegvis@stegvis.example\r
ATTENDEE:mailto:johan@example.org\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_calendar_travels_beside_the_text_and_as_a_file(write: Callable[..., Mail], server: Server) -> None:
    row = write(calendar=CALENDAR, calendar_method="REQUEST")
    assert mail.deliver() == mail.Delivered(sent=1)
    sent = email.message_from_bytes(server.mails[0], policy=email.policy.default)
    parts = {part.get_content_type(): part for part in sent.walk()}
    assert "så här" in parts["text/plain"].get_content()
    beside, file = parts["text/calendar"], parts["application/ics"]
    assert dict(beside["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert file.get_filename() == "meeting.ics"
    assert file.is_attachment()
    assert not beside.is_attachment()
    assert file.get_content() == CALENDAR.encode()
    for text in (beside.get_content(), file.get_content().decode()):
        (meeting,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
        assert meeting["SUMMARY"] == "Möte"
        assert vobject.readOne(text).vevent.summary.value == "Möte"
    row.refresh_from_db()
    assert (row.calendar, row.calendar_method) == ("", ""), "it is not kept once it is sent"


def test_without_a_calendar_a_mail_has_no_parts(write: Callable[..., Mail], server: Server) -> None:
    write()
    mail.deliver()
    assert not email.message_from_bytes(server.mails[0]).is_multipart()


def test_the_command_says_what_it_did_and_names_nobody(write: Callable[..., Mail], outbox: Path) -> None:
    write()
    result = CliRunner().invoke(main, ["deliver"])
    assert result.exit_code == 0
    assert result.stderr == "Mails: 1 sent, 0 to be tried again, 0 failed.\n"


def test_the_command_says_what_was_perhaps_sent(write: Callable[..., Mail], server: Server) -> None:
    server.to_mail = SILENCE
    write()
    result = CliRunner().invoke(main, ["deliver"])
    assert result.stderr == "Mails: 0 sent, 0 to be tried again, 0 failed, 1 perhaps sent.\n"


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
    monkeypatch.setattr("stegvis_web.foundation.registry.DUE", [])
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
