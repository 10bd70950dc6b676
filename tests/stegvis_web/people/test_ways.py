"""Searching and going on, without a word of it in an address."""

from __future__ import annotations

import pytest
from django.test import Client

from stegvis_web.foundation.sealed import seal
from tests.cast import Cast, person, sign_in

ELSEWHERE = ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "/\\elsewhere", "x"]


@pytest.fixture
def ingrid(cast: Cast) -> Client:
    return sign_in(Client(), cast.ingrid)


def test_a_name_is_looked_for_and_found_and_stands_in_no_address(ingrid: Client) -> None:
    sent = ingrid.post("/search/", {"to": "/people/", "q": " johan "})
    assert sent["Location"].startswith("/people/?q=")
    assert "johan" not in sent["Location"]
    page = ingrid.get(sent["Location"]).content.decode()
    assert "Johan Berg" in page
    assert "Petra Nyström" not in page
    assert 'value="johan"' in page


def test_a_name_written_into_an_address_by_hand_finds_everybody(ingrid: Client) -> None:
    assert "Petra Nyström" in ingrid.get("/people/?q=johan").content.decode()


def test_a_filter_that_names_nobody_stands_there_as_it_is(ingrid: Client) -> None:
    sent = ingrid.post("/search/", {"to": "/cases/", "q": "", "whose": "all", "stage": "", "x": "Maja"})
    assert sent["Location"] == "/cases/?whose=all&stage="


def test_an_empty_search_leads_back_to_all(ingrid: Client) -> None:
    assert ingrid.post("/search/", {"to": "/people/", "q": "  "})["Location"] == "/people/"


@pytest.mark.parametrize("to", ELSEWHERE)
def test_neither_way_leads_to_another_site(ingrid: Client, to: str) -> None:
    assert ingrid.post("/search/", {"to": to})["Location"] == "/"
    assert ingrid.get(f"/onward/{seal(to)}/")["Location"] == "/"


@pytest.mark.parametrize("token", ["x", "å", "%00", "x" * 3000])
def test_a_token_that_says_nothing_leads_home(cast: Cast, token: str) -> None:
    assert Client().get(f"/onward/{token}/")["Location"] == "/"


def test_after_signing_in_one_is_where_one_was_going_and_no_address_said_so(cast: Cast) -> None:
    client = Client()
    asked = client.get("/people/organisations/")["Location"]
    assert "organisations" not in asked
    sign_in(client, cast.ingrid)
    onward = client.get(asked)["Location"]
    assert client.get(onward)["Location"] == "/people/organisations/"


def test_a_search_sent_when_the_session_was_over_ends_at_a_page(cast: Cast) -> None:
    client = Client()
    asked = client.post("/search/", {"to": "/people/", "q": "johan"})["Location"]
    sign_in(client, cast.ingrid)
    assert client.get(asked, follow=True).status_code == 200


def test_a_list_goes_on_after_somebody_whom_the_address_does_not_name(cast: Cast, ingrid: Client) -> None:
    for number in range(120):
        person(cast.norrvik, f"Quirin Zander {number:03}", email="")
    path, pages = "/people/", ""
    while path:
        assert "zander" not in path.lower()
        page = ingrid.get(path).content.decode()
        pages += page
        path = "/people/?after=" + page.split('href="?after=')[1].split('"')[0] if "Show more" in page else ""
    assert pages.count("Quirin Zander") == 120
    assert "From the beginning" in page
