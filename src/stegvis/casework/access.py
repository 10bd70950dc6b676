"""Who may do what with which section of a case: the one rule that everything asks.

A table of rows says which party or staff role may read, write or answer which section, and whether
the patient's consent is needed. Unknown is no. Pages, mail, files and JSON ask `AccessTable.decide`;
nothing else decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from stegvis.casework.party import Party, Role
from stegvis.foundation.words import gettext_noop


class Action(StrEnum):
    READ = "read"
    WRITE = "write"
    ANSWER = "answer"


class EmployerContact(StrEnum):
    """The patient's word on contact with one employer. A refusal blocks every channel to it."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


EMPLOYER_CONTACT_NAMES: dict[EmployerContact, str] = {
    EmployerContact.ALLOWED: gettext_noop("Contact allowed"),
    EmployerContact.REFUSED: gettext_noop("Contact refused"),
    EmployerContact.NOT_ASKED: gettext_noop("Not asked yet"),
}


@dataclass(frozen=True)
class Row:
    """`who` may do `action` with `section`; with `consent`, only while the patient agrees."""

    who: Party | Role
    section: str
    action: Action
    consent: bool = False


@dataclass(frozen=True)
class Never:
    """`who` never gets `section`, whatever anyone agrees to; `why` is shown."""

    who: Party | Role
    section: str
    why: str


@dataclass(frozen=True)
class Decision:
    """Yes or no, and for a no the reason in words."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)
NOT_SAID = Decision(False, gettext_noop("This is not for you to see."))
NOT_AGREED = Decision(False, gettext_noop("The person has not agreed to this."))
EMPLOYER_REFUSED = Decision(False, gettext_noop("The person does not want contact with this employer."))
EMPLOYER_NOT_ASKED = Decision(
    False, gettext_noop("The person has not been asked about contact with this employer.")
)


@dataclass(frozen=True)
class Standing:
    """How one viewer stands to one case today.

    `parties` are those the viewer speaks for in it, `roles` the viewer's roles in its service,
    `consents` the (party, section) pairs in effect; `broken_glass` is an emergency reading that was
    given a reason and has not run out: with it a practitioner reads as the clinic does.
    """

    parties: frozenset[Party] = frozenset()
    roles: frozenset[Role] = frozenset()
    consents: frozenset[tuple[Party, str]] = frozenset()
    employer_contact: EmployerContact = EmployerContact.NOT_ASKED
    broken_glass: bool = False


@dataclass(frozen=True)
class AccessTable:
    """The rows that all parts have declared, and the rule over them."""

    rows: frozenset[Row]
    nevers: tuple[Never, ...] = ()
    _consent: dict[tuple[Party | Role, str, Action], bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_consent", {(r.who, r.section, r.action): r.consent for r in self.rows})

    def decide(self, standing: Standing, section: str, action: Action = Action.READ) -> Decision:
        """Whether someone of this standing may; for a no, the most telling of the reasons."""
        refusal = NOT_SAID
        for who in sorted(standing.parties | standing.roles):
            decision = self._decide_for(who, standing, section, action)
            if decision:
                return decision
            if decision != NOT_SAID:
                refusal = decision
        emergency = standing.broken_glass and Role.PRACTITIONER in standing.roles
        if emergency and action is Action.READ and self._decide_for(Party.CLINIC, standing, section, action):
            return YES
        return refusal

    def _decide_for(self, who: Party | Role, standing: Standing, section: str, action: Action) -> Decision:
        for never in self.nevers:
            if (never.who, never.section) == (who, section):
                return Decision(False, never.why)
        if who is Party.EMPLOYER and standing.employer_contact is EmployerContact.REFUSED:
            return EMPLOYER_REFUSED
        if who is Party.EMPLOYER and standing.employer_contact is EmployerContact.NOT_ASKED:
            return EMPLOYER_NOT_ASKED
        consent = self._consent.get((who, section, action))
        if consent is None:
            return NOT_SAID
        if consent and (who, section) not in standing.consents:
            return NOT_AGREED
        return YES

    def consentable(self, party: Party) -> tuple[str, ...]:
        """The sections that `party` may read once the patient agrees, in alphabetical order."""
        return tuple(
            sorted(r.section for r in self.rows if r.who is party and r.consent and r.action is Action.READ)
        )

    def sections(self) -> tuple[str, ...]:
        return tuple(sorted({r.section for r in self.rows} | {n.section for n in self.nevers}))


def table(rows: Iterable[Row], nevers: Iterable[Never] = ()) -> AccessTable:
    """Collect the rows of several parts into one table."""
    return AccessTable(rows=frozenset(rows), nevers=tuple(nevers))
