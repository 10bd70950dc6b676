"""Writing a plan, sending it out, taking it back: every no, and the days at the edge of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.lifecycle import PLAN_STATE_NAMES, PlanState
from stegvis.casework.party import ANSWERING_PARTIES, Party
from stegvis.casework.plan import (
    ANSWER_DAYS,
    DOMAIN_NAMES,
    LONGEST_WORDS,
    PROGRESS_NAMES,
    SECTION_OF,
    USUAL_ANSWER_DAYS,
    Domain,
    Plan,
    Progress,
    Step,
    check_edit,
    check_length,
    check_new_employer,
    check_release,
    check_step,
    check_withdraw,
    unseen_by_owner,
)
from stegvis.casework.sections import STEPS, STEPS_HEALTH, STEPS_WORK
from stegvis.foundation.errors import Refusal
from tests.stegvis.casework.build import TODAY, draft, plan, step, withdrawn


def days(number: int) -> timedelta:
    return timedelta(days=number)


def everyone_sees(party: Party, section: str) -> bool:
    return True


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return str(no.value)


# A step


def check(**changes: Any) -> None:
    values: dict[str, Any] = {
        "what": "Try the desk",
        "owner": Party.EMPLOYER,
        "domain": Domain.WORK_MODIFICATION,
        "due": TODAY,
        "today": TODAY,
    }
    check_step(**{**values, **changes})


@pytest.mark.parametrize("owner", ANSWERING_PARTIES)
@pytest.mark.parametrize("domain", Domain)
def test_everyone_who_answers_can_own_any_step_but_an_employer_one_about_health(
    owner: Party, domain: Domain
) -> None:
    if (owner, domain) == (Party.EMPLOYER, Domain.HEALTH):
        told = refused(lambda: check(owner=owner, domain=domain))
        assert told.startswith("An employer never sees steps about health")
    else:
        check(owner=owner, domain=domain)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"what": " \n"}, "Write what is to be done."),
        ({"owner": None}, "Say who does this step. Every step has one owner."),
        ({"due": None}, "Say by which day."),
        (
            {"owner": Party.SUPPORTER},
            "A supporter reads the plan and owes no step in it. Choose someone else.",
        ),
        ({"what": "å" * (LONGEST_WORDS + 1)}, "Write at most 4000 characters. This has 4001."),
    ],
)
def test_a_step_that_nobody_could_carry_out_is_refused(changes: dict[str, Any], told: str) -> None:
    assert refused(lambda: check(**changes)) == told


def test_a_step_may_have_been_due_a_year_ago_or_be_five_years_ahead() -> None:
    check(due=TODAY - days(366))
    check(due=TODAY + days(5 * 366))


@pytest.mark.parametrize("due", [TODAY - days(367), TODAY + days(5 * 366 + 1)])
def test_a_day_beyond_that_is_refused_and_told_with_the_days_there_are(due: date) -> None:
    assert refused(lambda: check(due=due)) == (
        f"{due} is too far from today. Choose a day between 2025-03-09 and 2031-03-14."
    )


def test_a_text_may_be_as_long_as_two_pages_and_no_longer() -> None:
    check_length("", "x" * LONGEST_WORDS)
    assert refused(lambda: check_length("short", "😀" * (LONGEST_WORDS + 1))).endswith("This has 4001.")


def test_a_step_is_late_on_the_day_after_its_day_unless_it_is_done() -> None:
    due_today = step("a", due=TODAY)
    assert not due_today.is_late(TODAY)
    assert due_today.is_late(TODAY + days(1))
    assert replace(due_today, progress=Progress.STARTED).is_late(TODAY + days(1))
    assert not replace(due_today, progress=Progress.DONE).is_late(TODAY + days(1))


def test_a_step_lies_in_the_section_of_its_domain() -> None:
    assert [step("a", domain=domain).section for domain in Domain] == [SECTION_OF[d] for d in Domain]
    assert set(SECTION_OF.values()) == set(STEPS)
    assert step("a", domain=Domain.HEALTH).section == STEPS_HEALTH


def test_a_plan_finds_its_steps_by_their_line() -> None:
    a, b = step("a"), step("b")
    assert plan(a, b).step("b") is b
    with pytest.raises(KeyError):
        plan(a).step("b")


@pytest.mark.parametrize(
    ("one", "is_draft", "is_out"),
    [(draft(), True, False), (plan(), False, True), (withdrawn(), False, False)],
)
def test_a_plan_is_a_draft_or_out_or_neither(one: Plan, is_draft: bool, is_out: bool) -> None:
    assert (one.is_draft, one.is_out) == (is_draft, is_out)


def test_all_words_for_states_are_there() -> None:
    assert DOMAIN_NAMES.keys() == set(Domain)
    assert PROGRESS_NAMES.keys() == set(Progress)
    assert PLAN_STATE_NAMES.keys() == set(PlanState)


# Sending it out

MINE = step("a", Party.PATIENT, number=1)
THEIRS = step("b", Party.EMPLOYER, number=2)
TEAM = {(one.owner, one.person) for one in (MINE, THEIRS)}


def release(*steps: Step, **changes: Any) -> None:
    values: dict[str, Any] = {
        "answer_by": TODAY + days(USUAL_ANSWER_DAYS),
        "today": TODAY,
        "team": TEAM,
        "sees": everyone_sees,
    }
    of = changes.pop("of", draft(*(steps or (MINE, THEIRS))))
    check_release(of, **{**values, **changes})


def test_a_plan_with_a_goal_owners_and_a_day_to_answer_can_be_sent() -> None:
    release()


def test_a_job_seekers_plan_without_any_employer_can_be_sent() -> None:
    release(MINE, team={(MINE.owner, MINE.person)})


@pytest.mark.parametrize("sent", [plan(MINE), withdrawn(MINE)])
def test_a_plan_is_sent_once(sent: Plan) -> None:
    assert refused(lambda: release(of=sent)) == "This version has been sent already."


def test_a_plan_without_a_goal_is_not_sent() -> None:
    told = refused(lambda: release(of=draft(MINE, goal=" ")))
    assert told == "The plan has no goal yet. Write it in your own words."


def test_a_plan_without_a_step_is_not_sent() -> None:
    assert refused(lambda: release(of=draft())) == "The plan has no step yet. Add at least one."


@pytest.mark.parametrize(
    "team",
    [
        pytest.param({(MINE.owner, MINE.person)}, id="nobody speaks for that party, as for a job seeker"),
        pytest.param(
            {(MINE.owner, MINE.person), (Party.EMPLOYER, "the one before")}, id="another person now"
        ),
        pytest.param({(MINE.owner, MINE.person), (Party.GP, THEIRS.person)}, id="for another party now"),
    ],
)
def test_a_step_whose_owner_has_left_the_team_is_not_sent(team: set[tuple[Party, str]]) -> None:
    told = refused(lambda: release(team=team))
    assert told == "Step 2 has an owner who is not on the team. Choose someone who is."


def test_a_step_that_its_owner_may_not_see_is_not_sent() -> None:
    def sees(party: Party, section: str) -> bool:
        return party is not Party.EMPLOYER

    told = refused(lambda: release(sees=sees))
    assert told == (
        "The owner of step 2 may not see it. Agree that the owner sees it, or choose another owner."
    )


def test_nobody_needs_to_see_a_step_of_someone_else() -> None:
    health = step("h", domain=Domain.HEALTH, number=3)
    release(
        MINE, THEIRS, health, sees=lambda party, section: (party, section) != (Party.EMPLOYER, STEPS_HEALTH)
    )


def test_a_step_whose_day_is_over_is_not_sent_unless_it_is_done() -> None:
    over = replace(MINE, due=TODAY - days(1))
    assert refused(lambda: release(over)) == "The day of step 1, 2026-03-09, is over. Choose a new day."
    release(replace(over, progress=Progress.DONE))
    release(replace(over, due=TODAY))


@pytest.mark.parametrize("after", [ANSWER_DAYS.start, ANSWER_DAYS.stop - 1])
def test_the_first_and_the_last_possible_day_to_answer_are_possible(after: int) -> None:
    release(answer_by=TODAY + days(after))


@pytest.mark.parametrize(
    "answer_by", [None, TODAY - days(5), TODAY, TODAY + days(1), TODAY + days(61), TODAY + days(4000)]
)
def test_any_other_day_to_answer_is_refused_with_the_days_there_are(answer_by: date | None) -> None:
    assert refused(lambda: release(answer_by=answer_by)) == (
        "Choose a last day to answer between 2026-03-12 and 2026-05-09."
    )


def test_the_usual_time_to_answer_is_possible() -> None:
    assert USUAL_ANSWER_DAYS in ANSWER_DAYS


@given(st.sets(st.tuples(st.sampled_from(Party), st.sampled_from(STEPS))))
def test_the_steps_unseen_by_their_owners_are_just_those(pairs: set[tuple[Party, str]]) -> None:
    health = step("h", Party.GP, Domain.HEALTH)
    hidden = unseen_by_owner(plan(MINE, THEIRS, health), lambda party, section: (party, section) in pairs)
    assert (MINE in hidden) is ((Party.PATIENT, STEPS_WORK) not in pairs)
    assert (THEIRS in hidden) is ((Party.EMPLOYER, STEPS_WORK) not in pairs)
    assert (health in hidden) is ((Party.GP, STEPS_HEALTH) not in pairs)


# Changing it, taking it back


def test_a_draft_can_be_changed() -> None:
    check_edit(draft(MINE))


@pytest.mark.parametrize("sent", [plan(MINE, version=3), withdrawn(MINE, version=3)])
def test_a_version_that_has_been_sent_stays_as_it_is(sent: Plan) -> None:
    assert refused(lambda: check_edit(sent)) == (
        "Version 3 has been sent, so it stays as it is. A change needs a new version."
    )


def withdraw(
    of: Plan | None = None,
    by: Party = Party.PATIENT,
    *,
    in_force: bool = False,
    reason: str = "We begin anew.",
) -> None:
    check_withdraw(of or plan(MINE), by=by, any_in_force=in_force, reason=reason)


def test_the_patient_can_take_a_plan_back_even_when_it_is_in_force() -> None:
    withdraw(in_force=True)


def test_the_coordinator_can_take_a_plan_back_while_nothing_of_it_is_in_force() -> None:
    withdraw(by=Party.SPECIALIST)
    assert refused(lambda: withdraw(by=Party.SPECIALIST, in_force=True)) == (
        "Steps of this plan are in force. Only the person whose plan it is can withdraw it."
    )


@pytest.mark.parametrize("by", sorted(set(Party) - {Party.PATIENT, Party.SPECIALIST}))
@pytest.mark.parametrize("in_force", [True, False])
def test_nobody_else_tears_a_plan_up(by: Party, in_force: bool) -> None:
    assert refused(lambda: withdraw(by=by, in_force=in_force)) == (
        "Only the person whose plan it is or the coordinator can withdraw it."
    )


@pytest.mark.parametrize(
    ("of", "reason", "told"),
    [
        (withdrawn(MINE), "why", "This version has been withdrawn already."),
        (draft(MINE), "why", "This version has not been sent yet, so there is nothing to withdraw."),
        (plan(MINE), " ", "Write why you withdraw the plan, so that the others understand."),
        (plan(MINE), "x" * 4001, "Write at most 4000 characters. This has 4001."),
    ],
)
def test_a_plan_is_taken_back_once_and_with_a_reason(of: Plan, reason: str, told: str) -> None:
    assert refused(lambda: withdraw(of, reason=reason)) == told


@pytest.mark.parametrize("newest", [None, draft(THEIRS), withdrawn(THEIRS), plan(MINE)])
def test_another_employer_can_come_while_none_is_asked_for_anything(newest: Plan | None) -> None:
    check_new_employer(newest)


def test_another_employer_does_not_inherit_what_the_earlier_one_was_asked() -> None:
    assert refused(lambda: check_new_employer(plan(MINE, THEIRS))) == (
        "Steps of the plan are for the employer that it was sent to. "
        "Withdraw the plan first. Then change the employer."
    )
