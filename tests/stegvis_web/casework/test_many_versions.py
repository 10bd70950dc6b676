"""A plan of many versions costs its pages no more than one of a single version."""

from __future__ import annotations

import pytest
from django.test import Client

from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis_web.casework.actions import lifecycle, plans
from tests.cast import come_by_link
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.stegvis_web.casework.visits import statements, url, visiting
from tests.told_case import Told, everyone_accepts, in_days, told_case

pytestmark = pytest.mark.django_db

VERSIONS = 12


def change(told: Told, number: int) -> None:
    """Another version: the GP's step worded anew, and one step more."""
    plans.start_plan(by=told.ingrid, code=told.code, because=f"Reason {number}")
    step = told.plan.steps.get(owner=Party.GP)
    plans.change_step(
        by=told.ingrid,
        code=told.code,
        line=str(step.line_id),
        what=f"Go through the medicines, part {number}",
        owner=Party.GP,
        due=in_days(20 + number),
        domain=Domain.HEALTH,
        revision=step.revision,
    )
    plans.add_step(
        by=told.ingrid,
        code=told.code,
        what=f"Call {number}",
        owner=Party.SPECIALIST,
        due=in_days(30),
        domain=Domain.COORDINATION,
    )
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(10))


def test_pages_cost_the_same_with_twelve_versions_as_with_one() -> None:
    told = everyone_accepts(told_case(english_cast()))
    ingrid, maja = visiting(told.cast.ingrid), visiting(told.cast.maja)
    gp = come_by_link(Client(), told.invite(Party.GP))
    pages = {
        "the plan": (ingrid, url("plan", told.code)),
        "her plan": (maja, url("my-plan")),
        "her first page": (maja, url("me")),
        "the case": (ingrid, url("case", told.code)),
        "the caseload": (ingrid, url("caseload")),
        "today": (ingrid, url("today")),
        "the versions": (ingrid, url("plan-versions", told.code)),
        "a version": (ingrid, url("plan-version", told.code, 1)),
        "the GP's page": (gp, url("answer")),
        "the file": (ingrid, url("plan-json", told.code)),
    }
    few = {name: statements(*page) for name, page in pages.items()}
    for number in range(2, VERSIONS + 1):
        change(told, number)
    assert told.case.plans.count() == VERSIONS
    assert {name: statements(*page) for name, page in pages.items()} == few
    assert max(few.values()) <= 30
