"""Rows become the same instances, tuples and values that Django itself makes of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, F, Model, OuterRef, QuerySet
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation import audit
from stegvis_web.foundation.models import AuditEvent, AuditMention, Mark
from stegvis_web.foundation.prepared import prepared
from stegvis_web.people.models import Organisation, Person, Service

pytestmark = pytest.mark.django_db


def events() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.order_by("pk")


def mentions() -> QuerySet[AuditMention]:
    return AuditMention.objects.select_related("event").order_by("pk")


def persons() -> QuerySet[Person]:
    return Person.objects.select_related("service", "organisation__service").order_by("pk")


def parts() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.only("what", "fields").order_by("pk")


def marked() -> QuerySet[AuditEvent]:
    told = AuditMention.objects.filter(event=OuterRef("pk"))
    return AuditEvent.objects.annotate(is_told=Exists(told), by=F("actor")).order_by("pk")


def some_columns() -> QuerySet[AuditEvent, tuple[Any, ...]]:
    return AuditEvent.objects.order_by("pk").values_list("at", "fields", "mentions__case_code")


def one_column() -> QuerySet[AuditEvent, Any]:
    return AuditEvent.objects.order_by("pk").values_list("at", flat=True)


def apart() -> QuerySet[AuditEvent, Any]:
    return AuditEvent.objects.order_by("actor", "-verb").values_list("actor", flat=True).distinct()


def dictionaries() -> QuerySet[AuditEvent, Any]:
    return AuditEvent.objects.values("what")


ALL = [prepared(one) for one in (events, mentions, persons, parts, marked, some_columns, one_column, apart)]


@pytest.fixture(autouse=True)
def rows() -> None:
    for number, cases in enumerate([["NV-1"], ["NV-1", "NV-2"], []]):
        audit.record(
            by=Viewer(f"user:{number}", "staff"),
            verb="read",
            what=f"page {number}",
            cases=cases,
            fields=["a"],
        )
    service = Service.objects.create(name="North", code="NO", country="NO")
    firm = Organisation.objects.create(service=service, name="Firm", kind="employer")
    Person.objects.create(service=service, organisation=firm, name="Johan Berg")
    Person.objects.create(service=service, name="Maja Lind", birth_year=1980)


def told(value: Any) -> Any:
    """All that an instance holds, with what is tied to it."""
    if not isinstance(value, Model):
        return value
    held = {name: one for name, one in value.__dict__.items() if name != "_state"}
    tied = {name: told(one) for name, one in value._state.fields_cache.items()}
    return type(value), held, value._state.db, value._state.adding, tied


@pytest.mark.parametrize("query", ALL, ids=lambda one: one.__name__)
def test_all_that_a_row_becomes_is_as_django_makes_it(query: prepared[[], Any]) -> None:
    expected = list(query.__wrapped__())  # type: ignore[attr-defined]  # update_wrapper gives it
    assert expected
    assert [told(one) for one in query()] == [told(one) for one in expected]


def test_what_was_left_out_is_asked_for_when_it_is_wanted() -> None:
    first = prepared(parts)()[0]
    assert "verb" in first.get_deferred_fields()
    with CaptureQueriesContext(connection) as queries:
        assert first.verb == "read"
    assert len(queries) == 1


def test_an_instance_can_be_changed_and_saved() -> None:
    Mark.objects.create(name="seal", at=timezone.now())

    @prepared
    def all_marks() -> QuerySet[Mark]:
        return Mark.objects.all()

    (mark,) = all_marks()
    mark.at = now = timezone.now()
    mark.save()
    assert Mark.objects.get().at == now


def test_dictionaries_are_refused() -> None:
    with pytest.raises(ValueError, match="instances, tuples or values"):
        prepared(dictionaries)()


def test_a_model_that_somebody_listens_to_is_refused() -> None:
    def listen(**_: Any) -> None: ...

    post_init.connect(listen, sender=Mark)
    try:
        with pytest.raises(ValueError, match="a way of its own"):
            prepared(lambda: Mark.objects.all())()
    finally:
        post_init.disconnect(listen, sender=Mark)


def test_nothing_is_asked_in_a_transaction_that_is_lost() -> None:
    ask = prepared(events)
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            ask()


def test_what_the_database_refuses_is_said_in_the_words_of_django() -> None:
    ask = prepared(events)
    compiled = ask.compiled(connection)
    object.__setattr__(compiled, "own", "SELECT no_such_column FROM foundation_auditevent")
    with pytest.raises(DatabaseError, match="no_such_column"), transaction.atomic():
        ask()
