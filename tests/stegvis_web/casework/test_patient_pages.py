"""The patient's own pages: the next thing, her plan, who sees what, who looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.access import EmployerContact
from stegvis.casework.answers import Kind
from stegvis.casework.party import Party
from stegvis.casework.plan import Progress
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, lifecycle, plans
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.foundation.once import form_key
from stegvis_web.people.models import Person
from tests.cast import come_by_link, sign_in, viewer
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
    step_data,
    whats,
)
from tests.stegvis_web.casework.visits import events, page, send, statements, text, url, visiting
from tests.told_case import GOAL, STEPS, Told, agreed, drafted, opened, released, told_case
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db

PAGES = ("me", "my-plan", "my-who-sees-what", "my-looked", "my-record", "my-plan-json")


@pytest.fixture
@made_once
def fresh() -> Told:
    """The team stands; there is no plan, and nothing is agreed to."""
    return opened(english_cast())


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


# Whose pages they are


@pytest.mark.parametrize("name", PAGES)
def test_staff_and_parties_find_nothing_there(told: Told, name: str) -> None:
    assert ingrid(told).get(url(name)).status_code == 404
    assert come_by_link(Client(), told.invite(Party.EMPLOYER)).get(url(name)).status_code == 404
    assert Client().get(url(name)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_another_patient_reads_nothing_of_maja_s(told: Told, name: str) -> None:
    for other in (told.cast.tomas, told.cast.leif):
        response = visiting(other).get(url(name))
        body = response.content.decode()
        assert response.status_code in {200, 404}
        for word in (GOAL, told.code, "Maja", "Johan Berg", "medicines"):
            assert word not in body


def test_whoever_was_referred_and_has_no_case_yet_reads_what_comes_next(told: Told) -> None:
    shown = page(visiting(told.cast.tomas), "me")
    assert "Someone will call you" in shown
    assert "Taking part is voluntary" in shown


@pytest.mark.parametrize("name", PAGES)
def test_each_page_leaves_one_event(told: Told, name: str) -> None:
    client = maja(told)
    before = events()
    assert client.get(url(name)).status_code == 200
    assert events() == before + 1
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor, event.party) == ("read", told.maja.code, "patient")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_costs_more_after_a_year_of_visits(told: Told, name: str) -> None:
    client = maja(told)
    few = statements(client, url(name))
    for _ in range(15):
        says(told, viewer(told.cast.sara), Kind.RESERVATION, "Hold three weeks.")
        cases.write_health_note(by=told.sara, code=told.code, text="A note")
    assert statements(client, url(name)) == few
    assert few <= 30


# The next thing


def next_thing(told: Told) -> str:
    return page(maja(told), "me").partition("Next for you")[2].partition("My team")[0]


def test_without_a_plan_she_is_invited_to_begin_one(fresh: Told) -> None:
    assert "Your plan begins with what you want" in next_thing(fresh)
    assert "Start the plan" in next_thing(fresh)


def test_an_empty_plan_asks_for_the_goal_and_then_for_a_step(fresh: Told) -> None:
    plans.start_plan(by=fresh.maja, code=fresh.code)
    assert "Write what you want to do again" in next_thing(fresh)
    plans.write_goal(by=fresh.maja, code=fresh.code, goal=GOAL, revision=1)
    assert "Add a first step to your plan" in next_thing(fresh)


def test_a_whole_draft_is_to_be_looked_through_and_sent(fresh: Told) -> None:
    drafted(agreed(fresh))
    assert "Look through your plan, then send it" in next_thing(fresh)


def test_after_sending_her_own_step_comes_next(told: Told) -> None:
    assert "Walk to the library twice a week" in next_thing(told)
    assert "Done" in next_thing(told)


def test_when_her_steps_are_done_she_may_rest(told: Told) -> None:
    line = told.line(Party.PATIENT)
    response = send(maja(told), "my-step-progress", line, progress="done")
    assert response.status_code == 302
    assert told.case.lines.get(pk=line).progress == Progress.DONE
    assert last_event()[:3] == ("change", "plan.health", "patient")
    assert "Nothing to do for you just now" in next_thing(told)


def test_done_on_the_first_page_leads_back_to_it(told: Told) -> None:
    client, line = maja(told), told.line(Party.PATIENT)
    assert send(client, "my-step-progress", line, **{"progress": "done", "from": "me"})["Location"] == url(
        "me"
    )
    assert send(client, "my-step-progress", line, progress="started")["Location"] == url("my-plan")


def test_each_of_her_steps_can_be_done_from_the_first_page(told: Told) -> None:
    walk = told.plan.steps.get(owner="patient")
    line = models.Line.objects.create(case=told.case)
    walk.pk, walk.line, walk.number, walk.what = None, line, 9, "Write one line on work days"
    walk.save()
    says(told, told.maja, Kind.ACCEPTED)
    shown = page(maja(told), "me")
    assert "My other steps Write one line on work days" in shown
    assert "Done : Write one line on work days" in shown


def test_a_step_that_she_objects_to_is_not_what_comes_next(told: Told) -> None:
    says(told, told.maja, Kind.OBJECTION, "Twice is too much.", on=Party.PATIENT)
    assert "Nothing to do for you just now" in next_thing(told)


def test_the_service_answers_where_the_coordinator_has_no_number_of_her_own(told: Told) -> None:
    Person.objects.filter(user=told.cast.ingrid).update(phone="")
    assert 'href="tel:+46105550100"' in maja(told).get(url("me")).content.decode()


def test_a_day_that_has_passed_is_said_without_blame(told: Told) -> None:
    with unguarded():
        models.Step.objects.filter(owner="patient").update(due=timezone.localdate() - timedelta(days=2))
    assert "It is all right to be later" in next_thing(told)


def test_after_taking_it_back_she_may_start_anew(told: Told) -> None:
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="I need more time.")
    assert "Start a new plan when you like" in next_thing(told)
    assert "Not answered" not in page(maja(told), "me"), "nothing is asked of anyone any more"


# What else stands on the first page


def test_the_others_stand_there_with_their_answers(told: Told) -> None:
    says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "From which day?", on=Party.EMPLOYER)
    shown = page(maja(told), "me")
    assert "Asked" in shown
    assert "Not answered, 10 days left" in shown


def test_her_team_can_be_called(told: Told) -> None:
    Person.objects.filter(user=told.cast.ingrid).update(phone="+46 10 555 01 17")
    body = maja(told).get(url("me")).content.decode()
    assert 'href="tel:+46105550117"' in body
    for name in ("Ingrid Solheim", "Johan Berg", "Petra Nyström", "Amir Rahimi", "Eva Lindqvist"):
        assert name in body


def test_the_day_of_sick_leave_stands_there(told: Told) -> None:
    first = timezone.localdate() - timedelta(days=421)
    cases.change_sick_leave(
        by=told.ingrid,
        code=told.code,
        country="sweden",
        first_sick_day=first,
        revision=told.case.revision,
    )
    assert "Day 422 of sick leave." in page(maja(told), "me")


def test_the_last_three_who_looked_stand_there(told: Told) -> None:
    ingrid(told).get(url("plan", told.code))
    shown = page(maja(told), "me").rpartition("Who looked")[2]
    assert "Ingrid Solheim" in shown
    assert "Read your plan" in shown
    assert shown.count("today,") == 3


# Writing her plan


def test_she_begins_writes_her_goal_and_proposes_a_step_for_someone_else(fresh: Told) -> None:
    agreed(fresh)
    client = maja(fresh)
    assert send(client, "my-plan-start")["Location"] == url("my-plan-goal")
    assert "In your own words" in page(client, "my-plan-goal")
    assert send(client, "my-plan-goal", goal=GOAL, revision=1)["Location"] == url("my-plan")
    form = page(client, "my-step-new")
    for choice in ("I do it myself", "Johan Berg, Employer", "Amir Rahimi, GP"):
        assert choice in form
    assert "Eva Lindqvist" not in form, "a supporter owes no step"
    response = send(client, "my-step-new", **step_data(fresh, what="A desk at the right height"))
    assert response["Location"] == url("my-plan")
    assert whats(fresh) == ["A desk at the right height"]
    assert last_event()[:3] == ("create", "plan.work_modification", "patient")


def test_she_changes_and_takes_out_what_others_proposed(fresh: Told) -> None:
    drafted(agreed(fresh))
    client, line = maja(fresh), fresh.line(Party.SPECIALIST)
    changed = step_data(fresh, Party.SPECIALIST, what="Write to me on Tuesdays", domain="coordination")
    assert send(client, "my-step", line, **changed).status_code == 302
    assert "Write to me on Tuesdays" in whats(fresh)
    assert send(client, "my-step-remove", line).status_code == 302
    assert len(whats(fresh)) == len(STEPS) - 1


def test_what_she_typed_survives_the_end_of_her_session(fresh: Told) -> None:
    plans.start_plan(by=fresh.maja, code=fresh.code)
    client = Client()
    client.post(url("my-plan-goal"), {"goal": GOAL, "revision": 1, "form_key": form_key(fresh.maja)})
    assert fresh.plan.goal == ""
    back = sign_in(client, fresh.cast.maja).get(url("my-plan-goal"))
    assert GOAL in back.content.decode()


def test_an_employer_that_nobody_may_contact_can_still_be_proposed_a_step(fresh: Told) -> None:
    plans.start_plan(by=fresh.maja, code=fresh.code)
    assert send(maja(fresh), "my-step-new", **step_data(fresh)).status_code == 302
    assert "may not see this step" in page(maja(fresh), "my-plan")


# Who sees what


def test_nothing_is_agreed_before_she_says_so(fresh: Told) -> None:
    body = maja(fresh).get(url("my-who-sees-what")).content.decode()
    assert "checked" not in body
    assert "Not asked yet" in body


def test_she_refuses_contact_with_her_employer_and_the_link_is_closed(told: Told) -> None:
    johan = come_by_link(Client(), told.invite(Party.EMPLOYER))
    assert johan.get(url("answer")).status_code == 200
    response = send(maja(told), "my-employer-contact", contact="refused")
    assert response.status_code == 302
    assert told.case.employer_contact == EmployerContact.REFUSED
    assert johan.get(url("answer")).status_code == 302
    assert last_event()[1:3] != ("plan", "employer")


def test_a_made_up_answer_about_the_employer_changes_nothing(told: Told) -> None:
    assert send(maja(told), "my-employer-contact", contact="perhaps").status_code in {302, 404}
    assert told.case.employer_contact == EmployerContact.ALLOWED


def test_she_takes_a_consent_back_and_it_holds_at_once(told: Told) -> None:
    amir = come_by_link(Client(), told.invite(Party.GP))
    assert "medicines" in text(amir.get(url("answer")))
    send(maja(told), "my-who-sees-what", party="gp", sections=["plan.goal"])
    assert "medicines" not in text(amir.get(url("answer")))
    assert GOAL in text(amir.get(url("answer")))


def test_no_box_opens_what_nobody_can_agree_to(told: Told) -> None:
    send(maja(told), "my-who-sees-what", party="employer", sections=["plan.health", "health", "who_looked"])
    assert not models.Consent.objects.filter(party="employer", withdrawn_at=None).exists()


# Who looked


def looked(told: Told) -> str:
    return page(maja(told), "my-looked")


def test_each_event_is_said_in_plain_words(told: Told) -> None:
    client = ingrid(told)
    for name, args in (
        ("today", ()),
        ("caseload", ()),
        ("case", (told.code,)),
        ("plan", (told.code,)),
        ("plan-json", (told.code,)),
        ("team", (told.code,)),
        ("contacts", (told.code,)),
        ("sick-leave", (told.code,)),
        ("who-sees-what", (told.code,)),
        ("looked", (told.code,)),
    ):
        client.get(url(name, *args))
    shown = looked(told)
    for words in (
        "Saw your case in the list for the day",
        "Saw your case in the list of cases",
        "Read your case",
        "Read your plan",
        "Saved your plan as a file",
        "Read who is on your team",
        "Read about the contacts with you",
        "Read about your sick leave",
        "Read who sees what",
        "Read who looked",
    ):
        assert words in shown


def test_no_code_of_the_trail_is_shown_to_her(told: Told) -> None:
    says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time.", on=Party.GP)
    client, shown = maja(told), ""
    response: Any = client.get(url("my-looked"))
    while True:
        shown += text(response)
        earlier = response.content.decode().partition('href="?before=')[2].partition('"')[0]
        if not earlier:
            break
        response = client.get(url("my-looked"), {"before": earlier})
    for code in ("plan.", "work_modification", "link:", "user:", "employer_contact", "consent:", "team:"):
        assert code not in shown
    for words in (
        "Added a step to your plan",
        "Changed who is on your team",
        "Opened your case",
        "Sent the plan",
    ):
        assert words in shown
    assert "Made a link to your plan: GP" in shown


def test_the_reason_of_an_emergency_stands_in_her_log(told: Told) -> None:
    cases.leave_team(by=told.ingrid, code=told.code, member=told.case.team.get(party="clinic").pk)
    reason = "She rang the ward and nobody else was on duty."
    cases.break_glass(by=told.sara, code=told.code, reason=reason)
    visiting(told.cast.sara).get(url("plan", told.code))
    shown = looked(told)
    assert "Opened your case without being on your team" in shown
    assert reason in shown
    assert "Not on your team." in shown


def test_a_reader_outside_her_team_reads_and_writes_nothing(told: Told) -> None:
    cases.leave_team(by=told.ingrid, code=told.code, member=told.case.team.get(party="clinic").pk)
    cases.break_glass(by=told.sara, code=told.code, reason="Nobody else was on duty.")
    sara = visiting(told.cast.sara)
    assert GOAL in page(sara, "plan", told.code)
    for address in (
        url("plan-answer", told.code),
        url("step-progress", told.code, told.line(Party.PATIENT)),
        url("plan-withdraw", told.code),
    ):
        assert sara.post(address, {"kind": "accepted", "progress": "done", "reason": "x"}).status_code == 404
    assert (state(told), in_force(told)) == ("in-force", {Party.PATIENT})


def test_who_looked_goes_back_page_by_page(told: Told) -> None:
    client = maja(told)
    for _ in range(35):
        client.get(url("me"))
    first = client.get(url("my-looked")).content.decode()
    assert "?before=" in first
    assert client.get(url("my-looked"), {"before": "never"}).status_code == 200
    assert client.get(url("my-looked"), {"before": "9" * 30}).status_code == 200


def test_a_draft_says_that_nobody_else_sees_it_and_a_sent_plan_until_when_it_waits() -> None:
    told = drafted(agreed(opened(english_cast())))
    assert "Nobody else sees it." in page(maja(told), "my-plan")
    released(told)
    assert "Open for answers until" in page(maja(told), "my-plan")
