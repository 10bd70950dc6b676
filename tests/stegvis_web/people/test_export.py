"""The export: all that is kept of a person, as its schema says, and nothing of anybody else."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from stegvis_web.foundation.holdings import ABOUT_NOBODY, COLUMN_NAMES, HOLDINGS, Subject
from stegvis_web.people.export import export, schema, subject_of
from stegvis_web.people.models import Person
from tests.cast import the_cast
from tests.made_once import made_once
from tests.told_case import GOAL, Told
from tests.told_whole import NOTE, SAID_TO_INGRID, told_whole

pytestmark = pytest.mark.django_db

NEVER_IN_A_TOLD_CASE = {"membership", "authenticator", "emailaddress", "emailconfirmation", "signedin"}
NEVER_IN_A_TOLD_CASE |= {"socialaccount", "socialtoken", "rightsrequest"}


@pytest.fixture
@made_once
def told() -> Told:
    return told_whole(the_cast())


def maja(told: Told) -> Person:
    assert told.cast.maja.person
    return told.cast.maja.person


# The schema of the database, walked


def test_every_table_is_declared_or_about_nobody() -> None:
    tables = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    declared = {holding.table._meta.label for holding in HOLDINGS}
    assert tables - declared - set(ABOUT_NOBODY) == set()
    assert declared & set(ABOUT_NOBODY) == set()


def test_every_column_of_a_declared_table_is_exported_or_left_out_with_a_reason() -> None:
    for holding in HOLDINGS:
        columns = {field.name for field in holding.table._meta.concrete_fields}
        columns |= {field.name for field in holding.table._meta.many_to_many}
        assert columns == set(holding.exported) | set(holding.left_out), holding.model
        assert not set(holding.exported) & set(holding.left_out), holding.model
        assert all(holding.left_out.values()), holding.model


def test_no_table_that_leads_to_a_person_is_said_to_be_about_nobody() -> None:
    about = {holding.table for holding in HOLDINGS}
    of_nobody = {apps.get_model(label) for label in ABOUT_NOBODY}
    for model in of_nobody:
        targets = {f.related_model for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)}
        codes = {f.name for f in model._meta.concrete_fields} & {"case_code", "person_id", "user_id"}
        allowed = {"foundation.AuditMention"}  # an event's; and of a code alone
        assert model._meta.label in allowed or not (targets & about or codes), model


def test_every_column_has_a_name_that_a_person_can_read() -> None:
    columns = {column for holding in HOLDINGS for column in holding.exported}
    assert columns - set(COLUMN_NAMES) == set()
    assert set(COLUMN_NAMES) - columns == set()


# The document


def test_the_document_is_as_its_schema_says(told: Told) -> None:
    document = json.loads(json.dumps(export(maja(told))))
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(document, schema(), cls=jsonschema.Draft202012Validator)


def test_every_table_of_a_told_case_is_in_it(told: Told) -> None:
    empty = {key for key, rows in export(maja(told))["tables"].items() if not rows}
    assert empty == NEVER_IN_A_TOLD_CASE


def test_it_holds_her_own_words_and_those_about_her(told: Told) -> None:
    document = json.dumps(export(maja(told)), ensure_ascii=False)
    for words in (GOAL, NOTE, SAID_TO_INGRID, "Maja Lindqvist", "Ingrid Solheim"):
        assert words in document


def test_it_tells_people_by_name_and_not_by_number(told: Told) -> None:
    tables = export(maja(told))["tables"]
    assert tables["healthnote"][0]["by"] == "Sara Öhman"
    assert tables["case"][0]["owner"] == "Ingrid Solheim"
    assert {row["actor"] for row in tables["auditevent"]} >= {"Ingrid Solheim", "Maja Lindqvist"}


def test_it_lets_nobody_in(told: Told) -> None:
    new = told.invite("employer")  # type: ignore[arg-type]
    document = json.dumps(export(maja(told)))
    for secret in (new.code, new.link.token_hash, new.url.rsplit("/", 2)[-2], told.cast.maja.password):
        assert secret not in document


def test_another_patient_is_not_in_it(told: Told) -> None:
    assert told.cast.tomas.person
    document = json.dumps(export(maja(told)), ensure_ascii=False)
    assert "Tomas" not in document
    rows: dict[str, list[Any]] = export(told.cast.tomas.person)["tables"]
    assert {key for key, found in rows.items() if found} == {"person", "user"}


def test_a_day_is_a_day_and_a_moment_has_a_zone(told: Told) -> None:
    contact = export(maja(told))["tables"]["contact"][-1]
    assert contact["on"] == timezone.localdate().isoformat()
    assert contact["logged_at"].endswith("+00:00")


def test_a_person_without_a_case_has_no_case(told: Told) -> None:
    assert subject_of(told.cast.johan) == Subject(told.cast.johan.pk, (), ())
