"""What the demo's own pages show: who can be visited, and the mails that were sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from urllib.parse import urlsplit

from django.http import Http404

from stegvis_web.casework.models import Case, TeamMember
from stegvis_web.demo.guests import BY_KEY, FIRST, GUESTS, Group, Guest
from stegvis_web.demo.maja import NAME as MAJA
from stegvis_web.people.models import Mail, PartyLink, Person, User
from stegvis_web.people.postboxes import file_of

PAGE = 20


def guests_by_group() -> dict[str, list[Guest]]:
    """Everybody but the first, who stands above the groups."""
    others = [guest for guest in GUESTS if guest is not FIRST]
    return {group.value: [guest for guest in others if guest.group is group] for group in Group}


def guest(key: str) -> Guest:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def user_of(guest: Guest) -> User:
    """The guest's account: the oldest of that name, as the demo made it."""
    user = User.objects.filter(person__name=guest.name, is_active=True).order_by("pk").first()
    if user is None:
        raise Http404
    return user


def majas_case() -> Case:
    case = Case.objects.filter(person__name=MAJA).order_by("pk").first()
    if case is None:
        raise Http404
    return case


def speaks_for(guest: Guest, case: Case) -> Person:
    """Who speaks today for the guest's party in the case."""
    member = TeamMember.objects.filter(case=case, party=guest.party, until=None).select_related("person")
    row = member.order_by("pk").first()
    if row is None:
        raise Http404
    return row.person


def link_of(person: Person, party: str, case: Case) -> PartyLink | None:
    """The person's link to the case that has not been revoked."""
    links = PartyLink.objects.filter(case_code=case.code, party=party, person=person, revoked_at=None)
    return links.select_related("person__service").first()


@dataclass(frozen=True)
class Piece:
    """A piece of a mail's text; with `path`, a link to a page of this site."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail with its text in pieces; without them where it did not arrive, or its file is gone."""

    row: Mail
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Outbox:
    """Mails about Maja's plan, which the demo's code opens; the others; and where older ones begin."""

    majas: Sequence[Letter]
    others: Sequence[Letter]
    next_before: int | None


def outbox(before: int | None = None) -> Outbox:
    """A page of the mails, the newest first; Maja's stand on the first page."""
    newest = Mail.objects.order_by("-pk")
    case = majas_case().code
    others = newest.exclude(case_code=case)
    if before is not None:
        others = others.filter(pk__lt=before)
    page = list(others[: PAGE + 1])
    majas = newest.filter(case_code=case)
    # Those with a link to follow first: the others only tell that there is something to read.
    first = [*majas.filter(kind="invitation"), *majas.exclude(kind="invitation")[:PAGE]]
    return Outbox(
        majas=[_letter(row) for row in first] if before is None else [],
        others=[_letter(row) for row in page[:PAGE]],
        next_before=page[PAGE - 1].pk if len(page) > PAGE else None,
    )


def _letter(row: Mail) -> Letter:
    return Letter(row, _pieces(row.body or _in_file(row)))


def _in_file(row: Mail) -> str:
    try:
        with file_of(row.message_id).open("rb") as file:
            body = BytesParser(policy=policy.default).parse(file).get_body(("plain",))
    except FileNotFoundError:
        return ""
    return str(body.get_content()).strip() if body else ""


def _pieces(text: str) -> list[Piece]:
    """The addresses in a text as links. The demo may run at another port by now, so only paths count."""
    parts = re.split(r"(https?://\S+)", text) if text else []
    return [Piece(part, urlsplit(part).path if number % 2 else "") for number, part in enumerate(parts)]
