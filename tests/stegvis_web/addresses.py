"""Every address of the site, filled in with the told case, so that a test can walk them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from stegvis.casework.party import Party
from stegvis_web.casework import models
from stegvis_web.people.models import Mail
from tests.told_case import Told


@dataclass(frozen=True)
class Address:
    """One address: its name, the filled path, and the view behind it."""

    name: str
    path: str
    view: Any
    places: tuple[str, ...] = ()
    """What the path names: "code" of a case, "pk", "task" and so on."""

    @property
    def door(self) -> tuple[str, ...]:
        """Whom the view's door lets in at all; empty where it has none."""
        return getattr(self.view, "door", ())


def patterns(
    resolver: URLResolver | None = None, prefix: str = "", places: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern, tuple[str, ...]]]:
    """Name and pattern of each address, with the places that stand before it and in it."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = (*places, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            name = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from patterns(entry, name, here)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry, here


def addresses(told: Told, meeting: models.Meeting | None = None) -> list[Address]:
    """All addresses, filled from the told case; `meeting` is another than its first one.

    Raises KeyError for a new kind of place.
    """
    words = models.Answer.objects.filter(plan__case=told.case, kind__in=["question", "objection"])
    answer = words.order_by("-id").first() or models.Answer.objects.filter(plan=told.plan).first()
    referral = told.case.referral
    member = told.case.team.filter(party=Party.EMPLOYER).first()
    assert answer
    assert referral
    assert member
    assert told.cast.maja.person
    task = told.case.tasks.order_by("pk").first()
    adaptation = models.Adaptation.objects.filter(task__case=told.case).order_by("pk").first()
    attempt = told.case.attempts.order_by("pk").first()
    mail = Mail.objects.filter(case_code=told.code).order_by("pk").first()
    meeting = meeting or told.case.meetings.order_by("pk").first()
    sentence = models.MinuteItem.objects.filter(minutes__meeting=meeting).order_by("-pk").first()
    point = models.AgendaPoint.objects.filter(meeting=meeting).order_by("pk").first()
    wish = told.case.meeting_wishes.order_by("pk").first()
    letter = told.case.letters.order_by("pk").first()
    handover = told.case.handovers.order_by("pk").first()
    asked = told.case.rights_requests.order_by("pk").first()
    places: dict[str, Any] = {
        "meeting": meeting.pk if meeting else 1,
        "item": sentence.item if sentence else uuid4(),
        "point": point.pk if point else 1,
        "wish": wish.pk if wish else 1,
        "handover": handover.pk if handover else 1,
        "taker": told.cast.petra.pk,
        "letter": letter.pk if letter else 1,
        "task": task.pk if task else 1,
        "adaptation": adaptation.pk if adaptation else 1,
        "attempt": attempt.pk if attempt else 1,
        "code": told.code,
        "line": told.line(Party.EMPLOYER),
        "party": Party.EMPLOYER,
        "slug": told.cast.norrvik.slug,
        "token": "x" * 43,
        "answer": answer.pk,
        "member": member.pk,
        "provider_id": "x",
        "key": "x-y",
        "uidb36": "x",
        "who": "ingrid",
        "version": 1,
        "number": max(told.plan.number - 1, 1),
        "list": 1,
        "definition": "free_28_days",
        "cell": "reached",
    }
    keys = {
        "referral": referral.pk,
        "person": told.cast.maja.person.pk,
        "organisation": told.cast.library.pk,
        "hand": told.case.team.get(party=Party.INSURER, until=None).pk,
        "colleague": told.cast.sara.pk,
        "link": 1,
        "mail": mail.pk if mail else 1,
        "rights": asked.pk if asked else 1,
    }
    found = []
    for name, pattern, named in patterns():
        wanted = dict.fromkeys(named)
        for place in wanted:
            noun = name.split(":")[-1].split("-")[0]
            wanted[place] = keys.get(noun, 1) if place == "pk" else places[place]
        found.append(Address(name, reverse(name, kwargs=wanted), pattern.callback, named))
    return found


def of_other_meetings(told: Told) -> list[Address]:
    """The addresses of each further meeting of the told case: one ahead, one cancelled, and so on."""
    others = told.case.meetings.order_by("pk")[1:]
    return [
        address
        for row in others
        for address in addresses(told, row)
        if f"/meetings/{row.pk}/" in address.path
    ]
