"""The list of cases."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stegvis.casework.party import Role
from stegvis.casework.sections import NAME
from stegvis_web.casework.forms.caseload import FilterForm
from stegvis_web.casework.queries.cases import caseload, sees
from stegvis_web.foundation import audit
from stegvis_web.foundation.sealed import asked_for
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest


@staff_only(roles=[Role.PRACTITIONER, Role.MANAGER, Role.RESEARCHER])
@require_safe
def cases(request: SiteRequest) -> HttpResponse:
    """A page of cases: whose, where on the way, or found by code or, where names may be seen, by name."""
    by = request.viewer
    # Only practitioners have cases of their own to begin with.
    usual = "mine" if Role.PRACTITIONER in by.roles else "all"
    asked = {"whose": usual, **request.GET.dict(), "q": asked_for(request, "q")}
    form = FilterForm(asked, names=sees(by, NAME))
    chosen = form.chosen()
    page = caseload(by, **chosen, after=asked_for(request, "after", 20))
    audit.record(by=by, verb="read", what="caseload", cases=[line.code for line in page.lines])
    context = {
        "form": form,
        "page": page,
        "today": timezone.localdate(),
        "names": sees(by, NAME),
        "filtered": bool(chosen["search"] or chosen["stage"]),
        "everyone": chosen["whose"] == "all",
        "query": form.query(),
        "begun": "after" in request.GET,
    }
    return render(request, "casework/caseload/cases.html", context)
