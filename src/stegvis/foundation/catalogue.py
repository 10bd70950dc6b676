"""A catalogue: a folder of definitions, one Python file each. The file's name is the definition's id."""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from stegvis.foundation.definition import Definition
from stegvis.foundation.errors import DefinitionError

D = TypeVar("D", bound=Definition)


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
        module = importlib.import_module(self.package)
        found: dict[str, D] = {}
        for entry in pkgutil.iter_modules(module.__path__):
            definition = getattr(importlib.import_module(f"{self.package}.{entry.name}"), "DEFINITION", None)
            if not isinstance(definition, self.kind):
                raise DefinitionError(
                    f"{self.package}/{entry.name}.py: write DEFINITION = {self.kind.__name__}(...)"
                )
            found[entry.name] = definition
        return MappingProxyType(found)

    def _own(self, folder: Path) -> dict[str, D]:
        found: dict[str, D] = {}
        for file in sorted(folder.glob("*.toml")):
            if file.stem in self._shipped:
                raise DefinitionError(f"{file}: the id {file.stem!r} is taken; give the file another name")
            found[file.stem] = self._read(file)
        return found

    def _read(self, file: Path) -> D:
        try:
            values = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise DefinitionError(f"{file}: not valid TOML: {error}") from None
        known = {field.name for field in fields(self.kind)}
        if unknown := sorted(set(values) - known):
            raise DefinitionError(
                f"{file}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}"
            )
        try:
            arguments: dict[str, Any] = {
                key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
            }
            return self.kind(**arguments)
        except TypeError as error:
            raise DefinitionError(f"{file}: {error}") from None
