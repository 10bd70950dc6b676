"""A process that writes into the one case of a database, act after act, until somebody kills it.

`python -m tests.writer` says "ready", then a line for each act once it is committed; `python -m tests.writer
look` leaves no draft behind and prints what is there. Each act is one of the site's own actions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any


def acts() -> Iterator[tuple[str, Callable[[], object]]]:
    """Without end: a contact, a version begun and thrown away, one begun, worded, sent and answered."""
    from django.utils import timezone

    from stegvis.casework.answers import Kind, Word
    from stegvis.casework.party import Party
    from stegvis.casework.plan import Domain
    from stegvis.casework.referral import Mode
    from stegvis_web.casework import models
    from stegvis_web.casework.actions import answers, cases, lifecycle, plans
    from stegvis_web.people.viewer import viewer_of_user

    case = models.Case.objects.get()
    code, today = case.code, timezone.localdate()
    owner, patient = viewer_of_user(case.owner).viewer, viewer_of_user(case.person.user).viewer

    def newest() -> models.PlanVersion:
        return case.plans.latest("number")

    def say_goal() -> object:
        goal = f"To read on Tuesdays, said in version {newest().number}."
        return plans.write_goal(by=patient, code=code, goal=goal, revision=newest().revision)

    def word_step() -> object:
        step = newest().steps.filter(owner=Party.SPECIALIST, hours__isnull=True).order_by("number")[0]
        return plans.change_step(
            by=owner,
            code=code,
            line=str(step.line_id),
            what=f"Call every Tuesday, says version {newest().number}.",
            owner=Party.SPECIALIST,
            due=today + timedelta(days=30),
            domain=Domain.COORDINATION,
            revision=step.revision,
            because="Mondays were too full.",
        )

    def send() -> object:
        later = today + timedelta(days=10)
        return lifecycle.release_plan(by=patient, code=code, answer_by=later, review_on=later)

    def answer() -> object:
        words = [Word(Kind.ACCEPTED)]
        return answers.answer_plan(by=owner, code=code, version=newest().number, words=words)

    def contact() -> object:
        return cases.log_contact(by=owner, code=code, on=today, mode=Mode.PHONE, reached=True, note="Again.")

    def begin() -> object:
        return plans.start_plan(by=owner, code=code, because="Another try.")

    while True:
        yield "contact", contact
        yield "begin", begin
        yield "drop", lambda: plans.drop_draft(by=owner, code=code)
        yield "begin", begin
        yield "goal", say_goal
        yield "step", word_step
        yield "send", send
        yield "answer", answer


def write() -> None:
    """Until killed. An act is told only after its transaction is committed."""
    print("ready", flush=True)
    for name, act in acts():
        act()
        print(name, flush=True)


def rehearse() -> None:
    """Two rounds of all acts, with what is there before, after each and at the end, one line of JSON each."""
    print(json.dumps(there()))
    for number, (name, act) in enumerate(acts(), start=1):
        act()
        print(json.dumps({"act": name, **there()}))
        if number == 16:
            break
    tidy()


def look() -> None:
    """Print what a killed writer left; then throw its draft away and print what is there for the next one."""
    found = {**there(), "wrong": list(wrong())}
    tidy()
    print(json.dumps(found))
    print(json.dumps(there()))


def there() -> dict[str, Any]:
    """How many rows each table has, the sum of their revisions, and the last events of the trail in order."""
    from django.apps import apps
    from django.db.models import Sum

    from stegvis_web.foundation.models import AuditEvent

    rows: dict[str, int] = {}
    for model in apps.get_models():
        rows[model._meta.db_table] = model._default_manager.count()
        if any(field.name == "revision" for field in model._meta.fields):
            total = model._default_manager.aggregate(total=Sum("revision"))["total"]
            rows[f"{model._meta.db_table}.revision"] = total or 0
    newest = AuditEvent.objects.order_by("-pk").values_list("verb", "what", "fields")[:300]
    return {"rows": rows, "events": AuditEvent.objects.count(), "newest": [list(event) for event in newest]}


def wrong() -> Iterator[str]:
    """What the database, the trail and the references of rows say is broken."""
    from django.apps import apps
    from django.db import connection
    from django.db.models import Exists, ForeignKey, OuterRef

    from stegvis_web.foundation import seal

    yield from map(str, seal.verify())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for (said,) in cursor.execute("PRAGMA integrity_check").fetchall():
                if said != "ok":
                    yield f"integrity_check: {said}"
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, ForeignKey):
                found = field.related_model._default_manager.filter(
                    **{field.target_field.name: OuterRef(field.attname)}
                )
                lost = model._default_manager.filter(~Exists(found), **{f"{field.name}__isnull": False})
                if lost.exists():
                    yield f"{model._meta.db_table}.{field.column} refers to nothing"


def tidy() -> None:
    from stegvis_web.casework import models
    from stegvis_web.casework.actions import plans
    from stegvis_web.people.viewer import viewer_of_user

    case = models.Case.objects.get()
    if case.plans.filter(released_on__isnull=True).exists():
        plans.drop_draft(by=viewer_of_user(case.owner).viewer, code=case.code)


if __name__ == "__main__":
    from stegvis_web.commands import site

    site()
    {"write": write, "look": look, "rehearse": rehearse}[sys.argv[1]]()
