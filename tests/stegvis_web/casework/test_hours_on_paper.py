"""The schedule on paper: hours in numbers by week and weekday, for each reader what the page shows."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from stegvis.casework.party import Party
from stegvis.casework.sections import GOAL
from stegvis_web.casework.actions.cases import set_consents
from tests.cast import come_by_link
from tests.stegvis_web import papers
from tests.stegvis_web.casework.hours_visits import (
    TUESDAY,
    every_day,
    schedule,
    with_hours,
)
from tests.stegvis_web.casework.plan_visits import maja
from tests.stegvis_web.casework.visits import url
from tests.told_case import Told

pytestmark = pytest.mark.django_db

WEEKEND = (0, 0, None, 255, 0, 480, 720)


def employers(told: Told) -> bytes:
    client = come_by_link(Client(), told.invite(Party.EMPLOYER))
    return bytes(client.get(url("answer-pdf")).content)


def hers(told: Told) -> bytes:
    return bytes(maja(told).get(url("my-plan-pdf")).content)


def rows(pdf: bytes) -> list[list[str]]:
    """The cells of the tables of hours, row by row, as a screen reader hears them."""
    found: list[list[str]] = []
    for tag, said in papers.heard(pdf):
        if tag == "TR":
            found.append([])
        elif tag in {"TH", "TD"}:
            found[-1].append(said)
    heads = [number for number, row in enumerate(found) if row[0] == "Week"]
    return [row for head in heads for row in [found[head], *_body(found, head)]]


def _body(found: list[list[str]], head: int) -> list[list[str]]:
    body = []
    for row in found[head + 1 :]:
        if not row[0].startswith("Week") or row[0] == "Week":
            break
        body.append(row)
    return body


@time_machine.travel(TUESDAY)
def test_weeks_that_are_alike_stand_in_one_row_with_their_hours_their_sum_and_their_pace() -> None:
    assert rows(employers(with_hours())) == [
        ["Week", "Mon", "Tue", "Wed", "Thu", "Fri", "In a week", "Pace"],
        ["Weeks 9 to 10 from 23 February 2026", *["2"] * 5, "10 h, 25 %", "–"],
        ["Weeks 11 to 14 from 9 March 2026", "3", "3", "rest", "3", "3", "12 h, 30 %", "Step up"],
    ]


@time_machine.travel(TUESDAY)
def test_weekends_and_long_days_fit() -> None:
    told = with_hours(weeks=schedule(*[WEEKEND] * 4).weeks)
    [head, week] = rows(hers(told))
    assert head[1:8] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert week[1:9] == ["–", "–", "rest", "4¼", "–", "8", "12", "24¼ h, 61 %"]


@time_machine.travel(TUESDAY)
def test_it_says_what_full_time_is_and_until_when_is_planned() -> None:
    read = papers.text(employers(with_hours()))
    assert "Full time is 40 h a week. Planned until 5 April 2026; then the plan is looked at again." in read


@time_machine.travel(TUESDAY)
def test_why_a_day_is_for_rest_is_not_for_the_employer() -> None:
    told = with_hours(rest_because="Two days in a row is what my back takes.")
    assert "what my back takes" in papers.text(hers(told))
    assert "what my back takes" not in papers.everything(employers(told))


@time_machine.travel(TUESDAY)
def test_a_question_about_a_rule_stands_with_the_hours_and_is_not_for_the_employer() -> None:
    told = with_hours(asks=Party.INSURER, departs="One day is free, the others are alike.")
    read = papers.text(hers(told))
    assert "A question to: Social insurance" in read
    assert "One day is free, the others are alike." in read
    assert "the others are alike" not in papers.everything(employers(told))


@time_machine.travel(TUESDAY)
def test_hours_that_are_not_shared_are_not_on_the_paper() -> None:
    told = with_hours()
    set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=(GOAL,))
    made = employers(told)
    assert rows(made) == []
    assert "Hours, week by week" not in papers.everything(made)


@time_machine.travel(TUESDAY)
def test_a_year_of_changing_weeks_is_printed_to_its_end_and_no_row_is_torn() -> None:
    patterns = [every_day(60 + 15 * (number % 3)) for number in range(104)]
    made = hers(with_hours(weeks=schedule(*patterns).weeks))
    assert len([row for row in rows(made) if row[0] != "Week"]) == 104
    for page in papers.text_of_pages(made):
        for week in page.split("Week ")[1:]:
            assert "%" in week or "Mon" in week, "a row and its sum stand on the same page"
