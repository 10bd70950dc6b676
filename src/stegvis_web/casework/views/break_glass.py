"""Opening a case from outside its team: with a reason, for a few hours, and the person reads it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.casework.party import Role
from stegvis.casework.sections import CASE
from stegvis_web.casework.actions.cases import BROKEN_GLASS_HOURS, break_glass
from stegvis_web.casework.forms.break_glass import ReasonForm
from stegvis_web.casework.standing import open_case
from stegvis_web.casework.views.common import form_page, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest


@staff_only(roles=[Role.PRACTITIONER])
@require_http_methods(["GET", "HEAD", "POST"])
def open_with_reason(request: SiteRequest, code: str) -> HttpResponse:
    """Give the reason. Whoever is on the team needs none and is sent to the case."""
    opened = open_case(request.viewer, code, section=CASE)
    if opened.standing.parties or opened.standing.broken_glass:
        return redirect("casework:case", code)
    if Role.PRACTITIONER not in opened.standing.roles:
        raise Http404
    form = ReasonForm(bound_data(request))

    def act() -> str:
        break_glass(by=request.viewer, code=code, **form.cleaned_data)
        messages.warning(request, _("The case is open to you. The person reads that you opened it, and why."))
        return reverse("casework:case", args=[code])

    def context() -> dict[str, Any]:
        note_read(request, opened, CASE)
        return {**frame(opened, ""), "form": form, "hours": BROKEN_GLASS_HOURS}

    return form_page(request, form, act, "casework/case/break_glass.html", context)
