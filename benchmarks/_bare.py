"""A bare view over the same rows: what Django and the database cost by themselves, and one durable insert.

No session, no sign-in, no access table, no language: rows are read by the ORM, written into a plain
template, and one row is inserted in a transaction, as the site writes its audit event.
"""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from stegvis_web.casework import models
from stegvis_web.foundation.models import Submission

COUNT = iter(range(1, 10**9))


def insert(what: str) -> None:
    import os

    with transaction.atomic():
        Submission.objects.create(key=f"{os.getpid()}-{next(COUNT)}", actor="bare", content=what, url="/")


def case(request: HttpRequest, code: str, page: str) -> HttpResponse:
    """The rows of one case that the site's page shows."""
    row = models.Case.objects.select_related(
        "service", "person", "owner__person", "employer", "referral"
    ).get(code=code)
    plan = row.plans.filter(released_on__isnull=False).latest("number")
    found = {
        "case": row,
        "team": list(row.team.select_related("person")),
        "consents": list(row.consents.all()),
        "steps": list(models.Step.objects.filter(plan__case=row).select_related("person", "line")),
        "answers": list(models.Answer.objects.filter(plan__case=row)),
        "contacts": list(row.contacts.order_by("-pk")[:3]),
        "plan": plan,
    }
    insert(page)
    return render(request, "case.html", found)


def cases(request: HttpRequest, owner: int, page: str) -> HttpResponse:
    """The rows of one owner's open cases."""
    rows = list(
        models.Case.objects.filter(owner=owner, closed_on=None)
        .select_related("person", "owner__person", "employer")
        .order_by("code")[:50]
    )
    team = list(models.TeamMember.objects.filter(case__in=rows).select_related("person"))
    steps = list(models.Step.objects.filter(line__case__in=rows)[:200])
    insert(page)
    return render(request, "cases.html", {"cases": rows, "team": team, "steps": steps})


urlpatterns = [
    path("bare/case/<str:code>/<str:page>/", case),
    path("bare/cases/<int:owner>/<str:page>/", cases),
]
