"""The whole way, each party in a window of its own: a referral becomes a plan in force, and it lives."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.axe import axe
from tests.journeys.one_time_code import totp
from tests.journeys.post_box import link_to, mails_to
from tests.journeys.windows import OpenWindow
from tools.browser import PHONE, be
from tools.server import Site

ASTRID = "Astrid Journey"
MAIL = "astrid.journey@example.org"
CHEF, CHEF_MAIL = "Bo Journey", "bo.journey@example.org"
OFFICER, OFFICER_MAIL = "Cia Journey", "cia.journey@example.org"
OLD_WORDS = "Say yes or no to a free Wednesday"
NEW_WORDS = "Say yes or no to a free Wednesday in writing"
PASSWORD = "a slow walk to the harbour"
GOAL = "I want to stand in my kitchen at the school again."


def test_from_a_referral_to_a_plan_in_force(open_window: OpenWindow, site: Site) -> None:
    ingrid = open_window()
    be(ingrid, "ingrid")
    case = referred_and_accepted(ingrid)
    a_team_for(ingrid, case)

    astrid = in_english(open_window(width=PHONE), site)
    an_account(ingrid, astrid, site)
    the_plan_is_written(astrid)
    nothing_outside_yet(ingrid, case)
    previewed_and_sent(astrid)

    bo = in_english(open_window(), site)
    by_link(ingrid, bo, site, case, "employer", CHEF_MAIL)
    the_employer_accepts(bo)
    cia = in_english(open_window(width=PHONE, scheme="dark"), site)
    by_link(ingrid, cia, site, case, "insurer", OFFICER_MAIL)
    the_officer_objects(cia)

    talked_over(ingrid, case)
    the_officer_accepts(cia)
    astrid.goto("/me/plan/")
    expect(astrid.get_by_text("In force", exact=True).first).to_be_visible()
    expect(astrid.get_by_text("Talked over on")).to_be_visible()
    assert_calm(astrid)
    who_looked(astrid)

    the_officer_proposes(cia)
    put_into_a_new_version(ingrid, case)
    sent_as_a_new_version(astrid)
    the_old_words_stand(ingrid, case)
    the_officer_reads_what_changed(cia)
    the_officer_accepts(cia)
    the_new_words_stand(ingrid, case)


def in_english(page: Page, site: Site) -> Page:
    """The journey reads English words; a person of a Swedish service is spoken to in Swedish at first."""
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])
    return page


def assert_calm(page: Page) -> None:
    assert axe(page) == []


def referred_and_accepted(page: Page) -> str:
    """Ingrid writes the referral down, explains free choice, and opens the case. Returns its address."""
    page.goto("/referrals/new/")
    page.get_by_role("textbox", name="Name", exact=True).fill(ASTRID)
    page.get_by_label("Email address").fill(MAIL)
    page.get_by_label("By which door").select_option(label="Physiotherapy")
    page.locator("textarea").first.fill("I miss the noise of the canteen.")
    page.get_by_role("button", name="Save the referral").click()
    expect(page.get_by_role("heading", name=ASTRID)).to_be_visible()
    page.get_by_role("button", name="I have explained it").click()
    assert_calm(page)
    page.get_by_role("button", name="Accept, and open the case").click()
    expect(page).to_have_url(re.compile(r"/cases/NV-\d+/"))
    return re.sub(r"(/cases/NV-\d+/).*", r"\1", page.url)


def a_team_for(page: Page, case: str) -> None:
    """An employer with its manager, and an officer of the insurer."""
    page.goto(f"{case}team/employer/")
    page.get_by_label("Another employer").check()
    page.get_by_label("Name of the workplace").fill("Harbour school")
    page.get_by_role("button", name="Save").click()
    joins(page, case, "employer", CHEF, CHEF_MAIL)
    joins(page, case, "insurer", OFFICER, OFFICER_MAIL)
    page.goto(f"{case}team/")
    assert_calm(page)


def joins(page: Page, case: str, party: str, name: str, mail: str) -> None:
    page.goto(f"{case}team/join/{party}/")
    new = page.get_by_label("Someone new")
    if new.count():
        new.check()
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    workplace = page.get_by_label("Works at")
    if workplace.count():
        workplace.select_option(index=1)
    page.get_by_label("Email address").fill(mail)
    page.get_by_role("button", name="Join the team").click()
    expect(page.get_by_text(name).first).to_be_visible()


def an_account(ingrid: Page, astrid: Page, site: Site) -> None:
    """Ingrid invites; Astrid chooses a password and a second step, as everybody must."""
    ingrid.goto("/people/")
    ingrid.get_by_role("searchbox").fill(ASTRID)
    ingrid.get_by_role("searchbox").press("Enter")
    ingrid.get_by_role("link", name=ASTRID).first.click()
    ingrid.locator("button[name=do][value=invite]").click()
    astrid.goto(link_to(site.data, MAIL))
    assert_calm(astrid)
    astrid.get_by_label("Password", exact=True).fill(PASSWORD)
    astrid.get_by_label("The same again").fill(PASSWORD)
    astrid.get_by_role("button", name="Go on").click()
    astrid.get_by_role("link", name="Set up the app").click()
    assert_calm(astrid)
    secret = astrid.locator("code.letters").inner_text()
    astrid.locator("input[name=code]").fill(totp(secret))
    astrid.get_by_role("button", name="Switch it on").click()
    astrid.goto("/me/")
    expect(astrid.get_by_role("button", name="Start the plan")).to_be_visible()


def the_plan_is_written(page: Page) -> None:
    """Astrid writes the goal in her words, a step of her own, one for the school, one for the officer."""
    assert_calm(page)
    page.get_by_role("button", name="Start the plan").click()
    page.get_by_label("The goal").fill(GOAL)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(GOAL)).to_be_visible()
    a_step(page, "Come for coffee on a Thursday", "I do it myself", "Work")
    a_step(page, "A chair at the serving hatch", CHEF, "Work")
    a_step(page, OLD_WORDS, OFFICER, "Working together")
    a_step(page, "Swim on Mondays", "I do it myself", "Health")
    assert_calm(page)


def a_step(page: Page, what: str, who: str, about: str) -> None:
    page.get_by_role("link", name="Add a step").click()
    page.get_by_label("What is to be done?").fill(what)
    page.get_by_label(who).check()
    page.get_by_label("By which day?").fill(
        page.evaluate("() => new Date(Date.now() + 30 * 864e5).toISOString().slice(0, 10)")
    )
    page.get_by_label(about, exact=True).check()
    page.get_by_role("button", name="Save the step").click()
    expect(page.get_by_text(what).first).to_be_visible()


def nothing_outside_yet(page: Page, case: str) -> None:
    """Before the release nobody outside can be invited."""
    page.goto(f"{case}team/")
    expect(page.get_by_text("Cannot be invited yet").first).to_be_visible()


def previewed_and_sent(page: Page) -> None:
    """She allows contact, agrees to the usual, sees what each would see, and sends."""
    page.goto("/me/plan/send/")
    page.get_by_role("button", name="Allow contact").click()
    for party in ("employer", "insurer"):
        section = page.locator(f"#see-{party}")
        if not section.is_visible():
            page.locator("details", has=section).locator("summary").last.click()
        section.get_by_role("button", name="What people usually agree to").click()
        expect(page.get_by_text("It holds from now on").first).to_be_visible()
    assert_calm(page)
    page.get_by_role("button", name="Send my plan").click()
    expect(page).to_have_url(re.compile(r"/me/plan/(#.*)?$"))
    expect(page.get_by_text("Your plan is sent")).to_be_visible()


def by_link(ingrid: Page, visitor: Page, site: Site, case: str, party: str, mail: str) -> None:
    """Ingrid invites and reads the code out; the visitor opens the mail's link and types it."""
    ingrid.goto(f"{case}team/")
    ingrid.locator(f"form[action$='/team/invite/{party}/'] button").click()
    digits = "".join(ingrid.locator(".code").inner_text().split())
    assert_calm(ingrid)
    ingrid.reload()
    expect(ingrid.get_by_text("The code has been shown already")).to_be_visible()
    visitor.goto(link_to(site.data, mail))
    text = mails_to(site.data, mail)[-1]
    assert not any(word in text for word in (ASTRID, "Astrid", "Norrvik", digits, "pain", "health"))
    assert_calm(visitor)
    visitor.locator("input[name=code]").fill("000000" if digits != "000000" else "111111")
    visitor.get_by_role("button", name="Go on").click()
    expect(visitor.get_by_role("heading", name="Type the code")).to_be_visible()
    visitor.locator("input[name=code]").fill(digits)
    visitor.get_by_role("button", name="Go on").click()
    expect(visitor).to_have_url(re.compile("/answer/$"))
    assert_calm(visitor)


def the_employer_accepts(page: Page) -> None:
    """Three screens; nothing about health, and nothing about the insurer's leave."""
    text = page.locator("main").inner_text()
    assert "A chair at the serving hatch" in text
    assert not any(word in text for word in ("Swim", "sick", "Sick", "health step"))
    page.get_by_role("link", name="Go on to your answer").click()
    page.get_by_role("radio", name="I accept it", exact=True).check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert_calm(page)


def the_officer_objects(page: Page) -> None:
    """Without a rule the form comes back, with what was typed; then it goes through."""
    page.get_by_role("link", name="Go on to your answer").click()
    page.get_by_role("radio", name="I object to a step").check()
    page.get_by_role("checkbox", name="free Wednesday").check()
    page.get_by_label("In your words").fill("The rule is the same hours every day.")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("Name the rule")).to_be_visible()
    assert_calm(page)
    expect(page.get_by_label("In your words")).to_have_value("The rule is the same hours every day.")
    page.get_by_label("Which rule is the step against?").fill("Social Insurance Code 27:45")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def talked_over(page: Page, case: str) -> None:
    """It stands on Ingrid's Today; she records what came of the talk."""
    page.goto("/today/")
    expect(page.get_by_text(f"{OFFICER} objects to a step")).to_be_visible()
    page.goto(f"{case}plan/")
    page.get_by_role("link", name="We have talked it over").click()
    page.get_by_label("What did you agree?").fill("Uneven days are allowed since 2022. Wednesday stays free.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Wednesday stays free")).to_be_visible()


def the_officer_accepts(page: Page) -> None:
    page.goto("/answer/give/")
    page.get_by_role("radio", name="I accept it", exact=True).check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def the_officer_proposes(page: Page) -> None:
    """Once in force, an officer takes no step out; she can say what she could agree to instead."""
    page.goto("/answer/give/")
    page.get_by_role("radio", name="I object to a step").check()
    page.get_by_role("checkbox", name="free Wednesday").check()
    page.get_by_label("In your words").fill("I need it in writing, and some weeks more.")
    page.get_by_label("Which rule is the step against?").fill("Social Insurance Code 27:45")
    page.get_by_label("What could you agree to instead?").fill(NEW_WORDS)
    assert_calm(page)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def put_into_a_new_version(page: Page, case: str) -> None:
    """The step is in force as before; one button makes the officer's words a draft."""
    page.goto(f"{case}plan/")
    step = page.locator(".step", has_text=OLD_WORDS)
    expect(step.get_by_text("In force", exact=True)).to_be_visible()
    page.get_by_role("button", name="Put this into a new version").click()
    expect(page).to_have_url(re.compile(r"/plan/draft/$"))
    assert_calm(page)


def sent_as_a_new_version(page: Page) -> None:
    """Astrid finds the change on her first page, reads it side by side, and sends it."""
    page.goto("/me/")
    page.get_by_role("link", name="Look through the change").click()
    page.get_by_role("link", name="What changed").click()
    expect(page.locator("ins").first).to_be_visible()
    assert_calm(page)
    page.goto("/me/plan/send/")
    expect(page.get_by_role("heading", name="What version 2 changes")).to_be_visible()
    assert_calm(page)
    page.get_by_role("button", name="Send my plan").click()
    expect(page.get_by_text("Your plan is sent")).to_be_visible()


def the_old_words_stand(page: Page, case: str) -> None:
    """Until the officer has said yes to the new words."""
    page.goto(f"{case}plan/")
    step = page.locator(".step", has_text=NEW_WORDS)
    expect(step.get_by_text("In force meanwhile")).to_be_visible()
    expect(step.get_by_text(OLD_WORDS, exact=True)).to_be_visible()
    assert_calm(page)


def the_officer_reads_what_changed(page: Page) -> None:
    page.goto("/answer/")
    page.get_by_role("link", name="See what changed").click()
    expect(page.get_by_role("heading", name="What changed from version 1 to version 2")).to_be_visible()
    assert_calm(page)


def the_new_words_stand(page: Page, case: str) -> None:
    page.goto(f"{case}plan/")
    step = page.locator(".step", has_text=NEW_WORDS)
    expect(step.get_by_text("In force", exact=True)).to_be_visible()
    expect(page.get_by_text("In force meanwhile")).to_have_count(0)
    page.goto(f"{case}plan/versions/1/")
    expect(page.get_by_text(OLD_WORDS, exact=True).first).to_be_visible()
    assert_calm(page)


def who_looked(page: Page) -> None:
    """Astrid reads who looked, by name."""
    page.goto("/me/who-looked/")
    for name in (CHEF, OFFICER, "Ingrid Solheim"):
        expect(page.get_by_text(name).first).to_be_visible()
    assert_calm(page)
