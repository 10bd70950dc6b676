"""A patient's rights over what is written of her: to have all of it, to put it right, to have it erased."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stegvis.casework.sections import RIGHTS
from stegvis.rights.requests import Ask
from stegvis_web.casework.actions import rights
from stegvis_web.casework.forms.rights import CorrectionForm, ErasureForm
from stegvis_web.casework.queries.rights import requests_of
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import form_page, note_read
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.foundation.pdf import CannotPrint, pdf
from stegvis_web.foundation.views import plain_page
from stegvis_web.people.erasing import prospect
from stegvis_web.people.export import export
from stegvis_web.people.reading import readable
from stegvis_web.people.viewer import SiteRequest

EXPORT = "export"


@require_safe
def data(request: SiteRequest, place: Place) -> HttpResponse:
    """What she can do about her data, what she has asked, and what came of it."""
    opened = _opened(request, place)
    around = place.shown(request, opened, RIGHTS)
    return render(request, "casework/me/data.html", {**around, "asked": requests_of(opened)})


@require_safe
def as_json(request: SiteRequest, place: Place) -> HttpResponse:
    """All that is kept of her, for another program."""
    opened = _opened(request, place)
    note_read(request, opened, EXPORT)
    response = JsonResponse(export(opened.row.person), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{opened.code}-all.json"'
    return response


@require_safe
def as_pdf(request: SiteRequest, place: Place) -> HttpResponse:
    """All that is kept of her, to read."""
    opened = _opened(request, place)
    note_read(request, opened, EXPORT)
    found = {
        "tables": readable(opened.row.person),
        "case": opened,
        "now": timezone.now(),
        "demo": settings.DEMO,
    }
    try:
        made = pdf(render_to_string("casework/paper/all.html", found))
    except CannotPrint:
        words = _("Save it as a data file instead.")
        return plain_page(request, 503, _("It cannot be saved as PDF just now"), words)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{opened.code}-all.pdf"'
    return response


def correct(request: SiteRequest, place: Place) -> HttpResponse:
    """Say what is not right."""
    said = _("Your team has it. You get an answer within a month.")
    return _ask(request, place, Ask.CORRECTION, CorrectionForm(bound_data(request)), "correct", said)


def erase(request: SiteRequest, place: Place) -> HttpResponse:
    """Ask that everything is erased; what would go and what a law keeps stands beside the button."""
    said = _("The manager has it. You get an answer within a month. Until then nothing is erased.")
    return _ask(request, place, Ask.ERASURE, ErasureForm(bound_data(request)), "erase", said)


def _ask(request: SiteRequest, place: Place, kind: Ask, form: Form, template: str, said: str) -> HttpResponse:
    opened = _opened(request, place)

    def act() -> str:
        typed = {name: form.cleaned_data[name] for name in ("about", "words") if name in form.cleaned_data}
        rights.ask(by=request.viewer, code=place.code, kind=kind, **typed)
        messages.success(request, said)
        return place.url("data")

    def context() -> dict[str, Any]:
        around = place.shown(request, opened, RIGHTS)
        ahead = prospect(opened.row.person, timezone.localdate()) if kind is Ask.ERASURE else None
        return {**around, "form": form, "prospect": ahead}

    return form_page(request, form, act, f"casework/me/data_{template}.html", context)


def _opened(request: SiteRequest, place: Place) -> OpenCase:
    opened = open_case(request.viewer, place.code, section=RIGHTS)
    if opened.row.person_id != request.viewer.person:
        raise Http404
    return opened
