"""Visiting pages in tests: signed in, reading text, counting queries, filling a service with cases."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis_web.casework import models
from stegvis_web.casework.actions import referrals
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.foundation.sealed import seal
from stegvis_web.people.models import User
from tests.cast import Cast, person, sign_in

HOSTILE = "<script>alert('å')</script> & \"quotes\" 🌲"
LONG = "å" * 200_000


def visiting(user: User) -> Client:
    """Signed in as that user."""
    return sign_in(Client(), user)


def url(name: str, *args: object) -> str:
    return reverse(f"casework:{name}", args=args)


def text(response: Any) -> str:
    """What a reader reads: without tags, spaces as one."""
    page = response.content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def page(client: Client, name: str, /, *args: object, **query: str) -> str:
    """The text of a page that answers 200. What stands sealed in its address is sealed here."""
    sealed = {field: seal(value) for field, value in query.items() if field in {"q", "who", "after"}}
    response = client.get(url(name, *args), {**query, **sealed})
    assert response.status_code == 200, response.status_code
    return text(response)


def send(client: Client, name: str, /, *args: object, **data: object) -> Any:
    """Post a form."""
    return client.post(url(name, *args), data)


def form_key(client: Client, name: str, /, *args: object) -> str:
    """A form's key from that page."""
    shown = client.get(url(name, *args)).content.decode()
    return shown.split('name="form_key" value="')[1].split('"')[0]


def send_after_the_session_ended(
    user: User, page_name: str, to: str, /, *args: object, **data: object
) -> str:
    """Open a page, let the session end, send the form, sign in again, open the page: its source."""
    client = visiting(user)
    key = form_key(client, page_name, *args)
    client.logout()
    sent = send(client, to, *args, form_key=key, **data)
    assert sent.status_code == 302
    assert sent.headers["Location"].startswith("/sign-in/")
    return sign_in(client, user).get(url(page_name, *args)).content.decode()


def statements(client: Client, path: str) -> int:
    """How many statements a page costs."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def events() -> int:
    return AuditEvent.objects.count()


def many_cases(cast: Cast, number: int) -> list[str]:
    """So many cases of Ingrid's, each with a plan that was sent, a late step and a question."""
    today = timezone.localdate()
    assert cast.ingrid.person
    codes = []
    for _ in range(number):
        who = person(cast.norrvik, f"Person {models.Case.objects.count():03}", email="")
        case = referrals.open_new_case(
            person=who, owner=cast.ingrid, country="sweden", opened_on=today - timedelta(days=90)
        )
        plan = models.PlanVersion.objects.create(
            case=case,
            number=1,
            goal="To work.",
            started_by="user:1",
            started_at=timezone.now(),
            released_on=today - timedelta(days=20),
            answer_by=today - timedelta(days=5),
        )
        line = models.Line.objects.create(case=case)
        line.asked = models.Step.objects.create(
            plan=plan,
            line=line,
            number=1,
            since=1,
            what="Call",
            owner=Party.SPECIALIST,
            person=cast.ingrid.person,
            due=today - timedelta(days=1),
            domain=Domain.COORDINATION,
        )
        line.save()
        models.Answer.objects.create(
            plan=plan,
            round=1,
            party=Party.PATIENT,
            by="user:6",
            kind="question",
            words="When?",
            at=timezone.now() - timedelta(days=2),
        )
        models.Contact.objects.create(case=case, on=today - timedelta(days=40), mode="phone", by=cast.ingrid)
        codes.append(case.code)
    return codes
