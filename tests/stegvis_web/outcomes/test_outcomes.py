"""Outcomes of a service: counted, shown without small numbers, and opened to the spells behind them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from stegvis.benefits.spells import Benefit
from stegvis.casework.party import Role
from stegvis.foundation.errors import Refusal
from stegvis_web.benefits.actions import remove
from stegvis_web.casework.models import ImportedCase, SickNote
from stegvis_web.foundation.models import AuditEvent, AuditMention
from stegvis_web.outcomes import actions
from stegvis_web.outcomes.models import Count, Counted
from stegvis_web.outcomes.queries import PAGE, shown_count
from stegvis_web.people.models import Membership
from tests.cast import Cast, the_cast, viewer
from tests.stegvis_web.casework.visits import statements, text, visiting
from tests.told_register import asked, many_on_leave, on_leave

pytestmark = pytest.mark.django_db

FREE = "free_28_days"
BACK = [10 * n for n in range(1, 9)]
"""Eight people are back, on the days 11, 21 … 81."""
AWAY: list[int | None] = [800] * 6
"""Six are still away."""


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def counted(cast: Cast, *definitions: str, from_register: bool = False) -> Count:
    return actions.ask(by=viewer(cast.marit), definitions=definitions or (FREE,), from_register=from_register)


def behind(count: Count, cell: str, definition: str = FREE) -> str:
    return reverse("outcomes:count-people", args=[count.pk, definition, cell])


def test_nothing_is_counted_before_somebody_asks(cast: Cast) -> None:
    shown = text(visiting(cast.marit).get("/outcomes/"))
    assert "Nothing has been counted yet" in shown
    assert not Count.objects.exists()


def test_a_count_says_how_many_are_back_when_and_what_is_not_known(cast: Cast) -> None:
    many_on_leave(cast, [*BACK, *AWAY, None])
    client = visiting(cast.marit)
    answer = client.post("/outcomes/", {"source": "written", "definitions": [FREE]}, follow=True)
    shown = text(answer)
    assert "14 people." in shown
    assert "One case is left out, in which neither a sick note nor a job is written down." in shown
    line = shown_count(Count.objects.get()).lines[0]
    assert {cell.name: cell.number for cell in line.cells} == {
        "reached": 8,
        "not_reached": 6,
        "death": 0,
        "emigration": 0,
        "old_age_pension": 0,
        "no_answer": 0,
    }
    assert line.median == 71  # seven of fourteen
    assert line.share == pytest.approx(8 / 14)
    assert "57 %" in shown.replace("\xa0", " ")


def test_each_number_opens_to_the_people_and_spells_it_was_made_from(cast: Cast) -> None:
    people = many_on_leave(cast, [*BACK, *AWAY])
    count = counted(cast)
    client = visiting(cast.marit)
    shown = text(client.get(behind(count, "reached")))
    assert "Back at work: 8" in shown
    assert "Person 0" in shown
    assert people[0].case.code in shown
    assert "day 11," in shown
    assert "Sickness benefit" in shown
    assert "Person 8" not in shown
    assert "Person 8" in text(client.get(behind(count, "not_reached")))


def test_what_is_written_down_later_changes_no_count(cast: Cast) -> None:
    people = many_on_leave(cast, [*BACK, *AWAY])
    count = counted(cast)
    SickNote.objects.filter(case=people[0].case).update(grade=50)
    spells = Counted.objects.get(count=count, case=people[0].case).spells
    assert spells
    assert spells[0][3] == 10_000
    assert counted(cast).pk != count.pk
    assert Count.objects.count() == 2


def test_whose_case_was_closed_is_followed_no_further(cast: Cast) -> None:
    people = many_on_leave(cast, [*BACK, *AWAY])
    early = people[5].case  # would have been back on day 61
    early.closed_on = early.opened_on + timedelta(days=70)
    early.save()
    count = counted(cast)
    row = Counted.objects.get(count=count, case=early)
    assert row.known_until == early.closed_on
    assert row.answers.get().cell == "not_reached"


def test_a_job_that_was_imported_counts_as_one_and_sick_notes_of_others_as_nothing(cast: Cast) -> None:
    people = many_on_leave(cast, [None] * 12)
    for number, one in enumerate(people):
        job = one.opened + timedelta(days=50 + number) if number < 6 else None
        ImportedCase.objects.create(
            case=one.case, service=cast.norrvik, source="table", participant=number, job_start=job
        )
    many_on_leave(cast, [10])
    count = counted(cast, "rodevand_competitive_employment")
    line = shown_count(count).lines[0]
    assert [(cell.name, cell.number) for cell in line.cells] == [
        ("reached", 6),
        ("not_reached", None),
        ("no_answer", None),
    ]
    shown = text(visiting(cast.marit).get(behind(count, "reached", "rodevand_competitive_employment")))
    assert "A job began: 6" in shown
    assert "A job began on" in shown


# Small numbers


def test_one_to_four_people_are_not_shown_and_open_to_nobody(cast: Cast) -> None:
    many_on_leave(cast, [*BACK, 800, 800])
    count = counted(cast)
    client = visiting(cast.marit)
    shown = client.get("/outcomes/").content.decode()
    assert "not shown" in shown
    assert behind(count, "not_reached") not in shown
    assert behind(count, "reached") not in shown  # beside it: else the two could be worked out
    for cell in ("not_reached", "reached", "nonsense"):
        assert client.get(behind(count, cell)).status_code == 404
    line = shown_count(count).lines[0]
    assert (line.median, line.share, line.curve) == (None, None, ())


def test_of_four_people_nothing_is_said(cast: Cast) -> None:
    many_on_leave(cast, [10, 20, 30, 40])
    assert all(cell.number is None for cell in shown_count(counted(cast)).lines[0].cells)


# From a register


def test_a_register_knows_more_than_the_sick_notes(cast: Cast, tmp_path: Path) -> None:
    people = many_on_leave(cast, [*BACK, *AWAY])
    # Those who are back by their notes have an allowance, says the register; the others have nothing.
    rows = [(one.case.person, 800, 0, Benefit.WORK_ASSESSMENT_ALLOWANCE, 100) for one in people[:8]]
    asked(cast, tmp_path, rows)
    late = on_leave(cast, "Came later", 10)
    count = counted(cast, FREE, "states_four", from_register=True)
    line = shown_count(count).lines[0]
    assert line.cell("reached").number == 6  # type: ignore[union-attr]
    assert line.cell("not_reached").number == 8  # type: ignore[union-attr]
    assert count.left_out == 1
    assert not Counted.objects.filter(case=late.case).exists()
    assert "From the register extract of" in text(visiting(cast.marit).get("/outcomes/"))


def test_an_extract_that_is_deleted_leaves_numbers_without_people(cast: Cast, tmp_path: Path) -> None:
    people = many_on_leave(cast, [*BACK, *AWAY])
    extract = asked(
        cast, tmp_path, [(one.case.person, 900, 0, Benefit.SICKNESS_BENEFIT, 100) for one in people]
    )
    count = counted(cast, FREE, from_register=True)
    remove(by=viewer(cast.marit), extract=extract.pk)
    assert not Counted.objects.exists()
    client = visiting(cast.marit)
    shown = client.get(reverse("outcomes:count", args=[count.pk]))
    assert "The extract was deleted" in text(shown)
    assert behind(count, "not_reached") not in shown.content.decode()


def test_what_sick_notes_cannot_answer_is_said_with_its_name(cast: Cast) -> None:
    many_on_leave(cast, BACK)
    with pytest.raises(Refusal, match="needs a register extract: Four states"):
        counted(cast, FREE, "states_four")
    with pytest.raises(Refusal, match="no register extract"):
        counted(cast, from_register=True)
    with pytest.raises(Refusal, match="Choose at least one"):
        counted(cast, "no_such_thing")


def test_choosing_nothing_brings_the_page_back(cast: Cast) -> None:
    answer = visiting(cast.marit).post("/outcomes/", {"source": "written"})
    assert answer.status_code == 422
    assert "Please choose." in text(answer)


# Who may, and what is left in the log


@pytest.mark.parametrize("who", ["ingrid", "asta", "maja", "kari"])
def test_outcomes_are_for_manager_and_researcher(cast: Cast, who: str) -> None:
    many_on_leave(cast, [*BACK, *AWAY])
    count = counted(cast)
    client = visiting(getattr(cast, who))
    for address in ("/outcomes/", reverse("outcomes:count", args=[count.pk]), behind(count, "reached")):
        assert client.get(address).status_code == 404
    assert client.post("/outcomes/", {"source": "written", "definitions": [FREE]}).status_code == 404
    with pytest.raises(Http404):
        actions.ask(by=viewer(getattr(cast, who)), definitions=[FREE], from_register=False)


def test_a_manager_elsewhere_finds_no_count_of_this_service(cast: Cast) -> None:
    many_on_leave(cast, [*BACK, *AWAY])
    count = counted(cast)
    Membership.objects.create(user=cast.kari, service=cast.fjordhagen, role=Role.MANAGER)
    client = visiting(cast.kari)
    assert client.get(reverse("outcomes:count", args=[count.pk])).status_code == 404
    assert client.get(behind(count, "reached")).status_code == 404
    assert "Nothing has been counted yet" in text(client.get("/outcomes/"))


def test_a_researcher_sees_spells_under_a_pseudonym_and_no_name_or_code(cast: Cast, tmp_path: Path) -> None:
    people = many_on_leave(cast, [*BACK, *AWAY])
    asked(cast, tmp_path, [(people[0].case.person, 900, 700, Benefit.SICKNESS_BENEFIT, 100)])
    count = counted(cast)
    shown = text(visiting(cast.rolf).get(behind(count, "reached")))
    assert people[0].pseudonym in shown
    assert "Person 0" not in shown
    assert people[0].case.code not in shown


def test_everybody_counted_and_everybody_looked_at_has_it_in_the_log(cast: Cast) -> None:
    people = many_on_leave(cast, [*BACK, *AWAY])
    count = counted(cast)
    visiting(cast.marit).get(behind(count, "reached"))
    made, read = (
        AuditEvent.objects.filter(what="outcomes", verb=verb).latest("pk") for verb in ("create", "read")
    )
    assert _cases(made) == {one.case.code for one in people}
    assert _cases(read) == {one.case.code for one in people[:8]}


def _cases(event: Any) -> set[str]:
    return set(AuditMention.objects.filter(event=event).values_list("case_code", flat=True))


# However many


def test_the_pages_cost_the_same_with_many_people(cast: Cast) -> None:
    many_on_leave(cast, [*BACK, *AWAY])
    client, few = visiting(cast.marit), counted(cast)
    before = statements(client, "/outcomes/"), statements(client, behind(few, "reached"))
    many_on_leave(cast, [*BACK, *AWAY] * 3)
    many = counted(cast)
    assert (statements(client, "/outcomes/"), statements(client, behind(many, "reached"))) == before


def test_people_behind_a_large_number_stand_on_several_pages(cast: Cast) -> None:
    many_on_leave(cast, [10] * (PAGE + 3) + [800] * 5)
    count = counted(cast)
    client = visiting(cast.marit)
    first = client.get(behind(count, "reached"))
    more = first.content.decode().split('href="?after=')[1].split('"')[0]
    second = client.get(behind(count, "reached") + f"?after={more}")
    assert len(first.context["behind"].rows) == PAGE
    assert len(second.context["behind"].rows) == 3


def test_many_cases_are_counted_by_the_next_delivery(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    many_on_leave(cast, [*BACK, *AWAY])
    monkeypatch.setattr(actions, "SOON", 5)
    count = counted(cast)
    assert count.made_at is None
    assert "It is being counted" in text(visiting(cast.marit).get("/outcomes/"))
    assert actions.count_due() == 1
    assert actions.count_due() == 0
    count.refresh_from_db()
    assert count.people == 14


def test_who_is_erased_is_taken_out_of_the_list_and_the_number_stays(cast: Cast) -> None:
    people = many_on_leave(cast, [*BACK, *AWAY])
    count = counted(cast)
    Counted.objects.filter(case=people[0].case).delete()
    shown = text(visiting(cast.marit).get(behind(count, "reached")))
    assert "Back at work: 8" in shown
    assert "One of them has been erased since." in shown


def test_a_page_for_nobody_is_no_page() -> None:
    assert Client().get("/outcomes/").status_code == 302
