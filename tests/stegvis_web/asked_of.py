"""What a page lets its reader send: forms with what their fields hold or offer, links with a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes and how, and the values its fields have or offer.

    A link with a query is one too: what it asks for can be asked otherwise.
    """

    method: str
    action: str
    fields: Mapping[str, tuple[str, ...]]

    @property
    def kind(self) -> tuple[object, ...]:
        """What is the same for the same form on another page."""
        return self.method, self.action, tuple(sorted(self.fields))


def forms(page: str, path: str) -> list[Form]:
    """All forms of the page that stands at `path`, and its links to this site that hold a query."""
    reader = _Reader()
    reader.feed(page)
    found = [(method, action, dict(fields)) for method, action, fields in reader.forms]
    for link in reader.links:
        parts = urlsplit(urljoin(path, link))
        if parts.query and not parts.netloc and not parts.scheme:
            found.append(("GET", parts.path, parse_qs(parts.query, keep_blank_values=True)))
    return [
        Form(
            method, urlsplit(urljoin(path, action)).path, {name: tuple(held) for name, held in fields.items()}
        )
        for method, action, fields in found
    ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, list[str]]]] = []
        self.links: list[str] = []
        self.open = False
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = True
            self.forms.append((given.get("method", "get").upper(), given.get("action", ""), {}))
        elif tag == "a" and "?" in given.get("href", ""):
            self.links.append(given["href"])
        elif self.open and tag in {"input", "button", "textarea", "select"} and given.get("name"):
            self.forms[-1][2].setdefault(given["name"], []).append(given.get("value", ""))
            self.select = given["name"] if tag == "select" else ""
        elif self.open and tag == "option" and self.select:
            self.forms[-1][2][self.select].append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "form"
