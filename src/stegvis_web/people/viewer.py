"""Who asks: from the session to the library's Viewer, for every request."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from stegvis.casework.party import Party
from stegvis.foundation.viewer import NOBODY, Viewer
from stegvis_web.foundation import audit
from stegvis_web.people import links, queries
from stegvis_web.people.limits import lasting
from stegvis_web.people.models import PartyLink, Service, User

BEGAN = "began"
SEEN = "seen"
SERVICE = "service"
LINK = "link"
SECOND_STEP = "second_step"
ENDED_LINK = "ended_link"

SEEN_EVERY = 60
"""Seconds between two notes of "still here", so that reading does not write a row each time."""


class SiteRequest(HttpRequest):
    """A request as every view meets it.

    `viewer` is who asks; `ended` is who the session belonged to if it ended with this request;
    `service` is the one whose pages are shown, None for nobody.
    """

    viewer: Viewer
    ended: Viewer
    service: Service | None


class Who(NamedTuple):
    viewer: Viewer
    service: Service | None = None
    language: str = ""
    may_go_on: bool = True


UNKNOWN = Who(NOBODY)


def viewer_of_user(user: User, chosen_service: int | None = None) -> Who:
    """A signed-in user as viewer: in the chosen service, or the first where there is a role."""
    if user.is_patient:
        person = user.person
        assert person is not None, "the database holds a person for every patient"
        viewer = Viewer(
            code=f"user:{user.pk}",
            kind="patient",
            person=person.pk,
            service=person.service_id,
            party=Party.PATIENT,
        )
        return Who(viewer, person.service, person.language)
    memberships = queries.memberships_of(user)
    services = {membership.service_id: membership.service for membership in memberships}
    service = services.get(chosen_service or 0) or next(iter(services.values()), None)
    viewer = Viewer(
        code=f"user:{user.pk}",
        kind="staff",
        person=user.person_id,
        service=service.pk if service else None,
        roles=frozenset(m.role for m in memberships if service and m.service_id == service.pk),
    )
    return Who(viewer, service, user.person.language if user.person else "")


def viewer_of_link(link: PartyLink) -> Who:
    """The person behind a link, speaking for one party of one case."""
    return Who(links.viewer_for(link), link.person.service, link.person.language, links.lets_in(link))


def user_behind(viewer: Viewer) -> User:
    """The user, with its person, that a viewer who has an account is. Raises User.DoesNotExist."""
    return User.objects.select_related("person").get(pk=viewer.code.removeprefix("user:"))


def who_asks(request: HttpRequest) -> Who:
    """Whom the session belongs to, before asking whether it still lasts."""
    if isinstance(request.user, User):
        return viewer_of_user(request.user, request.session.get(SERVICE))
    link_id = request.session.get(LINK)
    if link_id is None:
        return UNKNOWN
    link = queries.link_by_id(link_id)
    return viewer_of_link(link) if link else UNKNOWN


def still_lasts(request: HttpRequest, viewer: Viewer) -> bool:
    """Whether the session is neither idle too long nor too old."""
    now = time.time()
    began = request.session.setdefault(BEGAN, now)
    seen = request.session.setdefault(SEEN, now)
    times = lasting(viewer.kind)
    if now - began > times.longest.total_seconds() or now - seen > times.idle.total_seconds():
        return False
    if now - seen > SEEN_EVERY:
        request.session[SEEN] = now
    return True


def begin(request: HttpRequest) -> None:
    """Start the clocks of a session that has just been signed in."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def end_session(request: HttpRequest, viewer: Viewer) -> None:
    """End a session that is over although nobody signed out."""
    cases = [viewer.case] if viewer.case else []
    audit.record(by=viewer, verb="sign-out", what=viewer.code, cases=cases, outcome="ended")
    link = request.session.get(LINK)
    request.session.flush()
    request.user = AnonymousUser()
    if link is not None:
        request.session[ENDED_LINK] = link


def has_second_step(request: HttpRequest) -> bool:
    """Whether this very session has shown more than a password."""
    user = request.user
    return isinstance(user, User) and request.session.get(SECOND_STEP) == user.pk


class ViewerMiddleware:
    """Sets `request.viewer`, ends sessions that are over, and shows times and words in the viewer's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: SiteRequest) -> HttpResponseBase:
        who = who_asks(request)
        request.ended = NOBODY
        if who.viewer.kind != "nobody" and not (who.may_go_on and still_lasts(request, who.viewer)):
            request.ended = who.viewer
            end_session(request, who.viewer)
            who = UNKNOWN
        request.viewer, request.service = who.viewer, who.service
        language = chosen_language(request, who.language)
        with timezone.override(zone_of(who.service)), translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language or settings.LANGUAGE_CODE)
        return response


def chosen_language(request: HttpRequest, own: str) -> str | None:
    """What was chosen on this device, else the person's `own`, else what the browser asks for."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and own in dict(settings.LANGUAGES):
        return own
    return translation.get_language()


def zone_of(service: Service | None) -> ZoneInfo:
    """The time zone of a service; the installation's own for nobody's pages."""
    try:
        return ZoneInfo(service.time_zone if service else settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
