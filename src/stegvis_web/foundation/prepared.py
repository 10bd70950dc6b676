"""Queries that are written once and asked often: compiled the first time, then only filled in.

To build a query and put it into SQL takes Django longer than the database takes to answer it, and the main
pages ask about thirty. A function that returns a queryset becomes one with `prepared`:

    @prepared
    def steps_of(case: int, until: date) -> QuerySet[Step]:
        return Step.objects.filter(plan__case=case, due__lt=until).order_by("due")

    rows = steps_of(case=7, until=today)  # a list

It runs once a process, with a place for each argument. So its body may hand arguments to the ORM and nothing
else: no comparing, no `if`, no sum; a list of keys goes through `among`. What a day or a person decides is an
argument, never read inside; a day or a time zone (`__date`) found in the SQL is refused. Slices are fixed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, update_wrapper
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.models import AutoField, F, Field, Lookup, Model, QuerySet, Value
from django.utils import timezone

from stegvis_web.foundation.rows import Reader, reader_of

Arguments = ParamSpec("Arguments")
Row = TypeVar("Row")
DAY = re.compile(r"\b\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Place:
    """Stands in the compiled parameters where an argument goes."""

    name: str


@dataclass(frozen=True)
class _Compiled:
    """What Django made of a queryset: the statement, `own` in the words of the database's driver."""

    sql: str
    own: str
    parameters: tuple[object, ...]
    read: Reader


class prepared(Generic[Arguments, Row]):
    """See the module. Calling it gives the rows as a list."""

    def __init__(self, build: Callable[Arguments, QuerySet[Any, Row]]) -> None:
        self._build = build
        self._signature = signature(build)
        self._names = tuple(self._signature.parameters)
        self._compiled: dict[str, _Compiled] = {}
        update_wrapper(self, build)

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> list[Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self._compiled.get(connection.vendor) or self.compiled(connection)
        given = self._given(*args, **kwargs)
        parameters = [
            _as_stored(given[one.name], connection) if isinstance(one, Place) else one
            for one in compiled.parameters
        ]
        return compiled.read(_rows(connection, compiled.sql, compiled.own, parameters), connection)

    def _given(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Mapping[str, Any]:
        """The arguments by name. Raises TypeError for wrong ones."""
        if len(args) == len(self._names) and not kwargs:
            return dict(zip(self._names, args, strict=True))
        return self._signature.bind(*args, **kwargs).arguments

    def compiled(self, connection: BaseDatabaseWrapper) -> _Compiled:
        """What Django makes of it, kept for the next time. Raises ValueError for what cannot be prepared."""
        places: Any = {name: Value(Place(name)) for name in self._signature.parameters}
        build: Any = self._build
        queryset = build(**places)
        if queryset._prefetch_related_lookups or queryset._known_related_objects:
            raise ValueError(f"{self._build.__qualname__}: a prepared query has rows of one query only.")
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        if any(isinstance(one, date) or DAY.match(str(one)) for one in parameters):
            raise ValueError(f"{self._build.__qualname__}: a day must come as an argument.")
        if timezone.get_current_timezone_name() in parameters:
            raise ValueError(f"{self._build.__qualname__}: the time zone is not the same for all who ask.")
        own = _own(sql, connection.vendor)
        made = _Compiled(sql, own, tuple(parameters), reader_of(queryset, compiler))
        self._compiled[connection.vendor] = made
        return made


@dataclass(frozen=True)
class Children:
    """Rows of `model` that a new row has, by the names of columns: `parent` holds its key, `value` a text."""

    model: type[Model]
    parent: str
    value: str


def insert(row: Model, children: Children | None = None, values: Sequence[str] = ()) -> None:
    """Write a new row, as `row.save(force_insert=True)` would, and one of `children` for each of `values`.

    Nobody is told of it (no signals). PostgreSQL is asked once, SQLite for each table. Raises ValueError for
    a model whose key the database does not give.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    fields, sql, listed = _insertion(type(row), children, connection.vendor)
    given = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    if children and not listed:
        given.append(list(values))
    row.pk = _rows(connection, sql, _own(sql, connection.vendor), given)[0][0]
    if listed:
        _rows(connection, listed, _own(listed, connection.vendor), [row.pk, json.dumps(values)])
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _insertion(
    model: type[Model], children: Children | None, vendor: str
) -> tuple[list[Field[Any, Any]], str, str]:
    """The fields to write, the statement that does and gives the key, and where needed that for children."""
    key = model._meta.pk
    if not isinstance(key, AutoField):
        raise ValueError(f"{model.__name__}: has a key of its own.")
    fields = [field for field in model._meta.local_concrete_fields if field is not key]
    named = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{model._meta.db_table}" ({named}) VALUES ({places}) RETURNING "{key.column}"'
    if children is None:
        return fields, sql, ""
    into = f'INSERT INTO "{children.model._meta.db_table}" ("{children.parent}", "{children.value}")'
    if vendor == "postgresql":
        each = f'{into} SELECT made."{key.column}", unnest(%s::varchar[]) FROM made'
        return fields, f'WITH made AS ({sql}), others AS ({each}) SELECT "{key.column}" FROM made', ""
    return fields, sql, f"{into} SELECT %s, value FROM json_each(%s)"


@cache
def _own(sql: str, vendor: str) -> str:
    """A statement in the words of the database's driver."""
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%") if vendor == "sqlite" else sql


def _rows(
    connection: BaseDatabaseWrapper, sql: str, own: str, parameters: list[Any]
) -> list[tuple[Any, ...]]:
    """What the database answers. Through Django's cursor where somebody counts or forbids questions."""
    if connection.queries_logged or connection.execute_wrappers:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            answered: list[tuple[Any, ...]] = cursor.fetchall()
            return answered
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            found: list[tuple[Any, ...]] = connection.connection.execute(own, parameters).fetchall()
        else:
            with connection.create_cursor() as cursor:
                found = cursor.execute(own, parameters).fetchall()
    return found


def _as_stored(value: object, connection: BaseDatabaseWrapper) -> object:
    """A value as the database takes it, as the fields of Django would give it."""
    if value is None:
        raise ValueError("Nothing equals NULL: ask for it with isnull.")
    if isinstance(value, list):
        return value if connection.vendor == "postgresql" else json.dumps(value)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


class _Among(Lookup):
    """One of the keys of a list that is one parameter. ANY finds rows by index where IN may read them all."""

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        column, outer = self.process_lhs(compiler, connection)
        keys, inner = compiler.compile(self.rhs)
        if connection.vendor == "postgresql":
            sql = f"{column} = ANY({keys}::bigint[])"
        else:
            sql = f"{column} IN (SELECT value FROM json_each({keys}))"
        return sql, (*outer, *inner)


def among(name: str, keys: list[int]) -> Any:
    """In the body of a prepared query: a condition, that the field `name` is in an argument with keys."""
    return _Among(F(name), keys)


def attach(rows: Iterable[Model], name: str, children: Iterable[Model]) -> None:
    """Give each of `rows` those of `children` that are its own, for `row.name.all()`.

    `name` is the reverse relation of a foreign key of the children, which are of one model. As
    `prefetch_related` would, but that nothing else can be asked of `row.name` then: `filter` fails.
    """
    parents = {row.pk: row for row in rows}
    found: dict[Any, list[Model]] = {pk: [] for pk in parents}
    if not parents:
        return
    relation = getattr(type(next(iter(parents.values()))), name)
    for child in children:
        pk = getattr(child, relation.field.attname)
        relation.field.set_cached_value(child, parents[pk])
        found[pk].append(child)
    for pk, parent in parents.items():
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found[pk]
