"""A manager asks a register, takes in its answer and counts; a researcher and a patient see their part."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import axe
from tests.journeys.windows import OpenWindow
from tools.browser import PHONE, Scheme, be

NARROWEST = 320
GROUND = "Follow-up of our own work, decided by the management."


def assert_calm(page: Page) -> None:
    assert axe(page) == []
    assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth"), page.url


@pytest.mark.parametrize(("width", "scheme"), [(NARROWEST, "light"), (1280, "dark")])
def test_pages_of_outcomes_stand_in_nobodys_way(open_window: OpenWindow, width: int, scheme: Scheme) -> None:
    marit = open_window(width=width, scheme=scheme)
    be(marit, "marit")
    for path in ("/outcomes/", "/outcomes/1/", "/registers/"):
        marit.goto(path)
        for details in marit.locator("main details > summary").all():
            details.click()
        assert_calm(marit)


def test_from_a_list_to_a_number_and_the_people_behind_it(open_window: OpenWindow, tmp_path: Path) -> None:
    marit = open_window(width=PHONE)
    be(marit, "marit")
    marit.goto("/registers/")
    marit.get_by_role("button", name="Make a list").click()
    expect(marit.get_by_text("List 2 is made.")).to_be_visible()
    with marit.expect_download() as taken:
        marit.get_by_role("link", name="List 2").click()
    people = list(csv.DictReader(Path(taken.value.path()).read_text(encoding="utf-8").splitlines()))
    assert {"pseudonym", "name", "birth_year"} == set(people[0])

    answer = tmp_path / "answer.csv"
    first = (date.today() - timedelta(days=900)).isoformat()
    lines = ["person,start,end,benefit,grade"]
    lines += [f"{row['pseudonym']},{first},,sickness_benefit,100" for row in people[:40]]
    answer.write_text("\n".join([*lines, "oops,2020-13-01,,sickness_benefit,100"]), encoding="utf-8")
    take_in(marit, answer)
    expect(marit.get_by_role("heading", name="Nothing of the file was taken in")).to_be_visible()
    expect(marit.get_by_role("cell", name="2020-13-01")).to_be_visible()
    assert marit.get_by_label("On what ground").input_value() == GROUND
    assert_calm(marit)

    answer.write_text("\n".join(lines), encoding="utf-8")
    take_in(marit, answer)
    expect(marit.get_by_text("It is taken in. Spells: 40. People: 40.")).to_be_visible()

    marit.goto("/outcomes/")
    marit.get_by_label("The newest register extract").check()
    marit.get_by_role("button", name="Count", exact=True).click()
    expect(marit.get_by_text("From the register extract of")).to_be_visible()
    number = marit.locator("td a.link").nth(1)
    behind = int(number.inner_text().split()[0])
    number.press("Enter")
    expect(marit.get_by_role("heading", level=1, name=f"Not back, as far as known: {behind}")).to_be_visible()
    marit.locator("main ol details > summary").first.press("Enter")
    expect(marit.get_by_role("cell", name="Sickness benefit").first).to_be_visible()
    assert_calm(marit)

    rolf = open_window()
    be(rolf, "rolf")
    rolf.goto(marit.url)
    name = people[0]["name"]
    expect(rolf.get_by_role("heading", level=1, name="Not back, as far as known")).to_be_visible()
    assert name not in rolf.locator("main").inner_text()
    assert_calm(rolf)


def take_in(page: Page, file: Path) -> None:
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("The list that it answers").select_option(label_of_newest(page))
    page.get_by_label("Last day that the register knows of").fill(date.today().isoformat())
    page.get_by_label("On what ground").fill(GROUND)
    page.get_by_role("button", name="Take it in").click()


def label_of_newest(page: Page) -> str:
    return page.get_by_label("The list that it answers").locator("option").first.inner_text()


def test_a_patient_sees_her_own_days_on_a_phone(open_window: OpenWindow) -> None:
    maja = open_window(width=NARROWEST, scheme="dark")
    be(maja, "maja")
    maja.goto("/me/")
    maja.get_by_role("link", name="My days").click()
    expect(maja.get_by_role("heading", name="My days on benefit and at work")).to_be_visible()
    maja.get_by_text("The same as a table").click()
    expect(maja.get_by_role("cell", name="Sick notes").first).to_be_visible()
    assert_calm(maja)
