"""What one party sees of a plan: all that it may, and not a trace of the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.access import EmployerContact, Standing
from stegvis.casework.answers import Answer, Kind, Word, steps_in_force
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import ANSWERING_PARTIES, Party, Role
from stegvis.casework.plan import Domain, Plan, Progress
from stegvis.casework.sections import (
    ANSWERS,
    CONSENTS,
    GOAL,
    NAME,
    SICK_LEAVE,
    STEPS,
    STEPS_COORDINATION,
    STEPS_HEALTH,
    STEPS_WORK,
    TABLE,
    TEAM,
    WORDS,
)
from stegvis.casework.view import PlanView, plan_view
from tests.stegvis.casework.build import (
    ANSWER_BY,
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

PATIENT, EMPLOYER, GP, INSURER, CLINIC, SPECIALIST = (
    Party.PATIENT,
    Party.EMPLOYER,
    Party.GP,
    Party.INSURER,
    Party.CLINIC,
    Party.SPECIALIST,
)
TEAM_NAMES = {party: f"canary:name:{party}" for party in Party}
PERSONS = {f"person of {party}": f"canary:person:{party}" for party in Party}

May = Callable[[str], bool]
Consents = frozenset[tuple[Party, str]]


def everything(section: str) -> bool:
    return True


def only(*sections: str) -> May:
    return lambda section: section in sections


def but(*sections: str) -> May:
    return lambda section: section not in sections


def view(
    of: Plan,
    answers: Sequence[Answer] = (),
    *,
    party: Party | None = PATIENT,
    may: May = everything,
    **more: Any,
) -> PlanView:
    values: dict[str, Any] = {
        "sees": lambda party, section: True,
        "team": TEAM_NAMES,
        "names": PERSONS,
        "today": TODAY,
        **more,
    }
    return plan_view(of, answers, party=party, may=may, **values)


def consented(party: Party, section: str, consents: Consents, contact: EmployerContact) -> bool:
    standing = Standing(parties=frozenset({party}), consents=consents, employer_contact=contact)
    return bool(TABLE.decide(standing, section))


def seen(
    party: Party,
    of: Plan,
    answers: Sequence[Answer],
    consents: Consents,
    contact: EmployerContact = EmployerContact.ALLOWED,
) -> PlanView:
    """The plan as the real table lets a party see it."""
    return view(
        of,
        answers,
        party=party,
        may=lambda section: consented(party, section, consents, contact),
        sees=lambda whose, section: consented(whose, section, consents, contact),
    )


# Canaries: every text says to which section it belongs, and who wrote it.


def with_canaries(of: Plan) -> Plan:
    return replace(
        of,
        goal=f"canary:{GOAL}:",
        withdrawn_because=f"canary:{WORDS}:withdrawn",
        steps=tuple(replace(s, what=f"canary:{s.section}:{s.line}") for s in of.steps),
    )


def answers_with_canaries(of: Plan, rounds: Sequence[Round]) -> list[Answer]:
    """Each text of an answer names its writer and the section of the step that it is beside."""
    sections = {s.line: s.section for s in of.steps}

    def text(answer: Answer, field: str) -> str:
        return f"canary:{WORDS}:{answer.party}:{sections.get(answer.line or '', 'whole')}:{field}"

    return [
        replace(
            answer,
            words=text(answer, "words"),
            rule=text(answer, "rule"),
            reply=text(answer, "reply"),
            outcome=text(answer, "outcome"),
        )
        for answer in recorded(rounds)
    ]


def texts_of(value: object) -> set[str]:
    """Every text anywhere in a value."""
    if isinstance(value, str):
        return {str(value)}
    if isinstance(value, (tuple, list, frozenset)):
        return set().union(*map(texts_of, value))
    return set()


def canaries(seen: PlanView) -> set[str]:
    return {text for text in texts_of(astuple(seen)) if text.startswith("canary:")}


all_consents: st.SearchStrategy[Consents] = st.frozensets(
    st.tuples(st.sampled_from(Party), st.sampled_from(TABLE.sections()))
)
contacts = st.sampled_from(EmployerContact)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Plan, list[Answer]]:
    """A plan, sent or not, in force or not, with canaries in every text, and what was said of it."""
    of = draw(plans())
    of = with_canaries(draw(st.sampled_from([of, of, draft(*of.steps), withdrawn(*of.steps)])))
    return of, answers_with_canaries(of, draw(rounds_on(of)))


@given(situations(), st.sampled_from([*Party, None]), st.sets(st.sampled_from([*TABLE.sections(), "other"])))
def test_no_text_of_a_refused_section_is_anywhere_in_a_view(
    situation: tuple[Plan, list[Answer]], party: Party | None, allowed: set[str]
) -> None:
    of, answers = situation
    for text in canaries(view(of, answers, party=party, may=only(*allowed))):
        section, *rest = text.removeprefix("canary:").split(":")
        if section == WORDS:
            writer = rest[0]
            assert WORDS in allowed or writer == party
            assert rest[1:] == [] or rest[1] == "whole" or rest[1] in allowed
        elif section in {"name", "person"}:
            whose = Party(rest[0])
            assert whose is party or (NAME if whose is PATIENT else TEAM) in allowed
        else:
            assert section in allowed


@given(situations(), st.sampled_from(Party))
def test_who_may_see_everything_sees_everything(situation: tuple[Plan, list[Answer]], party: Party) -> None:
    of, answers = situation
    found = view(of, answers, party=party)
    assert found.goal == of.goal
    assert [s.what for s in found.steps] == [s.what for s in of.steps]
    assert found.withdrawn_because == of.withdrawn_because
    for answer in answers:
        assert answer.words in canaries(found)


@given(situations(), all_consents, contacts)
def test_an_employer_sees_no_health_no_sick_leave_and_no_ones_words_but_its_own(
    situation: tuple[Plan, list[Answer]], consents: Consents, contact: EmployerContact
) -> None:
    of, answers = situation
    consents |= {(EMPLOYER, section) for section in TABLE.sections()}
    found = seen(EMPLOYER, of, answers, consents, contact)
    assert not any(s.domain is Domain.HEALTH for s in found.steps)
    for text in canaries(found):
        assert not text.startswith((f"canary:{STEPS_HEALTH}:", f"canary:{SICK_LEAVE}:"))
        assert not text.startswith(f"canary:{WORDS}:") or text.startswith(f"canary:{WORDS}:{EMPLOYER}:")


@given(situations(), all_consents, st.sampled_from([EmployerContact.REFUSED, EmployerContact.NOT_ASKED]))
def test_without_the_patients_word_on_contact_an_employer_sees_nothing(
    situation: tuple[Plan, list[Answer]], consents: Consents, contact: EmployerContact
) -> None:
    of, answers = situation
    consents |= {(EMPLOYER, section) for section in TABLE.sections()}
    found = seen(EMPLOYER, of, answers, consents, contact)
    assert found.is_empty
    assert found.answers == ()
    assert all(beside.mine for beside in found.beside)
    assert {text.split(":")[2] for text in canaries(found)} <= {EMPLOYER}


@given(situations(), st.sampled_from(Party), all_consents, all_consents, contacts)
def test_a_consent_never_shows_less_and_its_withdrawal_never_more(
    situation: tuple[Plan, list[Answer]],
    party: Party,
    consents: Consents,
    more: Consents,
    contact: EmployerContact,
) -> None:
    of, answers = situation
    before = seen(party, of, answers, consents, contact)
    after = seen(party, of, answers, consents | more, contact)
    assert canaries(before) <= canaries(after)
    assert before.lines <= after.lines
    assert {chip.state.party for chip in before.answers} <= {chip.state.party for chip in after.answers}


@given(situations(), st.sets(st.sampled_from(STEPS)))
def test_the_steps_are_numbered_from_one_without_a_gap(
    situation: tuple[Plan, list[Answer]], allowed: set[str]
) -> None:
    of, answers = situation
    found = view(of, answers, party=GP, may=only(*allowed))
    assert [s.number for s in found.steps] == list(range(1, len(found.steps) + 1))


@given(situations(), st.sampled_from(ANSWERING_PARTIES), st.sets(st.sampled_from(TABLE.sections())))
def test_nothing_that_is_left_out_leaves_a_trace(
    situation: tuple[Plan, list[Answer]], party: Party, allowed: set[str]
) -> None:
    """The view is the same as if the steps that are not for this party had never been in the plan."""
    of, answers = situation
    may = only(*allowed)
    shown = tuple(s for s in of.steps if may(s.section))
    lines = {s.line for s in shown}
    kept = [
        replace(answer, about=answer.about & lines)
        for answer in answers
        if answer.line in {None, *lines} and (answer.about & lines or not answer.about)
    ]
    sees = frozenset(allowed)
    assert view(of, answers, party=party, may=may, sees=lambda p, s: s in sees) == view(
        replace(of, steps=shown), kept, party=party, may=may, sees=lambda p, s: s in sees
    )


@given(situations(), st.sampled_from([*Party, None]), st.sets(st.sampled_from(TABLE.sections())))
def test_a_plan_is_in_force_for_whom_sees_a_step_in_force(
    situation: tuple[Plan, list[Answer]], party: Party | None, allowed: set[str]
) -> None:
    of, answers = situation
    found = view(of, answers, party=party, may=only(*allowed))
    running = {s.line for s in steps_in_force(of, answers)} & found.lines
    assert {s.line for s in found.steps if s.in_force} == running
    assert found.in_force == len(running)
    assert (found.state is PlanState.IN_FORCE) is bool(running)


# One by one

MINE = step("mine", PATIENT, number=1)
TALK = step("talk", SPECIALIST, Domain.COORDINATION, number=2)
PILLS = step("pills", GP, Domain.HEALTH, number=3)
DESK = step("desk", EMPLOYER, number=4)
PLAN = plan(MINE, TALK, PILLS, DESK)


def chips(of: PlanView) -> dict[Party, str]:
    return {chip.state.party: chip.state.state for chip in of.answers}


def test_an_employer_sees_steps_about_work_and_its_own_as_its_own() -> None:
    found = view(PLAN, party=EMPLOYER, may=only(GOAL, STEPS_WORK))
    assert [(s.number, s.line, s.mine) for s in found.steps] == [(1, "mine", False), (2, "desk", True)]
    assert found.goal == PLAN.goal
    assert not found.is_empty


def test_a_plan_of_which_nothing_is_shared_is_empty() -> None:
    assert view(PLAN, party=EMPLOYER, may=only(TEAM, ANSWERS, NAME)).is_empty
    assert not view(PLAN, party=EMPLOYER, may=only(GOAL)).is_empty
    assert not view(PLAN, party=EMPLOYER, may=only(STEPS_WORK)).is_empty
    assert view(PLAN, party=EMPLOYER, may=only(TEAM)).goal is None


def test_a_step_is_shown_in_force_while_the_plan_is_out() -> None:
    answers = said(PLAN, (PATIENT, YES), (EMPLOYER, YES))
    assert [s.line for s in view(PLAN, answers).steps if s.in_force] == ["mine", "desk"]
    for of in (draft(*PLAN.steps), withdrawn(*PLAN.steps)):
        assert not any(s.in_force for s in view(of, answers).steps)


def test_a_plan_of_which_only_other_steps_are_in_force_is_out_for_answers() -> None:
    answers = said(PLAN, (PATIENT, YES), (GP, YES), (PATIENT, objects("mine")))
    assert view(PLAN, answers).state is PlanState.IN_FORCE
    found = view(PLAN, answers, party=EMPLOYER, may=but(STEPS_HEALTH))
    assert (found.state, found.in_force) == (PlanState.PROPOSED, 0)


def test_a_word_on_the_whole_by_who_saw_other_steps_alone_is_left_out() -> None:
    saw_pills = Round(GP, (reserves(),), frozenset({"pills"}))
    saw_all = Round(INSURER, (reserves(),), frozenset(s.line for s in PLAN.steps))
    found = view(PLAN, recorded([saw_pills, saw_all]), party=EMPLOYER, may=but(STEPS_HEALTH))
    assert [b.answer.party for b in found.beside] == [INSURER]
    assert chips(found)[GP] == "not-answered"


def test_who_may_not_know_the_team_is_told_of_the_person_and_of_itself() -> None:
    found = {s.line: s for s in view(PLAN, party=EMPLOYER, may=but(TEAM)).steps}
    assert (found["mine"].owner, found["mine"].person) == (PATIENT, "canary:person:patient")
    assert (found["desk"].owner, found["desk"].person) == (EMPLOYER, "canary:person:employer")
    assert (found["talk"].owner, found["talk"].person) == (None, "")


def test_a_person_who_has_left_gives_way_to_who_speaks_for_the_party_now() -> None:
    [one] = view(plan(replace(DESK, person="gone")), team={EMPLOYER: "The new manager"}).steps
    assert one.person == "The new manager"
    [one] = view(plan(replace(DESK, person="gone")), team={}).steps
    assert (one.owner, one.person) == (EMPLOYER, "")


def test_everyone_who_is_asked_has_a_chip_the_silent_too() -> None:
    answers = said(PLAN, (PATIENT, YES), (EMPLOYER, asks()))
    found = view(PLAN, answers, team={SPECIALIST: "I. Solheim", INSURER: "P. Nyström"})
    assert chips(found) == {
        PATIENT: "accepted",
        SPECIALIST: "not-answered",
        EMPLOYER: "question",
        INSURER: "not-answered",
        GP: "not-answered",
    }
    assert {chip.state.days_left for chip in found.answers} == {None, (ANSWER_BY - TODAY).days}


def test_nobody_has_a_chip_before_the_plan_is_sent() -> None:
    assert view(draft(MINE, DESK)).answers == ()


def test_a_party_always_sees_its_own_chip_and_the_others_only_where_answers_are_shared() -> None:
    answers = said(PLAN, (PATIENT, YES), (EMPLOYER, YES))
    assert chips(view(PLAN, answers, party=EMPLOYER, may=but(ANSWERS))) == {EMPLOYER: "accepted"}
    assert PATIENT in chips(view(PLAN, answers, party=EMPLOYER))


def test_who_sees_nothing_of_a_plan_is_not_shown_as_silent() -> None:
    found = view(PLAN, team={INSURER: "P. Nyström"}, sees=lambda party, section: party is not INSURER)
    assert INSURER not in chips(found)


def test_an_objection_to_a_step_out_of_view_is_not_told_by_the_chip_either() -> None:
    answers = said(PLAN, (GP, [YES, objects("pills")]), (INSURER, objects("pills", rule="§ 5")))
    found = view(PLAN, answers, party=EMPLOYER, may=but(STEPS_HEALTH, WORDS))
    assert chips(found)[GP] == "accepted"
    assert chips(found)[INSURER] == "not-answered"
    assert chips(view(PLAN, answers))[INSURER] == "objection"


def test_names_stand_at_the_chips_only_for_who_may_know_them() -> None:
    def names(may: May) -> dict[Party, str]:
        return {chip.state.party: chip.name for chip in view(PLAN, party=EMPLOYER, may=may).answers}

    assert names(everything)[GP] == "canary:name:gp"
    assert names(but(TEAM))[GP] == ""
    assert names(but(TEAM))[EMPLOYER] == "canary:name:employer"
    assert names(but(TEAM))[PATIENT] == "canary:name:patient"
    assert names(but(NAME))[PATIENT] == ""


def test_words_stand_beside_what_they_are_about() -> None:
    answers = said(PLAN, (GP, [reserves(), objects("desk")]), (EMPLOYER, asks("desk")))
    found = view(PLAN, answers, party=EMPLOYER)
    assert [(b.answer.kind, b.name, b.mine) for b in found.beside] == [
        (Kind.RESERVATION, "canary:name:gp", False)
    ]
    desk = next(s for s in found.steps if s.line == "desk")
    assert [(b.answer.kind, b.mine) for b in desk.beside] == [(Kind.OBJECTION, False), (Kind.QUESTION, True)]
    assert [s.beside for s in found.steps if s.line != "desk"] == [(), (), ()]


def test_a_plain_yes_stands_nowhere_but_a_yes_with_a_kind_word_does() -> None:
    answers = said(PLAN, (GP, YES), (EMPLOYER, Word(Kind.ACCEPTED, "desk", "Gladly.")))
    found = view(PLAN, answers)
    assert found.beside == ()
    assert [b.answer.words for s in found.steps for b in s.beside] == ["Gladly."]


def test_an_objection_stands_beside_its_step_even_if_its_words_were_taken_out() -> None:
    [one] = view(plan(DESK), said(plan(DESK), (GP, objects("desk", words="")))).steps
    assert [b.answer.kind for b in one.beside] == [Kind.OBJECTION]


def test_a_party_reads_its_own_words_and_the_reply_to_them() -> None:
    [question] = said(PLAN, (EMPLOYER, asks("desk", "Which desk?")))
    answers = [replace(question, reply="The one at the window.")]
    found = view(PLAN, answers, party=EMPLOYER, may=but(WORDS))
    [beside] = [b for s in found.steps for b in s.beside]
    assert (beside.answer.words, beside.answer.reply) == ("Which desk?", "The one at the window.")
    assert all(s.beside == () for s in view(PLAN, answers, party=GP, may=but(WORDS)).steps)


def test_why_a_plan_was_withdrawn_is_told_to_whom_may_read_words_and_that_it_was_to_all() -> None:
    of = withdrawn(MINE, DESK, withdrawn_because="It was too much.")
    assert view(of, party=EMPLOYER).withdrawn_because == "It was too much."
    without = view(of, party=EMPLOYER, may=but(WORDS))
    assert (without.withdrawn_because, without.withdrawn_on, without.state) == (
        "",
        TODAY,
        PlanState.WITHDRAWN,
    )


def test_a_step_is_past_its_day_only_in_a_plan_that_is_out() -> None:
    over = replace(DESK, due=TODAY - timedelta(days=1))
    assert [s.late for s in view(plan(over)).steps] == [True]
    assert [s.late for s in view(plan(replace(over, progress=Progress.DONE))).steps] == [False]
    assert [s.late for s in view(plan(DESK)).steps] == [False]
    assert [s.late for s in view(draft(over)).steps] == [False]
    assert [s.late for s in view(withdrawn(over)).steps] == [False]


def test_who_may_know_who_sees_what_is_told_of_a_step_that_its_owner_may_not_see() -> None:
    def sees(party: Party, section: str) -> bool:
        return (party, section) != (GP, STEPS_HEALTH)

    assert [s.line for s in view(PLAN, sees=sees).steps if not s.owner_sees] == ["pills"]
    assert all(s.owner_sees for s in view(PLAN, sees=sees, party=INSURER, may=but(CONSENTS)).steps)


def test_staff_outside_the_team_own_nothing_and_see_what_their_role_may() -> None:
    manager = Standing(roles=frozenset({Role.MANAGER}))
    answers = said(PLAN, (EMPLOYER, asks("desk")))
    found = view(PLAN, answers, party=None, may=lambda section: bool(TABLE.decide(manager, section)))
    assert len(found.steps) == 4
    assert not any(s.mine or any(b.mine for b in s.beside) for s in found.steps)
    assert not any(chip.mine for chip in found.answers)


def test_a_preview_of_a_draft_shows_what_would_be_sent_and_nothing_in_force() -> None:
    answers: list[Answer] = []
    found = view(draft(MINE, TALK, DESK), answers, party=EMPLOYER, may=only(GOAL, STEPS_COORDINATION))
    assert found.state is PlanState.DRAFT
    assert [(s.line, s.in_force) for s in found.steps] == [("talk", False)]
