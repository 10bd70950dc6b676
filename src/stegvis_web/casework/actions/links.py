"""Inviting an outside party: a mailed link and a code that travels another way."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from stegvis.casework.access import Action
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.sections import NAME, TEAM
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop
from stegvis_web.casework.queries.meetings import meetings_of
from stegvis_web.casework.queries.plans import shown_plan
from stegvis_web.casework.standing import open_case
from stegvis_web.foundation import audit
from stegvis_web.people import links, mail
from stegvis_web.people.models import PartyLink


@transaction.atomic
def invite(*, by: Viewer, code: str, party: Party, member: int | None = None) -> links.NewLink:
    """Mail the party's person a link to its view of the plan. Returns the link with its code, shown once.

    The recipient comes from the team of the case and from nowhere else; `member` says which one, where
    several speak for the party. Raises Refusal.
    """
    opened = open_case(by, code, lock=True)
    opened.require(TEAM, Action.WRITE)
    members = [row for row in opened.team if row.party == party and member in {None, row.pk}]
    if party not in OUTSIDE_PARTIES or not members:
        raise Http404
    person = members[0].person
    seen = opened.as_party(party)
    if not (decision := seen.may(NAME)):
        raise Refusal(decision.why)
    plan, to_meet = shown_plan(seen), any(line.asks_me for line in meetings_of(seen, person=person.pk))
    if plan is None and not to_meet:
        raise Refusal(gettext_noop("The plan has not been sent yet. The person sends it after a preview."))
    if plan is not None and plan.is_empty and not to_meet:
        raise Refusal(gettext_noop("The person has not agreed that this party sees anything of the plan."))
    if not person.email:
        raise Refusal(gettext_noop("There is no mail address for this person. Add one under People."))
    new = links.create(by=by, case_code=opened.code, party=party, person=person)
    with translation.override(person.language):
        mail.write(
            person=person,
            case_code=opened.code,
            kind="invitation",
            subject=_("You are asked to answer"),
            body=_(
                "Hello,\n\n"
                "someone asks for your answer. It takes about five minutes, and you need no account.\n\n"
                "%(url)s\n\n"
                "You also need a six-digit code. It reaches you another way, by phone or on paper. "
                "If you do not have it, call %(phone)s.\n\n"
                "The link works until %(day)s."
            )
            % {
                "url": new.url,
                "phone": opened.row.service.phone,
                "day": f"{new.link.expires_at:%Y-%m-%d}",
            },
        )
    audit.record(
        by=by, verb="send", what="invitation", cases=[opened.code], fields=[party], party=opened.party or ""
    )
    return new


@transaction.atomic
def revoke_link(*, by: Viewer, code: str, link: int) -> None:
    """Close a link of this case at once."""
    opened = open_case(by, code, lock=True)
    opened.require(TEAM, Action.WRITE)
    row = PartyLink.objects.filter(pk=link, case_code=opened.code).first()
    if row is None:
        raise Http404
    links.revoke(by=by, link=row)


def revoke_links(*, by: Viewer, code: str, party: str, person: int | None = None) -> None:
    """Close every link of a party to a case, or that of one of its persons."""
    rows = PartyLink.objects.filter(case_code=code, party=party, revoked_at__isnull=True)
    for row in rows.filter(person=person) if person else rows:
        links.revoke(by=by, link=row)
