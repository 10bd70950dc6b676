"""The hours in a browser: entered by keyboard alone, by mouse, without a script; said and stepped down."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from stegvis.casework.party import Party
from stegvis.casework.schedule import Minutes, Schedule, monday_of, weeks_from
from stegvis_web.casework.actions.hours import write_hours
from stegvis_web.casework.actions.lifecycle import release_plan
from stegvis_web.casework.actions.worked import say_worked
from tests.cast import come_by_link
from tests.journeys.axe import axe
from tests.journeys.inside import inside
from tests.journeys.test_gallery import CUT_OFF, NARROWEST, TOO_SMALL
from tests.stegvis_web.casework.hours_visits import hours_in_force, with_draft, written_down
from tests.stegvis_web.casework.plan_visits import by_link, maja
from tests.told_case import Told, in_days
from tools.browser import DESKTOP, Scheme

pytestmark = pytest.mark.django_db

TARGETS = ".btn, .tabs a, .brand, label.choice, summary, .field > input, .enter input, .rest-button, .times"
UNFOLD = "() => document.querySelectorAll('details').forEach(fold => { fold.open = true })"
FREE_WEDNESDAY: tuple[Minutes, ...] = (180, 180, None, 180, 180, 0, 0)
LONG_DAYS: tuple[Minutes, ...] = (720, 495, 0, 600, 630, 345, None)


@pytest.fixture
def draft() -> Told:
    return with_draft()


@pytest.fixture
def told() -> Told:
    """Hours in force since two weeks, some of them said by both; long days and weekends come later."""
    told = with_draft()
    first = monday_of(timezone.localdate()) - timedelta(weeks=2)
    days = [(120, 120, 120, 120, 120, 0, 0)] * 2 + [FREE_WEDNESDAY] * 2 + [LONG_DAYS] * 26
    plan = Schedule(
        2400,
        weeks_from(first, days),
        rest_because="No day to recover.",
        asks=Party.INSURER,
        departs="Uneven days.",
    )
    write_hours(by=told.maja, code=told.code, schedule=plan, what="Work these hours", revision=0)
    release_plan(by=told.maja, code=told.code, answer_by=in_days(10))
    for number, minutes in enumerate([120, 150, 60, 0]):
        day = first + timedelta(days=number)
        say_worked(by=told.maja, code=told.code, day=day, minutes=minutes, revision=None)
    johan = by_link(told, Party.EMPLOYER)
    say_worked(by=johan, code=told.code, day=first, minutes=90, revision=None)
    return told


def field(page: Page, week: int, day: int) -> str:
    return page.locator(f"[name=w{week}d{day}]").input_value()


def row(page: Page, week: int) -> list[str]:
    return [field(page, week, day) for day in range(7)]


def is_at(page: Page, name: str) -> None:
    expect(page.locator(f"[name={name}]")).to_be_focused()


# Entering


def test_hours_are_entered_by_keyboard_alone_on_the_narrowest_phone(chromium: Browser, draft: Told) -> None:
    page, trouble = inside(chromium, maja(draft), NARROWEST)
    page.goto("/me/plan/hours/")
    full_time = page.get_by_label("Full time, in hours a week")
    full_time.focus()
    page.keyboard.press("Tab")
    is_at(page, "w0d0")
    for typed in ("3", "2,5", "r", "3:30", "4"):
        page.keyboard.type(typed)
        page.keyboard.press("ArrowRight")
    assert row(page, 0) == ["3", "2,5", "Rest", "3:30", "4", "", ""]
    expect(page.locator("#week-0 .total")).to_have_text("13 h, 33 %")
    page.keyboard.press("ArrowDown")
    is_at(page, "w1d5")
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("-")
    assert field(page, 1, 5) == "¼"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    is_at(page, "w0d4")
    page.get_by_role("button", name="Same as the week before").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=w1d0]")).to_have_value("3")
    expect(page.get_by_role("status")).to_have_text("The week is now as the week before.")
    assert page.evaluate("() => document.activeElement.value") == "same:1"
    page.get_by_label("Repeat the last week").fill("2")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(4)
    page.get_by_role("button", name="Save the hours").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/me/plan/$"))
    expect(page.get_by_role("heading", name="Hours, week by week")).to_be_visible()
    assert {week.days for week in written_down(draft).weeks} == {(180, 150, None, 210, 240, 0, 0)}
    assert trouble == []


def test_hours_are_drawn_with_the_mouse(chromium: Browser, draft: Told) -> None:
    page, trouble = inside(chromium, maja(draft))
    page.goto("/me/plan/hours/")
    drag(page, "w0d0", up=34)
    assert field(page, 0, 0) == "1"
    drag(page, "w0d0", up=-17)
    assert field(page, 0, 0) == "½"
    fill_to(page, "w2d4")
    for week in range(3):
        assert row(page, week) == ["½"] * 5 + ["", ""]
    assert row(page, 3) == [""] * 7
    page.locator("#week-1 .rest-button").nth(2).click()
    assert field(page, 1, 2) == "Rest"
    expect(page.locator("#week-1 .total")).to_have_text("2 h, 5 %")
    page.get_by_label("Full time, in hours a week").fill("20")
    expect(page.locator("#week-1 .total")).to_have_text("2 h, 10 %")
    page.get_by_role("button", name="Save the hours").click()
    expect(page.get_by_role("heading", name="Hours, week by week")).to_be_visible()
    assert [week.total for week in written_down(draft).weeks] == [150, 120, 150]
    assert trouble == []


def drag(page: Page, name: str, *, up: int) -> None:
    box = page.locator(f"[name={name}]").bounding_box()
    assert box
    x, y = box["x"] + 15, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - up, steps=6)
    page.mouse.up()


def fill_to(page: Page, name: str) -> None:
    handle, to = page.locator(".fill").bounding_box(), page.locator(f"[name={name}]").bounding_box()
    assert handle
    assert to
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(to["x"] + 20, to["y"] + 20, steps=8)
    page.mouse.up()


def test_no_day_gets_longer_than_twelve_hours_or_shorter_than_none(chromium: Browser, draft: Told) -> None:
    page, _trouble = inside(chromium, maja(draft))
    page.goto("/me/plan/hours/")
    drag(page, "w3d0", up=700)
    assert field(page, 3, 0) == "12"
    drag(page, "w3d0", up=-700)
    assert field(page, 3, 0) == ""


def test_every_button_works_without_a_script(chromium: Browser, draft: Told) -> None:
    page, trouble = inside(chromium, maja(draft), script=False)
    page.goto("/me/plan/hours/")
    page.locator("[name=w0d0]").fill("3")
    page.locator("#week-0 .rest-button").nth(2).click()
    assert row(page, 0) == ["3", "", "Rest", "", "", "", ""]
    page.get_by_role("button", name="Same as the week before").first.click()
    assert row(page, 1) == row(page, 0)
    expect(page.get_by_text("12 h, ")).to_have_count(0)
    expect(page.locator("#week-1 .total")).to_have_text("3 h, 8 %")
    page.locator("#week-1 summary").click()
    page.get_by_role("button", name="All later weeks like this").click()
    assert row(page, 3) == row(page, 0)
    page.locator("[name=w0d1]").fill("2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/me/plan/$"))
    expect(page.get_by_role("heading", name="Hours, week by week")).to_be_visible()
    assert [week.total for week in written_down(draft).weeks] == [300, 180, 180, 180]
    assert trouble == []


def test_what_is_wrong_leads_to_its_field(chromium: Browser, draft: Told) -> None:
    page, _trouble = inside(chromium, maja(draft), NARROWEST)
    page.goto("/me/plan/hours/")
    page.locator("[name=w2d3]").fill("much")
    page.get_by_role("button", name="Save the hours").click()
    page.get_by_role("link", name="Thursday").press("Enter")
    is_at(page, "w2d3")
    assert axe(page) == []


# Saying and stepping down


def test_one_tap_says_it_and_two_make_the_hours_fewer(chromium: Browser, told: Told) -> None:
    page, trouble = inside(chromium, maja(told), NARROWEST)
    page.goto("/me/hours/")
    page.get_by_role("button", name="Worked as planned").first.click()
    expect(page.get_by_text("You said:").first).to_be_visible()
    before = hours_in_force(told).total
    page.goto("/me/")
    page.get_by_role("link", name="This is too much for me").click()
    page.get_by_role("button", name="Step down from").first.click()
    expect(page).to_have_url(re.compile(r"/me/$"))
    assert hours_in_force(told).total < before
    assert trouble == []


# For everyone


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROWEST, DESKTOP])
def test_the_pages_of_the_hours_stand_in_nobodys_way(
    chromium: Browser, told: Told, width: int, scheme: Scheme
) -> None:
    findings = []
    employer = come_by_link(Client(), told.invite(Party.EMPLOYER))
    for client, paths in (
        (maja(told), ["/me/", "/me/hours/", "/me/worked/", "/me/step-down/", "/me/plan/"]),
        (employer, ["/answer/", "/answer/hours/", "/answer/worked/"]),
    ):
        page, trouble = inside(chromium, client, width, scheme)
        for path in paths:
            page.goto(path)
            page.evaluate(UNFOLD)
            found = [*axe(page), *page.evaluate(CUT_OFF), *page.evaluate(TOO_SMALL, TARGETS)]
            findings += [f"{path} {finding}" for finding in found]
        findings += trouble
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROWEST, 768, DESKTOP])
def test_entering_hours_stands_in_nobodys_way(
    chromium: Browser, draft: Told, width: int, scheme: Scheme
) -> None:
    page, trouble = inside(chromium, maja(draft), width, scheme)
    page.goto("/me/plan/hours/")
    page.locator("[name=w1d1]").fill("r")
    page.locator("[name=w0d1]").focus()
    page.evaluate(UNFOLD)
    assert axe(page) == []
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(TOO_SMALL, TARGETS) == []
    assert trouble == []
