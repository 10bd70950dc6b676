"""Nonsense, sent to every address of the site as everybody who can come: nothing of it may crash a page.

A request is made from the site's own URL table and from the fields that its pages really have. Every request
is undone, so that each meets the same case. A failure is told by its seed and number, and can be made again.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from stegvis.casework.party import OUTSIDE_PARTIES
from tests.cast import come_by_link, sign_in
from tests.stegvis_web.addresses import Address, addresses
from tests.told_case import Told

WORDS: tuple[str | bytes, ...] = (
    "",
    " ",
    "x",
    "on",
    "0",
    "-1",
    "1",
    "9" * 30,
    "1e400",
    "NaN",
    "٣",
    "²",
    "null",
    "true",
    "2026-11-23",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "2026-02-31",
    "2026-10-25T02:30",
    "25:61",
    "23:59",
    "12:5",
    "\x00",
    "a\x00b",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    "\u202e\u2066",
    "a\r\nBcc: x@y.example",
    "<script>alert(1)</script>",
    "{{ 7 }}{% now %}",
    "%s %(day)s %",
    "' OR 1=1 --",
    "../../etc/passwd",
    "a@b.example",
    "x" * 5_000,
    "é" * 300,
    "👩🏽‍🔬" * 40,
    "00000000-0000-0000-0000-000000000000",
    "patient",
    "employer",
    "gp",
    "accepted",
    "objection",
    "question",
    "works",
    "plan",
)
USERS = ("ingrid", "sara", "marit", "rolf", "asta", "maja", "kari", "tomas")
QUERIES = (
    "before",
    "after",
    "q",
    "whose",
    "stage",
    "page",
    "from",
    "to",
    "next",
    "contacts",
    "notes",
    "month",
)


@dataclass
class Report:
    """What came of it: how many requests, by status, and each failure with how to make it again."""

    seed: int
    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, and the values its fields have or offer."""

    action: str
    fields: Mapping[str, tuple[str, ...]]


class Forms(HTMLParser):
    """Finds the forms of a page that are sent by POST."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self.open = False
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.open = True
            self.found.append((given.get("action", ""), {}))
        elif self.open and tag in {"input", "button", "textarea", "select"} and given.get("name"):
            self.found[-1][1].setdefault(given["name"], []).append(given.get("value", ""))
            self.select = given["name"] if tag == "select" else ""
        elif self.open and tag == "option" and self.select:
            self.found[-1][1][self.select].append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "form"


def forms(page: str, path: str) -> list[Form]:
    parser = Forms()
    parser.feed(page)
    return [
        Form(action or path, {name: tuple(values) for name, values in fields.items()})
        for action, fields in parser.found
    ]


def visitors(told: Told) -> dict[str, Callable[[], Client]]:
    """Everybody who can come, signed in anew."""

    def user(name: str) -> Callable[[], Client]:
        return lambda: sign_in(Client(raise_request_exception=False), getattr(told.cast, name))

    def by_link(party: Any) -> Callable[[], Client]:
        new = told.invite(party)
        return lambda: come_by_link(Client(raise_request_exception=False), new)

    users = {name: user(name) for name in USERS}
    links = {str(party): by_link(party) for party in sorted(OUTSIDE_PARTIES)}
    return {"nobody": lambda: Client(raise_request_exception=False), **users, **links}


def fuzz(told: Told, requests: int, seed: int, only: int | None = None, who: Collection[str] = ()) -> Report:
    """Send so many requests, as these visitors or as all. `only` sends just that one, to look at it."""
    report, raised = Report(seed), []

    def heard(sender: object, **about: Any) -> None:
        raised.append(repr(sys.exc_info()[1]))

    got_request_exception.connect(heard)
    everybody = {name: come() for name, come in visitors(told).items() if not who or name in who}
    cookies = {name: client.cookies.output(header="", sep=";") for name, client in everybody.items()}
    all_addresses = addresses(told)
    known = _forms_of(all_addresses, everybody)
    try:
        for number in range(requests):
            chance = random.Random(f"{seed}:{number}")
            if only is not None and number != only:
                continue
            name = chance.choice(sorted(everybody))
            client = everybody[name]
            client.cookies = SimpleCookie(cookies[name])
            raised.clear()
            method, path, data = _request(chance, name, all_addresses, known)
            with transaction.atomic():
                answer = client.get(path, data) if method == "GET" else client.post(path, data)
                if answer.streaming:
                    list(answer)
                transaction.set_rollback(True)
            report.requests += 1
            report.statuses[answer.status_code] += 1
            if answer.status_code >= 500 or raised:
                told_data = {key: str(value)[:60] for key, value in data.items()}
                came = f"{answer.status_code} {raised[:1]}"
                report.failures.append(f"{seed}:{number} {name} {method} {path[:120]!r} {told_data}: {came}")
    finally:
        got_request_exception.disconnect(heard)
    return report


def _forms_of(all_addresses: Iterable[Address], everybody: Mapping[str, Client]) -> dict[str, list[Form]]:
    """The forms on every page that each visitor can open."""
    found: dict[str, list[Form]] = {}
    for who, client in everybody.items():
        found[who] = []
        for address in all_addresses:
            if address.name == "account_logout":
                continue
            with transaction.atomic():
                answer = client.get(address.path)
                if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
                    found[who] += forms(answer.content.decode(), address.path)
                transaction.set_rollback(True)
    return found


def _request(
    chance: random.Random, who: str, all_addresses: list[Address], known: Mapping[str, list[Form]]
) -> tuple[str, str, dict[str, Any]]:
    if known[who] and chance.random() < 0.6:
        form = chance.choice(known[who])
        return "POST", form.action, dict(_filled(chance, form))
    address = chance.choice(all_addresses)
    path = _bent(chance, address.path) if chance.random() < 0.5 else address.path
    if chance.random() < 0.3:
        names = {name for form in known[who] for name in form.fields} or {"x"}
        some = chance.sample(sorted(names), min(len(names), 6))
        return "POST", path, {name: chance.choice(WORDS) for name in some}
    return "GET", path, {name: chance.choice(WORDS) for name in chance.sample(QUERIES, chance.randrange(4))}


def _filled(chance: random.Random, form: Form) -> Iterator[tuple[str, Any]]:
    """The form as somebody may send it: mostly as it stands, with some nonsense in it."""
    wild = chance.random()
    for name, values in form.fields.items():
        if chance.random() < 0.05:
            continue
        if chance.random() < wild:
            value: Any = chance.choice(WORDS)
            if chance.random() < 0.05:
                value = [chance.choice(WORDS), chance.choice(WORDS)]
            elif chance.random() < 0.02:
                value = SimpleUploadedFile("a.exe", b"MZ\x00", "text/html")
            yield name, value
        else:
            yield name, chance.choice(values)


def _bent(chance: random.Random, path: str) -> str:
    """The path with one of its parts replaced."""
    parts = path.split("/")
    places = [n for n, part in enumerate(parts) if re.search(r"\d|-", part)] or list(range(1, len(parts)))
    parts[chance.choice(places)] = quote(chance.choice(WORDS), safe="")
    return "/".join(parts)
