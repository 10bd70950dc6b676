"""A page as its HTML says it: what it leads to, what it asks for, what would run in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

LEADS = {"href", "src", "action", "formaction", "hx-get", "hx-post", "hx-push-url", "poster", "srcset"}
"""Attributes that hold an address."""

TYPED = {"text", "search", "email", "tel", "url", "number", "password", ""}
"""Kinds of fields in which a person may type anything; without a kind it is text."""


@dataclass
class Form:
    """Where a form goes and how, and the names of its fields in which anything may be typed."""

    method: str
    action: str
    multipart: bool
    typed: list[str] = field(default_factory=list)


class Read(HTMLParser):
    """Reads `page` at once."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.forms: list[Form] = []
        self.files: list[str] = []
        self.written_in: list[str] = []
        """Scripts, styles and handlers that stand in the page itself."""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        self.addresses += [value for name, value in had.items() if name in LEADS]
        self.written_in += [f"{tag} {name}" for name in had if name.startswith("on") or name == "style"]
        runs = (
            tag == "script" and not had.get("src") and had.get("type") != "application/json"
        )  # that is data
        if tag == "style" or runs:
            self.written_in.append(tag)
        if tag == "form":
            multipart = "multipart" in had.get("enctype", "")
            self.forms.append(Form(had.get("method", "get").lower(), had.get("action", ""), multipart))
        elif tag == "input" and had.get("type") == "file":
            self.files.append(had.get("name", ""))
        elif self.forms and (tag == "textarea" or (tag == "input" and had.get("type", "") in TYPED)):
            self.forms[-1].typed.append(had.get("name", ""))

    def queries(self) -> list[str]:
        """The query strings of all addresses in the page."""
        return [query for address in self.addresses if (query := urlsplit(address).query)]
