"""A mail of a case that was perhaps sent: staff ask, then decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stegvis.casework.sections import TEAM
from stegvis_web.casework.actions.mails import decide_about_mail
from stegvis_web.casework.queries.mails import mail_of, why_not_again
from stegvis_web.casework.standing import open_case
from stegvis_web.casework.views.common import form_page, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.people.deciding import doubt
from stegvis_web.people.doors import staff_only
from stegvis_web.people.forms import DecisionForm
from stegvis_web.people.viewer import SiteRequest
from stegvis_web.people.views.mails import SAID


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: SiteRequest, code: str, pk: int) -> HttpResponse:
    """What is known about one mail, and the two buttons."""
    opened = open_case(request.viewer, code, section=TEAM)
    mail_of(opened, pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        decide_about_mail(by=request.viewer, code=code, mail=pk, decision=form.chosen)
        messages.success(request, SAID[form.chosen])
        return reverse("casework:team", args=[code])

    def context() -> dict[str, Any]:
        row = mail_of(opened, pk)
        note_read(request, opened, f"mail:{row.pk}")
        return {
            **frame(opened, "team"),
            "doubt": doubt(row),
            "why_not": why_not_again(opened, row),
            "form": form,
        }

    return form_page(request, form, act, "casework/case/mail.html", context)
