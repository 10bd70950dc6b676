"""What each party would see, before anything is sent; and the sending."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.access import EmployerContact
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Domain
from stegvis.casework.sections import STEPS_HEALTH, USUAL_CONSENTS
from stegvis.casework.view import PlanView
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, plans
from stegvis_web.casework.queries.plans import previews, shown_plan
from stegvis_web.casework.standing import open_case
from stegvis_web.foundation.once import form_key
from stegvis_web.people.models import Mail
from tests.cast import come_by_link
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import (
    by_link,
    english_cast,
    ingrid,
    last_event,
    maja,
    state,
    written,
)
from tests.stegvis_web.casework.visits import events, page, send, statements, text, url, visiting
from tests.told_case import GOAL, STEPS, Told, agreed, drafted, in_days, opened, released

pytestmark = pytest.mark.django_db

DESK, MEDICINES = STEPS[0][0], STEPS[3][0]


@pytest.fixture
@made_once
def draft() -> Told:
    """A plan with a goal and five steps; everything usual is agreed to."""
    return drafted(agreed(opened(english_cast())))


@pytest.fixture
@made_once
def closed() -> Told:
    """A plan with a goal and five steps; nothing is agreed to."""
    return drafted(opened(english_cast()))


def as_sent(plan: PlanView) -> PlanView:
    """The preview, as it reads once the plan is out: what changes is told by the day, not by the party."""
    steps = tuple(replace(step, in_force=False, late=False) for step in plan.steps)
    nothing = {"answers": (), "released_on": None, "answer_by": None}
    return replace(plan, steps=steps, state=PlanState.PROPOSED, **nothing)  # type: ignore[arg-type]


# The preview


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_what_was_previewed_is_exactly_what_is_then_seen(draft: Told, party: Party) -> None:
    shown = previews(open_case(draft.maja, draft.code), [party])[party]
    released(draft)
    seen = shown_plan(open_case(by_link(draft, party), draft.code))
    assert seen is not None
    assert as_sent(shown) == as_sent(seen)


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_the_person_reads_for_each_party_the_steps_that_it_then_sees(draft: Told, party: Party) -> None:
    preview = page(ingrid(draft), "plan-preview", draft.code, party)
    released(draft)
    seen = text(come_by_link(Client(), draft.invite(party)).get(url("answer")))
    for what, _owner, _domain in STEPS:
        assert (what in preview) == (what in seen), what
    assert (GOAL in preview) == (GOAL in seen)


def test_the_employer_s_preview_holds_nothing_about_health(draft: Told) -> None:
    shown = page(ingrid(draft), "plan-preview", draft.code, "employer")
    assert DESK in shown
    assert MEDICINES not in shown
    assert "Walk to the library" not in shown


def test_where_nothing_is_agreed_the_preview_says_so(closed: Told) -> None:
    shown = page(ingrid(closed), "plan-preview", closed.code, "gp")
    assert MEDICINES not in shown
    assert GOAL not in shown
    assert "Nothing of the plan" in shown


def test_an_employer_whose_contact_is_refused_would_see_nothing(draft: Told) -> None:
    cases.set_employer_contact(by=draft.maja, code=draft.code, contact=EmployerContact.REFUSED)
    shown = page(ingrid(draft), "plan-preview", draft.code, "employer")
    assert DESK not in shown
    assert GOAL not in shown


def test_looking_at_a_preview_sends_nothing_and_leaves_one_event(draft: Told) -> None:
    client = ingrid(draft)
    before = events()
    client.get(url("plan-preview", draft.code, "employer"))
    assert events() == before + 1
    assert last_event()[:3] == ("read", "plan.preview", "specialist")
    assert not Mail.objects.exists()
    assert draft.plan.released_on is None


@pytest.mark.parametrize("outsider", ["kari", "rolf", "asta", "tomas"])
def test_outsiders_preview_nothing(draft: Told, outsider: str) -> None:
    client = visiting(getattr(draft.cast, outsider))
    assert client.get(url("plan-preview", draft.code, "employer")).status_code == 404


def test_a_party_that_does_not_exist_is_not_there(draft: Told) -> None:
    assert ingrid(draft).get(url("plan-preview", draft.code, "press")).status_code == 404


# The person's page of sending


def test_every_party_with_someone_on_the_team_stands_on_the_page_of_sending(draft: Told) -> None:
    shown = page(maja(draft), "my-plan-send")
    for name in ("Johan Berg", "Petra Nyström", "Olle Friberg", "Amir Rahimi", "Eva Lindqvist"):
        assert name in shown
    assert "By sending it you say yes to it" in shown
    assert "Who is silent after it has not said yes" in shown


def test_nothing_is_agreed_by_default(closed: Told) -> None:
    body = maja(closed).get(url("my-plan-send")).content.decode()
    assert "checked" not in body
    assert not models.Consent.objects.exists()


def test_what_is_agreed_on_the_page_of_sending_shows_there_at_once(closed: Told) -> None:
    client = maja(closed)
    boxes = {"party": "gp", "sections": [STEPS_HEALTH], "from": "send"}
    response = send(client, "my-who-sees-what", **boxes)
    assert response.status_code == 302
    assert response["Location"].startswith(url("my-plan-send"))
    assert last_event()[:3] == ("change", "case", "patient")
    assert MEDICINES in page(client, "my-plan-send")


def test_one_button_agrees_to_what_people_usually_agree_to(closed: Told) -> None:
    client = maja(closed)
    send(client, "my-who-sees-what", party="insurer", usual="1", **{"from": "send"})
    agreed_to = models.Consent.objects.filter(party="insurer", withdrawn_at=None)
    assert set(agreed_to.values_list("section", flat=True)) == set(USUAL_CONSENTS[Party.INSURER])


def test_the_page_of_sending_costs_the_same_however_many_steps(draft: Told) -> None:
    client = maja(draft)
    few = statements(client, url("my-plan-send"))
    for number in range(12):
        plans.add_step(
            by=draft.maja,
            code=draft.code,
            what=f"Step {number}",
            owner=Party.PATIENT,
            due=in_days(9),
            domain=Domain.COORDINATION,
        )
    assert statements(client, url("my-plan-send")) == few


def test_without_a_draft_there_is_nothing_to_send() -> None:
    told = opened(english_cast())
    response = maja(told).get(url("my-plan-send"))
    assert (response.status_code, response["Location"]) == (302, url("my-plan"))


# Sending


def test_the_person_sends_her_plan_and_says_yes_to_it(draft: Told) -> None:
    response = send(maja(draft), "my-plan-send", answer_by=in_days(10).isoformat())
    assert (response.status_code, response["Location"]) == (302, url("my-plan"))
    assert draft.plan.answer_by == in_days(10)
    assert ("release", "plan") in written()
    assert list(draft.plan.answers.values_list("party", "kind")) == [("patient", "accepted")]
    assert state(draft) == "in-force"


def test_nobody_else_sends_it(draft: Told) -> None:
    client = ingrid(draft)
    assert client.get(url("my-plan-send")).status_code == 404
    assert client.post(url("my-plan-send"), {"answer_by": in_days(10).isoformat()}).status_code == 404
    assert draft.plan.released_on is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Choose a last day to answer between"),
        (timezone.localdate().isoformat(), "Choose a last day to answer between"),
        ((timezone.localdate() + timedelta(days=1)).isoformat(), "Choose a last day to answer between"),
        ((timezone.localdate() + timedelta(days=61)).isoformat(), "Choose a last day to answer between"),
        ("1999-01-01", "Choose a last day to answer between"),
        ("2026-02-30", "Write the day as year-month-day"),
    ],
)
def test_a_day_that_nobody_could_keep_is_refused(draft: Told, day: str, words: str) -> None:
    refused = send(maja(draft), "my-plan-send", answer_by=day)
    assert refused.status_code == 422
    assert words in text(refused)
    assert draft.plan.released_on is None
    assert not Mail.objects.exists()


def test_a_plan_without_goal_or_steps_is_not_sent() -> None:
    told = agreed(opened(english_cast()))
    client = maja(told)
    plans.start_plan(by=told.maja, code=told.code)
    refused = send(client, "my-plan-send", answer_by=in_days(10).isoformat())
    assert (refused.status_code, "no goal yet" in text(refused)) == (422, True)
    plans.write_goal(by=told.maja, code=told.code, goal=GOAL, revision=1)
    refused = send(client, "my-plan-send", answer_by=in_days(10).isoformat())
    assert (refused.status_code, "no step yet" in text(refused)) == (422, True)


def test_a_step_that_its_owner_may_not_see_keeps_the_plan_back(closed: Told) -> None:
    client = maja(closed)
    assert "may not see" in page(client, "my-plan-send")
    refused = send(client, "my-plan-send", answer_by=in_days(10).isoformat())
    assert refused.status_code == 422
    assert "may not see it" in text(refused)
    assert closed.plan.released_on is None


def test_a_double_click_sends_it_once(draft: Told) -> None:
    client = maja(draft)
    typed = {"answer_by": in_days(10).isoformat(), "form_key": form_key(draft.maja)}
    for _ in range(2):
        assert send(client, "my-plan-send", **typed).status_code == 302
    assert written().count(("release", "plan")) == 1


def test_a_plan_is_sent_once(draft: Told) -> None:
    client = maja(draft)
    send(client, "my-plan-send", answer_by=in_days(10).isoformat())
    again = send(client, "my-plan-send", answer_by=in_days(12).isoformat())
    assert again.status_code == 422
    assert "This version has been sent already." in text(again)
    assert draft.plan.answer_by == in_days(10)


def test_sending_itself_mails_nobody(draft: Told) -> None:
    send(maja(draft), "my-plan-send", answer_by=in_days(10).isoformat())
    assert not Mail.objects.exists(), "an invitation is a step of its own, with its code told another way"
