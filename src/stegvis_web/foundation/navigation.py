"""The staff's navigation. Each part adds its items when the site starts (`AppConfig.ready`)."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation.addresses import address


@dataclass(frozen=True)
class NavItem:
    """A page of the navigation; `label` is untranslated, `roles` are those it is for."""

    url_name: str
    label: str
    icon: str
    order: int
    roles: frozenset[str]


@dataclass(frozen=True)
class NavLink:
    """An item as one request shows it."""

    url: str
    label: str
    icon: str
    current: bool


ITEMS: list[NavItem] = []


@dataclass(frozen=True)
class MyItem:
    """A page of another part among the patient's own; `label` is untranslated."""

    url_name: str
    label: str


MINE: list[MyItem] = []
"""What other parts add to the tabs of the patient's pages."""


def my_pages(path: str) -> list[tuple[str, str, bool]]:
    """Address and label of each, and whether `path` is it."""
    links = [(address(item.url_name), item.label) for item in MINE]
    return [(url, label, path == url) for url, label in links]


def navigation(viewer: Viewer, path: str) -> list[NavLink]:
    """The items for this viewer, in order; the one that `path` lies under is current."""
    items = sorted((item for item in ITEMS if item.roles & viewer.roles), key=lambda item: item.order)
    links = [(address(item.url_name), item) for item in items]
    return [NavLink(url, item.label, item.icon, path.startswith(url)) for url, item in links]
