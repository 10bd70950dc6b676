"""The database is away or held by somebody else, then back: a clean page, and no form is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.utils import timezone

from stegvis_web.casework import models
from stegvis_web.foundation import audit, seal
from stegvis_web.foundation.models import AuditEvent
from tests.cast import sign_in
from tests.stegvis_web.asked_of import forms
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.told_case import GOAL, Told, told_case

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "She slept well, and wants to try <Tuesdays>."
SQLITE, POSTGRESQL = "sqlite", "postgresql"

Trouble = Callable[[], AbstractContextManager[None]]


@contextmanager
def gone() -> Iterator[None]:
    """No connection can be made: the file is not there, the server does not answer."""
    place = "NAME" if connection.vendor == SQLITE else "HOST"
    before = connection.settings_dict[place]
    connection.close()
    connection.settings_dict[place] = "/nowhere/at/all"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict[place] = before


@contextmanager
def held() -> Iterator[None]:
    """Somebody else writes, and for longer than anybody waits."""
    if connection.vendor != SQLITE:
        pytest.skip("Only SQLite lets one writer hold up all others.")
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    before, options["timeout"] = options["timeout"], 0.1
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()
        connection.close()
        options["timeout"] = before


@pytest.fixture
def told(transactional_db: None) -> Told:
    return told_case(english_cast())


@pytest.fixture
def ingrid(told: Told) -> Client:
    return sign_in(Client(raise_request_exception=False), told.cast.ingrid)


def contacts(told: Told) -> str:
    return f"/cases/{told.code}/contacts/"


def filled(client: Client, told: Told) -> dict[str, Any]:
    """The form of the page, with something typed in."""
    page = client.get(contacts(told)).content.decode()
    form = next(form for form in forms(page, contacts(told)) if "note" in form.fields)
    typed = {"on": timezone.localdate().isoformat(), "mode": "phone", "reached": "spoke", "note": WORDS}
    return {"form_key": form.fields["form_key"][0], **typed}


@pytest.mark.parametrize("trouble", [gone, held])
def test_a_form_sent_meanwhile_comes_back_with_all_that_was_typed_and_can_be_sent_again(
    told: Told, ingrid: Client, trouble: Trouble
) -> None:
    typed = filled(ingrid, told)
    events = AuditEvent.objects.count()
    with trouble():
        answer = ingrid.post(contacts(told), typed)
    assert answer.status_code == 503
    assert (models.Contact.objects.filter(note=WORDS).count(), AuditEvent.objects.count()) == (0, events)
    (again,) = forms(answer.content.decode(), contacts(told))
    back = {name: held for name, (held,) in again.fields.items() if name != "csrfmiddlewaretoken"}
    assert back == typed
    for _ in range(2):
        assert ingrid.post(again.action, back).status_code == 302
    assert models.Contact.objects.filter(note=WORDS).count() == 1
    assert list(seal.verify()) == []


@pytest.mark.parametrize("trouble", [gone, held])
def test_pages_say_so_and_show_nothing_until_it_is_back(told: Told, ingrid: Client, trouble: Trouble) -> None:
    path = f"/cases/{told.code}/plan/"
    with trouble():
        answer = ingrid.get(path)
        assert answer.status_code == 503
        assert GOAL not in answer.content.decode()
        assert "Please try again in a moment" in answer.content.decode()
    assert GOAL in ingrid.get(path).content.decode()


def test_health_says_that_it_is_gone_and_that_it_is_back(told: Told) -> None:
    with gone():
        assert Client(raise_request_exception=False).get("/healthz").status_code == 503
    assert Client().get("/healthz").status_code == 200


def test_nobody_is_signed_out_by_it(told: Told, ingrid: Client) -> None:
    with gone():
        answer = ingrid.get("/today/")
        assert not answer.cookies, "no cookie is changed or taken back"
    assert ingrid.get("/today/").status_code == 200


def test_a_server_that_stops_in_the_middle_of_an_act_leaves_nothing_of_it(
    told: Told, ingrid: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != POSTGRESQL:
        pytest.skip("Only a server can end a connection.")
    typed = filled(ingrid, told)
    append = audit._append
    stopped: list[AuditEvent] = []

    def stop_first(event: AuditEvent, codes: Any) -> None:
        if event.what == "contact" and not stopped:
            stopped.append(event)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        append(event, codes)

    monkeypatch.setattr(audit, "_append", stop_first)
    answer = ingrid.post(contacts(told), typed)
    assert answer.status_code == 503
    assert stopped
    close_old_connections()  # as a server does at the begin of each request
    assert not models.Contact.objects.filter(note=WORDS).exists()
    assert ingrid.post(contacts(told), typed).status_code == 302
    assert models.Contact.objects.filter(note=WORDS).count() == 1
    assert list(seal.verify()) == []


def test_the_database_of_the_tests_is_the_one_that_is_taken_away() -> None:
    if connection.vendor == SQLITE:
        assert Path(str(connection.settings_dict["NAME"])).is_file()
    with gone(), pytest.raises(Exception, match=r"(?i)unable to open|could not connect|connection"):
        connection.ensure_connection()
    connection.ensure_connection()
