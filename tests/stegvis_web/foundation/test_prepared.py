"""Queries compiled once: the same rows as asked the long way, whoever asks next and on whatever day."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import stegvis_web
from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation import audit
from stegvis_web.foundation.models import AuditEvent, AuditMention, Mark, Submission
from stegvis_web.foundation.prepared import attach, insert, prepared

NOW = timezone.now()
TODAY = timezone.localdate()


@prepared
def named(name: str) -> QuerySet[Mark]:
    return Mark.objects.filter(name=name)


@prepared
def before(moment: Any) -> QuerySet[Mark]:
    return Mark.objects.filter(at__lt=moment).order_by("name")


@prepared
def on_day(day: date) -> QuerySet[Mark]:
    return Mark.objects.filter(at__date=day)


@prepared
def day_inside() -> QuerySet[Mark]:
    return Mark.objects.filter(at__date__lt=TODAY)


@prepared
def moment_inside() -> QuerySet[Mark]:
    return Mark.objects.filter(at__lt=timezone.now())


@prepared
def mentions_of(case: str) -> QuerySet[AuditMention]:
    return AuditMention.objects.filter(case_code=case).select_related("event").order_by("pk")[:2]


@prepared
def with_mentions() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.prefetch_related("mentions")


@pytest.fixture
def marks(db: None) -> None:
    for number in range(3):
        Mark.objects.create(name=f"mark {number}", at=NOW - timedelta(days=number))


@pytest.mark.usefixtures("marks")
def test_every_asking_is_answered_for_its_own_arguments() -> None:
    assert [one.name for one in named("mark 1")] == ["mark 1"]
    assert [one.name for one in named(name="mark 2")] == ["mark 2"]
    assert named("no such mark") == []


@pytest.mark.usefixtures("marks")
def test_moments_are_asked_for_as_the_fields_store_them() -> None:
    assert before(NOW) == list(Mark.objects.filter(at__lt=NOW).order_by("name"))
    assert [one.name for one in before(NOW - timedelta(days=1))] == ["mark 2"]


@pytest.mark.usefixtures("marks")
def test_an_asking_is_one_statement_and_builds_nothing() -> None:
    named("mark 0")
    with CaptureQueriesContext(connection) as queries:
        named("mark 1")
    assert len(queries) == 1
    assert "mark 1" in queries[0]["sql"]


@pytest.mark.django_db
def test_related_rows_come_with_it() -> None:
    for number in range(3):
        audit.record(by=Viewer("user:1", "staff"), verb="read", what=f"page {number}", cases=["NV-1"])
    with CaptureQueriesContext(connection) as queries:
        assert [mention.event.what for mention in mentions_of("NV-1")] == ["page 0", "page 1"]
    assert len(queries) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("query", [day_inside, moment_inside])
def test_a_day_found_inside_is_refused(query: prepared[[], Mark]) -> None:
    with pytest.raises(ValueError, match="a day must come as an argument"):
        query()


@pytest.mark.django_db
def test_the_time_zone_of_whoever_asks_first_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        on_day(TODAY)


@pytest.mark.django_db
def test_rows_of_several_queries_are_refused() -> None:
    with pytest.raises(ValueError, match="rows of one query"):
        with_mentions()


@pytest.mark.django_db
def test_nothing_is_no_argument() -> None:
    with pytest.raises(ValueError, match="isnull"):
        before(None)


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_through_its_own_connection() -> None:
    Mark.objects.create(name="shared")
    named("shared")
    found: list[list[str]] = []

    def ask() -> None:
        try:
            found.append([one.name for one in named("shared")])
        finally:
            connections.close_all()

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["shared"], ["shared"]]


@pytest.mark.django_db
def test_a_row_is_inserted_as_saving_would_and_knows_its_key() -> None:
    note = Submission(key="a", actor="user:1", content="", url="/", at=NOW)
    insert(note)
    assert not note._state.adding
    assert Submission.objects.values().get() == {
        "id": note.pk,
        "key": "a",
        "actor": "user:1",
        "content": "",
        "url": "/",
        "at": NOW,
    }
    note.url = "/today/"
    note.save()
    assert Submission.objects.get().url == "/today/"


@pytest.mark.django_db
def test_an_insert_that_the_database_refuses_says_so_as_django_does() -> None:
    insert(Submission(key="once"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Submission(key="once"))


@pytest.mark.django_db
def test_a_row_whose_key_is_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="a key of its own"):
        insert(Mark(name="mine"))


@pytest.mark.django_db
@pytest.mark.parametrize("codes", [[], ["NV-1"], ["NV-1", "NV-2", "Å'\"%s"]])
def test_a_row_is_inserted_with_its_children(codes: list[str]) -> None:
    audit.record(by=Viewer("user:1", "staff"), verb="read", what="before")
    with CaptureQueriesContext(connection) as queries:
        event = audit.record(by=Viewer("user:1", "staff"), verb="read", what="today", cases=codes)
    written = [one["sql"] for one in queries if "INSERT INTO" in one["sql"] and "audithead" not in one["sql"]]
    assert len(written) == (1 if connection.vendor == "postgresql" else 2)
    assert sorted(event.mentions.values_list("case_code", flat=True)) == sorted(codes)
    assert AuditEvent.objects.get(what="today").pk == event.pk


@pytest.mark.django_db
def test_attached_rows_are_found_without_asking_and_know_to_whom_they_belong() -> None:
    by = Viewer("user:1", "staff")
    two = audit.record(by=by, verb="read", what="today", cases=["NV-1", "NV-2"])
    none = audit.record(by=by, verb="read", what="today")
    events = list(AuditEvent.objects.order_by("pk"))
    attach(events, "mentions", AuditMention.objects.order_by("pk"))
    with CaptureQueriesContext(connection) as queries:
        found = {event.pk: [(m.case_code, m.event) for m in event.mentions.all()] for event in events}
    assert found == {two.pk: [("NV-1", two), ("NV-2", two)], none.pk: []}
    assert len(queries) == 0
    attach([], "mentions", [])


def all_prepared() -> list[prepared[..., Any]]:
    found = {}
    for info in pkgutil.walk_packages(stegvis_web.__path__, "stegvis_web."):
        if ".migrations." in info.name or info.name.startswith(("stegvis_web.demo", "stegvis_web.wsgi")):
            continue
        for one in vars(importlib.import_module(info.name)).values():
            if isinstance(one, prepared):
                found[id(one)] = one
    return list(found.values())


@pytest.mark.django_db
@pytest.mark.parametrize("query", all_prepared(), ids=lambda one: f"{one.__module__}.{one.__qualname__}")
def test_every_prepared_query_of_the_site_can_be_prepared(query: prepared[..., Any]) -> None:
    query.compiled(connection)
