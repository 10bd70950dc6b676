"""The one rule on who may do what with which section of a case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stegvis.casework.access import (
    EMPLOYER_CONTACT_NAMES,
    EMPLOYER_NOT_ASKED,
    EMPLOYER_REFUSED,
    NOT_AGREED,
    NOT_SAID,
    AccessTable,
    Action,
    EmployerContact,
    Never,
    Row,
    Standing,
    table,
)
from stegvis.casework.party import Party, Role
from stegvis.casework.sections import TABLE

NOTES, HOURS = "notes", "hours"

SMALL = table(
    [
        Row(Party.PATIENT, NOTES, Action.READ),
        Row(Party.PATIENT, NOTES, Action.WRITE),
        Row(Party.CLINIC, NOTES, Action.READ),
        Row(Party.GP, NOTES, Action.READ, consent=True),
        Row(Party.GP, NOTES, Action.ANSWER, consent=True),
        Row(Party.EMPLOYER, HOURS, Action.READ, consent=True),
        Row(Role.MANAGER, HOURS, Action.READ),
    ],
    [Never(Party.EMPLOYER, NOTES, "Never, for an employer.")],
)


def stands(
    *who: Party | Role,
    agreed: frozenset[tuple[Party, str]] = frozenset(),
    contact: EmployerContact = EmployerContact.ALLOWED,
    broken_glass: bool = False,
) -> Standing:
    return Standing(
        parties=frozenset(one for one in who if isinstance(one, Party)),
        roles=frozenset(one for one in who if isinstance(one, Role)),
        consents=agreed,
        employer_contact=contact,
        broken_glass=broken_glass,
    )


def agreed(*pairs: tuple[Party, str]) -> frozenset[tuple[Party, str]]:
    return frozenset(pairs)


def test_what_the_table_says_is_allowed_and_gives_no_reason() -> None:
    decision = SMALL.decide(stands(Party.PATIENT), NOTES)
    assert decision
    assert decision.why == ""


def test_one_action_does_not_bring_another() -> None:
    assert SMALL.decide(stands(Party.PATIENT), NOTES, Action.WRITE)
    assert SMALL.decide(stands(Party.CLINIC), NOTES, Action.WRITE) == NOT_SAID
    assert SMALL.decide(stands(Party.PATIENT), NOTES, Action.ANSWER) == NOT_SAID


@given(st.sampled_from([*Party, *Role]), st.text(), st.sampled_from(Action))
def test_a_section_that_no_one_has_declared_is_a_no_for_everyone(
    who: Party | Role, section: str, action: Action
) -> None:
    assume(section not in TABLE.sections())
    everything = frozenset((party, section) for party in Party)
    assert not TABLE.decide(stands(who, agreed=everything, broken_glass=True), section, action)


@pytest.mark.parametrize("section", TABLE.sections())
def test_whoever_has_no_standing_sees_nothing(section: str) -> None:
    assert TABLE.decide(Standing(), section) == NOT_SAID
    assert TABLE.decide(Standing(broken_glass=True), section) == NOT_SAID


def test_consent_opens_and_its_withdrawal_closes() -> None:
    with_consent = stands(Party.GP, agreed=agreed((Party.GP, NOTES)))
    assert SMALL.decide(with_consent, NOTES)
    assert SMALL.decide(replace(with_consent, consents=frozenset()), NOTES) == NOT_AGREED


def test_consent_for_one_party_or_section_is_none_for_another() -> None:
    assert SMALL.decide(stands(Party.GP, agreed=agreed((Party.INSURER, NOTES))), NOTES) == NOT_AGREED
    assert SMALL.decide(stands(Party.GP, agreed=agreed((Party.GP, HOURS))), NOTES) == NOT_AGREED


def test_consent_gives_nothing_that_the_table_does_not_offer() -> None:
    assert SMALL.decide(stands(Party.GP, agreed=agreed((Party.GP, HOURS))), HOURS) == NOT_SAID


def test_never_beats_consent_and_tells_why() -> None:
    decision = SMALL.decide(stands(Party.EMPLOYER, agreed=agreed((Party.EMPLOYER, NOTES))), NOTES)
    assert not decision
    assert decision.why == "Never, for an employer."


def test_never_beats_a_row_that_says_yes() -> None:
    careless = table([Row(Party.EMPLOYER, NOTES, Action.READ)], SMALL.nevers)
    assert not careless.decide(stands(Party.EMPLOYER), NOTES)


@pytest.mark.parametrize(
    ("contact", "answer"),
    [(EmployerContact.REFUSED, EMPLOYER_REFUSED), (EmployerContact.NOT_ASKED, EMPLOYER_NOT_ASKED)],
)
def test_no_contact_with_the_employer_is_a_no_to_everything_for_the_employer(
    contact: EmployerContact, answer: object
) -> None:
    everything = frozenset((Party.EMPLOYER, section) for section in TABLE.sections())
    employer = stands(Party.EMPLOYER, agreed=everything, contact=contact)
    nevers = {never.section for never in TABLE.nevers if never.who is Party.EMPLOYER}
    for section in TABLE.sections():
        for action in Action:
            decision = TABLE.decide(employer, section, action)
            assert not decision
            assert decision == answer or section in nevers


@given(st.sampled_from(EmployerContact), st.sampled_from(TABLE.sections()), st.sampled_from(Action))
def test_contact_with_the_employer_changes_nothing_for_anyone_else(
    contact: EmployerContact, section: str, action: Action
) -> None:
    for who in {*Party, *Role} - {Party.EMPLOYER}:
        assert TABLE.decide(stands(who, contact=contact), section, action) == TABLE.decide(
            stands(who), section, action
        )


consents = st.frozensets(st.tuples(st.sampled_from(Party), st.sampled_from(TABLE.sections())))
standings = st.builds(
    Standing,
    parties=st.frozensets(st.sampled_from(Party)),
    roles=st.frozensets(st.sampled_from(Role)),
    consents=consents,
    employer_contact=st.sampled_from(EmployerContact),
    broken_glass=st.booleans(),
)
sections = st.sampled_from(TABLE.sections())
actions = st.sampled_from(Action)


@given(standings, consents, sections, actions)
def test_more_consents_never_take_anything_away(
    standing: Standing, more: frozenset[tuple[Party, str]], section: str, action: Action
) -> None:
    if TABLE.decide(standing, section, action):
        assert TABLE.decide(replace(standing, consents=standing.consents | more), section, action)


@given(standings, sections, actions)
def test_who_stands_in_several_ways_may_what_any_of_them_may(
    standing: Standing, section: str, action: Action
) -> None:
    standing = replace(standing, broken_glass=False)
    each = [
        *(replace(standing, parties=frozenset({party}), roles=frozenset()) for party in standing.parties),
        *(replace(standing, parties=frozenset(), roles=frozenset({role})) for role in standing.roles),
    ]
    allowed = any(TABLE.decide(one, section, action) for one in each)
    assert bool(TABLE.decide(standing, section, action)) is allowed


def test_of_several_reasons_the_telling_one_is_given() -> None:
    assert SMALL.decide(stands(Party.GP, Role.RESEARCHER), NOTES) == NOT_AGREED


def test_broken_glass_lets_a_practitioner_read_as_the_clinic_and_do_nothing_else() -> None:
    emergency = stands(Role.PRACTITIONER, broken_glass=True)
    for section in TABLE.sections():
        if TABLE.decide(stands(Party.CLINIC), section):
            assert TABLE.decide(emergency, section)
        for action in (Action.WRITE, Action.ANSWER):
            assert TABLE.decide(emergency, section, action) == TABLE.decide(
                stands(Role.PRACTITIONER), section, action
            )


@given(standings, sections, actions)
def test_broken_glass_is_of_no_use_to_anyone_but_a_practitioner(
    standing: Standing, section: str, action: Action
) -> None:
    standing = replace(standing, roles=standing.roles - {Role.PRACTITIONER}, broken_glass=True)
    without = replace(standing, broken_glass=False)
    assert TABLE.decide(standing, section, action) == TABLE.decide(without, section, action)


@given(standings, sections, actions)
def test_every_no_has_its_reason_and_no_yes_has_one(standing: Standing, section: str, action: Action) -> None:
    decision = TABLE.decide(standing, section, action)
    assert bool(decision.why) is not decision.allowed


def test_the_order_of_the_rows_does_not_matter() -> None:
    assert table(reversed(list(SMALL.rows)), SMALL.nevers) == SMALL


def test_the_sections_a_party_can_be_let_see_are_those_it_reads_by_consent() -> None:
    assert SMALL.consentable(Party.GP) == (NOTES,)
    assert SMALL.consentable(Party.PATIENT) == ()


def test_the_sections_of_a_table_are_those_it_speaks_of_in_any_way() -> None:
    assert SMALL.sections() == (HOURS, NOTES)
    assert AccessTable(frozenset(), (Never(Party.GP, "x", "why"),)).sections() == ("x",)


def test_each_word_on_contact_has_a_name() -> None:
    assert EMPLOYER_CONTACT_NAMES.keys() == set(EmployerContact)
