"""The audit trail is written with what it records, chained, and never changed."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation import audit, triggers
from stegvis_web.foundation.models import AuditEvent, AuditHead, AuditMention

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
def test_an_event_costs_three_statements() -> None:
    read("NV-0001")
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        read("NV-0001")
    assert len(queries) == 3
    read("NV-0001", "NV-0002")
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        audit.record(by=INGRID, verb="read", what="caseload", cases=[f"NV-{n:04}" for n in range(50)])
    assert len(queries) == 3


@pytest.mark.django_db
def test_an_event_falls_with_the_write_that_it_records() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        read("NV-0001")
        _ = 1 / 0
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
    event = read("NV-0001")
    if connection.vendor == "postgresql":
        attack = f"TRUNCATE {triggers.EVENT} CASCADE"
    else:
        attack = (
            f"INSERT OR REPLACE INTO {triggers.MENTION} (id, event_id, case_code)"
            f" SELECT id, event_id, 'NV-0009' FROM {triggers.MENTION}"
        )
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)
    assert event.mentions.get().case_code == "NV-0001"


@pytest.mark.django_db
def test_the_database_refuses_an_event_beside_its_chain() -> None:
    event = read("NV-0001")
    event.pk, event.number = None, 5
    with pytest.raises(DatabaseError, match="follow the head"), transaction.atomic():
        event.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_stand_one_after_the_other() -> None:
    def write() -> None:
        try:
            for _ in range(10):
                read("NV-0001")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events = list(AuditEvent.objects.order_by("number"))
    assert [event.number for event in events] == list(range(1, 41))
    assert [event.previous for event in events[1:]] == [event.hash for event in events[:-1]]
