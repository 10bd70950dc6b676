"""Who sees what: the patient's own say, party by party."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from stegvis.casework.access import EmployerContact
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.sections import CONSENTS, USUAL_CONSENTS
from stegvis_web.casework.actions.cases import set_consents, set_employer_contact
from stegvis_web.casework.forms.consents import ConsentForm
from stegvis_web.casework.queries.cases import consent_parties, consents_of
from stegvis_web.casework.queries.seers import Seer, seers
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import act_or_explain
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.viewer import SiteRequest

TEMPLATE = "casework/me/who_sees_what.html"


def who_sees_what(request: SiteRequest, place: Place) -> HttpResponse:
    """All parties with what each sees, and the boxes to change it."""
    opened = open_case(request.viewer, place.code)
    if request.method == "POST":
        return _change(request, place, opened)
    return render(request, TEMPLATE, _page(request, place, opened, bound_data(request)))


def _page(
    request: SiteRequest, place: Place, opened: OpenCase, typed: QueryDict | None = None
) -> dict[str, Any]:
    return {
        **place.shown(request, opened, CONSENTS),
        "entries": consent_forms(opened, typed),
        "saved": request.GET.get("saved", ""),
    }


def consent_forms(opened: OpenCase, typed: QueryDict | None = None) -> list[tuple[Seer, ConsentForm]]:
    """Every party that the patient can let see something, with its boxes: as agreed, or as `typed` for it."""
    agreed = consents_of(opened)
    return [
        (
            seer,
            ConsentForm(
                typed if typed and typed.get("party") == seer.party else None,
                party=seer.party,
                agreed=agreed[seer.party],
                label=_("What may %(name)s see?") % {"name": seer.names or _(PARTY_NAMES[seer.party])},
            ),
        )
        for seer in seers(opened)
    ]


def _change(request: SiteRequest, place: Place, opened: OpenCase) -> HttpResponse:
    chosen = request.POST.get("party", "")
    if chosen not in consent_parties(opened):
        raise Http404
    party = Party(chosen)
    usual = "usual" in request.POST and party in USUAL_CONSENTS
    sections = USUAL_CONSENTS[party] if usual else request.POST.getlist("sections")

    def act() -> str:
        set_consents(by=request.viewer, code=place.code, party=party, sections=sections)
        return _back(request, place, saved=party)

    return act_or_explain(
        request, act, TEMPLATE, lambda: _page(request, place, opened, None if usual else request.POST)
    )


def employer_contact(request: SiteRequest, place: Place) -> HttpResponse:
    """Contact with the employer: allowed, or refused."""
    if request.method != "POST":
        return place.press_again(request, "who-sees-what")
    opened = open_case(request.viewer, place.code)
    chosen = request.POST.get("contact", "")
    if chosen not in set(EmployerContact):
        raise Http404

    def act() -> str:
        set_employer_contact(by=request.viewer, code=place.code, contact=EmployerContact(chosen))
        return _back(request, place, saved="contact")

    return act_or_explain(request, act, TEMPLATE, lambda: _page(request, place, opened))


def _back(request: SiteRequest, place: Place, *, saved: str) -> str:
    """To where the boxes stood, which says there that they are saved: this page, or the one of sending."""
    page = place.url("plan-send" if request.POST.get("from") == "send" else "who-sees-what")
    return f"{page}?saved={saved}#p-{saved}"
