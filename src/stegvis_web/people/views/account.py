"""A user's own account: the second step, the first password, language, and which service's pages to see."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import auth, messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stegvis_web.foundation import audit
from stegvis_web.people import actions, queries, sessions
from stegvis_web.people.doors import door, open_to_all, send_to, staff_only
from stegvis_web.people.forms import LanguageForm, WelcomeForm
from stegvis_web.people.models import User
from stegvis_web.people.viewer import SERVICE, SiteRequest, has_second_step
from stegvis_web.people.views.common import act, next_page, page

BACKEND = "stegvis_web.people.backend.EmailBackend"


@open_to_all
@require_http_methods(["GET", "HEAD"])
def second_step(request: SiteRequest) -> HttpResponse:
    """Where somebody signed in by password alone sets up the second step, before any other page."""
    if not isinstance(request.user, User):
        return send_to(request, "account_login")
    onward = next_page(request, "/")
    if has_second_step(request):
        return redirect(onward)
    if queries.second_steps(request.user):
        # Set up elsewhere since this session began: it must be shown, so sign in anew.
        auth.logout(request)
        return send_to(request, "account_login")
    return render(request, "people/account/second_step.html", {"next": onward})


@open_to_all
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: SiteRequest, token: str) -> HttpResponse:
    """Choose the first password. The link is used up by choosing, not by opening."""
    try:
        user = queries.invited(token)
    except Http404:
        return render(request, "people/account/invitation_over.html", status=410)
    form = WelcomeForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        user = actions.accept_invitation(user=user, password=form.cleaned_data["password"])
        if request.user.is_authenticated:
            auth.logout(request)
        auth.login(request, user, backend=BACKEND)
        record_authentication(request, user, method="password", reauthenticated=True)
        return redirect("people:second-step")
    return page(request, "account/welcome", {"form": form, "email": user.email}, form)


@door("staff", "patient")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SiteRequest) -> HttpResponse:
    """One's own account."""
    user = request.user
    assert isinstance(user, User), "the door lets only users in"
    language = user.person.language if user.person else ""
    form = LanguageForm(request.POST if request.method == "POST" else None, initial={"language": language})
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["language"]

        def change() -> str:
            actions.change_language(by=request.viewer, language=chosen)
            return reverse("people:account")

        if done := act(request, form, change):
            done.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # what was chosen on this device before
            return done
    steps = queries.second_steps(user)
    context = {
        "base": f"foundation/{'staff' if request.viewer.kind == 'staff' else 'single'}.html",
        "form": form,
        "email": user.email,
        "apps": [step for step in steps if step.type == step.Type.TOTP],
        "passkeys": [step for step in steps if step.type == step.Type.WEBAUTHN],
        "recovery_codes": queries.has_recovery_codes(user),
        "services": queries.services_of(user),
        "devices": sessions.devices(user.pk, request.session.session_key),
    }
    return page(request, "account/account", context, form)


@door("staff", "patient")
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def end_session(request: SiteRequest) -> HttpResponse:
    """End a session elsewhere, or all others; posted from the account, after showing anew who one is."""
    user = request.user
    assert isinstance(user, User), "the door lets only users in"
    if request.method != "POST":
        messages.info(request, _("Nothing was changed. Press the button once more."))
        return redirect("people:account")
    if mark := request.POST.get("session", ""):
        sessions.end(user.pk, mark)
    else:
        sessions.end_others(user.pk, request.session.session_key)
    audit.record(by=request.viewer, verb="sign-out", what=request.viewer.code, outcome="ended")
    messages.success(request, _("Signed out there."))
    return redirect("people:account")


@staff_only
@require_POST
def choose_service(request: SiteRequest) -> HttpResponse:
    """Turn to the pages of another service where one works."""
    user = request.user
    assert isinstance(user, User), "the door lets only users in"
    chosen = request.POST.get("service", "")
    service = next((service for service in queries.services_of(user) if str(service.pk) == chosen), None)
    if service is None:
        raise Http404
    request.session[SERVICE] = service.pk
    messages.success(request, _("You now see the pages of %(service)s.") % {"service": service.name})
    return redirect("/")
