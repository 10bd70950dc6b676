"""The plan as a file: the same as the page, for each viewer its own, with keys that are written down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from stegvis.casework.answers import Kind
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis_web.casework.actions import lifecycle, plans
from tests.cast import come_by_link
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import (
    by_link,
    english_cast,
    ingrid,
    last_event,
    maja,
    says,
)
from tests.stegvis_web.casework.visits import HOSTILE, page, text, url, visiting
from tests.told_case import GOAL, STEPS, Told, opened, told_case

pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).parents[3] / "docs" / "how-to" / "read-a-plan-file.md"


@pytest.fixture
@made_once
def told() -> Told:
    """Maja's plan is out; the employer has asked, the GP objects."""
    told = told_case(english_cast())
    says(told, by_link(told, Party.EMPLOYER), Kind.QUESTION, "From which day?", on=Party.EMPLOYER)
    says(told, by_link(told, Party.GP), Kind.OBJECTION, "No time before April.", on=Party.GP)
    return told


def read(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200
    content: dict[str, Any] = json.loads(response.content)
    return content


def keys(content: object) -> Iterator[str]:
    """Every key that the file uses, however deep."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield key
            yield from keys(value)
    if isinstance(content, list):
        for value in content:
            yield from keys(value)


def file_of(told: Told, party: Party) -> tuple[dict[str, Any], str]:
    """A party's file, and the text of its page."""
    client = come_by_link(Client(), told.invite(party))
    return read(client, url("answer-json")), text(client.get(url("answer")))


def test_it_comes_as_a_file_named_by_code_and_version_alone(told: Told) -> None:
    response = ingrid(told).get(url("plan-json", told.code))
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == f'attachment; filename="{told.code}-plan-v1.json"'
    assert response["Cache-Control"].startswith(("no-store", "max-age=0"))
    assert last_event()[:3] == ("read", "plan.json", "specialist")


def test_the_file_says_what_the_page_says(told: Told) -> None:
    client = maja(told)
    plan, shown = read(client, url("my-plan-json"))["plan"], page(client, "my-plan")
    assert (plan["version"], plan["state"], plan["seen_as"]) == (1, "in-force", "patient")
    assert plan["goal"] == GOAL
    assert [step["what"] for step in plan["steps"]] == sorted((s[0] for s in STEPS), key=shown.index)
    assert [step["number"] for step in plan["steps"]] == [1, 2, 3, 4, 5]
    words = [beside["words"] for step in plan["steps"] for beside in step["beside"]]
    assert sorted(words) == ["From which day?", "No time before April."]
    assert {answer["party"]: answer["state"] for answer in plan["answers"]} == {
        "patient": "accepted",
        "clinic": "not-answered",
        "specialist": "not-answered",
        "employer": "question",
        "insurer": "not-answered",
        "employment_service": "not-answered",
        "gp": "objection",
    }


def test_days_are_days_and_times_are_in_utc(told: Told) -> None:
    plan = read(maja(told), url("my-plan-json"))["plan"]
    assert plan["released_on"] == told.plan.released_on.isoformat()  # type: ignore[union-attr]
    assert plan["steps"][0]["due"] == told.plan.steps.get(owner="patient").due.isoformat()
    times = [answer["at"] for answer in plan["answers"] if answer["at"]]
    assert times
    assert all(time.endswith("Z") for time in times)


def test_staff_and_patient_get_the_same_plan(told: Told) -> None:
    hers, ours = read(maja(told), url("my-plan-json")), read(ingrid(told), url("plan-json", told.code))
    assert ours["plan"].pop("seen_as") == "specialist"
    assert hers["plan"].pop("seen_as") == "patient"
    assert hers == ours


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES))
def test_a_party_s_file_holds_no_step_that_its_page_does_not(told: Told, party: Party) -> None:
    content, shown = file_of(told, party)
    steps = [step["what"] for step in content["plan"]["steps"]]
    assert steps
    for what, _owner, _domain in STEPS:
        assert (what in steps) == (what in shown), what


def test_the_employer_s_file_holds_nothing_about_health_and_no_word_of_another(told: Told) -> None:
    content, _shown = file_of(told, Party.EMPLOYER)
    whole = json.dumps(content, ensure_ascii=False)
    for never in ("medicines", "Walk to", "No time before April.", '"health"'):
        assert never not in whole
    assert "From which day?" in whole
    assert [step["number"] for step in content["plan"]["steps"]] == [1, 2, 3]


def test_an_outside_party_gets_what_was_sent_and_never_the_draft_after_it(told: Told) -> None:
    client = come_by_link(Client(), told.invite(Party.EMPLOYER))
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="I need more time.")
    plans.start_plan(by=told.maja, code=told.code)
    plans.write_goal(by=told.maja, code=told.code, goal="A goal still in the making", revision=1)
    plan = read(client, url("answer-json"))["plan"]
    assert (plan["version"], plan["state"], plan["goal"]) == (1, "withdrawn", GOAL)


def test_without_a_plan_the_file_says_so() -> None:
    told = opened(english_cast())
    assert read(maja(told), url("my-plan-json")) == {"case": told.code, "plan": None}


def test_a_plan_taken_back_says_so(told: Told) -> None:
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="I need more time.")
    plan = read(maja(told), url("my-plan-json"))["plan"]
    assert (plan["state"], plan["withdrawn_because"]) == ("withdrawn", "I need more time.")
    employer, _shown = file_of(told, Party.EMPLOYER)
    assert employer["plan"]["withdrawn_because"] is None


def test_any_text_survives_the_way_into_the_file(told: Told) -> None:
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason=HOSTILE)
    response = maja(told).get(url("my-plan-json"))
    assert json.loads(response.content)["plan"]["withdrawn_because"] == HOSTILE
    assert "🌲" in response.content.decode()


@pytest.mark.parametrize("outsider", ["kari", "rolf", "asta", "tomas"])
def test_outsiders_get_no_file(told: Told, outsider: str) -> None:
    assert visiting(getattr(told.cast, outsider)).get(url("plan-json", told.code)).status_code == 404


def test_a_patient_without_a_case_gets_no_file(told: Told) -> None:
    assert visiting(told.cast.tomas).get(url("my-plan-json")).status_code == 404


def test_every_key_of_the_file_is_written_down(told: Told) -> None:
    guide = GUIDE.read_text()
    found = set(keys(read(ingrid(told), url("plan-json", told.code))))
    assert {key for key in found if f"`{key}`" not in guide} == set()
