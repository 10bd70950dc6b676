"""The access table written out, and the command that prints it."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from stegvis.casework.access import Action, Never, Row, table
from stegvis.casework.commands import access
from stegvis.casework.matrix import WHO, Cell, Grant, matrix, page
from stegvis.casework.party import PARTY_NAMES, Party, Role
from stegvis.casework.sections import NEVERS, ROWS, SECTION_NAMES, TABLE

READ = Action.READ

SMALL = table(
    [
        Row(Party.PATIENT, "notes", READ),
        Row(Party.GP, "notes", READ, consent=True),
        Row(Party.EMPLOYER, "notes", READ),
        Row(Party.EMPLOYER, "hours", READ, consent=True),
        Row(Role.MANAGER, "hours", Action.WRITE),
    ],
    [Never(Party.EMPLOYER, "notes", "Never, for an employer.")],
)


def cell(who: Party | Role, section: str, action: Action = READ) -> Cell:
    [found] = [c for c in matrix(SMALL) if (c.who, c.section, c.action) == (who, section, action)]
    return found


def test_there_is_one_cell_for_everyone_and_everything() -> None:
    cells = matrix(TABLE)
    assert len(cells) == len(WHO) * len(TABLE.sections()) * len(Action)
    assert len({(c.who, c.section, c.action) for c in cells}) == len(cells)


def test_a_cell_tells_yes_with_consent_never_or_no() -> None:
    assert cell(Party.PATIENT, "notes").grant is Grant.YES
    assert cell(Party.GP, "notes").grant is Grant.CONSENT
    assert cell(Party.GP, "hours").grant is Grant.NO
    assert cell(Party.EMPLOYER, "hours").grant is Grant.CONSENT
    assert cell(Role.MANAGER, "hours").grant is Grant.NO
    assert cell(Role.MANAGER, "hours", Action.WRITE).grant is Grant.YES


def test_a_never_stands_above_a_row_and_tells_why() -> None:
    assert cell(Party.EMPLOYER, "notes") == Cell(
        Party.EMPLOYER, "notes", READ, Grant.NEVER, "Never, for an employer."
    )


def test_the_cells_of_the_real_table_are_its_rows_and_nevers() -> None:
    """Worked out from the rows alone, without asking the rule."""
    never = {(n.who, n.section): n.why for n in NEVERS}
    consent = {(row.who, row.section, row.action): row.consent for row in ROWS}
    for one in matrix(TABLE):
        if (one.who, one.section) in never:
            expected = Grant.NEVER
        elif (one.who, one.section, one.action) in consent:
            needed = consent[one.who, one.section, one.action]
            expected = Grant.CONSENT if needed else Grant.YES
        else:
            expected = Grant.NO
        assert one.grant is expected
        assert one.why == never.get((one.who, one.section), "")


def rows_of_page() -> dict[str, list[str]]:
    text = page(TABLE, SECTION_NAMES)
    lines = [re.split(r" *\| *", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    return {cells[0]: cells[1:] for cells in lines}


def test_the_page_has_a_row_for_every_section_and_a_column_for_everyone() -> None:
    rows = rows_of_page()
    assert set(SECTION_NAMES.values()) < rows.keys()
    assert {len(cells) for cells in rows.values()} == {len(WHO)}


def test_the_page_says_in_a_word_what_each_may() -> None:
    rows = rows_of_page()
    who = rows[""]
    work = dict(zip(who, rows["Steps about work"], strict=True))
    assert work["Patient"] == "reads, writes, answers"
    assert work["Employer"] == "reads*, answers*"
    assert work["Researcher"] == ""
    assert dict(zip(who, rows["Steps about health"], strict=True))["Employer"] == "**never**"


def test_the_page_lists_every_never_with_its_reason() -> None:
    text = page(TABLE, SECTION_NAMES)
    for never in NEVERS:
        if isinstance(never.who, Party):
            assert f"- {PARTY_NAMES[never.who]}, {SECTION_NAMES[never.section]}: {never.why}\n" in text


def run(*arguments: str) -> list[list[str]]:
    done = CliRunner().invoke(access, arguments)
    assert done.exit_code == 0
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_the_command_prints_all_that_is_not_a_plain_no() -> None:
    head, *lines = run()
    assert head == ["who", "section", "action", "answer", "why"]
    said = [c for c in matrix(TABLE) if c.grant is not Grant.NO]
    assert [tuple(line[:4]) for line in lines] == [(c.who, c.section, c.action, c.grant) for c in said]


def test_the_command_prints_one_party_or_role() -> None:
    _, *lines = run("employer")
    assert {line[0] for line in lines} == {"employer"}
    assert ["employer", "plan.goal", "read", "with consent"] in lines
    assert ["employer", "health", "read", "never", "An employer never sees anything about health."] in lines


@pytest.mark.parametrize("who", ["boss", ""])
def test_the_command_knows_only_parties_and_roles(who: str) -> None:
    done = CliRunner().invoke(access, [who])
    assert (done.exit_code, done.stdout) == (2, "")
