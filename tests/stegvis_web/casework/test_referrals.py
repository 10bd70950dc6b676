"""From the wish to work to a case, or to an end for one of few reasons."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.party import Role
from stegvis.casework.referral import DECLINE_REASON_NAMES, Door
from stegvis_web.casework import models
from stegvis_web.casework.actions import referrals
from stegvis_web.casework.queries.referrals import PAGE
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.models import Person
from tests.cast import Cast, person, staff, the_cast, viewer
from tests.stegvis_web.casework.visits import (
    HOSTILE,
    LONG,
    form_key,
    page,
    send,
    send_after_the_session_ended,
    statements,
    text,
    url,
    visiting,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def ingrid(cast: Cast) -> Client:
    return visiting(cast.ingrid)


def received(cast: Cast, who: Person | None = None, days: int = 4, wish: str = "To bake.") -> models.Referral:
    someone = who or cast.tomas.person
    assert someone
    day = TODAY() - timedelta(days=days)
    return referrals.receive_referral(
        by=viewer(cast.ingrid), person=someone, door=Door.GP, received_on=day, wish=wish
    )


def new(**changes: Any) -> dict[str, Any]:
    form = {"name": "Nils Ek", "door": "gp", "received_on": TODAY().isoformat(), "wish": "To drive again."}
    return {**form, **changes}


def test_no_one_waits(ingrid: Client) -> None:
    assert "No one waits for an answer" in page(ingrid, "referrals")


def test_who_has_waited_longest_comes_first_whenever_written_down(cast: Cast, ingrid: Client) -> None:
    received(cast, days=2)
    received(cast, person(cast.norrvik, "Berit Ås"), days=9)
    shown = page(ingrid, "referrals")
    assert "2 people wait." in shown
    assert shown.index("Berit Ås") < shown.index("Tomas Eriksen")
    assert "Waits 9 days" in shown


def test_the_pages_of_the_list_hold_everybody_once(cast: Cast, ingrid: Client) -> None:
    rows = [received(cast, person(cast.norrvik, f"N{n:02}"), days=n % 7) for n in range(PAGE + 3)]
    first = ingrid.get(url("referrals"))
    second = ingrid.get(url("referrals"), {"after": first.context["page"].next_after})
    seen = [row.pk for answer in (first, second) for row in answer.context["page"].rows]
    assert sorted(seen) == sorted(row.pk for row in rows)
    assert second.context["page"].next_after == ""


def test_three_referrals_cost_as_much_as_sixty(cast: Cast, ingrid: Client) -> None:
    for number in range(3):
        received(cast, person(cast.norrvik, f"N{number}"))
    few = statements(ingrid, url("referrals"))
    for number in range(57):
        received(cast, person(cast.norrvik, f"M{number}"))
    assert statements(ingrid, url("referrals")) == few


def test_half_of_them_hear_within_the_median(cast: Cast, ingrid: Client) -> None:
    for days in (1, 3, 8):
        row = received(cast, person(cast.norrvik, f"N{days}"), days=days)
        models.Referral.objects.filter(pk=row.pk).update(first_contact_on=TODAY())
    assert "Half of them hear from us within 3 days." in page(ingrid, "referrals")


def test_somebody_new_is_written_down_with_the_referral(cast: Cast, ingrid: Client) -> None:
    done = send(ingrid, "referral-new", **new(phone="070-123 45 67", birth_year="1977"))
    row = models.Referral.objects.get()
    assert done.headers["Location"] == url("referral", row.pk)
    assert (row.person.name, row.person.birth_year, row.wish) == ("Nils Ek", 1977, "To drive again.")
    assert (row.person.service, row.person.language) == (cast.norrvik, "en")


def test_somebody_known_is_asked_about_before_a_second_entry_is_made(cast: Cast, ingrid: Client) -> None:
    before = Person.objects.count()
    asked = send(ingrid, "referral-new", **new(name="tomas eriksen"))
    assert asked.status_code == 422
    assert "Is it one of these?" in text(asked)
    assert "To drive again." in asked.content.decode()
    assert cast.tomas.person
    send(ingrid, "referral-new", **new(name="tomas eriksen", same=cast.tomas.person.pk))
    assert models.Referral.objects.get().person == cast.tomas.person
    assert Person.objects.count() == before


def test_or_it_is_another_one_of_the_same_name(cast: Cast, ingrid: Client) -> None:
    send(ingrid, "referral-new", **new(name="Tomas Eriksen", same="another"))
    assert models.Referral.objects.get().person != cast.tomas.person


def test_a_known_person_is_found_by_name_and_chosen(cast: Cast, ingrid: Client) -> None:
    assert cast.tomas.person
    found = page(ingrid, "referral-new", q="eriks")
    assert "Tomas Eriksen born 1974" in found
    assert "Nobody of that name" in page(ingrid, "referral-new", q="solheim"), "a colleague is no patient"
    path = f"{url('referral-new')}?person={cast.tomas.person.pk}"
    assert "Tomas Eriksen" in text(ingrid.get(path))
    done = ingrid.post(path, {"door": "self", "received_on": TODAY().isoformat()})
    assert done.status_code == 302
    assert models.Referral.objects.get().person == cast.tomas.person


def test_a_person_of_another_service_cannot_be_referred_here(cast: Cast, ingrid: Client) -> None:
    assert cast.leif.person
    assert ingrid.get(f"{url('referral-new')}?person={cast.leif.person.pk}").status_code == 404


@pytest.mark.parametrize("day", [date(2031, 1, 1), date(2001, 1, 1), "0202-03-01", "soon", ""])
def test_a_wrong_day_gets_one_clear_message_and_keeps_what_was_typed(ingrid: Client, day: object) -> None:
    refused = send(ingrid, "referral-new", **new(received_on=str(day)))
    assert refused.status_code == 422
    assert "To drive again." in refused.content.decode()
    assert not Person.objects.filter(name="Nils Ek").exists()


def test_a_second_referral_of_the_same_person_is_refused_in_words(cast: Cast, ingrid: Client) -> None:
    received(cast)
    assert cast.tomas.person
    form = {"door": "gp", "received_on": TODAY().isoformat()}
    refused = ingrid.post(f"{url('referral-new')}?person={cast.tomas.person.pk}", form)
    assert refused.status_code == 422
    assert "A referral of this person waits already." in text(refused)


def test_a_double_click_makes_one_referral(cast: Cast, ingrid: Client) -> None:
    key = form_key(ingrid, "referral-new")
    first = send(ingrid, "referral-new", **new(form_key=key))
    again = send(ingrid, "referral-new", **new(form_key=key))
    assert first.headers["Location"] == again.headers["Location"]
    assert models.Referral.objects.count() == 1


def test_the_page_tells_the_wish_and_what_to_explain(cast: Cast, ingrid: Client) -> None:
    row = received(cast, wish=HOSTILE)
    response = ingrid.get(url("referral", row.pk))
    assert HOSTILE in text(response).replace("“", "").replace("”", "") or "&lt;script&gt;" in str(
        response.content
    )
    assert b"<script>alert" not in response.content
    assert "A no changes nothing: not your sick pay, not your care, not your job." in text(response)


def test_reading_it_is_one_event(cast: Cast, ingrid: Client) -> None:
    row = received(cast)
    before = AuditEvent.objects.count()
    page(ingrid, "referral", row.pk)
    event = AuditEvent.objects.latest("id")
    assert (AuditEvent.objects.count(), event.what) == (before + 1, f"referral:{row.pk}")


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        ("wish", {"wish": "To paint boats.", "revision": "1"}),
        ("contact", {"mode": "phone", "reached": "spoke", "note": "To paint boats."}),
        ("decline", {"reason": "withdrew", "words": "To paint boats."}),
    ],
)
def test_each_form_of_the_page_survives_the_end_of_the_session(
    cast: Cast, form: str, typed: dict[str, str]
) -> None:
    row = received(cast)
    again = send_after_the_session_ended(cast.ingrid, "referral", f"referral-{form}", row.pk, **typed)
    assert "To paint boats." in again


def test_the_wish_is_written_down_and_who_comes_second_sees_both_texts(cast: Cast, ingrid: Client) -> None:
    row = received(cast)
    assert send(ingrid, "referral-wish", row.pk, wish="To paint.", revision=1).status_code == 302
    clash = send(ingrid, "referral-wish", row.pk, wish="To sing.", revision=1)
    shown = text(clash)
    assert clash.status_code == 409
    assert "To paint." in shown
    assert "To sing." in shown
    assert 'name="revision" value="2"' in clash.content.decode()
    send(ingrid, "referral-wish", row.pk, wish="To paint and sing.", revision=2)
    row.refresh_from_db()
    assert row.wish == "To paint and sing."


def test_a_wish_of_200_kb_is_refused_in_words_and_kept(cast: Cast, ingrid: Client) -> None:
    refused = send(ingrid, "referral-wish", received(cast).pk, wish=LONG, revision=1)
    assert refused.status_code == 422
    assert LONG in refused.content.decode()


def test_that_it_is_voluntary_is_recorded_with_day_and_name(cast: Cast, ingrid: Client) -> None:
    row = received(cast)
    send(ingrid, "referral-voluntary", row.pk, on=TODAY().isoformat())
    assert "Explained on" in page(ingrid, "referral", row.pk)
    assert "by Ingrid Solheim." in page(ingrid, "referral", row.pk)
    too_early = send(ingrid, "referral-voluntary", row.pk, on=(TODAY() - timedelta(days=30)).isoformat())
    assert too_early.status_code == 422
    assert "Choose a day between the referral and today." in text(too_early)


def test_the_first_contact_ends_the_waiting(cast: Cast, ingrid: Client) -> None:
    row = received(cast, days=4)
    form = {"mode": "phone", "on": TODAY().isoformat()}
    send(ingrid, "referral-contact", row.pk, reached="no-answer", **form)
    assert "Waits 4 days" in page(ingrid, "referral", row.pk)
    send(ingrid, "referral-contact", row.pk, reached="spoke", **form)
    assert "First contact after 4 days" in page(ingrid, "referral", row.pk)


def test_a_meeting_waits_for_the_word_on_free_choice(cast: Cast, ingrid: Client) -> None:
    row = received(cast)
    form = {"mode": "meeting", "reached": "spoke", "on": TODAY().isoformat(), "note": "Came by."}
    refused = send(ingrid, "referral-contact", row.pk, **form)
    assert refused.status_code == 422
    assert "First explain that taking part is voluntary" in text(refused)
    assert "Came by." in refused.content.decode()


def test_accepting_opens_a_case_and_leads_to_it(cast: Cast, ingrid: Client) -> None:
    row = received(cast)
    done = send(ingrid, "referral-accept", row.pk, country="sweden", owner=cast.sara.pk)
    case = models.Case.objects.get()
    assert done.headers["Location"] == url("case", case.code)
    assert (case.owner, case.country) == (cast.sara, "sweden")
    again = send(ingrid, "referral-accept", row.pk, country="sweden", owner=cast.sara.pk)
    assert again.status_code == 422
    assert "decided already" in text(again)
    assert case.code in page(ingrid, "referrals", state="accepted")


def test_without_a_wish_there_is_no_case(cast: Cast, ingrid: Client) -> None:
    row = received(cast, wish="")
    refused = send(ingrid, "referral-accept", row.pk, country="sweden", owner=cast.ingrid.pk)
    assert refused.status_code == 422
    assert "Write the person's wish to work" in text(refused)


def test_a_manager_accepts_for_a_practitioner_and_never_owns_a_case(cast: Cast) -> None:
    row = received(cast)
    marit = visiting(cast.marit)
    assert send(marit, "referral-accept", row.pk, country="sweden", owner=cast.marit.pk).status_code == 422
    send(marit, "referral-accept", row.pk, country="sweden", owner=cast.ingrid.pk)
    assert models.Case.objects.get().owner == cast.ingrid


def test_readiness_and_a_diagnosis_are_never_a_reason(cast: Cast, ingrid: Client) -> None:
    row = received(cast)
    shown = page(ingrid, "referral", row.pk)
    assert "Readiness and a diagnosis are never a reason" in shown
    assert all(name in shown for name in DECLINE_REASON_NAMES.values())
    for reason in ("not_ready", "diagnosis", ""):
        assert send(ingrid, "referral-decline", row.pk, reason=reason).status_code == 422
    assert models.Referral.objects.get().state == "waiting"


def test_a_decline_keeps_its_reason_and_words(cast: Cast, ingrid: Client) -> None:
    row = received(cast)
    send(ingrid, "referral-decline", row.pk, reason="lives_elsewhere", words="Moved to Ekbacka.")
    shown = page(ingrid, "referral", row.pk)
    assert "The person lives outside the service's area." in shown
    assert "Moved to Ekbacka." in shown
    assert "Tomas Eriksen" in page(ingrid, "referrals", state="declined")


def test_an_address_that_only_takes_forms_leads_back_to_the_page(cast: Cast, ingrid: Client) -> None:
    row = received(cast)
    for name in ("wish", "voluntary", "contact", "accept", "decline"):
        assert ingrid.get(url(f"referral-{name}", row.pk)).headers["Location"] == url("referral", row.pk)


def test_one_who_looks_like_somebody_known_is_pointed_out(cast: Cast, ingrid: Client) -> None:
    row = received(cast, person(cast.norrvik, "Tomas Eriksen", email=""))
    assert "Perhaps this person is known already" in page(ingrid, "referral", row.pk)


def test_the_other_service_and_other_roles_find_nothing(cast: Cast) -> None:
    row = received(cast)
    for user in (cast.kari, cast.rolf, cast.asta, cast.maja):
        client = visiting(user)
        assert client.get(url("referral", row.pk)).status_code == 404
        assert send(client, "referral-decline", row.pk, reason="withdrew").status_code == 404
    assert "Tomas" not in page(visiting(cast.kari), "referrals")


def test_a_colleague_who_practises_and_manages_sees_both(cast: Cast) -> None:
    both = staff(cast.norrvik, "Olga Rask", Role.PRACTITIONER, Role.MANAGER)
    assert "New referral" in page(visiting(both), "referrals")
