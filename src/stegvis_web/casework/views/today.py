"""Today: who needs me and why, in order."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stegvis.casework.party import Role
from stegvis_web.casework.forms.contacts import LogForm
from stegvis_web.casework.views.common import REFUSED, act_or_explain
from stegvis_web.casework.views.contacts import log, log_form
from stegvis_web.foundation import audit, registry
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest


@staff_only(roles=[Role.PRACTITIONER, Role.MANAGER])
@require_http_methods(["GET", "HEAD", "POST"])
def today(request: SiteRequest) -> HttpResponse:
    """What needs the viewer, in two groups, and a contact logged in three taps."""
    form = log_form(request) if Role.PRACTITIONER in request.viewer.roles else None

    def context() -> dict[str, Any]:
        return _shown(request, form)

    template = "casework/today/today.html"
    if request.method == "POST" and form is not None and form.is_valid():
        return act_or_explain(
            request, lambda: log(request, form, reverse("casework:today")), template, context
        )
    return render(request, template, context(), status=REFUSED if request.method == "POST" else 200)


def _shown(request: SiteRequest, form: LogForm | None) -> dict[str, Any]:
    day = timezone.localdate()
    items = registry.today_items(request.viewer, day)
    offered = form.codes if form else []
    audit.record(
        by=request.viewer,
        verb="read",
        what="today",
        cases=[*(item.case_code for item in items if item.case_code), *offered],
    )
    now = [item for item in items if item.is_now(day)]
    return {
        "day": day,
        "now": now,
        "later": [item for item in items if not item.is_now(day)],
        "people": len({item.case_code or item.url for item in items}),
        "people_now": len({item.case_code or item.url for item in now}),
        "form": form,
    }
