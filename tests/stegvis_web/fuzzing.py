"""Nonsense, sent to every address of the site as everybody who can come: nothing of it may crash a page.

A request is made from the site's own URL table, from the forms and links that its pages really have, and now
and then from neither: another method, a body that is no form, odd headers. Every request is undone, so that
each meets the same case; before that the database checks what it would check when the request is kept.
A failure is told with its seed and number, and can be made again.
"""

from __future__ import annotations

import random
import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import Resolver404, resolve

from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis_web.casework import models
from stegvis_web.people import letters
from stegvis_web.people.models import User
from stegvis_web.people.viewer import SECOND_STEP
from tests.cast import PASSWORD, come_by_link, link, person, sign_in
from tests.stegvis_web.addresses import addresses, of_other_meetings
from tests.stegvis_web.asked_of import Form, forms
from tests.stegvis_web.nonsense import MARKUP, Nonsense, in_a_header, in_a_path, nonsense
from tests.stegvis_web.people.telephone import give_app
from tests.told_case import Told

ROOT = Path(__file__).parents[2]
USERS = ("ingrid", "sara", "marit", "rolf", "asta", "maja", "kari", "tomas")
FORM = "application/x-www-form-urlencoded"
KINDS_OF_BODY = (
    FORM,
    f"{FORM}; charset=utf-16",
    f"{FORM}; charset=nonsense",
    MULTIPART_CONTENT,
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/json",
    "text/plain; charset=\xfc",
    "",
)
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get", "GET", "POST")
HEADERS = (
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_ACCEPT",
    "HTTP_COOKIE",
    "HTTP_HOST",
    "HTTP_REFERER",
    "HTTP_ORIGIN",
    "HTTP_USER_AGENT",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_RANGE",
    "HTTP_X_REQUESTED_WITH",
    "HTTP_SEC_FETCH_SITE",
    "REMOTE_ADDR",
)


@dataclass
class Report:
    """What came of it: how many requests, by status, and each failure with how to make it again."""

    seed: int
    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    reached: set[str] = field(default_factory=set)
    """Names of the addresses that are open to somebody, or that a form on an open page goes to."""
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Open:
    """What is open to one visitor: the paths of pages, and the forms and links on them, each once."""

    paths: list[str]
    forms: list[Form]


@dataclass(frozen=True)
class Request:
    """One request, as a server hands it on."""

    method: str
    path: str
    """Quoted, without a query."""
    query: str = ""
    kind: str = ""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        query = f"?{self.query[:200]}" if self.query else ""
        return f"{self.method} {self.path[:200]}{query} {self.kind} {self.body[:400]!r} {dict(self.headers)}"

    def by(self, client: Client) -> Any:
        path = unquote_to_bytes(self.path).decode("latin-1")
        environ = {**self.headers, "PATH_INFO": path, "QUERY_STRING": self.query}
        return client.generic(self.method, "/", self.body, self.kind, **environ)  # type: ignore[arg-type]


def visitors(told: Told, who: Collection[str] = ()) -> dict[str, Client]:
    """Everybody who can come, or those asked for, signed in; some only half."""

    def by_link(party: Party) -> Callable[[Client], object]:
        return lambda client: come_by_link(client, told.invite(party))

    def user(name: str) -> Callable[[Client], object]:
        return lambda client: sign_in(client, getattr(told.cast, name))

    ways: dict[str, Callable[[Client], object]] = {
        "nobody": lambda client: client,
        "sara, with her password alone": lambda client: client.force_login(told.cast.sara),
        "maja, who has just given her password": lambda client: confirmed(client, told.cast.maja),
        "asta, who has an app": lambda client: confirmed_by_app(client, told.cast.asta),
        "rolf, at the second step": lambda client: at_the_second_step(client, told.cast.rolf),
        **{name: user(name) for name in USERS},
        **{str(party): by_link(party) for party in sorted(OUTSIDE_PARTIES)},
    }
    everybody = {}
    for name, way in ways.items():
        if not who or name in who:
            everybody[name] = Client(raise_request_exception=False)
            way(everybody[name])
    return everybody


def confirmed(client: Client, user: User) -> None:
    """Signed in with a second step, by a password given so late that it stays fresh for any run."""
    with_password(client, user)
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] += 10**6
    session[SECOND_STEP] = user.pk
    session.save()


def confirmed_by_app(client: Client, user: User) -> None:
    confirmed(client, user)
    give_app(user)


def at_the_second_step(client: Client, user: User) -> None:
    with_password(client, user, has_app=True)


def with_password(client: Client, user: User, has_app: bool = False) -> None:
    """Signed in as far as the password leads."""
    Authenticator.objects.filter(user=user).delete()
    if has_app:
        give_app(user)
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})


def paths(told: Told) -> dict[str, str]:
    """Every address of the site with its name: of the told case, its other meetings, all who are referred."""
    table = {each.path: each.name for each in (*addresses(told), *of_other_meetings(told))}
    assert told.case.referral
    first = told.case.referral.pk
    for other in models.Referral.objects.exclude(pk=first).order_by("pk"):
        for path in [path for path in table if f"/referrals/{first}/" in path]:
            table[path.replace(f"/referrals/{first}/", f"/referrals/{other.pk}/")] = table[path]
    # Somebody else's link: a new one for the same person would end the one that a visitor has come by.
    asked = link(person(told.cast.norrvik, "Nora Vik"), Party.EMPLOYER, told.code)
    table[asked.url.removeprefix(settings.SITE_URL)] = "people:link"
    table[letters.invitation_url(told.cast.leif).removeprefix(settings.SITE_URL)] = "people:welcome"
    return table


def fuzz(
    told: Told, numbers: Iterable[int], seed: int, who: Collection[str] = (), pages: int | None = None
) -> Report:
    """Send the requests of these numbers, as these visitors or as all.

    With `pages`, look for forms on only so many pages.
    """
    report = Report(seed)
    everybody = visitors(told, who)
    cookies = {name: client.cookies.output(header="", sep=";") for name, client in everybody.items()}
    table = paths(told)
    if pages is not None:
        table = dict(random.Random(seed).sample(sorted(table.items()), pages))
    known = {name: open_to(client, table) for name, client in everybody.items()}
    report.reached = {name for each in known.values() for name in _reached(each, table)}
    for number in numbers:
        chance = random.Random(f"{seed}:{number}")
        name = chance.choice(sorted(everybody))
        client = everybody[name]
        client.cookies = SimpleCookie(cookies[name])
        request = _request(chance, sorted(table), known[name])
        status, wrong = send(client, request)
        report.requests += 1
        report.statuses[status] += 1
        if wrong:
            report.failures.append(f"{seed} {number}, {name}: {status} {wrong}\n    {request}")
    return report


def send(client: Client, request: Request) -> tuple[int, str]:
    """Send it and undo it; the status, and what went wrong, if anything did."""
    raised: list[BaseException] = []

    def heard(sender: object, **about: Any) -> None:
        error = sys.exc_info()[1]
        assert error
        raised.append(error)

    got_request_exception.connect(heard)
    try:
        with transaction.atomic():
            answer = request.by(client)
            page = b"".join(answer) if answer.streaming else answer.content
            wrong = kept_badly()
            transaction.set_rollback(True)
    except Exception as error:  # before or after all that tells its exceptions by the signal
        return 500, _told(error)
    finally:
        got_request_exception.disconnect(heard)
    if raised:
        wrong = _told(raised[0])
    elif answer.status_code >= 500:
        wrong = page.decode(errors="replace")[:200]
    elif "html" in answer.get("Content-Type", "") and MARKUP.encode() in page:
        wrong = "shows markup as it was sent"
    return answer.status_code, wrong


def kept_badly() -> str:
    """What the database says against keeping this request: it looks at some of it only at the end."""
    if connection.needs_rollback:
        return ""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        return f"IntegrityError at the end: {error}"
    return ""


def _told(error: BaseException) -> str:
    """An exception with the last place of ours that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if re.match(rf"{ROOT}/(src|tests)/", frame.filename)]
    last = (ours or frames)[-1]
    place = f"{last.filename.removeprefix(f'{ROOT}/')}:{last.lineno}"
    return f"{type(error).__name__}: {str(error)[:200]} ({place})"


def open_to(client: Client, table: Mapping[str, str]) -> Open:
    """Open every page once and note what it asks for."""
    open_, seen = Open([], []), set()
    for path, name in table.items():
        if name == "account_logout":
            continue
        with transaction.atomic():
            answer = client.get(path)
            if answer.status_code == 200:
                open_.paths.append(path)
                shows_forms = "html" in answer.get("Content-Type", "")
                for form in forms(answer.content.decode(), path) if shows_forms else ():
                    if form.kind not in seen:
                        seen.add(form.kind)
                        open_.forms.append(form)
            transaction.set_rollback(True)
    return open_


def _reached(open_: Open, table: Mapping[str, str]) -> Iterator[str]:
    yield from (table[path] for path in open_.paths)
    for form in open_.forms:
        with suppress(Resolver404):
            yield resolve(form.action).view_name


def _request(chance: random.Random, paths: list[str], known: Open) -> Request:
    kind = chance.random()
    if known.forms and kind < 0.65:
        return _of_a_form(chance, chance.choice(known.forms))
    path = chance.choice(known.paths or paths) if kind < 0.75 else chance.choice(paths)
    if chance.random() < 0.5:
        path = _bent(chance, path)
    names = sorted({name for form in known.forms for name in form.fields} | {"next", "q", "page", "x"})
    some = [(name, nonsense(chance)) for name in chance.choices(names, k=chance.randrange(7))]
    kind = chance.random()
    if kind < 0.4:
        return Request("GET", path, _encoded(some))
    if kind < 0.7:
        return Request("POST", path, "", FORM, _encoded(some).encode())
    if kind < 0.85:
        headers = {name: in_a_header(chance) for name in chance.sample(HEADERS, 3)}
        return Request("GET", path, "", "", b"", headers)
    body = chance.choice((_encoded(some).encode(), b"", b"{", f"--{BOUNDARY}\r\n".encode(), b"\xff" * 50))
    return Request(chance.choice(METHODS), path, "", chance.choice(KINDS_OF_BODY), body)


def _of_a_form(chance: random.Random, form: Form) -> Request:
    """The form as somebody may send it: mostly as it stands, with some nonsense in it."""
    wild, filled = chance.random() ** 2, list[tuple[str, Nonsense]]()
    for name, held in form.fields.items():
        if chance.random() < 0.03:
            continue
        meant = chance.choice(held)
        for _ in range(2 if chance.random() < 0.03 else 1):
            filled.append((name, nonsense(chance, meant) if chance.random() < wild else meant))
    if form.method == "GET":
        return Request("GET", form.action, _encoded(filled))
    if chance.random() < 0.05:
        data: dict[str, Any] = {name: value for name, value in filled if isinstance(value, str)}
        if data and chance.random() < 0.5:
            data[chance.choice(sorted(data))] = SimpleUploadedFile("a\r\n.exe", b"MZ\x00", "text/html")
        return Request("POST", form.action, "", MULTIPART_CONTENT, encode_multipart(BOUNDARY, data))
    return Request("POST", form.action, "", FORM, _encoded(filled).encode())


def _encoded(fields: Iterable[tuple[str, Nonsense]]) -> str:
    return urlencode(list(fields))


def _bent(chance: random.Random, path: str) -> str:
    """The path with one of its parts replaced, or something more, less or twice in it."""
    parts = path.split("/")
    how = chance.random()
    if how < 0.1:
        return path + in_a_path(chance)
    if how < 0.15:
        return path.replace("/", "//")
    if how < 0.2:
        return path.rstrip("/") or "/"
    places = [n for n, part in enumerate(parts) if re.search(r"\d|-", part)] or list(range(1, len(parts)))
    at = chance.choice(places)
    parts[at] = in_a_path(chance, parts[at])
    return "/".join(parts)
