"""The team answers the plan, answers questions, and talks objections over."""

from __future__ import annotations

import pytest
from django.test import Client

from stegvis.casework.answers import Kind
from stegvis.casework.party import Party
from stegvis_web.casework import models
from stegvis_web.foundation.once import form_key
from tests.cast import come_by_link, viewer
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import (
    by_link,
    english_cast,
    in_force,
    ingrid,
    last_event,
    maja,
    says,
    state,
    written,
)
from tests.stegvis_web.casework.visits import HOSTILE, LONG, page, send, text, url, visiting
from tests.told_case import Told, in_days, told_case
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


# Answering for one's own party


def test_sending_the_plan_was_a_yes_to_it(told: Told) -> None:
    assert in_force(told) == {Party.PATIENT}
    assert "You Maja Lindqvist Accepted" in page(maja(told), "my-plan")


def test_the_coordinator_accepts_and_her_step_is_in_force(told: Told) -> None:
    response = send(ingrid(told), "plan-answer", told.code, kind="accepted", version=1)
    assert (response.status_code, response["Location"]) == (302, url("plan", told.code))
    assert in_force(told) == {Party.PATIENT, Party.SPECIALIST}
    assert last_event()[:3] == ("answer", "plan", "specialist")


def test_the_clinic_accepts_with_a_reservation_in_words(told: Told) -> None:
    send(visiting(told.cast.sara), "plan-answer", told.code, kind="reservation", words="Hold three weeks.")
    shown = page(ingrid(told), "plan", told.code)
    assert "Accepted, with a reservation" in shown
    assert "Hold three weeks." in shown


@pytest.mark.parametrize("kind", ["reservation", "question", "objection"])
def test_without_words_an_answer_is_refused_and_what_was_chosen_stays(told: Told, kind: str) -> None:
    line = told.line(Party.GP)
    refused = send(ingrid(told), "plan-answer", told.code, kind=kind, steps=[line], words=" ", version=1)
    assert refused.status_code == 422
    assert f'value="{kind}"' in refused.content.decode()
    assert models.Answer.objects.filter(party="specialist").count() == 0


def test_an_answer_without_a_choice_is_refused(told: Told) -> None:
    refused = send(ingrid(told), "plan-answer", told.code, words="Well", version=1)
    assert refused.status_code == 422
    assert "Choose one of the four." in text(refused)
    assert "Well" in refused.content.decode()


def test_200_kilobytes_of_words_are_refused_in_one_sentence(told: Told) -> None:
    refused = send(ingrid(told), "plan-answer", told.code, kind="reservation", words=LONG, version=1)
    assert refused.status_code == 422
    assert "This has 200 000." in text(refused).replace("\u202f", " ")
    assert LONG in refused.content.decode()


def test_an_objection_stands_beside_the_step_and_removes_nothing(told: Told) -> None:
    says(told, by_link(told, Party.GP), Kind.ACCEPTED)
    before = in_force(told)
    typed = {"kind": "objection", "steps": [told.line(Party.GP)], "words": "Too early.", "version": 1}
    assert send(ingrid(told), "plan-answer", told.code, **typed).status_code == 302
    assert in_force(told) == before | {Party.SPECIALIST}
    shown = page(maja(told), "my-plan")
    assert "Too early." in shown
    assert "To be talked over by" in shown


def test_a_double_click_answers_once(told: Told) -> None:
    client = ingrid(told)
    typed = {"kind": "accepted", "version": 1, "form_key": form_key(told.ingrid)}
    for _ in range(2):
        assert send(client, "plan-answer", told.code, **typed).status_code == 302
    assert written().count(("answer", "plan")) == 1


def test_a_draft_asks_for_no_answer(told: Told) -> None:
    with unguarded():
        models.PlanVersion.objects.update(released_on=None, answer_by=None)
    assert ingrid(told).get(url("plan-answer", told.code)).status_code == 302
    assert send(ingrid(told), "plan-answer", told.code, kind="accepted").status_code == 302
    assert not models.Answer.objects.filter(party="specialist").exists()


# The patient answers again


def test_the_person_objects_to_her_own_step_and_it_is_no_longer_in_force(told: Told) -> None:
    client = maja(told)
    typed = {"kind": "objection", "steps": [told.line(Party.PATIENT)], "words": "Twice is too much."}
    assert send(client, "my-plan-answer", **typed).status_code == 302
    assert in_force(told) == set()
    assert state(told) == "proposed"
    assert last_event()[:3] == ("answer", "plan", "patient")
    assert "Objects to step 1" in page(client, "my-plan")


def test_the_person_accepts_again_and_it_is_in_force_again(told: Told) -> None:
    says(told, told.maja, Kind.OBJECTION, "Twice is too much.", on=Party.PATIENT)
    assert send(maja(told), "my-plan-answer", kind="accepted").status_code == 302
    assert in_force(told) == {Party.PATIENT}


def test_the_person_asks_without_taking_her_yes_back(told: Told) -> None:
    send(maja(told), "my-plan-answer", kind="question", words="Who pays for the desk?")
    assert in_force(told) == {Party.PATIENT}
    assert "Who pays for the desk?" in page(ingrid(told), "plan", told.code)


def test_the_person_reads_what_becomes_of_her_words(told: Told) -> None:
    shown = page(maja(told), "my-plan-answer")
    assert "Not the employer" in shown
    send(maja(told), "my-plan-answer", kind="question", words="Who pays for the desk?")
    johan = come_by_link(Client(), told.invite(Party.EMPLOYER))
    assert "Who pays for the desk?" not in text(johan.get(url("answer")))


# Questions


def test_the_coordinator_answers_a_question(told: Told) -> None:
    question = says(
        told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "At 10 on Thursdays?", on=Party.EMPLOYER
    )
    client = ingrid(told)
    assert "At 10 on Thursdays?" in page(client, "reply", told.code, question.pk)
    response = send(client, "reply", told.code, question.pk, reply="Yes, at 10.")
    assert (response.status_code, response["Location"]) == (302, url("plan", told.code))
    assert last_event()[:3] == ("reply", "plan.words", "specialist")
    assert "Yes, at 10." in page(client, "plan", told.code)
    johan = come_by_link(Client(), told.invite(Party.EMPLOYER))
    assert "Yes, at 10." in text(johan.get(url("answer")))


def test_a_question_is_answered_once(told: Told) -> None:
    question = says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "At 10?", on=Party.EMPLOYER)
    send(ingrid(told), "reply", told.code, question.pk, reply="Yes, at 10.")
    refused = send(maja(told), "my-reply", question.pk, reply="No, at 9, I think")
    assert refused.status_code == 422
    assert "This question has been answered already." in text(refused)
    assert "No, at 9, I think" in refused.content.decode()
    question.refresh_from_db()
    assert question.reply == "Yes, at 10."


def test_an_answer_to_a_question_is_no_yes_of_the_one_who_asked(told: Told) -> None:
    question = says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "At 10?", on=Party.EMPLOYER)
    send(ingrid(told), "reply", told.code, question.pk, reply="Yes, at 10.")
    assert Party.EMPLOYER not in in_force(told)


@pytest.mark.parametrize("reply", ["", "   ", LONG])
def test_a_reply_that_says_nothing_or_far_too_much_is_refused(told: Told, reply: str) -> None:
    question = says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "At 10?", on=Party.EMPLOYER)
    assert send(ingrid(told), "reply", told.code, question.pk, reply=reply).status_code == 422
    question.refresh_from_db()
    assert question.reply == ""


def test_the_manager_answers_no_question(told: Told) -> None:
    question = says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "At 10?", on=Party.EMPLOYER)
    marit = visiting(told.cast.marit)
    assert send(marit, "reply", told.code, question.pk, reply="Yes").status_code == 404


def test_a_question_of_another_case_is_not_there(told: Told) -> None:
    question = says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "At 10?", on=Party.EMPLOYER)
    kari = visiting(told.cast.kari)
    assert kari.get(url("reply", told.code, question.pk)).status_code == 404
    tomas = visiting(told.cast.tomas)
    assert tomas.get(url("my-reply", question.pk)).status_code == 404


# Objections


def test_an_objection_is_talked_over_with_a_day_and_what_was_agreed(told: Told) -> None:
    objection = says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time before April.", on=Party.GP)
    client = ingrid(told)
    assert "No time before April." in page(client, "settle", told.code, objection.pk)
    settled = {"on": in_days(0).isoformat(), "outcome": "On 14 April."}
    assert send(client, "settle", told.code, objection.pk, **settled).status_code == 302
    assert last_event()[:3] == ("settle", "plan.words", "specialist")
    shown = page(client, "plan", told.code)
    assert "Talked over on" in shown
    assert "On 14 April." in shown
    assert "We have talked it over" not in shown
    assert Party.GP not in in_force(told), "the GP says itself whether it accepts now"


def test_the_person_can_write_down_what_was_agreed(told: Told) -> None:
    objection = says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time.", on=Party.GP)
    settled = {"on": in_days(0).isoformat(), "outcome": "On 14 April."}
    assert send(maja(told), "my-settle", objection.pk, **settled).status_code == 302
    assert last_event()[:3] == ("settle", "plan.words", "patient")


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": ""}, {"on": ""}, {"on": "2026-13-01"}, {"on": "tomorrow"}, {"outcome": LONG}],
)
def test_an_outcome_without_words_or_day_is_refused(told: Told, wrong: dict[str, str]) -> None:
    objection = says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time.", on=Party.GP)
    typed = {"on": in_days(0).isoformat(), "outcome": "On 14 April."} | wrong
    assert send(ingrid(told), "settle", told.code, objection.pk, **typed).status_code == 422
    objection.refresh_from_db()
    assert objection.settled_on is None


@pytest.mark.parametrize("days", [3, -40])
def test_nobody_talked_it_over_in_the_future_or_before_it_was_said(told: Told, days: int) -> None:
    objection = says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time.", on=Party.GP)
    typed = {"on": in_days(days).isoformat(), "outcome": "On 14 April."}
    assert send(ingrid(told), "settle", told.code, objection.pk, **typed).status_code == 422


def test_what_was_agreed_is_shown_as_typed(told: Told) -> None:
    objection = says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time.", on=Party.GP)
    send(ingrid(told), "settle", told.code, objection.pk, on=in_days(0).isoformat(), outcome=HOSTILE)
    body = maja(told).get(url("my-plan")).content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;" in body


def test_an_accepted_answer_cannot_be_settled(told: Told) -> None:
    yes = says(told, viewer(told.cast.sara), Kind.ACCEPTED)
    assert ingrid(told).get(url("settle", told.code, yes.pk)).status_code == 404
    assert send(ingrid(told), "settle", told.code, yes.pk, on="2026-01-01", outcome="x").status_code == 404
