"""Who sees what in a case: read by the team, written down by the coordinator on the person's word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.casework.access import Action
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.sections import CONSENTS
from stegvis_web.casework.actions.cases import set_consents
from stegvis_web.casework.forms.who_sees import SaidForm
from stegvis_web.casework.queries.cases import consent_parties, consents_of
from stegvis_web.casework.queries.seers import seers
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import form_page, looked, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest


@staff_only
@require_safe
def who_sees_what(request: SiteRequest, code: str) -> HttpResponse:
    """Party by party, what it may see."""
    opened = looked(request, code, CONSENTS, section=CONSENTS)
    kept = {
        party: form
        for party in consent_parties(opened)
        if (data := bound_data(request, posted_to=_address(code, party)))
        and (form := _form(opened, party, data))
    }
    return render(request, "casework/case/who_sees_what.html", _shown(opened, kept))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def said(request: SiteRequest, code: str, party: str) -> HttpResponse:
    """Write down what the person says that one party may see; posted from the page of all."""
    page = reverse("casework:who-sees-what", args=[code])
    if request.method != "POST":
        return redirect(page)
    opened = open_case(request.viewer, code, section=CONSENTS)
    if party not in consent_parties(opened) or not opened.may(CONSENTS, Action.WRITE):
        raise Http404
    whose = Party(party)
    form = _form(opened, whose, request.POST)

    def act() -> str:
        sections = form.cleaned_data["sections"]
        set_consents(by=request.viewer, code=code, party=whose, sections=sections)
        messages.success(request, _("Written down. It counts from now on."))
        return page

    def context() -> dict[str, Any]:
        note_read(request, opened, CONSENTS)
        return _shown(opened, {whose: form})

    return form_page(request, form, act, "casework/case/who_sees_what.html", context)


def _address(code: str, party: Party) -> str:
    return reverse("casework:who-sees-what-said", args=[code, party.value])


def _form(opened: OpenCase, party: Party, data: Any) -> SaidForm:
    agreed = consents_of(opened).get(party, frozenset())
    return SaidForm(data, party=party, agreed=agreed, label=_("What may this party see?"))


def _shown(opened: OpenCase, bound: dict[Party, SaidForm]) -> dict[str, Any]:
    return {
        **frame(opened, "who-sees-what"),
        "entries": [
            (seer, bound.get(seer.party) or _form(opened, seer.party, None)) for seer in seers(opened)
        ],
        "open": next((PARTY_NAMES[party] for party in bound), ""),
        "may_say_for": opened.may(CONSENTS, Action.WRITE),
    }
