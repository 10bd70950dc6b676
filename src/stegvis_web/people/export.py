"""All that is kept of a person, as one JSON document: the right of access and to take it along.

The document is described by `docs/schemas/export.json`, which `schema` writes from the same declarations.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from stegvis_web.foundation.holdings import COLUMN_NAMES, HOLDINGS, Holding, Subject
from stegvis_web.people.models import Organisation, PartyLink, Person, Service, User

FORMAT = "stegvis-export/1"
VIEWER = re.compile(r"(user|link):(\d+)")
NAMED: tuple[type[models.Model], ...] = (Person, User, Organisation, Service)
"""Tables whose rows are told by name, as the person would know them, and not by number."""


def subject_of(person: Person) -> Subject:
    """The person with the cases that are about the person."""
    found = apps.get_model("casework", "Case")._default_manager.filter(person=person)
    cases = list(found.order_by("pk").values_list("pk", "code"))
    return Subject(person.pk, tuple(pk for pk, _code in cases), tuple(code for _pk, code in cases))


def export(person: Person) -> dict[str, Any]:
    """Everything, by table, each row with the columns of its declaration. Bounded queries: two a table."""
    subject = subject_of(person)
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "service": person.service.name,
        "cases": list(subject.codes),
        "tables": tables(HOLDINGS, subject),
    }


def tables(holdings: Iterable[Holding], subject: Subject) -> dict[str, list[dict[str, Any]]]:
    """The rows of these tables about `subject`, as the export writes them."""
    found = {holding: _raw(holding, subject) for holding in holdings}
    names = _names(found)
    return {
        holding.key: [{name: _told(holding, name, row[name], names) for name in row} for row in rows]
        for holding, rows in found.items()
    }


def _raw(holding: Holding, subject: Subject) -> list[dict[str, Any]]:
    return list(holding.rows(subject).values(*holding.exported))


def _target(holding: Holding, column: str) -> type[models.Model] | None:
    field = holding.table._meta.get_field(column)
    return field.related_model if isinstance(field, models.ForeignKey) else None


def refers_to_a_number(holding: Holding, column: str) -> bool:
    """Whether the column names a row of another table by its number, which says nothing to a reader."""
    target = _target(holding, column)
    return target is not None and target not in NAMED


def _names(found: Mapping[Holding, list[dict[str, Any]]]) -> dict[tuple[Any, Any], str]:
    """What the persons, users, organisations, services and links are called that these rows speak of."""
    wanted: dict[Any, set[int]] = {kind: set() for kind in (*NAMED, PartyLink)}
    for holding, rows in found.items():
        for row in rows:
            for column, value in row.items():
                if isinstance(value, str) and (code := VIEWER.fullmatch(value)):
                    wanted[User if code[1] == "user" else PartyLink].add(int(code[2]))
                elif value is not None and (target := _target(holding, column)) in NAMED:
                    wanted[target].add(value)
    names: dict[tuple[Any, Any], str] = {}
    for kind, keys in wanted.items():
        column = "person__name" if kind in (User, PartyLink) else "name"
        rows_of = kind.objects.filter(pk__in=keys).values_list("pk", column)
        names |= {(kind, pk): name or "" for pk, name in rows_of}
    return names


def _told(holding: Holding, column: str, value: Any, names: Mapping[tuple[Any, Any], str]) -> Any:
    """A value as the document writes it."""
    if isinstance(value, str):
        code = VIEWER.fullmatch(value)
        return (
            (names.get((User if code[1] == "user" else PartyLink, int(code[2]))) or value) if code else value
        )
    if value is None or isinstance(value, (bool, int, list, dict)):
        target = _target(holding, column)
        return names.get((target, value), "") if target in NAMED and value is not None else value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return str(value)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "All that Stegvis keeps of a person",
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "made_at", "service", "cases", "tables"],
        "properties": {
            "format": {"const": FORMAT},
            "made_at": {"type": "string", "format": "date-time"},
            "service": {"type": "string", "description": "the clinic or team that keeps it"},
            "cases": {"type": "array", "items": {"type": "string"}, "description": "case codes"},
            "tables": {
                "type": "object",
                "additionalProperties": False,
                "required": [holding.key for holding in HOLDINGS],
                "properties": {holding.key: _table_schema(holding) for holding in HOLDINGS},
            },
        },
    }


def _table_schema(holding: Holding) -> dict[str, Any]:
    return {
        "type": "array",
        "description": holding.title,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": list(holding.exported),
            "properties": {column: _column_schema(holding, column) for column in holding.exported},
        },
    }


def _column_schema(holding: Holding, column: str) -> dict[str, Any]:
    field = holding.table._meta.get_field(column)
    assert isinstance(field, models.Field)
    kind = _kind(_target(holding, column), field)
    if field.null and "type" in kind:
        kind["type"] = [kind["type"], "null"]
    codes = {str(code): words for code, words in holding.names.get(column, {}).items()}
    told = COLUMN_NAMES[column]
    if codes and "type" in kind:
        told += ": " + "; ".join(f"{code} = {words}" for code, words in codes.items())
    return {**kind, "description": told}


def _kind(target: type[models.Model] | None, field: models.Field[Any, Any]) -> dict[str, Any]:
    if target in NAMED:
        return {"type": "string"}
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, models.IntegerField):
        return {"type": "integer"}
    if isinstance(field, models.DateTimeField):
        return {"type": "string", "format": "date-time"}
    if isinstance(field, models.DateField):
        return {"type": "string", "format": "date"}
    if isinstance(field, models.BinaryField):
        return {"type": "string", "contentEncoding": "base64"}
    if isinstance(field, models.JSONField):
        return {}
    return {"type": "string"}
