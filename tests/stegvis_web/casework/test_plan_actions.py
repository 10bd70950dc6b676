"""Writing a plan through its pages: start, goal, steps, progress, taking it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.answers import Kind
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain, Progress
from stegvis_web.casework import models
from stegvis_web.casework.actions import lifecycle, plans
from stegvis_web.foundation.once import form_key
from tests.cast import sign_in
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import (
    english_cast,
    in_force,
    ingrid,
    last_event,
    maja,
    says,
    state,
    step_data,
    whats,
    written,
)
from tests.stegvis_web.casework.visits import LONG, page, send, text, url, visiting
from tests.told_case import STEPS, Told, agreed, drafted, in_days, opened, released, told_case
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def begun() -> Told:
    """The team stands and everything usual is agreed to; there is no plan."""
    return agreed(opened(english_cast()))


@pytest.fixture
@made_once
def draft() -> Told:
    return drafted(agreed(opened(english_cast())))


@pytest.fixture
@made_once
def sent() -> Told:
    return told_case(english_cast())


# Starting


def test_the_coordinator_starts_a_plan_and_goes_on_to_its_goal(begun: Told) -> None:
    response = send(ingrid(begun), "plan-start", begun.code)
    assert (response.status_code, response["Location"]) == (302, url("plan-goal", begun.code))
    assert begun.plan.number == 1
    assert last_event()[:3] == ("create", "plan", "specialist")


def test_two_people_who_start_at_the_same_time_get_one_plan(begun: Told) -> None:
    send(ingrid(begun), "plan-start", begun.code)
    refused = send(maja(begun), "my-plan-start")
    assert refused.status_code == 422
    assert "A version is being written already. Open it to go on." in text(refused)
    assert begun.case.plans.count() == 1


def test_the_clinic_does_not_start_a_plan(begun: Told) -> None:
    assert send(visiting(begun.cast.sara), "plan-start", begun.code).status_code == 422
    assert begun.case.plans.count() == 0


def test_opening_the_address_of_a_button_changes_nothing(draft: Told) -> None:
    client = ingrid(draft)
    line = draft.line(Party.GP)
    for address in (url("plan-start", draft.code), url("step-remove", draft.code, line)):
        assert client.get(address).status_code in {302, 405}
    assert len(whats(draft)) == len(STEPS)


def test_after_taking_back_a_new_version_begins_with_the_old_texts(sent: Told) -> None:
    lifecycle.withdraw_plan(by=sent.maja, code=sent.code, reason="I need more time.")
    send(ingrid(sent), "plan-start", sent.code)
    assert sent.plan.number == 2
    assert len(whats(sent)) == len(STEPS)
    assert sent.plan.goal


# The goal


def test_the_goal_is_saved_as_it_was_said(begun: Told) -> None:
    plans.start_plan(by=begun.maja, code=begun.code)
    said = "Läsa för barnen 🌲 igen.\nUtan att vara slut på kvällen."
    response = send(ingrid(begun), "plan-goal", begun.code, goal=said, revision=1)
    assert response.status_code == 302
    assert begun.plan.goal == said
    assert last_event()[:3] == ("change", "plan.goal", "specialist")
    assert "Läsa för barnen 🌲 igen." in page(maja(begun), "my-plan")


def test_the_clinic_does_not_write_the_goal(draft: Told) -> None:
    sara = visiting(draft.cast.sara)
    assert sara.get(url("plan-goal", draft.code)).status_code == 404
    assert send(sara, "plan-goal", draft.code, goal="Walk more", revision=2).status_code == 404


def test_200_kilobytes_of_goal_are_refused_in_one_sentence_and_kept(draft: Told) -> None:
    refused = send(ingrid(draft), "plan-goal", draft.code, goal=LONG, revision=2)
    assert refused.status_code == 422
    assert "Write at most 4 000 characters. This has 200 000." in text(refused).replace("\u202f", " ")
    assert LONG in refused.content.decode()
    assert draft.plan.goal != LONG


def test_an_empty_goal_says_what_is_missing(draft: Told) -> None:
    refused = send(ingrid(draft), "plan-goal", draft.code, goal="  ", revision=2)
    assert refused.status_code == 422
    assert draft.plan.goal


# Steps


def test_a_step_has_an_owner_a_day_and_a_kind(draft: Told) -> None:
    response = send(ingrid(draft), "step-new", draft.code, **step_data(draft, what="Meet at the library"))
    assert (response.status_code, response["Location"]) == (302, url("plan", draft.code))
    step = draft.plan.steps.latest("number")
    assert (step.what, step.owner, step.due) == ("Meet at the library", "employer", in_days(9))
    assert step.person == draft.cast.johan
    assert last_event()[:3] == ("create", "plan.work_modification", "specialist")


def test_the_clinic_adds_a_step_too(draft: Told) -> None:
    added = step_data(draft, Party.CLINIC, what="One session on pacing", domain=Domain.HEALTH.value)
    assert send(visiting(draft.cast.sara), "step-new", draft.code, **added).status_code == 302
    assert "One session on pacing" in whats(draft)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"owner": ""}, "Say who does this step. Every step has one owner."),
        ({"owner": "gp:999999"}, "Choose someone who is on the team"),
        ({"due": ""}, "Say by which day."),
        ({"due": "2026-02-30"}, "Write the day as year-month-day"),
        ({"due": "tomorrow"}, "Write the day as year-month-day"),
        ({"due": "0202-03-10"}, "Check the year."),
        ({"due": "2090-01-01"}, "is too far from today. Choose a day between"),
        ({"domain": "weather"}, "That is no longer a choice. Choose again."),
        ({"what": LONG}, "This has 200 000."),
    ],
)
def test_a_step_that_cannot_be_carried_out_is_refused_and_kept(
    draft: Told, wrong: dict[str, str], words: str
) -> None:
    typed = step_data(draft, what="Come by one morning") | wrong
    refused = send(ingrid(draft), "step-new", draft.code, **typed)
    assert refused.status_code == 422
    assert words in text(refused).replace("\u202f", " ")
    assert typed["what"] in refused.content.decode()
    assert len(whats(draft)) == len(STEPS)
    assert written()[-1] != ("create", "plan.work_modification")


def test_a_step_without_words_is_refused(draft: Told) -> None:
    refused = send(ingrid(draft), "step-new", draft.code, **step_data(draft, what=" "))
    assert refused.status_code == 422
    assert len(whats(draft)) == len(STEPS)


def test_an_employer_owes_no_step_about_health(draft: Told) -> None:
    refused = send(ingrid(draft), "step-new", draft.code, **step_data(draft, domain=Domain.HEALTH.value))
    assert refused.status_code == 422
    assert "An employer never sees steps about health" in text(refused)


def test_a_step_is_changed_and_keeps_its_identity(draft: Told) -> None:
    line = draft.line(Party.GP)
    changed = step_data(draft, Party.GP, what="Go through them by phone", domain=Domain.HEALTH.value)
    assert send(ingrid(draft), "step", draft.code, line, **changed).status_code == 302
    assert str(draft.plan.steps.get(what="Go through them by phone").line_id) == line
    assert last_event()[:2] == ("change", "plan.health")


def test_the_form_of_a_step_holds_what_is_there(draft: Told) -> None:
    body = ingrid(draft).get(url("step", draft.code, draft.line(Party.GP))).content.decode()
    step = draft.plan.steps.get(owner="gp")
    assert step.what in body
    assert f'value="{step.due.isoformat()}"' in body
    assert f'value="gp:{step.person_id}"' in body


def test_a_step_is_taken_out(draft: Told) -> None:
    response = send(ingrid(draft), "step-remove", draft.code, draft.line(Party.GP))
    assert response.status_code == 302
    assert "Go through the medicines together" not in whats(draft)
    assert last_event()[:2] == ("remove", "plan.health")


def test_a_sent_version_stays_as_it_is(sent: Told) -> None:
    client, line = ingrid(sent), sent.line(Party.GP)
    refused = [
        send(client, "plan-goal", sent.code, goal="Another goal", revision=2),
        send(client, "step-new", sent.code, **step_data(sent)),
        send(client, "step", sent.code, line, **step_data(sent)),
        send(client, "step-remove", sent.code, line),
    ]
    for response in refused:
        assert response.status_code == 422
        assert "Version 1 has been sent, so it stays as it is." in text(response)
    assert whats(sent) == [what for what, _owner, _domain in STEPS]


# A double click


def test_a_double_click_adds_one_step(draft: Told) -> None:
    client = ingrid(draft)
    twice = step_data(draft) | {"form_key": form_key(draft.ingrid)}
    first, second = (send(client, "step-new", draft.code, **twice) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert len(whats(draft)) == len(STEPS) + 1


def test_a_double_click_takes_one_plan_back(sent: Told) -> None:
    client = maja(sent)
    typed = {"reason": "I need more time.", "form_key": form_key(sent.maja)}
    responses = [send(client, "my-plan-withdraw", **typed) for _ in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    assert written().count(("withdraw", "plan")) == 1


def test_what_was_typed_survives_the_end_of_the_session(draft: Told) -> None:
    address = url("step-new", draft.code)
    typed = step_data(draft, what="A long thought") | {"form_key": form_key(draft.ingrid)}
    client = Client()
    sent_away = client.post(address, typed)
    assert (sent_away.status_code, sent_away["Location"].partition("?")[0]) == (302, "/sign-in/")
    assert "A long thought" not in whats(draft)
    back = sign_in(client, draft.cast.ingrid).get(address)
    assert "Your sign-in had ended" in text(back)
    assert "A long thought" in back.content.decode()


# How far a step has come


def test_the_owner_of_a_step_says_that_it_is_done(sent: Told) -> None:
    line = sent.line(Party.SPECIALIST)
    response = send(ingrid(sent), "step-progress", sent.code, line, progress="done")
    assert response.status_code == 302
    assert sent.case.lines.get(pk=line).progress == Progress.DONE
    assert last_event()[:3] == ("change", "plan.coordination", "specialist")
    assert "Done" in page(ingrid(sent), "plan", sent.code)


def test_the_coordinator_says_it_for_the_employer(sent: Told) -> None:
    assert "Mark as done" in page(ingrid(sent), "plan", sent.code)
    send(ingrid(sent), "step-progress", sent.code, sent.line(Party.EMPLOYER), progress="done")
    assert sent.plan.steps.get(owner="employer").line.progress == Progress.DONE


def test_the_clinic_does_not_say_it_for_the_employer(sent: Told) -> None:
    line = sent.line(Party.EMPLOYER)
    refused = send(visiting(sent.cast.sara), "step-progress", sent.code, line, progress="done")
    assert refused.status_code == 422
    assert "Only who owns the step" in text(refused)
    assert sent.case.lines.get(pk=line).progress == Progress.PLANNED


def test_a_made_up_progress_changes_nothing(sent: Told) -> None:
    line = sent.line(Party.SPECIALIST)
    assert send(ingrid(sent), "step-progress", sent.code, line, progress="halfway").status_code == 302
    assert sent.case.lines.get(pk=line).progress == Progress.PLANNED


def test_no_step_of_a_draft_is_done(draft: Told) -> None:
    line = draft.line(Party.SPECIALIST)
    refused = send(ingrid(draft), "step-progress", draft.code, line, progress="done")
    assert refused.status_code == 422
    assert "This plan has not been sent yet." in text(refused)


def test_a_step_past_its_day_says_so_without_blame(sent: Told) -> None:
    says(sent, sent.ingrid, Kind.ACCEPTED)
    with unguarded():
        models.Step.objects.filter(owner="specialist").update(due=timezone.localdate() - timedelta(days=2))
    assert "Past its day" in page(ingrid(sent), "plan", sent.code)


# Taking it back


def test_the_coordinator_takes_back_what_nobody_has_agreed_to(draft: Told) -> None:
    plans.remove_step(by=draft.maja, code=draft.code, line=draft.line(Party.PATIENT))
    sent = released(draft)
    assert state(sent) == "proposed"
    response = send(ingrid(sent), "plan-withdraw", sent.code, reason="The employer has changed.")
    assert response.status_code == 302
    assert state(sent) == "withdrawn"
    assert last_event()[:3] == ("withdraw", "plan", "specialist")


def test_nobody_but_the_person_tears_up_what_is_in_force(sent: Told) -> None:
    assert in_force(sent) == {Party.PATIENT}
    assert "Take the plan back" not in page(ingrid(sent), "plan", sent.code)
    refused = send(ingrid(sent), "plan-withdraw", sent.code, reason="A new officer")
    assert refused.status_code == 422
    assert "Steps of this plan are in force. Only the person whose plan it is can do this." in text(refused)
    assert "A new officer" in refused.content.decode()
    assert state(sent) == "in-force"


def test_a_plan_is_not_taken_back_without_a_reason(sent: Told) -> None:
    refused = send(maja(sent), "my-plan-withdraw", reason="")
    assert refused.status_code == 422
    assert state(sent) == "in-force"


def test_the_others_are_told_why_and_the_employer_is_not(sent: Told) -> None:
    send(maja(sent), "my-plan-withdraw", reason="The pain came back.")
    assert "The pain came back." in page(ingrid(sent), "plan", sent.code)
    assert "The pain came back." not in page(ingrid(sent), "plan-preview", sent.code, "employer")


def test_a_draft_has_nothing_to_take_back(draft: Told) -> None:
    assert maja(draft).get(url("my-plan-withdraw")).status_code == 302
    refused = send(maja(draft), "my-plan-withdraw", reason="No")
    assert refused.status_code == 422
    assert "There is no sent version to withdraw." in text(refused)


def test_a_plan_taken_back_takes_no_answer(sent: Told) -> None:
    lifecycle.withdraw_plan(by=sent.maja, code=sent.code, reason="I need more time.")
    refused = send(ingrid(sent), "plan-answer", sent.code, kind="accepted", version=1)
    assert refused.status_code == 422
    assert "Nothing is asked of you." in text(refused)


def test_the_clinic_takes_out_a_step_too(draft: Told) -> None:
    line = draft.line(Party.GP)
    assert "Take out" in page(visiting(draft.cast.sara), "plan", draft.code)
    send(visiting(draft.cast.sara), "step-remove", draft.code, line)
    assert not draft.plan.steps.filter(line_id=line).exists()


def test_all_that_is_missing_in_a_step_is_said_at_once(draft: Told) -> None:
    shown = text(send(ingrid(draft), "step-new", draft.code, what="", domain="health"))
    for missing in ("Write what is to be done.", "Say who does this step.", "Say by which day."):
        assert missing in shown


def test_a_step_about_health_stands_in_the_log_as_a_step_and_not_as_a_note(draft: Told) -> None:
    send(ingrid(draft), "step-new", draft.code, **step_data(draft, Party.GP, domain="health"))
    assert last_event() == ("create", "plan.health", "specialist", "done")


def test_after_taking_back_no_step_is_done_any_more(sent: Told) -> None:
    lifecycle.withdraw_plan(by=sent.maja, code=sent.code, reason="I need more time.")
    refused = send(maja(sent), "my-step-progress", sent.line(Party.PATIENT), progress="done")
    assert refused.status_code == 422
    assert "This step is no longer in the plan." in text(refused)
    assert sent.plan.steps.get(owner=Party.PATIENT).line.progress == "planned"
