"""From the rows of a database to what pages read, in a way that is found once for each prepared query.

As Django's own does, a model gets its columns, related rows come with it, and what is not a plain column is
converted. To find out how, anew for each row, takes Django longer than to do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet, signals
from django.db.models.base import ModelState
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

Raw = Iterable[tuple[Any, ...]]
Reader = Callable[[Raw, BaseDatabaseWrapper], list[Any]]


@dataclass(frozen=True)
class _Column:
    """A column whose values are converted, by each of `steps` in turn."""

    at: int
    steps: Sequence[Callable[..., Any]]
    expression: Any


@dataclass(frozen=True)
class _Instance:
    """Where in a row an instance of `model` stands, and how it is tied to the one it belongs to."""

    model: type[Model]
    names: Sequence[str]
    columns: slice
    related: Sequence[_Instance]
    key: int = 0
    tie: Callable[[Any, Any], None] | None = None
    tie_back: Callable[[Any, Any], None] | None = None

    def made(self, row: Sequence[Any]) -> Any:
        """As `Model.from_db` of a model that adds nothing to it."""
        instance = object.__new__(self.model)
        state = ModelState()
        state.adding, state.db, state.fields_cache = False, DEFAULT_DB_ALIAS, {}
        held = instance.__dict__
        held["_state"] = state
        held.update(zip(self.names, row[self.columns], strict=True))
        for other in self.related:
            found = other.made(row) if row[other.key] is not None else None
            other.tie(instance, found)  # type: ignore[misc]  # whatever is related is tied
            if found is not None:
                other.tie_back(found, instance)  # type: ignore[misc]
        return instance


def reader_of(queryset: QuerySet[Any, Any], compiler: Any) -> Reader:
    """What makes instances, tuples or values of the rows that the compiled queryset finds.

    Raises ValueError for other kinds of rows, and for a model that is made in a way of its own.
    """
    width = compiler.col_count
    converted = [
        _Column(at, steps, expression)
        for at, (steps, expression) in compiler.get_converters(
            [one[0] for one in compiler.select[:width]]
        ).items()
    ]
    make = _maker(queryset._iterable_class, compiler)

    def read(rows: Raw, connection: BaseDatabaseWrapper) -> list[Any]:
        return [make(row) for row in _converted(rows, converted, connection)]

    return read


def _converted(
    rows: Raw, columns: Sequence[_Column], connection: BaseDatabaseWrapper
) -> Iterable[Sequence[Any]]:
    if not columns:
        return rows
    found = [list(row) for row in rows]
    for row in found:
        for column in columns:
            value = row[column.at]
            for step in column.steps:
                value = step(value, column.expression, connection)
            row[column.at] = value
    return found


def _maker(kind: type[Any], compiler: Any) -> Callable[[Sequence[Any]], Any]:
    width = compiler.col_count
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    if kind is ValuesListIterable:
        return lambda row: tuple(row[:width])
    if kind is not ModelIterable:
        raise ValueError(f"{kind.__name__}: ask for instances, tuples or values.")
    instance = _root(compiler)
    if not compiler.annotation_col_map:
        return instance.made
    added = tuple(compiler.annotation_col_map.items())

    def with_added(row: Sequence[Any]) -> Any:
        made = instance.made(row)
        made.__dict__.update((name, row[at]) for name, at in added)
        return made

    return with_added


def _root(compiler: Any) -> _Instance:
    info = compiler.klass_info
    chosen = info["select_fields"]
    columns = slice(chosen[0], chosen[-1] + 1)
    names = [one[0].target.attname for one in compiler.select[columns]]
    related = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # stubs of 6
    return _Instance(_plain(info["model"]), names, columns, [_related(one) for one in related])


def _related(populator: Any) -> _Instance:
    if populator.reorder_for_init:
        raise ValueError(f"{populator.model_cls.__name__}: a model that inherits another's table.")
    columns = slice(populator.cols_start, populator.cols_end)
    return _Instance(
        _plain(populator.model_cls),
        populator.init_list,
        columns,
        [_related(one) for one in populator.related_populators],
        key=populator.cols_start + populator.pk_idx,
        tie=populator.local_setter,
        tie_back=populator.remote_setter,
    )


def _plain(model: type[Model]) -> type[Model]:
    own = model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
    if own or signals.pre_init.has_listeners(model) or signals.post_init.has_listeners(model):
        raise ValueError(f"{model.__name__}: is made in a way of its own.")
    return model
