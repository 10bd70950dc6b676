"""Who may come in at all. Every view stands behind one of these doors.

Nobody is sent to sign in, and what was typed is kept; the wrong kind of viewer finds nothing there.
What a viewer may see of a case is another question: `stegvis.casework.access` answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar, overload
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from stegvis.casework.party import Role
from stegvis_web.foundation import kept
from stegvis_web.foundation.sealed import seal
from stegvis_web.people.viewer import SiteRequest, has_second_step

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

EVERYBODY = "everybody"
LONGEST = 1500
"""Characters of an address that is remembered; servers take lines of 4000, and sealing adds a third."""


def door(*kinds: str, roles: Collection[Role] = ()) -> Callable[[View], View]:
    """Let in viewers of these kinds; staff only with one of `roles`, if any are named."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: SiteRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = request.viewer
            if viewer.kind == "nobody":
                return send_to(request, "people:link-again" if kinds == ("link",) else sign_in_page(request))
            if viewer.kind not in kinds:
                raise Http404
            if viewer.kind == "staff" and roles and not viewer.roles & {role.value for role in roles}:
                raise Http404
            if viewer.kind in {"staff", "patient"} and not has_second_step(request):
                return send_to(request, "people:second-step")
            return view(request, *args, **kwargs)

        guarded.door = kinds  # type: ignore[attr-defined]  # read by the test that walks every address
        return guarded  # type: ignore[return-value]

    return decorate


@overload
def staff_only(view: View) -> View: ...
@overload
def staff_only(*, roles: Collection[Role]) -> Callable[[View], View]: ...
def staff_only(view: View | None = None, *, roles: Collection[Role] = ()) -> View | Callable[[View], View]:
    """Members of staff with a second step; with `roles`, only those who hold one of them."""
    return door("staff", roles=roles)(view) if view else door("staff", roles=roles)


def patient_only(view: View) -> View:
    """Patients, with a second step."""
    return door("patient")(view)


def link_only(view: View) -> View:
    """Outside parties who came by a link and its code."""
    return door("link")(view)


def open_to_all(view: View) -> View:
    """A page that anybody may open. Says so, because silence means a forgotten door."""
    view.door = (EVERYBODY,)  # type: ignore[attr-defined]
    return view


def sign_in_page(request: SiteRequest) -> str:
    """Where somebody whose session ended, or who never had one, goes to sign in."""
    return "people:link-again" if request.ended.kind == "link" else "account_login"


def send_to(request: SiteRequest, name: str) -> HttpResponse:
    """Send the viewer to the page `name`, to come back here afterwards; a typed form is kept."""
    if request.method == "POST":
        kept.keep(request)
    onward = reverse("people:onward", args=[seal(request.get_full_path()[:LONGEST])])
    url = f"{reverse(name)}?{urlencode({'next': onward})}"
    if request.headers.get("HX-Request") == "true":
        # A small update must not receive a whole sign-in page in its corner.
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
