"""What was made once is the same each time: its rows, what comes after them, and what was returned."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.utils import timezone

from stegvis.cli import main
from stegvis_web.casework.models import Consent
from stegvis_web.foundation import audit
from stegvis_web.foundation.models import AuditEvent, AuditHead
from stegvis_web.people.models import Person
from tests import cast
from tests.made_once import made_once
from tests.told_case import Told, told_case

pytestmark = pytest.mark.django_db

made: list[str] = []


@pytest.fixture
@made_once
def told() -> Told:
    made.append("told")
    return told_case(cast.the_cast())


@pytest.mark.parametrize("_", range(3))
def test_each_test_finds_all_rows_and_may_change_them(told: Told, _: int) -> None:
    assert made == ["told"]
    assert told.plan.goal.startswith("I want to read")
    assert AuditHead.objects.get(chain=told.code).number == audit.about(told.code).count()
    assert told.cast.eva.name == Person.objects.get(pk=told.cast.eva.pk).name == "Eva Lindqvist"
    told.cast.eva.name = "Somebody else"
    told.cast.eva.save()
    Consent.objects.all().delete()


@pytest.mark.parametrize("_", range(2))
def test_the_trail_goes_on_and_holds_together(told: Told, _: int, tmp_path: Path) -> None:
    audit.record(by=told.ingrid, verb="read", what="case", cases=[told.code])
    assert CliRunner().invoke(main, ["audit", "verify"]).exit_code == 0
    events = list(AuditEvent.objects.filter(chain=told.code).order_by("id"))
    assert [event.number for event in events] == list(range(1, len(events) + 1))


def test_it_is_made_anew_after_other_rows_and_on_another_day() -> None:
    runs: list[int] = []

    @made_once
    def service() -> int:
        runs.append(1)
        return cast.service(code=f"S{len(runs)}", slug=f"s{len(runs)}").pk

    first, second = service(), service()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        third = service()
    assert len({first, second, third}) == len(runs) == 3
