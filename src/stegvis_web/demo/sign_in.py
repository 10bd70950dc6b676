"""Signing in with one click, as anybody. Exists in the demo only: elsewhere this part is not installed."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest
from django.utils import translation

from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.demo import queries
from stegvis_web.demo.guests import Guest
from stegvis_web.demo.society import DEMO
from stegvis_web.demo.told import CODE
from stegvis_web.foundation import audit
from stegvis_web.people import actions, links
from stegvis_web.people.models import PartyLink, Person, User
from stegvis_web.people.viewer import LINK, SECOND_STEP, begin, viewer_of_user

BACKEND = "stegvis_web.people.backend.EmailBackend"


def enter(request: HttpRequest, guest: Guest) -> None:
    """Begin a session as the guest, in the language in which the demo's page was read.

    Raises Http404 where the guest is no longer to be found, and Refusal where the guest's link leads nowhere.
    """
    language = translation.get_language()
    auth.logout(request)
    if guest.party is None:
        _enter_as_user(request, queries.user_of(guest), language)
    else:
        _enter_by_link(request, guest, language)


def _enter_as_user(request: HttpRequest, user: User, language: str) -> None:
    auth.login(request, user, backend=BACKEND)
    request.session[SECOND_STEP] = user.pk
    record_authentication(request, user, method="demo")
    _speak(viewer_of_user(user).viewer, user.person, language)


def _enter_by_link(request: HttpRequest, guest: Guest, language: str) -> None:
    link = _link(guest)
    if not links.lets_in(link):
        raise Refusal(gettext_noop("This link leads nowhere now: the person does not want this contact."))
    viewer = links.viewer_for(link)
    request.session[LINK] = link.pk
    begin(request)
    what = f"link:{link.pk}"
    audit.record(by=viewer, verb="sign-in", what=what, cases=[link.case_code], party=link.party)
    _speak(viewer, link.person, language)


def _link(guest: Guest) -> PartyLink:
    """The guest's link to Maja's case; a new one where it has ended, with the code that everybody knows."""
    case = queries.majas_case()
    assert guest.party is not None
    person = queries.speaks_for(guest, case)
    link = queries.link_of(person, guest.party, case)
    if link is not None and links.state_of(link) is not links.State.EXPIRED:
        return link
    new = links.create(by=DEMO, case_code=case.code, party=guest.party, person=person).link
    new.code_hash = links.code_hash(CODE, new.token_hash)
    new.save(update_fields=["code_hash"])
    return new


def _speak(viewer: Viewer, person: Person | None, language: str) -> None:
    """Show the guest's pages in the visitor's language."""
    if person is not None and person.language != language and language in dict(settings.LANGUAGES):
        actions.change_language(by=viewer, language=language)
