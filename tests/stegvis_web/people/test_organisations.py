"""Organisations and their contact people."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from stegvis_web.people import actions, queries
from stegvis_web.people.forms import KINDS
from stegvis_web.people.models import Organisation
from tests.cast import Cast, organisation, sign_in, viewer

NEW = "/people/organisations/new/"


@pytest.fixture
def ingrid(cast: Cast) -> Client:
    return sign_in(Client(), cast.ingrid)


def typed(**fields: Any) -> dict[str, Any]:
    return {"name": "Sjövik bakery", "kind": "employer", "city": "Sjövik", **fields}


def test_an_organisation_of_each_kind_is_written_down(cast: Cast, ingrid: Client) -> None:
    for kind, _ in KINDS:
        response = ingrid.post(NEW, typed(name=f"A place, {kind}", kind=kind))
        row = Organisation.objects.get(kind=kind, name__startswith="A place")
        assert response["Location"] == f"/people/organisations/{row.pk}/"
        assert ingrid.get(response["Location"]).status_code == 200
    assert ingrid.get("/people/organisations/").status_code == 200


def test_its_contact_people_stand_on_its_page(cast: Cast, ingrid: Client) -> None:
    page = ingrid.get(f"/people/organisations/{cast.library.pk}/").content.decode()
    assert "Johan Berg" in page
    assert "Petra" not in page


def test_a_new_contact_begins_with_the_place_chosen(cast: Cast, ingrid: Client) -> None:
    page = ingrid.get(f"/people/new/?organisation={cast.library.pk}").content.decode()
    assert f'<option value="{cast.library.pk}" selected>' in page
    for junk in ("x", "999999", "å", "'"):
        assert ingrid.get("/people/new/", {"organisation": junk}).status_code == 200


def test_one_of_the_same_name_is_shown_first(cast: Cast, ingrid: Client) -> None:
    page = ingrid.post(NEW, typed(name="EKBACKA Library"))
    assert page.status_code == 422
    assert "Ekbacka library · Ekbacka" in page.content.decode()
    known = typed(name="EKBACKA Library", same_asked="1", same=str(cast.library.pk))
    assert ingrid.post(NEW, known)["Location"] == f"/people/organisations/{cast.library.pk}/"
    ingrid.post(NEW, typed(name="EKBACKA Library", same_asked="1", same="another"))
    assert Organisation.objects.filter(name_key="ekbacka library").count() == 2


def test_of_two_who_save_the_second_sees_both_texts(cast: Cast, ingrid: Client) -> None:
    url = f"/people/organisations/{cast.library.pk}/change/"
    first = typed(name="Ekbacka library", city="Ekbacka north", revision=1)
    second = typed(name="Ekbacka library", city="Ekbacka south", revision=1)
    assert ingrid.post(url, first).status_code == 302
    page = ingrid.post(url, second)
    assert page.status_code == 409
    assert "Ekbacka north" in page.content.decode()
    assert "Ekbacka south" in page.content.decode()
    again = {**second, "revision": page.context["form"]["revision"].value()}
    assert ingrid.post(url, again).status_code == 302
    cast.library.refresh_from_db()
    assert cast.library.city == "Ekbacka south"


def test_the_choice_stays_readable_and_keeps_what_is_chosen(
    cast: Cast, ingrid: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MANY", 2)
    last = organisation(cast.norrvik, "Zinc works")
    plain = ingrid.get("/people/new/").content.decode()
    assert plain.count("<option") - plain.count('<option value="en"') < 8
    assert "Zinc works" not in plain
    assert "Zinc works" in ingrid.get(f"/people/new/?organisation={last.pk}").content.decode()
    data = {"name": "Ove Strand", "language": "sv", "organisation": last.pk}
    assert ingrid.post("/people/new/", data).status_code == 302


def test_another_service_finds_nothing(cast: Cast) -> None:
    client = sign_in(Client(), cast.kari)
    for path in ("", "change/"):
        assert client.get(f"/people/organisations/{cast.library.pk}/{path}").status_code == 404
        assert client.post(f"/people/organisations/{cast.library.pk}/{path}", typed()).status_code in {
            404,
            405,
        }
    assert "Ekbacka" not in client.get("/people/organisations/").content.decode()


def test_the_pages_together_show_each_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    for _ in range(3):
        organisation(cast.norrvik, "Ekbacka library")
    by = viewer(cast.ingrid)
    page = queries.organisations(by=by)
    seen = [row.pk for row in page.rows]
    while page.after:
        page = queries.organisations(by=by, after=page.after)
        seen += [row.pk for row in page.rows]
    assert len(seen) == len(set(seen)) == 7


def test_a_kind_that_does_not_exist_is_refused_by_page_and_database(cast: Cast, ingrid: Client) -> None:
    assert ingrid.post(NEW, typed(kind="school")).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_organisation(by=viewer(cast.ingrid), values=typed(kind="school"))
