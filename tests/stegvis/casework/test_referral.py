"""From the wish to work to a first contact: who waits how long, and which noes there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.referral import (
    DECLINE_REASON_NAMES,
    DOOR_NAMES,
    MODE_NAMES,
    REFERRAL_STATE_NAMES,
    Contact,
    DeclineReason,
    Door,
    Mode,
    ReferralState,
    check_accept,
    check_contact,
    check_decline,
    check_received,
    first_contact,
    waiting_days,
)
from stegvis.foundation.errors import Refusal

TODAY = date(2026, 3, 10)
RECEIVED = date(2026, 3, 2)
ONE_DAY = timedelta(days=1)

PHONE, MEETING, VIDEO = Mode.PHONE, Mode.MEETING, Mode.VIDEO


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return str(no.value)


def test_all_doors_of_the_field_are_open() -> None:
    """Holmes 2020 and Rødevand 2017 name them; a public page is the person's own."""
    assert {str(door) for door in Door} == {
        "job_centre",
        "gp",
        "pain_clinic",
        "physiotherapy",
        "rheumatology",
        "support_group",
        "employer",
        "self",
    }


def test_everything_has_a_name() -> None:
    assert DOOR_NAMES.keys() == set(Door)
    assert DECLINE_REASON_NAMES.keys() == set(DeclineReason)
    assert MODE_NAMES.keys() == set(Mode)
    assert REFERRAL_STATE_NAMES.keys() == set(ReferralState)


def test_neither_readiness_nor_a_diagnosis_is_a_reason_to_decline() -> None:
    told = " ".join(DECLINE_REASON_NAMES.values()).lower()
    for word in ("ready", "readiness", "diagnos", "symptom", "motivat", "health", "pain", "sick"):
        assert not re.search(rf"\b{word}", told)


# Waiting

contacts = st.lists(
    st.builds(
        Contact,
        on=st.integers(0, 8).map(lambda number: RECEIVED + timedelta(days=number)),
        mode=st.sampled_from(Mode),
        reached=st.booleans(),
    )
)


@given(contacts)
def test_waiting_ends_on_the_first_day_on_which_someone_spoke_with_the_person(made: list[Contact]) -> None:
    spoken = [contact.on for contact in made if contact.reached]
    assert first_contact(made) == (sorted(spoken)[0] if spoken else None)
    assert waiting_days(RECEIVED, made, TODAY) == ((sorted(spoken) or [TODAY])[0] - RECEIVED).days


@given(contacts)
def test_an_attempt_that_reached_nobody_does_not_shorten_the_waiting(made: list[Contact]) -> None:
    attempt = Contact(RECEIVED, PHONE, reached=False)
    assert waiting_days(RECEIVED, [*made, attempt], TODAY) == waiting_days(RECEIVED, made, TODAY)


def test_who_is_reached_on_the_day_of_referral_has_not_waited() -> None:
    assert waiting_days(RECEIVED, [Contact(RECEIVED, PHONE)], TODAY) == 0


# The days that can be


@pytest.mark.parametrize("received", [TODAY, TODAY - 5 * 366 * ONE_DAY])
def test_a_referral_may_come_today_or_have_come_up_to_five_years_ago(received: date) -> None:
    check_received(received, TODAY)


def test_a_referral_from_the_future_or_from_another_age_is_a_slip_of_the_pen() -> None:
    assert refused(lambda: check_received(TODAY + ONE_DAY, TODAY)) == (
        "2026-03-11 has not come yet. When did the referral arrive?"
    )
    assert refused(lambda: check_received(date(1926, 3, 2), TODAY)) == (
        "1926-03-02 is more than five years ago. Check the year."
    )
    assert refused(lambda: check_received(TODAY - (5 * 366 + 1) * ONE_DAY, TODAY))


def contact(
    on: date = TODAY, mode: Mode = PHONE, reached: bool = True, explained: date | None = None
) -> None:
    check_contact(
        Contact(on, mode, reached), received_on=RECEIVED, voluntary_explained_on=explained, today=TODAY
    )


@pytest.mark.parametrize("on", [RECEIVED, TODAY])
def test_a_contact_can_be_on_the_day_of_the_referral_and_today(on: date) -> None:
    contact(on)


def test_a_contact_cannot_be_tomorrow_or_before_the_referral() -> None:
    assert refused(lambda: contact(TODAY + ONE_DAY)) == (
        "2026-03-11 has not come yet. Log a contact when it has been."
    )
    assert refused(lambda: contact(RECEIVED - ONE_DAY)) == (
        "2026-03-01 is before the referral came in, on 2026-03-02."
    )


# Free choice comes before the first meeting


@pytest.mark.parametrize("mode", [MEETING, VIDEO])
@pytest.mark.parametrize("explained", [None, TODAY + ONE_DAY])
def test_nobody_meets_before_it_was_explained_that_taking_part_is_voluntary(
    mode: Mode, explained: date | None
) -> None:
    told = refused(lambda: contact(mode=mode, explained=explained))
    assert told == "First explain that taking part is voluntary, and record the day. Then meet."


@pytest.mark.parametrize("mode", [MEETING, VIDEO])
def test_it_can_be_explained_on_the_day_of_the_meeting(mode: Mode) -> None:
    contact(mode=mode, explained=TODAY)


@pytest.mark.parametrize("mode", sorted(set(Mode) - {MEETING, VIDEO}))
def test_other_contacts_need_no_such_word_before_them(mode: Mode) -> None:
    contact(mode=mode)


def test_a_meeting_to_which_the_person_did_not_come_was_none() -> None:
    contact(mode=MEETING, reached=False)


# Deciding


@pytest.mark.parametrize("reason", DeclineReason)
def test_a_referral_that_waits_can_be_declined_for_each_reason_of_the_list(reason: DeclineReason) -> None:
    check_decline(ReferralState.WAITING, reason)


def test_declining_needs_a_reason() -> None:
    assert refused(lambda: check_decline(ReferralState.WAITING, None)) == (
        "Choose a reason. Readiness and a diagnosis are never one."
    )


def test_accepting_needs_the_wish_to_work_and_nothing_else() -> None:
    check_accept(ReferralState.WAITING, wish="I want to work with my hands again.")
    assert refused(lambda: check_accept(ReferralState.WAITING, wish=" \n")) == (
        "Write the person's wish to work, in the person's own words."
    )


@pytest.mark.parametrize("state", [ReferralState.ACCEPTED, ReferralState.DECLINED])
def test_a_referral_is_decided_once(state: ReferralState) -> None:
    told = "This referral has been decided already."
    assert refused(lambda: check_decline(state, DeclineReason.WITHDREW)) == told
    assert refused(lambda: check_accept(state, wish="I want to work.")) == told
