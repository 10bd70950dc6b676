"""Where parts further down speak up. They fill these lists in their `AppConfig.ready`; pages read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from django.http import HttpRequest

from stegvis.foundation.viewer import Viewer

Urgency = Literal["now", "week"]


@dataclass(frozen=True)
class TodayItem:
    """One thing that needs somebody: about which case, since when, and what to do about it.

    `key` is unique and the same from day to day; `kind` names its icon and its word; `text` and
    `action` are untranslated, `text` with `%(name)s` places for `values`; `meta` is a short line under it.
    """

    key: str
    case_code: str
    urgency: Urgency
    kind: str
    text: str
    url: str
    action: str
    since: date
    values: dict[str, Any] = field(default_factory=dict)
    meta: str = ""


@dataclass(frozen=True)
class Panel:
    """A piece of the case page. `section` is asked of the access table before `context` is called."""

    key: str
    order: int
    section: str
    template: str
    context: Callable[[HttpRequest, str], dict[str, Any]]
    """Given the request and the case code."""


TODAY: list[Callable[[Viewer, date], Iterable[TodayItem]]] = []
PANELS: list[Panel] = []

_URGENCY: tuple[Urgency, ...] = ("now", "week")


def today_items(viewer: Viewer, day: date) -> list[TodayItem]:
    """What all parts have to say to this viewer on `day`: the urgent first, then the longest waiting."""
    return sorted(_said(viewer, day), key=lambda item: (_URGENCY.index(item.urgency), item.since, item.key))


def panels() -> list[Panel]:
    """The panels of the case page in their order."""
    return sorted(PANELS, key=attrgetter("order", "key"))


def _said(viewer: Viewer, day: date) -> Iterator[TodayItem]:
    for part in TODAY:
        yield from part(viewer, day)
