"""Handing over: whom to, what they are told, and what the new person says to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.casework.handover import KEY_NAMES
from stegvis.casework.party import PARTY_NAMES, STAFF_PARTIES, Party
from stegvis.casework.sections import HANDOVERS, TEAM
from stegvis_web.casework import models
from stegvis_web.casework.actions import handovers as actions
from stegvis_web.casework.forms.handovers import AnswerForm, AskForm, TellForm
from stegvis_web.casework.forms.team import JoinForm
from stegvis_web.casework.handover_words import summary
from stegvis_web.casework.queries import candidates as queries
from stegvis_web.casework.queries.cases import practitioners, team_history
from stegvis_web.casework.queries.handovers import handover_of, handovers_of, shown_handover
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import act_or_explain, form_page, note_read
from stegvis_web.casework.views.frame import frame
from stegvis_web.casework.views.overview import on_team
from stegvis_web.casework.views.place import Place
from stegvis_web.casework.views.team import chosen_too, joining_person, may_write_team
from stegvis_web.foundation.kept import bound_data
from stegvis_web.foundation.sealed import asked_for
from stegvis_web.people.doors import staff_only
from stegvis_web.people.models import Person
from stegvis_web.people.viewer import SiteRequest
from stegvis_web.people.words import name_key

PAGE = "casework/handovers/handover.html"


def _member(opened: OpenCase, pk: int) -> models.TeamMember:
    """Who gives. Http404 for the patient, a supporter, and whoever is not on the team."""
    found = next((row for row in opened.team if row.pk == pk), None)
    if found is None or found.party in {Party.PATIENT, Party.SUPPORTER}:
        raise Http404
    return found


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SiteRequest, code: str, pk: int) -> HttpResponse:
    """First: to whom."""
    opened = may_write_team(request, code)
    giver = _member(opened, pk)
    party = Party(giver.party)
    search = asked_for(request, "q")
    if actions.is_owner(opened, giver):
        known: Sequence[Person] = _other_owners(request, giver, search)
    else:
        known = queries.candidates(opened, party, search)
    form = JoinForm(
        bound_data(request),
        candidates=chosen_too(request, opened, party, known),
        may_be_new=party not in STAFF_PARTIES,
        workplaces=queries.workplaces(opened, party),
    )
    del form.fields["since"]
    form.fields["person"].label = _("Who takes over?")
    alike: list[Person] = []

    def context() -> dict[str, Any]:
        note_read(request, opened, TEAM)
        return {
            **frame(opened, "team"),
            "form": form,
            "giver": giver,
            "party_name": _(PARTY_NAMES[party]),
            "search": search,
            "full": len(known) == queries.MOST or bool(search),
            "alike": alike,
        }

    def act() -> str:
        person = joining_person(request, opened, party, form, alike)
        actions.check_taker(opened, party, person, owns=actions.is_owner(opened, giver))
        return reverse("casework:hand-over-tell", args=[code, pk, person.pk])

    return form_page(request, form, act, "casework/handovers/whom.html", context)


def _other_owners(request: SiteRequest, giver: models.TeamMember, search: str) -> Sequence[Person]:
    """Who could own the case next: also somebody who is on its team already."""
    people = [user.person for user in practitioners(request.viewer) if user.person]
    words = name_key(search).split()
    return [
        person
        for person in people
        if person.pk != giver.person_id and all(word in person.name_key for word in words)
    ][: queries.MOST]


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: SiteRequest, code: str, pk: int, taker: int) -> HttpResponse:
    """Then: from which day, and what the new person is told, looked through before it is handed over."""
    opened = may_write_team(request, code)
    giver = _member(opened, pk)
    party = Party(giver.party)
    person = queries.candidate(opened, party, taker)
    if person.pk == giver.person_id:
        raise Http404
    with translation.override(person.language):
        parts = summary(opened.as_party(party))
    form = TellForm(bound_data(request), parts=parts)
    do = request.POST.get("do", "") if request.method == "POST" else ""

    def context() -> dict[str, Any]:
        note_read(request, opened, HANDOVERS)
        looks_through = do == "look" and form.is_valid()
        told = form.parts() if looks_through else []
        return {
            **frame(opened, "team"),
            "form": form,
            "giver": giver,
            "taker": person,
            "party_name": _(PARTY_NAMES[party]),
            "told": [(KEY_NAMES[part.key], part.text) for part in told if part.text],
            "looks_through": looks_through,
        }

    def act() -> str:
        row = actions.hand_over(
            by=request.viewer,
            code=code,
            member=pk,
            taker=person,
            on=form.cleaned_data["on"],
            because=form.cleaned_data["because"],
            parts=form.parts(),
        )
        messages.success(
            request,
            _("Handed over. The plan stands as it was.")
            if row.carried_out_at
            else _("Written down. It takes place on the day; until then you can call it off."),
        )
        return reverse("casework:handover", args=[code, row.pk])

    template = "casework/handovers/tell.html"
    if do == "change" or (do == "look" and form.is_valid()):
        return render(request, template, context())
    return form_page(request, form, act, template, context)


def _opened(request: SiteRequest, place: Place) -> OpenCase:
    opened = open_case(request.viewer, place.code)
    if not opened.may(HANDOVERS):
        raise Http404
    return opened


def handover(request: SiteRequest, place: Place, handover: int) -> HttpResponse:
    """One hand-over: who, when, what the new person was told, and what came of it."""
    opened = _opened(request, place)
    return form_page(
        request,
        Form(),
        lambda: place.url("handover", handover),
        PAGE,
        _page(request, place, opened, handover),
    )


def _page(
    request: SiteRequest, place: Place, opened: OpenCase, handover: int, **forms: Form
) -> Callable[[], dict[str, Any]]:
    handover_of(opened, handover)

    def context() -> dict[str, Any]:
        view = shown_handover(opened, handover_of(opened, handover))
        return {
            **place.shown(request, opened, f"handover:{handover}", tab="team"),
            "handover": view,
            "ask": forms.get("ask") or (AskForm(None) if view.may_confirm else None),
            "answer": forms.get("answer") or (AnswerForm(None) if view.may_reply else None),
        }

    return context


def _button(
    request: SiteRequest, place: Place, handover: int, do: Callable[[], object], said: str
) -> HttpResponse:
    """A button of the page of a hand-over."""
    if request.method != "POST":
        return redirect(place.url("handover", handover))
    opened = _opened(request, place)

    def act() -> str:
        do()
        messages.success(request, said)
        return place.url("handover", handover)

    return act_or_explain(request, act, PAGE, _page(request, place, opened, handover))


def confirm(request: SiteRequest, place: Place, handover: int) -> HttpResponse:
    """The new person takes over."""
    return _button(
        request,
        place,
        handover,
        lambda: actions.confirm_handover(by=request.viewer, code=place.code, handover=handover),
        _("Thank you. The team and the person can see that you have taken over."),
    )


def call_off(request: SiteRequest, place: Place, handover: int) -> HttpResponse:
    """Call it off before its day."""
    return _button(
        request,
        place,
        handover,
        lambda: actions.call_off(by=request.viewer, code=place.code, handover=handover),
        _("Called off. Nothing changes."),
    )


def ask(request: SiteRequest, place: Place, handover: int) -> HttpResponse:
    """The new person asks first."""
    if request.method != "POST":
        return redirect(place.url("handover", handover))
    opened = _opened(request, place)
    form = AskForm(bound_data(request))

    def act() -> str:
        actions.ask_about_handover(by=request.viewer, code=place.code, handover=handover, **form.cleaned_data)
        messages.success(request, _("Sent. The answer will stand here. The plan stands meanwhile."))
        return place.url("handover", handover)

    return form_page(request, form, act, PAGE, _page(request, place, opened, handover, ask=form))


def reply(request: SiteRequest, place: Place, handover: int) -> HttpResponse:
    """The team answers."""
    if request.method != "POST":
        return redirect(place.url("handover", handover))
    opened = _opened(request, place)
    form = AnswerForm(bound_data(request))

    def act() -> str:
        actions.reply_about_handover(
            by=request.viewer, code=place.code, handover=handover, **form.cleaned_data
        )
        messages.success(request, _("Your answer stands beside the question."))
        return place.url("handover", handover)

    return form_page(request, form, act, PAGE, _page(request, place, opened, handover, answer=form))


def people(request: SiteRequest, place: Place) -> HttpResponse:
    """The patient's contact people: now, before, and who comes next."""
    opened = _opened(request, place)
    history = [row for row in team_history(opened) if row.party != Party.PATIENT]
    context = {
        **place.shown(request, opened, HANDOVERS),
        "now": [on_team(opened, row) for row in history if row.until is None],
        "before": [on_team(opened, row) for row in history if row.until is not None],
        "handovers": handovers_of(opened),
    }
    return render(request, "casework/handovers/people.html", context)
