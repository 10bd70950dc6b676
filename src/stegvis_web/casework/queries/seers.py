"""Who sees what of a case: party by party, for those who decide it or write it down."""

from __future__ import annotations

from dataclasses import dataclass

from stegvis.casework.access import EmployerContact
from stegvis.casework.party import STAFF_PARTIES, Party
from stegvis.casework.sections import GOAL, SECTION_NAMES, STEPS, TABLE
from stegvis_web.casework.models import TeamMember
from stegvis_web.casework.queries.cases import consent_parties
from stegvis_web.casework.standing import OpenCase


@dataclass(frozen=True)
class Seer:
    """A party, who speaks for it, and the sections of the case that it sees today and could see.

    `by_right` are those that a party from outside sees because it is asked at all, such as the name.
    `never` holds the reasons, untranslated, for what nobody can agree to. `blocked`: an employer that the
    person does not allow contact with sees nothing, whatever was agreed.
    """

    party: Party
    members: tuple[TeamMember, ...]
    by_right: tuple[str, ...]
    sees: tuple[str, ...]
    sees_not: tuple[str, ...]
    never: tuple[str, ...]
    blocked: bool

    @property
    def names(self) -> str:
        return ", ".join(member.person.name for member in self.members if member.person.name)

    @property
    def sees_besides(self) -> tuple[str, ...]:
        """What it sees apart from the goal and the steps."""
        return tuple(section for section in self.sees if section not in {GOAL, *STEPS})


def seers(opened: OpenCase) -> tuple[Seer, ...]:
    """The parties on the team that the person can let see something. No query."""
    return tuple(_seer(opened, party) for party in consent_parties(opened))


def _seer(opened: OpenCase, party: Party) -> Seer:
    possible = TABLE.consentable(party)
    eyes = opened.as_party(party)
    seen = [section for section in SECTION_NAMES if eyes.may(section)]
    return Seer(
        party=party,
        members=tuple(member for member in opened.team if member.party == party),
        by_right=() if party in STAFF_PARTIES else tuple(s for s in seen if s not in possible),
        sees=tuple(s for s in seen if s in possible),
        sees_not=tuple(s for s in SECTION_NAMES if s in possible and s not in seen),
        never=tuple(sorted({never.why for never in TABLE.nevers if never.who is party})),
        blocked=party is Party.EMPLOYER and opened.standing.employer_contact is not EmployerContact.ALLOWED,
    )
