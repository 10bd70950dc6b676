"""The team of a case: who has been on it, its owner, the employer, and the links of outside parties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from stegvis.casework.access import Action, EmployerContact
from stegvis.casework.party import OUTSIDE_PARTIES, PARTY_NAMES, STAFF_PARTIES, Party
from stegvis.casework.sections import CONSENTS, NAME, TEAM
from stegvis_web.casework import codes
from stegvis_web.casework.actions import cases as actions
from stegvis_web.casework.actions import links as link_actions
from stegvis_web.casework.forms.team import NEW, NONE, EmployerContactForm, EmployerForm, JoinForm
from stegvis_web.casework.models import Handover
from stegvis_web.casework.queries import candidates as queries
from stegvis_web.casework.queries.cases import team_history
from stegvis_web.casework.queries.handovers import ahead_of, handovers_of
from stegvis_web.casework.queries.links import LinkLine, link_of, links_of
from stegvis_web.casework.queries.plans import shown_plan
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import REFUSED, act_or_explain, form_page, looked, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.casework.views.overview import OnTeam, in_order, on_team
from stegvis_web.casework.views.same import said_to_be
from stegvis_web.foundation.kept import bound_data
from stegvis_web.foundation.numbers import read_number
from stegvis_web.foundation.sealed import asked_for
from stegvis_web.people import queries as people
from stegvis_web.people.actions import add_organisation, add_person
from stegvis_web.people.doors import staff_only
from stegvis_web.people.models import Organisation, Person
from stegvis_web.people.viewer import SiteRequest

JOINING = tuple(party for party in Party if party is not Party.PATIENT)


@dataclass(frozen=True)
class Line:
    """Somebody on the team today, with the link of an outside party and why there can be none."""

    person: OnTeam
    party: Party
    link: LinkLine | None
    may_invite: bool
    why_not: str
    may_leave: bool
    may_hand_over: bool
    ahead: Handover | None


@staff_only
@require_safe
def team(request: SiteRequest, code: str) -> HttpResponse:
    """Who is on the team, who was, and how outside parties come in."""
    opened = looked(request, code, TEAM, section=TEAM)
    bound: dict[str, forms.Form] = {}
    if data := bound_data(request, posted_to=reverse("casework:team-employer-contact", args=[code])):
        bound["contact"] = _contact_form(opened, data)
    return render(request, "casework/team/team.html", _shown(request, opened, bound))


def _shown(
    request: SiteRequest, opened: OpenCase, bound: dict[str, forms.Form] | None = None
) -> dict[str, Any]:
    """The context of the page, with the forms that came back filled in."""
    bound = bound or {}
    may_write = bool(opened.may(TEAM, Action.WRITE))
    return {
        **frame(opened, "team"),
        "lines": _lines(opened, may_write),
        "earlier": [on_team(opened, row) for row in team_history(opened) if row.until is not None],
        "joining": JOINING if may_write else (),
        "may_write": may_write,
        "may_say_for": opened.may(CONSENTS, Action.WRITE),
        "employer": opened.row.employer,
        "contact": EmployerContact(opened.row.employer_contact),
        "handovers": handovers_of(opened),
        "contact_form": bound.get("contact") or _contact_form(opened, None),
    }


def _lines(opened: OpenCase, may_write: bool) -> list[Line]:
    links = {(line.link.party, line.link.person_id): line for line in links_of(opened)}
    ahead = ahead_of(opened)
    plan = shown_plan(opened)
    sent = plan is not None and plan.released_on is not None
    lines = []
    for member in in_order(opened):
        party, person = Party(member.party), on_team(opened, member)
        outside = party in OUTSIDE_PARTIES
        why_not = _why_not(opened, party, member.person, sent) if outside and may_write else ""
        lines.append(
            Line(
                person=person,
                party=party,
                link=links.get((party.value, member.person_id)),
                may_invite=outside and may_write and not why_not,
                why_not=why_not,
                may_leave=may_write and party is not Party.PATIENT and not person.owns,
                may_hand_over=may_write and party not in {Party.PATIENT, Party.SUPPORTER},
                ahead=ahead.get((party.value, member.person_id)),
            )
        )
    return lines


def _why_not(opened: OpenCase, party: Party, person: Person, sent: bool) -> str:
    """Why this party cannot be invited now; empty if it can."""
    if not (decision := opened.as_party(party).may(NAME)):
        return _(decision.why)
    if not person.email:
        return _("There is no mail address for this person. Add one under People.")
    if not sent:
        return _("The plan has not been sent yet. The person sends it after a preview.")
    return ""


def _contact_form(opened: OpenCase, data: Any) -> EmployerContactForm:
    return EmployerContactForm(data, initial={"contact": opened.row.employer_contact}, auto_id="contact_%s")


def _do(
    request: SiteRequest,
    opened: OpenCase,
    do: Callable[[], str],
    bound: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    """Do it and return to the page, saying what `do` says; or show the page with the rule's no."""

    def act() -> str:
        messages.success(request, do())
        return reverse("casework:team", args=[opened.code])

    def context() -> dict[str, Any]:
        fresh = open_case(request.viewer, opened.code, section=TEAM)
        note_read(request, fresh, TEAM)
        return _shown(request, fresh, bound)

    template = "casework/team/team.html"
    if all(form.is_valid() for form in (bound or {}).values()):
        return act_or_explain(request, act, template, context)
    return render(request, template, context(), status=REFUSED)


def may_write_team(request: SiteRequest, code: str) -> OpenCase:
    opened = open_case(request.viewer, code, section=TEAM)
    if not opened.may(TEAM, Action.WRITE):
        raise Http404
    return opened


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SiteRequest, code: str, pk: int) -> HttpResponse:
    """End somebody's time on the team; posted from its page."""
    if request.method != "POST":
        return redirect("casework:team", code)

    def do() -> str:
        actions.leave_team(by=request.viewer, code=code, member=pk)
        return _("The time on the team ends today.")

    return _do(request, may_write_team(request, code), do)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def employer_contact(request: SiteRequest, code: str) -> HttpResponse:
    """Write down what the person says about contact with the employer; posted from the page of the team."""
    if request.method != "POST":
        return redirect("casework:team", code)
    opened = open_case(request.viewer, code, section=TEAM)
    if not opened.may(CONSENTS, Action.WRITE):
        raise Http404
    form = _contact_form(opened, request.POST)

    def do() -> str:
        contact = EmployerContact(form.cleaned_data["contact"])
        actions.set_employer_contact(by=request.viewer, code=code, contact=contact)
        return _("Written down. It counts from now on.")

    return _do(request, opened, do, {"contact": form})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def employer(request: SiteRequest, code: str) -> HttpResponse:
    """Choose the employer, or that there is none."""
    opened = may_write_team(request, code)
    search = asked_for(request, "q")
    known = queries.employers(opened, search)
    current = opened.row.employer
    form = EmployerForm(
        bound_data(request),
        employers=_with(known, current),
        initial={"employer": str(current.pk) if current else NONE},
    )

    def context() -> dict[str, Any]:
        note_read(request, opened, TEAM)
        full = len(known) == queries.MOST
        return {**frame(opened, "team"), "form": form, "search": search, "full": full or bool(search)}

    def act() -> str:
        actions.choose_employer(by=request.viewer, code=code, employer=_employer(request, opened, form))
        messages.success(request, _("The employer is written down."))
        return reverse("casework:team", args=[code])

    return form_page(request, form, act, "casework/team/employer.html", context)


def _with(known: Any, current: Organisation | None) -> list[Organisation]:
    """The employers to choose from, the one of today always among them."""
    return [*known, current] if current is not None and current not in known else list(known)


def _employer(request: SiteRequest, opened: OpenCase, form: EmployerForm) -> Organisation | None:
    data = form.cleaned_data
    if data["employer"] == NONE:
        return None
    if data["employer"] == NEW:
        values = {"name": data["name"], "city": data["city"], "kind": "employer"}
        return add_organisation(by=request.viewer, values=values)
    return queries.employer(opened, int(data["employer"]))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SiteRequest, code: str, party: str) -> HttpResponse:
    """Put somebody on the team as that party."""
    opened = may_write_team(request, code)
    if party not in {joining.value for joining in JOINING}:
        raise Http404
    joins = Party(party)
    voice = opened.member(joins) if joins in OUTSIDE_PARTIES - {Party.SUPPORTER} else None
    if voice is not None and request.method != "POST":
        return redirect("casework:hand-over", code, voice.pk)
    search = asked_for(request, "q")
    known = queries.candidates(opened, joins, search)
    form = JoinForm(
        bound_data(request),
        candidates=chosen_too(request, opened, joins, known),
        may_be_new=joins not in STAFF_PARTIES
        and not (joins is Party.EMPLOYER and opened.row.employer is None),
        workplaces=queries.workplaces(opened, joins),
    )
    alike: list[Person] = []

    def context() -> dict[str, Any]:
        note_read(request, opened, TEAM)
        return {
            **frame(opened, "team"),
            "form": form,
            "joins": joins,
            "party_name": _(PARTY_NAMES[joins]),
            "needs_employer": joins is Party.EMPLOYER and opened.row.employer is None,
            "search": search,
            "full": len(known) == queries.MOST or bool(search),
            "alike": alike,
        }

    def act() -> str:
        person = joining_person(request, opened, joins, form, alike)
        since = form.cleaned_data["since"]
        actions.join_team(by=request.viewer, code=code, party=joins, person=person, since=since)
        messages.success(request, _("The team is complete again."))
        return reverse("casework:team", args=[code])

    template = "casework/team/join.html"
    return form_page(request, form, act, template, context)


def chosen_too(request: SiteRequest, opened: OpenCase, party: Party, known: Any) -> list[Person]:
    """The persons to choose from: those found, and the one who was chosen before the search changed."""
    chosen = read_number(request.POST.get("person", ""))
    if chosen is None or any(row.pk == chosen for row in known):
        return list(known)
    return [*known, queries.candidate(opened, party, chosen)]


def joining_person(
    request: SiteRequest, opened: OpenCase, party: Party, form: JoinForm, alike: list[Person]
) -> Person:
    """One of those the service knows, or somebody new. Fills `alike`. Raises Refusal, see `said_to_be`."""
    if not form.is_new:
        return queries.candidate(opened, party, int(form.cleaned_data["person"]))
    data = form.cleaned_data
    like = people.same_person(
        by=request.viewer, name=data["name"], birth_year=None, email=data["email"], phone=data["phone"]
    )
    alike.extend(queries.candidates_among(opened, party, like))
    if known := said_to_be(request, alike):
        return known
    employer = opened.row.employer if party is Party.EMPLOYER else None
    values = form.values(opened.row.service.language, employer)
    return add_person(by=request.viewer, values=values)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SiteRequest, code: str, party: str) -> HttpResponse:
    """Mail a link to a party, and go to the page that shows its code once. Posted from the team page."""
    if request.method != "POST":
        return redirect("casework:team", code)
    opened = may_write_team(request, code)
    if party not in {outside.value for outside in OUTSIDE_PARTIES}:
        raise Http404

    def act() -> str:
        new = link_actions.invite(by=request.viewer, code=code, party=Party(party), member=_member(request))
        codes.put_by(request.session, new)
        return reverse("casework:link-code", args=[code, new.link.pk])

    def context() -> dict[str, Any]:
        note_read(request, opened, TEAM)
        return _shown(request, opened)

    return act_or_explain(request, act, "casework/team/team.html", context)


def _member(request: SiteRequest) -> int | None:
    """Which of several supporters is meant."""
    return read_number(request.POST.get("member", ""))


@staff_only
@never_cache
@require_GET
def link_code(request: SiteRequest, code: str, pk: int) -> HttpResponse:
    """The six digits of a link just made: shown once, to be said or printed."""
    opened = may_write_team(request, code)
    link = link_of(opened, pk)
    note_read(request, opened, f"link:{link.pk}")
    context = {
        **frame(opened, "team"),
        "link": link,
        "digits": codes.take(request.session, link),
        "person": link.person,
    }
    return render(request, "casework/team/code.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: SiteRequest, code: str, pk: int) -> HttpResponse:
    """Close a link at once; posted from the page of the team."""
    if request.method != "POST":
        return redirect("casework:team", code)

    def do() -> str:
        link_actions.revoke_link(by=request.viewer, code=code, link=pk)
        return _("The link is closed. It opens nothing any more.")

    return _do(request, may_write_team(request, code), do)
