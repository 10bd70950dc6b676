"""Sessions that know whose they are: people see where they are signed in, and end it from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

DEVICE = "device"
MOST = 50
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
"""What stands in a browser's own words, the more particular first, and what people call it."""


class SessionStore(DatabaseStore):
    """As Django's, in a table with a column for the user."""

    @classmethod
    def get_model_class(cls) -> Any:
        from stegvis_web.people.models import SignedIn  # models are not there yet when settings are read

        return SignedIn

    def _get_session_from_db(self) -> Any:
        from stegvis_web.people.queries import lasting_session  # as above

        row = lasting_session(self.session_key) if self.session_key else None
        if row is None:
            self._session_key = None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        user = data.get(SESSION_KEY)
        row.user_id = int(user) if user else None
        return row


class Device(NamedTuple):
    """One place where somebody is signed in. `mark` names the session, and lets nobody in."""

    mark: str
    name: str
    began: datetime | None
    seen: datetime | None
    here: bool


def device_called(user_agent: str) -> str:
    """ "Firefox, Windows"; empty for what is not known."""
    named = [
        next((name for sign, name in signs if re.search(rf"\b{re.escape(sign)}", user_agent)), "")
        for signs in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, named))


def devices(user: int, key: str | None) -> Sequence[Device]:
    """Where the user is signed in, the last used first; `key` is that of this very session."""
    from stegvis_web.people.viewer import BEGAN, SEEN

    found = []
    for row in _rows(user):
        data = row.get_decoded()
        if str(data.get(SESSION_KEY)) == str(user):
            began, seen = _moment(data.get(BEGAN)), _moment(data.get(SEEN))
            mark, here = mark_of(row.session_key), row.session_key == key
            found.append(Device(mark, data.get(DEVICE, ""), began, seen, here))
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: (one.here, one.seen or never), reverse=True)


def end(user: int, mark: str) -> None:
    """End the user's session of that mark. Http404 if there is none."""
    for row in _rows(user):
        if constant_time_compare(mark_of(row.session_key), mark):
            row.delete()
            return
    raise Http404


def end_others(user: int, key: str | None) -> int:
    """End all sessions of the user but this one; how many."""
    rows = SessionStore.get_model_class().objects.filter(user_id=user).exclude(session_key=key or "")
    return int(rows.delete()[0])


def mark_of(key: str) -> str:
    """What names a session on a page."""
    return salted_hmac("stegvis.people.device", key, algorithm="sha256").hexdigest()[:20]


def _rows(user: int) -> Any:
    rows = SessionStore.get_model_class().objects.filter(user_id=user, expire_date__gt=timezone.now())
    return rows.order_by("-expire_date")[:MOST]


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
