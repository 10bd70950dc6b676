"""Parties and roles, and which of them come from where."""

from __future__ import annotations

from stegvis.casework.party import (
    ANSWERING_PARTIES,
    AUTHORITIES,
    OUTSIDE_PARTIES,
    PARTY_NAMES,
    ROLE_NAMES,
    STAFF_PARTIES,
    Party,
    Role,
)


def test_every_party_and_role_has_a_name_of_its_own() -> None:
    assert PARTY_NAMES.keys() == set(Party)
    assert ROLE_NAMES.keys() == set(Role)
    assert len({*PARTY_NAMES.values(), *ROLE_NAMES.values()}) == len(Party) + len(Role)


def test_no_party_is_called_as_a_role_is() -> None:
    assert {str(party) for party in Party}.isdisjoint(str(role) for role in Role)


def test_the_patient_the_staff_and_the_outside_are_all_there_are() -> None:
    assert {Party.PATIENT, *STAFF_PARTIES, *OUTSIDE_PARTIES} == set(Party)
    assert STAFF_PARTIES.isdisjoint(OUTSIDE_PARTIES)
    assert Party.PATIENT not in STAFF_PARTIES | OUTSIDE_PARTIES


def test_everyone_but_the_supporter_is_asked() -> None:
    assert set(Party) - set(ANSWERING_PARTIES) == {Party.SUPPORTER}


def test_authorities_come_from_outside() -> None:
    assert AUTHORITIES < OUTSIDE_PARTIES
