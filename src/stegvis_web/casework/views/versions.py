"""The versions of a plan: all of them, each as it was, and any two side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from stegvis.casework.compare import compare as compare_views
from stegvis.casework.sections import PLAN
from stegvis_web.casework.queries.hours import hours_of
from stegvis_web.casework.queries.plans import OpenPlan, open_plan
from stegvis_web.casework.standing import open_case
from stegvis_web.casework.views.place import Place
from stegvis_web.people.viewer import SiteRequest


def _opened(request: SiteRequest, place: Place) -> OpenPlan:
    opened = open_case(request.viewer, place.code)
    if not any(opened.may(section) for section in PLAN):
        raise Http404
    return open_plan(opened)


def versions(request: SiteRequest, place: Place) -> HttpResponse:
    """Every version with its author, its reason, and who has said what to it."""
    whole = _opened(request, place)
    context = {**place.shown(request, whole.opened, "plan.versions"), "versions": whole.all_sent}
    return render(request, "casework/plan/versions.html", context)


def version(request: SiteRequest, place: Place, number: int) -> HttpResponse:
    """One version as it was sent, with what was said of it while it was the newest."""
    whole = _opened(request, place)
    plan = whole.version(number)
    if plan is None or plan.is_draft:
        raise Http404
    context = {**place.shown(request, whole.opened, "plan.version"), "plan": plan, "to_read": True}
    context["hours"] = hours_of(whole.opened, plan)
    return render(request, "casework/plan/version.html", context)


def compare(request: SiteRequest, place: Place) -> HttpResponse:
    """Any two versions side by side; without a choice the newest one and the one before it."""
    whole = _opened(request, place)
    around = place.shown(request, whole.opened, "plan.compare")
    return render(request, "casework/plan/compare.html", {**around, **comparison(request, whole)})


def comparison(request: SiteRequest, whole: OpenPlan) -> dict[str, Any]:
    """What a page shows of two versions, chosen as `from` and `to`. Http404 if there are not two."""
    known = [plan.version for plan in whole.versions.plans if whole.version(plan.version)]
    if len(known) < 2:
        raise Http404
    newest = _chosen(request, "to", known) or known[-1]
    oldest = _chosen(request, "from", known) or _before(whole, newest) or known[0]
    old, new = sorted((oldest, newest))
    views = whole.version(old), whole.version(new)
    assert views[0] is not None
    assert views[1] is not None
    return {
        "known": known,
        "comparison": compare_views(views[0], views[1]),
        "between": [plan for plan in whole.all_sent if old < plan.version <= new and plan.because],
    }


def _chosen(request: SiteRequest, name: str, known: list[int]) -> int | None:
    text = request.GET.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() else 0
    return number if number in known else None


def _before(whole: OpenPlan, number: int) -> int | None:
    before = whole.versions.before(whole.versions.plan(number))
    return before.version if before else None
