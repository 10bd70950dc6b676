"""Lists that go out to a register, extracts that come in, and the patient's own days."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.casework.attempts import Attempt
from stegvis.casework.party import Role
from stegvis.casework.sections import BENEFITS
from stegvis.foundation.errors import InputError
from stegvis_web.benefits import actions, queries
from stegvis_web.benefits.forms import ExtractForm
from stegvis_web.benefits.lanes import drawn, timeline
from stegvis_web.casework.queries.plans import open_plan
from stegvis_web.casework.queries.way import way_of
from stegvis_web.casework.standing import open_case
from stegvis_web.casework.views.common import REFUSED, act_or_explain
from stegvis_web.casework.views.place import Place, patient
from stegvis_web.foundation.once import once
from stegvis_web.foundation.uploads import takes_file
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest

TEMPLATE = "benefits/extracts.html"
manager_only = staff_only(roles=[Role.MANAGER])


@manager_only
@takes_file
@require_http_methods(["GET", "HEAD", "POST"])
def extracts(request: SiteRequest) -> HttpResponse:
    """What was asked of registers and what they answered; a form to take in an answer."""
    if request.method != "POST":
        return render(request, TEMPLATE, _shown(request))
    form = ExtractForm(request.POST, request.FILES, lists=queries.lists(request.viewer))
    if not form.is_valid():
        return render(request, TEMPLATE, _shown(request, form), status=REFUSED)

    def act() -> str:
        extract = actions.take_in(by=request.viewer, **form.cleaned_data)
        messages.success(
            request,
            _("It is taken in. Spells: %(n)s. People: %(persons)s.")
            % {"n": extract.spells, "persons": extract.persons},
        )
        return reverse("benefits:extracts")

    def taken_in_or_told() -> HttpResponse:
        try:
            return act_or_explain(request, act, TEMPLATE, lambda: _shown(request, form))
        except InputError as wrong:
            context = _shown(request, form) | {"problems": wrong.problems, "most": actions.SHOWN}
            return render(request, TEMPLATE, context, status=REFUSED)

    return taken_in_or_told()


@manager_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: SiteRequest) -> HttpResponse:
    """Make a list of pseudonyms; posted from the page of extracts."""
    page = reverse("benefits:extracts")
    if request.method != "POST":
        return redirect(page)

    def act() -> str:
        made = actions.make_list(by=request.viewer)
        messages.success(request, _("List %(n)s is made.") % {"n": made.number})
        return page

    return act_or_explain(request, act, TEMPLATE, lambda: _shown(request))


@manager_only
@require_safe
def key_list(request: SiteRequest, list: int) -> HttpResponse:
    """A list as a CSV file: pseudonym, name, year of birth."""
    found = queries.key_file(request.viewer, list)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="list-{found.number}.csv"'},
    )
    rows = csv.writer(response)
    rows.writerow(["pseudonym", "name", "birth_year"])
    rows.writerows((line.pseudonym, harmless(line.name), line.birth_year or "") for line in found.lines)
    return response


def harmless(text: str) -> str:
    """A text that a spreadsheet takes for a text and never for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


@manager_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SiteRequest, pk: int) -> HttpResponse:
    """Take an extract out again; posted from the page of extracts."""
    page = reverse("benefits:extracts")
    queries.extract_of(request.viewer, pk)
    if request.method != "POST":
        return redirect(page)

    def act() -> str:
        actions.remove(by=request.viewer, extract=pk)
        messages.success(request, _("The extract and its spells are deleted."))
        return page

    return once(request, act)


def _shown(request: SiteRequest, form: ExtractForm | None = None) -> dict[str, Any]:
    by = request.viewer
    lists = queries.lists(by)
    return {
        "extracts": queries.extracts(by),
        "lists": lists,
        "with_pseudonym": queries.with_pseudonym(by),
        "form": form or ExtractForm(lists=lists, auto_id="id_%s"),
    }


@patient
def my_days(request: SiteRequest, place: Place) -> HttpResponse:
    """The patient's days on benefit and at work: what is written here, and what a register has said."""
    opened = open_case(request.viewer, place.code)
    none: tuple[Attempt, ...] = ()
    way = way_of(open_plan(opened), none)
    said = queries.spells_of_person(request.viewer) if opened.may(BENEFITS) else None
    lanes = timeline(way, said.spells if said else (), today=timezone.localdate())
    context = {
        **place.shown(request, opened, BENEFITS),
        "timeline": lanes,
        "drawings": [drawn(lanes), drawn(lanes, narrow=True)] if lanes else [],
        "said": said,
    }
    return render(request, "benefits/my_days.html", context)
