"""The way in by link: the page that asks for the code, and what it says when the link is no longer good."""

from __future__ import annotations

from http import HTTPStatus

from allauth.core import ratelimit
from django.contrib import auth
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from stegvis_web.people import links, queries
from stegvis_web.people.doors import link_only, open_to_all
from stegvis_web.people.forms import LinkCodeForm
from stegvis_web.people.models import PartyLink
from stegvis_web.people.viewer import (
    ENDED_LINK,
    LINK,
    SiteRequest,
    begin,
    chosen_language,
    end_session,
    zone_of,
)
from stegvis_web.people.views.common import next_page

TOO_OFTEN = "too-often"

STATUS = {
    links.State.LOCKED: HTTPStatus.LOCKED,
    links.State.CLOSED: HTTPStatus.GONE,
    links.State.EXPIRED: HTTPStatus.GONE,
    links.State.REVOKED: HTTPStatus.GONE,
}


@open_to_all
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: SiteRequest, token: str) -> HttpResponse:
    """Ask for the code. Opening the page consumes nothing; a token nobody knows finds nothing."""
    digest = links.token_hash(token)
    link = queries.link_by_token(digest)
    if link is None:
        if request.method == "POST":
            links.try_code(link=None, code=request.POST.get("code", ""), token_digest=digest)
        raise Http404
    return _ask_for_code(request, link, "people/link/open.html")


@open_to_all
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def link_again(request: SiteRequest) -> HttpResponse:
    """After a link's session has ended: the same code again, in the browser where it was typed before."""
    if request.viewer.kind == "link":
        return HttpResponseRedirect(next_page(request, reverse("casework:answer")))
    ended = request.session.get(ENDED_LINK)
    link = queries.link_by_id(ended) if ended else None
    if link is None:
        return render(request, "people/link/again_by_mail.html")
    return _ask_for_code(request, link, "people/link/again.html")


@link_only
@require_POST
def leave(request: SiteRequest) -> HttpResponse:
    """End the session of a link, as on a computer that others use."""
    end_session(request, request.viewer)
    return render(request, "people/link/left.html")


def _ask_for_code(request: SiteRequest, link: PartyLink, template: str) -> HttpResponse:
    """The form for the code, in the language of the person whom the link is for, or chosen here."""
    language = chosen_language(request, link.person.language)
    with translation.override(language):
        state = links.state_of(link)
        if state is not links.State.OPEN:
            return _no_longer_good(request, link, state)
        form = LinkCodeForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            if not ratelimit.consume(request, action="party_link_code"):
                return _no_longer_good(request, link, TOO_OFTEN)
            attempt = links.try_code(link=link, code=form.cleaned_data["code"])
            if attempt.right:
                _enter(request, link)
                return HttpResponseRedirect(next_page(request, reverse("casework:answer")))
            if attempt.state is not links.State.OPEN:
                return _no_longer_good(request, queries.link_by_id(link.pk) or link, attempt.state)
            form.add_error(None, _wrong(attempt.tries_left))
        context = {
            "form": form,
            "phone": link.person.service.phone,
            "next": next_page(request, ""),
            "language": language,
        }
        return render(request, template, context, status=422 if form.errors else 200)


def _wrong(tries_left: int) -> str:
    return ngettext(
        "This code is not right. You can try %(tries)s more time.",
        "This code is not right. You can try %(tries)s more times.",
        tries_left,
    ) % {"tries": tries_left}


def _no_longer_good(request: SiteRequest, link: PartyLink, state: str) -> HttpResponse:
    """One clear page for each way in which a link does not open, with the number to call and no name."""
    until = link.locked_until.astimezone(zone_of(link.person.service)) if link.locked_until else None
    context = {"state": str(state), "phone": link.person.service.phone, "until": until}
    status = STATUS.get(links.State(state)) if state != TOO_OFTEN else HTTPStatus.TOO_MANY_REQUESTS
    return render(request, "people/link/not_open.html", context, status=status)


def _enter(request: SiteRequest, link: PartyLink) -> None:
    """Begin the session of a link under a new key. What an ended session has kept goes along."""
    if request.user.is_authenticated or request.session.get(LINK) not in {None, link.pk}:
        auth.logout(request)
    request.session.cycle_key()
    request.session.pop(ENDED_LINK, None)
    request.session[LINK] = link.pk
    begin(request)
    rotate_token(request)
