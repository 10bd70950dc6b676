"""What one party sees of a plan: all that it may, and not a trace of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stegvis.casework.access import EmployerContact, Standing
from stegvis.casework.answers import Answer, Kind, Word
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import ANSWERING_PARTIES, Party, Role
from stegvis.casework.plan import Domain, Plan, Progress, Step
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
from stegvis.casework.versions import Change, Versions
from stegvis.casework.view import PlanView, plan_view
from tests.stegvis.casework.build import (
    ANSWER_BY,
    TODAY,
    YES,
    Round,
    asks,
    closed,
    draft,
    objects,
    plan,
    recorded,
    reserves,
    said,
    step,
    withdrawn,
)
from tests.stegvis.casework.histories import History, histories

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
    answers: Sequence[Answer] | Versions = (),
    *,
    party: Party | None = PATIENT,
    may: May = everything,
    **more: Any,
) -> PlanView:
    """A version through a party's eyes: one of several, or, with its answers, the only one there is."""
    versions = answers if isinstance(answers, Versions) else Versions((of,), tuple(answers))
    values: dict[str, Any] = {
        "sees": lambda party, section: True,
        "team": TEAM_NAMES,
        "names": PERSONS,
        "today": TODAY,
        **more,
    }
    return plan_view(of, versions, party=party, may=may, **values)


def consented(party: Party, section: str, consents: Consents, contact: EmployerContact) -> bool:
    standing = Standing(parties=frozenset({party}), consents=consents, employer_contact=contact)
    return bool(TABLE.decide(standing, section))


def seen(
    party: Party,
    of: Plan,
    versions: Versions,
    consents: Consents,
    contact: EmployerContact = EmployerContact.ALLOWED,
) -> PlanView:
    """The plan as the real table lets a party see it."""
    return view(
        of,
        versions,
        party=party,
        may=lambda section: consented(party, section, consents, contact),
        sees=lambda whose, section: consented(whose, section, consents, contact),
    )


# Canaries: every text says to which section it belongs, and who wrote it.


def with_canaries(of: Plan) -> Plan:
    def sung(s: Step) -> Step:
        what = f"canary:{s.section}:{s.line}:{s.what}"
        return replace(s, what=what, hours={"days": [what]}, because=f"canary:{WORDS}:author:{s.section}")

    return replace(
        of,
        goal=f"canary:{GOAL}:",
        because=f"canary:{WORDS}:author",
        author="person of patient",
        withdrawn_because=f"canary:{WORDS}:withdrawn",
        closed_because=f"canary:{WORDS}:closed",
        steps=tuple(map(sung, of.steps)),
    )


def answers_with_canaries(versions: Versions) -> tuple[Answer, ...]:
    """Each text of an answer names its writer and the section of the step that it is beside."""

    def text(answer: Answer, field: str) -> str:
        where = versions.plan(answer.version).step(answer.line).section if answer.line else "whole"
        return f"canary:{WORDS}:{answer.party}:{where}:{field}"

    return tuple(
        replace(
            answer,
            words=text(answer, "words"),
            rule=text(answer, "rule"),
            instead=text(answer, "instead"),
            reply=text(answer, "reply"),
            outcome=text(answer, "outcome"),
        )
        for answer in versions.answers
    )


def texts_of(value: object) -> set[str]:
    """Every text anywhere in a value."""
    if isinstance(value, str):
        return {str(value)}
    if isinstance(value, (tuple, list, frozenset)):
        return set().union(*map(texts_of, value))
    if isinstance(value, Mapping):
        return texts_of([*value.keys(), *value.values()])
    return set()


def canaries(seen: PlanView) -> set[str]:
    return {text for text in texts_of(astuple(seen)) if text.startswith("canary:")}


all_consents: st.SearchStrategy[Consents] = st.frozensets(
    st.tuples(st.sampled_from(Party), st.sampled_from(TABLE.sections()))
)
contacts = st.sampled_from(EmployerContact)


Situation = tuple[Plan, Versions]


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """One version out of any history, and all of them, with canaries in every text."""
    history = draw(histories)
    versions = Versions(tuple(map(with_canaries, history.plans)), tuple(history.answers))
    versions = replace(versions, answers=answers_with_canaries(versions))
    return draw(st.sampled_from(versions.plans)), versions


@st.composite
def situations_of_one_kind(draw: st.DrawFn) -> Situation:
    """As any, but no step is about health in one version and about work in another."""
    of, versions = draw(situations())
    kind = draw(st.fixed_dictionaries({line: st.sampled_from(Domain) for line in "abc"}))

    def same(plan: Plan) -> Plan:
        return with_canaries(
            replace(plan, steps=tuple(replace(s, domain=kind[s.line], what="x") for s in plan.steps))
        )

    versions = replace(versions, plans=tuple(map(same, versions.plans)))
    versions = replace(versions, answers=answers_with_canaries(versions))
    return versions.plan(of.version), versions


def as_if_never_written(versions: Versions, may: May) -> Versions:
    """The same history, had the steps that `may` hides never been in any version."""
    plans = tuple(replace(p, steps=tuple(s for s in p.steps if may(s.section))) for p in versions.plans)
    lines = {p.version: {s.line for s in p.steps} for p in plans}
    kept = tuple(
        replace(answer, about=answer.about & lines[answer.version])
        for answer in versions.answers
        if answer.line in {None, *lines[answer.version]}
        and (answer.about & lines[answer.version] or not answer.about)
    )
    return replace(versions, plans=plans, answers=kept)


@given(situations(), st.sampled_from([*Party, None]), st.sets(st.sampled_from([*TABLE.sections(), "other"])))
def test_no_text_of_a_refused_section_is_anywhere_in_a_view(
    situation: Situation, party: Party | None, allowed: set[str]
) -> None:
    of, versions = situation
    for text in canaries(view(of, versions, party=party, may=only(*allowed))):
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
def test_who_may_see_everything_sees_everything(situation: Situation, party: Party) -> None:
    of, versions = situation
    found = view(of, versions, party=party)
    assert found.goal == of.goal
    assert [s.what for s in found.steps] == [s.what for s in of.steps]
    assert [s.because for s in found.steps] == [s.because for s in of.steps]
    told = (found.because, found.author, found.withdrawn_because, found.closed_because)
    assert told == (of.because, PERSONS[of.author], of.withdrawn_because, of.closed_because)
    for answer in versions.answers_to(of):
        assert answer.words in canaries(found)


@given(situations(), all_consents, contacts)
def test_an_employer_sees_no_health_no_sick_leave_and_no_ones_words_but_its_own(
    situation: Situation, consents: Consents, contact: EmployerContact
) -> None:
    of, versions = situation
    consents |= {(EMPLOYER, section) for section in TABLE.sections()}
    found = seen(EMPLOYER, of, versions, consents, contact)
    assert not any(s.domain is Domain.HEALTH for s in found.steps)
    for text in canaries(found):
        assert not text.startswith((f"canary:{STEPS_HEALTH}:", f"canary:{SICK_LEAVE}:"))
        assert not text.startswith(f"canary:{WORDS}:") or text.startswith(f"canary:{WORDS}:{EMPLOYER}:")


@given(situations(), all_consents, st.sampled_from([EmployerContact.REFUSED, EmployerContact.NOT_ASKED]))
def test_without_the_patients_word_on_contact_an_employer_sees_nothing(
    situation: Situation, consents: Consents, contact: EmployerContact
) -> None:
    of, versions = situation
    consents |= {(EMPLOYER, section) for section in TABLE.sections()}
    found = seen(EMPLOYER, of, versions, consents, contact)
    assert found.is_empty
    assert found.answers == ()
    assert all(beside.mine for beside in found.beside)
    assert {text.split(":")[2] for text in canaries(found)} <= {EMPLOYER}


@given(situations_of_one_kind(), st.sampled_from(Party), all_consents, all_consents, contacts)
def test_a_consent_never_shows_less_and_its_withdrawal_never_more(
    situation: Situation,
    party: Party,
    consents: Consents,
    more: Consents,
    contact: EmployerContact,
) -> None:
    of, versions = situation
    before = seen(party, of, versions, consents, contact)
    after = seen(party, of, versions, consents | more, contact)
    assert canaries(before) <= canaries(after)
    assert before.lines <= after.lines
    assert {chip.state.party for chip in before.answers} <= {chip.state.party for chip in after.answers}


@given(situations(), st.sets(st.sampled_from(STEPS)))
def test_the_steps_are_numbered_from_one_without_a_gap(situation: Situation, allowed: set[str]) -> None:
    of, versions = situation
    found = view(of, versions, party=GP, may=only(*allowed))
    assert [s.number for s in found.steps] == list(range(1, len(found.steps) + 1))


@given(situations(), st.sampled_from(ANSWERING_PARTIES), st.sets(st.sampled_from(TABLE.sections())))
def test_nothing_that_is_left_out_leaves_a_trace(
    situation: Situation, party: Party, allowed: set[str]
) -> None:
    """The view is the same as if the steps that are not for this party had never been in the plan."""
    of, versions = situation
    may, sees = only(*allowed), frozenset(allowed)
    without = as_if_never_written(versions, may)
    assert view(of, versions, party=party, may=may, sees=lambda p, s: s in sees) == view(
        without.plan(of.version), without, party=party, may=may, sees=lambda p, s: s in sees
    )


@given(situations(), st.sampled_from([*Party, None]), st.sets(st.sampled_from(TABLE.sections())))
def test_a_plan_is_in_force_for_whom_sees_something_that_is_agreed(
    situation: Situation, party: Party | None, allowed: set[str]
) -> None:
    """A step that runs, or that all agreed to take out: that too is nobody's to take back alone."""
    _any, versions = situation
    current = versions.current
    if current is None:
        return
    found = view(current, versions, party=party, may=only(*allowed))
    without = as_if_never_written(versions, only(*allowed))
    running, agreed = (found.lines & lines.keys() for lines in (without.standing, without.agreed))
    assert {s.line for s in found.steps if s.in_force or s.meanwhile} == running
    assert not any(s.in_force and s.meanwhile for s in found.steps)
    assert found.in_force == len(running)
    assert found.state is (PlanState.IN_FORCE if agreed else PlanState.PROPOSED)


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
    for of in (draft(*PLAN.steps), withdrawn(*PLAN.steps), closed(*PLAN.steps)):
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
    assert {chip.state.days_left for chip in found.answers} == {(ANSWER_BY - TODAY).days}


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


def test_why_a_plan_ended_is_told_to_whom_may_read_words_and_that_it_did_to_all() -> None:
    of = closed(MINE, DESK, closed_because="She works again.")
    assert view(of, party=EMPLOYER).closed_because == "She works again."
    without = view(of, party=EMPLOYER, may=but(WORDS))
    assert (without.closed_because, without.closed_on, without.state) == ("", TODAY, PlanState.CLOSED)


def test_why_a_version_was_made_and_by_whom_is_told_to_whom_may_know() -> None:
    of = plan(MINE, replace(DESK, because="No lift."), because="Too much at once.", author="person of gp")
    assert (view(of).because, view(of).author, view(of).steps[1].because) == (
        "Too much at once.",
        "canary:person:gp",
        "No lift.",
    )
    without = view(of, party=EMPLOYER, may=but(WORDS, TEAM))
    assert (without.because, without.author, without.steps[1].because) == ("", "", "")


def changed_desk() -> History:
    """All agreed; then Wednesdays are to be free at the desk, and the pills to be taken out."""
    history = History(MINE, PILLS, DESK).send().agree().begin()
    return history.change("desk", what="do desk, not on Wednesdays").take_out("pills").send()


def test_a_changed_step_shows_the_wording_that_stands_meanwhile() -> None:
    history = changed_desk()
    found = {s.line: s for s in view(history.newest, history.versions).steps}
    desk, pills, mine = found["desk"], found["pills"], found["mine"]
    assert (desk.change, desk.in_force, desk.what) == (Change.CHANGED, False, "do desk, not on Wednesdays")
    assert desk.meanwhile is not None
    assert (desk.meanwhile.what, desk.meanwhile.owner, desk.meanwhile.person) == (
        "do desk",
        EMPLOYER,
        "canary:person:employer",
    )
    assert (pills.change, pills.ends, pills.in_force) == (Change.ENDS, True, False)
    assert pills.meanwhile is not None
    assert (mine.change, mine.in_force, mine.meanwhile) == (Change.SAME, True, None)


def test_once_agreed_the_new_wording_stands_alone() -> None:
    history = changed_desk().agree(EMPLOYER, GP)
    found = {s.line: s for s in view(history.newest, history.versions).steps}
    assert (found["desk"].in_force, found["desk"].meanwhile) == (True, None)
    assert (found["pills"].in_force, found["pills"].meanwhile) == (False, None)


def test_the_older_wording_tells_no_more_than_the_older_version_did() -> None:
    """It was about health then, so an employer reads nothing of it now either."""
    history = History(PILLS).send().agree()
    history.begin().change("pills", domain=Domain.WORK_MODIFICATION, what="write to the employer").send()
    [pills] = view(history.newest, history.versions).steps
    assert (pills.change, pills.meanwhile and pills.meanwhile.what) == (Change.CHANGED, "do pills")
    [pills] = view(history.newest, history.versions, party=EMPLOYER, may=but(STEPS_HEALTH)).steps
    assert (pills.change, pills.meanwhile) == (Change.NEW, None)


def test_a_version_that_a_newer_one_replaced_is_not_asked_and_late_no_more() -> None:
    over = replace(DESK, due=TODAY - timedelta(days=1))
    history = History(MINE, over).send().begin().change("desk", due=TODAY).send()
    first = view(history.plans[0], history.versions)
    assert (first.is_current, first.is_out) == (False, False)
    assert [s.late for s in first.steps] == [False, False]
    assert view(history.plans[1], history.versions).is_current


def test_a_step_that_is_to_be_taken_out_is_not_late() -> None:
    history = History(MINE, replace(DESK, due=TODAY - timedelta(days=1))).send().agree().begin()
    history.take_out("desk").send()
    assert [s.late for s in view(history.newest, history.versions).steps] == [False, False]


def test_a_plan_whose_day_to_look_again_has_come_says_so_while_something_stands() -> None:
    history = History(MINE, DESK).send(review_on=TODAY)
    history.say(PATIENT, objects("mine"))

    def state(today: date) -> PlanState:
        return view(history.newest, history.versions, today=today).state

    assert state(TODAY) is PlanState.PROPOSED
    history.agree(EMPLOYER)
    assert state(TODAY) is PlanState.REVIEW_DUE
    assert state(TODAY - timedelta(days=1)) is PlanState.IN_FORCE


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
