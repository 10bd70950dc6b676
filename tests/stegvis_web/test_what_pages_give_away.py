"""Every page, as those for whom it is: what a browser keeps of it, sends on, writes into a history."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from stegvis.casework.party import Party
from stegvis_web.foundation.middleware import CONTENT_SECURITY_POLICY
from stegvis_web.foundation.sealed import seal, unseal
from stegvis_web.people.models import Mail, Person
from tests.cast import come_by_link, sign_in, the_cast
from tests.made_once import made_once
from tests.stegvis_web.addresses import addresses, of_other_meetings
from tests.stegvis_web.reading_pages import Read
from tests.told_case import Told, told_case
from tests.told_meeting import meet_again_and_again

pytestmark = pytest.mark.django_db

CASE_CODE = re.compile(r"\b[A-Z]{1,5}-\d{3,}", re.I)


@pytest.fixture
@made_once
def told() -> Told:
    cast = the_cast()
    cast.norrvik.self_referral = True
    cast.norrvik.save()
    told = told_case(cast)
    told.invite(Party.GP)
    meet_again_and_again(told)
    Mail.objects.update(state="unsure")
    return told


def user(name: str) -> Callable[[Told], Client]:
    return lambda told: sign_in(Client(), getattr(told.cast, name))


def party(which: Party) -> Callable[[Told], Client]:
    return lambda told: come_by_link(Client(), told.invite(which))


READERS: dict[str, Callable[[Told], Client]] = {
    "nobody": lambda told: Client(),
    **{name: user(name) for name in ("ingrid", "sara", "marit", "maja", "asta", "rolf")},
    "employer": party(Party.EMPLOYER),
    "insurer": party(Party.INSURER),
}
readers = pytest.mark.parametrize("who", READERS)


@dataclass(frozen=True)
class Answer:
    """What an address answered: its headers, the page if it is one, and where it leads."""

    path: str
    headers: Mapping[str, str]
    page: Read | None

    def queries(self) -> list[str]:
        """The query strings of all that a browser would open next."""
        to = self.headers.get("Location") or self.headers.get("HX-Redirect") or ""
        return [*(self.page.queries() if self.page else []), urlsplit(to).query]


_walked: dict[str, list[Answer]] = {}


def walk(told: Told, who: str) -> list[Answer]:
    """What each address answers to that reader, also to one who sends it an empty form. Walked once."""
    if who not in _walked:
        client = READERS[who](told)
        found = []
        for address in [*addresses(told), *of_other_meetings(told)]:
            if address.name in {"account_logout", "people:leave"}:
                continue
            for ask in (client.get, client.post):
                response: Any = ask(address.path)
                html = response.headers.get("Content-Type", "").startswith("text/html")
                page = Read(response.content.decode()) if html else None
                found.append(Answer(address.path, dict(response.headers), page))
        _walked[who] = found
    return _walked[who]


def telling() -> re.Pattern[str]:
    """What names somebody: a case code, a mail address, a part of anybody's name."""
    names = {part.lower() for name in Person.objects.values_list("name", flat=True) for part in name.split()}
    return re.compile(f"{CASE_CODE.pattern}|@|" + "|".join(rf"\b{re.escape(name)}\b" for name in names), re.I)


def in_the_open(query: str) -> str:
    """What anybody reads in a query: without what this site has sealed, which may hold any letters."""
    return re.sub(r"gAAAAA[\w-]+", lambda token: "" if unseal(token[0]) else token[0], unquote_plus(query))


@readers
def test_no_query_string_names_a_case_or_a_person(told: Told, who: str) -> None:
    names = telling()
    queries = [(answer.path, query) for answer in walk(told, who) for query in answer.queries()]
    assert [(path, query) for path, query in queries if names.search(in_the_open(query))] == []


@readers
def test_what_is_typed_never_becomes_a_query_string(told: Told, who: str) -> None:
    forms = [(answer.path, form) for answer in walk(told, who) if answer.page for form in answer.page.forms]
    assert forms
    assert [(path, form) for path, form in forms if form.method == "get" and form.typed] == []


@readers
def test_no_answer_is_kept_by_the_browser_or_told_to_another_site(told: Told, who: str) -> None:
    for answer in walk(told, who):
        assert "no-store" in answer.headers["Cache-Control"], answer.path
        assert answer.headers["Referrer-Policy"] == "same-origin", answer.path
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, answer.path


@readers
def test_nothing_that_the_policy_forbids_stands_in_a_page(told: Told, who: str) -> None:
    pages = [(answer.path, answer.page.written_in) for answer in walk(told, who) if answer.page]
    assert [(path, written) for path, written in pages if written] == []


@readers
def test_no_page_takes_a_file_but_that_of_register_extracts(told: Told, who: str) -> None:
    for answer in walk(told, who):
        if answer.page and answer.path != reverse("benefits:extracts"):
            assert answer.page.files == [], answer.path
            assert [form for form in answer.page.forms if form.multipart] == [], answer.path


def test_a_planted_name_would_be_found(told: Told) -> None:
    for query in (
        "q=Lindqvist",
        "next=%2Fcases%2FNV-0001%2F",
        "to=maja%40nv.example",
        "after=lindqvist+maja",
    ):
        assert telling().search(in_the_open(query)), query
    assert in_the_open(f"next=%2Fonward%2F{seal('/cases/NV-0001/')}%2F") == "next=/onward//"
    assert in_the_open("next=gAAAAAmaja-NV-0001") == "next=gAAAAAmaja-NV-0001"  # nobody has sealed that
    read = Read('<form><input name=q><input type=file name=f></form><a href="/x?y=1" onclick="z()">')
    assert (read.forms[0].typed, read.files, read.queries()) == (["q"], ["f"], ["y=1"])
    assert read.written_in == ["a onclick"]
