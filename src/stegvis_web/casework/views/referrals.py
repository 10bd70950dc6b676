"""Referrals: who waits, a new one, and the way from the wish to work to a case."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stegvis.casework.party import Role
from stegvis.casework.referral import ReferralState
from stegvis.foundation.errors import Conflict
from stegvis_web.casework.actions import referrals as actions
from stegvis_web.casework.forms.contacts import ContactForm
from stegvis_web.casework.forms.fields import rest_on
from stegvis_web.casework.forms.referrals import (
    AcceptForm,
    DeclineForm,
    NewPersonForm,
    ReferralForm,
    VoluntaryForm,
    WishForm,
)
from stegvis_web.casework.models import Referral
from stegvis_web.casework.queries import referrals as queries
from stegvis_web.casework.queries.cases import practitioners
from stegvis_web.casework.views.common import REFUSED, act_or_explain, form_page
from stegvis_web.casework.views.same import said_to_be
from stegvis_web.foundation import audit
from stegvis_web.foundation.kept import bound_data
from stegvis_web.foundation.numbers import read_number
from stegvis_web.foundation.sealed import asked_for
from stegvis_web.people import queries as people
from stegvis_web.people.actions import add_person
from stegvis_web.people.doors import staff_only
from stegvis_web.people.models import Person
from stegvis_web.people.viewer import SiteRequest

STATES = frozenset(state.value for state in ReferralState)

referrals_only = staff_only(roles=[Role.PRACTITIONER, Role.MANAGER])


@referrals_only
@require_safe
def referrals(request: SiteRequest) -> HttpResponse:
    """A page of the referrals that wait, or were accepted or declined."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ReferralState.WAITING.value
    page = queries.referrals(request.viewer, state=state, after=request.GET.get("after", ""))
    audit.record(
        by=request.viewer,
        verb="read",
        what="referrals",
        cases=[row.case.code for row in page.rows if hasattr(row, "case")],
        fields=[f"referral:{row.pk}" for row in page.rows],
    )
    lines = [(row, queries.days_waiting(row)) for row in page.rows]
    context = {
        "page": page,
        "lines": lines,
        "state": state,
        "states": list(ReferralState),
        "half_within": None if page.median_wait is None else ceil(page.median_wait),
    }
    return render(request, "casework/referrals/list.html", context)


@referrals_only
@require_http_methods(["GET", "HEAD", "POST"])
def referral_new(request: SiteRequest) -> HttpResponse:
    """Write down a referral: of somebody the service knows, or of somebody new."""
    by = request.viewer
    known = _known(request)
    form = ReferralForm(bound_data(request), referrers=queries.possible_referrers(by))
    person = None if known else NewPersonForm(form.data if form.is_bound else None)
    shown = [part for part in (person, form) if part is not None]
    alike: list[Person] = []
    found: list[Person] = []
    search = asked_for(request, "q")
    if search and not known:
        found = list(queries.known_people(by, search))

    def context() -> dict[str, Any]:
        if shown_people := [*alike, *found]:
            fields = [f"person:{row.pk}" for row in shown_people]
            audit.record(by=by, verb="read", what="persons", fields=fields)
        return {
            "form": form,
            "person": person,
            "known": known,
            "alike": alike,
            "search": search,
            "found": found,
            "more": len(found) == queries.LIKELY,
        }

    template = "casework/referrals/new.html"
    if request.method != "POST":
        return render(request, template, context())
    wrong = [form for form in shown if not form.is_valid()]
    if wrong:
        return render(request, template, context(), status=REFUSED)

    def act() -> str:
        row = known or _new_or_same(request, person, alike)
        referral = actions.receive_referral(by=by, person=row, **form.said())
        return reverse("casework:referral", args=[referral.pk])

    return act_or_explain(request, act, template, context)


def _known(request: SiteRequest) -> Person | None:
    """The person chosen from those the service knows. Http404 for one of another service."""
    chosen = read_number(request.GET.get("person", ""))
    return None if chosen is None else people.person(by=request.viewer, pk=chosen)


def _new_or_same(request: SiteRequest, form: NewPersonForm | None, alike: list[Person]) -> Person:
    """The person as typed, or one of those `alike`, which it fills. Raises Refusal until that is said."""
    assert form is not None, "without a known person there is the form of a new one"
    alike.extend(people.same_person(by=request.viewer, **form.cleaned_data))
    if known := said_to_be(request, alike):
        return known
    language = request.service.language if request.service else ""
    return add_person(by=request.viewer, values=form.values(language))


FORMS: dict[str, Callable[..., forms.Form]] = {
    "wish": WishForm,
    "voluntary": VoluntaryForm,
    "contact": ContactForm,
    "accept": AcceptForm,
    "decline": DeclineForm,
}
"""The forms on the page of a referral, by the last word of their addresses."""


@referrals_only
@require_safe
def referral(request: SiteRequest, pk: int) -> HttpResponse:
    """One referral and all that can be done with it."""
    row = queries.referral(request.viewer, pk)
    bound = {
        name: kind(data, **_start(request, row, name))
        for name, kind in FORMS.items()
        if (data := bound_data(request, posted_to=_address(row, name)))
    }
    return render(request, "casework/referrals/referral.html", _shown(request, row, bound))


def _start(request: SiteRequest, row: Referral, name: str) -> dict[str, Any]:
    """What a form of the page begins with; ids of its own, because it is not alone there."""
    initial: dict[str, Any] = {}
    more: dict[str, Any] = {}
    if name == "wish":
        initial = {"wish": row.wish, "revision": row.revision}
    if name == "accept":
        owners = {user.pk: user for user in practitioners(request.viewer)}
        me = request.viewer.code.removeprefix("user:")
        initial = {"country": row.service.country, "owner": me if int(me) in owners else ""}
        more = {"owners": owners}
    return {"initial": initial, "auto_id": f"{name}_%s", **more}


def _address(row: Referral, name: str) -> str:
    return reverse(f"casework:referral-{name}", args=[row.pk])


def _shown(request: SiteRequest, row: Referral, bound: dict[str, forms.Form]) -> dict[str, Any]:
    """The page's context, with those forms filled in that came back; records that it was read."""
    by = request.viewer
    alike = people.same_person(
        by=by,
        name=row.person.name,
        birth_year=row.person.birth_year,
        email=row.person.email,
        phone=row.person.phone,
        but=row.person.pk,
    )
    audit.record(
        by=by,
        verb="read",
        what=f"referral:{row.pk}",
        cases=[row.case.code] if hasattr(row, "case") else [],
        fields=[f"person:{other.pk}" for other in alike],
    )
    unbound = {name: kind(**_start(request, row, name)) for name, kind in FORMS.items() if name not in bound}
    return {
        "referral": row,
        "alike": alike,
        "contacts": queries.referral_contacts(row),
        "days": queries.days_waiting(row),
        "waits": row.state == ReferralState.WAITING,
        "forms": unbound | bound,
        "open": next(iter(bound), ""),
    }


def _post(
    request: SiteRequest,
    pk: int,
    name: str,
    do: Callable[[Any], object],
    said: str,
    goes_to: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """What all forms of the page have in common: act, say so and go on, or say there what is wrong.

    Goes back to the page, or to what `goes_to` makes of the result of `do`.
    """
    row = queries.referral(request.viewer, pk)
    page = reverse("casework:referral", args=[pk])
    if request.method != "POST":
        return redirect(page)
    form = FORMS[name](request.POST, **_start(request, row, name))

    def act() -> str:
        try:
            result = do(form)
        except Conflict:
            rest_on(form, queries.referral(request.viewer, pk).revision)
            raise
        messages.success(request, said)
        return goes_to(result) if goes_to else page

    def context() -> dict[str, Any]:
        return _shown(request, queries.referral(request.viewer, pk), {name: form})

    return form_page(request, form, act, "casework/referrals/referral.html", context)


@referrals_only
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: SiteRequest, pk: int) -> HttpResponse:
    """Write down the wish to work."""
    return _post(
        request,
        pk,
        "wish",
        lambda form: actions.write_wish(by=request.viewer, referral=pk, **form.cleaned_data),
        _("The wish is written down."),
    )


@referrals_only
@require_http_methods(["GET", "HEAD", "POST"])
def voluntary(request: SiteRequest, pk: int) -> HttpResponse:
    """Record that it was explained that taking part is voluntary."""
    return _post(
        request,
        pk,
        "voluntary",
        lambda form: actions.explain_voluntariness(by=request.viewer, referral=pk, **form.cleaned_data),
        _("It is recorded that taking part is voluntary, and that this was explained."),
    )


@referrals_only
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: SiteRequest, pk: int) -> HttpResponse:
    """Log a contact, or an attempt, before there is a case."""
    return _post(
        request,
        pk,
        "contact",
        lambda form: actions.log_referral_contact(by=request.viewer, referral=pk, **form.said()),
        _("The contact is logged."),
    )


@referrals_only
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SiteRequest, pk: int) -> HttpResponse:
    """End the referral without a case."""
    return _post(
        request,
        pk,
        "decline",
        lambda form: actions.decline_referral(by=request.viewer, referral=pk, **form.said()),
        _("The referral is declined. Its reason stays with it."),
    )


@referrals_only
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SiteRequest, pk: int) -> HttpResponse:
    """Open a case, and go to it."""
    return _post(
        request,
        pk,
        "accept",
        lambda form: actions.accept_referral(by=request.viewer, referral=pk, **form.said()),
        _("The case is open."),
        lambda case: reverse("casework:case", args=[case.code]),
    )
