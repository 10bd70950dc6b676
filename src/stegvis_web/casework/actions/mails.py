"""What staff decide about a mail of a case that was perhaps sent."""

from __future__ import annotations

from django.db import transaction

from stegvis.casework.access import Action
from stegvis.casework.sections import TEAM
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework.queries.mails import mail_of, why_not_again
from stegvis_web.casework.standing import open_case
from stegvis_web.people.deciding import Decision, decide
from stegvis_web.people.models import Mail


@transaction.atomic
def decide_about_mail(*, by: Viewer, code: str, mail: int, decision: Decision) -> Mail:
    """Say that the mail arrived, or send it again, or leave it. Raises Refusal.

    It is sent again only to somebody who may still be written to.
    """
    opened = open_case(by, code, section=TEAM, lock=True)
    opened.require(TEAM, Action.WRITE)
    row = mail_of(opened, mail)
    if decision is Decision.AGAIN and (why_not := why_not_again(opened, row)):
        raise Refusal(why_not)
    return decide(by=by, row=row, decision=decision, party=opened.party or "")
