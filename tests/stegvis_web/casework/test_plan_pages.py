"""The page of a plan: who reads it, what stands there, what it costs."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.answers import Kind
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, lifecycle, plans
from stegvis_web.foundation.models import AuditEvent
from tests.cast import come_by_link, viewer
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import by_link, english_cast, ingrid, maja, says
from tests.stegvis_web.casework.visits import HOSTILE, events, page, send, statements, url, visiting
from tests.told_case import GOAL, Told, agreed, drafted, in_days, opened, told_case
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


def addresses(told: Told) -> list[str]:
    """Every address of the staff's pages of a plan."""
    line = told.line(Party.EMPLOYER)
    return [
        url("plan", told.code),
        url("plan-start", told.code),
        url("plan-goal", told.code),
        url("step-new", told.code),
        url("step", told.code, line),
        url("step-remove", told.code, line),
        url("step-progress", told.code, line),
        url("plan-preview", told.code, "employer"),
        url("plan-answer", told.code),
        url("reply", told.code, 1),
        url("settle", told.code, 1),
        url("plan-withdraw", told.code),
        url("plan-json", told.code),
    ]


@pytest.mark.parametrize("outsider", ["kari", "rolf", "asta", "tomas", "leif", "maja"])
def test_for_outsiders_there_is_nothing_at_any_address_of_the_plan(told: Told, outsider: str) -> None:
    client = visiting(getattr(told.cast, outsider))
    before = models.Answer.objects.count(), models.Step.objects.count()
    for address in addresses(told):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"goal": "x", "kind": "accepted"}).status_code == 404, address
    assert (models.Answer.objects.count(), models.Step.objects.count()) == before


def test_who_has_not_signed_in_is_sent_to_sign_in(told: Told) -> None:
    for address in addresses(told):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/")


def test_a_case_that_does_not_exist_looks_like_one_that_is_not_yours(told: Told) -> None:
    kari = visiting(told.cast.kari)
    missing, hidden = kari.get(url("plan", "NV-9999")), kari.get(url("plan", told.code))
    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert told.code not in hidden.content.decode()


def test_a_party_that_came_by_link_finds_no_staff_page(told: Told) -> None:
    johan = come_by_link(Client(), told.invite(Party.EMPLOYER))
    assert {johan.get(address).status_code for address in addresses(told)} == {404}


def test_a_colleague_who_is_not_on_the_team_finds_nothing(told: Told) -> None:
    cases.leave_team(by=told.ingrid, code=told.code, member=told.case.team.get(party="clinic").pk)
    sara = visiting(told.cast.sara)
    assert {sara.get(address).status_code for address in addresses(told)} == {404}


def test_the_team_reads_goal_steps_and_who_has_answered(told: Told) -> None:
    shown = page(ingrid(told), "plan", told.code)
    assert GOAL in shown
    assert "Plan, version 1" in shown
    for what in told.plan.steps.values_list("what", flat=True):
        assert what in shown
    assert "Not answered, 10 days left" in shown


def test_steps_stand_by_owner_and_are_numbered_down_the_page(told: Told) -> None:
    shown = page(ingrid(told), "plan", told.code)
    places = [
        shown.index(what) for what in ("Walk to the library", "A desk that can be raised", "uneven days")
    ]
    assert places == sorted(places)
    for number, what in enumerate(("Walk", "A desk", "Say yes"), start=1):
        assert f"{number} {what}" in shown


def test_a_removed_step_leaves_no_gap_in_the_numbers() -> None:
    told = drafted(opened(english_cast()))
    plans.remove_step(by=told.maja, code=told.code, line=told.line(Party.PATIENT))
    shown = page(maja(told), "my-plan")
    assert "1 A desk that can be raised" in shown
    assert "4 Call Maja every Tuesday" in shown


def test_a_refusal_counts_the_steps_as_the_page_does() -> None:
    told = drafted(agreed(opened(english_cast())))
    cases.leave_team(by=told.ingrid, code=told.code, member=told.case.team.get(party="gp").pk)
    refused = send(maja(told), "my-plan-send", answer_by=in_days(10).isoformat())
    assert refused.status_code == 422
    assert "Step 4 has an owner who is not on the team" in refused.content.decode()


def test_an_objection_names_its_step_and_the_day_to_talk(told: Told) -> None:
    says(told, by_link(told, Party.GP), Kind.OBJECTION, "I have no time.", on=Party.GP)
    shown = page(ingrid(told), "plan", told.code)
    assert "Objects to step 4" in shown
    assert "Talk by " in shown
    assert "I have no time." in shown
    assert "The step stays in the plan while you talk." in shown


def test_a_question_names_its_step(told: Told) -> None:
    says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "From which day?", on=Party.EMPLOYER)
    assert "Asked about step 2" in page(ingrid(told), "plan", told.code)


def test_silence_after_the_last_day_is_not_a_yes(told: Told) -> None:
    with unguarded():
        models.PlanVersion.objects.update(
            released_on=in_days(-20), answer_by=timezone.localdate() - timedelta(days=1)
        )
    shown = page(ingrid(told), "plan", told.code)
    assert "Not answered" in shown
    assert "days left" not in shown
    assert "In force in part: 1 of 5 steps" in shown, "only what the person owes herself"


def test_the_manager_reads_the_plan_and_is_offered_no_button(told: Told) -> None:
    marit = visiting(told.cast.marit)
    shown = page(marit, "plan", told.code)
    assert GOAL in shown
    for offer in ("Add a step", "Answer the plan", "Take the plan back", "Answer the question"):
        assert offer not in shown
    assert send(marit, "plan-goal", told.code, goal="Mine", revision=1).status_code == 404


def test_without_a_plan_the_page_says_how_it_begins() -> None:
    told = opened(english_cast())
    shown = page(ingrid(told), "plan", told.code)
    assert "There is no plan yet" in shown
    assert "Start the plan" in shown
    assert "Start the plan" not in page(visiting(told.cast.sara), "plan", told.code)
    assert "Start the plan" not in page(visiting(told.cast.marit), "plan", told.code)


def test_a_draft_without_steps_says_what_a_step_is() -> None:
    told = opened(english_cast())
    plans.start_plan(by=told.maja, code=told.code)
    shown = page(ingrid(told), "plan", told.code)
    assert "No steps yet" in shown
    assert "Not written yet." in shown


def test_a_withdrawn_plan_says_so_and_asks_nothing(told: Told) -> None:
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="I need more time.")
    shown = page(ingrid(told), "plan", told.code)
    assert "Taken back on" in shown
    assert "I need more time." in shown
    assert "Answer the plan" not in shown
    assert "Start a new version" in shown


def test_what_people_type_is_shown_as_they_typed_it() -> None:
    told = agreed(opened(english_cast()))
    plans.start_plan(by=told.maja, code=told.code)
    plans.write_goal(by=told.maja, code=told.code, goal=HOSTILE, revision=1)
    plans.add_step(
        by=told.maja,
        code=told.code,
        what=f"Step {HOSTILE}",
        owner=Party.GP,
        due=in_days(9),
        domain=Domain.HEALTH,
    )
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(9))
    says(told, by_link(told, Party.GP), Kind.OBJECTION, f"Words {HOSTILE}", on=Party.GP)
    for client, address in (
        (ingrid(told), url("plan", told.code)),
        (ingrid(told), url("plan-preview", told.code, "gp")),
        (maja(told), url("my-plan")),
        (maja(told), url("my-plan-answer")),
    ):
        body = client.get(address).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(&#39;å&#39;)&lt;/script&gt;" in body
        assert "🌲" in body


def test_a_page_leaves_one_event_and_a_file_too(told: Told) -> None:
    client = ingrid(told)
    for address, what in (("plan", "plan"), ("plan-json", "plan.json")):
        before = events()
        client.get(url(address, told.code))
        assert events() == before + 1
        event = AuditEvent.objects.latest("pk")
        assert (event.verb, event.what, event.party) == ("read", what, "specialist")
        assert [m.case_code for m in event.mentions.all()] == [told.code]


def test_every_form_of_the_plan_leaves_one_event_when_it_is_shown() -> None:
    told = drafted(agreed(opened(english_cast())))
    client = ingrid(told)
    for address in (
        url("plan-goal", told.code),
        url("step-new", told.code),
        url("step", told.code, told.line(Party.GP)),
        url("plan-preview", told.code, "gp"),
    ):
        before = events()
        assert client.get(address).status_code == 200
        assert events() == before + 1, address


def test_a_form_that_is_refused_leaves_the_event_of_its_page(told: Told) -> None:
    client = ingrid(told)
    before = events()
    refused = send(client, "plan-answer", told.code, kind="reservation", words="")
    assert refused.status_code == 422
    assert events() == before + 1


def test_the_page_costs_the_same_with_three_steps_as_with_sixty(told: Told) -> None:
    client = ingrid(told)
    address = url("plan", told.code)
    few = statements(client, address)
    models.Step.objects.bulk_create(
        models.Step(
            plan=told.plan,
            line=models.Line.objects.create(case=told.case),
            number=number,
            since=1,
            what=f"Step {number}",
            owner=Party.SPECIALIST,
            person=told.cast.ingrid.person,
            due=in_days(number % 30),
            domain=Domain.COORDINATION,
        )
        for number in range(100, 160)
    )
    for number in range(20):
        says(told, viewer(told.cast.sara), Kind.RESERVATION, f"Reservation {number}")
    assert statements(client, address) == few
    assert few <= 25


def test_a_step_that_does_not_exist_is_not_there(told: Told) -> None:
    client = ingrid(told)
    assert client.get(url("step", told.code, uuid4())).status_code in {302, 404}
    assert client.get(url("plan-preview", told.code, "nobody")).status_code == 404
    assert client.get(url("reply", told.code, 999_999)).status_code == 404
