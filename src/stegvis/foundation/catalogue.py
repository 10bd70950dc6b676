"""A catalogue: a folder of definitions, one Python file each. The file's name is the definition's id."""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from stegvis.foundation.definition import Definition
from stegvis.foundation.errors import DefinitionError

D = TypeVar("D", bound=Definition)

WRITTEN: dict[object, str] = {
    str: "text in quotes",
    date: "a day, YYYY-MM-DD",
    int: "a whole number",
    bool: "true or false",
}


class Catalogue(Generic[D]):
    """All definitions of one kind: the files of `package`, and a service's own TOML files if it has any."""

    def __init__(self, kind: type[D], package: str) -> None:
        self.kind = kind
        self.package = package

    def all(self, own: Path | None = None) -> Mapping[str, D]:
        """Every definition by id. `own` is a folder with a service's TOML files.

        Raises DefinitionError naming the file and what to write.
        """
        if own is None:
            return self._shipped
        return MappingProxyType({**self._shipped, **self._own(own)})

    def get(self, id: str, own: Path | None = None) -> D:
        """The definition of that id. Raises KeyError."""
        return self.all(own)[id]

    @cached_property
    def _shipped(self) -> Mapping[str, D]:
        folder = importlib.import_module(self.package).__path__
        found: dict[str, D] = {}
        for entry in pkgutil.iter_modules(folder):
            file = f"{self.package}/{entry.name}.py"
            try:
                module = importlib.import_module(f"{self.package}.{entry.name}")
            except TypeError as error:  # names the keyword that is unknown or missing
                raise DefinitionError(f"{file}: {_without_call(error)}") from error
            definition = getattr(module, "DEFINITION", None)
            if not isinstance(definition, self.kind):
                raise DefinitionError(f"{file}: write DEFINITION = {self.kind.__name__}(...)")
            _check(file, definition.problems())
            found[entry.name] = definition
        return MappingProxyType(found)

    def _own(self, folder: Path) -> dict[str, D]:
        if not folder.is_dir():
            raise DefinitionError(f"{folder}: there is no such folder")
        found: dict[str, D] = {}
        for file in sorted(folder.glob("*.toml")):
            if file.stem in self._shipped:
                raise DefinitionError(f"{file}: the id {file.stem!r} is taken; give the file another name")
            found[file.stem] = self.read(file)
        return found

    def read(self, file: Path) -> D:
        """The definition in one TOML file. Raises DefinitionError naming the file and what to write."""
        try:
            values: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError:
            raise DefinitionError(f"{file}: there is no such file") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DefinitionError(f"{file}: not TOML in UTF-8: {error}") from None
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
        _check(file, self._unfit(values))
        definition = self.kind(**values)
        _check(file, definition.problems())
        return definition

    def _unfit(self, values: Mapping[str, object]) -> Iterator[str]:
        """Keys that are unknown or missing, and values of another type than the definition's own."""
        known = {field.name: field for field in fields(self.kind)}
        hints = get_type_hints(self.kind)
        for key in values.keys() - known.keys():
            yield f"{key} is unknown; known are {', '.join(sorted(known))}"
        for key, field in known.items():
            if key in values and not _fits(values[key], hints[key]):
                yield f"{key} is {values[key]!r}; write {_written(hints[key])}"
            if key not in values and field.default is field.default_factory is MISSING:
                yield f"{key} is missing; write {_written(hints[key])}"


def _check(file: Path | str, problems: Iterator[str]) -> None:
    if found := sorted(problems):
        raise DefinitionError("\n".join(f"{file}: {problem}" for problem in found))


def _without_call(error: TypeError) -> str:
    """Python's words without the name of the function that was called: `Ladder.__init__() got …`."""
    return str(error).rpartition("() ")[2]


def _fits(value: object, hint: Any) -> bool:
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(_fits(item, get_args(hint)[0]) for item in value)
    return type(value) is hint


def _written(hint: Any) -> str:
    """How a value of this type is written in TOML."""
    if get_origin(hint) is tuple:
        return f"a list, [ ], each {_written(get_args(hint)[0])}"
    return WRITTEN.get(hint) or str(hint)
