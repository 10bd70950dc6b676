"""A link's code on its way from the moment it is made to the page that shows it, once.

It waits in the session of whoever invites, under a pad that only the site's key makes: neither the database
nor a copy of it tells a code.
"""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import salted_hmac

from stegvis_web.people.links import NewLink
from stegvis_web.people.models import PartyLink

SESSION = "codes_to_show"
_ALL = 10**6


def put_by(session: SessionBase, new: NewLink) -> None:
    """Keep the code of a new link until its page is opened."""
    waiting: dict[str, int] = session.get(SESSION, {})
    session[SESSION] = {**waiting, str(new.link.pk): (int(new.code) + _pad(new.link)) % _ALL}


def take(session: SessionBase, link: PartyLink) -> str:
    """The six digits, and forget them; empty if they have been shown, or were made in another session."""
    waiting: dict[str, int] = session.get(SESSION, {})
    padded = waiting.pop(str(link.pk), None)
    if padded is None:
        return ""
    session[SESSION] = waiting
    return f"{(padded - _pad(link)) % _ALL:06}"


def _pad(link: PartyLink) -> int:
    digest = salted_hmac("stegvis.casework.codes", f"{link.pk}:{link.token_hash}", algorithm="sha256")
    return int(digest.hexdigest(), 16) % _ALL
