"""The demo's own pages: who to be, and the mails that were sent. No ORM here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from stegvis.foundation.errors import Refusal
from stegvis_web.casework.views.common import REFUSED, refusal_text
from stegvis_web.demo import queries
from stegvis_web.demo.guests import FIRST
from stegvis_web.demo.sign_in import enter
from stegvis_web.demo.told import CODE
from stegvis_web.foundation.numbers import read_number
from stegvis_web.people.doors import open_to_all
from stegvis_web.people.viewer import SiteRequest


@open_to_all
@require_safe
def home(request: SiteRequest) -> HttpResponse:
    """Everybody a visitor can be."""
    return _home(request)


def _home(request: SiteRequest, refusal: str = "") -> HttpResponse:
    context = {"groups": queries.guests_by_group(), "first": FIRST, "code": CODE, "refusal": refusal}
    return render(request, "demo/home.html", context, status=REFUSED if refusal else 200)


@open_to_all
@require_POST
def sign_in(request: SiteRequest) -> HttpResponse:
    """Be one of them."""
    guest = queries.guest(request.POST.get("who", ""))
    try:
        enter(request, guest)
    except Refusal as refused:
        return _home(request, refusal_text(refused))
    return redirect("/")


@open_to_all
@require_safe
def outbox(request: SiteRequest) -> HttpResponse:
    """The mails that the demo has sent, the newest first."""
    page = queries.outbox(read_number(request.GET.get("before", "")))
    return render(request, "demo/outbox.html", {"outbox": page, "code": CODE})
