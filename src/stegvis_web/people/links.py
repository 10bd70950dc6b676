"""Party links: the way in for one party of one case, by a mailed address and a code told another way.

The address holds a random token, of which only the SHA-256 is stored; the code only as a keyed slow
hash. Opening the address consumes nothing, so mail scanners do no harm. Five wrong codes lock the link
for a quarter of an hour, five more close it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.foundation import audit
from stegvis_web.people.models import PartyLink, Person

WRONG_CODES = 5
LOCKED_FOR = timedelta(minutes=15)
LOCKS = 2

LINK_ALIVE: list[Callable[[PartyLink], bool]] = []
"""Parts further down ask here whether a link may still be used: a refused employer contact ends it."""


class State(StrEnum):
    """What a link is good for now. Each state but `open` has one page that says so."""

    OPEN = "open"
    LOCKED = "locked"
    CLOSED = "closed"
    EXPIRED = "expired"
    REVOKED = "revoked"


class NewLink(NamedTuple):
    """A link just made. `url` goes into the mail; `code` is shown once, to be spoken or printed."""

    link: PartyLink
    url: str
    code: str


class Attempt(NamedTuple):
    """What came of typing a code: `tries_left` before the link is locked or closed."""

    right: bool
    state: State
    tries_left: int = 0


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def code_hash(code: str, token_digest: str) -> str:
    """The stored proof of a code. Slow, and keyed, because six digits alone are soon tried through."""
    slow = hashlib.scrypt(code.encode(), salt=token_digest.encode(), n=2**14, r=8, p=1, dklen=32)
    return salted_hmac("stegvis.people.link", slow, algorithm="sha256").hexdigest()


def viewer_for(link: PartyLink) -> Viewer:
    """The person behind a link as a viewer: one party of one case."""
    return Viewer(
        code=f"link:{link.pk}",
        kind="link",
        person=link.person_id,
        service=link.person.service_id,
        party=link.party,
        case=link.case_code,
    )


def state_of(link: PartyLink, now: datetime | None = None, *, alive: bool | None = None) -> State:
    """What the link is good for at `now`. Past its last day, it is expired whatever else befell it.

    `alive` is what the parts further down would say, for who knows it already.
    """
    now = now or timezone.now()
    if link.revoked_at is not None:
        return State.REVOKED
    if link.expires_at <= now:
        return State.EXPIRED
    if alive is False or (alive is None and not all(asked(link) for asked in LINK_ALIVE)):
        return State.REVOKED
    if link.closed_at is not None:
        return State.CLOSED
    if link.locked_until is not None and link.locked_until > now:
        return State.LOCKED
    return State.OPEN


def lets_in(link: PartyLink) -> bool:
    """Whether a session that the link has begun may go on. A lock stops new codes, not this."""
    return state_of(link) in {State.OPEN, State.LOCKED}


@transaction.atomic
def create(*, by: Viewer, case_code: str, party: str, person: Person, days_valid: int = 14) -> NewLink:
    """Make a link; an earlier one of the same case, party and person is revoked.

    Raises Refusal if the person belongs to another service than `by`.
    """
    if by.kind == "staff" and person.service_id != by.service:
        raise Refusal(gettext_noop("This person belongs to another service."))
    now = timezone.now()
    # One who makes a link waits for another who makes the same, so that only the last one lives.
    Person.objects.select_for_update().get(pk=person.pk)
    for earlier in PartyLink.objects.filter(case_code=case_code, party=party, person=person, revoked_at=None):
        _revoke(by=by, link=earlier, now=now)
    token = secrets.token_urlsafe(32)
    code = f"{secrets.randbelow(10**6):06}"
    digest = token_hash(token)
    link = PartyLink.objects.create(
        case_code=case_code,
        party=party,
        person=person,
        token_hash=digest,
        code_hash=code_hash(code, digest),
        created_at=now,
        created_by=by.code,
        expires_at=now + timedelta(days=days_valid),
    )
    audit.record(by=by, verb="create", what=f"link:{link.pk}", cases=[case_code], party=party)
    url = settings.SITE_URL + reverse("people:link", args=[token])
    return NewLink(link, url, code)


@transaction.atomic
def revoke(*, by: Viewer, link: PartyLink, why: str = "") -> PartyLink:
    """End a link at once, and every session it has begun. Revoking twice changes nothing."""
    link = PartyLink.objects.select_for_update().select_related("person").get(pk=link.pk)
    if link.revoked_at is None:
        _revoke(by=by, link=link, now=timezone.now(), why=why)
    return link


def _revoke(*, by: Viewer, link: PartyLink, now: datetime, why: str = "") -> None:
    link.revoked_at = now
    link.save(update_fields=["revoked_at"])
    audit.record(
        by=by, verb="revoke", what=f"link:{link.pk}", cases=[link.case_code], party=link.party, why=why
    )


def try_code(*, link: PartyLink | None, code: str, token_digest: str = "") -> Attempt:
    """Try a typed code. Right: the link may begin a session. Wrong: counted, five lock, ten close.

    `link` None stands for an unknown token and takes as long as a known one.
    """
    candidate = code_hash(code, link.token_hash if link else token_digest)
    if link is None:
        hmac.compare_digest(candidate, "0" * 64)
        return Attempt(right=False, state=State.REVOKED)
    with transaction.atomic():
        # Locked, so that five guesses sent at once count as five.
        link = PartyLink.objects.select_for_update(of=("self",)).select_related("person").get(pk=link.pk)
        now = timezone.now()
        state = state_of(link, now)
        right = hmac.compare_digest(candidate, link.code_hash)
        if state is not State.OPEN:
            return Attempt(right=False, state=state)
        if right:
            _note_right_code(link, now)
            return Attempt(right=True, state=State.OPEN)
        return _note_wrong_code(link, now)


def _note_right_code(link: PartyLink, now: datetime) -> None:
    link.used_at, link.wrong_codes, link.locked_until = now, 0, None
    link.save(update_fields=["used_at", "wrong_codes", "locked_until"])
    audit.record(
        by=viewer_for(link), verb="sign-in", what=f"link:{link.pk}", cases=[link.case_code], party=link.party
    )


def _note_wrong_code(link: PartyLink, now: datetime) -> Attempt:
    link.wrong_codes += 1
    if link.wrong_codes >= WRONG_CODES:
        link.wrong_codes, link.locks = 0, link.locks + 1
        if link.locks >= LOCKS:
            link.closed_at = now
        else:
            link.locked_until = now + LOCKED_FOR
    link.save(update_fields=["wrong_codes", "locks", "locked_until", "closed_at"])
    state = state_of(link, now)
    audit.record(
        by=viewer_for(link),
        verb="sign-in",
        what=f"link:{link.pk}",
        cases=[link.case_code],
        party=link.party,
        outcome="refused" if state is State.OPEN else state,
        fields=["code"],
    )
    return Attempt(right=False, state=state, tries_left=WRONG_CODES - link.wrong_codes)
