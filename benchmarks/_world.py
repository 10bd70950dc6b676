"""A service of many cases, written row by row into the tables: what the site is measured on.

The told case of the last release is there whole; so many others are copied from it with plan, answers and
consents; all the rest are cases of a person, an owner and a team. Open cases are spread over 200 colleagues.
Every case has a chain of the audit trail that begins with its opening.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

COLLEAGUES = 200
DEEP = 20
"""One case in so many has a plan, as the told one."""
OPEN_EACH = 25
"""So many open cases has each colleague, and the one whose pages are measured; the others are closed."""
AT_ONCE = 5_000


def fill(number: int) -> None:
    """Add cases until there are `number`. Only for a database of its own."""
    from django.db import transaction

    from stegvis_web.casework import models
    from stegvis_web.people.models import Membership, Person, User

    told = models.Case.objects.select_related("service", "owner__person").get()
    service, today = told.service, date.today()
    persons = [
        Person(service=service, name=f"Colleague {n}", name_key=f"colleague {n}") for n in range(COLLEAGUES)
    ]
    with transaction.atomic():
        Person.objects.bulk_create(persons)
        users = [User(email=f"c{n}@many.example", kind="staff", person=p) for n, p in enumerate(persons)]
        User.objects.bulk_create(users)
        Membership.objects.bulk_create(
            Membership(user=u, service=service, role="practitioner") for u in users
        )
    employer = told.team.get(party="employer", until=None).person
    owners = [told.owner, *users]
    for numbers in _in_pieces(range(2, number + 1), AT_ONCE):
        with transaction.atomic():
            patients = [
                Person(service=service, name=f"Person {n}", name_key=f"person {n}", language="en")
                for n in numbers
            ]
            Person.objects.bulk_create(patients)
            cases = [
                models.Case(
                    service=service,
                    code=f"NV-{n:06}",
                    person=patient,
                    owner=owners[n % len(owners)],
                    country="sweden",
                    opened_on=today - timedelta(days=n % 400),
                    closed_on=None if n < OPEN_EACH * len(owners) else today,
                    stage="in_force" if n < OPEN_EACH * len(owners) else "closed",
                    employer=told.employer,
                    employer_contact="allowed",
                    last_contact_on=today - timedelta(days=n % 40),
                )
                for n, patient in zip(numbers, patients, strict=True)
            ]
            models.Case.objects.bulk_create(cases)
            models.TeamMember.objects.bulk_create(
                models.TeamMember(case=case, party=party, person=person, since=case.opened_on)
                for case in cases
                for party, person in (
                    ("patient", case.person),
                    ("specialist", case.owner.person or employer),
                    ("employer", employer),
                )
            )
            _begin_chains(cases)
            _deepen(
                told, [case for n, case in zip(numbers, cases, strict=True) if n % DEEP == 0 or n < 3_000]
            )
        print(f"\r{numbers[-1]:,} cases", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _begin_chains(cases: Sequence[Any]) -> None:
    """Write the first event of each case's chain; the database moves the heads."""
    from stegvis_web.foundation.audit import digest
    from stegvis_web.foundation.models import AuditEvent, AuditHead, AuditMention

    events = [
        AuditEvent(
            chain=case.code,
            number=1,
            at=datetime.combine(case.opened_on, time(9), UTC),
            actor="command:bench",
            actor_kind="command",
            verb="open",
            what="case",
            outcome="done",
        )
        for case in cases
    ]
    for event in events:
        event.hash = digest(event, [event.chain])
    AuditHead.objects.bulk_create(AuditHead(chain=event.chain, number=0) for event in events)
    AuditEvent.objects.bulk_create(events)
    AuditMention.objects.bulk_create(AuditMention(event=event, case_code=event.chain) for event in events)


def _deepen(told: Any, cases: Sequence[Any]) -> None:
    """Give these cases the told one's plan in its versions, with steps, answers and consents."""
    from stegvis_web.casework import models

    plans = list(told.plans.filter(released_on__isnull=False).order_by("number"))
    lines = list(told.lines.all())
    steps = list(models.Step.objects.filter(plan__in=plans))
    answers = list(models.Answer.objects.filter(plan__in=plans))
    new_plans = [_copy(plan, case=case) for case in cases for plan in plans]
    models.PlanVersion.objects.bulk_create(new_plans)
    by_plan = {(p.case_id, old.pk): p for p, old in zip(new_plans, plans * len(cases), strict=True)}
    names = {(case.pk, line.pk): uuid4() for case in cases for line in lines}
    models.Line.objects.bulk_create(
        models.Line(id=names[case.pk, line.pk], case=case, progress=line.progress)
        for case in cases
        for line in lines
    )
    new_steps = [
        _copy(step, plan=by_plan[case.pk, step.plan_id], line_id=names[case.pk, step.line_id], asked_for=None)
        for case in cases
        for step in steps
    ]
    models.Step.objects.bulk_create(new_steps)
    by_step = {
        (step.plan.case_id, old.pk): step for step, old in zip(new_steps, steps * len(cases), strict=True)
    }
    models.Answer.objects.bulk_create(
        _copy(
            answer,
            plan=by_plan[case.pk, answer.plan_id],
            step=by_step[case.pk, answer.step_id] if answer.step_id else None,
            about=[str(names[case.pk, line.pk]) for line in lines if str(line.pk) in answer.about],
        )
        for case in cases
        for answer in answers
    )
    models.Consent.objects.bulk_create(
        _copy(consent, case=case) for case in cases for consent in told.consents.all()
    )


def _copy(row: Any, **other: Any) -> Any:
    made = type(row)(
        **{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    )
    for name, value in other.items():
        setattr(made, name, value)
    return made


def _in_pieces(numbers: Sequence[int], at_once: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), at_once):
        yield numbers[start : start + at_once]
