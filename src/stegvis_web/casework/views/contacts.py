"""Logging a contact, and the contacts of a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.casework.party import Role
from stegvis.casework.sections import CONTACTS
from stegvis_web.casework.actions.cases import log_contact
from stegvis_web.casework.forms.contacts import ContactForm, LogForm
from stegvis_web.casework.queries.contacts import contact_page, find, likely
from stegvis_web.casework.standing import open_case
from stegvis_web.casework.views.common import form_page, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.foundation import audit
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest


def log_form(request: SiteRequest) -> LogForm:
    """The form for a contact with any of the viewer's cases, as on Today."""
    by = request.viewer
    return LogForm(bound_data(request), likely=likely(by), find=lambda text: find(by, text), auto_id="log_%s")


def log(request: SiteRequest, form: LogForm, back: str) -> str:
    """Log what a valid form says; returns where to go."""
    log_contact(by=request.viewer, code=form.cleaned_data["who"], **form.said())
    messages.success(request, _("The contact is logged."))
    return back


@staff_only(roles=[Role.PRACTITIONER])
@require_http_methods(["GET", "HEAD", "POST"])
def contact_new(request: SiteRequest) -> HttpResponse:
    """Log a contact in three taps, on a page of its own."""
    form = log_form(request)

    def context() -> dict[str, Any]:
        audit.record(by=request.viewer, verb="read", what="caseload", cases=form.codes)
        return {"form": form}

    def act() -> str:
        return log(request, form, reverse("casework:contact-new"))

    return form_page(request, form, act, "casework/contacts/new.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: SiteRequest, code: str) -> HttpResponse:
    """The contacts of one case, the newest first, and a form for the next."""
    opened = open_case(request.viewer, code, section=CONTACTS)
    form = ContactForm(bound_data(request), auto_id="log_%s")

    def context() -> dict[str, Any]:
        note_read(request, opened, CONTACTS)
        page = contact_page(opened, request.GET.get("before", ""))
        return {**frame(opened, "contacts"), "form": form, "page": page}

    def act() -> str:
        log_contact(by=request.viewer, code=code, **form.said())
        messages.success(request, _("The contact is logged."))
        return reverse("casework:contacts", args=[code])

    return form_page(request, form, act, "casework/contacts/contacts.html", context)
