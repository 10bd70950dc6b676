"""What the people part reads, and only as far as the viewer may."""

from __future__ import annotations

from stegvis_web.people.models import Membership, PartyLink, User


def memberships_of(user: User) -> list[Membership]:
    """A user's roles with their services, the first service first."""
    return list(user.memberships.select_related("service").order_by("service_id", "role"))


def link_by_id(pk: int) -> PartyLink | None:
    """The link that a session was begun with."""
    return PartyLink.objects.select_related("person__service").filter(pk=pk).first()


def link_by_token_hash(digest: str) -> PartyLink | None:
    """The link with this token, of any state."""
    return PartyLink.objects.select_related("person__service").filter(token_hash=digest).first()
