"""A form sent twice is done once: a double click, a reload, a line that dropped before the answer came.

Every form carries a key. It says, in a way that nobody can forge, for whom the form was made.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.crypto import constant_time_compare, salted_hmac

from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import NOBODY, Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.foundation.models import Submission
from stegvis_web.foundation.transactions import in_one_go

FIELD = "form_key"
"""The name of the form's hidden field."""


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks."""
    return getattr(request, "viewer", NOBODY)


def form_key(viewer: Viewer) -> str:
    """A new key for one form shown to `viewer`."""
    nonce = secrets.token_urlsafe(12)
    return _signer().sign(f"{nonce}.{_owner(nonce, viewer)}")


def is_ours(key: str) -> bool:
    """Whether this site has made the key, for whomever."""
    return _read(key) is not None


def is_for(key: str, viewer: Viewer) -> bool:
    """Whether this site has made the key for this very viewer."""
    parts = _read(key)
    return parts is not None and constant_time_compare(parts[1], _owner(parts[0], viewer))


def once(request: HttpRequest, act: Callable[[], str]) -> HttpResponseRedirect:
    """Run `act`, which returns the address to go to, in one transaction with the note that the form was sent.

    The same form again goes to the same address without acting; sent at the same moment, it waits for the
    first. A form without a key is done each time it is sent. Raises Refusal, with nothing done, for a form
    made for somebody else, and for a form already sent that now holds something else: the viewer reads it
    over and sends it as a new one. `act` may be run again, after a deadlock (`transactions.in_one_go`).
    """
    typed_key = request.POST.get(FIELD, "")
    if not typed_key:
        return HttpResponseRedirect(in_one_go(act))
    viewer = viewer_of(request)
    if is_ours(typed_key) and not is_for(typed_key, viewer):
        raise Refusal(SOMEBODY_ELSES)
    key, content = hashlib.sha256(typed_key.encode()).hexdigest(), _content(request)

    def note_and_act() -> Submission:
        note, is_new = _enter(Submission(key=key, actor=viewer.code, content=content))
        if is_new:
            note.url = act()
            note.save(update_fields=["url"])
        return note

    note = in_one_go(note_and_act)
    if note.actor != viewer.code:
        raise Refusal(SOMEBODY_ELSES)
    if note.content != content:
        raise Refusal(CHANGED_SINCE)
    return HttpResponseRedirect(note.url)


SOMEBODY_ELSES = gettext_noop(
    "This form was opened for somebody else, so nothing was sent."
    " If it is yours, look it through and send it again."
)
CHANGED_SINCE = gettext_noop(
    "This form was already sent once, with something else in it. What you changed since is not saved yet."
    " Look whether you still want it, and send it again."
)


def _enter(sent: Submission) -> tuple[Submission, bool]:
    """Note that the form was sent; the note, and whether it is new. An earlier one stands."""
    try:
        with transaction.atomic():
            sent.save(force_insert=True)
    except IntegrityError:
        return Submission.objects.get(key=sent.key), False
    return sent, True


def _content(request: HttpRequest) -> str:
    """A keyed hash of where the form went and what it held."""
    apart = {FIELD, "csrfmiddlewaretoken"}
    held = sorted((name, values) for name, values in request.POST.lists() if name not in apart)
    files = sorted((name, [(file.name, file.size) for file in sent]) for name, sent in request.FILES.lists())
    text = json.dumps([request.path, held, files])
    return salted_hmac("stegvis.once.content", text, algorithm="sha256").hexdigest()


def _owner(nonce: str, viewer: Viewer) -> str:
    return salted_hmac("stegvis.once.owner", f"{nonce}.{viewer.code}", algorithm="sha256").hexdigest()[:32]


def _signer() -> Signer:
    return Signer(salt="stegvis.once.key")


def _read(key: str) -> tuple[str, str] | None:
    """The nonce and the owner within a key; None if the key is not ours."""
    try:
        nonce, _, owner = _signer().unsign(key).partition(".")
    except BadSignature:
        return None
    return nonce, owner
