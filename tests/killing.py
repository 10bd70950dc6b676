"""A writer that is killed: what it had acknowledged is there, with its event, and nothing is half done."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.place import Place

WRITER = """
import sys
from django.utils import timezone
from stegvis.casework.referral import Mode
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, plans
from stegvis_web.people.models import User
from stegvis_web.people.viewer import viewer_of_user

case = models.Case.objects.get()
by = viewer_of_user(case.owner).viewer
say = lambda *words: print(*words, flush=True)
say("ready")
today = timezone.localdate()
while True:
    row = cases.log_contact(by=by, code=case.code, on=today, mode=Mode.PHONE, reached=True, note="Again.")
    say("contact", row.pk)
    plans.start_plan(by=by, code=case.code, because="Another try.")
    say("plan", "begun")
    plans.drop_draft(by=by, code=case.code)
    say("plan", "dropped")
"""

STATE = """
import json
from django.db import connection
from stegvis_web.casework import models
from stegvis_web.foundation import seal
from stegvis_web.foundation.models import AuditEvent

connection.check_constraints()
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
events = AuditEvent.objects
print(json.dumps({
    "contacts": list(models.Contact.objects.filter(note="Again.").values_list("pk", flat=True)),
    "contact_events": events.filter(verb="create", what="contact").count(),
    "drafts": models.PlanVersion.objects.filter(released_on__isnull=True).count(),
    "half_drafts": models.PlanVersion.objects.filter(released_on__isnull=True, steps__isnull=True).count(),
    "begun": events.filter(verb="create", what="plan").count(),
    "dropped": events.filter(verb="remove", what="plan").count(),
    "findings": [str(finding) for finding in seal.verify()],
}))
"""

TIDY = """
from stegvis_web.casework import models
from stegvis_web.casework.actions import plans
from stegvis_web.people.viewer import viewer_of_user

case = models.Case.objects.get()
if case.plans.filter(released_on__isnull=True).exists():
    plans.drop_draft(by=viewer_of_user(case.owner).viewer, code=case.code)
"""


@dataclass
class Tally:
    """Rounds, writes that were acknowledged, and of them how many were lost; what was half done."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    findings: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.half or self.findings)


State = dict[str, Any]


def state(place: Place) -> State:
    """What is there: rows and events, counted."""
    found: State = json.loads(place.python(STATE))
    return found


def begin(place: Place) -> State:
    """Bring the case to where the writer can begin; what is there before it does."""
    place.python(TIDY)
    return state(place)


def kill_once(
    place: Place, tally: Tally, before: State, chance: random.Random, end: Callable[[], None] | None = None
) -> None:
    """Let a writer write, kill it at a random moment (or `end` the database), and look at what is there."""
    code = "from stegvis_web.commands import site; site()\n" + WRITER
    writer = subprocess.Popen(
        [sys.executable, "-c", code],
        env=place.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert writer.stdout
    writer.stdout.readline()
    time.sleep(chance.uniform(0.01, 0.3))
    if end:
        end()
    writer.send_signal(signal.SIGKILL)
    said = [line.split() for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
    there = state(place)
    written = {int(words[1]) for words in said if words[0] == "contact"}
    tally.rounds += 1
    tally.acknowledged += len(said)
    tally.lost += len(written - set(there["contacts"]))
    more = {name: there[name] - before[name] for name in ("contact_events", "begun", "dropped", "drafts")}
    tally.half += abs(len(there["contacts"]) - len(before["contacts"]) - more["contact_events"])
    tally.half += there["half_drafts"] + abs(more["begun"] - more["dropped"] - more["drafts"])
    tally.findings += len(there["findings"])
    place.python(TIDY)
