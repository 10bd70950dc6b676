"""The access table written out: who may do what with which section, as data and as a page.

Every cell is what `AccessTable.decide` says, so that the page cannot promise anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stegvis.casework.access import NOT_SAID, AccessTable, Action, Decision, EmployerContact, Standing
from stegvis.casework.party import PARTY_NAMES, ROLE_NAMES, Party, Role

WHO: tuple[Party | Role, ...] = (*Party, *Role)


class Grant(StrEnum):
    YES = "yes"
    CONSENT = "with consent"
    NEVER = "never"
    NO = "no"


@dataclass(frozen=True)
class Cell:
    """Whether `who` may do `action` with `section`; `why` tells the reason of a never."""

    who: Party | Role
    section: str
    action: Action
    grant: Grant
    why: str = ""


def matrix(table: AccessTable) -> tuple[Cell, ...]:
    """A cell for every party and role, section and action; the employer's while contact is allowed."""
    return tuple(
        _cell(table, who, section, action) for who in WHO for section in table.sections() for action in Action
    )


def _cell(table: AccessTable, who: Party | Role, section: str, action: Action) -> Cell:
    def decide(*consents: tuple[Party, str]) -> Decision:
        standing = Standing(
            parties=frozenset({who} if isinstance(who, Party) else ()),
            roles=frozenset({who} if isinstance(who, Role) else ()),
            consents=frozenset(consents),
            employer_contact=EmployerContact.ALLOWED,
        )
        return table.decide(standing, section, action)

    if decide():
        return Cell(who, section, action, Grant.YES)
    decision = decide((who, section)) if isinstance(who, Party) else decide()
    if decision:
        return Cell(who, section, action, Grant.CONSENT)
    if decision == NOT_SAID:
        return Cell(who, section, action, Grant.NO)
    return Cell(who, section, action, Grant.NEVER, decision.why)


def page(table: AccessTable, names: Mapping[str, str]) -> str:
    """The matrix in Markdown, to show to a lawyer. `names` are those of the sections, in their order."""
    cells = matrix(table)
    found = {(cell.who, cell.section, cell.action): cell for cell in cells}
    lines = [
        "# Who may see what",
        "",
        "A word with * holds only while the patient agrees, and the employer's column only while the patient",
        "allows contact with the employer. An empty cell is a no. **never** is a no that no agreement lifts.",
        "Whoever is not in this table sees nothing. A practitioner who opens a case in an emergency, with a",
        "reason that the patient can read, reads for a few hours what the clinic reads.",
        "",
        "| | " + " | ".join(map(_name, WHO)) + " |",
        "|---" * (len(WHO) + 1) + "|",
    ]
    for section in sorted(table.sections(), key=list(names).index):
        words = (_words([found[who, section, action] for action in Action]) for who in WHO)
        lines.append(f"| {names[section]} | " + " | ".join(words) + " |")
    lines += ["", "## What is never shown", ""]
    lines += [
        f"- {_name(cell.who)}, {names[cell.section]}: {cell.why}"
        for cell in cells
        if cell.grant is Grant.NEVER and cell.action is Action.READ
    ]
    return "\n".join(lines) + "\n"


def _name(who: Party | Role) -> str:
    return PARTY_NAMES[who] if isinstance(who, Party) else ROLE_NAMES[who]


VERBS = {Action.READ: "reads", Action.WRITE: "writes", Action.ANSWER: "answers"}


def _words(cells: list[Cell]) -> str:
    if cells[0].grant is Grant.NEVER:
        return "**never**"
    stars = {Grant.YES: "", Grant.CONSENT: "*"}
    return ", ".join(VERBS[cell.action] + stars[cell.grant] for cell in cells if cell.grant in stars)
