"""Whatever somebody does to the audit trail behind its back is found, and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import DatabaseError, models, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from stegvis.cli import main
from stegvis.foundation.errors import InputError
from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation import audit, seal, triggers
from stegvis_web.foundation.models import AuditEvent, AuditHead, AuditMention

INGRID = Viewer("user:1", "staff", party="clinic")
CODES = ["NV-0001", "NV-0002", "FH-0001"]


def read(*cases: str, why: str = "") -> AuditEvent:
    return audit.record(by=INGRID, verb="read", what="plan", cases=cases, why=why, fields=["goal", "steps"])


def sealed(folder: Path) -> Path:
    file = folder / "seal.jsonl"
    with file.open("w") as out:
        seal.write(out)
    return file


def findings(anchor: Path | None = None) -> list[str]:
    return [str(finding) for finding in seal.verify(anchor)]


def event(chain: str, number: int) -> AuditEvent:
    return AuditEvent.objects.get(chain=chain, number=number)


def rechain(chain: str) -> None:
    """What a skilled forger does: after changing rows, make every hash and the head fit again."""
    number, previous = 0, ""
    for number, row in enumerate(AuditEvent.objects.filter(chain=chain).order_by("number"), start=1):
        row.number, row.previous = number, previous
        row.hash = previous = audit.digest(row, [mention.case_code for mention in row.mentions.all()])
        row.save()
    AuditHead.objects.filter(chain=chain).update(number=number, hash=previous)


@pytest.fixture
def anchor(transactional_db: None, tmp_path: Path) -> Path:
    """Three cases of five events each, four lists in the reader's own chain, sealed; then nobody on guard."""
    for code in CODES * 5:
        read(code)
    for _ in range(4):
        read(*CODES)
    file = sealed(tmp_path)
    triggers.disarm()
    return file


def test_a_whole_trail_has_no_findings(anchor: Path) -> None:
    assert findings() == findings(anchor) == []


def test_events_after_the_seal_are_welcome(anchor: Path) -> None:
    triggers.arm()
    read("NV-0001")
    read("NV-0003")
    assert findings(anchor) == []


def test_an_altered_event_is_named(anchor: Path) -> None:
    AuditEvent.objects.filter(chain="NV-0001", number=3).update(actor="user:2")
    assert findings() == ["NV-0001 3: altered"]


def test_a_mention_taken_away_or_put_in_is_an_alteration_of_its_event(anchor: Path) -> None:
    AuditMention.objects.filter(event=event("user:1", 2), case_code="NV-0002").delete()
    AuditMention.objects.create(event=event("user:1", 3), case_code="NV-0009")
    assert findings() == ["user:1 2: altered", "user:1 3: altered"]


def test_removed_events_are_named(anchor: Path) -> None:
    rows = AuditEvent.objects.filter(chain="NV-0001", number__in=[2, 3])
    AuditMention.objects.filter(event__in=rows).delete()
    rows.delete()
    assert findings() == ["NV-0001 2: removed: 2 to 3"]


def test_a_removed_last_event_is_missed_by_the_head(anchor: Path) -> None:
    last = event("NV-0001", 5)
    last.mentions.all().delete()
    last.delete()
    assert findings() == ["NV-0001 5: removed: the last event"]


def test_an_inserted_event_is_named(anchor: Path) -> None:
    last = event("NV-0001", 5)
    last.pk, last.number, last.previous = None, 6, last.hash
    last.hash = audit.digest(last, ["NV-0001"])
    last.save()
    AuditMention.objects.create(event=last, case_code="NV-0001")
    assert findings() == ["NV-0001 6: inserted, or the head of the chain is altered"]


def test_a_chain_cut_off_with_its_head_put_back_is_found_by_the_seal(anchor: Path) -> None:
    last = event("NV-0001", 5)
    last.mentions.all().delete()
    last.delete()
    rechain("NV-0001")
    assert findings() == []
    assert findings(anchor) == ["NV-0001 5: removed: sealed, but not there"]


def test_a_whole_chain_gone_is_found_by_the_seal(anchor: Path) -> None:
    rows = AuditEvent.objects.filter(chain="NV-0001")
    AuditMention.objects.filter(event__in=rows).delete()
    rows.delete()
    AuditHead.objects.filter(chain="NV-0001").delete()
    assert findings() == []
    assert findings(anchor) == ["NV-0001 5: removed: sealed, but not there"]


def test_a_chain_written_anew_is_found_by_the_seal(anchor: Path) -> None:
    AuditEvent.objects.filter(chain="NV-0001", number=1).update(why="no reason")
    rechain("NV-0001")
    assert findings() == []
    assert findings(anchor) == ["NV-0001 5: altered, or another event before it: not what was sealed"]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=10)
CHANGES: dict[type[models.Field[Any, Any]], st.SearchStrategy[Any]] = {
    models.CharField: TEXT,
    models.TextField: TEXT,
    models.JSONField: st.lists(st.none() | st.integers(-9, 9) | TEXT) | st.dictionaries(TEXT, TEXT),
    models.PositiveBigIntegerField: st.integers(0, 2**62),
    models.DateTimeField: st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    models.ForeignKey: st.integers(-5, 30),
}


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_change_of_any_column_of_any_row_is_found(anchor: Path, data: st.DataObject) -> None:
    model = data.draw(st.sampled_from([AuditEvent, AuditMention, AuditHead]))
    # A bare row number says nothing that a hash could cover; everything else must be found.
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.BigAutoField)]
    column = data.draw(st.sampled_from(fields))
    rows = model._default_manager.order_by("pk")
    row = data.draw(st.sampled_from(list(rows)))
    in_other_rows = st.sampled_from(list(rows.values_list(column.attname, flat=True)))
    value = data.draw(CHANGES[type(column)] | in_other_rows)
    assume(value != getattr(row, column.attname))
    with transaction.atomic():
        try:
            rows.filter(pk=row.pk).update(**{column.attname: value})
        except DatabaseError:
            assume(False)  # a constraint refuses it already
        assert findings(anchor)
        transaction.set_rollback(True)


@given(chain=st.sampled_from([*CODES, "user:1"]), number=st.integers(1, 4), skilled=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_removed_event_is_found_even_if_all_hashes_are_made_to_fit(
    anchor: Path, chain: str, number: int, skilled: bool
) -> None:
    with transaction.atomic():
        row = event(chain, number)
        row.mentions.all().delete()
        row.delete()
        if skilled:
            rechain(chain)
        assert findings(anchor)
        transaction.set_rollback(True)


def stegvis(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["audit", *map(str, arguments)])


def test_the_command_seals_and_verifies(anchor: Path, tmp_path: Path) -> None:
    file = tmp_path / "monday.jsonl"
    assert stegvis("seal", file).exit_code == 0
    fine = stegvis("verify", "--anchor", file)
    assert (fine.exit_code, fine.stdout) == (0, "")
    AuditEvent.objects.filter(chain="NV-0002", number=1).update(outcome="refused")
    broken = stegvis("verify", "--anchor", file)
    assert (broken.exit_code, broken.stdout) == (1, "NV-0002 1: altered\n")


def test_a_seal_is_never_overwritten(anchor: Path) -> None:
    before = anchor.read_text()
    assert stegvis("seal", anchor).exit_code == 2
    assert anchor.read_text() == before


def test_a_seal_that_cannot_be_written_is_a_problem_of_the_environment(anchor: Path) -> None:
    assert stegvis("seal", anchor.parent / "nowhere" / "seal.jsonl").exit_code == 4


SPOILT: dict[str, Callable[[list[str]], list[str]]] = {
    "empty": lambda lines: [],
    "cut short": lambda lines: lines[:-1],
    "a chain left out": lambda lines: [*lines[:2], *lines[3:]],
    "a number changed": lambda lines: [*lines[:1], lines[1].replace('"number":5', '"number":4'), *lines[2:]],
    "not ours": lambda lines: ["dear diary\n"],
    "a list": lambda lines: ["[1]\n"],
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_seal_is_no_anchor(anchor: Path, spoil: Callable[[list[str]], list[str]]) -> None:
    lines = anchor.read_text().splitlines(keepends=True)
    anchor.write_text("".join(spoil(lines)))
    with pytest.raises(InputError):
        findings(anchor)
    assert stegvis("verify", "--anchor", anchor).exit_code == 3


def test_a_seal_that_is_not_there_is_no_anchor(anchor: Path) -> None:
    assert stegvis("verify", "--anchor", anchor.parent / "gone.jsonl").exit_code == 3


def test_missing_triggers_are_created_again(anchor: Path) -> None:
    assert triggers.missing()
    assert stegvis("arm").exit_code == 0
    assert not triggers.missing()
