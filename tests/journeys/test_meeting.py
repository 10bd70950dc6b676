"""A meeting, each in a window of their own: called, held, written down, put into the plan; a hand-over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from stegvis.casework.party import Party
from stegvis_web.casework import models
from stegvis_web.people.models import Mail, Person
from tests.cast import person
from tests.journeys.axe import axe
from tests.journeys.inside import inside
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.stegvis_web.casework.visits import visiting
from tests.told_case import Told, everyone_accepts, in_days, told_case
from tools.browser import DESKTOP, PHONE

pytestmark = pytest.mark.django_db

OF_HEALTH = "The new medicine makes mornings heavy."
THURSDAYS, WRITTEN = "Thursdays start at 10.", "The yes to uneven days comes in writing."
FRIDAYS = "Thursdays start at 10, Fridays at 11."
RING_FIRST = "Ring before ten. Please do not ask for the whole story again."


class Windows:
    """A window for each, and what went wrong in any of them."""

    def __init__(self, chromium: Browser) -> None:
        self.chromium = chromium
        self.troubles: list[list[str]] = []

    def of(self, client: Client, width: int = DESKTOP) -> Page:
        page, trouble = inside(self.chromium, client, width)
        self.troubles.append(trouble)
        return page

    @property
    def trouble(self) -> list[str]:
        return [line for lines in self.troubles for line in lines]


@pytest.fixture
def told() -> Told:
    """Maja's first version, to which everybody has said yes."""
    return everyone_accepts(told_case(english_cast()))


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Windows]:
    opened = Windows(chromium)
    yield opened
    assert opened.trouble == []


def test_from_two_proposed_times_to_a_new_officer(windows: Windows, told: Told) -> None:
    ingrid = windows.of(visiting(told.cast.ingrid))
    two_times_are_proposed(ingrid, told)
    meeting = models.Meeting.objects.get()
    at = f"/cases/{told.code}/meetings/{meeting.pk}/"

    maja = windows.of(visiting(told.cast.maja), PHONE)
    maja.goto("/me/")
    the_times_are_answered(maja, "Suits me", "Suits me")
    johan = windows.of(Client(), PHONE)
    by_link(ingrid, johan, told, Party.EMPLOYER, told.cast.johan)
    the_times_are_answered_by_keyboard(johan)
    petra = windows.of(Client())
    by_link(ingrid, petra, told, Party.INSURER, told.cast.petra)
    the_times_are_answered(petra, "Does not suit me", "Suits me")
    sara = windows.of(visiting(told.cast.sara))
    sara.goto(f"/cases/{told.code}/meetings/")
    the_times_are_answered(sara, "Suits me", "Suits me")

    the_second_time_is_chosen(ingrid, at)
    meeting.refresh_from_db()
    assert meeting.starts_at is not None
    assert timezone.localdate(meeting.starts_at) == in_days(8)
    models.Meeting.objects.update(starts_at=timezone.now() - timedelta(hours=2))

    the_minutes_are_written_and_sent(ingrid, at)
    only_what_is_for_him(johan)
    the_decisions_go_into_the_plan(ingrid, at)
    looked_through_and_sent(maja)
    corrected(ingrid, at)
    reads_what_was_corrected(johan)

    nils = person(told.cast.norrvik, "Nils Ek", organisation=told.cast.insurance, language="en")
    handed_over_in_two_pages_and_a_look(ingrid, told)
    the_link_is_closed(petra)
    visitor = windows.of(Client(), PHONE)
    by_link(ingrid, visitor, told, Party.INSURER, nils)
    read_and_confirmed(visitor)
    assert models.Handover.objects.get().confirmed_at is not None


def assert_calm(page: Page) -> None:
    assert axe(page) == []


def two_times_are_proposed(page: Page, told: Told) -> None:
    """From the list of meetings; of the team, those are asked whom it concerns."""
    page.goto(f"/cases/{told.code}/meetings/")
    assert_calm(page)
    page.get_by_role("link", name="Call a meeting").first.click()
    for number, (days, clock) in enumerate(((7, "10:00"), (8, "13:30")), start=1):
        page.locator(f"[name=day{number}]").fill(in_days(days).isoformat())
        page.locator(f"[name=at{number}]").fill(clock)
    page.get_by_label("Last day to say which times suit").fill(in_days(5).isoformat())
    page.get_by_label("Place", exact=True).fill("Ekbacka library, small room")
    page.get_by_label("What is it about?").fill("The first weeks.")
    for name in ("Olle Friberg", "Amir Rahimi", "Eva Lindqvist"):
        page.get_by_role("checkbox", name=name).uncheck()
    assert_calm(page)
    page.get_by_role("button", name="Call the meeting").click()
    expect(page.get_by_role("heading", name="The times")).to_be_visible()
    assert_calm(page)


def by_link(ingrid: Page, visitor: Page, told: Told, party: Party, to: Person) -> None:
    """Ingrid invites from the team's page and reads the code out; the visitor opens the mail's link."""
    ingrid.goto(f"/cases/{told.code}/team/")
    ingrid.locator(f"form[action$='/team/invite/{party}/'] button").click()
    digits = "".join(ingrid.locator(".code").inner_text().split())
    assert_calm(ingrid)
    mail = Mail.objects.filter(kind="invitation", to_address=to.email).latest("pk")
    assert not any(word in mail.body for word in ("Maja", "health", digits))
    address = re.search(r"https?://[^/\s]+(/open/\S+)", mail.body)
    assert address
    visitor.goto(address[1])
    assert_calm(visitor)
    visitor.locator("input[name=code]").fill(digits)
    visitor.get_by_role("button", name="Go on").click()
    expect(visitor).to_have_url(re.compile("/answer/$"))
    assert_calm(visitor)


def the_times_are_answered(page: Page, *answers: str) -> None:
    """From a page that leads to the meeting: one choice for each time."""
    page.get_by_role("link", name="Follow-up meeting").first.click()
    expect(page.get_by_role("heading", name="Which times suit you?")).to_be_visible()
    assert_calm(page)
    for number, answer in enumerate(answers):
        page.get_by_role("radio", name=answer, exact=True).nth(number).check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("button", name="Save the new answer")).to_be_visible()
    assert_calm(page)


def the_times_are_answered_by_keyboard(page: Page) -> None:
    """Johan has no mouse: Tab, Space and Enter lead from his page to the answer."""
    tab_to(page, page.get_by_role("link", name="Follow-up meeting").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Which times suit you?")).to_be_visible()
    assert_calm(page)
    for number in (0, 1):
        tab_to(page, page.get_by_role("radio", name="Suits me", exact=True).nth(number))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Send my answer"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save the new answer")).to_be_visible()
    assert_calm(page)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus. Fails if the keyboard never gets there."""
    expect(target).to_be_visible()
    for _press in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("here => here === document.activeElement"):
            return
    raise AssertionError("the keyboard does not get there")


def the_second_time_is_chosen(page: Page, at: str) -> None:
    """Petra cannot come to the first; the second suits all four who have answered."""
    page.goto(at)
    rows = page.locator("section[aria-labelledby=times-h] li")
    expect(rows.nth(0)).to_contain_text("Does not suit: Petra Nyström")
    expect(rows.nth(1)).to_contain_text("suits 4 people")
    assert_calm(page)
    rows.nth(1).get_by_role("button", name="Choose").click()
    expect(page.get_by_text("13:30–14:15").first).to_be_visible()
    assert_calm(page)


def the_minutes_are_written_and_sent(page: Page, at: str) -> None:
    """Two decisions with an owner and a day, and one sentence about health. Who comes is known."""
    page.goto(at)
    assert_calm(page)
    page.get_by_role("button", name="Write the minutes").click()
    expect(page.get_by_role("heading", name="Who was there")).to_be_visible()
    assert_calm(page)
    a_decision(page, THURSDAYS, "Johan Berg", "Work")
    a_decision(page, WRITTEN, "Petra Nyström", "Working together")
    page.get_by_role("radio", name="Said", exact=True).check()
    page.get_by_label("In one sentence").fill(OF_HEALTH)
    page.get_by_role("radio", name="Health", exact=True).check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(".minutes").get_by_text(OF_HEALTH, exact=True)).to_be_visible()
    assert_calm(page)
    page.get_by_role("button", name="Send the minutes").click()
    expect(page.get_by_text("Put 2 decisions into the plan")).to_be_visible()
    assert_calm(page)


def a_decision(page: Page, text: str, who: str, about: str) -> None:
    page.get_by_role("radio", name="Decided", exact=True).check()
    page.get_by_label("In one sentence").fill(text)
    owner = page.get_by_label("Who does it")
    owner.select_option(label=owner.locator("option", has_text=who).first.inner_text())
    page.get_by_label("By which day").fill(in_days(20).isoformat())
    page.get_by_role("radio", name=about, exact=True).check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(".minutes").get_by_text(text, exact=True)).to_be_visible()


def only_what_is_for_him(page: Page) -> None:
    """Johan reads both decisions, which are not about health, and no trace of the sentence that is."""
    page.goto("/answer/")
    page.get_by_role("link", name="Follow-up meeting").first.click()
    for text in (THURSDAYS, WRITTEN):
        expect(page.get_by_text(text, exact=True)).to_be_visible()
    expect(page.locator(".minutes > li")).to_have_count(2)
    assert "medicine" not in page.content()
    assert_calm(page)


def the_decisions_go_into_the_plan(page: Page, at: str) -> None:
    """Both in one go, into a draft that nobody else has to type again."""
    page.goto(at)
    page.get_by_role("link", name="Put 2 decisions into the plan").click()
    assert_calm(page)
    page.locator("[name=because]").fill("What we decided together.")
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/plan/draft/$"))
    for text in (THURSDAYS, WRITTEN):
        expect(page.get_by_text(text, exact=True).first).to_be_visible()
    assert_calm(page)


def looked_through_and_sent(page: Page) -> None:
    """Nothing holds before Maja has looked through it and sent it."""
    page.goto("/me/")
    page.get_by_role("link", name="Look through the change").click()
    expect(page.get_by_text(THURSDAYS, exact=True).first).to_be_visible()
    assert_calm(page)
    page.goto("/me/plan/send/")
    expect(page.get_by_role("heading", name="What version 2 changes")).to_be_visible()
    assert_calm(page)
    page.get_by_role("button", name="Send my plan").click()
    expect(page.get_by_text("Your plan is sent")).to_be_visible()
    assert_calm(page)


def corrected(page: Page, at: str) -> None:
    """With a reason, as a second version; the first stays beside it."""
    page.goto(at)
    page.get_by_role("link", name="Correct the minutes").click()
    assert_calm(page)
    page.locator("[name=because]").fill("Fridays were forgotten.")
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("link", name=re.compile(rf"Change\W+{THURSDAYS}")).click()
    assert_calm(page)
    page.get_by_label("In one sentence").fill(FRIDAYS)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".minutes").get_by_text(FRIDAYS, exact=True)).to_be_visible()
    page.get_by_role("button", name="Send the minutes").click()
    expect(page.get_by_text("Fridays were forgotten.").first).to_be_visible()
    assert_calm(page)


def reads_what_was_corrected(page: Page) -> None:
    page.reload()
    expect(page.get_by_role("heading", name="Minutes, version 2")).to_be_visible()
    expect(page.locator("del", has_text=THURSDAYS).first).to_be_visible()
    assert "medicine" not in page.content()
    assert_calm(page)


def handed_over_in_two_pages_and_a_look(page: Page, told: Told) -> None:
    """To whom; what they must know; and, before it is done, what they will read."""
    page.goto(f"/cases/{told.code}/team/")
    page.get_by_role("link", name=re.compile(r"Hand over\W+Petra Nyström")).click()
    assert_calm(page)
    page.get_by_label("Nils Ek").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="What Nils Ek must know")).to_be_visible()
    page.get_by_label("What to know before the first call").fill(RING_FIRST)
    assert_calm(page)
    page.get_by_role("button", name="See what Nils Ek will read").click()
    expect(page.get_by_role("heading", name="This is what Nils Ek will read")).to_be_visible()
    expect(page.get_by_text(RING_FIRST)).to_be_visible()
    assert "medicine" not in page.content()
    assert_calm(page)
    page.get_by_role("button", name="Hand over from").click()
    expect(page.get_by_role("heading", name="Nils Ek follows Petra Nyström")).to_be_visible()
    assert_calm(page)


def the_link_is_closed(page: Page) -> None:
    page.goto("/answer/")
    expect(page.get_by_role("heading", name="This link is no longer used")).to_be_visible()
    assert "Maja" not in page.content()
    assert_calm(page)


def read_and_confirmed(page: Page) -> None:
    expect(page.get_by_role("heading", name="You take over from Petra Nyström")).to_be_visible()
    page.get_by_role("link", name="Read it").click()
    expect(page.get_by_text(RING_FIRST)).to_be_visible()
    assert_calm(page)
    page.get_by_role("button", name="I have read it, and take over").click()
    expect(page.get_by_text("Confirmed", exact=True).first).to_be_visible()
    assert_calm(page)
