"""The pages of meetings: who opens which, what a form does, and how each says no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.party import Party
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, meetings, minutes
from tests.cast import come_by_link
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import english_cast, last_event
from tests.stegvis_web.casework.visits import HOSTILE, events, page, send, statements, text, url, visiting
from tests.told_case import Told, everyone_accepts, told_case
from tests.told_meeting import DECIDED, SAID_OF_HEALTH, called, held, in_hours, said, sent, written

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


@pytest.fixture
def ingrid(told: Told) -> Client:
    return visiting(told.cast.ingrid)


def by_link(told: Told, party: Party) -> Client:
    return come_by_link(Client(), told.invite(party))


def form(told: Told, **more: object) -> dict[str, object]:
    """A filled-in form that calls a meeting."""
    team = told.case.team.filter(until=None)
    day = timezone.localdate() + timedelta(days=5)
    return {
        "purpose": "follow_up",
        "why": "The first weeks.",
        "place": "Ekbacka library",
        "place_in_mail": "on",
        "lasts": "45",
        "day1": day.isoformat(),
        "at1": "10:00",
        "guests": [f"{m.party}:{m.person_id}" for m in team],
        **more,
    }


def test_a_meeting_is_called_from_one_form(told: Told, ingrid: Client) -> None:
    assert "Call a meeting" in page(ingrid, "meetings", told.code)
    response = send(ingrid, "meeting-new", told.code, **form(told))
    meeting = models.Meeting.objects.get()
    assert response.headers["Location"] == url("meeting", told.code, meeting.pk)
    assert timezone.localtime(meeting.starts_at).hour == 10
    assert "10:00–10:45" in page(ingrid, "meeting", told.code, meeting.pk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"day2": "2027-05-05"}, "Write both the day and the time."),
        ({"day1": "2027-03-28", "at1": "02:30"}, "the clocks go forward"),
        ({"at1": "half ten"}, "such as 13:30"),
        ({"place": ""}, "Say where you meet"),
        ({"guests": []}, "without asking the person"),
    ],
)
def test_a_form_that_cannot_be_used_comes_back_with_all_that_was_typed(
    told: Told, ingrid: Client, change: dict[str, object], words: str
) -> None:
    response = send(ingrid, "meeting-new", told.code, **form(told, why="My own sentence.", **change))
    assert response.status_code == 422
    assert words in text(response)
    assert "My own sentence." in text(response)
    assert not models.Meeting.objects.exists()


def test_who_has_not_agreed_to_be_asked_is_named_with_the_reason(told: Told, ingrid: Client) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=Party.GP, sections=[])
    shown = page(ingrid, "meeting-new", told.code)
    assert "Cannot be asked now:" in shown
    assert "The person has not agreed to this." in shown


def test_the_employer_answers_in_one_step(told: Told) -> None:
    meeting = called(told)
    johan = by_link(told, Party.EMPLOYER)
    assert "Your answer is missing" in page(johan, "answer")
    send(johan, "answer-meeting-answer", meeting.pk, comes="yes", words="I bring the rota.")
    assert meeting.guests.get(party=Party.EMPLOYER).words == "I bring the rota."
    assert "I bring the rota." in page(johan, "answer-meeting", meeting.pk)


def test_a_choice_left_open_comes_back(told: Told) -> None:
    meeting = called(told, in_hours(48), in_hours(72))
    johan = by_link(told, Party.EMPLOYER)
    response = send(johan, "answer-meeting-answer", meeting.pk, words="Hm.")
    assert response.status_code == 422
    assert "Say for each time whether it suits you." in text(response)


def test_times_are_answered_and_one_is_chosen(told: Told, ingrid: Client) -> None:
    meeting = called(told, in_hours(48), in_hours(72))
    slots = list(meeting.slots.order_by("starts_at"))
    maja = visiting(told.cast.maja)
    send(
        maja,
        "my-meeting-answer",
        meeting.pk,
        **{f"slot{slots[0].pk}": "no", f"slot{slots[1].pk}": "yes"},
    )
    assert "suits 1 person" in page(ingrid, "meeting", told.code, meeting.pk)
    send(ingrid, "meeting-set", told.code, meeting.pk, slot=slots[1].pk)
    meeting.refresh_from_db()
    assert meeting.starts_at == slots[1].starts_at
    assert send(ingrid, "meeting-set", told.code, meeting.pk, slot=slots[0].pk).status_code == 422


@pytest.mark.parametrize(
    "name", ["meeting", "meeting-change", "meeting-cancel", "meeting-ics", "minutes", "minutes-correct"]
)
def test_another_case_s_meeting_is_nowhere(told: Told, ingrid: Client, name: str) -> None:
    assert ingrid.get(url(name, told.code, 999_999)).status_code == 404


def test_a_party_that_is_not_asked_finds_nothing(told: Told) -> None:
    meeting = called(told)
    gp = by_link(told, Party.GP)
    for name in ("answer-meeting", "answer-meeting-ics"):
        assert gp.get(url(name, meeting.pk)).status_code == 404
    assert "Follow-up meeting" not in page(gp, "answer-meetings")


def test_the_calendar_file_is_fetched_behind_the_door(told: Told) -> None:
    meeting = called(told)
    response = by_link(told, Party.EMPLOYER).get(url("answer-meeting-ics", meeting.pk))
    assert response.headers["Content-Type"].startswith("text/calendar")
    assert b"METHOD:PUBLISH" in response.content
    assert b"Maja" not in response.content


def test_minutes_are_written_sentence_by_sentence(told: Told, ingrid: Client) -> None:
    meeting = held(told)
    assert "Write the minutes" in page(ingrid, "meeting", told.code, meeting.pk)
    send(ingrid, "minutes-start", told.code, meeting.pk)
    owner = f"employer:{told.cast.johan.pk}"
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    values = {"kind": "decision", "text": DECIDED, "domain": "work_modification", "owner": owner, "due": day}
    assert send(ingrid, "minutes", told.code, meeting.pk, **values).status_code == 302
    refused = send(ingrid, "minutes", told.code, meeting.pk, **values | {"owner": ""})
    assert refused.status_code == 422
    assert "Every step has one owner." in text(refused)
    assert DECIDED in page(ingrid, "minutes", told.code, meeting.pk)
    assert send(ingrid, "minutes-send", told.code, meeting.pk).status_code == 422
    there = {f"came{guest.pk}": "there" for guest in meeting.guests.all()}
    send(ingrid, "minutes-there", told.code, meeting.pk, **there)
    assert send(ingrid, "minutes-send", told.code, meeting.pk).status_code == 302
    assert "Put 1 decision into the plan" in page(ingrid, "meeting", told.code, meeting.pk)


def test_each_reads_the_minutes_in_its_own_view(told: Told, ingrid: Client) -> None:
    meeting = sent(told)
    assert SAID_OF_HEALTH in page(ingrid, "meeting", told.code, meeting.pk)
    assert SAID_OF_HEALTH in page(visiting(told.cast.maja), "my-meeting", meeting.pk)
    employer = page(by_link(told, Party.EMPLOYER), "answer-meeting", meeting.pk)
    assert DECIDED in employer
    assert "medicine" not in employer


def test_a_draft_of_minutes_is_read_by_nobody_outside_the_team(told: Told) -> None:
    meeting = written(told)
    for client, name in (
        (by_link(told, Party.EMPLOYER), "answer-meeting"),
        (visiting(told.cast.maja), "my-meeting"),
    ):
        assert DECIDED not in page(client, name, meeting.pk)


def test_a_meeting_without_decisions_says_so(told: Told, ingrid: Client) -> None:
    meeting = written(told)
    item = models.MinuteItem.objects.get(kind="decision")
    send(ingrid, "minute-remove", told.code, meeting.pk, item.item)
    send(ingrid, "minutes-send", told.code, meeting.pk)
    assert "The meeting ended without decisions." in page(ingrid, "meeting", told.code, meeting.pk)
    employer = page(by_link(told, Party.EMPLOYER), "answer-meeting", meeting.pk)
    assert "without decisions" not in employer
    assert "No decision is written here for you." in employer


def test_two_texts_are_shown_where_somebody_else_was_faster(told: Told, ingrid: Client) -> None:
    meeting = written(told)
    item = models.MinuteItem.objects.get(text=SAID_OF_HEALTH)
    stale = {"kind": "said", "domain": "health", "revision": str(meeting.minutes.get().revision)}
    sara = visiting(told.cast.sara)
    send(sara, "minute", told.code, meeting.pk, item.item, text="Sara's words.", **stale)
    response = send(ingrid, "minute", told.code, meeting.pk, item.item, text="Ingrid's words.", **stale)
    assert response.status_code == 409
    assert "Sara's words." in text(response)
    assert "Ingrid's words." in text(response)


def test_corrections_and_redactions_ask_why(told: Told, ingrid: Client) -> None:
    meeting = sent(told)
    assert send(ingrid, "minutes-correct", told.code, meeting.pk, because="").status_code == 422
    send(ingrid, "minutes-correct", told.code, meeting.pk, because="Wrong day.")
    assert "Go on with the correction" in page(ingrid, "meeting", told.code, meeting.pk)
    send(ingrid, "minutes-drop", told.code, meeting.pk)
    item = models.MinuteItem.objects.get(text=SAID_OF_HEALTH)
    send(ingrid, "minute-redact", told.code, meeting.pk, item.item, because="No place here.")
    shown = page(visiting(told.cast.maja), "my-meeting", meeting.pk)
    assert "medicine" not in shown
    assert "No place here." in shown


def test_decisions_go_into_the_draft_with_one_button(told: Told, ingrid: Client) -> None:
    everyone_accepts(told)
    meeting = sent(told)
    assert DECIDED in page(ingrid, "decisions", told.code, meeting.pk)
    response = send(ingrid, "decisions", told.code, meeting.pk, because="Decided together.")
    assert response.headers["Location"] == url("plan-draft", told.code)
    assert DECIDED in page(ingrid, "plan-draft", told.code)
    assert DECIDED in page(visiting(told.cast.maja), "my-plan-draft")


def test_a_wish_is_answered(told: Told, ingrid: Client) -> None:
    maja = visiting(told.cast.maja)
    send(maja, "my-meetings", words="The rota.")
    assert "Maja Lindqvist asked for a meeting" in page(ingrid, "meetings", told.code)
    wish = models.MeetingWish.objects.get()
    send(ingrid, "wish-decline", told.code, wish.pk, reason="We meet on Friday.")
    assert "We meet on Friday." in page(maja, "my-meetings")
    send(maja, "my-meetings", words="Still.")
    newer = models.MeetingWish.objects.get(declined_at=None)
    ingrid.post(f"{url('meeting-new', told.code)}?wish={newer.pk}", form(told))
    newer.refresh_from_db()
    assert newer.meeting is not None


def test_what_is_typed_is_shown_as_typed(told: Told, ingrid: Client) -> None:
    meeting = called(told)
    send(ingrid, "point-new", told.code, meeting.pk, what=HOSTILE, domain="coordination")
    source = ingrid.get(url("meeting", told.code, meeting.pk)).content.decode()
    assert "<script>alert" not in source
    assert "&lt;script&gt;alert" in source


@pytest.mark.parametrize(
    "name", ["meeting-set", "meeting-answer", "point-new", "minutes-start", "minutes-send", "minutes-drop"]
)
def test_the_address_of_a_button_leads_to_its_page(told: Told, ingrid: Client, name: str) -> None:
    meeting = held(told)
    assert ingrid.get(url(name, told.code, meeting.pk)).status_code == 302


def test_each_look_leaves_one_event(told: Told, ingrid: Client) -> None:
    meeting = called(told)
    before = events()
    page(ingrid, "meeting", told.code, meeting.pk)
    assert events() == before + 1
    assert last_event()[:2] == ("read", f"meeting:{meeting.pk}")


def _busy(told: Told, meeting: models.Meeting) -> None:
    for n in range(12):
        said(told, meeting, f"Sentence {n}.")


def test_a_page_costs_the_same_however_much_was_said(told: Told, ingrid: Client) -> None:
    small, large = sent(told), written(told)
    _busy(told, large)
    minutes.send_minutes(by=told.ingrid, code=told.code, meeting=large.pk)
    costs = [statements(ingrid, url("meeting", told.code, row.pk)) for row in (small, large)]
    assert costs[0] == costs[1]
    assert costs[0] <= 50


def test_a_list_costs_the_same_with_one_meeting_and_with_twelve(told: Told, ingrid: Client) -> None:
    called(told)
    few = statements(ingrid, url("meetings", told.code))
    for _ in range(11):
        called(told)
    assert statements(ingrid, url("meetings", told.code)) == few


def test_today_tells_of_meetings_minutes_and_decisions(told: Told, ingrid: Client) -> None:
    def today() -> Any:
        return page(ingrid, "today")

    called(told, in_hours(30))
    assert "Meeting on" in today()
    meeting = written(told)
    assert "Its minutes are not sent yet." in today()
    minutes.send_minutes(by=told.ingrid, code=told.code, meeting=meeting.pk)
    assert "is not in the plan yet." in today()
    minutes.propose_decisions(by=told.ingrid, code=told.code, meeting=meeting.pk, because="Decided.")
    assert "is not in the plan yet." not in today()
    meetings.wish_meeting(by=told.maja, code=told.code)
    assert "asks for a meeting." in today()


def test_today_asks_to_choose_a_time_once_all_have_answered(told: Told, ingrid: Client) -> None:
    meeting = called(told, in_hours(48), in_hours(72))
    assert "Choose a time for the meeting." not in page(ingrid, "today")
    meeting.guests.exclude(party=Party.SPECIALIST).update(answered_at=timezone.now())
    assert "Choose a time for the meeting." in page(ingrid, "today")
