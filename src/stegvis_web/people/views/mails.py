"""A mail about an account that was perhaps sent: the administrator asks, then decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from stegvis_web.people import actions, queries
from stegvis_web.people.access import SERVICE
from stegvis_web.people.deciding import Decision
from stegvis_web.people.doors import staff_only
from stegvis_web.people.forms import DecisionForm
from stegvis_web.people.viewer import SiteRequest
from stegvis_web.people.views.common import act, page

SAID = {
    Decision.ARRIVED: gettext_lazy("Written down: the mail arrived."),
    Decision.AGAIN: gettext_lazy("The mail is sent again in a moment."),
    Decision.DROPPED: gettext_lazy("Written down: the mail is not sent again."),
}
"""What to say when it is decided."""


@staff_only(roles=SERVICE)
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: SiteRequest, pk: int) -> HttpResponse:
    """What is known about one mail, and the two buttons."""
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():

        def decide() -> str:
            actions.decide_about_mail(by=request.viewer, mail=pk, decision=form.chosen)
            messages.success(request, SAID[form.chosen])
            return reverse("people:service")

        if done := act(request, form, decide):
            return done
    context: dict[str, Any] = {"doubt": queries.doubt_of(by=request.viewer, pk=pk), "form": form}
    return page(request, "service/mail", context, form)
