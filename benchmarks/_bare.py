"""A bare view over the same rows: what Django and the database cost by themselves, and one durable insert.

Each page reads, one plain query a table, the tables that the site's page reads; writes the rows into a plain
list; and inserts one row in a transaction, as the site writes its audit event. There is no session, no
sign-in, no access table, no language and no rule about what a row means.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.apps import apps
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from stegvis_web.casework.models import Case
from stegvis_web.casework.queries.today import MOST
from stegvis_web.foundation.models import Submission

CASE = {"TeamMember": "case", "Consent": "case"}
VERSIONS = {"PlanVersion": "case", "Step": "plan__case", "Review": "plan__case", "Answer": "plan__case"}
MEETINGS = {"Meeting": "case", "Minutes": "meeting__case", "Guest": "meeting__case", "Handover": "case"}
WORK = {
    "WorkedDay": "case",
    "Task": "case",
    "Adaptation": "task__case",
    "Verdict": "adaptation__task__case",
    "TaskFit": "case",
}
TABLES = {
    "today": {
        "PlanVersion": "case",
        "Answer": "plan__case",
        "Line": "case",
        "Pause": "case",
        "TeamMember": "case",
        "Adaptation": "task__case",
        "Meeting": "case",
        "MeetingWish": "case",
        "Handover": "case",
        "RightsRequest": "case",
    },
    "cases": {"Line": "case", "PlanVersion": "case"},
    "case": {
        **CASE,
        **VERSIONS,
        **MEETINGS,
        **dict.fromkeys(("SickNote", "Contact", "ImportedCase", "Pause", "Attempt"), "case"),
    },
    "plan": {**CASE, **VERSIONS, **WORK, "Pause": "case", "Attempt": "case", "SickNote": "case"},
    "employer": {**CASE, **VERSIONS, **WORK, **MEETINGS, "Pause": "case", "Letter": "case"},
}
"""Which tables each page of the site reads, and the way from a row to its case."""
COUNT = iter(range(1, 10**9))


def case(request: HttpRequest, code: str, page: str) -> HttpResponse:
    """The rows of one case."""
    row = Case.objects.select_related("service", "person", "owner__person", "employer", "referral").get(
        code=code
    )
    tables = [(name, list(_rows(name).filter(**{way: row}))) for name, way in TABLES[page].items()]
    return _shown(request, page, [("Case", [row]), *tables])


def cases(request: HttpRequest, owner: int, page: str) -> HttpResponse:
    """The rows of one owner's open cases: as many as a rule of Today, or a page of the caseload, takes."""
    found = Case.objects.filter(owner=owner, closed_on=None).select_related("person", "owner__person")
    own = list(found.order_by("code")[:50])
    tables = [
        (name, list(_rows(name).filter(**{f"{way}__in": own})[:MOST])) for name, way in TABLES[page].items()
    ]
    return _shown(request, page, [("Case", own), *tables])


def _rows(name: str):  # type: ignore[no-untyped-def]  # whichever model has that name
    return apps.get_model("casework", name)._default_manager.all()


def _shown(request: HttpRequest, page: str, tables: Sequence[tuple[str, Sequence[object]]]) -> HttpResponse:
    with transaction.atomic():
        Submission.objects.create(key=f"{os.getpid()}-{next(COUNT)}", actor="bare", content=page, url="/")
    return render(request, "rows.html", {"title": page, "tables": tables})


urlpatterns = [
    path("bare/case/<str:code>/<str:page>/", case),
    path("bare/cases/<int:owner>/<str:page>/", cases),
]
