"""Which roles may do what with persons, organisations and services. Names only ever reach these."""

from __future__ import annotations

from collections.abc import Collection

from stegvis.casework.party import Role
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis.foundation.words import gettext_noop

PEOPLE = frozenset({Role.PRACTITIONER, Role.MANAGER, Role.ADMINISTRATOR})
"""Who sees and writes persons and organisations. Researchers see no names."""

SERVICE = frozenset({Role.ADMINISTRATOR})
"""Who changes the service, its staff and their roles."""

CASES = frozenset({Role.PRACTITIONER, Role.MANAGER})
"""Who may make links into a case."""


def must_be(by: Viewer, roles: Collection[Role]) -> int:
    """The service of `by`, who must be staff there with one of `roles`; Refusal if not.

    Pages have doors; actions and queries ask again.
    """
    if by.kind != "staff" or by.service is None or not by.roles & {role.value for role in roles}:
        raise Refusal(gettext_noop("Your role does not allow this."))
    return by.service
