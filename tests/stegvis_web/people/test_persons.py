"""Persons: found, written down once, changed by two people at a time, and shown to whom they may be."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stegvis.foundation.errors import Conflict, Refusal
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.foundation.once import form_key
from stegvis_web.foundation.sealed import seal
from stegvis_web.people import actions, queries
from stegvis_web.people.models import Mail, Person, User
from tests.cast import Cast, person, sign_in, viewer

NEW = "/people/new/"


def typed(**fields: Any) -> dict[str, Any]:
    return {"name": "Karin Åström", "language": "sv", **fields}


@pytest.fixture
def ingrid(cast: Cast) -> Client:
    return sign_in(Client(), cast.ingrid)


def test_a_person_is_written_down(cast: Cast, ingrid: Client) -> None:
    data = typed(email="Karin@Example.org", phone="070-1", organisation=cast.library.pk, title="Head")
    response = ingrid.post(NEW, data)
    row = Person.objects.get(name="Karin Åström")
    assert response["Location"] == f"/people/{row.pk}/"
    assert (row.service, row.organisation, row.email) == (cast.norrvik, cast.library, "karin@example.org")
    event = AuditEvent.objects.get(verb="create", what=f"person:{row.pk}")
    assert set(event.fields) >= {"name", "email", "organisation"}
    assert "Karin" not in str(list(AuditEvent.objects.values()))


def test_a_double_click_writes_one_person(cast: Cast, ingrid: Client) -> None:
    key = form_key(viewer(cast.ingrid))
    first = ingrid.post(NEW, typed(form_key=key))
    second = ingrid.post(NEW, typed(form_key=key))
    assert Person.objects.filter(name="Karin Åström").count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize(
    "alike",
    [
        {"name": "MAJA  lindqvist"},
        {"name": "Maja Lindqvist", "birth_year": "1981"},
        {"name": "Lindqvist", "email": "maja.lindqvist@nv.example"},
        {"name": "Somebody", "phone": "+46 70 555 01 23"},
    ],
)
def test_who_looks_alike_is_shown_before_anything_is_saved(
    cast: Cast, ingrid: Client, alike: dict[str, str]
) -> None:
    before = Person.objects.count()
    page = ingrid.post(NEW, typed(**alike))
    assert page.status_code == 422
    assert "Maja Lindqvist · born 1981" in page.content.decode()
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    "different",
    [
        {"name": "Maja Lindqvist", "birth_year": "1990"},
        {"name": "Maja Lindkvist"},
        {"name": "Leif Sundberg"},
        {"name": "Nobody", "phone": "12"},
    ],
)
def test_who_differs_is_saved_at_once(cast: Cast, ingrid: Client, different: dict[str, str]) -> None:
    assert ingrid.post(NEW, typed(**different)).status_code == 302


def test_it_is_this_person_leads_there_and_saves_nothing(cast: Cast, ingrid: Client) -> None:
    assert cast.maja.person is not None
    data = typed(name="Maja Lindqvist", same_asked="1", same=str(cast.maja.person.pk))
    assert ingrid.post(NEW, data)["Location"] == f"/people/{cast.maja.person.pk}/"
    assert Person.objects.filter(name="Maja Lindqvist").count() == 1


def test_it_is_another_person_saves(ingrid: Client) -> None:
    ingrid.post(NEW, typed(name="Maja Lindqvist", same_asked="1", same="another"))
    assert Person.objects.filter(name="Maja Lindqvist").count() == 2


@pytest.mark.parametrize("same", ["", "x", "0", "999999"])
def test_the_question_has_to_be_answered_with_one_of_those_shown(ingrid: Client, same: str) -> None:
    page = ingrid.post(NEW, typed(name="Maja Lindqvist", same_asked="1", same=same))
    assert page.status_code == 422
    assert Person.objects.filter(name="Maja Lindqvist").count() == 1


def test_nobody_of_another_service_is_ever_among_those_alike(cast: Cast) -> None:
    client = sign_in(Client(), cast.kari)
    page = client.post(NEW, typed(name="Maja Lindqvist", email="maja.lindqvist@nv.example"))
    assert page.status_code == 302


def test_a_changed_phone_of_somebody_else_is_warned_of_too(cast: Cast, ingrid: Client) -> None:
    data = typed(name="Johan Berg", phone="070 555 01 23", revision=1)
    page = ingrid.post(f"/people/{cast.johan.pk}/change/", data)
    assert page.status_code == 422
    assert "Maja Lindqvist" in page.content.decode()


def test_changing_something_else_asks_nothing(cast: Cast, ingrid: Client) -> None:
    person(cast.norrvik, "Johan Berg", email="")
    url = f"/people/{cast.johan.pk}/change/"
    data = typed(name="Johan Berg", email=cast.johan.email, title="Librarian", revision=1)
    assert ingrid.post(url, data).status_code == 302
    cast.johan.refresh_from_db()
    assert (cast.johan.title, cast.johan.revision) == ("Librarian", 2)


def test_of_two_who_save_the_second_sees_both_texts(cast: Cast, ingrid: Client) -> None:
    url = f"/people/{cast.johan.pk}/change/"
    first = typed(name="Johan Berg", email=cast.johan.email, title="Head of lending", revision=1)
    second = typed(name="Johan Berg", email=cast.johan.email, title="Head of the house", revision=1)
    sign_in(Client(), cast.sara).post(url, first)
    page = ingrid.post(url, second)
    assert page.status_code == 409
    assert "Head of lending" in page.content.decode()
    assert page.content.decode().count("Head of the house") >= 2
    cast.johan.refresh_from_db()
    assert cast.johan.title == "Head of lending"
    again = {**second, "revision": page.context["form"]["revision"].value()}
    assert ingrid.post(url, again).status_code == 302
    cast.johan.refresh_from_db()
    assert cast.johan.title == "Head of the house"


@pytest.mark.parametrize("revision", ["", "0", "-1", "x", "9" * 30, "1.5"])
def test_a_revision_that_never_was_saves_nothing(cast: Cast, ingrid: Client, revision: str) -> None:
    data = typed(name="Johan Berg", title="Changed", revision=revision)
    assert ingrid.post(f"/people/{cast.johan.pk}/change/", data).status_code in {409, 422}
    cast.johan.refresh_from_db()
    assert cast.johan.title == "Head librarian"


def test_the_list_is_in_order_of_name_and_finds_parts_of_it(cast: Cast) -> None:
    by = viewer(cast.ingrid)
    names = [row.name for row in queries.persons(by=by).rows]
    assert names == sorted(names, key=lambda name: name.replace("Ö", "O"))
    assert [row.name for row in queries.persons(by=by, words="ohman SARA").rows] == ["Sara Öhman"]
    assert [row.name for row in queries.persons(by=by, words="lind").rows] == [
        "Eva Lindqvist",
        "Maja Lindqvist",
    ]
    assert queries.persons(by=by, words="sundberg").rows == []


@pytest.mark.parametrize("words", ["%", "_", "'", '"', "\\", "\x00", "x" * 5000, "😀", "  "])
def test_whatever_is_searched_for_is_no_fault(ingrid: Client, words: str) -> None:
    assert ingrid.get("/people/", {"q": words, "after": words}).status_code == 200
    assert ingrid.get("/people/organisations/", {"q": words, "after": words}).status_code == 200


def test_the_pages_together_show_everybody_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    for _ in range(4):
        person(cast.norrvik, "Anna Berg", email="")
    by = viewer(cast.ingrid)
    seen: list[int] = []
    page = queries.persons(by=by)
    seen += [row.pk for row in page.rows]
    while page.after:
        page = queries.persons(by=by, after=page.after)
        seen += [row.pk for row in page.rows]
    assert len(seen) == len(set(seen)) == Person.objects.filter(service=cast.norrvik).count()


def test_a_page_costs_the_same_with_many_people_and_never_counts_rows_from_the_top(cast: Cast) -> None:
    by = viewer(cast.ingrid)

    def cost() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            for row in queries.persons(by=by).rows:
                assert row.organisation is None or row.organisation.name
                assert getattr(row, "user", None) is None or row.user.kind
        return [query["sql"] for query in captured]

    cost()
    few = cost()
    rows = [Person(service=cast.norrvik, name=f"P {n}", name_key=f"p {n:04}") for n in range(300)]
    Person.objects.bulk_create(rows)
    many = cost()
    assert len(few) == len(many)
    assert not any("OFFSET" in sql for sql in many)


def test_a_person_without_a_name_has_a_number(cast: Cast, ingrid: Client) -> None:
    row = person(cast.norrvik, "", email="")
    assert f"No name, number {row.pk}" in ingrid.get("/people/").content.decode()
    assert ingrid.get(f"/people/{row.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["ingrid", "sara", "marit", "asta"])
def test_practitioners_managers_and_administrators_see_people(cast: Cast, who: str) -> None:
    client = sign_in(Client(), getattr(cast, who))
    assert client.get("/people/").status_code == 200
    assert client.get(f"/people/{cast.johan.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["rolf", "maja", "kari", "leif"])
def test_researchers_patients_and_other_services_find_nothing(cast: Cast, who: str) -> None:
    client = sign_in(Client(), getattr(cast, who))
    for path in (f"/people/{cast.johan.pk}/", f"/people/{cast.johan.pk}/change/"):
        assert client.get(path).status_code == 404
        assert client.post(path, typed()).status_code == 404
    listed = client.get("/people/")
    assert listed.status_code == 404 or b"Johan Berg" not in listed.content


def test_a_researcher_sees_no_name_anywhere(cast: Cast) -> None:
    client = sign_in(Client(), cast.rolf)
    paths = ["/people/", NEW, "/people/organisations/", "/people/organisations/new/", "/service/"]
    assert {client.get(path).status_code for path in paths} == {404}
    with pytest.raises(Http404):
        queries.persons(by=viewer(cast.rolf))
    with pytest.raises(Refusal):
        actions.add_person(by=viewer(cast.rolf), values=typed())


def test_an_organisation_of_another_service_is_no_choice(cast: Cast) -> None:
    client = sign_in(Client(), cast.kari)
    page = client.post(NEW, typed(organisation=cast.library.pk))
    assert page.status_code == 422
    assert not Person.objects.filter(name="Karin Åström").exists()


def test_a_patients_new_address_is_the_one_to_sign_in_with(cast: Cast) -> None:
    assert cast.maja.person is not None
    values = {"email": "maja@new.example"}
    actions.change_person(by=viewer(cast.ingrid), person=cast.maja.person, revision=1, values=values)
    assert User.objects.get(pk=cast.maja.pk).email == "maja@new.example"
    told = Mail.objects.get(kind="address-changed")
    assert told.to_address == "maja.lindqvist@nv.example", "so that nobody loses an account without knowing"
    assert "Maja" not in told.subject + told.body


def test_a_colleagues_address_is_changed_by_the_administrator_only(cast: Cast) -> None:
    assert cast.sara.person is not None
    values = {"email": "sara@new.example"}
    with pytest.raises(Refusal, match="Only an administrator"):
        actions.change_person(by=viewer(cast.ingrid), person=cast.sara.person, revision=1, values=values)
    actions.change_person(by=viewer(cast.asta), person=cast.sara.person, revision=1, values=values)
    assert User.objects.get(pk=cast.sara.pk).email == "sara@new.example"


@pytest.mark.parametrize("address", ["", "tomas.eriksen@nv.example"])
def test_an_address_to_sign_in_with_is_neither_empty_nor_somebody_elses(cast: Cast, address: str) -> None:
    assert cast.maja.person is not None
    with pytest.raises(Refusal):
        actions.change_person(
            by=viewer(cast.ingrid), person=cast.maja.person, revision=1, values={"email": address}
        )
    cast.maja.person.refresh_from_db()
    assert cast.maja.person.email == "maja.lindqvist@nv.example"


def test_a_refusal_stands_on_the_page_and_what_was_typed_is_kept(cast: Cast, ingrid: Client) -> None:
    url = f"/people/{cast.sara.person_id}/change/"
    data = typed(name="Sara Öhman", email="sara@new.example", title="Typed", revision=1)
    page = ingrid.post(url, data)
    assert page.status_code == 422
    assert "Only an administrator" in page.content.decode()
    assert "Typed" in page.content.decode()


@pytest.mark.parametrize(
    "field",
    [
        {"name": ""},
        {"name": "x" * 200_000},
        {"email": "no address"},
        {"birth_year": "1066"},
        {"language": "xx"},
    ],
)
def test_what_cannot_be_is_one_clear_message_and_nothing_is_lost(
    ingrid: Client, field: dict[str, str]
) -> None:
    page = ingrid.post(NEW, typed(title="Kept 😀", **field))
    assert page.status_code == 422
    assert "Kept 😀" in page.content.decode()


def test_names_are_shown_as_text_never_as_markup(ingrid: Client) -> None:
    ingrid.post(NEW, typed(name="<script>alert(1)</script>", title='"><b>'))
    row = Person.objects.latest("pk")
    for path in ("/people/", f"/people/{row.pk}/", f"/people/{row.pk}/change/"):
        assert b"<script>alert" not in ingrid.get(path).content
        assert b"<b>" not in ingrid.get(path).content


def test_looking_at_people_leaves_a_trace(cast: Cast, ingrid: Client) -> None:
    ingrid.get("/people/", {"q": seal("johan")})
    ingrid.get(f"/people/{cast.johan.pk}/")
    listed, one = AuditEvent.objects.filter(verb="read").order_by("pk")
    assert (listed.what, listed.fields) == ("persons", [f"person:{cast.johan.pk}"])
    assert one.what == f"person:{cast.johan.pk}"


def test_the_database_refuses_a_year_that_is_none(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=cast.johan.pk).update(birth_year=99)


def test_a_conflict_tells_what_stands_there_now(cast: Cast) -> None:
    by = viewer(cast.ingrid)
    actions.change_person(by=by, person=cast.johan, revision=1, values={"title": "A"})
    with pytest.raises(Conflict) as conflict:
        actions.change_person(by=by, person=cast.johan, revision=1, values={"title": "B"})
    assert conflict.value.theirs["title"] == "A"
    assert conflict.value.theirs["organisation"] == "Ekbacka library"
