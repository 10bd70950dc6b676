"""A sender that is killed in the middle: its mail is neither lost nor sent twice, and a person decides."""

from __future__ import annotations

import email
import email.policy
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people import mail
from stegvis_web.people.deciding import Decision, decide
from stegvis_web.people.models import Mail
from tests import cast
from tests.stegvis_web.people.mail_server import Server, serving
from tests.together import start

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60
"""Seconds that a new process may take at most to come to what a test waits for."""


@pytest.fixture
def server() -> Iterator[Server]:
    with (
        serving() as server,
        override_settings(EMAIL_BACKEND="stegvis_web.people.postboxes.Smtp", EMAIL_HOST="127.0.0.1"),
        override_settings(EMAIL_PORT=server.port),
    ):
        yield server


@pytest.fixture
def row() -> Mail:
    johan = cast.person(cast.service(), "Johan Berg", email="johan@example.org")
    return mail.write(
        person=johan, case_code="NV-0001", kind="invitation", subject="An answer, please", body="Hello."
    )


def database() -> str:
    """The address of the test's own database."""
    values: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**values)


@pytest.fixture
def sender(server: Server, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Begins `stegvis deliver` as a process of its own, on the test's database."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("STEGVIS_")}
    ours = {
        "DJANGO_SETTINGS_MODULE": "stegvis_web.settings",
        "STEGVIS_SECRET_KEY": "k" * 50,
        "STEGVIS_DATA": str(tmp_path),
        "STEGVIS_DATABASE": database(),
        "STEGVIS_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
    }
    begun: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        program = Path(sys.executable).with_name("stegvis")
        process = subprocess.Popen([program, "deliver"], env={**own, **ours}, stderr=subprocess.PIPE)
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def killed_after_the_servers_yes(server: Server, begin: Callable[[], subprocess.Popen[bytes]]) -> None:
    """The server has the text and says yes; the note of it waits for a lock, and the sender is killed."""
    locked, answered, over = threading.Event(), threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            list(Mail.objects.select_for_update())  # on SQLite the transaction alone holds everything
            locked.set()
            over.wait(PATIENCE)

    holders: list[threading.Thread] = []

    def lock() -> None:
        holders.append(start(hold))
        locked.wait(PATIENCE)

    server.before_answer, server.after_answer = lock, answered.set
    process = begin()
    assert answered.wait(PATIENCE), "the sender never came to the end of the text"
    process.kill()
    process.wait()
    over.set()
    for holder in holders:
        holder.join()
    server.before_answer = server.after_answer = lambda: None


def decide_about(row: Mail, decision: Decision) -> None:
    with transaction.atomic():
        decide(by=cast.TESTS, row=row, decision=decision)


def when_its_claim_is_over() -> time_machine.travel:
    return time_machine.travel(timezone.now() + mail.CLAIMED_FOR)


def outcomes() -> list[str]:
    return list(
        AuditEvent.objects.filter(what__startswith="mail:").order_by("pk").values_list("outcome", flat=True)
    )


def test_a_sender_sends_if_nobody_kills_it(
    row: Mail, server: Server, sender: Callable[[], subprocess.Popen[bytes]]
) -> None:
    _, said = sender().communicate()
    assert said == b"Mails: 1 sent, 0 to be tried again, 0 failed.\n"
    assert len(server.mails) == 1


def test_a_mail_whose_sender_was_killed_before_it_noted_the_servers_yes_is_not_sent_again_by_itself(
    row: Mail, server: Server, sender: Callable[[], subprocess.Popen[bytes]]
) -> None:
    killed_after_the_servers_yes(server, sender)
    row.refresh_from_db()
    assert row.state == "sending"
    assert mail.deliver() == mail.Delivered(), "for ten minutes it belongs to whoever took it up"
    with when_its_claim_is_over():
        assert mail.deliver() == mail.Delivered(unsure=1)
        assert mail.deliver() == mail.Delivered()
    row.refresh_from_db()
    assert (row.state, row.body) == ("unsure", "Hello.")
    assert len(server.mails) == 1
    assert outcomes() == ["tried", "unsure"]


def test_sent_again_it_is_the_same_mail(
    row: Mail, server: Server, sender: Callable[[], subprocess.Popen[bytes]]
) -> None:
    killed_after_the_servers_yes(server, sender)
    with when_its_claim_is_over():
        mail.deliver()
        decide_about(row, Decision.AGAIN)
        assert mail.deliver() == mail.Delivered(sent=1)
    sent = [email.message_from_bytes(text, policy=email.policy.default) for text in server.mails]
    assert [one["Message-ID"] for one in sent] == [row.message_id] * 2
    row.refresh_from_db()
    assert (row.state, row.body, row.tries, row.decided_by) == ("sent", "", 1, cast.TESTS.code)
    assert outcomes() == ["tried", "unsure", "again", "tried", "done"]


def test_if_it_arrived_nothing_is_sent(
    row: Mail, server: Server, sender: Callable[[], subprocess.Popen[bytes]]
) -> None:
    killed_after_the_servers_yes(server, sender)
    with when_its_claim_is_over():
        mail.deliver()
        decide_about(row, Decision.ARRIVED)
        assert mail.deliver() == mail.Delivered()
    assert len(server.mails) == 1
    row.refresh_from_db()
    assert (row.state, row.body) == ("sent", "")
    assert row.sent_at is not None
    assert row.sent_at < timezone.now(), "it was sent when it was tried, not when somebody said so"


def test_a_mail_whose_sender_was_killed_before_the_text_is_not_lost(
    row: Mail, server: Server, sender: Callable[[], subprocess.Popen[bytes]]
) -> None:
    reached, over = threading.Event(), threading.Event()

    def hang() -> None:
        reached.set()
        over.wait(PATIENCE)

    server.before_recipient = hang
    process = sender()
    assert reached.wait(PATIENCE)
    process.kill()
    process.wait()
    over.set()
    with when_its_claim_is_over():
        assert mail.deliver() == mail.Delivered(unsure=1), "nobody can tell how far it came"
    row.refresh_from_db()
    assert (row.state, row.body) == ("unsure", "Hello.")
    assert server.mails == []
