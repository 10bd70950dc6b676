"""The first address: everyone is sent to their own first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from stegvis_web.people.doors import open_to_all
from stegvis_web.people.viewer import SiteRequest

FIRST_PAGES = {"staff": "casework:today", "patient": "casework:me", "link": "casework:answer"}


@open_to_all
def home(request: SiteRequest) -> HttpResponse:
    """Staff to Today, a patient to her plan, a link's visitor to the answer; others see what this is."""
    first = FIRST_PAGES.get(request.viewer.kind)
    if request.viewer.kind == "staff" and not request.viewer.roles & {"practitioner", "manager"}:
        first = "casework:caseload" if "researcher" in request.viewer.roles else "people:service"
    return redirect(first) if first else render(request, "casework/home.html")
