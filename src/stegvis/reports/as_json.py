"""A report as JSON, by the schema docs/schemas/report-two-arm.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from stegvis.reports.result import TwoArm

FORMAT = "stegvis-report-two-arm/1"


def as_json(result: TwoArm) -> str:
    """The whole result as text. Null stands where there is no number."""
    found = {"format": FORMAT, **_plain(result)}
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    return value
