"""Who sees what: the patient's own say, party by party. Staff write it down on her word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext as _

from stegvis.casework.access import EMPLOYER_CONTACT_NAMES, Action, EmployerContact
from stegvis.casework.party import PARTY_NAMES, Party
from stegvis.casework.sections import CONSENTS, TABLE, USUAL_CONSENTS
from stegvis_web.casework.actions.cases import set_consents, set_employer_contact
from stegvis_web.casework.forms.consents import ConsentForm
from stegvis_web.casework.queries.cases import consent_parties, consents_of
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import act_or_explain, looked
from stegvis_web.casework.views.place import Place
from stegvis_web.people.viewer import SiteRequest

CHOICES = tuple(EMPLOYER_CONTACT_NAMES.items())


def consent_form(opened: OpenCase, party: Party, data: Any = None) -> ConsentForm:
    member = opened.member(party)
    name = member.person.name if member else ""
    label = _("What may %(name)s see?") % {"name": name or _(PARTY_NAMES[party])}
    return ConsentForm(data, party=party, agreed=consents_of(opened)[party], label=label)


def who_sees_what(request: SiteRequest, place: Place) -> HttpResponse:
    """All parties with what each may see, and the boxes to change it."""
    if request.method == "POST":
        return _change(request, place)
    opened = looked(request, place.code, CONSENTS)
    if not opened.may(CONSENTS):
        raise Http404
    return render(request, "casework/plan/who_sees_what.html", _context(place, opened))


def _context(place: Place, opened: OpenCase) -> dict[str, Any]:
    context = place.context(opened)
    return {
        **context,
        "forms": [(opened.member(party), consent_form(opened, party)) for party in consent_parties(opened)],
        "contact_choices": [(c, _(label)) for c, label in CHOICES],
        "may_write": opened.may(CONSENTS, Action.WRITE),
        "employer": opened.row.employer,
        "has_employer_member": opened.member(Party.EMPLOYER) is not None,
    }


def _change(request: SiteRequest, place: Place) -> HttpResponse:
    opened = open_case(request.viewer, place.code, section=CONSENTS)
    chosen = request.POST.get("party", "")
    if chosen not in set(Party) or not TABLE.consentable(Party(chosen)):
        raise Http404
    party = Party(chosen)
    usual = "usual" in request.POST
    sections = USUAL_CONSENTS.get(party, ()) if usual else request.POST.getlist("sections")

    def act() -> str:
        set_consents(by=request.viewer, code=place.code, party=party, sections=sections)
        messages.success(request, _("Saved. It holds from now on."))
        return f"{_back(request, place)}#see-{party}"

    return act_or_explain(request, act, "casework/plan/who_sees_what.html", lambda: _context(place, opened))


def employer_contact(request: SiteRequest, place: Place) -> HttpResponse:
    """Contact with the employer: allowed, refused, not asked yet."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    opened = open_case(request.viewer, place.code, section=CONSENTS)
    chosen = request.POST.get("contact", "")
    if chosen not in set(EmployerContact):
        raise Http404

    def act() -> str:
        set_employer_contact(by=request.viewer, code=place.code, contact=EmployerContact(chosen))
        messages.success(request, _("Saved. It holds from now on."))
        return f"{_back(request, place)}#see-{Party.EMPLOYER}"

    return act_or_explain(request, act, "casework/plan/who_sees_what.html", lambda: _context(place, opened))


def _back(request: SiteRequest, place: Place) -> str:
    """The page that the boxes stood on: this one, or the patient's page of sending."""
    sending = place.is_patient and request.POST.get("from") == "send"
    return place.url("plan-send") if sending else place.url("who-sees-what")
