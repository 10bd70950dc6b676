"""Two who wait for each other both come through: the database breaks one off, and it is done again."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.test import RequestFactory

from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation import audit
from stegvis_web.foundation.models import AuditEvent, Mark
from stegvis_web.foundation.once import FIELD, form_key, once
from stegvis_web.foundation.transactions import TRIES, in_one_go
from tests.together import together

INGRID = Viewer("user:1", "staff")
SARA = Viewer("user:2", "staff")


class Deadlock(Exception):
    sqlstate = "40P01"


def deadlock(error: Exception) -> Exception:
    error.__cause__ = Deadlock()
    return error


class Attempts:
    """Leaves a row behind each time, and fails as it is told until nothing is left to tell."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        Mark.objects.create(name=f"attempt {self.count}")
        if self.errors:
            raise self.errors.pop(0)
        return "/done/"


def marks() -> list[str]:
    return list(Mark.objects.filter(name__startswith="attempt").values_list("name", flat=True))


@pytest.fixture
def between_the_two() -> Callable[[], None]:
    """Called by two, each after its first step: neither takes the second before both have taken the first."""
    barrier = threading.Barrier(2, timeout=5)

    def wait() -> None:
        if connection.vendor == "postgresql":  # on SQLite only one writes at a time, and they cannot meet
            with contextlib.suppress(threading.BrokenBarrierError):  # in a second try nobody else comes
                barrier.wait()
                barrier.abort()

    return wait


@pytest.mark.django_db(transaction=True)
def test_two_who_write_into_two_chains_in_different_order_both_come_through(
    between_the_two: Callable[[], None],
) -> None:
    def send(by: Viewer, *chains: str) -> None:
        def act() -> str:
            for case in chains:
                audit.record(by=by, verb="change", what="plan", cases=[case])
                between_the_two()
            return "/done/"

        request: HttpRequest = RequestFactory().post("/", {FIELD: form_key(by)})
        request.viewer = by  # type: ignore[attr-defined]
        assert once(request, act).url == "/done/"

    together(lambda: send(INGRID, "NV-0001", "NV-0002"), lambda: send(SARA, "NV-0002", "NV-0001"))
    events = AuditEvent.objects.order_by("chain", "number").values_list("chain", "number")
    assert list(events) == [("NV-0001", 1), ("NV-0001", 2), ("NV-0002", 1), ("NV-0002", 2)]


@pytest.mark.django_db(transaction=True)
def test_two_who_read_lists_of_the_same_cases_never_wait_for_each_other() -> None:
    def read(by: Viewer, *cases: str) -> Callable[[], None]:
        def act() -> None:
            for _ in range(20):
                audit.record(by=by, verb="read", what="caseload", cases=cases)

        return act

    together(read(INGRID, "NV-0001", "NV-0002"), read(SARA, "NV-0002", "NV-0001"), read(INGRID, "NV-0001"))
    assert AuditEvent.objects.count() == 60


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("deadlock"), audit.AuditUnavailable("deadlock")])
def test_a_transaction_that_was_broken_off_is_done_again_and_leaves_its_rows_once(error: Exception) -> None:
    act = Attempts(deadlock(error), deadlock(OperationalError()))
    assert in_one_go(act) == "/done/"
    assert marks() == ["attempt 3"]


@pytest.mark.django_db(transaction=True)
def test_one_that_is_broken_off_each_time_says_so_in_the_end() -> None:
    act = Attempts(*[deadlock(OperationalError())] * 10)
    with pytest.raises(OperationalError):
        in_one_go(act)
    assert (act.count, marks()) == (TRIES, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("gone"), audit.AuditUnavailable("gone"), ValueError()])
def test_what_is_no_deadlock_is_not_done_again(error: Exception) -> None:
    act = Attempts(error)
    with pytest.raises(type(error)):
        in_one_go(act)
    assert act.count == 1


@pytest.mark.django_db(transaction=True)
def test_within_an_open_transaction_nothing_is_done_again() -> None:
    act = Attempts(deadlock(OperationalError()))
    with pytest.raises(OperationalError), transaction.atomic():
        in_one_go(act)
    assert act.count == 1


@pytest.mark.django_db(transaction=True)
def test_a_page_is_shown_although_its_form_was_done_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    real, failing = audit._append, [deadlock(OperationalError())]

    def append(*args: object) -> None:
        if failing:
            raise failing.pop()
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "_append", append)

    def view(request: HttpRequest) -> object:
        request.viewer = INGRID  # type: ignore[attr-defined]
        return once(
            request, lambda: f"/{audit.record(by=INGRID, verb='create', what='step', cases=['A']).number}/"
        )

    answer = audit.AuditOrNothing(view)(RequestFactory().post("/"))  # type: ignore[arg-type]
    assert (answer.status_code, answer["Location"]) == (302, "/1/")
