"""The parties of a case, and the roles of a service's staff."""

from __future__ import annotations

from enum import StrEnum

from stegvis.foundation.words import gettext_noop


class Party(StrEnum):
    """Whom a person speaks for in a case."""

    PATIENT = "patient"
    CLINIC = "clinic"
    SPECIALIST = "specialist"
    EMPLOYER = "employer"
    INSURER = "insurer"
    EMPLOYMENT_SERVICE = "employment_service"
    GP = "gp"
    SUPPORTER = "supporter"


PARTY_NAMES: dict[Party, str] = {
    Party.PATIENT: gettext_noop("Patient"),
    Party.CLINIC: gettext_noop("Clinic"),
    Party.SPECIALIST: gettext_noop("Employment specialist or coordinator"),
    Party.EMPLOYER: gettext_noop("Employer"),
    Party.INSURER: gettext_noop("Social insurance"),
    Party.EMPLOYMENT_SERVICE: gettext_noop("Public employment service"),
    Party.GP: gettext_noop("GP"),
    Party.SUPPORTER: gettext_noop("Supporter"),
}

STAFF_PARTIES = frozenset({Party.CLINIC, Party.SPECIALIST})
"""Parties whose people work in the service and sign in as staff."""

OUTSIDE_PARTIES = frozenset(Party) - STAFF_PARTIES - {Party.PATIENT}
"""Parties that come by a mailed link and a code; nothing reaches them before a release."""

AUTHORITIES = frozenset({Party.INSURER, Party.EMPLOYMENT_SERVICE})
"""Parties that act under a rule and name it when they object."""

ANSWERING_PARTIES = tuple(party for party in Party if party is not Party.SUPPORTER)
"""Parties whose answer the plan asks for. A supporter reads, and answers nothing."""


class Role(StrEnum):
    """What a member of staff does in a service."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: dict[Role, str] = {
    Role.PRACTITIONER: gettext_noop("Practitioner"),
    Role.MANAGER: gettext_noop("Service manager"),
    Role.RESEARCHER: gettext_noop("Researcher"),
    Role.ADMINISTRATOR: gettext_noop("Administrator"),
}
