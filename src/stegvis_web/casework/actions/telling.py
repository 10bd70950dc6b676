"""Telling parties outside by mail that something is asked of them anew."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.party import ANSWERING_PARTIES, OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Plan
from stegvis_web.casework.standing import OpenCase
from stegvis_web.people import mail
from stegvis_web.people.models import PartyLink


def tell_of_version(opened: OpenCase, plan: Plan) -> None:
    """A mail to each outside person with a link that works, who is asked something new by this version.

    It holds no link and names nobody: the earlier link and its code still open the plan. Whoever has none is
    invited by the coordinator; Today says so.
    """
    today = timezone.now()
    links = PartyLink.objects.filter(
        case_code=opened.code, revoked_at__isnull=True, closed_at__isnull=True, expires_at__gt=today
    )
    have = set(links.values_list("party", "person_id"))
    for member in opened.team:
        party = Party(member.party)
        asked = party in OUTSIDE_PARTIES and party in ANSWERING_PARTIES and _is_asked(opened, party, plan)
        if not asked or (member.party, member.person_id) not in have or not member.person.email:
            continue
        with translation.override(member.person.language):
            mail.write(
                person=member.person,
                case_code=opened.code,
                kind="new-version",
                subject=_("A plan that you know has changed"),
                body=_(
                    "Hello,\n\n"
                    "a plan that you were asked about has a new version. Something in it is asked of you. "
                    "What you said to the rest holds.\n\n"
                    "Please use the link in the mail that you had before, and the same code. "
                    "If you no longer have them, call %(phone)s."
                )
                % {"phone": opened.row.service.phone},
            )


def _is_asked(opened: OpenCase, party: Party, plan: Plan) -> bool:
    sees = opened.as_party(party)
    return any(sees.may(step.section, Action.ANSWER) for step in plan.asked_anew)
