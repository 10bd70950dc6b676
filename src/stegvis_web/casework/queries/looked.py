"""Who looked at a case: the patient's own reading of the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stegvis.casework.party import Party
from stegvis.casework.sections import WHO_LOOKED
from stegvis_web.casework.standing import OpenCase
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.models import PartyLink, User

PAGE = 30


@dataclass(frozen=True)
class Look:
    """One event of the trail. `who` is a name, as the person is entitled to know it, and `party` whom it
    spoke for; `about` is the party whose link it was, where somebody else made or closed it.
    """

    id: int
    at: datetime
    who: str
    party: str
    verb: str
    what: str
    why: str
    outcome: str
    mine: bool
    fields: Sequence[str] = ()
    about: str = ""


@dataclass(frozen=True)
class LookPage:
    looks: Sequence[Look]
    next_before: int | None


def who_looked(
    opened: OpenCase, *, before: int | None = None, others_only: bool = False, most: int = PAGE
) -> LookPage:
    """A page of the case's events, the newest first; whoever asked and was refused has not looked. Three
    queries."""
    if not opened.may(WHO_LOOKED):
        return LookPage((), None)
    events = AuditEvent.objects.filter(mentions__case_code=opened.code).order_by("-id")
    events = events.exclude(verb="read", outcome="refused")
    if before is not None:
        events = events.filter(id__lt=before)
    if others_only:
        events = events.exclude(actor=opened.by.code)
    page = list(events[: most + 1])
    names = _names([event.actor for event in page])
    looks = [
        Look(
            id=event.pk,
            at=event.at,
            who=names.get(event.actor, ""),
            party="" if _is_of_another(event) or event.party not in set(Party) else event.party,
            verb=event.verb,
            what=event.what,
            why=event.why,
            outcome=event.outcome,
            mine=event.actor == opened.by.code,
            fields=event.fields,
            about=event.party if _is_of_another(event) else "",
        )
        for event in page[:most]
    ]
    return LookPage(looks, looks[-1].id if len(page) > most else None)


def _is_of_another(event: AuditEvent) -> bool:
    """An event of a link names the party that the link is for, whoever acted."""
    return event.what.startswith("link:") and event.actor_kind != "link"


def _names(actors: Sequence[str]) -> dict[str, str]:
    def ids(kind: str) -> list[int]:
        return [int(actor.split(":")[1]) for actor in set(actors) if actor.startswith(f"{kind}:")]

    users = User.objects.filter(pk__in=ids("user")).select_related("person")
    names = {f"user:{user.pk}": user.person.name for user in users if user.person}
    links = PartyLink.objects.filter(pk__in=ids("link")).select_related("person")
    return names | {f"link:{link.pk}": link.person.name for link in links}
