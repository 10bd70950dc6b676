"""What goes at work and what was learned: one writes, one answers, and the next plan starts from it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import axe
from tests.journeys.windows import OpenWindow
from tools.browser import PHONE, be

NARROWEST = 320
SAY = re.compile("Say whether it works.*A stool by the shelves")
LESSON = "Never two long days in a row."


def test_tasks_are_tried_and_attempts_teach(open_window: OpenWindow) -> None:
    maja = open_window(width=NARROWEST)
    be(maja, "maja")
    a_task(maja, "Reading circle", "Can", "")
    a_task(maja, "Basement stacks", "Cannot, for now", "Looked at again in spring")
    a_task(maja, "Newspaper corner", "Can with adaptation", "")
    what_is_tried(maja, "A stool by the shelves")

    ingrid = open_window()
    be(ingrid, "ingrid")
    ingrid.goto("/today/")
    expect(ingrid.get_by_text("An adaptation was on trial until").first).to_be_visible()
    assert_calm(ingrid)

    johan = open_window(width=PHONE, scheme="dark")
    be(johan, "johan")
    the_employer_says(johan)
    the_patient_says(maja)

    ingrid.goto("/cases/NV-0045/plan/")
    trial = ingrid.locator(".trial", has_text="A stool by the shelves")
    expect(trial.get_by_text("Tried until")).to_be_visible()
    expect(trial.get_by_text("It works in part")).to_be_visible()
    expect(ingrid.get_by_text("We have no lift to the stacks.")).to_be_visible()
    assert_calm(ingrid)

    an_attempt(maja)
    the_next_plan(maja)
    johan.goto("/answer/")
    assert LESSON not in johan.locator("main").inner_text()


def assert_calm(page: Page) -> None:
    assert axe(page) == []
    assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth"), page.url


def day(page: Page, offset: int) -> str:
    found: str = page.evaluate(
        "days => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10)", offset
    )
    return found


def a_task(page: Page, name: str, ability: str, words: str) -> None:
    page.goto("/me/plan/tasks/new/")
    assert_calm(page)
    page.get_by_label("What is the task called at work?").fill(name)
    page.get_by_label(ability, exact=True).check()
    page.get_by_label("What happens instead").fill(words)
    page.get_by_role("button", name="Save the task").click()
    expect(page.get_by_text(name).first).to_be_visible()


def what_is_tried(page: Page, what: str) -> None:
    """The form of an adaptation follows on a task that needs one; its trial was over a week ago."""
    expect(page.get_by_role("heading", name="What do you want to try?")).to_be_visible()
    assert_calm(page)
    page.get_by_label("What is adapted?").fill(what)
    page.get_by_label("Johan Berg, Employer").check()
    page.get_by_label("On trial from").fill(day(page, -50))
    page.get_by_label("On trial until").fill(day(page, -7))
    page.get_by_role("button", name="Save").click()
    trial = page.locator(".trial", has_text=what)
    expect(trial.get_by_text("Trial over: did it work?")).to_be_visible()
    assert_calm(page)


def the_employer_says(page: Page) -> None:
    """Whether it fits in one word, with a sentence since it does not; whether the stool works in another."""
    page.goto("/answer/")
    expect(page.get_by_role("heading", name=re.compile("Tasks, as .* sees them"))).to_be_visible()
    assert_calm(page)
    form = page.locator("form.fit")
    expect(form.get_by_label("What is missing, or does not work?")).to_be_hidden()
    form.get_by_label("Something does not work here").check()
    form.get_by_label("What is missing, or does not work?").fill("We have no lift to the stacks.")
    form.get_by_role("button", name="Send this word").click()
    expect(page.get_by_text("You said of this list: Something does not work here")).to_be_visible()
    page.get_by_role("link", name=SAY).click()
    assert_calm(page)
    page.get_by_label("It works", exact=True).check()
    page.get_by_role("button", name="Save my word").click()
    expect(page).to_have_url(re.compile("/answer/#tasks$"))
    assert_calm(page)


def the_patient_says(page: Page) -> None:
    page.goto("/me/plan/")
    page.get_by_role("link", name=SAY).click()
    assert_calm(page)
    page.get_by_label("It works in part").check()
    page.get_by_label("In your words").fill("In the mornings.")
    page.get_by_role("button", name="Save my word").click()
    trial = page.locator(".trial", has_text="A stool by the shelves")
    expect(trial.get_by_text("Tried until")).to_be_visible()


def an_attempt(page: Page) -> None:
    page.goto("/me/plan/attempts/new/")
    assert_calm(page)
    page.get_by_label("From which day?").fill(day(page, -90))
    page.get_by_label("Until which day?").fill(day(page, -60))
    page.get_by_label("How many hours a week").fill("12,5")
    page.get_by_label("What happened?").fill("Good mornings, long evenings.")
    page.get_by_label("What do you want to change next time?").fill(LESSON)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Up to 12.5 hours a week")).to_be_visible()
    page.locator("details", has=page.get_by_text("The same as a table")).locator("summary").click()
    expect(page.get_by_text("An attempt to return:").first).to_be_visible()
    assert_calm(page)


def the_next_plan(page: Page) -> None:
    """The lesson becomes a step of the draft, for her to edit."""
    told = page.locator(".learned > li", has_text=LESSON)
    told.get_by_role("button", name="Start the next plan from this").click()
    expect(page.locator(".step", has_text=LESSON)).to_be_visible()
    assert_calm(page)
    page.locator(".step", has_text=LESSON).get_by_role("link", name="Change").click()
    expect(page.get_by_label("What is to be done?")).to_have_value(LESSON)
