"""One-time links for users: setting a first password, and setting a new one.

Both prove the password that is still set, so using one ends it; nothing about them is stored.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from stegvis_web.people.models import User

SALT = "stegvis.people.invitation"


class ResetTokens(PasswordResetTokenGenerator):
    """Links to set a new password, checked by allauth's pages."""

    def _make_hash_value(self, user: AbstractBaseUser, timestamp: int) -> str:
        assert isinstance(user, User)
        return f"{_state(user)}:{user.last_login}:{timestamp}"


def invitation(user: User) -> str:
    """A token with which `user` may set the first password. A newer invitation ends the older."""
    return signing.dumps([user.pk, _proof(user)], salt=SALT)


def invited_user_id(token: str) -> int | None:
    """Whom a token invites; None if it was altered or is too old. `still_invites` must agree too."""
    try:
        pk, _proof_of_user = signing.loads(token, salt=SALT, max_age=settings.INVITATION_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return int(pk)


def still_invites(token: str, user: User) -> bool:
    """Whether nothing has happened to the user since: no password set, no newer invitation."""
    _pk, proof = signing.loads(token, salt=SALT)
    return constant_time_compare(proof, _proof(user))


def _proof(user: User) -> str:
    return salted_hmac(SALT, f"{_state(user)}:{user.invited_at}", algorithm="sha256").hexdigest()


def _state(user: User) -> str:
    return f"{user.pk}:{user.password}:{user.email}:{user.epoch}:{user.is_active}"
