"""What the table of casework promises, row by row. A change of these is a change for real people."""

from __future__ import annotations

import pytest

from stegvis.casework.access import Action, EmployerContact, Row, Standing
from stegvis.casework.party import ANSWERING_PARTIES, OUTSIDE_PARTIES, Party, Role
from stegvis.casework.sections import (
    ANSWERS,
    ATTEMPTS,
    BENEFITS,
    CASE,
    CONSENTS,
    CONTACTS,
    EVERYTHING,
    GOAL,
    HANDOVERS,
    HEALTH,
    LETTERS,
    MEETINGS,
    NAME,
    NEW_REFERRALS,
    OUTCOMES,
    PERSON,
    REFERRAL,
    ROWS,
    SECTION_NAMES,
    SICK_LEAVE,
    STEPS,
    STEPS_HEALTH,
    TABLE,
    TASKS,
    TEAM,
    USUAL_CONSENTS,
    WHO_LOOKED,
    WISH,
    WORDS,
    WORK,
    WORKED,
)

ALL_CONSENTS = frozenset((party, section) for party in Party for section in TABLE.sections())


def may(who: Party | Role, section: str, action: Action = Action.READ, *, agreed: bool = False) -> bool:
    standing = Standing(
        parties=frozenset({who} if isinstance(who, Party) else ()),
        roles=frozenset({who} if isinstance(who, Role) else ()),
        consents=ALL_CONSENTS if agreed else frozenset(),
        employer_contact=EmployerContact.ALLOWED,
    )
    return bool(TABLE.decide(standing, section, action))


def test_every_section_has_a_name_that_a_person_can_read() -> None:
    assert SECTION_NAMES.keys() == set(TABLE.sections())
    assert len(set(SECTION_NAMES.values())) == len(SECTION_NAMES)


def test_no_row_is_said_twice() -> None:
    assert len({(row.who, row.section, row.action) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("section", EVERYTHING)
def test_the_patient_reads_all_of_her_own_case(section: str) -> None:
    assert may(Party.PATIENT, section)


def test_a_case_is_everything_but_new_referrals_and_what_many_are_counted_by() -> None:
    assert set(EVERYTHING) == set(TABLE.sections()) - {NEW_REFERRALS, BENEFITS, OUTCOMES}


def test_what_a_register_says_of_somebody_is_for_the_person_and_the_manager_alone() -> None:
    everyone = [*Party, *Role]
    assert {who for who in everyone if may(who, BENEFITS, agreed=True)} == {Party.PATIENT, Role.MANAGER}
    assert {who for who in everyone if may(who, BENEFITS, Action.WRITE, agreed=True)} == {Role.MANAGER}


@pytest.mark.parametrize("section", [HEALTH, STEPS_HEALTH, SICK_LEAVE, ATTEMPTS, WORDS, BENEFITS])
def test_an_employer_never_sees_health_nor_what_others_wrote_whatever_is_agreed(section: str) -> None:
    assert not may(Party.EMPLOYER, section, agreed=True)
    assert section not in TABLE.consentable(Party.EMPLOYER)


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_an_outside_party_sees_only_the_name_until_the_patient_agrees(party: Party) -> None:
    """And what was sent to it by name: each part of that asks for its own section besides."""
    sent_there = set() if party is Party.SUPPORTER else {HANDOVERS, LETTERS}
    assert {section for section in TABLE.sections() if may(party, section)} == {NAME} | sent_there


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_an_outside_party_writes_at_most_the_hours_and_never_reads_what_the_clinic_or_the_service_noted(
    party: Party,
) -> None:
    """The hours: an employer knows them, and says so beside the patient's own word."""
    writes = {section for section in TABLE.sections() if may(party, section, Action.WRITE, agreed=True)}
    assert writes == ({WORKED} if party is Party.EMPLOYER else set())
    for section in (HEALTH, CONTACTS, REFERRAL, WISH, PERSON, CONSENTS, WHO_LOOKED, NEW_REFERRALS, CASE):
        assert not may(party, section, agreed=True)


def test_the_clinics_notes_reach_the_specialist_only_by_consent() -> None:
    assert may(Party.CLINIC, HEALTH)
    assert not may(Party.SPECIALIST, HEALTH)
    assert may(Party.SPECIALIST, HEALTH, agreed=True)


@pytest.mark.parametrize("row", [row for row in ROWS if row.action is Action.ANSWER], ids=str)
def test_what_is_answered_is_answered_only_by_whom_reads_it(row: Row) -> None:
    assert row.section in {*STEPS, MEETINGS, HANDOVERS} or (row.who, row.section) == (Party.EMPLOYER, TASKS)
    assert row.who in ANSWERING_PARTIES or row.section == MEETINGS
    assert Row(row.who, row.section, Action.READ, row.consent) in ROWS


@pytest.mark.parametrize("party", ANSWERING_PARTIES)
def test_every_party_that_can_be_asked_can_answer_every_step_that_it_could_see(party: Party) -> None:
    for section in STEPS:
        assert may(party, section, Action.ANSWER, agreed=True) is may(party, section, agreed=True)


def test_a_supporter_reads_and_answers_only_whether_she_comes_to_a_meeting() -> None:
    assert may(Party.SUPPORTER, GOAL, agreed=True)
    assert may(Party.SUPPORTER, MEETINGS, Action.ANSWER, agreed=True)
    for section in set(TABLE.sections()) - {MEETINGS}:
        assert not may(Party.SUPPORTER, section, Action.ANSWER, agreed=True)


@pytest.mark.parametrize("section", WORK)
def test_what_was_worked_and_tried_is_the_patients_to_write_and_no_outsiders_to_read_unasked(
    section: str,
) -> None:
    assert may(Party.PATIENT, section, Action.WRITE)
    for party in OUTSIDE_PARTIES:
        assert not may(party, section)


def test_an_employer_says_of_hours_and_of_trials_what_it_knows_only_while_the_patient_agrees() -> None:
    assert not may(Party.EMPLOYER, WORKED, Action.WRITE)
    assert not may(Party.EMPLOYER, TASKS, Action.ANSWER)
    assert may(Party.EMPLOYER, WORKED, Action.WRITE, agreed=True)
    assert may(Party.EMPLOYER, TASKS, Action.ANSWER, agreed=True)
    assert not may(Party.EMPLOYER, TASKS, Action.WRITE, agreed=True)


def test_only_the_patient_and_the_coordinator_say_who_sees_what() -> None:
    assert {who for who in (*Party, *Role) if may(who, CONSENTS, Action.WRITE)} == {
        Party.PATIENT,
        Party.SPECIALIST,
    }


def test_the_clinic_alone_writes_notes_on_health() -> None:
    assert {who for who in (*Party, *Role) if may(who, HEALTH, Action.WRITE)} == {Party.CLINIC}


def test_a_researcher_sees_that_there_is_a_case_and_how_many_came_back() -> None:
    assert {section for section in TABLE.sections() if may(Role.RESEARCHER, section)} == {CASE, OUTCOMES}


def test_an_administrator_sees_nothing_of_a_case() -> None:
    assert not any(may(Role.ADMINISTRATOR, section, action) for section in EVERYTHING for action in Action)


def test_staff_outside_the_team_know_that_there_is_a_case_and_whose() -> None:
    assert {section for section in EVERYTHING if may(Role.PRACTITIONER, section)} == {CASE, NAME}


def test_a_manager_reads_no_notes_of_the_clinic_and_no_contacts() -> None:
    assert not may(Role.MANAGER, HEALTH)
    assert not may(Role.MANAGER, CONTACTS)


@pytest.mark.parametrize("party", USUAL_CONSENTS)
def test_what_is_usually_agreed_can_be_agreed(party: Party) -> None:
    assert set(USUAL_CONSENTS[party]) <= set(TABLE.consentable(party))


def test_everyone_who_can_be_let_see_something_has_a_usual_start() -> None:
    assert USUAL_CONSENTS.keys() == {party for party in Party if TABLE.consentable(party)}


def test_nobody_is_usually_let_read_more_of_health_than_the_answers_need() -> None:
    assert USUAL_CONSENTS[Party.SPECIALIST] == ()
    for party in (Party.EMPLOYER, Party.INSURER, Party.EMPLOYMENT_SERVICE):
        assert STEPS_HEALTH not in USUAL_CONSENTS[party]
        assert WORDS not in USUAL_CONSENTS[party]


def test_an_employer_is_not_usually_told_who_else_has_answered() -> None:
    assert ANSWERS not in USUAL_CONSENTS[Party.EMPLOYER]
    assert TEAM in USUAL_CONSENTS[Party.EMPLOYER]
