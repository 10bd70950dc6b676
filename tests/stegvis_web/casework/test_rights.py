"""What a patient may ask about what is written of her: all of it, put right, erased."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from stegvis.foundation.errors import Refusal
from stegvis.rights.requests import Ask, Outcome
from stegvis_web.casework import models
from stegvis_web.casework.actions import rights
from stegvis_web.foundation import audit
from stegvis_web.foundation.models import AuditEvent, Erasure
from stegvis_web.foundation.registry import today_items
from stegvis_web.people import reading
from stegvis_web.people.export import export, schema
from stegvis_web.people.models import User
from stegvis_web.people.reading import readable
from tests.cast import sign_in, viewer
from tests.made_once import made_once
from tests.stegvis_web import papers
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.told_case import GOAL, Told
from tests.told_whole import NOTE, told_whole

pytestmark = pytest.mark.django_db

WRONG = {"about": "Sick since May", "words": "Since March."}


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, settings: Any) -> None:
    settings.ERASURES = tmp_path / "erasures.jsonl"


@pytest.fixture
@made_once
def told() -> Told:
    return told_whole(english_cast())


def maja(told: Told) -> Client:
    return sign_in(Client(), told.cast.maja)


def asked_to_erase(told: Told) -> models.RightsRequest:
    return rights.ask(by=told.maja, code=told.code, kind=Ask.ERASURE)


# All of it


def test_she_saves_all_of_it_as_a_file_that_its_schema_describes(told: Told) -> None:
    answer = maja(told).get("/me/data/all.json")
    document = json.loads(answer.content)
    jsonschema.validate(document, schema(), cls=jsonschema.Draft202012Validator)
    assert document["cases"] == [told.code]
    assert answer["Content-Disposition"] == f'attachment; filename="{told.code}-all.json"'
    assert answer["Cache-Control"] == "no-store"


def test_she_saves_all_of_it_to_read(told: Told) -> None:
    answer = maja(told).get("/me/data/all.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(papers.text(answer.content).split())
    for words in (GOAL, NOTE, "Notes of the clinic", "Sara Öhman", "Who looked, and who changed what"):
        assert words in text


def test_what_is_read_says_codes_in_words_and_days_as_days(told: Told) -> None:
    assert told.cast.maja.person
    found = {table.title: table.rows for table in readable(told.cast.maja.person)}
    lines = dict(found["Contacts"][-1].lines)
    assert lines["How"] == "Phone"
    assert lines["Reached"] == "yes"
    assert str(timezone.localdate().year) in lines["Day"]
    assert "PDF file" not in dict(found["Letters"][0].lines)


def test_of_a_long_table_the_newest_are_read_and_the_others_are_in_the_data_file(told: Told) -> None:
    for _ in range(reading.MOST):
        audit.record(by=told.ingrid, verb="read", what="case", cases=[told.code])
    assert told.cast.maja.person
    table = readable(told.cast.maja.person)[-1]
    events = AuditEvent.objects.filter(mentions__case_code=told.code).count()
    assert (table.title, len(table.rows)) == ("Who looked, and who changed what", reading.MOST)
    assert table.left_out == events - reading.MOST > 0
    assert len(export(told.cast.maja.person)["tables"]["auditevent"]) == events


def test_saving_it_stands_in_her_log(told: Told) -> None:
    maja(told).get("/me/data/all.json")
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.what, event.actor) == ("read", "export", told.maja.code)


@pytest.mark.parametrize("path", ["/me/data/", "/me/data/all.json", "/me/data/all.pdf", "/me/data/erase/"])
def test_nobody_else_comes_to_it(told: Told, path: str) -> None:
    for who in (told.cast.ingrid, told.cast.marit, told.cast.asta):
        assert sign_in(Client(), who).get(path).status_code == 404


# Put right


def test_what_is_wrong_waits_on_today_until_it_is_answered(told: Told) -> None:
    maja(told).post("/me/data/correct/", WRONG)
    row = models.RightsRequest.objects.get()
    assert row.answer_by == timezone.localdate() + timedelta(days=30)
    item = next(i for i in today_items(told.ingrid, timezone.localdate()) if i.kind == "rights")
    client = sign_in(Client(), told.cast.ingrid)
    assert "Sick since May" in client.get(item.url).content.decode()
    client.post(item.url, {"outcome": "done", "answer": "It says March now."})
    assert not [i for i in today_items(told.ingrid, timezone.localdate()) if i.kind == "rights"]
    assert "It says March now." in maja(told).get("/me/data/").content.decode()


def test_a_form_that_says_nothing_comes_back(told: Told) -> None:
    answer = maja(told).post("/me/data/correct/", {"about": "", "words": "Since March."})
    assert answer.status_code == 422
    assert "Since March." in answer.content.decode()


def test_it_is_answered_once(told: Told) -> None:
    row = rights.ask(by=told.maja, code=told.code, kind=Ask.CORRECTION, **WRONG)
    rights.answer(by=told.ingrid, code=told.code, request=row.pk, outcome=Outcome.REFUSED, answer="No.")
    with pytest.raises(Refusal, match="answered already"):
        rights.answer(by=told.ingrid, code=told.code, request=row.pk, outcome=Outcome.DONE, answer="Yes.")


def test_nobody_asks_in_her_name_and_she_does_not_answer_herself(told: Told) -> None:
    with pytest.raises(Http404):
        rights.ask(by=told.ingrid, code=told.code, kind=Ask.ERASURE)
    row = rights.ask(by=told.maja, code=told.code, kind=Ask.CORRECTION, **WRONG)
    with pytest.raises(Http404):
        rights.answer(by=told.maja, code=told.code, request=row.pk, outcome=Outcome.DONE, answer="Yes.")
    with pytest.raises(Refusal):
        rights.answer(by=told.sara, code=told.code, request=row.pk, outcome=Outcome.DONE, answer="Yes.")


# Erased


def test_she_sees_first_what_goes_and_what_a_law_keeps(told: Told) -> None:
    page = maja(told).get("/me/data/erase/").content.decode()
    assert "Patient Data Act" in page
    assert "Answers to the plan" in page
    assert f"until {(timezone.localdate()).strftime('%-d %B')} {timezone.localdate().year + 10}" in page


def test_she_must_be_sure_and_asks_once(told: Told) -> None:
    client = maja(told)
    assert client.post("/me/data/erase/", {"words": ""}).status_code == 422
    client.post("/me/data/erase/", {"words": "", "sure": "on"})
    again = client.post("/me/data/erase/", {"words": "", "sure": "on"})
    assert "You have asked for that already" in again.content.decode()
    assert models.RightsRequest.objects.count() == 1


def test_only_the_manager_erases_and_types_the_code(told: Told) -> None:
    row = asked_to_erase(told)
    path = f"/cases/{told.code}/rights/{row.pk}/erase/"
    assert sign_in(Client(), told.cast.ingrid).get(path).status_code == 404
    client = sign_in(Client(), told.cast.marit)
    assert "Patient Data Act" in client.get(path).content.decode()
    assert client.post(path, {"code": "NV-9999"}).status_code == 422
    assert models.Case.objects.filter(code=told.code).exists()
    done = client.post(path, {"code": told.code.lower()}, follow=True)
    assert f"Everything of case {told.code} is erased." in done.content.decode()
    assert not models.Case.objects.filter(code=told.code).exists()
    assert not User.objects.filter(pk=told.cast.maja.pk).exists()
    assert Erasure.objects.count() == 2


def test_the_managers_today_shows_it_and_a_no_has_its_reason(told: Told) -> None:
    row = asked_to_erase(told)
    marit = viewer(told.cast.marit)
    item = next(i for i in today_items(marit, timezone.localdate()) if i.kind == "rights")
    assert item.url.endswith(f"/rights/{row.pk}/")
    assert not [i for i in today_items(told.sara, timezone.localdate()) if i.kind == "rights"]
    with pytest.raises(Refusal, match="To say yes, erase"):
        rights.answer(by=marit, code=told.code, request=row.pk, outcome=Outcome.DONE, answer="Yes.")
    rights.answer(by=marit, code=told.code, request=row.pk, outcome=Outcome.REFUSED, answer="A court asks.")
    assert "A court asks." in maja(told).get("/me/data/").content.decode()


def test_whoever_is_erased_is_signed_out_at_once(told: Told) -> None:
    client = maja(told)
    assert client.get("/me/").status_code == 200
    row = asked_to_erase(told)
    rights.erase(by=viewer(told.cast.marit), code=told.code, request=row.pk)
    assert client.get("/me/").status_code == 302
