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

import copy
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, Model, QuerySet, Value
from django.utils import timezone

Arguments = ParamSpec("Arguments")
Row = TypeVar("Row")
DAY = re.compile(r"\b\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Place:
    """Stands in the compiled parameters where an argument goes."""

    name: str


@dataclass(frozen=True)
class _Compiled:
    """What Django made of a queryset: a compiler that has done its work, and what it gave."""

    compiler: Any
    sql: str
    parameters: tuple[object, ...]
    rows: type[Any]
    converters: dict[int, Any] = field(default_factory=dict)
    """How the columns become values of Python, once they have been asked for."""


class _Asked:
    """One asking, in the shape in which Django's iterables of rows expect a queryset and its query."""

    _known_related_objects: dict[Any, Any] = {}
    db = DEFAULT_DB_ALIAS

    def __init__(self, compiler: Any) -> None:
        self.compiler = compiler
        self.query = self

    def get_compiler(self, using: str) -> Any:
        return self.compiler


class prepared(Generic[Arguments, Row]):
    """See the module. Calling it gives the rows as a list."""

    def __init__(self, build: Callable[Arguments, QuerySet[Any, Row]]) -> None:
        self._build = build
        self._signature = signature(build)
        self._compiled: dict[str, _Compiled] = {}
        update_wrapper(self, build)

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> list[Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        compiled = self._compiled.get(connection.vendor) or self.compiled(connection)
        given = self._signature.bind(*args, **kwargs).arguments
        parameters = tuple(
            _as_stored(given[one.name], connection) if isinstance(one, Place) else one
            for one in compiled.parameters
        )
        compiler = copy.copy(compiled.compiler)
        compiler.connection = connection  # each thread has its own
        compiler.as_sql = lambda: (compiled.sql, parameters)
        compiler.get_converters = lambda columns: compiled.converters or _kept(compiled, columns)
        return list(compiled.rows(_Asked(compiler)))

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
        made = _Compiled(compiler, sql, tuple(parameters), queryset._iterable_class)
        self._compiled[connection.vendor] = made
        return made


def _kept(compiled: _Compiled, columns: Any) -> dict[int, Any]:
    compiled.converters.update(compiled.compiler.get_converters(columns))
    return compiled.converters


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
    """Give each of `rows` those of `children` that are its own, as `prefetch_related(name)` would.

    `name` is the reverse relation of a foreign key of the children, which are of one model.
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
        own = getattr(parent, name).get_queryset()
        own._result_cache, own._prefetch_done = found[pk], True
        parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = own
