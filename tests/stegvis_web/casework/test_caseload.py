"""The list of cases: mine or everyone's, by code or name, page by page."""

from __future__ import annotations

import pytest
from django.utils import timezone

from stegvis_web.casework import models
from stegvis_web.casework.queries.cases import PAGE
from stegvis_web.foundation.models import AuditEvent
from tests.cast import Cast, the_cast
from tests.stegvis_web.casework.visits import HOSTILE, LONG, many_cases, page, statements, url, visiting
from tests.told_case import told_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def test_a_service_without_cases_says_how_one_begins(cast: Cast) -> None:
    shown = page(visiting(cast.ingrid), "caseload")
    assert "0 people are yours. The service has 0." in shown
    assert "A case begins when a referral is accepted." in shown


def test_mine_is_what_i_own_or_am_on_the_team_of(cast: Cast) -> None:
    code = told_case(cast).code
    for user in (cast.ingrid, cast.sara):
        assert code in page(visiting(user), "caseload")
    models.TeamMember.objects.filter(person=cast.sara.person).update(until=timezone.localdate())
    assert code not in page(visiting(cast.sara), "caseload")
    assert code in page(visiting(cast.sara), "caseload", whose="all")


def test_search_finds_by_code_and_by_part_of_a_name_without_its_accents(cast: Cast) -> None:
    code = told_case(cast).code
    client = visiting(cast.ingrid)
    for typed in (code.lower(), "LINDQ", "maja"):
        assert code in page(client, "caseload", q=typed)
    assert "No case like that" in page(client, "caseload", q="zzz")


def test_a_researcher_sees_codes_and_no_name_and_finds_none_by_name(cast: Cast) -> None:
    code = told_case(cast).code
    client = visiting(cast.rolf)
    shown = page(client, "caseload")
    assert code in shown
    assert "Maja" not in shown
    assert "Ingrid Solheim" not in shown
    assert code not in page(client, "caseload", q="maja")


def test_the_other_service_sees_nothing_of_it(cast: Cast) -> None:
    code = told_case(cast).code
    assert code not in page(visiting(cast.kari), "caseload", whose="all", q=code)


def test_administrators_have_no_list_of_cases(cast: Cast) -> None:
    assert visiting(cast.asta).get(url("caseload")).status_code == 404


def test_the_pages_hold_every_case_once(cast: Cast) -> None:
    codes = many_cases(cast, PAGE + 5)
    client = visiting(cast.ingrid)
    first = page(client, "caseload")
    second = page(client, "caseload", after=codes[PAGE - 1])
    assert [code for code in codes if code in first] == codes[:PAGE]
    assert [code for code in codes if code in second] == codes[PAGE:]
    assert "More cases" in first
    assert "More cases" not in second
    assert "From the beginning" in second


def test_a_closed_case_is_listed_when_asked_for(cast: Cast) -> None:
    code = told_case(cast).code
    models.Case.objects.update(closed_on=timezone.localdate(), stage="closed")
    client = visiting(cast.ingrid)
    assert code not in page(client, "caseload")
    assert code in page(client, "caseload", stage="closed")
    assert code in page(client, "caseload", q=code)


def test_the_next_day_of_a_plan_stands_there_for_its_team_alone(cast: Cast) -> None:
    told_case(cast)
    assert "Step by" in page(visiting(cast.ingrid), "caseload")
    models.TeamMember.objects.filter(person=cast.sara.person).update(until=timezone.localdate())
    assert "Step by" not in page(visiting(cast.sara), "caseload", whose="all")
    assert "Step by" in page(visiting(cast.marit), "caseload")


def test_a_list_is_one_event_that_names_every_case_shown(cast: Cast) -> None:
    codes = many_cases(cast, 3)
    client = visiting(cast.ingrid)
    before = AuditEvent.objects.count()
    page(client, "caseload")
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.latest("id")
    assert sorted(mention.case_code for mention in event.mentions.all()) == codes


def test_three_cases_cost_as_much_as_sixty(cast: Cast) -> None:
    client = visiting(cast.ingrid)
    many_cases(cast, 3)
    few = statements(client, url("caseload"))
    many_cases(cast, 57)
    assert statements(client, url("caseload")) == few


@pytest.mark.parametrize("nonsense", [HOSTILE, LONG[:5_000], "%", "\x00", "'; drop table"])
def test_nonsense_in_the_address_finds_nothing_and_breaks_nothing(cast: Cast, nonsense: str) -> None:
    client = visiting(cast.ingrid)
    many_cases(cast, 1)
    for name in ("q", "whose", "stage", "after"):
        response = client.get(url("caseload"), {name: nonsense})
        assert response.status_code == 200
        assert b"<script>alert" not in response.content
