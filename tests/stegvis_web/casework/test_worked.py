"""Saying how long one worked: the patient and the employer, each with a word of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.http import Http404
from django.test import Client

from stegvis.casework.access import EmployerContact
from stegvis.casework.party import Party
from stegvis.casework.sections import STEPS_WORK, TEAM
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions.cases import set_consents, set_employer_contact
from stegvis_web.casework.actions.worked import say_worked
from stegvis_web.casework.queries.hours import worked
from stegvis_web.casework.standing import open_case
from tests.cast import come_by_link, viewer
from tests.stegvis_web.casework.hours_visits import MONDAY, TUESDAY, with_hours
from tests.stegvis_web.casework.plan_visits import by_link, ingrid, last_event, maja, written
from tests.stegvis_web.casework.visits import form_key, page, send, text, url
from tests.told_case import Told
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db

TODAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def told() -> Told:
    return with_hours()


def say(
    told: Told, by: Viewer, minutes: int, day: date = TODAY, revision: int | None = None
) -> models.WorkedDay:
    return say_worked(by=by, code=told.code, day=day, minutes=minutes, revision=revision)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as no:
        act()
    return str(no.value)


def employer(told: Told) -> Client:
    return come_by_link(Client(), told.invite(Party.EMPLOYER))


# Saying


def test_the_patient_and_the_employer_each_have_a_word(told: Told) -> None:
    say(told, told.maja, 180)
    say(told, by_link(told, Party.EMPLOYER), 120)
    said = worked(open_case(told.ingrid, told.code), MONDAY, TODAY)
    assert said == {Party.PATIENT: {TODAY: 180}, Party.EMPLOYER: {TODAY: 120}}
    assert written()[-1] == ("create", "plan.worked")
    assert last_event()[2] == "employer"


def test_who_said_it_can_correct_it(told: Told) -> None:
    first = say(told, told.maja, 180)
    assert say(told, told.maja, 0, revision=first.revision).minutes == 0
    assert written()[-1] == ("change", "plan.worked")
    assert models.WorkedDay.objects.count() == 1


def test_whoever_corrects_what_they_have_not_read_is_told(told: Told) -> None:
    say(told, told.maja, 180)
    with pytest.raises(Conflict) as conflict:
        say(told, told.maja, 120)
    assert conflict.value.theirs == {"hours": "3"}
    assert models.WorkedDay.objects.get().minutes == 180


def test_saying_the_same_again_changes_nothing(told: Told) -> None:
    say(told, told.maja, 180)
    before = written()
    assert say(told, told.maja, 180).revision == 1
    assert written() == before


@pytest.mark.parametrize(
    ("day", "minutes", "words"),
    [
        (TODAY + timedelta(days=1), 180, "has not come yet"),
        (TODAY - timedelta(days=61), 180, "last 60 days"),
        (TODAY, 25 * 60, "24 hours"),
    ],
)
def test_days_to_come_days_long_ago_and_days_too_long_are_refused(
    told: Told, day: date, minutes: int, words: str
) -> None:
    assert words in refused(lambda: say(told, told.maja, minutes, day))
    assert not models.WorkedDay.objects.exists()


@pytest.mark.parametrize("who", ["ingrid", "sara"])
def test_the_team_says_nothing_for_her(told: Told, who: str) -> None:
    refused(lambda: say(told, getattr(told, who), 180))
    assert not models.WorkedDay.objects.exists()


@pytest.mark.parametrize("party", [Party.INSURER, Party.EMPLOYMENT_SERVICE, Party.GP, Party.SUPPORTER])
def test_no_other_party_says_how_long_she_worked(told: Told, party: Party) -> None:
    refused(lambda: say(told, by_link(told, party), 180))


@pytest.mark.parametrize("who", ["tomas", "marit", "rolf", "asta"])
def test_whoever_is_not_on_the_team_says_nothing(told: Told, who: str) -> None:
    with pytest.raises((Refusal, Http404)):
        say(told, viewer(getattr(told.cast, who)), 180)


def test_an_employer_whom_she_does_not_want_contacted_says_nothing(told: Told) -> None:
    johan = by_link(told, Party.EMPLOYER)
    set_employer_contact(by=told.maja, code=told.code, contact=EmployerContact.REFUSED)
    with pytest.raises((Refusal, Http404)):
        say(told, johan, 180)


def test_hours_are_read_only_by_whom_she_has_agreed_to(told: Told) -> None:
    say(told, told.maja, 180)
    gp = by_link(told, Party.GP)
    assert worked(open_case(gp, told.code), MONDAY, TODAY) == {Party.PATIENT: {TODAY: 180}}
    set_consents(by=told.maja, code=told.code, party=Party.GP, sections=(STEPS_WORK, TEAM))
    assert worked(open_case(gp, told.code), MONDAY, TODAY) == {}


# The pages


def test_one_tap_on_her_first_page_says_it_and_leads_back(told: Told) -> None:
    client = maja(told)
    shown = page(client, "me")
    assert "My week" in shown
    assert "Worked as planned (3 h)" in shown
    answer = send(client, "my-worked", day=TODAY.isoformat(), hours="3", revision="0", **{"from": "me"})
    assert (answer.status_code, answer["Location"]) == (302, url("me"))
    assert models.WorkedDay.objects.get().minutes == 180
    assert "You said: 3 h" in page(client, "me")


def test_a_day_not_worked_is_said_with_one_tap_too(told: Told) -> None:
    send(maja(told), "my-worked", day=TODAY.isoformat(), hours="0", revision="0")
    assert models.WorkedDay.objects.get().minutes == 0
    assert "0 of 3" in page(maja(told), "my-hours")


def test_other_hours_are_typed(told: Told) -> None:
    client = maja(told)
    assert "9 March: how long did you work?" in text(client.get(url("my-worked"), {"day": "2026-03-09"}))
    send(client, "my-worked", day="2026-03-09", hours="2,5", revision="0")
    assert models.WorkedDay.objects.get(day=MONDAY).minutes == 150


@pytest.mark.parametrize("hours", ["", "much", "3:99"])
def test_what_is_no_number_of_hours_is_explained_and_kept(told: Told, hours: str) -> None:
    answer = send(maja(told), "my-worked", day=TODAY.isoformat(), hours=hours, revision="0")
    assert answer.status_code == 422
    assert "Write " in text(answer)
    assert f'value="{hours}"' in answer.content.decode() or not hours
    assert not models.WorkedDay.objects.exists()


@pytest.mark.parametrize("day", ["", "2026-99-99", "yesterday", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_does_no_harm(told: Told, day: str) -> None:
    client = maja(told)
    assert client.get(url("my-worked"), {"day": day}).status_code == 200
    assert send(client, "my-worked", day=day, hours="3", revision="0").status_code == 422


def test_the_second_to_say_it_from_an_old_page_reads_what_stands(told: Told) -> None:
    say(told, told.maja, 180)
    answer = send(maja(told), "my-worked", day=TODAY.isoformat(), hours="2", revision="0")
    assert answer.status_code == 409
    assert "Meanwhile somebody wrote: 3 h" in text(answer)
    again = send(maja(told), "my-worked", day=TODAY.isoformat(), hours="2", revision="1")
    assert again.status_code == 302
    assert models.WorkedDay.objects.get().minutes == 120


def test_a_double_tap_says_it_once(told: Told) -> None:
    client = maja(told)
    key = form_key(client, "my-worked")
    for _tap in range(2):
        send(client, "my-worked", day=TODAY.isoformat(), hours="3", revision="0", form_key=key)
    assert written().count(("create", "plan.worked")) == 1


def test_the_employer_says_it_on_a_page_of_its_own(told: Told) -> None:
    client = employer(told)
    assert "Say how long was worked" in page(client, "answer")
    shown = page(client, "answer-hours")
    assert "Maja Lindqvist’s hours at work" in shown
    assert "Worked as planned (3 h)" in shown
    answer = send(client, "answer-worked", day=TODAY.isoformat(), hours="2", revision="0")
    assert (answer.status_code, answer["Location"]) == (302, url("answer-hours"))
    assert models.WorkedDay.objects.get().party == Party.EMPLOYER


def test_where_two_say_different_hours_both_are_shown_and_none_is_wrong(told: Told) -> None:
    say(told, told.maja, 180)
    say(told, by_link(told, Party.EMPLOYER), 120)
    for shown in (
        page(maja(told), "my-hours"),
        page(employer(told), "answer-hours"),
        page(ingrid(told), "plan", told.code),
    ):
        assert "10 March: Patient: 3 h, Employer: 2 h" in shown


@pytest.mark.parametrize("name", ["answer-hours", "answer-worked"])
@pytest.mark.parametrize("party", [Party.INSURER, Party.EMPLOYMENT_SERVICE, Party.GP, Party.SUPPORTER])
def test_other_links_have_no_such_page(told: Told, name: str, party: Party) -> None:
    client = come_by_link(Client(), told.invite(party))
    assert client.get(url(name)).status_code == 404
    assert "Say how long was worked" not in text(client.get(url("answer")))


def test_an_employer_without_her_agreement_has_no_such_page(told: Told) -> None:
    client = employer(told)
    set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=(STEPS_WORK, TEAM))
    assert client.get(url("answer-hours")).status_code == 404
    assert send(client, "answer-worked", day=TODAY.isoformat(), hours="3").status_code == 404
    assert "Say how long was worked" not in page(client, "answer")


def test_without_hours_in_force_the_pages_say_so() -> None:
    told = with_hours()
    with unguarded():
        models.Step.objects.update(hours=None)
    assert "No hours are agreed just now" in page(maja(told), "my-hours")
    assert "My week" not in page(maja(told), "me")


def test_reading_the_hours_leaves_an_event(told: Told) -> None:
    page(maja(told), "my-hours")
    assert last_event()[:3] == ("read", "plan.worked", "patient")


def test_her_log_says_who_said_it(told: Told) -> None:
    say(told, by_link(told, Party.EMPLOYER), 120)
    assert "Said how long you worked" in page(maja(told), "my-looked")
