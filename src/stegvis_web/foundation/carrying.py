"""The rows of the whole database as lines of text, and back: what a backup and a move are made of.

The lines know tables and columns, not databases: what SQLite wrote PostgreSQL reads, and the other way
round. The first line says which migrations had been applied. Each table says its columns, then its rows
come. The last line says how many rows each table has and how many chains and events the audit trail, with a
digest of all lines before it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import sql
from django.utils import timezone

from stegvis.foundation.errors import InputError, Problem
from stegvis_web.foundation import seal, triggers
from stegvis_web.foundation.audit import moment

FORMAT = 1
ROWS_AT_ONCE = 200
STAYS_BEHIND = {
    "people.SignedIn": "whoever is signed in signs in again",
    "sessions.Session": "not used",
    "foundation.Submission": "a form sent twice is known for a week",
    "foundation.KeptForm": "what was typed after a session had ended, for a day",
    "contenttypes.ContentType": "every database numbers its own",
    "auth.Permission": "every database numbers its own; not used",
    "auth.Group_permissions": "not used",
}
"""Tables that do not travel, and why. Neither does the cache."""

Rows = dict[str, int]


@dataclass(frozen=True)
class Carried:
    """What went over: rows by table, and the chains and events of the audit trail."""

    rows: Rows
    chains: int
    events: int

    def __str__(self) -> str:
        total = sum(self.rows.values())
        return f"{total} rows of {len(self.rows)} tables, {self.events} audit events in {self.chains} chains"


# Out


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is as it was when it began, while others go on writing."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        else:
            cursor.execute("BEGIN DEFERRED")  # a reader: the usual IMMEDIATE would hold all writers up
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def lines() -> Iterator[str]:
    """The whole database, line by line, in bounded memory. Call it within `one_moment`."""
    digest = hashlib.sha256()
    counts: Rows = {}
    for line in _content(counts):
        text = json.dumps(line, separators=(",", ":")) + "\n"
        digest.update(text.encode())
        yield text
    whole = seal.counts()
    last = {"tables": counts, "chains": whole.chains, "events": whole.events, "digest": digest.hexdigest()}
    yield json.dumps(last) + "\n"


def _content(counts: Rows) -> Iterator[Any]:
    applied = sorted(MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations())
    yield {
        "backup": FORMAT,
        "stegvis": version("stegvis"),
        "at": moment(timezone.now()),
        "migrations": [list(name) for name in applied],
    }
    for model in _carried(apps.get_models(include_auto_created=True)):
        fields = model._meta.concrete_fields
        yield {"table": model._meta.label, "columns": [field.attname for field in fields]}
        counts[model._meta.label] = 0
        rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
            counts[model._meta.label] += 1
            yield [_written(value) for value in row]


def _carried(found: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """The tables that travel; the heads of the audit trail before its events."""
    there = [m for m in found if m._meta.managed and not m._meta.proxy and m._meta.label not in STAYS_BEHIND]
    return sorted(there, key=lambda m: (m._meta.label != "foundation.AuditHead", m._meta.label))


def _written(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    return str(value)


# In


def take_in(given: Iterable[str]) -> Carried:
    """Fill this empty database with these lines, in one transaction, and check that all is there.

    The tables are brought to the release that wrote the lines; the caller migrates on from there.
    Raises InputError, and changes no row, where the database is not empty, or the lines are not whole.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    source = _Lines(given)
    head = source.head()
    historic = _migrated_as(head["migrations"])
    if full := _not_empty(historic):
        raise _bad(1, "table", full, "an empty database: this one is in use")
    with transaction.atomic():
        triggers.disarm(connection)
        counts = _fill(source, historic)
        carried = _check(source, counts)
        triggers.arm(connection)
        connection.check_constraints()
        for finding in seal.verify():
            raise _bad(source.number, "audit trail", str(finding), "a trail that is whole")
    return carried


class _Lines:
    """The lines, counted and digested as they are read."""

    def __init__(self, given: Iterable[str]) -> None:
        self.given = iter(given)
        self.number = 0
        self.digest = hashlib.sha256()
        self.last: Any = None

    def next(self) -> Any:
        self.number += 1
        try:
            text = next(self.given)
        except StopIteration:
            expected = "a last line with the counts: the file is cut short"
            raise _bad(self.number, "line", "the end", expected) from None
        try:
            value = json.loads(text)
        except ValueError as error:
            raise _bad(self.number, "line", type(error).__name__, "a line of a backup") from error
        if not (isinstance(value, dict) and "digest" in value):
            self.digest.update(text.encode())
        return value

    def head(self) -> dict[str, Any]:
        value = self.next()
        if not isinstance(value, dict) or value.get("backup") != FORMAT:
            raise _bad(1, "backup", str(value)[:40], f"a backup of format {FORMAT}")
        return value


def _migrated_as(names: Sequence[Sequence[str]]) -> Any:
    """Bring the tables to these migrations; the models as they were then. Refuses a younger release's."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    wanted = {(app, name) for app, name in names}
    unknown = sorted(wanted - set(executor.loader.graph.nodes) - set(executor.loader.replacements))
    if unknown:
        expected = "migrations that this release knows: it was written by a younger one"
        raise _bad(1, "migrations", ".".join(unknown[0]), expected)
    known = wanted & set(executor.loader.graph.nodes)
    nodes = executor.loader.graph.node_map
    leaves = [node for node in known if not any(child.key in known for child in nodes[node].children)]
    ahead = set(executor.loader.applied_migrations) - wanted
    if ahead:
        expected = "a database without tables: this one's are younger than the backup"
        raise _bad(1, "migrations", ".".join(max(ahead)), expected)
    executor.migrate(sorted(leaves))
    return MigrationExecutor(connections[DEFAULT_DB_ALIAS]).loader.project_state(sorted(leaves)).apps


def _not_empty(historic: Any) -> str:
    for model in historic.get_models(include_auto_created=True):
        label = model._meta.label
        if label not in STAYS_BEHIND and model._base_manager.exists():
            return str(label)
    return ""


def _fill(source: _Lines, historic: Any) -> Rows:
    """Write the rows of each table as they are, without a default and without a signal."""
    counts: Rows = {}
    filled: list[type[models.Model]] = []
    line = source.next()
    while isinstance(line, dict) and "table" in line:
        model = _table(source, historic, line["table"])
        read = _reader(source, model, line["columns"])
        rows: list[models.Model] = []
        number = 0
        while isinstance(line := source.next(), list):
            rows.append(read(line))
            number += 1
            if len(rows) == ROWS_AT_ONCE:
                _insert(model, rows)
                rows = []
        _insert(model, rows)
        counts[model._meta.label] = number
        filled.append(model)
    source.last = line
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)
    return counts


def _table(source: _Lines, historic: Any, label: str) -> type[models.Model]:
    try:
        model: type[models.Model] = historic.get_model(label)
    except (LookupError, ValueError) as error:
        raise _bad(source.number, "table", str(label), "a table that this release knows") from error
    return model


def _reader(
    source: _Lines, model: type[models.Model], columns: Sequence[str]
) -> Callable[[Sequence[Any]], models.Model]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if set(columns) != set(fields):
        raise _bad(source.number, "columns", ", ".join(columns), ", ".join(fields))
    chosen = [fields[name] for name in columns]

    def read(row: Sequence[Any]) -> models.Model:
        if len(row) != len(chosen):
            raise _bad(source.number, "row", f"{len(row)} values", f"{len(chosen)} values")
        made = model()
        for field, value in zip(chosen, row, strict=True):
            setattr(made, field.attname, _read(source, field, value))
        return made

    return read


def _read(source: _Lines, field: models.Field[Any, Any], value: Any) -> Any:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if value is None or isinstance(target, models.JSONField):
        return value
    try:
        if isinstance(target, models.BinaryField):
            return base64.b64decode(value, validate=True)
        if isinstance(target, models.UUIDField):
            return UUID(value)
        return target.to_python(value)
    except (ValueError, TypeError, ValidationError) as error:
        expected = f"a value of {type(target).__name__}"
        raise _bad(source.number, field.attname, str(value)[:40], expected) from error


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """As `bulk_create`, but with every column as given: no `auto_now_add` says that it is today."""
    connection = connections[DEFAULT_DB_ALIAS]
    fields = model._meta.concrete_fields
    at_once = connection.ops.bulk_batch_size(list(fields), list(rows)) or len(rows) or 1
    for start in range(0, len(rows), at_once):
        query = sql.InsertQuery(model)
        query.insert_values(fields, list(rows[start : start + at_once]), raw=True)
        query.get_compiler(connection=connection).execute_sql()


def _check(source: _Lines, counts: Rows) -> Carried:
    last = source.last
    if not isinstance(last, dict) or last.get("digest") != source.digest.hexdigest():
        expected = "the digest of all lines: the file was changed or cut short"
        raise _bad(source.number, "digest", "another", expected)
    if last["tables"] != counts:
        raise _bad(source.number, "tables", "another number of rows", "as many rows as were written")
    whole = seal.counts()
    if (whole.chains, whole.events) != (last["chains"], last["events"]):
        expected = f"{last['events']} events in {last['chains']} chains"
        raise _bad(source.number, "events", str(whole), expected)
    return Carried(counts, whole.chains, whole.events)


def _bad(row: int, column: str, value: str, expected: str) -> InputError:
    return InputError([Problem(column=column, value=value, expected=expected, row=row)])
