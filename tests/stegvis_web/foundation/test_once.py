"""A form sent twice is done once, by whomever and however fast."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import timezone

from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import NOBODY, Viewer
from stegvis_web.foundation import audit
from stegvis_web.foundation.models import AuditEvent, Submission
from stegvis_web.foundation.once import FIELD, form_key, once
from stegvis_web.foundation.tidying import SUBMISSIONS_LAST, tidy
from stegvis_web.people.models import SignedIn
from tests.together import together

INGRID = Viewer("user:1", "staff")
SARA = Viewer("user:2", "staff")

pytestmark = pytest.mark.django_db


def request(key: str, by: Viewer = INGRID, path: str = "/plan/", **typed: object) -> HttpRequest:
    made = RequestFactory().post(
        path, {"text": "rest on Wednesdays", **typed, **({FIELD: key} if key else {})}
    )
    made.viewer = by  # type: ignore[attr-defined]
    return made


def write() -> str:
    """What a form does: it leaves a row, and says where to go."""
    row = audit.record(by=INGRID, verb="create", what="step", cases=["NV-0001"])
    return f"/step/{row.number}/"


def rows() -> int:
    return AuditEvent.objects.count()


def test_a_form_is_done_and_leads_on() -> None:
    answer = once(request(form_key(INGRID)), write)
    assert isinstance(answer, HttpResponseRedirect)
    assert answer.url == "/step/1/"


def test_the_same_form_again_leads_to_the_same_page_and_does_nothing() -> None:
    key = form_key(INGRID)
    assert [once(request(key), write).url for _ in range(3)] == ["/step/1/"] * 3
    assert rows() == 1


def test_another_form_with_the_same_words_is_another_form() -> None:
    assert [once(request(form_key(INGRID)), write).url for _ in range(2)] == ["/step/1/", "/step/2/"]


def test_a_form_without_a_key_works() -> None:
    assert once(request(""), write).url == "/step/1/"


@pytest.mark.parametrize("key", ["0d1fe8c4", "x" * 5000, "å\x00", "a:b:c"])
def test_a_key_that_we_did_not_make_works_as_well(key: str) -> None:
    assert [once(request(key), write).url for _ in range(2)] == ["/step/1/"] * 2


@pytest.mark.parametrize("owner", [INGRID, NOBODY])
def test_a_form_made_for_somebody_else_is_refused(owner: Viewer) -> None:
    with pytest.raises(Refusal):
        once(request(form_key(owner), by=SARA), write)
    assert rows() == 0


def test_a_key_that_somebody_else_has_used_is_refused() -> None:
    once(request("0d1fe8c4"), write)
    with pytest.raises(Refusal):
        once(request("0d1fe8c4", by=SARA), write)
    assert rows() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "rest on Thursdays"},
        {"path": "/another/"},
        {"file": SimpleUploadedFile("note.txt", b"words")},
    ],
)
def test_what_was_changed_and_sent_with_the_old_key_is_not_silently_dropped(
    changed: dict[str, Any], settings: Any
) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # takes all
    key = form_key(INGRID)
    once(request(key), write)
    with pytest.raises(Refusal, match="not saved yet"):
        once(request(key, **changed), write)
    assert rows() == 1


def test_a_form_that_was_refused_can_be_sent_again() -> None:
    def refuse() -> str:
        write()
        raise Refusal("The day is before the plan begins.")

    key = form_key(INGRID)
    with pytest.raises(Refusal):
        once(request(key), refuse)
    assert rows() == 0
    assert once(request(key), write).url == "/step/1/"


def at_once(act: Callable[[], object], times: int = 5) -> list[object]:
    """What `act` gives when so many do it at the same moment."""
    given: list[object] = []
    barrier = threading.Barrier(times)

    def do() -> None:
        barrier.wait()
        given.append(act())

    together(*[do] * times)
    return given


@pytest.mark.django_db(transaction=True)
def test_a_double_click_waits_for_the_first_and_does_nothing() -> None:
    key = form_key(INGRID)
    assert at_once(lambda: once(request(key), write).url) == ["/step/1/"] * 5
    assert rows() == 1


@pytest.mark.django_db(transaction=True)
def test_when_the_first_of_two_fails_the_second_is_done() -> None:
    key = form_key(INGRID)
    first = threading.Event()

    def fail_first() -> str:
        if not first.is_set():
            first.set()
            raise Refusal("Not now.")
        return write()

    def send() -> object:
        try:
            return once(request(key), fail_first).url
        except Refusal as refused:
            return str(refused)

    assert sorted(map(str, at_once(send, 3))) == ["/step/1/", "/step/1/", "Not now."]


def test_notes_of_old_forms_are_tidied_away() -> None:
    once(request(form_key(INGRID)), write)
    assert tidy()["forms sent"] == 0
    with time_machine.travel(timezone.now() + SUBMISSIONS_LAST + timedelta(minutes=1)):
        assert tidy()["forms sent"] == 1
    assert not Submission.objects.exists()


def test_ended_sessions_are_tidied_away() -> None:
    for days in (-1, 1):
        at = timezone.now() + timedelta(days=days)
        SignedIn.objects.create(session_key=f"key{days}", session_data="", expire_date=at)
    assert tidy()["sessions"] == 1
    assert SignedIn.objects.get().session_key == "key1"
