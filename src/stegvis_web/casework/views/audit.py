"""The audit trail of a service, for its manager and its administrator."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stegvis.casework.party import Role
from stegvis_web.casework.forms.trail import TrailFilterForm
from stegvis_web.casework.queries.trail import trail
from stegvis_web.foundation import audit
from stegvis_web.foundation.numbers import read_number
from stegvis_web.foundation.sealed import asked_for, seal
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest


@staff_only(roles=[Role.MANAGER, Role.ADMINISTRATOR])
@require_safe
def audit_trail(request: SiteRequest) -> HttpResponse:
    """Events by code, the newest first: cases for a manager, sign-ins and accounts for an administrator."""
    by = request.viewer
    form = TrailFilterForm({**request.GET.dict(), "who": asked_for(request, "who")})
    chosen = form.chosen()
    sealed = {**chosen, "who": seal(chosen["who"])}
    page = trail(by, before=read_number(request.GET.get("before", "")), **chosen)
    audit.record(by=by, verb="read", what="audit", cases=page.cases)
    context = {
        "page": page,
        "form": form,
        "filtered": any(chosen.values()),
        "query": urlencode({name: value for name, value in sealed.items() if value}),
        "begun": "before" in request.GET,
        "manages": Role.MANAGER in by.roles,
        "administers": Role.ADMINISTRATOR in by.roles,
    }
    return render(request, "casework/audit/trail.html", context)
