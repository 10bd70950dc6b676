"""Faults as they come: a full disk, a trail that cannot be written, a mail server away, clocks that jump."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from django.utils import timezone

from stegvis.casework.meetings import MeetingState
from stegvis.casework.party import Party
from stegvis.casework.referral import Mode
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases
from stegvis_web.casework.queries.meetings import state_of_meeting
from stegvis_web.casework.queries.plans import step_of
from stegvis_web.foundation import audit, seal
from stegvis_web.foundation.models import AuditEvent, Submission
from stegvis_web.people import mail
from stegvis_web.people.models import Mail, SignedIn
from tests import cast
from tests.cast import come_by_link, sign_in
from tests.made_once import made_once
from tests.stegvis_web.addresses import addresses
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.stegvis_web.fuzzing import open_to, paths, visitors
from tests.stegvis_web.people.mail_server import serving
from tests.together import together
from tests.told_case import GOAL, Told, agreed, drafted, opened, told_case
from tests.told_meeting import called
from tests.told_open import left_open
from tests.told_whole import NOTE, SAID_TO_INGRID, told_whole

LONG = "A long note. " * 300


@pytest.fixture
@made_once
def whole() -> Told:
    return told_whole(english_cast())


# The disk is full


@pytest.fixture
def full_disk(transactional_db: None) -> Iterator[Any]:
    """A told case, and a switch that lets SQLite's file grow no further: its own error, not a made-up one."""
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite can be told that its disk is full.")
    told = told_case(english_cast())

    def pragma(words: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {words}")
            found = cursor.fetchone()
            return int(found[0]) if found else 0

    def full(yes: bool) -> None:
        if yes:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")  # pages that earlier tests left free would take more rows
            pragma("wal_checkpoint(TRUNCATE)")
        pragma(f"max_page_count = {pragma('page_count') if yes else 1_000_000_000}")

    yield told, full
    full(False)


def test_on_a_full_disk_a_form_comes_back_and_nothing_is_half_done(full_disk: Any) -> None:
    told, full = full_disk
    client = sign_in(Client(raise_request_exception=False), told.cast.ingrid)
    address = f"/cases/{told.code}/contacts/"
    form = {"on": timezone.localdate().isoformat(), "mode": "phone", "reached": "spoke", "note": LONG}
    contacts, events = models.Contact.objects.count(), AuditEvent.objects.count()
    full(True)
    statuses = {client.post(address, form).status_code for _ in range(3)}
    full(False)
    assert statuses <= {503, 302}
    assert 503 in statuses
    added = models.Contact.objects.count() - contacts
    assert AuditEvent.objects.count() - events == added
    assert list(seal.verify()) == []
    again = client.post(address, form)
    assert again.status_code == 302
    assert models.Contact.objects.count() == contacts + added + 1


def test_on_a_full_disk_the_page_says_so_and_holds_what_was_typed(full_disk: Any) -> None:
    told, full = full_disk
    client = sign_in(Client(raise_request_exception=False), told.cast.ingrid)
    full(True)
    form = {"on": timezone.localdate().isoformat(), "mode": "phone", "reached": "spoke", "note": LONG}
    answers = [client.post(f"/cases/{told.code}/contacts/", form) for _ in range(3)]
    full(False)
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert LONG.strip() in refused.content.decode()
    assert "Traceback" not in refused.content.decode()


def test_on_a_full_disk_pages_that_need_no_trail_go_on(full_disk: Any) -> None:
    _told, full = full_disk
    full(True)
    client = Client(raise_request_exception=False)
    assert client.get("/sign-in/").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_on_a_full_disk_a_page_is_shown_only_with_its_event_and_later_again(
    full_disk: Any,
) -> None:
    told, full = full_disk
    client = sign_in(Client(raise_request_exception=False), told.cast.ingrid)
    path, events = f"/cases/{told.code}/plan/", AuditEvent.objects.count()
    full(True)
    answers = [client.get(path) for _ in range(30)]  # what is left of the last page of the file is used first
    full(False)
    shown = [answer for answer in answers if answer.status_code == 200]
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert len(shown) < len(answers)
    assert AuditEvent.objects.count() - events == len(shown)
    assert all((GOAL in answer.content.decode()) is (answer in shown) for answer in answers)
    assert GOAL in client.get(path).content.decode()
    assert list(seal.verify()) == []


# The trail cannot be written


def fails(*_: object) -> None:
    raise DatabaseError("no space left on device")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["ingrid", "marit", "maja", "employer"])
def test_without_the_trail_no_page_shows_anything_of_a_case(
    whole: Told, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    if who == "employer":
        come_by_link(client, whole.invite(Party.EMPLOYER))
    else:
        sign_in(client, getattr(whole.cast, who))
    walked = addresses(whole)
    monkeypatch.setattr(audit, "_append", fails)
    statuses = set()
    for address in walked:
        if address.name == "account_logout":
            continue
        answer = client.get(address.path)
        statuses.add(answer.status_code)
        page = b"".join(answer) if answer.streaming else answer.content
        hers = () if who == "maja" else ("Maja Lindqvist",)  # her own name stands on her own pages
        for words in (GOAL, NOTE, SAID_TO_INGRID, *hers):
            assert words.encode() not in page, (address, words)
    assert 503 in statuses
    assert not statuses - {200, 302, 404, 405, 410, 503}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["ingrid", "employer"])
def test_without_the_trail_no_form_changes_anything(
    whole: Told, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (client,) = visitors(left_open(whole), [who]).values()
    asked = [
        form
        for form in open_to(client, paths(whole)).forms
        if form.method == "POST" and form.action not in AWAY
    ]
    assert len(asked) > 5
    before = rows()
    monkeypatch.setattr(audit, "_append", fails)
    statuses = set()
    cookies = client.cookies.output(header="", sep=";")
    for form in asked:
        client.cookies = SimpleCookie(cookies)
        answer = client.post(form.action, {name: held[0] for name, held in form.fields.items()})
        statuses.add(answer.status_code)
        there = rows()
        if answer.status_code == 302:  # it led on and changed nothing, which may be noted
            before[NOTES] = there[NOTES]
        assert there == before, form
    assert 503 in statuses
    assert not statuses - {200, 302, 404, 405, 409, 422, 503}


NOTES = Submission._meta.db_table
"""Of forms that were sent, so that each is done once."""

AWAY = ("/sign-out/", "/open/leave/")
"""Where the forms lead that end a session."""


def rows() -> dict[str, int]:
    """How many rows each table of the site has, but for those that say who is signed in."""
    models_ = [model for model in apps.get_models() if model is not SignedIn]
    return {model._meta.db_table: model._default_manager.count() for model in models_}


# Two at once


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_the_goal_at_once_one_wins_and_both_texts_are_kept_twelve_times() -> None:
    told = drafted(agreed(opened(english_cast())))
    for number in range(12):
        answers = both_write_the_goal(told, number)
        assert sorted(answer.status_code for answer in answers.values()) == [302, 409], number
        loser = next(who for who, answer in answers.items() if answer.status_code == 409)
        winner = "ingrid" if loser == "maja" else "maja"
        assert told.plan.goal == f"{winner} wrote {number}."
        page = answers[loser].content.decode()
        assert f"{winner} wrote {number}." in page
        assert f"{loser} wrote {number}." in page


def both_write_the_goal(told: Told, number: int) -> dict[str, Any]:
    """Maja and Ingrid save another goal at the same moment, both from the same state; what each gets."""
    revision, answers = told.plan.revision, {}

    def write(who: str) -> None:
        user = told.cast.maja if who == "maja" else told.cast.ingrid
        path = "/me/plan/goal/" if who == "maja" else f"/cases/{told.code}/plan/goal/"
        form = {"goal": f"{who} wrote {number}.", "revision": revision}
        answers[who] = sign_in(Client(), user).post(path, form)

    together(lambda: write("maja"), lambda: write("ingrid"))
    return answers


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_makes_one_row() -> None:
    told = told_case(english_cast())
    client = sign_in(Client(), told.cast.ingrid)
    page = client.get(f"/cases/{told.code}/contacts/").content.decode()
    key = page.split('name="form_key" value="')[1].split('"')[0]
    form = {"on": timezone.localdate().isoformat(), "mode": "phone", "reached": "spoke", "note": "Once."}
    cookies = client.cookies.output(header="", sep=";")

    def press() -> None:
        again = Client()
        again.cookies.load(cookies)
        assert again.post(f"/cases/{told.code}/contacts/", {**form, "form_key": key}).status_code == 302

    together(press, press, press)
    assert models.Contact.objects.filter(note="Once.").count() == 1


# The clock


@pytest.mark.django_db
def test_the_trail_is_whole_whatever_the_clock_does() -> None:
    told = told_case(english_cast())
    begin = datetime.fromisoformat("2026-10-24T23:50:00+02:00")
    for jump in (0, 180, -60, 1, 7 * 24 * 60, -24 * 60, 1):
        begin += timedelta(minutes=jump)
        with time_machine.travel(begin, tick=False):
            audit.record(by=told.ingrid, verb="read", what="case", cases=[told.code])
    assert list(seal.verify()) == []
    numbers = list(AuditEvent.objects.filter(chain=told.code).order_by("pk").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db
def test_a_clock_that_goes_back_ends_no_session_and_prolongs_none() -> None:
    told = told_case(english_cast())
    noon = timezone.now().replace(microsecond=0)
    client = Client()
    with time_machine.travel(noon, tick=False):
        sign_in(client, told.cast.ingrid)
        assert client.get("/today/").status_code == 200
    with time_machine.travel(noon - timedelta(hours=1), tick=False):
        assert client.get("/today/").status_code == 200
    with time_machine.travel(noon + timedelta(minutes=20), tick=False):
        assert client.get("/today/").status_code == 200
    with time_machine.travel(noon + timedelta(hours=13), tick=False):
        assert client.get("/today/").status_code == 302


@pytest.mark.django_db
def test_on_the_night_when_the_clock_is_put_back_an_hour_has_two_of_everything() -> None:
    told = told_case(english_cast())
    halves = [datetime.fromisoformat(f"2026-10-25T02:30:00+0{offset}:00") for offset in (2, 1)]
    for at in halves:
        with time_machine.travel(at, tick=False):
            assert timezone.localdate().isoformat() == "2026-10-25"
            models.Case.objects.filter(code=told.code).update(opened_on="2026-10-01")
            models.Referral.objects.update(received_on="2026-10-01", voluntary_explained_on="2026-10-02")
            cases.log_contact(
                by=told.ingrid, code=told.code, on=timezone.localdate(), mode=Mode.PHONE, reached=True
            )
    rows = models.Contact.objects.filter(case__code=told.code).order_by("-pk")[:2]
    assert [row.logged_at for row in rows] == [halves[1], halves[0]]
    assert rows[0].logged_at - rows[1].logged_at == timedelta(hours=1)
    assert list(seal.verify()) == []


THE_NIGHT = ("2026-10-25T02:{}:00+02:00", "2026-10-25T02:{}:00+01:00")
"""A minute past two, before and after the clock is put back."""


@pytest.mark.django_db
def test_on_that_night_a_meeting_is_over_when_it_is_over() -> None:
    told = agreed(opened(english_cast()))
    first, second = (datetime.fromisoformat(at.format(30)) for at in THE_NIGHT)
    with time_machine.travel(first - timedelta(days=2), tick=False):
        early, late = called(told, first), called(told, second)
        assert early.starts_at is not None
        assert late.starts_at is not None
        assert late.starts_at - early.starts_at == timedelta(hours=1)
    for at, states in (
        (THE_NIGHT[0].format(29), (MeetingState.SET, MeetingState.SET)),
        (THE_NIGHT[0].format(31), (MeetingState.OVER, MeetingState.SET)),
        (THE_NIGHT[1].format(29), (MeetingState.OVER, MeetingState.SET)),
        (THE_NIGHT[1].format(31), (MeetingState.OVER, MeetingState.OVER)),
    ):
        with time_machine.travel(datetime.fromisoformat(at), tick=False):
            assert (state_of_meeting(early), state_of_meeting(late)) == states, at


@pytest.mark.django_db
def test_a_meeting_at_an_hour_that_comes_twice_is_asked_about_and_what_was_typed_is_kept() -> None:
    told = agreed(opened(english_cast()))
    day = first_day_of_winter_time(timezone.localdate())
    form = {"why": "My own sentence.", "place": "Library", "lasts": 45, "day1": f"{day}", "at1": "02:30"}
    client = sign_in(Client(), told.cast.ingrid)
    page = client.post(f"/cases/{told.code}/meetings/new/", form)
    assert page.status_code == 422
    assert "comes twice" in page.content.decode()
    assert "My own sentence." in page.content.decode()


def first_day_of_winter_time(after: date) -> date:
    """The next last Sunday of an October."""
    last = max(date(after.year, 10, day) for day in range(25, 32) if date(after.year, 10, day).weekday() == 6)
    return last if last > after else first_day_of_winter_time(date(after.year + 1, 1, 1))


@pytest.mark.django_db
def test_what_is_due_on_the_long_day_is_late_when_that_day_has_ended_and_not_an_hour_before() -> None:
    told = drafted(agreed(opened(english_cast())))
    step = told.plan.steps.order_by("number")[0]
    step.due = date(2026, 10, 25)
    for at, late in (
        (THE_NIGHT[0].format(30), False),
        (THE_NIGHT[1].format(30), False),
        ("2026-10-25T23:30:00+01:00", False),  # by summer time it would be tomorrow
        ("2026-10-26T00:00:00+01:00", True),
        (THE_NIGHT[1].format(30), False),  # the clock jumps back, and forward again
        ("2026-10-26T00:00:00+01:00", True),
    ):
        with time_machine.travel(datetime.fromisoformat(at), tick=False):
            assert step_of(step).is_late(timezone.localdate()) is late, at


# The mail server is away


@pytest.mark.django_db
def test_after_an_hour_without_a_mail_server_every_mail_arrives_once() -> None:
    johan = cast.person(cast.service(), "Johan Berg", email="johan@example.org")
    began = timezone.now()
    with time_machine.travel(began, tick=False):
        for number in range(3):
            mail.write(
                person=johan, case_code="NV-0001", kind="invitation", subject=f"{number}", body="Hello."
            )
    smtp = {"EMAIL_BACKEND": "stegvis_web.people.postboxes.Smtp", "EMAIL_HOST": "127.0.0.1"}
    with serving() as server:
        port = server.port
        with override_settings(**smtp, EMAIL_PORT=1):
            assert get_connection().port == 1  # type: ignore[attr-defined]
            for minute in range(0, 60, 5):
                with time_machine.travel(began + timedelta(minutes=minute), tick=False):
                    mail.deliver()
        assert set(Mail.objects.values_list("state", flat=True)) == {"waiting"}
        with override_settings(**smtp, EMAIL_PORT=port):
            for minute in range(60, 60 * 7, 15):
                with time_machine.travel(began + timedelta(minutes=minute), tick=False):
                    mail.deliver()
        assert len(server.mails) == 3
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
