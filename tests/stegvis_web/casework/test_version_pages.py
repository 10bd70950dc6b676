"""The pages of a plan that lives: a change proposed, the draft beside what stands, versions, rest, end."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis_web.casework import models
from stegvis_web.casework.actions import answers, cases, lifecycle, plans
from stegvis_web.people.models import Mail, PartyLink
from tests.cast import come_by_link
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import (
    by_link,
    english_cast,
    ingrid,
    last_event,
    maja,
    says,
    state,
)
from tests.stegvis_web.casework.visits import page, send, text, url, visiting
from tests.told_case import ASKED_BY_LINK, Told, changed, everyone_accepts, in_days, sent_again, told_case
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db

WHY = "Five days in a row left no day to recover."
OLD, NEW = "A desk that can be raised, at the lending desk", "Wednesdays are free."


@pytest.fixture
@made_once
def told() -> Told:
    """Everyone has accepted the first version."""
    return everyone_accepts(told_case(english_cast()))


@pytest.fixture
@made_once
def draft() -> Told:
    """A second version is written."""
    return changed(everyone_accepts(told_case(english_cast())))


@pytest.fixture
@made_once
def twice() -> Told:
    """A second version is out for answers."""
    return sent_again(told_case(english_cast()))


# Proposing


def test_a_change_needs_a_reason(told: Told) -> None:
    refused = send(ingrid(told), "plan-start", told.code, reason=" ")
    assert refused.status_code == 422
    assert "Write why, so that the others understand." in text(refused)
    assert told.case.plans.count() == 1


def test_a_change_is_written_beside_the_version_that_stands(told: Told) -> None:
    client = ingrid(told)
    assert "What you leave as it is stays agreed" in page(client, "plan-start", told.code)
    begun = send(client, "plan-start", told.code, reason=WHY)
    assert begun["Location"] == url("plan-draft", told.code)
    standing = page(client, "plan", told.code)
    assert "Plan, version 1" in standing
    assert "A change is being written: version 2" in standing
    assert "Plan, version 2" in page(client, "plan-draft", told.code)


def test_the_patient_finds_the_change_on_her_first_page(draft: Told) -> None:
    client = maja(draft)
    assert "A change to your plan is being written: version 2" in page(client, "me")
    assert f"Why this version: {WHY}" in page(client, "my-plan-draft")


def test_no_outside_party_knows_of_the_draft(draft: Told) -> None:
    for party in (Party.EMPLOYER, Party.INSURER, Party.GP, Party.SUPPORTER):
        visitor = visiting_by_link(draft, party)
        assert NEW not in page(visitor, "answer")
        assert visitor.get(url("answer-changes")).status_code == 404


def visiting_by_link(told: Told, party: Party) -> Client:
    visitor = Client()
    come_by_link(visitor, told.invite(party))
    return visitor


def test_without_a_draft_its_page_leads_to_the_plan(told: Told) -> None:
    assert ingrid(told).get(url("plan-draft", told.code))["Location"] == url("plan", told.code)


def test_the_clinic_proposes_no_version(told: Told) -> None:
    sara = visiting(told.cast.sara)
    assert sara.get(url("plan-start", told.code)).status_code == 404
    assert send(sara, "plan-start", told.code, reason=WHY).status_code == 404
    assert told.case.plans.count() == 1


def test_a_step_in_force_is_asked_to_be_taken_out_and_can_be_left_after_all(draft: Told) -> None:
    client = ingrid(draft)
    line = draft.line(Party.GP)
    assert "It stays in force until the one who does it and the person agree" in page(
        client, "plan-draft", draft.code
    )
    kept = send(client, "step-keep", draft.code, line, **{"from": "draft"})
    assert kept["Location"] == url("plan-draft", draft.code)
    step = draft.plan.steps.get(line_id=line)
    assert (step.ends, step.since) == (False, 1)


def test_a_draft_can_be_thrown_away_and_what_stands_stays(draft: Told) -> None:
    assert send(ingrid(draft), "plan-drop", draft.code)["Location"] == url("plan", draft.code)
    assert draft.case.plans.count() == 1
    assert state(draft) == "in-force"
    assert last_event()[:2] == ("remove", "plan")


# Sending


def test_before_sending_the_patient_reads_what_the_version_changes(draft: Told) -> None:
    shown = page(maja(draft), "my-plan-send")
    assert "What version 2 changes" in shown
    assert "1 step is changed, 1 is new, 1 is to be taken out, 3 are as before." in shown


def test_sending_asks_for_a_day_to_look_at_the_plan_again(draft: Told) -> None:
    day = in_days(40)
    send(maja(draft), "my-plan-send", answer_by=in_days(9).isoformat(), review_on=day.isoformat())
    assert draft.plan.review_on == day
    assert f"Looked at again on {day.day} {day:%B}" in page(ingrid(draft), "plan", draft.code)


def test_a_day_too_near_to_look_again_is_refused_in_words(draft: Told) -> None:
    days = {"answer_by": in_days(9).isoformat(), "review_on": in_days(1).isoformat()}
    refused = send(maja(draft), "my-plan-send", **days)
    assert refused.status_code == 422
    assert "Choose a day to look at the plan again between" in text(refused)
    assert draft.plan.released_on is None


def test_who_is_asked_anew_gets_a_mail_that_names_nobody(draft: Told) -> None:
    lifecycle.release_plan(by=draft.maja, code=draft.code, answer_by=in_days(9))
    mails = Mail.objects.filter(kind="new-version")
    assert {mail.person for mail in mails} == {
        draft.cast.johan,
        draft.cast.petra,
        draft.cast.olle,
        draft.cast.amir,
    }
    for mail in mails:
        assert "Maja" not in mail.subject + mail.body
        assert "http" not in mail.body


def test_who_is_asked_anew_and_has_no_link_stands_on_today(draft: Told) -> None:
    PartyLink.objects.filter(party=Party.EMPLOYER).update(revoked_at=timezone.now())
    lifecycle.release_plan(by=draft.maja, code=draft.code, answer_by=in_days(9))
    today = page(ingrid(draft), "today")
    assert "Johan Berg is asked about the plan and has no link yet." in today
    assert "Petra Nyström is asked about the plan" not in today
    draft.invite(Party.EMPLOYER)
    assert "has no link yet" not in page(ingrid(draft), "today")


def test_the_day_to_look_again_and_the_end_of_a_rest_stand_on_today(told: Told) -> None:
    with unguarded():
        models.PlanVersion.objects.update(review_on=in_days(0))
    assert "The plan was to be looked at again on" in page(ingrid(told), "today")
    lifecycle.postpone_plan(by=told.maja, code=told.code, reason="Ill.", recheck_on=in_days(9))
    assert "looked at again" not in page(ingrid(told), "today")
    models.Pause.objects.update(on=in_days(-9), recheck_on=in_days(0))
    assert "The plan rests. You were to ask again on" in page(ingrid(told), "today")


# Reading


def test_the_old_words_stand_beside_the_new_ones_until_these_are_agreed(twice: Told) -> None:
    shown = page(ingrid(twice), "plan", twice.code)
    assert "In force meanwhile" in shown
    assert "This wording stays in force until the new one is agreed." in shown
    says(twice, by_link(twice, Party.EMPLOYER), Kind.ACCEPTED)
    says(twice, by_link(twice, Party.GP), Kind.ACCEPTED)
    assert "In force meanwhile" not in page(ingrid(twice), "plan", twice.code)


def test_a_party_reads_what_changed_and_what_it_is_asked_anew(twice: Told) -> None:
    employer = visiting_by_link(twice, Party.EMPLOYER)
    assert "Version 2 takes the place of the one before" in page(employer, "answer")
    changes = page(employer, "answer-changes")
    assert "What changed from version 1 to version 2" in changes
    assert NEW in changes
    assert "medicines" not in changes, "an employer sees no step about health, neither now nor before"
    assert WHY not in changes, "an employer reads no one's reasons"


def test_every_version_is_readable_with_what_had_been_said(twice: Told) -> None:
    client = ingrid(twice)
    says(twice, by_link(twice, Party.EMPLOYER), Kind.QUESTION, "Which day is free?")
    old = page(client, "plan-version", twice.code, 1)
    assert "Version 1, as it was sent" in old
    assert OLD in old
    assert "Which day is free?" not in old
    assert client.get(url("plan-version", twice.code, 3)).status_code == 404
    listed = page(client, "plan-versions", twice.code)
    assert WHY in listed
    assert "7 of 7" in listed


def test_two_versions_stand_side_by_side_with_every_word_that_changed_marked(twice: Told) -> None:
    html = ingrid(twice).get(url("plan-compare", twice.code)).content.decode()
    assert f'<ins><span class="unseen">new: </span>{NEW}' in html, "also for who hears it read"
    assert '<del><span class="unseen">taken out: </span>Go through the medicines together' in html
    assert "Asks to take this out." in html
    assert "Who had said what" in html


def test_any_order_of_two_versions_gives_the_same_comparison(twice: Told) -> None:
    client = ingrid(twice)
    assert page(client, "plan-compare", twice.code, **{"from": "2", "to": "1"}) == page(
        client, "plan-compare", twice.code, **{"from": "1", "to": "2"}
    )
    assert client.get(url("plan-compare", twice.code), {"from": "²", "to": "9"}).status_code == 200


def test_one_version_alone_cannot_be_compared(told: Told) -> None:
    assert ingrid(told).get(url("plan-compare", told.code)).status_code == 404


# Officers


def test_what_an_officer_proposes_changes_nothing_before_both_agree(told: Told) -> None:
    line = told.line(Party.INSURER)
    officer = by_link(told, Party.INSURER)
    word = Word(
        Kind.OBJECTION,
        line=line,
        words="I decide in the spring.",
        rule="Code 27:45",
        instead="Say yes or no to uneven days in writing",
        instead_due=in_days(30),
    )
    answers.answer_plan(by=officer, code=told.code, version=1, words=[word])
    shown = page(ingrid(told), "plan", told.code)
    assert "Could agree to: Say yes or no to uneven days in writing" in shown
    taken = send(ingrid(told), "take-up", told.code, told.plan.answers.latest("pk").pk)
    assert taken["Location"] == url("plan-draft", told.code)
    step = told.plan.steps.get(line_id=line)
    assert (step.what, step.due) == (word.instead, word.instead_due)
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(9))
    standing = told.case.lines.get(pk=line).standing
    assert standing is not None
    assert standing.what == "Say yes or no to uneven days", "the officer has not said yes yet"
    says(told, by_link(told, Party.INSURER), Kind.ACCEPTED)
    standing = told.case.lines.get(pk=line).standing
    assert standing is not None
    assert standing.what == word.instead


def test_an_objection_without_a_proposal_cannot_be_taken_up(told: Told) -> None:
    objection = says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time.", on=Party.GP)
    refused = send(ingrid(told), "take-up", told.code, objection.pk)
    assert refused.status_code == 422
    assert "proposes no other words" in text(refused)
    assert told.case.plans.count() == 1


# Rest, look again, end


def test_a_plan_rests_until_a_day_and_goes_on(told: Told) -> None:
    client = maja(told)
    send(client, "my-plan-postpone", reason="I am in hospital.", recheck_on=in_days(20).isoformat())
    shown = page(client, "my-plan")
    assert "The plan has been resting since" in shown
    assert "I am in hospital." in shown
    assert state(told) == "postponed"
    assert told.case.stage == "resting"
    assert "This plan is resting for a while" in page(visiting_by_link(told, Party.EMPLOYER), "answer")
    assert "hospital" not in page(visiting_by_link(told, Party.EMPLOYER), "answer")
    send(client, "my-plan-resume")
    assert state(told) == "in-force"


def test_the_coordinator_lets_nothing_rest_that_is_in_force(told: Told) -> None:
    client = ingrid(told)
    assert client.get(url("plan-postpone", told.code))["Location"] == url("plan", told.code)
    refused = send(
        client, "plan-postpone", told.code, reason="I am away.", recheck_on=in_days(20).isoformat()
    )
    assert refused.status_code == 422
    assert "Only the person whose plan it is can do this." in text(refused)


def test_looked_at_again_the_plan_goes_on_until_the_next_day(told: Told) -> None:
    send(ingrid(told), "plan-keep", told.code, words="Holds well.", next_on=in_days(60).isoformat())
    day = in_days(60)
    assert f"Looked at again on {day.day} {day:%B}" in page(maja(told), "my-plan")


def test_an_ended_plan_is_read_and_asks_nothing(told: Told) -> None:
    send(maja(told), "my-plan-close", reason="I am back at full time.")
    assert state(told) == "closed"
    employer = visiting_by_link(told, Party.EMPLOYER)
    shown = page(employer, "answer")
    assert "This plan ended on" in shown
    assert "Go on to your answer" not in shown
    assert "I am back at full time." in page(ingrid(told), "plan", told.code)
    assert "Start a new version from this one" in page(maja(told), "my-plan")


def test_after_an_end_a_new_plan_begins_with_everything_asked_anew(told: Told) -> None:
    lifecycle.close_plan(by=told.maja, code=told.code, reason="Moved away, and back again.")
    plans.start_plan(by=told.maja, code=told.code)
    assert {step.since for step in told.plan.steps.all()} == {2}


# Whoever is clinic and coordinator in one case


def test_whoever_is_clinic_and_coordinator_answers_as_both(told: Told) -> None:
    person = told.cast.ingrid.person
    assert person is not None
    cases.join_team(by=told.ingrid, code=told.code, party=Party.CLINIC, person=person)
    says(told, told.ingrid, Kind.RESERVATION, "If the spring is calm.")
    parties = set(told.plan.answers.filter(kind="reservation").values_list("party", flat=True))
    assert parties == {"clinic", "specialist"}
    assert "Propose a change" in page(ingrid(told), "plan", told.code)


def test_the_clinic_leaves_a_step_that_it_asked_to_take_out(told: Told) -> None:
    plans.start_plan(by=told.ingrid, code=told.code, because=WHY)
    line = told.line(Party.SPECIALIST)
    plans.remove_step(by=told.sara, code=told.code, line=line)
    plans.keep_step(by=told.sara, code=told.code, line=line)
    assert not told.plan.steps.get(line_id=line).ends


def test_the_coordinator_takes_back_no_version_of_which_anything_is_agreed(told: Told) -> None:
    """Not even where all that is agreed is that a step goes."""
    plans.start_plan(by=told.ingrid, code=told.code, because=WHY)
    for step in told.plan.steps.all():
        plans.remove_step(by=told.ingrid, code=told.code, line=str(step.line_id))
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(9))
    for by in (told.ingrid, told.sara, *(by_link(told, party) for party in ASKED_BY_LINK)):
        says(told, by, Kind.ACCEPTED)
    assert not told.case.lines.exclude(standing=None).exists()
    refused = send(ingrid(told), "plan-withdraw", told.code, reason="I think otherwise.")
    assert refused.status_code == 422
