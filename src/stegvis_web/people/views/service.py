"""The service and its staff, for the administrator. No case content here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stegvis.foundation.errors import Conflict
from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation.kept import bound_data
from stegvis_web.people import access, actions, queries
from stegvis_web.people.doors import staff_only
from stegvis_web.people.forms import AccountForm, ColleagueForm, RolesForm, ServiceForm
from stegvis_web.people.models import User
from stegvis_web.people.viewer import SiteRequest
from stegvis_web.people.views.common import act, both_texts, page, with_revision, words_of

administrator_only = staff_only(roles=access.SERVICE)


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: SiteRequest) -> HttpResponse:
    """The service's name, number and public referral page, and who works in it."""
    row = queries.service(request.viewer)
    start = {name: getattr(row, name) for name in (*actions.SERVICE_FIELDS, "revision")}
    form = ServiceForm(bound_data(request), initial=start)
    context: dict[str, Any] = {"row": row, "colleagues": queries.colleagues(request.viewer)}
    context["doubts"] = queries.doubts(request.viewer)
    if request.method == "POST" and form.is_valid():

        def change() -> str:
            revision = form.cleaned_data["revision"] or 0
            actions.change_service(by=request.viewer, revision=revision, values=form.cleaned_data)
            messages.success(request, _("Saved."))
            return reverse("people:service")

        try:
            if done := act(request, form, change):
                return done
        except Conflict as conflict:
            context |= {"theirs": both_texts(form, conflict), "refusal": words_of(conflict)}
            form = ServiceForm(with_revision(request.POST, row.revision), initial=start)
            return page(request, "service/service", {**context, "form": form}, status=409)
    return page(request, "service/service", {**context, "form": form}, form)


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def colleague_new(request: SiteRequest) -> HttpResponse:
    """Invite a new colleague."""
    language = request.service.language if request.service else ""
    form = ColleagueForm(bound_data(request), initial={"language": language})
    if request.method == "POST" and form.is_valid():

        def invite() -> str:
            user = actions.invite_colleague(by=request.viewer, values=form.cleaned_data)
            messages.success(request, _("The invitation is on its way."))
            return reverse("people:colleague", args=[user.pk])

        if done := act(request, form, invite):
            return done
    return page(request, "service/colleague_new", {"form": form}, form)


@administrator_only
@require_http_methods(["GET", "HEAD", "POST"])
def colleague(request: SiteRequest, pk: int) -> HttpResponse:
    """One colleague: roles here, and the account."""
    row = queries.colleague(by=request.viewer, pk=pk)
    form = RolesForm(initial={"roles": row.roles})
    account = AccountForm()
    if request.method == "POST":
        if request.POST.get("do") == "roles":
            form = RolesForm(request.POST, initial={"roles": row.roles})
            changed = form.is_valid() and act(request, form, lambda: _change_roles(request, row.user, form))
        else:
            account = AccountForm(request.POST)
            changed = account.is_valid() and act(
                request, account, lambda: _change(request, row.user, account)
            )
        if changed:
            return changed
    name = row.user.person.name if row.user.person else row.user.email
    context = {"colleague": row, "name": name, "form": form, "account_form": account}
    return page(request, "service/colleague", context, form, account)


def _change_roles(request: SiteRequest, user: User, form: RolesForm) -> str:
    actions.change_roles(by=request.viewer, user=user, roles=form.cleaned_data["roles"])
    messages.success(request, _("Saved."))
    return reverse("people:service")


def _change(request: SiteRequest, user: User, form: AccountForm) -> str:
    messages.success(request, change_account(request.viewer, user, form.cleaned_data["do"]))
    return reverse("people:service")


def change_account(by: Viewer, user: User, do: str) -> str:
    """Invite a colleague again, or switch the account off or on; returns what to say. Raises Refusal."""
    if do == "invite":
        actions.invite_again(by=by, user=user)
        return _("The invitation is on its way.")
    if do == "off":
        actions.switch_off(by=by, user=user)
        return _("The account is switched off.")
    if do == "on":
        actions.switch_on(by=by, user=user)
        return _("The account is switched on.")
    actions.begin_again(by=by, user=user)
    return _("Password and second step are gone. A new invitation is on its way.")
