"""Fills a new database with the invented world of the demo. Everybody in it is made up."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from stegvis.casework.importing import Accepted
from stegvis_web.casework.actions.imports import IMPORTER, import_cases
from stegvis_web.demo.clock import Calendar, Story, play
from stegvis_web.demo.earlier import earlier
from stegvis_web.demo.maja import maja
from stegvis_web.demo.society import Society, settle
from stegvis_web.demo.stories import stories
from stegvis_web.foundation.checks import mark_made_by_demo
from stegvis_web.people.models import Service

PILOT = Path(__file__).parent / "facts" / "rodevand_table2.csv"
SIX = Accepted(
    participant=6,
    column="ips_termination",
    value="2016-04-17",
    reason="Printed 2015-04-17, which is before inclusion. The 9.2 months printed beside it point to 2016.",
)

THINGS_TO_TRY = (
    "Be Ingrid, the coordinator: Today says who needs her. Open Maja Lindqvist’s plan, answer her employer.",
    "Be Johan, the employer: read the mail in the demo’s post box, and answer the plan without an account.",
    "Be Maja, the patient, in a narrow window: her plan, who sees what of it, and who looked.",
)


def fill() -> None:
    """Tell every story up to today, in one transaction. A database that has been filled stays as it is."""
    with transaction.atomic():
        mark_made_by_demo()
        if Service.objects.exists():
            return
        society = Society(Calendar(timezone.localdate()))
        play([settle(society), _pilot(society), maja(society), *stories(society), *earlier(society)])


def _pilot(society: Society) -> Story:
    """The pilot's eight participants, as its table tells of them and no further."""
    yield society.calendar.at(300, "09:00")
    owner = society.staff["tone"]
    with PILOT.open(encoding="utf-8") as file:
        import_cases(
            by=IMPORTER, file=file, source=PILOT.name, service="OS", owner=owner.email, accepted=[SIX]
        )
