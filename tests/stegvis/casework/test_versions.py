"""A plan through its versions: what stands, what is asked anew, and which answers speak of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.answers import YES_KINDS, Kind, Word, stance
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import Party
from stegvis.casework.plan import Plan, same_wording
from stegvis.casework.versions import CHANGE_NAMES, Change, Versions, change, since
from tests.stegvis.casework.build import (
    TODAY,
    YES,
    asks,
    draft,
    objects,
    plan,
    step,
)
from tests.stegvis.casework.histories import History, Move, histories, make, moves

PATIENT, EMPLOYER, GP, INSURER = Party.PATIENT, Party.EMPLOYER, Party.GP, Party.INSURER
MINE, DESK, PILLS = step("mine"), step("desk", EMPLOYER), step("pills", GP)


def begun() -> History:
    """The first version: all have agreed."""
    return History(MINE, DESK, PILLS).send().agree()


def changed(what: str = "half of it") -> History:
    """And a second one has been sent, in which the desk is worded anew."""
    return begun().begin("No lift.").change("desk", what=what).send()


# What carries over, and what is asked anew


def test_what_a_version_leaves_as_it_was_keeps_its_answers() -> None:
    history = changed()
    assert history.standing == {"mine": "do mine", "desk": "do desk", "pills": "do pills"}
    assert {one.line: one.since for one in history.newest.steps} == {"mine": 1, "desk": 2, "pills": 1}
    answers = history.versions.answers_to(history.newest)
    yes = stance(answers, GP, "pills")
    assert yes is not None
    assert (yes.kind, yes.version) == (Kind.ACCEPTED, 1)


def test_what_is_worded_anew_is_asked_anew_of_everybody_and_she_said_yes_by_sending() -> None:
    history = changed()
    answers = history.versions.answers_to(history.newest)
    assert stance(answers, EMPLOYER, "desk") is None
    yes = stance(answers, PATIENT, "desk")
    assert yes is not None
    assert yes.version == 2
    assert [one.line for one in history.newest.asked_anew] == ["desk"]


def test_the_old_words_stand_until_both_have_said_yes_to_the_new_ones() -> None:
    history = changed()
    assert history.standing["desk"] == "do desk"
    history.say(EMPLOYER, asks("desk"))
    assert history.standing["desk"] == "do desk"
    history.say(EMPLOYER, objects("desk"))
    assert history.standing["desk"] == "do desk"
    history.say(EMPLOYER, YES)
    assert history.standing["desk"] == "half of it"


def test_the_owner_alone_puts_nothing_in_the_place_of_what_was_agreed() -> None:
    history = changed()
    history.say(PATIENT, objects("desk"))
    history.say(EMPLOYER, YES)
    assert history.standing["desk"] == "do desk"


def test_the_patients_no_to_the_new_words_leaves_the_old_ones_in_force() -> None:
    history = changed()
    history.say(PATIENT, objects("desk"))
    assert history.standing["desk"] == "do desk"


def test_once_the_new_words_are_in_force_her_no_takes_the_step_out() -> None:
    history = changed().agree(EMPLOYER)
    assert history.standing["desk"] == "half of it"
    history.say(PATIENT, objects("desk"))
    assert "desk" not in history.standing


def test_another_owner_has_to_agree_and_the_old_one_owes_the_old_words_until_then() -> None:
    history = begun().begin().change("desk", owner=GP).send()
    history.say(EMPLOYER, YES)
    assert history.versions.standing["desk"].owner is EMPLOYER
    history.say(GP, YES)
    assert history.versions.standing["desk"].owner is GP


def test_words_that_were_changed_and_changed_back_need_no_new_answer() -> None:
    history = changed().begin().change("desk", what="do desk")
    assert history.newest.step("desk").since == 1
    history.send()
    assert history.versions.in_force(history.newest.step("desk"))


def test_a_step_that_says_what_stands_or_was_asked_last_is_no_new_one() -> None:
    base, standing = replace(DESK, what="half of it", since=2), DESK
    now = plan(MINE, base, version=2)
    assert since(replace(base, number=9), version=3, base=now, standing=standing) == 2
    assert since(replace(DESK, because="Back."), version=3, base=now, standing=standing) == 1
    assert since(replace(DESK, what="other"), version=3, base=now, standing=standing) == 3
    assert since(step("new"), version=3, base=now, standing=None) == 3
    assert since(DESK, version=1, base=None, standing=None) == 1


# What is to be taken out


def test_a_step_is_taken_out_when_owner_and_patient_have_both_said_so() -> None:
    history = begun().begin().take_out("desk", "No lift.").send()
    assert history.standing["desk"] == "do desk"
    assert history.versions.stands_meanwhile(history.newest.step("desk")) is not None
    history.say(EMPLOYER, YES)
    assert "desk" not in history.standing
    assert history.versions.stands_meanwhile(history.newest.step("desk")) is None


def test_what_was_taken_out_does_not_come_along_and_what_was_only_asked_does() -> None:
    history = begun().begin().take_out("desk").send()
    assert [one.line for one in history.begin().newest.steps] == ["mine", "desk", "pills"]
    assert history.newest.step("desk").ends
    history.plans.pop()
    history.say(EMPLOYER, YES)
    assert [one.line for one in history.begin().newest.steps] == ["mine", "pills"]


def test_a_step_to_be_taken_out_never_stands_itself() -> None:
    history = begun().begin().take_out("desk").send().agree(EMPLOYER)
    assert not history.versions.in_force(history.newest.step("desk"))


def test_a_version_in_which_all_is_agreed_to_be_taken_out_is_agreed_and_not_out_for_answers() -> None:
    history = History(DESK)
    history.send().agree(EMPLOYER, PATIENT).begin().take_out("desk").send().agree(EMPLOYER, PATIENT)
    assert history.standing == {}
    assert history.versions.state(history.newest, TODAY) is PlanState.IN_FORCE


def test_an_objection_to_the_end_of_a_step_keeps_it() -> None:
    history = begun().begin().take_out("desk").send()
    history.say(EMPLOYER, objects("desk"))
    assert history.standing["desk"] == "do desk"


# Versions that were taken back, and plans that ended


def test_after_a_version_is_taken_back_what_stood_before_stands_again() -> None:
    history = changed().agree(EMPLOYER)
    assert history.standing["desk"] == "half of it"
    history.withdraw()
    assert history.standing["desk"] == "do desk"
    assert history.versions.current is history.plans[0]


def test_an_answer_to_a_version_that_was_taken_back_still_speaks_of_what_it_left_unchanged() -> None:
    history = History(MINE, DESK).send().begin().change("mine", what="walk").send()
    history.say(EMPLOYER, YES)
    history.withdraw()
    assert history.standing == {"mine": "do mine", "desk": "do desk"}


def test_of_a_version_that_was_taken_back_nothing_new_stands() -> None:
    history = begun().begin().put(step("call")).send()
    assert "call" in history.standing
    assert "call" not in history.withdraw().standing


def test_after_a_version_is_taken_back_the_same_words_are_asked_anew() -> None:
    history = changed().agree(EMPLOYER).withdraw().begin().change("desk", what="half of it").send()
    assert history.newest.step("desk").since == 3
    assert history.standing["desk"] == "do desk"
    assert history.agree(EMPLOYER).standing["desk"] == "half of it"


def test_when_a_plan_ends_nothing_of_any_version_stands() -> None:
    history = changed().close()
    assert history.standing == {}
    assert history.versions.current is None
    assert history.versions.live == ()


def test_a_plan_after_one_that_ended_begins_with_its_words_and_none_of_its_answers() -> None:
    history = begun().close().begin()
    assert [one.line for one in history.newest.steps] == ["mine", "desk", "pills"]
    assert {one.since for one in history.newest.steps} == {2}
    history.send()
    assert history.standing == {"mine": "do mine"}


def test_the_patient_answers_again_after_she_stepped_out() -> None:
    history = begun()
    history.say(PATIENT, objects("desk"))
    assert "desk" not in history.standing
    history.say(PATIENT, YES)
    assert "desk" in history.standing


# Which version came before, and which is current


def test_a_version_is_made_from_the_last_one_that_was_not_taken_back() -> None:
    history = begun().begin().change("desk", what="x").send().withdraw().begin().send()
    versions = history.versions
    assert versions.before(versions.plan(3)) == versions.plan(1)
    assert versions.before(versions.plan(2)) == versions.plan(1)
    assert versions.before(versions.plan(1)) is None


def test_where_all_before_it_were_taken_back_a_version_is_compared_with_the_last_of_them() -> None:
    history = begun().withdraw().begin().send()
    assert history.versions.before(history.newest) == history.plans[0]


def test_a_draft_is_not_what_came_before() -> None:
    versions = Versions((plan(MINE), draft(MINE, version=2)))
    assert versions.before(versions.plans[1]) == versions.plans[0]
    assert versions.before(draft(MINE, version=3)) == versions.plans[0]


def test_newest_draft_and_current_are_told_apart() -> None:
    assert (Versions(()).newest, Versions(()).draft, Versions(()).current) == (None, None, None)
    history = begun().begin()
    assert history.versions.newest is history.versions.draft is history.plans[1]
    assert history.versions.current is history.plans[0]
    history.change("desk", what="x").send()
    assert history.versions.draft is None
    assert history.versions.current is history.plans[1]


def test_a_version_is_found_by_its_number() -> None:
    assert begun().versions.plan(1).version == 1
    with pytest.raises(KeyError):
        begun().versions.plan(2)


# Which answers a version shows


def test_a_version_that_was_replaced_shows_what_had_been_said_of_it_until_then() -> None:
    history = changed()
    history.say(GP, objects("pills"))
    first, second = history.plans
    assert {a.kind for a in history.versions.answers_to(first) if a.party is GP} == {Kind.ACCEPTED}
    assert {a.kind for a in history.versions.answers_to(second) if a.party is GP} == {
        Kind.ACCEPTED,
        Kind.OBJECTION,
    }


def test_what_was_said_of_the_older_words_does_not_stand_beside_the_newer_ones() -> None:
    history = begun()
    history.say(INSURER, objects("desk", rule="§ 5"), Word(Kind.RESERVATION, "mine", "Slowly."))
    history.begin().change("desk", what="half of it").send()
    shown = [a for a in history.versions.answers_to(history.newest) if a.party is INSURER]
    assert [(a.line, set(a.about)) for a in shown] == [("mine", {"mine"})]


def test_a_word_on_the_whole_goes_along_for_the_steps_that_are_as_they_were() -> None:
    history = changed()
    [yes] = [a for a in history.versions.answers_to(history.newest) if a.party is GP]
    assert yes.about == {"mine", "pills"}
    [yes] = [a for a in history.versions.answers_to(history.plans[0]) if a.party is GP]
    assert yes.about == {"mine", "desk", "pills"}


def test_a_question_on_the_whole_plan_goes_along_until_it_has_its_answer() -> None:
    history = begun()
    history.say(INSURER, asks())
    history.begin().change("desk", what="half of it").send()

    def asked(of: Plan) -> list[Party]:
        return [a.party for a in history.versions.answers_to(of) if a.kind is Kind.QUESTION]

    assert asked(history.newest) == [INSURER]
    assert asked(history.plans[0]) == [INSURER]
    history.answers = [
        replace(a, reply="On Monday.") if a.kind is Kind.QUESTION else a for a in history.answers
    ]
    assert asked(history.newest) == []
    assert asked(history.plans[0]) == [INSURER]


def test_a_question_that_was_asked_of_the_newer_version_is_none_of_the_older_one() -> None:
    history = changed()
    history.say(INSURER, asks())
    assert [a for a in history.versions.answers_to(history.plans[0]) if a.party is INSURER] == []


# The states of a version

DAY = timedelta(days=1)

STATES: dict[str, tuple[Callable[[], History], list[PlanState]]] = {
    "written": (lambda: History(MINE), [PlanState.DRAFT]),
    "sent, nothing agreed": (lambda: History(DESK).send(), [PlanState.PROPOSED]),
    "a step agreed": (begun, [PlanState.IN_FORCE]),
    "and a change being written": (lambda: begun().begin(), [PlanState.IN_FORCE, PlanState.DRAFT]),
    "a change sent, its old words stand": (changed, [PlanState.IN_FORCE, PlanState.IN_FORCE]),
    "a change agreed": (lambda: changed().agree(EMPLOYER), [PlanState.SUPERSEDED, PlanState.IN_FORCE]),
    "a change of all, nothing of it agreed": (
        lambda: History(DESK).send().agree().begin().change("desk", what="x").send(),
        [PlanState.IN_FORCE, PlanState.IN_FORCE],
    ),
    "a change taken back": (lambda: changed().withdraw(), [PlanState.IN_FORCE, PlanState.WITHDRAWN]),
    "all taken back": (lambda: begun().withdraw(), [PlanState.WITHDRAWN]),
    "ended": (lambda: changed().close(), [PlanState.SUPERSEDED, PlanState.CLOSED]),
    "ended and begun anew": (
        lambda: begun().close().begin().send(),
        [PlanState.CLOSED, PlanState.IN_FORCE],
    ),
    "to be looked at": (lambda: History(MINE).send(review_on=TODAY), [PlanState.REVIEW_DUE]),
    "to be looked at tomorrow": (lambda: History(MINE).send(review_on=TODAY + DAY), [PlanState.IN_FORCE]),
    "nothing agreed, to be looked at": (
        lambda: History(DESK).send(review_on=TODAY),
        [PlanState.PROPOSED],
    ),
}


@pytest.mark.parametrize("so", STATES)
def test_each_version_has_its_state(so: str) -> None:
    make, states = STATES[so]
    versions = make().versions
    assert [versions.state(plan, TODAY) for plan in versions.plans] == states


def test_a_plan_that_rests_rests_in_its_current_version() -> None:
    history = changed()
    history.resting = True
    states = [history.versions.state(plan, TODAY) for plan in history.plans]
    assert states == [PlanState.IN_FORCE, PlanState.POSTPONED]
    assert history.standing, "what was agreed stays agreed"


def test_a_version_whose_words_wait_two_versions_later_still_stands_and_the_one_between_does_not() -> None:
    history = changed("x").begin().change("desk", what="y").send()
    states = [history.versions.state(plan, TODAY) for plan in history.plans]
    assert states == [PlanState.IN_FORCE, PlanState.SUPERSEDED, PlanState.IN_FORCE]


# What became of a step


def test_in_a_first_version_nothing_has_changed() -> None:
    assert change(MINE, None) is None


def test_a_step_is_new_changed_to_be_taken_out_or_as_before() -> None:
    before = plan(MINE, replace(DESK, ends=True))
    assert change(step("call"), before) is Change.NEW
    assert change(replace(MINE, what="walk"), before) is Change.CHANGED
    assert change(replace(MINE, ends=True), before) is Change.ENDS
    assert change(replace(MINE, since=1, because="Again."), before) is Change.SAME
    assert change(replace(DESK, ends=True), before) is Change.SAME
    assert change(DESK, before) is Change.CHANGED
    assert CHANGE_NAMES.keys() == set(Change)


# Any way that a plan may go


@given(histories)
def test_what_stands_was_agreed_by_owner_and_patient_in_these_words(history: History) -> None:
    versions = history.versions
    for line, stands in versions.standing.items():
        assert not stands.ends
        for party in {stands.owner, PATIENT}:
            assert any(
                answer.party is party
                and answer.kind in YES_KINDS
                and line in answer.about
                and versions.wording_of(answer, line) == stands.wording
                for answer in history.answers
            )


@given(histories)
def test_what_stands_is_worded_so_in_a_version_that_counts(history: History) -> None:
    versions = history.versions
    for line, stands in versions.standing.items():
        assert any(
            same_wording(stands, one) for plan in versions.live for one in plan.steps if one.line == line
        )


@given(histories)
def test_steps_that_share_a_wording_say_the_same(history: History) -> None:
    wordings = {one.wording: one for plan in history.plans for one in plan.steps}
    for plan_ in history.plans:
        for one in plan_.steps:
            assert one.since <= plan_.version
            assert same_wording(one, wordings[one.wording])


@given(histories)
def test_nothing_depends_on_the_order_in_which_answers_are_kept(history: History) -> None:
    versions = history.versions
    other = replace(versions, answers=tuple(reversed(versions.answers)))
    assert other.standing == versions.standing


@given(histories)
def test_every_answer_is_shown_with_the_version_that_it_was_given_to(history: History) -> None:
    versions = history.versions
    for answer in history.answers:
        shown = versions.answers_to(versions.plan(answer.version))
        assert answer.id in {one.id for one in shown}


@given(histories)
def test_at_most_one_version_is_asked_and_one_is_written(history: History) -> None:
    states = [history.versions.state(plan, TODAY) for plan in history.plans]
    assert states.count(PlanState.DRAFT) <= 1
    assert states.count(PlanState.PROPOSED) <= 1
    current = history.versions.current
    if current is not None:
        assert history.versions.state(current, TODAY) in {PlanState.PROPOSED, PlanState.IN_FORCE}


@given(st.lists(moves, min_size=4, max_size=24))
def test_nobody_else_takes_out_what_was_agreed_whatever_happens_in_whatever_order(todo: list[Move]) -> None:
    """Sending, taking back and ending are the patient's; the others write, and say what they think."""
    history = History(step("a"), step("b", EMPLOYER), step("c", GP)).send().agree()
    for move in todo:
        before = history.versions
        if not make(history, move) or move[0] in {"send", "withdraw", "close"}:
            continue
        speaker = move[1][0] if move[0] == "say" else None
        after = history.versions
        for line, stood in before.standing.items():
            stands = after.standing.get(line)
            if speaker is PATIENT or (stands is not None and stands.wording == stood.wording):
                continue
            assert after.current is not None
            asked = after.current.step(line)
            assert asked.wording != stood.wording
            assert move[0] == "agree" or speaker is asked.owner
            for party in (asked.owner, PATIENT):
                yes = stance([a for a in history.answers if a.version >= asked.since], party, line)
                assert yes is not None
                assert yes.kind in YES_KINDS or yes.kind is Kind.QUESTION
        assert before.plans == after.plans[: len(before.plans)] or before.plans[:-1] == after.plans[:-1]
        assert after.answers[: len(before.answers)] == before.answers
