"""Two addresses that lead on and show nothing: to where one was going, and to what one looks for."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from stegvis_web.foundation.sealed import seal, unseal
from stegvis_web.people.doors import open_to_all, staff_only
from stegvis_web.people.viewer import SiteRequest

WORDS = ("q", "who")
"""The fields of searches in which anything may be typed; sealed in the address that shows what was found."""

PLAIN = ("whose", "stage", "verb")
"""What else such a form may hold. It names nobody, and stands in the address as it is."""


@open_to_all
@require_safe
def onward(request: SiteRequest, token: str) -> HttpResponseRedirect:
    """To the page that a door has sealed; that page has its own door. Home, if the token says nothing."""
    return HttpResponseRedirect(_here(request, unseal(token)))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: SiteRequest) -> HttpResponseRedirect:
    """To the page `to`, with the words that were looked for sealed in its address."""
    query = {name: request.POST[name] for name in PLAIN if name in request.POST}
    query |= {name: seal(words) for name in WORDS if (words := request.POST.get(name, "").strip()[:200])}
    goal = _here(request, request.POST.get("to", ""))
    return HttpResponseRedirect(f"{goal}?{urlencode(query)}" if query else goal)


def _here(request: SiteRequest, path: str) -> str:
    """`path` if it leads to a page of this site, else home."""
    local = url_has_allowed_host_and_scheme(path, {request.get_host()}, request.is_secure())
    return path if local and path.startswith("/") else "/"
