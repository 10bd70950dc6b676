"""Links of a case: which there are, and whether one still leads anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404

from stegvis.casework.party import Party
from stegvis.casework.sections import NAME, TEAM
from stegvis_web.casework.standing import OpenCase, open_case
from stegvis_web.people.links import State, state_of, viewer_for
from stegvis_web.people.models import PartyLink

MOST = 50


def may_still_come(link: PartyLink) -> bool:
    """A link leads somewhere while its person speaks for the party and the patient allows the contact."""
    try:
        open_case(viewer_for(link), link.case_code)
    except Http404:
        return False
    return True


@dataclass(frozen=True)
class LinkLine:
    """A link and what it is good for now."""

    link: PartyLink
    state: State

    @property
    def is_good(self) -> bool:
        return self.state in {State.OPEN, State.LOCKED}


def links_of(opened: OpenCase) -> Sequence[LinkLine]:
    """The links of a case that have not been revoked, the newest first; none for whom the team is not.

    One query.
    """
    if not opened.may(TEAM):
        return []
    rows = PartyLink.objects.filter(case_code=opened.code, revoked_at__isnull=True)
    here = {(member.party, member.person_id) for member in opened.team}
    return [
        LinkLine(
            row,
            state_of(
                row,
                alive=(row.party, row.person_id) in here
                and bool(opened.as_party(Party(row.party)).may(NAME)),
            ),
        )
        for row in rows.select_related("person__organisation").order_by("-id")[:MOST]
    ]


def link_of(opened: OpenCase, pk: int) -> PartyLink:
    """One link of this case, revoked or not. Http404 for any other, and for whom the team is not."""
    row = PartyLink.objects.select_related("person").filter(pk=pk, case_code=opened.code).first()
    if row is None or not opened.may(TEAM):
        raise Http404
    return row
