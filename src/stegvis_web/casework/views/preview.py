"""What each party would see, before anything is sent; and the sending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stegvis.casework.access import EmployerContact
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.sections import PLAN
from stegvis_web.casework.actions.plans import release_plan
from stegvis_web.casework.forms.plan import ReleaseForm
from stegvis_web.casework.queries.cases import consent_parties
from stegvis_web.casework.queries.drafts import draft
from stegvis_web.casework.queries.plans import preview
from stegvis_web.casework.views.common import form_page, looked
from stegvis_web.casework.views.consents import CHOICES, consent_form
from stegvis_web.casework.views.place import Place, opened_to_write
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest


def as_party(request: SiteRequest, place: Place, party: str) -> HttpResponse:
    """The newest version as one party would see it."""
    opened = looked(request, place.code, "plan")
    if party not in set(Party) or not any(opened.may(section) for section in PLAN):
        raise Http404
    whose = Party(party)
    context = {
        **place.context(opened),
        "party": whose,
        "plan": preview(opened, whose),
        "member": opened.member(whose),
        "is_outside": whose in OUTSIDE_PARTIES,
    }
    return render(request, "casework/plan/preview.html", context)


def send(request: SiteRequest, place: Place) -> HttpResponse:
    """The patient sees party by party what would be seen, and sends the plan."""
    opened = opened_to_write(request, place, "plan.preview")
    try:
        draft(opened)
    except Http404:
        return redirect(place.url("plan"))
    form = ReleaseForm(bound_data(request))

    def act() -> str:
        release_plan(by=request.viewer, code=place.code, **form.cleaned_data)
        messages.success(request, _("Your plan is sent. You said yes to it; now the others answer."))
        return place.url("plan")

    def context() -> dict[str, Any]:
        seen = [
            {
                "party": party,
                "member": opened.member(party),
                "plan": preview(opened, party),
                "form": consent_form(opened, party),
                "blocked": party is Party.EMPLOYER and opened.row.employer_contact != EmployerContact.ALLOWED,
            }
            for party in consent_parties(opened)
            if party is not Party.SPECIALIST
        ]
        return {
            **place.context(opened),
            "form": form,
            "seen": seen,
            "contact_choices": [(c, _(label)) for c, label in CHOICES],
            "back": request.path,
        }

    return form_page(request, form, act, "casework/me/send.html", context)
