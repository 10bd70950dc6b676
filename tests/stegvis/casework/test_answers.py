"""What follows from what the parties say, and from what they do not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.answers import (
    KIND_NAMES,
    NEEDS_WORDS,
    YES_KINDS,
    Answer,
    Kind,
    Word,
    accepts,
    check_answer,
    current_answers,
    parties_asked,
    party_state,
    plan_state,
    speaks_of,
    stance,
    step_in_force,
    steps_in_force,
    talk_by,
)
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import ANSWERING_PARTIES, AUTHORITIES, Party
from stegvis.casework.plan import LONGEST_WORDS, Domain, Plan
from stegvis.casework.sections import STEPS_HEALTH
from stegvis.foundation.errors import Refusal
from tests.stegvis.casework.build import (
    ANSWER_BY,
    SPEAKERS,
    TODAY,
    YES,
    Round,
    asks,
    draft,
    objects,
    plan,
    plans,
    recorded,
    reserves,
    rounds_on,
    said,
    step,
    withdrawn,
)

PATIENT, EMPLOYER, GP, INSURER, CLINIC = (
    Party.PATIENT,
    Party.EMPLOYER,
    Party.GP,
    Party.INSURER,
    Party.CLINIC,
)
MINE = step("mine", PATIENT)
DESK = step("desk", EMPLOYER)
PLAN = plan(MINE, DESK)


def in_force(of: Plan, answers: Sequence[Answer]) -> set[str]:
    return {step.line for step in steps_in_force(of, answers)}


# What a word speaks of


def test_a_word_on_a_step_speaks_of_that_step() -> None:
    word = objects("desk")
    assert speaks_of(word, [YES, word], {"mine", "desk"}) == {"desk"}


def test_a_word_on_the_whole_speaks_of_all_that_is_in_view_and_has_no_word_of_its_own() -> None:
    assert speaks_of(YES, [YES], {"mine", "desk"}) == {"mine", "desk"}
    assert speaks_of(YES, [YES, asks("desk")], {"mine", "desk"}) == {"mine"}


def test_a_question_on_the_whole_plan_speaks_of_no_step() -> None:
    assert speaks_of(asks(), [asks()], {"mine", "desk"}) == frozenset()


# One step


def test_a_step_is_in_force_when_its_owner_and_the_patient_accept_it() -> None:
    assert in_force(PLAN, said(PLAN, (PATIENT, YES))) == {"mine"}
    assert in_force(PLAN, said(PLAN, (EMPLOYER, YES))) == set()
    assert in_force(PLAN, said(PLAN, (PATIENT, YES), (EMPLOYER, YES))) == {"mine", "desk"}


def test_a_reservation_is_a_yes() -> None:
    assert in_force(PLAN, said(PLAN, (PATIENT, YES), (EMPLOYER, reserves()))) == {"mine", "desk"}
    assert set(Kind) - YES_KINDS == {Kind.QUESTION, Kind.OBJECTION}


def test_who_objects_to_a_step_and_accepts_the_rest_holds_up_that_step_alone() -> None:
    rota = step("rota", EMPLOYER)
    of = plan(MINE, DESK, rota)
    answers = said(of, (PATIENT, YES), (EMPLOYER, [YES, objects("rota")]))
    assert in_force(of, answers) == {"mine", "desk"}


def test_who_objects_to_one_step_has_said_nothing_of_the_others() -> None:
    rota = step("rota", EMPLOYER)
    of = plan(DESK, rota)
    answers = said(of, (PATIENT, YES), (EMPLOYER, objects("rota")))
    assert in_force(of, answers) == set()
    assert stance(answers, EMPLOYER, "desk") is None


def test_who_has_a_question_first_has_accepted_nothing_yet() -> None:
    assert in_force(PLAN, said(PLAN, (PATIENT, YES), (EMPLOYER, asks()))) == {"mine"}
    assert in_force(PLAN, said(PLAN, (PATIENT, YES), (EMPLOYER, asks("desk")))) == {"mine"}
    assert in_force(PLAN, said(PLAN, (PATIENT, YES), (EMPLOYER, [YES, asks("desk")]))) == {"mine"}


@pytest.mark.parametrize("question", [asks(), asks("desk")])
def test_asking_takes_no_yes_back(question: Word) -> None:
    answers = said(PLAN, (PATIENT, YES), (EMPLOYER, YES), (EMPLOYER, question), (PATIENT, question))
    assert in_force(PLAN, answers) == {"mine", "desk"}


def test_an_owner_may_object_to_what_it_had_accepted_and_accept_it_again() -> None:
    yes, no = (EMPLOYER, YES), (EMPLOYER, objects("desk"))
    assert in_force(PLAN, said(PLAN, (PATIENT, YES), yes, no)) == {"mine"}
    assert in_force(PLAN, said(PLAN, (PATIENT, YES), yes, no, yes)) == {"mine", "desk"}


def test_the_patient_takes_one_step_back_by_objecting_to_it_and_the_others_stay() -> None:
    answers = said(PLAN, (PATIENT, YES), (EMPLOYER, YES), (PATIENT, objects("desk")))
    assert in_force(PLAN, answers) == {"mine"}


def test_a_later_word_on_one_step_leaves_an_earlier_objection_to_another_standing() -> None:
    rota = step("rota", EMPLOYER)
    of = plan(DESK, rota)
    answers = said(of, (PATIENT, YES), (EMPLOYER, [YES, objects("rota")]), (EMPLOYER, reserves("desk")))
    assert in_force(of, answers) == {"desk"}


def test_a_step_that_was_not_shown_when_the_owner_said_yes_is_not_accepted() -> None:
    sees_only_desk = Round(EMPLOYER, (YES,), frozenset({"desk"}))
    rota = step("rota", EMPLOYER)
    of = plan(DESK, rota)
    answers = recorded([Round(PATIENT, (YES,), frozenset({"desk", "rota"})), sees_only_desk])
    assert in_force(of, answers) == {"desk"}


def test_the_owners_word_holds_whoever_speaks_for_it_later() -> None:
    """A new officer or manager finds the plan as it is: a yes belongs to the party."""
    left = replace(DESK, person="someone who has left since")
    of = plan(MINE, left)
    assert in_force(of, said(of, (PATIENT, YES), (EMPLOYER, YES))) == {"mine", "desk"}


def test_words_of_one_go_need_no_order() -> None:
    answers = said(PLAN, (PATIENT, YES), (EMPLOYER, [objects("desk"), YES]))
    assert in_force(PLAN, answers) == {"mine"}


# Any sequence of answers

some_plan_and_rounds = plans().flatmap(lambda of: st.tuples(st.just(of), rounds_on(of)))


@given(some_plan_and_rounds)
def test_a_step_is_in_force_just_when_owner_and_patient_last_said_yes_to_it(
    case: tuple[Plan, list[Round]],
) -> None:
    """Against a reference that goes through the rounds one by one and only keeps each yes and no."""
    of, rounds = case
    yes: dict[tuple[Party, str], bool] = {}
    for one in rounds:
        own = {word.line: word.kind for word in one.words if word.line is not None}
        whole = [word.kind for word in one.words if word.line is None]
        for line in one.visible:
            for kind in (own[line],) if line in own else whole:
                if kind is not Kind.QUESTION:
                    yes[one.party, line] = kind in YES_KINDS
    expected = {s.line for s in of.steps if yes.get((s.owner, s.line)) is yes.get((PATIENT, s.line)) is True}
    assert in_force(of, recorded(rounds)) == expected


@given(some_plan_and_rounds)
def test_silence_is_never_a_yes(case: tuple[Plan, list[Round]]) -> None:
    of, rounds = case
    answers = recorded(rounds)
    for party in Party:
        for one in of.steps:
            shown = any(r.party is party and one.line in r.visible and r.words for r in rounds)
            if not shown:
                assert stance(answers, party, one.line) is None
                assert not accepts(answers, party, one.line)
        if not any(r.party is party and r.words for r in rounds):
            assert party_state(of, answers, party, TODAY).state == "not-answered"


@given(plans().flatmap(lambda of: st.tuples(st.just(of), rounds_on(of), rounds_on(of, outsiders(of)))))
def test_a_party_that_owns_nothing_never_changes_what_is_in_force(
    case: tuple[Plan, list[Round], list[Round]],
) -> None:
    of, rounds, others = case
    assert in_force(of, recorded([*rounds, *others])) == in_force(of, recorded(rounds))


def outsiders(of: Plan) -> list[Party]:
    return sorted(set(SPEAKERS) - {PATIENT} - {step.owner for step in of.steps})


@given(plans().flatmap(lambda of: st.tuples(st.just(of), rounds_on(of), st.sampled_from(ANSWERING_PARTIES))))
def test_asking_changes_nothing_that_is_in_force(case: tuple[Plan, list[Round], Party]) -> None:
    of, rounds, party = case
    lines = frozenset(step.line for step in of.steps)
    questions = [Round(party, (asks(),), lines), *(Round(party, (asks(line),), lines) for line in lines)]
    assert in_force(of, recorded([*rounds, *questions])) == in_force(of, recorded(rounds))


@given(some_plan_and_rounds, st.randoms())
def test_nothing_depends_on_the_order_in_which_answers_are_read(
    case: tuple[Plan, list[Round]], random: Random
) -> None:
    of, rounds = case
    answers = recorded(rounds)
    shuffled = random.sample(answers, len(answers))
    assert in_force(of, shuffled) == in_force(of, answers)
    for party in ANSWERING_PARTIES:
        assert party_state(of, shuffled, party, TODAY) == party_state(of, answers, party, TODAY)


@given(some_plan_and_rounds)
def test_nothing_is_in_force_in_a_plan_that_is_not_out(case: tuple[Plan, list[Round]]) -> None:
    of, rounds = case
    answers = recorded(rounds)
    assert steps_in_force(draft(*of.steps), answers) == ()
    assert steps_in_force(withdrawn(*of.steps), answers) == ()
    assert plan_state(draft(*of.steps), answers) is PlanState.DRAFT
    assert plan_state(withdrawn(*of.steps), answers) is PlanState.WITHDRAWN


@given(some_plan_and_rounds)
def test_a_plan_is_in_force_while_a_step_of_it_is(case: tuple[Plan, list[Round]]) -> None:
    of, rounds = case
    answers = recorded(rounds)
    some = any(step_in_force(step, answers) for step in of.steps)
    assert plan_state(of, answers) is (PlanState.IN_FORCE if some else PlanState.PROPOSED)


# What a party has said so far


def test_a_party_that_is_silent_has_the_days_until_the_last_day() -> None:
    def left(today: date) -> int | None:
        return party_state(PLAN, [], EMPLOYER, today).days_left

    assert left(TODAY) == 6
    assert left(ANSWER_BY) == 0
    assert left(ANSWER_BY + timedelta(days=2)) == -2


@pytest.mark.parametrize("of", [draft(DESK), withdrawn(DESK)])
def test_nobody_is_waited_for_while_a_plan_is_not_out(of: Plan) -> None:
    state = party_state(of, [], EMPLOYER, TODAY)
    assert (state.state, state.days_left) == ("not-answered", None)


@pytest.mark.parametrize(
    ("words", "state", "lines"),
    [
        ([YES], "accepted", ()),
        ([reserves()], "reservation", ()),
        ([YES, reserves("desk")], "reservation", ("desk",)),
        ([asks()], "question", ()),
        ([YES, asks("desk")], "question", ("desk",)),
        ([YES, objects("desk")], "objection", ("desk",)),
        ([objects("desk"), asks("mine")], "objection", ("desk",)),
        ([objects("mine"), objects("desk")], "objection", ("mine", "desk")),
    ],
)
def test_a_party_shows_the_most_serious_of_its_words(
    words: list[Word], state: str, lines: tuple[str, ...]
) -> None:
    found = party_state(PLAN, said(PLAN, (GP, words)), GP, TODAY)
    assert (found.state, found.lines, found.days_left) == (state, lines, None)


def test_a_party_shows_when_it_said_so() -> None:
    answers = said(PLAN, (PATIENT, YES), (GP, YES), (GP, objects("desk")))
    assert party_state(PLAN, answers, GP, TODAY).at == datetime(2026, 3, 6, 15, tzinfo=UTC)


def test_an_objection_shows_until_the_party_says_otherwise_of_that_step() -> None:
    no = (GP, [YES, objects("desk")])
    assert party_state(PLAN, said(PLAN, no, (GP, asks("mine"))), GP, TODAY).state == "objection"
    assert party_state(PLAN, said(PLAN, no, (GP, Word(Kind.ACCEPTED, "desk"))), GP, TODAY).state == "accepted"
    assert party_state(PLAN, said(PLAN, no, (GP, YES)), GP, TODAY).state == "accepted"


def replied(answers: list[Answer]) -> list[Answer]:
    return [replace(a, reply="On Monday.") if a.kind is Kind.QUESTION else a for a in answers]


@pytest.mark.parametrize("question", [asks(), asks("desk")])
def test_a_question_shows_until_it_has_its_reply_and_then_the_yes_from_before(question: Word) -> None:
    answers = said(PLAN, (EMPLOYER, YES), (EMPLOYER, question))
    assert party_state(PLAN, answers, EMPLOYER, TODAY).state == "question"
    assert party_state(PLAN, replied(answers), EMPLOYER, TODAY).state == "accepted"


@pytest.mark.parametrize("question", [asks(), asks("desk")])
def test_a_reply_does_not_speak_for_the_party_that_asked(question: Word) -> None:
    answers = replied(said(PLAN, (PATIENT, YES), (EMPLOYER, question)))
    assert party_state(PLAN, answers, EMPLOYER, TODAY).state == "question"
    assert in_force(PLAN, answers) == {"mine"}


def test_of_several_questions_on_the_whole_plan_those_without_reply_count() -> None:
    first, second = said(PLAN, (GP, asks(words="one?")), (GP, asks(words="two?")))
    first = replace(first, reply="Yes.")
    assert current_answers(PLAN, [first, second], GP) == (second,)
    second = replace(second, reply="No.")
    assert current_answers(PLAN, [first, second], GP) == (second,)


def test_an_answer_is_open_until_it_has_its_reply_or_was_talked_over() -> None:
    question, objection, yes = said(PLAN, (GP, asks()), (GP, objects("desk")), (GP, YES))
    assert question.is_open
    assert not replace(question, reply="On Monday.").is_open
    assert objection.is_open
    assert not replace(objection, settled_on=TODAY, outcome="A week later.").is_open
    assert not yes.is_open


def test_an_objection_that_was_talked_over_is_still_no_yes() -> None:
    answers = [
        replace(a, settled_on=TODAY, outcome="We try it.") if a.kind is Kind.OBJECTION else a
        for a in said(PLAN, (PATIENT, YES), (EMPLOYER, objects("desk")))
    ]
    assert in_force(PLAN, answers) == {"mine"}


def test_an_objection_is_to_be_talked_over_within_a_week() -> None:
    assert talk_by(date(2026, 2, 26)) == date(2026, 3, 5)


# Who is asked


def sees_all(party: Party, section: str) -> bool:
    return True


def sees_none(party: Party, section: str) -> bool:
    return False


def test_the_patient_the_owners_and_all_who_see_a_step_are_asked() -> None:
    assert parties_asked(PLAN, [], team=[GP, CLINIC], sees=sees_all) == (PATIENT, CLINIC, EMPLOYER, GP)


def test_who_is_shown_no_step_is_not_asked() -> None:
    assert parties_asked(PLAN, [], team=[GP, CLINIC, INSURER], sees=sees_none) == (PATIENT, EMPLOYER)

    def sees_health(party: Party, section: str) -> bool:
        return section == STEPS_HEALTH

    assert parties_asked(PLAN, [], team=[GP], sees=sees_health) == (PATIENT, EMPLOYER)
    health = plan(step("h", CLINIC, Domain.HEALTH))
    assert parties_asked(health, [], team=[GP], sees=sees_health) == (PATIENT, CLINIC, GP)


def test_who_has_answered_stays_even_when_shown_nothing_any_more() -> None:
    answers = said(PLAN, (GP, YES))
    assert parties_asked(PLAN, answers, team=[], sees=sees_none) == (PATIENT, EMPLOYER, GP)


def test_who_answered_other_steps_alone_is_not_asked_for_these() -> None:
    of = plan(MINE, step("h", CLINIC, Domain.HEALTH))
    answers = said(of, (GP, objects("h")))
    assert parties_asked(plan(MINE), answers, team=[], sees=sees_none) == (PATIENT,)


def test_a_supporter_is_not_asked() -> None:
    assert parties_asked(plan(MINE), [], team=[Party.SUPPORTER], sees=sees_all) == (PATIENT,)


def test_a_job_seekers_plan_asks_no_employer() -> None:
    asked = parties_asked(plan(MINE), [], team=[Party.SPECIALIST, Party.EMPLOYMENT_SERVICE], sees=sees_all)
    assert asked == (PATIENT, Party.SPECIALIST, Party.EMPLOYMENT_SERVICE)


# What is too little to act on

BOTH = {"mine", "desk"}


def told(of: Plan, party: Party, *words: Word, visible: set[str] | None = None) -> str:
    with pytest.raises(Refusal) as no:
        check_answer(of, party=party, words=words, visible=BOTH if visible is None else visible)
    return str(no.value)


@pytest.mark.parametrize(
    "words",
    [[YES], [reserves()], [asks()], [asks("desk")], [YES, objects("desk")], [objects("desk"), asks("mine")]],
)
@pytest.mark.parametrize("party", sorted(set(ANSWERING_PARTIES) - AUTHORITIES))
def test_each_kind_of_answer_can_be_given(party: Party, words: list[Word]) -> None:
    check_answer(PLAN, party=party, words=words, visible=BOTH)


def test_a_late_answer_is_taken() -> None:
    late = plan(DESK, released_on=TODAY - timedelta(days=40), answer_by=TODAY - timedelta(days=30))
    check_answer(late, party=EMPLOYER, words=[YES], visible={"desk"})


def test_a_supporter_answers_nothing() -> None:
    assert told(PLAN, Party.SUPPORTER, YES) == "You can read this plan. It does not ask for your answer."


def test_a_plan_that_was_withdrawn_takes_no_more_answers() -> None:
    assert told(withdrawn(DESK), EMPLOYER, YES) == (
        "This plan was withdrawn on 2026-03-10, so it takes no more answers. Nothing is asked of you."
    )


def test_a_draft_cannot_be_answered() -> None:
    assert told(draft(DESK), EMPLOYER, YES) == "This plan has not been sent yet, so it cannot be answered."


def test_who_sees_no_step_is_asked_for_nothing() -> None:
    assert told(PLAN, EMPLOYER, YES, visible=set()) == (
        "No step of this plan is shared with you, so nothing is asked of you."
    )


def test_an_empty_answer_is_no_answer() -> None:
    assert told(PLAN, EMPLOYER) == "Choose an answer first."


@pytest.mark.parametrize("words", [[YES, reserves()], [asks("desk"), objects("desk")]])
def test_two_words_on_the_same_are_refused(words: list[Word]) -> None:
    assert told(PLAN, EMPLOYER, *words) == "Choose one answer for each step."


@pytest.mark.parametrize("line", ["desk", "no such line"])
def test_a_step_that_the_party_does_not_see_cannot_be_answered(line: str) -> None:
    assert told(PLAN, GP, objects(line), visible={"mine"}) == "That step is not part of the plan you see."


def test_an_objection_names_its_step() -> None:
    assert told(PLAN, EMPLOYER, Word(Kind.OBJECTION, None, "no")) == "Choose the step that you object to."


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.ACCEPTED}))
def test_all_but_a_plain_yes_need_words(kind: Kind) -> None:
    assert told(PLAN, EMPLOYER, Word(kind, "desk", " \n ")) == NEEDS_WORDS[kind]


@pytest.mark.parametrize("party", sorted(AUTHORITIES))
def test_an_authority_names_the_rule_when_it_objects_and_only_then(party: Party) -> None:
    assert told(PLAN, party, objects("desk", rule=" ")) == (
        "Name the rule that the step is against, so that the others can read it."
    )
    check_answer(PLAN, party=party, words=[objects("desk", rule="Section 5")], visible=BOTH)
    check_answer(PLAN, party=party, words=[YES, asks("desk"), reserves("mine")], visible=BOTH)


@pytest.mark.parametrize("long", [asks(words="?" * 4001), objects("desk", rule="§" * 4001)])
def test_words_and_rule_have_a_length(long: Word) -> None:
    assert told(PLAN, INSURER, long).startswith(f"Write at most {LONGEST_WORDS} characters.")


def test_every_kind_has_its_name() -> None:
    assert KIND_NAMES.keys() == set(Kind)
