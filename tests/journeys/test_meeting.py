"""A meeting of five: a time is found, minutes are sent, what was decided becomes version 2, a correction."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from stegvis.casework.party import Party
from stegvis_web.casework.models import Meeting
from tests.cast import sign_in
from tests.journeys.axe import axe
from tests.journeys.inside import inside
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.told_case import Told, everyone_accepts, told_case
from tools.browser import DESKTOP, PHONE

pytestmark = pytest.mark.django_db

HEALTH = "The new medicine makes mornings heavy."
THURSDAYS = "Thursdays start at 10."
WRONG, RIGHT = "A trolley, paid by the service.", "A trolley, paid by the library."
CORRECTED = "The library pays."
NOT_ASKED = (Party.EMPLOYMENT_SERVICE, Party.GP, Party.SUPPORTER)


@pytest.fixture
def told() -> Told:
    """Version 1 is in force."""
    return everyone_accepts(told_case(english_cast()))


class Table:
    """The five, each in a window of their own, and what goes wrong in any of them."""

    def __init__(self, chromium: Browser, told: Told, script: bool) -> None:
        self.chromium, self.told, self.script = chromium, told, script
        self.trouble: list[list[str]] = []
        self.ingrid = self.window(sign_in(Client(), told.cast.ingrid))
        self.sara = self.window(sign_in(Client(), told.cast.sara))
        self.maja = self.window(sign_in(Client(), told.cast.maja), PHONE)
        self.johan = self.by_link(Party.EMPLOYER, PHONE)
        self.petra = self.by_link(Party.INSURER, DESKTOP)

    def window(self, client: Client, width: int = DESKTOP) -> Page:
        client.cookies["django_language"] = "en"
        page, trouble = inside(self.chromium, client, width, script=self.script)
        self.trouble.append(trouble)
        return page

    def by_link(self, party: Party, width: int) -> Page:
        """They open the link that they were mailed, and type the code that they were told."""
        new = self.told.invite(party)
        page = self.window(Client(), width)
        page.goto(urlsplit(new.url).path)
        page.locator("input[name=code]").fill(new.code)
        page.get_by_role("button", name="Go on").click()
        expect(page).to_have_url(re.compile("/answer/$"))
        return page

    def calm(self, page: Page) -> None:
        """Nothing to stumble over, by day and by night, and nothing wider than the window."""
        if not self.script:
            return
        page.emulate_media(color_scheme="dark")
        assert axe(page) == [], page.url
        page.emulate_media(color_scheme="light")
        assert axe(page) == [], page.url
        assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth"), page.url


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without a script"])
def test_five_meet_and_what_they_decide_becomes_version_two(
    chromium: Browser, told: Told, script: bool
) -> None:
    table = Table(chromium, told, script)
    two_times_are_proposed(table)
    for page, first_page in ((table.maja, "/me/"), (table.petra, "/answer/")):
        says_which_times_suit(table, page, first_page)
    the_employer_answers_by_keyboard(table)
    the_clinic_answers(table)
    a_time_is_chosen(table)
    it_is_held()
    minutes_are_written_and_sent(table)
    each_reads_what_is_for_them(table)
    decisions_become_a_draft(table)
    the_patient_sends_version_two(table)
    the_minutes_are_corrected(table)
    everyone_sees_both_versions(table)
    # Here the officer changes: the new one reads the same, and goes on from it.
    assert [line for lines in table.trouble for line in lines] == []


def at(page: Page, days: int, row: int, clock: str) -> None:
    day = timezone.localdate() + timedelta(days=days)
    page.locator(f"input[name=day{row}]").fill(day.isoformat())
    page.locator(f"input[name=at{row}]").fill(clock)


def two_times_are_proposed(table: Table) -> None:
    page = table.ingrid
    page.goto(f"/cases/{table.told.code}/meetings/")
    table.calm(page)
    page.get_by_role("link", name="Call a meeting").first.click()
    at(page, 3, 1, "10:00")
    at(page, 4, 2, "13:30")
    page.get_by_label("Place", exact=True).fill("Ekbacka library, small room")
    page.get_by_label("What is it about?").fill("The first weeks.")
    for party in NOT_ASKED:
        page.locator(f"input[name=guests][value^='{party}:']").uncheck()
    table.calm(page)
    page.get_by_role("button", name="Call the meeting").click()
    expect(page.get_by_role("heading", name="The times")).to_be_visible()
    table.calm(page)


def says_which_times_suit(table: Table, page: Page, first_page: str) -> None:
    """From the first page, where the missing answer stands, to the answer."""
    page.goto(first_page)
    expect(page.get_by_text("Your answer is missing")).to_be_visible()
    table.calm(page)
    page.get_by_role("link", name="Follow-up meeting").first.click()
    expect(page.get_by_role("heading", name="Which times suit you?")).to_be_visible()
    table.calm(page)
    page.get_by_role("radio", name="Suits me", exact=True).first.check()
    page.get_by_role("radio", name="Does not suit me").last.check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("button", name="Save the new answer")).to_be_visible()
    table.calm(page)


def the_employer_answers_by_keyboard(table: Table) -> None:
    """No mouse: from the link to the meeting, over the first of each group, to the button."""
    page = table.johan
    page.goto("/answer/")
    tab_to(page, page.get_by_role("link", name="Follow-up meeting").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Which times suit you?")).to_be_visible()
    table.calm(page)
    for group in (0, 1):
        tab_to(page, page.locator("#answer fieldset").nth(group).get_by_role("radio").first)
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Send my answer"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save the new answer")).to_be_visible()
    table.calm(page)


def tab_to(page: Page, wanted: object) -> None:
    """Press Tab until `wanted` has the focus."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():  # type: ignore[attr-defined]
            return
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def the_clinic_answers(table: Table) -> None:
    page = table.sara
    page.goto(f"/cases/{table.told.code}/meetings/")
    page.get_by_role("link", name="Follow-up meeting").first.click()
    for group in (0, 1):
        page.locator("#answer fieldset").nth(group).get_by_role("radio").first.check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("button", name="Save the new answer")).to_be_visible()


def a_time_is_chosen(table: Table) -> None:
    page = table.ingrid
    page.goto("/today/")
    page.get_by_role("link", name="Choose a time").first.click()
    expect(page.get_by_text("suits 4 people")).to_be_visible()
    table.calm(page)
    page.get_by_role("button", name="Choose").first.click()
    expect(page.get_by_text("In 3 days")).to_be_visible()
    table.calm(page)
    table.johan.reload()
    expect(table.johan.get_by_role("link", name="Put it into my calendar")).to_be_visible()
    table.calm(table.johan)


def it_is_held() -> None:
    """The hour comes."""
    Meeting.objects.update(starts_at=timezone.now() - timedelta(minutes=50))


def minutes_are_written_and_sent(table: Table) -> None:
    page = table.ingrid
    page.goto("/today/")
    page.get_by_role("link", name="Write the minutes").first.click()
    page.get_by_role("button", name="Write the minutes").click()
    expect(page.get_by_role("heading", name="Write down a sentence")).to_be_visible()
    table.calm(page)
    for choice in page.locator("select[name^=came]").all():
        choice.select_option(value="there")
    page.get_by_role("button", name="Save who was there").click()
    said(page, HEALTH, "health")
    decided(page, THURSDAYS, "Johan")
    decided(page, WRONG, "Johan")
    expect(page.locator(".minutes > li")).to_have_count(3)
    table.calm(page)
    page.get_by_role("button", name="Send the minutes").click()
    expect(page.get_by_role("heading", name="Minutes", exact=True)).to_be_visible()
    table.calm(page)


def said(page: Page, text: str, domain: str) -> None:
    page.locator("input[name=kind][value=said]").check()
    page.get_by_label("In one sentence").fill(text)
    page.locator(f"input[name=domain][value={domain}]").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(".minutes", has_text=text)).to_be_visible()


def decided(page: Page, text: str, who: str) -> None:
    page.locator("input[name=kind][value=decision]").check()
    page.get_by_label("In one sentence").fill(text)
    owner = page.get_by_label("Who does it").locator("option", has_text=who).first
    page.get_by_label("Who does it").select_option(value=owner.get_attribute("value"))
    due = timezone.localdate() + timedelta(days=20)
    page.get_by_label("By which day").fill(due.isoformat())
    page.locator("input[name=domain][value=work_modification]").check()
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(".minutes", has_text=text)).to_be_visible()


def each_reads_what_is_for_them(table: Table) -> None:
    johan, maja = table.johan, table.maja
    for page in (johan, maja, table.petra):
        page.reload()
        expect(page.get_by_text(THURSDAYS)).to_be_visible()
        table.calm(page)
    assert HEALTH not in johan.content()
    assert HEALTH not in table.petra.content()
    expect(maja.get_by_text(HEALTH)).to_be_visible()


def decisions_become_a_draft(table: Table) -> None:
    page = table.ingrid
    page.get_by_role("link", name="Put 2 decisions into the plan").click()
    table.calm(page)
    page.get_by_role("button", name="Make them steps").click()
    expect(page).to_have_url(re.compile(r"/plan/draft/$"))
    expect(page.get_by_text(THURSDAYS).first).to_be_visible()
    table.calm(page)
    table.johan.goto("/answer/")
    expect(table.johan.locator(".step", has_text=THURSDAYS)).to_have_count(0)


def the_patient_sends_version_two(table: Table) -> None:
    page = table.maja
    page.goto("/me/")
    page.get_by_role("link", name="Look through the change").click()
    expect(page.get_by_text(THURSDAYS).first).to_be_visible()
    table.calm(page)
    page.goto("/me/plan/send/")
    expect(page.get_by_role("heading", name="What version 2 changes")).to_be_visible()
    table.calm(page)
    page.get_by_role("button", name="Send my plan").click()
    expect(page).to_have_url(re.compile(r"/me/plan/(#.*)?$"))
    table.johan.goto("/answer/")
    expect(table.johan.get_by_text(THURSDAYS).first).to_be_visible()


def the_minutes_are_corrected(table: Table) -> None:
    page = table.ingrid
    meeting = Meeting.objects.get()
    page.goto(f"/cases/{table.told.code}/meetings/{meeting.pk}/")
    page.get_by_role("link", name="Correct the minutes").click()
    table.calm(page)
    page.get_by_label("What was wrong?").fill(CORRECTED)
    page.get_by_role("button", name="Begin the correction").click()
    page.locator(".minutes > li", has_text=WRONG).get_by_role("link", name="Change").click()
    table.calm(page)
    page.get_by_label("In one sentence").fill(RIGHT)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send the minutes").click()
    expect(page.get_by_role("heading", name="Minutes, version 2")).to_be_visible()


def everyone_sees_both_versions(table: Table) -> None:
    meeting = Meeting.objects.get()
    case = f"/cases/{table.told.code}"
    for page, where in (
        (table.ingrid, case),
        (table.sara, case),
        (table.maja, "/me"),
        (table.johan, "/answer"),
        (table.petra, "/answer"),
    ):
        page.goto(f"{where}/meetings/{meeting.pk}/")
        expect(page.get_by_role("heading", name="Minutes, version 2")).to_be_visible()
        expect(page.get_by_text(CORRECTED)).to_be_visible()
        expect(page.locator("#minutes > .minutes").get_by_text(RIGHT, exact=True)).to_be_visible()
        page.locator("summary", has_text="Version 1, sent").click()
        expect(page.locator("details").get_by_text(WRONG, exact=True)).to_be_visible()
        table.calm(page)
    assert HEALTH not in table.johan.content()
