"""Plans in tests: the told case with everybody reading English, and the forms of its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions.answers import answer_plan
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.links import viewer_for
from stegvis_web.people.models import Person
from tests.cast import Cast, the_cast
from tests.stegvis_web.casework.visits import visiting
from tests.told_case import Told, in_days


def english_cast() -> Cast:
    """The cast with pages in English, whatever languages are compiled."""
    cast = the_cast()
    Person.objects.update(language="en")
    return cast


def maja(told: Told) -> Client:
    return visiting(told.cast.maja)


def ingrid(told: Told) -> Client:
    return visiting(told.cast.ingrid)


def by_link(told: Told, party: Party) -> Viewer:
    """The person who speaks for an outside party, come by a link."""
    return viewer_for(told.invite(party).link)


def says(told: Told, by: Viewer, kind: Kind, words: str = "", *, on: Party | None = None) -> models.Answer:
    """Answer the whole plan, or the step that `on` owes."""
    line = told.line(on) if on else None
    said = [Word(kind, line=line, words=words, rule="Code 27:45" if kind is Kind.OBJECTION else "")]
    answer_plan(by=by, code=told.code, version=told.plan.number, words=said)
    return models.Answer.objects.latest("pk")


def state(told: Told) -> str:
    """Of the version last written."""
    versions = versions_of(told.case)
    return versions.state(versions.plans[-1], timezone.localdate()).value


def in_force(told: Told) -> set[Party]:
    """Whose steps are in force."""
    return {step.owner for step in versions_of(told.case).standing.values()}


def step_data(told: Told, owner: Party = Party.EMPLOYER, /, **changed: Any) -> dict[str, Any]:
    """What the form of a step holds when it is filled in completely."""
    who = told.case.team.get(party=owner, until__isnull=True).person_id
    whole = {
        "what": "Meet at the library",
        "owner": f"{owner}:{who}",
        "due": in_days(9).isoformat(),
        "domain": Domain.WORK_MODIFICATION.value,
        "revision": "1",
    }
    return whole | changed


def whats(told: Told) -> list[str]:
    return [step.what for step in told.plan.steps.order_by("number")]


def last_event() -> tuple[str, str, str, str]:
    """Verb, what, party and outcome of the newest event."""
    event = AuditEvent.objects.latest("pk")
    return event.verb, event.what, event.party, event.outcome


def written() -> list[tuple[str, str]]:
    """Verb and what of every event that is not a reading."""
    return list(AuditEvent.objects.exclude(verb="read").order_by("pk").values_list("verb", "what"))


def due_of(told: Told, owner: Party) -> date:
    return told.plan.steps.get(owner=owner).due
