"""Links of a case: which there are, and whether one still leads anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404

from stegvis.casework.sections import TEAM
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.people.links import viewer_for
from stegvis_web.people.models import PartyLink


def may_still_come(link: PartyLink) -> bool:
    """A link leads somewhere while its person speaks for the party and the patient allows the contact."""
    try:
        open_case(viewer_for(link), link.case_code)
    except Http404:
        return False
    return True


def links_of(opened: OpenCase) -> Sequence[PartyLink]:
    """The links of a case that have not been revoked, the newest first; none for whom the team is not."""
    if not opened.may(TEAM):
        return []
    return list(
        PartyLink.objects.filter(case_code=opened.code, revoked_at__isnull=True)
        .select_related("person__organisation")
        .order_by("-id")[:50]
    )
