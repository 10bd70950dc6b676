"""What the people part reads, and only as far as the viewer may."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from stegvis_web.people.models import Membership, PartyLink, User
from stegvis_web.people.words import email_key


def memberships_of(user: User) -> list[Membership]:
    """A user's roles with their services, the first service first."""
    return list(user.memberships.select_related("service").order_by("service_id", "role"))


def link_by_id(pk: int) -> PartyLink | None:
    """The link that a session was begun with."""
    return PartyLink.objects.select_related("person__service").filter(pk=pk).first()


def link_by_token_hash(digest: str) -> PartyLink | None:
    """The link with this token, of any state."""
    return PartyLink.objects.select_related("person__service").filter(token_hash=digest).first()


def user_by_email(email: str) -> User | None:
    """The user who signs in with this address, disabled or not."""
    return User.objects.filter(email=email_key(email)).first()


def has_second_step(user: User) -> bool:
    """Whether the user has set up a code app or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists()
