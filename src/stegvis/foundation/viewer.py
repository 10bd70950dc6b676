"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """One person in one capacity, or nobody. Carries codes, never a name.

    `code` stands in the audit trail: `user:12`, `link:7`, `command:deliver`, `nobody`.
    `kind` is `staff`, `patient`, `link`, `command` or `nobody`.
    `roles` are a staff member's roles in `service`; `party` is what a patient or a link speaks as
    (a staff member's party comes from the team of each case); `case` is the one case of a link.
    """

    code: str
    kind: str
    person: int | None = None
    service: int | None = None
    roles: frozenset[str] = frozenset()
    party: str = ""
    case: str = ""


NOBODY = Viewer(code="nobody", kind="nobody")
