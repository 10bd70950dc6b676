"""Persons: the list, one person, writing down and changing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.casework.party import Role
from stegvis.foundation.errors import Conflict
from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation.kept import bound_data
from stegvis_web.foundation.sealed import asked_for
from stegvis_web.people import access, actions, queries
from stegvis_web.people.doors import staff_only
from stegvis_web.people.forms import AccountForm, PersonForm, SameForm
from stegvis_web.people.models import Person
from stegvis_web.people.viewer import SiteRequest
from stegvis_web.people.views.common import (
    act,
    both_texts,
    known_one,
    page,
    same_form,
    with_revision,
    words_of,
)

people_only = staff_only(roles=access.PEOPLE)


@people_only
@require_http_methods(["GET", "HEAD"])
def persons(request: SiteRequest) -> HttpResponse:
    """Everybody whom the service knows, in order of name."""
    words, after = asked_for(request, "q"), asked_for(request, "after", 300)
    found = queries.persons(by=request.viewer, words=words, after=after)
    return page(request, "persons/list", {"page": found, "words": words, "after": after})


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SiteRequest, pk: int) -> HttpResponse:
    """One person: how to reach them, where they work, and the account of a patient."""
    row = queries.person(by=request.viewer, pk=pk)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        do = form.cleaned_data["do"]

        def change() -> str:
            messages.success(request, change_account(request.viewer, row, do))
            return request.path

        if done := act(request, form, change):
            return done
    context = {
        "person": row,
        "account": queries.user_of(row),
        "form": form,
        "language_name": dict(settings.LANGUAGES).get(row.language, row.language),
        "administers": Role.ADMINISTRATOR.value in request.viewer.roles,
    }
    return page(request, "persons/person", context, form)


def change_account(by: Viewer, row: Person, do: str) -> str:
    """Invite a patient, or switch the account off or on; returns what to say. Raises Refusal."""
    if do == "invite":
        actions.invite_patient(by=by, person=row)
        return _("The invitation is on its way.")
    user = queries.user_of(row)
    if user is None or not user.is_patient:
        raise Http404
    if do == "off":
        actions.switch_off(by=by, user=user)
        return _("The account is switched off.")
    if do == "on":
        actions.switch_on(by=by, user=user)
        return _("The account is switched on.")
    actions.begin_again(by=by, user=user)
    return _("Password and second step are gone. A new invitation is on its way.")


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: SiteRequest) -> HttpResponse:
    """Write down a person, unless it is one of those who look alike."""
    language = request.service.language if request.service else ""
    form = _form(request, {"language": language, "organisation": request.GET.get("organisation")})
    same: SameForm | None = None
    if request.method == "POST" and form.is_valid():

        def add() -> str:
            nonlocal same
            same = _same(request, form)
            known = known_one(same)
            pk = known or actions.add_person(by=request.viewer, values=form.cleaned_data).pk
            return reverse("people:person", args=[pk])

        if done := act(request, form, add):
            return done
    return page(request, "persons/new", {"form": form, "same": same}, form, same)


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: SiteRequest, pk: int) -> HttpResponse:
    """Change a person; whoever saves second sees both texts."""
    row = queries.person(by=request.viewer, pk=pk)
    start = {name: getattr(row, name) for name in (*actions.PERSON_FIELDS, "revision")}
    form = _form(request, start)
    same: SameForm | None = None
    if request.method == "POST" and form.is_valid():

        def change() -> str:
            nonlocal same
            same = _same(request, form, row)
            if known := known_one(same):
                return reverse("people:person", args=[known])
            revision = form.cleaned_data["revision"] or 0
            actions.change_person(by=request.viewer, person=row, revision=revision, values=form.cleaned_data)
            return reverse("people:person", args=[row.pk])

        try:
            if done := act(request, form, change):
                return done
        except Conflict as conflict:
            both = {"theirs": both_texts(form, conflict), "refusal": words_of(conflict)}
            form = _form(request, start, with_revision(request.POST, row.revision))
            return page(request, "persons/edit", {"person": row, "form": form, **both}, status=409)
    return page(request, "persons/edit", {"person": row, "form": form, "same": same}, form, same)


def _form(request: SiteRequest, start: dict[str, Any], data: QueryDict | None = None) -> PersonForm:
    typed = data or bound_data(request)
    chosen = typed.get("organisation") if typed else start["organisation"]
    offered = queries.organisations_to_choose(request.viewer, getattr(chosen, "pk", chosen))
    return PersonForm(typed, initial=start, organisations=offered)


def _same(request: SiteRequest, form: PersonForm, but: Person | None = None) -> SameForm | None:
    """The question whether it is one of those who look alike; None if nobody does, or nothing changed."""
    if but is not None and not {"name", "email", "phone", "birth_year"} & set(form.changed_data):
        return None
    typed = {name: form.cleaned_data[name] for name in ("name", "birth_year", "email", "phone")}
    alike = queries.same_person(by=request.viewer, **typed, but=but.pk if but else None)
    return same_form(request, {row.pk: _in_short(row) for row in alike})


def _in_short(row: Person) -> str:
    born = _("born %(year)s") % {"year": row.birth_year} if row.birth_year else ""
    where = row.organisation.name if row.organisation else ""
    return " · ".join(filter(None, [row.name, born, where, row.email]))
