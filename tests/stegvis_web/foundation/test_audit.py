"""The audit trail is written with what it records, chained, and never changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation import audit, triggers
from stegvis_web.foundation.models import AuditEvent, AuditHead, AuditMention
from tests.together import together

INGRID = Viewer("user:1", "staff")


def read(*cases: str, by: Viewer = INGRID) -> AuditEvent:
    return audit.record(by=by, verb="read", what="plan", cases=cases)


@pytest.mark.django_db
def test_what_concerns_one_case_stands_in_the_chain_of_the_case() -> None:
    first, second = read("NV-0001"), read("NV-0001")
    assert [(event.chain, event.number) for event in (first, second)] == [("NV-0001", 1), ("NV-0001", 2)]
    assert second.previous == first.hash
    assert AuditHead.objects.get(chain="NV-0001").hash == second.hash


@pytest.mark.django_db
def test_a_list_is_one_event_in_the_readers_own_chain_that_names_every_case() -> None:
    event = read("NV-0002", "NV-0001", "NV-0002")
    assert event.chain == "user:1"
    assert list(event.mentions.values_list("case_code", flat=True)) == ["NV-0001", "NV-0002"]
    assert audit.about("NV-0002").get() == event


@pytest.mark.django_db
def test_an_event_costs_two_statements_and_on_sqlite_three() -> None:
    statements = 2 if connection.vendor == "postgresql" else 3
    read("NV-0001")
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        read("NV-0001")
    assert len(queries) == statements
    read("NV-0001", "NV-0002")
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        audit.record(by=INGRID, verb="read", what="caseload", cases=[f"NV-{n:04}" for n in range(50)])
    assert len(queries) == statements


@pytest.mark.django_db
def test_an_event_falls_with_the_write_that_it_records() -> None:
    with transaction.atomic():
        read("NV-0001")
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()
    assert read("NV-0001").number == 1


TAMPERINGS = [
    lambda: AuditEvent.objects.update(actor="user:2"),
    lambda: AuditEvent.objects.all()._raw_delete("default"),
    lambda: AuditMention.objects.update(case_code="NV-0009"),
    lambda: AuditMention.objects.all()._raw_delete("default"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_the_database_refuses_to_change_or_delete(tamper: Callable[[], object]) -> None:
    read("NV-0001")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper()


@pytest.mark.django_db
def test_the_database_refuses_to_empty_or_replace() -> None:
    read("NV-0001")
    attack = (
        f"TRUNCATE {triggers.EVENT} CASCADE"
        if connection.vendor == "postgresql"
        else f"REPLACE INTO {triggers.MENTION} SELECT * FROM {triggers.MENTION}"
    )
    connection.check_constraints()  # now, because PostgreSQL never empties a table while they wait
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(attack)


@pytest.mark.django_db
def test_the_database_refuses_an_event_beside_its_chain() -> None:
    event = read("NV-0001")
    event.pk, event.number = None, 5
    with pytest.raises(DatabaseError, match="follow the head"), transaction.atomic():
        event.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_stand_one_after_the_other() -> None:
    def write() -> None:
        for _ in range(10):
            read("NV-0001")

    together(write, write, write, write)
    events = list(AuditEvent.objects.order_by("number"))
    assert [event.number for event in events] == list(range(1, 41))
    assert [event.previous for event in events[1:]] == [event.hash for event in events[:-1]]


def unavailable(request: HttpRequest) -> HttpResponse:
    return HttpResponse("not now", status=503)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """A page that shows something although its read could not be written down; gives its status."""
    monkeypatch.setattr(audit, "_unavailable", unavailable)

    def show(request: HttpRequest) -> HttpResponse:
        with contextlib.suppress(Exception):
            read("NV-0001")
        return HttpResponse("a diagnosis")

    return lambda: audit.AuditOrNothing(show)(RequestFactory().get("/")).status_code


@pytest.mark.django_db(transaction=True)
def test_nothing_is_shown_when_the_trail_cannot_be_written(page: Callable[[], int]) -> None:
    assert page() == 200
    triggers.disarm()  # so that the head stays behind, and the next event cannot follow it
    assert [page(), page()] == [200, 503]


@pytest.mark.parametrize("error", [audit.AuditUnavailable("no"), OperationalError("gone"), InterfaceError()])
def test_an_error_of_the_trail_or_the_database_is_one_plain_page(
    error: Exception, page: Callable[[], int]
) -> None:
    request = RequestFactory().get("/")
    response = audit.AuditOrNothing(unavailable).process_exception(request, error)
    assert response is not None
    assert response.status_code == 503


@pytest.mark.django_db
def test_a_database_that_is_gone_before_any_view_is_one_plain_page_with_what_was_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(request: HttpRequest) -> None:
        raise OperationalError

    monkeypatch.setattr("stegvis_web.people.viewer.who_asks", gone)
    page = Client(raise_request_exception=False).post(
        "/", {"text": "two hours are enough", "form_key": "k-1", "password": "sesame"}
    )
    assert page.status_code == 503
    assert b"two hours are enough" in page.content
    assert b"k-1" in page.content
    assert b"sesame" not in page.content
