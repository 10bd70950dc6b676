"""Where parts further down speak up. They fill these lists in their `AppConfig.ready`; pages read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from django.http import HttpRequest

from stegvis.foundation.viewer import Viewer

Thing = TypeVar("Thing")


def register(among: list[Thing], *things: Thing) -> None:
    """Add what is not among them yet. Django makes an app ready anew whenever the list of apps changes."""
    among.extend(thing for thing in things if thing not in among)


@dataclass(frozen=True)
class TodayItem:
    """One thing that waits for someone: about which case, by when, and where to go on.

    `state` is the chip's state and `chip` its word; `text` says why, with `%(x)s` places for
    `values`; `chip`, `text`, `action` are untranslated. `name` is empty where names are not for the viewer.
    """

    kind: str
    case_code: str
    name: str
    state: str
    chip: str
    text: str
    due: date
    url: str
    action: str
    values: dict[str, object] = field(default_factory=dict)

    def is_now(self, today: date) -> bool:
        return self.due <= today


@dataclass(frozen=True)
class Panel:
    """A piece of the case page. `section` is asked of the access table before `context` is called."""

    key: str
    order: int
    section: str
    template: str
    context: Callable[[HttpRequest, str], dict[str, Any]]
    """Given the request and the case code."""


DUE: list[Callable[[], int]] = []
"""What must happen on its day though nobody looks. `stegvis deliver` does it; each returns how much."""

RESTORED: list[Callable[[Viewer, Path], str]] = []
"""What must be done again in a restored database, given the ledger of erasures; each says what it did."""

TODAY: list[Callable[[Viewer, date], Iterable[TodayItem]]] = []
PANELS: list[Panel] = []


def today_items(viewer: Viewer, day: date) -> list[TodayItem]:
    """What all parts have to say to this viewer on `day`, the most pressing first."""
    return sorted(_said(viewer, day), key=attrgetter("due", "case_code", "kind"))


def panels() -> list[Panel]:
    """The panels of the case page in their order."""
    return sorted(PANELS, key=attrgetter("order", "key"))


def _said(viewer: Viewer, day: date) -> Iterator[TodayItem]:
    for part in TODAY:
        yield from part(viewer, day)
