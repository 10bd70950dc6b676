"""Writing a plan, sending it out, letting it rest: every no, and the days at the edge of it."""

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
    REST_DAYS,
    REVIEW_DAYS,
    SECTION_OF,
    USUAL_ANSWER_DAYS,
    USUAL_REVIEW_DAYS,
    Domain,
    Plan,
    Progress,
    Step,
    check_edit,
    check_length,
    check_new_employer,
    check_pause,
    check_reason,
    check_release,
    check_review,
    check_step,
    same_wording,
    unseen_by_owner,
)
from stegvis.casework.sections import STEPS, STEPS_HEALTH, STEPS_WORK
from stegvis.foundation.errors import Refusal
from tests.stegvis.casework.build import TODAY, closed, draft, plan, step, withdrawn


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
    [
        (draft(), True, False),
        (plan(), False, True),
        (withdrawn(), False, False),
        (closed(), False, False),
    ],
)
def test_a_plan_is_a_draft_or_out_or_neither(one: Plan, is_draft: bool, is_out: bool) -> None:
    assert (one.is_draft, one.is_out) == (is_draft, is_out)


def test_what_a_version_asks_anew_is_what_it_words_for_the_first_time() -> None:
    old, new, out = step("a", since=1), step("b", since=3), step("c", since=3, ends=True)
    assert plan(old, new, out, version=3).asked_anew == (new, out)
    assert plan(old, version=1).asked_anew == (old,)


@pytest.mark.parametrize(
    "other",
    [
        {"what": "do a, but slowly"},
        {"owner": Party.GP},
        {"person": "someone else"},
        {"due": TODAY + timedelta(days=31)},
        {"domain": Domain.HEALTH},
        {"ends": True},
        {"hours": {"weeks": [1]}},
    ],
)
def test_a_step_is_another_wording_when_anything_that_was_agreed_differs(other: dict[str, Any]) -> None:
    assert not same_wording(step("a"), replace(step("a"), **other))


@pytest.mark.parametrize(
    "other",
    [{"number": 7}, {"progress": Progress.DONE}, {"because": "It was asked for."}, {"since": 4}],
)
def test_number_progress_and_reason_make_no_other_wording(other: dict[str, Any]) -> None:
    assert same_wording(step("a"), replace(step("a"), **other))


def test_all_words_for_states_are_there() -> None:
    assert DOMAIN_NAMES.keys() == set(Domain)
    assert PROGRESS_NAMES.keys() == set(Progress)
    assert PLAN_STATE_NAMES.keys() == set(PlanState)


# Sending it out

MINE = step("a", Party.PATIENT, number=1)
THEIRS = step("b", Party.EMPLOYER, number=2)
MINE_ANEW = replace(MINE, what="do a, but slowly", since=2)
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


@pytest.mark.parametrize("sent", [plan(MINE), withdrawn(MINE), closed(MINE)])
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


def test_what_was_asked_before_hinders_no_newer_version() -> None:
    """Its owner has left, may not see it any more, its day is over: nobody is asked for it again."""
    before = plan(replace(THEIRS, due=TODAY - days(1)))
    kept = before.steps[0]

    def sees(party: Party, section: str) -> bool:
        return party is not Party.EMPLOYER

    of = draft(MINE_ANEW, kept, version=2)
    release(of=of, before=before, team={(MINE.owner, MINE.person)}, sees=sees)


def test_a_version_that_changes_nothing_is_not_sent() -> None:
    before = plan(MINE, THEIRS)
    same = draft(MINE, THEIRS, version=2)
    assert refused(lambda: release(of=same, before=before)) == (
        "Nothing is changed yet. Change a step, add one, or ask to take one out."
    )
    release(of=replace(same, goal="Something else"), before=before)
    release(of=draft(MINE_ANEW, THEIRS, version=2), before=before)


def test_after_a_plan_that_was_taken_back_the_same_can_be_sent_again() -> None:
    release(of=draft(replace(MINE, since=2), version=2), before=None)


def test_a_step_whose_day_is_over_can_be_asked_to_be_taken_out() -> None:
    release(replace(MINE, due=TODAY - days(1), ends=True))


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


@pytest.mark.parametrize("after", [REVIEW_DAYS.start, USUAL_REVIEW_DAYS, REVIEW_DAYS.stop - 1])
def test_a_plan_is_looked_at_again_after_a_week_at_the_soonest_and_a_year_at_the_latest(after: int) -> None:
    check_review(TODAY + days(after), TODAY)
    release(review_on=TODAY + days(after))


@pytest.mark.parametrize("after", [-1, 0, 6, 367])
def test_any_other_day_to_look_again_is_refused_with_the_days_there_are(after: int) -> None:
    told = "Choose a day to look at the plan again between 2026-03-17 and 2027-03-11."
    assert refused(lambda: check_review(TODAY + days(after), TODAY)) == told
    assert refused(lambda: release(review_on=TODAY + days(after))) == told


@given(st.sets(st.tuples(st.sampled_from(Party), st.sampled_from(STEPS))))
def test_the_steps_unseen_by_their_owners_are_just_those(pairs: set[tuple[Party, str]]) -> None:
    health = step("h", Party.GP, Domain.HEALTH)
    hidden = unseen_by_owner([MINE, THEIRS, health], lambda party, section: (party, section) in pairs)
    assert (MINE in hidden) is ((Party.PATIENT, STEPS_WORK) not in pairs)
    assert (THEIRS in hidden) is ((Party.EMPLOYER, STEPS_WORK) not in pairs)
    assert (health in hidden) is ((Party.GP, STEPS_HEALTH) not in pairs)


# Changing it, and what becomes of it


def test_a_draft_can_be_changed() -> None:
    check_edit(draft(MINE))


@pytest.mark.parametrize("sent", [plan(MINE, version=3), withdrawn(MINE, version=3), closed(MINE, version=3)])
def test_a_version_that_has_been_sent_stays_as_it_is(sent: Plan) -> None:
    assert refused(lambda: check_edit(sent)) == (
        "Version 3 has been sent, so it stays as it is. A change needs a new version."
    )


@pytest.mark.parametrize("reason", ["", " \n"])
def test_what_becomes_of_a_plan_has_a_reason_that_the_others_can_read(reason: str) -> None:
    assert refused(lambda: check_reason(reason)) == "Write why, so that the others understand."
    check_reason("We begin anew.")


def test_a_reason_has_a_length() -> None:
    told = "Write at most 4000 characters. This has 4001."
    assert refused(lambda: check_reason("x" * (LONGEST_WORDS + 1))) == told


@pytest.mark.parametrize("after", [REST_DAYS.start, REST_DAYS.stop - 1])
def test_a_plan_rests_from_a_day_to_half_a_year(after: int) -> None:
    check_pause(TODAY + days(after), TODAY)


@pytest.mark.parametrize("after", [-3, 0, 184])
def test_no_plan_rests_without_an_end_in_sight(after: int) -> None:
    assert refused(lambda: check_pause(TODAY + days(after), TODAY)) == (
        "Choose a day to look again between 2026-03-11 and 2026-09-09."
    )


@pytest.mark.parametrize(("standing", "asked"), [([], []), ([MINE], []), ([], [MINE]), ([MINE], [MINE])])
def test_another_employer_can_come_while_none_is_asked_for_anything(
    standing: list[Step], asked: list[Step]
) -> None:
    check_new_employer(standing, asked)


@pytest.mark.parametrize(("standing", "asked"), [([], [MINE, THEIRS]), ([THEIRS], []), ([THEIRS], [MINE])])
def test_another_employer_does_not_inherit_what_the_earlier_one_was_asked(
    standing: list[Step], asked: list[Step]
) -> None:
    assert refused(lambda: check_new_employer(standing, asked)) == (
        "Steps of the plan are for the employer that it was sent to. "
        "Withdraw the plan first. Then change the employer."
    )
