"""A plan on paper: each viewer's own copy, and on the staff's pages the copy of any party, to hand over."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from stegvis.casework.party import Party
from stegvis.casework.sections import PLAN
from stegvis.casework.view import PlanView
from stegvis_web.casework.paper import file_name, plan_on_paper
from stegvis_web.casework.queries.plans import shown_plan
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.casework.views.common import note_read
from stegvis_web.casework.views.place import Place
from stegvis_web.foundation.pdf import CannotPrint
from stegvis_web.foundation.views import plain_page
from stegvis_web.people.doors import link_only
from stegvis_web.people.models import Person, User
from stegvis_web.people.viewer import SiteRequest


def own(request: SiteRequest, place: Place) -> HttpResponse:
    """The newest version as this viewer sees it."""
    person = request.user.person if isinstance(request.user, User) else None
    return _paper(request, open_case(request.viewer, place.code), person)


@link_only
def of_party(request: SiteRequest) -> HttpResponse:
    """The newest version that was sent, as the party behind the link sees it."""
    opened = open_case(request.viewer, request.viewer.case)
    member = opened.member_of_viewer
    return _paper(request, opened, member.person if member else None)


def for_party(request: SiteRequest, place: Place, party: str) -> HttpResponse:
    """The copy of one party of the team, to hand over. Only of what was sent: before, nothing goes out."""
    opened = open_case(request.viewer, place.code)
    if party not in set(Party) or not any(opened.may(section) for section in PLAN):
        raise Http404
    holder = holder_of(opened, Party(party))
    if holder is None:
        raise Http404
    return _paper(request, opened, holder, copy_for=Party(party))


def holder_of(opened: OpenCase, party: Party) -> Person | None:
    """Who gets a party's copy; None where nobody on the team speaks for it."""
    if party is Party.PATIENT:
        return opened.row.person
    member = opened.member(party)
    return member.person if member else None


def copy_of(opened: OpenCase, party: Party) -> PlanView | None:
    """The plan that can be handed to a party: what it sees of what was sent. None where that is nothing."""
    if holder_of(opened, party) is None:
        return None
    plan = shown_plan(opened.as_party(party), sent=True)
    return None if plan is None or plan.is_empty else plan


def _paper(
    request: SiteRequest, opened: OpenCase, holder: Person | None, copy_for: Party | None = None
) -> HttpResponse:
    """The file, with its one event. A copy for somebody else is in the language of that person.

    Http404 where nothing of a plan is shared.
    """
    seen = opened.as_party(copy_for) if copy_for else opened
    plan = copy_of(opened, copy_for) if copy_for else shown_plan(opened)
    if plan is None or plan.is_empty:
        raise Http404
    language = holder.language if holder and copy_for else translation.get_language()
    try:
        with translation.override(language):
            made = plan_on_paper(plan, seen, holder)
    except CannotPrint:
        return plain_page(
            request,
            503,
            _("No PDF can be made here just now"),
            _("A part of the system that draws it is missing. The service has to install it."),
            _("Until then, open the plan and print the page itself. It says the same."),
        )
    note_read(request, opened, f"plan.pdf:{copy_for}" if copy_for else "plan.pdf")
    name = file_name(plan, opened.code, copy=copy_for is not None)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
