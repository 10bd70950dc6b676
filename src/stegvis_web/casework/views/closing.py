"""The end of a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.casework.access import Action
from stegvis.casework.sections import CASE
from stegvis_web.casework.actions.closing import close_case, reopen_case
from stegvis_web.casework.forms.rights import CloseForm
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import form_page, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest

FORM = ["GET", "HEAD", "POST"]


@staff_only
@require_http_methods(FORM)
def close(request: SiteRequest, code: str) -> HttpResponse:
    """End the case, with a reason."""
    opened = _opened(request, code)
    form = CloseForm(bound_data(request))

    def act() -> str:
        close_case(by=request.viewer, code=code, **form.cleaned_data)
        messages.success(request, _("The case is closed. It can still be read."))
        return reverse("casework:case", args=[code])

    return form_page(request, form, act, "casework/case/close.html", _around(request, opened, form))


@staff_only
@require_http_methods(FORM)
def reopen(request: SiteRequest, code: str) -> HttpResponse:
    """Open a case again that was closed by a slip."""
    opened = _opened(request, code)
    form = Form(bound_data(request))

    def act() -> str:
        reopen_case(by=request.viewer, code=code)
        messages.success(request, _("The case is open again. Invite those whose links were closed."))
        return reverse("casework:case", args=[code])

    return form_page(request, form, act, "casework/case/reopen.html", _around(request, opened, form))


def _opened(request: SiteRequest, code: str) -> OpenCase:
    opened = open_case(request.viewer, code, section=CASE)
    if not opened.may(CASE, Action.WRITE):
        raise Http404
    return opened


def _around(request: SiteRequest, opened: OpenCase, form: Form) -> Any:
    def context() -> dict[str, Any]:
        note_read(request, opened, CASE)
        return {**frame(opened, ""), "form": form}

    return context
