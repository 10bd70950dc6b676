"""Organisations: the list, one with its contact people, writing down and changing."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stegvis.foundation.errors import Conflict
from stegvis_web.foundation.kept import bound_data
from stegvis_web.foundation.sealed import asked_for
from stegvis_web.people import actions, queries
from stegvis_web.people.forms import KINDS, OrganisationForm, SameForm
from stegvis_web.people.models import Organisation
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
from stegvis_web.people.views.persons import people_only


@people_only
@require_http_methods(["GET", "HEAD"])
def organisations(request: SiteRequest) -> HttpResponse:
    """Employers, authorities and clinics, in order of name."""
    words, after = asked_for(request, "q"), asked_for(request, "after", 300)
    found = queries.organisations(by=request.viewer, words=words, after=after)
    context = {"page": found, "words": words, "after": after}
    return page(request, "organisations/list", context)


@people_only
@require_http_methods(["GET", "HEAD"])
def organisation(request: SiteRequest, pk: int) -> HttpResponse:
    """One organisation and who works there."""
    row = queries.organisation(by=request.viewer, pk=pk)
    contacts = queries.contacts_of(by=request.viewer, organisation=row)
    return page(
        request,
        "organisations/organisation",
        {"organisation": row, "contacts": contacts, "kind": dict(KINDS)[row.kind]},
    )


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: SiteRequest) -> HttpResponse:
    """Write down an organisation, unless it is there already."""
    form = OrganisationForm(bound_data(request))
    same: SameForm | None = None
    if request.method == "POST" and form.is_valid():

        def add() -> str:
            nonlocal same
            same = _same(request, form)
            known = known_one(same)
            pk = known or actions.add_organisation(by=request.viewer, values=form.cleaned_data).pk
            return reverse("people:organisation", args=[pk])

        if done := act(request, form, add):
            return done
    return page(request, "organisations/new", {"form": form, "same": same}, form, same)


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: SiteRequest, pk: int) -> HttpResponse:
    """Change an organisation; whoever saves second sees both texts."""
    row = queries.organisation(by=request.viewer, pk=pk)
    start = {name: getattr(row, name) for name in (*actions.ORGANISATION_FIELDS, "revision")}
    form = OrganisationForm(bound_data(request), initial=start)
    same: SameForm | None = None
    if request.method == "POST" and form.is_valid():

        def change() -> str:
            nonlocal same
            same = _same(request, form, row)
            if known := known_one(same):
                return reverse("people:organisation", args=[known])
            actions.change_organisation(
                by=request.viewer,
                organisation=row,
                revision=form.cleaned_data["revision"] or 0,
                values=form.cleaned_data,
            )
            return reverse("people:organisation", args=[row.pk])

        try:
            if done := act(request, form, change):
                return done
        except Conflict as conflict:
            both = {"theirs": both_texts(form, conflict), "refusal": words_of(conflict)}
            form = OrganisationForm(with_revision(request.POST, row.revision), initial=start)
            return page(
                request, "organisations/edit", {"organisation": row, "form": form, **both}, status=409
            )
    context = {"organisation": row, "form": form, "same": same}
    return page(request, "organisations/edit", context, form, same)


def _same(request: SiteRequest, form: OrganisationForm, but: Organisation | None = None) -> SameForm | None:
    """The question whether it is one of the same name; None if there is none, or the name stays."""
    if but is not None and "name" not in form.changed_data:
        return None
    name = form.cleaned_data["name"]
    alike = queries.same_organisation(by=request.viewer, name=name, but=but.pk if but else None)
    return same_form(request, {row.pk: " · ".join(filter(None, [row.name, row.city])) for row in alike})
