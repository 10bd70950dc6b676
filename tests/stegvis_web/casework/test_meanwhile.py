"""A draft, and what happens to the plan while it is being written."""

from __future__ import annotations

import pytest

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis.casework.versions import Versions
from stegvis.foundation.errors import Refusal
from stegvis_web.casework import models
from stegvis_web.casework.actions import answers, lifecycle, plans
from stegvis_web.casework.queries.plans import versions_of
from tests.cast import the_cast
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import by_link, in_force, state
from tests.told_case import Told, everyone_accepts, in_days, told_case

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    """The first version is out; only what the patient owes herself is in force."""
    return told_case(the_cast())


def accepts(told: Told, party: Party) -> None:
    current = versions_of(told.case).current
    assert current is not None
    by = {Party.PATIENT: told.maja, Party.SPECIALIST: told.ingrid}.get(party) or by_link(told, party)
    answers.answer_plan(by=by, code=told.code, version=current.version, words=[Word(Kind.ACCEPTED)])


def without(told: Told, *owners: Party) -> None:
    """A draft in which the steps of these owners are left out."""
    plans.start_plan(by=told.ingrid, code=told.code, because="Less at once.")
    for owner in owners:
        plans.remove_step(by=told.ingrid, code=told.code, line=told.line(owner))


def add(told: Told) -> None:
    plans.add_step(
        by=told.ingrid,
        code=told.code,
        what="Read the letter together",
        owner=Party.SPECIALIST,
        due=in_days(20),
        domain=Domain.COORDINATION,
    )


def send(told: Told) -> Versions:
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(10))
    return versions_of(told.case)


def test_a_step_that_comes_in_force_while_a_draft_leaves_it_out_is_asked_to_be_taken_out(told: Told) -> None:
    line = told.line(Party.GP)
    without(told, Party.GP)
    accepts(told, Party.GP)
    assert told.plan.steps.get(line_id=line).ends
    versions = send(told)
    assert line in versions.standing
    assert versions.current is not None
    assert versions.current.step(line).ends
    accepts(told, Party.GP)
    assert line not in versions_of(told.case).standing


def test_the_coordinator_ends_nothing_by_leaving_out_what_is_agreed_meanwhile(told: Told) -> None:
    """The newer version holds nothing that is in force: so it could be ended, and with it all the rest."""
    plans.start_plan(by=told.ingrid, code=told.code, because="Less at once.")
    for owner in (Party.PATIENT, Party.GP, Party.EMPLOYER, Party.INSURER, Party.SPECIALIST):
        if owner is not Party.PATIENT:
            plans.remove_step(by=told.ingrid, code=told.code, line=told.line(owner))
    own = told.line(Party.PATIENT)
    said = Word(Kind.OBJECTION, line=own, words="Not now.")
    answers.answer_plan(by=told.maja, code=told.code, version=1, words=[said])
    plans.remove_step(by=told.ingrid, code=told.code, line=own)
    add(told)
    accepts(told, Party.GP)
    send(told)
    with pytest.raises(Refusal, match="Steps of this plan are in force"):
        lifecycle.close_plan(by=told.ingrid, code=told.code, reason="A new officer.")
    assert Party.GP in in_force(told)


def test_what_stands_again_after_a_version_is_taken_back_is_in_the_draft(told: Told) -> None:
    everyone_accepts(told)
    line = told.line(Party.GP)
    without(told, Party.GP)
    send(told)
    accepts(told, Party.GP)
    plans.start_plan(by=told.ingrid, code=told.code, because="And one more.")
    assert not told.plan.steps.filter(line_id=line).exists()
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="No, as it was.")
    assert line in versions_of(told.case).standing
    assert told.plan.steps.get(line_id=line).ends


@pytest.mark.parametrize("how", ["withdraw", "close"])
def test_of_a_version_taken_back_or_ended_a_draft_keeps_the_words_and_no_answers(
    told: Told, how: str
) -> None:
    everyone_accepts(told)
    plans.start_plan(by=told.ingrid, code=told.code, because="One more.")
    add(told)
    if how == "withdraw":
        lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="I need more time.")
    else:
        lifecycle.close_plan(by=told.maja, code=told.code, reason="I need more time.")
    assert set(told.plan.steps.values_list("since", flat=True)) == {2}
    send(told)
    assert in_force(told) == {Party.PATIENT}


def test_taking_up_other_words_for_a_step_is_not_asking_to_take_it_out(told: Told) -> None:
    everyone_accepts(told)
    line = told.line(Party.GP)
    no = Word(Kind.OBJECTION, line=line, words="Too early.", instead="Go through them in May")
    answers.answer_plan(by=told.ingrid, code=told.code, version=1, words=[no])
    without(told, Party.GP)
    objection = models.Answer.objects.latest("pk")
    step = plans.take_up_proposal(by=told.ingrid, code=told.code, answer=objection.pk)
    assert (step.what, step.ends) == ("Go through them in May", False)
    assert state(told) == "draft"
