"""The audit trail for the manager and for the administrator: codes only, each sees their own part."""

from __future__ import annotations

import pytest
from django.test import Client

from stegvis_web.casework.queries.trail import PAGE
from stegvis_web.foundation import audit
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.foundation.sealed import seal
from stegvis_web.people.viewer import viewer_of_user
from tests.cast import TESTS, the_cast, viewer
from tests.made_once import made_once
from tests.stegvis_web.casework.visits import HOSTILE, many_cases, page, statements, url, visiting
from tests.told_case import Told, told_case

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(the_cast())


@pytest.fixture
def marit(told: Told) -> Client:
    return visiting(told.cast.marit)


@pytest.fixture
def asta(told: Told) -> Client:
    return visiting(told.cast.asta)


def lines(client: Client, **query: str) -> list[str]:
    response = client.get(url("audit"), {**query, "who": seal(query.get("who", ""))})
    return [f"{line.actor} {line.verb} {line.what}" for line in response.context["page"].lines]


def test_a_manager_reads_what_was_done_in_the_services_cases(told: Told, marit: Client) -> None:
    shown = page(marit, "audit")
    assert told.code in shown
    assert f"{told.ingrid.code} create health" not in shown
    assert f"{told.maja.code} release plan" in lines(marit)


def test_no_name_stands_in_the_list(told: Told, marit: Client) -> None:
    shown = page(marit, "audit").replace("Marit Holm", "")
    for name in ("Maja", "Ingrid", "Johan", "library of"):
        assert name not in shown


def test_an_administrator_reads_sign_ins_and_accounts_and_nothing_of_a_case(told: Told, asta: Client) -> None:
    visiting(told.cast.ingrid)
    audit.record(by=viewer(told.cast.asta), verb="change", what=told.ingrid.code, fields=["is_active"])
    shown = page(asta, "audit")
    assert f"{told.ingrid.code} sign-in {told.ingrid.code}" in lines(asta)
    assert f"{viewer(told.cast.asta).code} change {told.ingrid.code}" in lines(asta)
    assert told.code not in shown
    assert all(" read " not in line for line in lines(asta))


def test_a_patients_sign_in_is_an_account_event_too(told: Told, asta: Client) -> None:
    visiting(told.cast.maja)
    assert f"{told.maja.code} sign-in {told.maja.code}" in lines(asta)


def test_nothing_of_the_other_service_is_shown(told: Told, marit: Client, asta: Client) -> None:
    kari = viewer_of_user(told.cast.kari).viewer
    audit.record(by=kari, verb="read", what="case", cases=["FH-0001"])
    audit.record(by=kari, verb="sign-in", what=kari.code)
    assert all(kari.code not in line for line in (*lines(marit), *lines(asta)))


def test_what_a_command_did_to_a_case_is_there(told: Told, marit: Client) -> None:
    audit.record(by=TESTS, verb="create", what="case", cases=[told.code])
    assert "command:tests create case" in lines(marit)


def test_it_is_filtered_by_who_and_by_what(told: Told, marit: Client) -> None:
    audit.record(by=told.sara, verb="read", what="plan", cases=[told.code])
    assert lines(marit, who=told.sara.code) == [f"{told.sara.code} read plan"]
    assert all(" release " in line for line in lines(marit, verb="release"))
    assert "No event like that" in page(marit, "audit", who="user:999")


def test_the_pages_hold_every_event_once(told: Told, marit: Client) -> None:
    for _ in range(PAGE):
        audit.record(by=told.sara, verb="read", what="plan", cases=[told.code])
    first = marit.get(url("audit")).context["page"]
    second = marit.get(url("audit"), {"before": first.next_before}).context["page"]
    numbers = [line.id for line in (*first.lines, *second.lines)]
    assert len(numbers) > PAGE
    assert len(set(numbers)) == len(numbers)


def test_a_list_that_named_many_cases_is_counted_not_listed(told: Told, marit: Client) -> None:
    codes = many_cases(told.cast, 6)
    audit.record(by=told.ingrid, verb="read", what="caseload", cases=codes)
    assert "and 2 more" in page(marit, "audit", verb="read")


def test_reading_the_trail_is_itself_an_event_that_names_the_cases_shown(told: Told, marit: Client) -> None:
    page(marit, "audit")
    event = AuditEvent.objects.latest("id")
    assert (event.actor, event.verb, event.what) == (viewer(told.cast.marit).code, "read", "audit")
    assert [mention.case_code for mention in event.mentions.all()] == [told.code]


def test_the_trail_costs_the_same_with_three_cases_and_with_sixty(told: Told, marit: Client) -> None:
    def read(codes: list[str]) -> None:
        for code in codes:
            audit.record(by=told.ingrid, verb="read", what="case", cases=[code])

    read(many_cases(told.cast, 3))
    few = statements(marit, url("audit"))
    read(many_cases(told.cast, 57))
    assert statements(marit, url("audit")) == few


@pytest.mark.parametrize("nonsense", [HOSTILE, "x" * 5000, "%00", "\x00"])
def test_nonsense_in_the_address_breaks_nothing(told: Told, marit: Client, nonsense: str) -> None:
    for name in ("who", "verb", "before"):
        response = marit.get(url("audit"), {name: nonsense})
        assert response.status_code == 200
        assert b"<script>alert" not in response.content


def test_it_is_for_managers_and_administrators_alone(told: Told) -> None:
    for user in (told.cast.ingrid, told.cast.rolf, told.cast.maja):
        assert visiting(user).get(url("audit")).status_code == 404


# Whoever asks for what is not theirs


def refused() -> list[tuple[str, str, str]]:
    rows = AuditEvent.objects.filter(verb="read", outcome="refused").order_by("pk")
    return [(row.actor, row.what, row.chain) for row in rows]


def test_whoever_asks_for_a_case_of_others_finds_nothing_and_leaves_an_event(
    told: Told, marit: Client
) -> None:
    kari = viewer(told.cast.kari)
    assert visiting(told.cast.kari).get(url("case", told.code)).status_code == 404
    assert visiting(told.cast.kari).post(url("sick-note-new", told.code), {}).status_code == 404
    assert refused() == [(kari.code, "case", told.code), (kari.code, "sick_leave", told.code)]
    assert f"{kari.code} read case" in lines(marit)
    assert "Refused" in page(marit, "audit") or "refused" in page(marit, "audit")


def test_a_code_that_nobody_has_leaves_none(told: Told) -> None:
    assert visiting(told.cast.kari).get(url("case", "NV-9999")).status_code == 404
    assert refused() == []


def test_what_is_not_found_in_ones_own_case_is_no_refused_access(told: Told) -> None:
    assert visiting(told.cast.ingrid).get(url("meeting", told.code, 999_999)).status_code == 404
    assert refused() == []


def test_who_was_refused_has_not_looked(told: Told) -> None:
    visiting(told.cast.kari).get(url("case", told.code))
    looks = visiting(told.cast.maja).get("/me/who-looked/").context["page"].looks
    assert viewer(told.cast.kari).code not in {look.who for look in looks}
    assert not [look for look in looks if look.outcome == "refused"]
