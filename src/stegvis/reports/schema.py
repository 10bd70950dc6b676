"""The published schema of a report's numbers (docs/schemas/report-two-arm.json), made from the types."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from stegvis.reports.as_json import FORMAT
from stegvis.reports.result import TwoArm

PLAIN: dict[object, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
}


def schema() -> dict[str, Any]:
    """JSON Schema of the result: what every type's docstring says, and nothing else allowed in it."""
    types: dict[str, dict[str, Any]] = {}
    whole = _of_class(TwoArm, types)
    whole["properties"] = {"format": {"const": FORMAT}, **whole["properties"]}
    whole["required"] = ["format", *whole["required"]]
    module = inspect.getdoc(inspect.getmodule(TwoArm)) or ""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A report on a trial of two arms",
        **whole,
        "description": f"{whole['description']}\n\n{module}",
        "$defs": dict(sorted(types.items())),
    }


def _of_class(kind: type, types: dict[str, dict[str, Any]]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    return {
        "description": inspect.getdoc(kind) or "",
        "type": "object",
        "additionalProperties": False,
        "required": names,
        "properties": {name: _of(hints[name], types) for name in names},
    }


def _of(hint: Any, types: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The schema of a type; classes go to `types` and are named there."""
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        if hint.__name__ not in types:
            types[hint.__name__] = {}  # known before its fields ask for it again
            types[hint.__name__] = _of_class(hint, types)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return {"anyOf": [_of(one, types) for one in arguments]}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(arguments[1], types)}
    if origin is tuple:
        found: dict[str, Any] = {"type": "array", "items": _of(arguments[0], types)}
        if arguments[-1] is not Ellipsis:
            found |= {"minItems": len(arguments), "maxItems": len(arguments)}
        return found
    raise TypeError(f"There is no schema for {hint!r}.")
