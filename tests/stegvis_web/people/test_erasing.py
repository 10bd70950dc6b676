"""Erasure: all goes but what a law keeps; a tombstone stays, and no backup brings anybody back."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.utils import timezone

from stegvis.foundation.viewer import Viewer
from stegvis.rights.retention import Ground
from stegvis_web.casework import models
from stegvis_web.foundation import seal
from stegvis_web.foundation.holdings import HOLDINGS
from stegvis_web.foundation.models import AuditEvent, Erasure
from stegvis_web.people import erasing
from stegvis_web.people.commands import retention
from stegvis_web.people.export import subject_of
from stegvis_web.people.models import Mail, Person, SetAside, User
from tests.cast import the_cast
from tests.made_once import made_once
from tests.told_case import GOAL, Told, told_case
from tests.told_whole import NOTE, told_whole

pytestmark = pytest.mark.django_db

MANAGER = Viewer("command:tests", "command")
STAYS = {"foundation.AuditEvent", "foundation.AuditMention", "foundation.AuditHead", "foundation.Erasure"}


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, settings: Any) -> Path:
    settings.ERASURES = tmp_path / "erasures.jsonl"
    return tmp_path / "erasures.jsonl"


@pytest.fixture
@made_once
def told() -> Told:
    return told_whole(the_cast())


def maja(told: Told) -> Person:
    assert told.cast.maja.person
    return told.cast.maja.person


def erase(told: Told, ground: Ground = Ground.ASKED) -> erasing.Prospect:
    return erasing.erase(by=MANAGER, person=maja(told).pk, ground=ground)


def everything_kept() -> str:
    """All texts in all tables, but for the trail and the tombstones."""
    found = []
    for model in apps.get_models():
        if model._meta.label not in STAYS | {"people.SetAside"}:
            found += [str(row) for row in model._default_manager.values_list()]
    return "\n".join(found)


def test_nothing_of_her_is_left_in_any_table(told: Told) -> None:
    subject = subject_of(maja(told))
    before = everything_kept()
    assert GOAL in before
    assert NOTE in before
    erase(told)
    connection.check_constraints()
    assert {
        h.model: h.rows(subject).count() for h in HOLDINGS if not h.stays and h.rows(subject).exists()
    } == {}
    after = everything_kept()
    for words in (GOAL, NOTE, "Maja", "Lindqvist", told.code, "070-555 01 23"):
        assert words not in after.replace("Eva Lindqvist", "").replace("eva.lindqvist", "").replace(
            "lindqvist", ""
        )


def test_others_keep_all_that_is_theirs(told: Told) -> None:
    persons = set(Person.objects.exclude(pk=maja(told).pk).values_list("name", flat=True))
    users = set(User.objects.exclude(pk=told.cast.maja.pk).values_list("email", flat=True))
    erase(told)
    assert set(Person.objects.values_list("name", flat=True)) == persons
    assert set(User.objects.values_list("email", flat=True)) == users
    assert models.CaseNumber.objects.get(service=told.cast.norrvik).last == 1


def test_a_tombstone_says_when_by_whom_why_and_what_was_kept(told: Told) -> None:
    pk = maja(told).pk
    erase(told, Ground.ORDERED)
    stones = list(Erasure.objects.order_by("pk"))
    assert [stone.subject for stone in stones] == [f"case:{told.code}", f"person:{pk}"]
    assert {(stone.by, stone.ground) for stone in stones} == {("command:tests", "ordered")}
    kept = {one["kind"]: one for one in stones[0].kept}
    assert set(kept) == {"care", "letters", "auditevent"}
    assert kept["care"]["rows"] == 2
    assert "Patient Data Act" in kept["care"]["because"]
    assert kept["auditevent"]["until"] is None
    assert "Maja" not in json.dumps(stones[0].kept)


def test_what_a_law_keeps_is_set_aside_until_its_day_and_then_goes(told: Told) -> None:
    erase(told)
    rows = {row.kind: row for row in SetAside.objects.all()}
    assert set(rows) == {"care", "letters"}
    today = timezone.localdate()
    assert rows["care"].until.year == today.year + 10
    assert rows["care"].content["tables"]["healthnote"][0]["text"] == NOTE
    assert rows["care"].content["person"]["name"] == "Maja Lindqvist"
    assert GOAL not in json.dumps(rows["care"].content)
    day_before = rows["care"].until - timedelta(days=1)
    assert erasing.let_go(by=MANAGER, today=day_before) == 0
    assert erasing.let_go(by=MANAGER, today=rows["care"].until) == 2
    assert not SetAside.objects.exists()


def test_a_team_that_gives_no_care_keeps_nothing(told: Told) -> None:
    told.cast.norrvik.retention = "team_without_care"
    told.cast.norrvik.save()
    done = erase(told)
    assert [one.kind for one in done.kept] == ["auditevent"]
    assert not SetAside.objects.exists()


def test_the_prospect_is_what_happens(told: Told) -> None:
    ahead = erasing.prospect(maja(told), timezone.localdate())
    assert erase(told) == ahead
    assert dict(ahead.goes)["Answers to the plan"] == 10


def test_the_trail_stays_whole_and_tells_of_the_erasure(told: Told) -> None:
    before = AuditEvent.objects.filter(mentions__case_code=told.code).count()
    erase(told)
    events = AuditEvent.objects.filter(mentions__case_code=told.code).order_by("-pk")
    assert events.count() == before + 1
    assert (events[0].verb, events[0].what, events[0].why) == ("erase", "person", "asked")
    assert list(seal.verify()) == []


def test_without_a_tombstone_what_was_sent_and_said_stays(told: Told) -> None:
    other = models.Case.objects.get(code=told.code)
    Erasure.objects.create(subject="case:NV-9999", at=timezone.now(), by="x", ground="asked")
    for rows in (
        models.Answer.objects.filter(plan__case=other),
        models.Step.objects.filter(plan__case=other),
        models.Letter.objects.filter(case=other),
        models.HandoverPart.objects.all(),
        models.MinuteItem.objects.filter(minutes__sent_at__isnull=False),
        models.Attendance.objects.filter(minutes__sent_at__isnull=False),
    ):
        assert rows.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_a_tombstone_cannot_be_changed_or_taken_away(told: Told) -> None:
    erase(told)
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.update(by="nobody")
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.all().delete()


def test_whoever_is_erased_already_is_not_found(told: Told) -> None:
    pk = maja(told).pk
    erase(told)
    with pytest.raises(Http404):
        erasing.erase(by=MANAGER, person=pk, ground=Ground.ASKED)


def test_somebody_named_in_anothers_case_leaves_an_empty_row(told: Told) -> None:
    eva = told.cast.eva
    erasing.erase(by=MANAGER, person=eva.pk, ground=Ground.ASKED)
    eva.refresh_from_db()
    assert (eva.name, eva.email, eva.name_key) == ("", "", "")
    assert models.Case.objects.filter(code=told.code).exists()
    assert not Mail.objects.filter(person=eva).exists()


def test_half_an_erasure_is_none(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything_kept()

    def fails(person: Person) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(erasing, "_forget", fails)
    with pytest.raises(DatabaseError), transaction.atomic():
        erase(told)
    assert everything_kept() == before
    assert not Erasure.objects.exists()


# When the time is over


def closed(told: Told, years_ago: int) -> None:
    day = timezone.localdate() - timedelta(days=366 * years_ago)
    models.Case.objects.filter(code=told.code).update(closed_on=day, opened_on=day, stage="closed")


def test_a_case_goes_by_itself_so_long_after_it_was_closed(told: Told) -> None:
    today = timezone.localdate()
    assert erasing.over(today) == []
    closed(told, 9)
    assert erasing.over(today) == []
    closed(told, 10)
    assert [one.code for one in erasing.over(today)] == [told.code]


def test_a_person_with_an_open_case_keeps_the_older_ones(told: Told) -> None:
    closed(told, 11)
    old = models.Case.objects.get(code=told.code)
    models.Case.objects.create(
        service=old.service, code="NV-0099", person=old.person, owner=old.owner, country="sweden",
        opened_on=timezone.localdate(),
    )  # fmt: skip
    assert erasing.over(timezone.localdate()) == []


def test_the_command_lists_first_and_erases_only_when_told_to(told: Told) -> None:
    closed(told, 11)
    run = CliRunner().invoke
    listed = run(retention, [])
    assert listed.exit_code == 1
    assert told.code in listed.output
    assert models.Case.objects.filter(code=told.code).exists()
    assert run(retention, ["--carry-out"]).exit_code == 0
    assert not models.Case.objects.filter(code=told.code).exists()
    assert {stone.ground for stone in Erasure.objects.all()} == {"time"}
    assert run(retention, []).exit_code == 0


# The ledger


def test_the_ledger_names_no_one_and_a_line_is_written_once(told: Told, ledger: Path) -> None:
    erase(told)
    assert erasing.write_ledger() == 2
    assert erasing.write_ledger() == 0
    text = ledger.read_text(encoding="utf-8")
    assert len(text.splitlines()) == 2
    assert "Maja" not in text


def test_a_line_that_was_cut_off_is_written_again(told: Told, ledger: Path) -> None:
    erase(told)
    erasing.write_ledger()
    ledger.write_bytes(ledger.read_bytes()[:-10])
    assert erasing.write_ledger() == 1
    assert len(erasing.read_ledger(ledger)) == 2


def test_what_an_older_backup_brings_back_is_erased_again(ledger: Path) -> None:
    told = told_case(the_cast())
    lines = [
        {
            "subject": f"{kind}:{key}",
            "at": "2026-11-01T10:00:00.000000+00:00",
            "by": "user:9",
            "ground": "asked",
        }
        for kind, key in (("case", told.code), ("person", maja(told).pk))
    ]
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert erasing.erase_again(by=MANAGER, file=ledger) == 1
    assert not models.Case.objects.filter(code=told.code).exists()
    assert {stone.at.day for stone in Erasure.objects.all()} == {1}
    assert erasing.erase_again(by=MANAGER, file=ledger) == 0
