"""Who sees what in a case: read by the team, written down by the coordinator on the person's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.casework.access import Action, EmployerContact
from stegvis.casework.party import PARTY_NAMES, STAFF_PARTIES, Party
from stegvis.casework.sections import CONSENTS, SECTION_NAMES, TABLE
from stegvis_web.casework.actions.cases import set_consents
from stegvis_web.casework.forms.who_sees import SaidForm
from stegvis_web.casework.models import TeamMember
from stegvis_web.casework.queries.cases import consent_parties, consents_of
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import form_page, looked, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people.doors import staff_only
from stegvis_web.people.viewer import SiteRequest


@dataclass(frozen=True)
class Seer:
    """A party, what it sees today and what it does not, and the form to change that."""

    party: Party
    members: tuple[TeamMember, ...]
    sees: tuple[str, ...]
    sees_not: tuple[str, ...]
    never: tuple[str, ...]
    blocked: bool
    form: SaidForm


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
    seers = []
    for party in consent_parties(opened):
        eyes = opened.as_party(party)
        possible = TABLE.consentable(party)
        # Of the coordinator only what depends on the person's word: the rest is the work itself.
        told = possible if party in STAFF_PARTIES else tuple(SECTION_NAMES)
        seen = tuple(section for section in told if eyes.may(section))
        seers.append(
            Seer(
                party=party,
                members=tuple(member for member in opened.team if member.party == party),
                sees=tuple(_(SECTION_NAMES[section]) for section in seen),
                sees_not=tuple(_(SECTION_NAMES[s]) for s in possible if s not in seen),
                never=tuple(sorted({_(n.why) for n in TABLE.nevers if n.who is party})),
                blocked=party is Party.EMPLOYER
                and opened.standing.employer_contact is not EmployerContact.ALLOWED,
                form=bound.get(party) or _form(opened, party, None),
            )
        )
    return {
        **frame(opened, "who-sees-what"),
        "seers": seers,
        "open": next((PARTY_NAMES[party] for party in bound), ""),
        "may_say_for": opened.may(CONSENTS, Action.WRITE),
    }
