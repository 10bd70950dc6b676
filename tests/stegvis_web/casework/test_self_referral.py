"""The public page: three short questions, and nobody learns who is known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from stegvis_web.casework import models
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.models import Person
from tests.cast import Cast, the_cast
from tests.stegvis_web.casework.visits import HOSTILE, LONG, page, send, text, url, visiting

pytestmark = pytest.mark.django_db

WORDS = {"name": "Åsa Ek", "reach": "070 123 45 67", "wish": "To bake bread, mornings only."}


@pytest.fixture
def cast() -> Cast:
    cast = the_cast()
    cast.norrvik.self_referral = True
    cast.norrvik.save()
    return cast


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_it_says_who_reads_it_and_that_it_is_voluntary(cast: Cast) -> None:
    shown = page(Client(), "refer", "nv")
    assert "It is voluntary" in shown
    assert "Only the staff of Norrvik return-to-work service read what you write here" in shown
    assert "+46 10 555 01 00" in shown


def test_three_answers_make_a_referral_that_staff_see(cast: Cast) -> None:
    done = send(Client(), "refer", "nv", **WORDS)
    assert done.headers["Location"] == url("refer-done", "nv")
    row = models.Referral.objects.get()
    assert (row.door, row.person.name, row.person.phone) == ("self", "Åsa Ek", "070 123 45 67")
    assert "Thank you" in page(Client(), "refer-done", "nv")
    assert "Åsa Ek" in page(visiting(cast.ingrid), "referrals")
    assert AuditEvent.objects.filter(actor="nobody", what=f"referral:{row.pk}").exists()


def test_an_address_will_do_as_well_as_a_number(cast: Cast) -> None:
    send(Client(), "refer", "nv", **{**WORDS, "reach": "asa@home.example"})
    assert Person.objects.get(name="Åsa Ek").email == "asa@home.example"


@pytest.mark.parametrize("missing", ["name", "reach", "wish"])
def test_each_question_wants_an_answer_and_the_others_stay(cast: Cast, missing: str) -> None:
    refused = send(Client(), "refer", "nv", **{**WORDS, missing: " "})
    assert refused.status_code == 422
    kept = [value for name, value in WORDS.items() if name != missing]
    assert all(value in refused.content.decode() for value in kept)
    assert not models.Referral.objects.exists()


@pytest.mark.parametrize("reach", ["call me", "12", "@", "a@b", "1" * 41, HOSTILE])
def test_a_number_or_an_address_that_leads_nowhere_is_asked_for_again(cast: Cast, reach: str) -> None:
    refused = send(Client(), "refer", "nv", **{**WORDS, "reach": reach})
    assert refused.status_code == 422
    assert b"<script>alert" not in refused.content


def test_200_kb_and_emoji_get_one_clear_message(cast: Cast) -> None:
    refused = send(Client(), "refer", "nv", **{**WORDS, "wish": LONG})
    assert refused.status_code == 422
    assert send(Client(), "refer", "nv", **{**WORDS, "wish": HOSTILE}).status_code == 302


def test_somebody_known_gets_the_very_same_thanks(cast: Cast) -> None:
    client = Client()
    for _ in range(2):
        done = send(client, "refer", "nv", **WORDS)
        assert done.headers["Location"] == url("refer-done", "nv")
    assert models.Referral.objects.count() == 2


def test_it_is_not_there_where_the_service_has_not_switched_it_on(cast: Cast) -> None:
    for slug in ("fh", "nowhere"):
        for name in ("refer", "refer-done"):
            assert Client().get(url(name, slug)).status_code == 404
        assert send(Client(), "refer", slug, **WORDS).status_code == 404


def test_too_many_from_one_address_are_asked_to_wait_and_lose_nothing(cast: Cast) -> None:
    for _ in range(20):
        assert send(Client(), "refer", "nv", **WORDS).status_code == 302
    stopped = send(Client(), "refer", "nv", **WORDS)
    assert stopped.status_code == 429
    assert "Please try again in an hour" in text(stopped)
    assert WORDS["wish"] in stopped.content.decode()
    assert models.Referral.objects.count() == 20
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere, "refer", "nv", **WORDS).status_code == 302


def test_the_page_speaks_the_visitors_language(cast: Cast) -> None:
    send(Client(headers={"Accept-Language": "sv"}), "refer", "nv", **WORDS)
    assert Person.objects.get(name="Åsa Ek").language == "sv"
