"""Mails of a case, for whoever decides about one that was perhaps sent. Never what they say."""

from __future__ import annotations

from django.http import Http404

from stegvis.casework.access import Action
from stegvis.casework.party import STAFF_PARTIES, Party
from stegvis.casework.sections import NAME, TEAM
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework.standing import OpenCase
from stegvis_web.people.models import Mail


def mail_of(opened: OpenCase, pk: int) -> Mail:
    """One mail of this case. Http404 for any other, and for whom the team and its names are not."""
    row = Mail.objects.select_related("person").defer("body", "calendar")
    found = row.filter(pk=pk, case_code=opened.code).first()
    if found is None or not opened.may(TEAM, Action.WRITE) or not opened.may(NAME):
        raise Http404
    return found


def why_not_again(opened: OpenCase, row: Mail) -> str:
    """Why a mail must not go out once more, untranslated; empty if it may.

    Whoever has left the team still hears of a cancelled meeting.
    """
    if row.to_address != row.person.email:
        return gettext_noop("This person has another mail address now, so this mail is not sent again.")
    if row.person_id == opened.row.person_id:
        return ""
    parties = [Party(member.party) for member in opened.team if member.person_id == row.person_id]
    if not parties and row.calendar_method == "CANCEL":
        return ""
    if not parties:
        return gettext_noop("This person is no longer on the team, so this mail is not sent again.")
    decisions = [opened.as_party(party).may(NAME) for party in parties if party not in STAFF_PARTIES]
    if len(decisions) < len(parties) or any(decisions):
        return ""
    return decisions[0].why
