"""Staff: what a patient asked about the data, the answer, and erasure by the manager."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.casework.access import Action
from stegvis.casework.party import Role
from stegvis.casework.sections import RIGHTS
from stegvis.rights.requests import Ask
from stegvis_web.casework.actions import rights
from stegvis_web.casework.forms.rights import AnswerForm, EraseForm
from stegvis_web.casework.queries.rights import request_of, requests_of
from stegvis_web.casework.standing import open_case
from stegvis_web.casework.views.common import form_page, looked, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import staff_only
from stegvis_web.people.erasing import prospect
from stegvis_web.people.viewer import SiteRequest

FORM = ["GET", "HEAD", "POST"]


@staff_only
@require_safe
def asked(request: SiteRequest, code: str) -> HttpResponse:
    """All that the person has asked about the data."""
    opened = looked(request, code, RIGHTS, section=RIGHTS)
    context = {**frame(opened, ""), "asked": requests_of(opened), "may": opened.may(RIGHTS, Action.WRITE)}
    return render(request, "casework/case/rights.html", context)


@staff_only
@require_http_methods(FORM)
def answer(request: SiteRequest, code: str, pk: int) -> HttpResponse:
    """Say what came of a request."""
    opened = open_case(request.viewer, code, section=RIGHTS)
    row = request_of(opened, pk)
    if not opened.may(RIGHTS, Action.WRITE):
        raise Http404
    if row.answered_at is not None and request.method != "POST":
        return redirect("casework:rights", code)
    form = AnswerForm(bound_data(request), kind=Ask(row.kind))

    def act() -> str:
        rights.answer(by=request.viewer, code=code, request=pk, **form.cleaned_data)
        messages.success(request, _("The person reads your answer."))
        return reverse("casework:rights", args=[code])

    def context() -> dict[str, Any]:
        note_read(request, opened, RIGHTS)
        may_erase = row.kind == Ask.ERASURE and Role.MANAGER in opened.standing.roles
        return {**frame(opened, ""), "form": form, "asked": row, "may_erase": may_erase}

    return form_page(request, form, act, "casework/case/rights_answer.html", context)


@staff_only(roles=[Role.MANAGER])
@require_http_methods(FORM)
def erase(request: SiteRequest, code: str, pk: int) -> HttpResponse:
    """Erase all that is kept of the person who asked for it, with what would go and what stays in sight."""
    opened = open_case(request.viewer, code, section=RIGHTS)
    row = request_of(opened, pk)
    if row.kind != Ask.ERASURE or row.answered_at is not None or Role.MANAGER not in opened.standing.roles:
        raise Http404
    form = EraseForm(bound_data(request), code=opened.code)

    def act() -> str:
        rights.erase(by=request.viewer, code=code, request=pk)
        messages.success(request, _("Everything of case %(code)s is erased.") % {"code": opened.code})
        return reverse("casework:caseload")

    def context() -> dict[str, Any]:
        note_read(request, opened, RIGHTS)
        ahead = prospect(opened.row.person, timezone.localdate())
        return {**frame(opened, ""), "form": form, "asked": row, "prospect": ahead}

    return form_page(request, form, act, "casework/case/rights_erase.html", context)
