"""The outcomes of a service, and the people behind each number."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.casework.party import Role
from stegvis_web.benefits.queries import current_extract
from stegvis_web.casework.views.common import act_or_explain
from stegvis_web.foundation import audit
from stegvis_web.foundation.numbers import read_number
from stegvis_web.outcomes import actions, drawings, queries
from stegvis_web.outcomes.forms import CountForm
from stegvis_web.outcomes.models import Count
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest

TEMPLATE = "outcomes/outcomes.html"
who_counts = staff_only(roles=[Role.MANAGER, Role.RESEARCHER])


@who_counts
@require_http_methods(["GET", "HEAD", "POST"])
def outcomes(request: SiteRequest) -> HttpResponse:
    """The newest count, and a form to count anew."""
    by = request.viewer
    has_extract = current_extract(queries.service_of(by)) is not None
    if request.method != "POST":
        return render(request, TEMPLATE, _shown(request, queries.newest(by)))
    form = CountForm(request.POST, has_extract=has_extract)
    if not form.is_valid():
        return render(request, TEMPLATE, _shown(request, queries.newest(by), form), status=422)

    def act() -> str:
        count = actions.ask(
            by=by, definitions=form.cleaned_data["definitions"], from_register=form.from_register
        )
        return reverse("outcomes:count", args=[count.pk])

    return act_or_explain(request, act, TEMPLATE, lambda: _shown(request, queries.newest(by), form))


@who_counts
@require_safe
def count(request: SiteRequest, pk: int) -> HttpResponse:
    """One count, the newest or an earlier one."""
    return render(request, TEMPLATE, _shown(request, queries.count_of(request.viewer, pk)))


def _shown(request: SiteRequest, row: Count | None, form: CountForm | None = None) -> dict[str, Any]:
    by = request.viewer
    audit.record(by=by, verb="read", what="outcomes")
    shown = queries.shown_count(row) if row and row.made_at else None
    lines = shown.lines if shown else ()
    has_extract = current_extract(queries.service_of(by)) is not None
    usual = {"definitions": row.asked} if row else {}
    drawn = [drawings.curves(lines), drawings.curves(lines, narrow=True)]
    return {
        "row": row,
        "shown": shown,
        "times": [line for line in lines if line.is_time],
        "others": [line for line in lines if not line.is_time],
        "drawings": [one for one in drawn if one],
        "form": form or CountForm(has_extract=has_extract, initial=usual),
        "has_extract": has_extract,
        "earlier": queries.earlier(by),
        "may_take_in": queries.may_take_in(by),
    }


@who_counts
@require_safe
def people(request: SiteRequest, pk: int, definition: str, cell: str) -> HttpResponse:
    """The people behind one number, with the spells that were counted."""
    row = queries.count_of(request.viewer, pk)
    after = read_number(request.GET.get("after", "")) or 0
    behind = queries.people_behind(request.viewer, row, definition, cell, after)
    outcome = behind.line.outcome
    counted = frozenset(outcome.benefits) if outcome else frozenset()
    if outcome:
        counted |= {benefit for state in outcome.rules for benefit in state.benefits}
    context = {
        "row": row,
        "behind": behind,
        "people": [(one, drawings.strip(one, counted)) for one in behind.rows],
        "begun": "after" in request.GET,
    }
    return render(request, "outcomes/people.html", context)
