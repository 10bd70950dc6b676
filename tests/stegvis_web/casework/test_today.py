"""Today: who needs me and why, and a contact in three taps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis.casework.referral import Door
from stegvis_web.casework import models
from stegvis_web.casework.actions import answers, referrals
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.links import viewer_for
from tests.cast import Cast, the_cast, viewer
from tests.stegvis_web.casework.visits import (
    HOSTILE,
    LONG,
    many_cases,
    page,
    send,
    send_after_the_session_ended,
    statements,
    url,
    visiting,
)
from tests.told_case import Told, told_case
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def told(cast: Cast) -> Told:
    return told_case(cast)


def test_a_day_without_needs_says_so_kindly(cast: Cast) -> None:
    assert "Nothing waits for you" in page(visiting(cast.ingrid), "today")


def test_a_question_stands_under_today_with_who_asked(told: Told) -> None:
    link = told.invite(Party.EMPLOYER).link
    word = Word(Kind.QUESTION, line=told.line(Party.EMPLOYER), words="How high a desk?")
    answers.answer_plan(by=viewer_for(link), code=told.code, version=1, words=[word])
    shown = page(visiting(told.cast.ingrid), "today")
    assert "Needs you today Maja Lindqvist Question Johan Berg asked a question about the plan." in shown
    assert "One person needs you. One of them today." in shown


def test_what_is_due_later_stands_under_this_week(cast: Cast) -> None:
    assert cast.tomas.person
    received = timezone.localdate() - timedelta(days=2)
    referrals.receive_referral(
        by=viewer(cast.ingrid), person=cast.tomas.person, door=Door.GP, received_on=received, wish=""
    )
    shown = page(visiting(cast.ingrid), "today")
    assert "None of them today. This week" in shown.replace("Log a contact", "")
    assert "Nobody has spoken with this person yet." in shown


def test_a_colleagues_case_is_not_on_my_list(told: Told) -> None:
    with unguarded():
        models.Step.objects.update(due=timezone.localdate() - timedelta(days=1))
    assert "Maja Lindqvist" in page(visiting(told.cast.ingrid), "today")
    assert "Maja Lindqvist" not in page(visiting(told.cast.kari), "today")


def test_today_is_one_event_that_names_every_case_shown(told: Told) -> None:
    with unguarded():
        models.Step.objects.update(due=timezone.localdate() - timedelta(days=1))
    client = visiting(told.cast.ingrid)
    before = AuditEvent.objects.count()
    page(client, "today")
    event = AuditEvent.objects.latest("id")
    assert AuditEvent.objects.count() == before + 1
    assert (event.verb, event.what) == ("read", "today")
    assert [mention.case_code for mention in event.mentions.all()] == [told.code]


def test_three_cases_cost_as_much_as_twenty(cast: Cast) -> None:
    client = visiting(cast.ingrid)
    many_cases(cast, 3)
    few = statements(client, url("today"))
    many_cases(cast, 17)
    assert statements(client, url("today")) == few


def test_who_how_it_went_save(told: Told) -> None:
    client = visiting(told.cast.ingrid)
    today = timezone.localdate().isoformat()
    done = send(client, "today", who=told.code, mode="phone", reached="spoke", on=today)
    assert (done.status_code, done.headers["Location"]) == (302, url("today"))
    contact = models.Contact.objects.latest("id")
    assert (contact.case, contact.reached, contact.note) == (told.case, True, "")
    assert "The contact is logged." in page(client, "today")


def test_somebody_else_is_found_by_code_or_by_name(told: Told) -> None:
    client = visiting(told.cast.ingrid)
    day = timezone.localdate().isoformat()
    for typed in (told.code.lower(), "lindqvist"):
        form = {"who": "else", "search": typed, "mode": "phone", "reached": "no-answer", "on": day}
        assert send(client, "today", **form).status_code == 302
    assert models.Contact.objects.filter(case=told.case, reached=False).count() == 2


def test_several_who_match_are_offered_to_choose_from(cast: Cast) -> None:
    codes = many_cases(cast, 2)
    client = visiting(cast.ingrid)
    form = {"who": "else", "search": "person", "mode": "phone", "reached": "spoke"}
    form["on"] = timezone.localdate().isoformat()
    asked = send(client, "today", **form)
    assert asked.status_code == 422
    assert "Several people match. Choose one of them." in asked.content.decode()
    assert send(client, "today", **{**form, "who": codes[1]}).status_code == 302


def test_what_was_typed_survives_the_end_of_the_session(told: Told) -> None:
    form = {"who": told.code, "mode": "phone", "reached": "spoke", "on": "2026-03-10", "note": "Was glad."}
    again = send_after_the_session_ended(told.cast.ingrid, "today", "today", **form)
    assert "Was glad." in again
    assert "2026-03-10" in again
    assert not models.Contact.objects.filter(note="Was glad.").exists()


def test_a_name_that_nobody_has_is_said_and_the_note_stays(told: Told) -> None:
    client = visiting(told.cast.ingrid)
    refused = send(client, "today", who="else", search="Zoe", reached="spoke", note="Was well.", mode="phone")
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "None of your cases has this name or code." in shown
    assert "Was well." in shown


def test_a_case_of_others_cannot_be_named_by_its_code(told: Told) -> None:
    client = visiting(told.cast.sara)
    models.TeamMember.objects.filter(case=told.case, party=Party.CLINIC).update(until=timezone.localdate())
    day = timezone.localdate().isoformat()
    refused = send(client, "today", who=told.code, mode="phone", reached="spoke", on=day)
    assert refused.status_code == 422
    assert not models.Contact.objects.filter(case=told.case, by=told.cast.sara).exists()


def test_a_meeting_before_its_word_on_free_choice_is_refused_and_nothing_is_lost(told: Told) -> None:
    models.Referral.objects.update(voluntary_explained_on=None)
    day = timezone.localdate().isoformat()
    form = {"who": told.code, "mode": "meeting", "reached": "spoke", "on": day, "note": HOSTILE}
    refused = send(visiting(told.cast.ingrid), "today", **form)
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "First explain that taking part is voluntary" in shown
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_a_note_of_200_kb_gets_one_clear_message(told: Told) -> None:
    day = timezone.localdate().isoformat()
    form = {"who": told.code, "mode": "phone", "reached": "spoke", "on": day, "note": LONG}
    refused = send(visiting(told.cast.ingrid), "today", **form)
    assert refused.status_code == 422
    assert refused.content.decode().count(LONG) == 1


def test_researchers_and_administrators_have_no_today(cast: Cast) -> None:
    for user in (cast.rolf, cast.asta):
        assert visiting(user).get(url("today")).status_code == 404


def test_a_manager_sees_who_waits_and_logs_nothing(cast: Cast) -> None:
    assert "Log a contact" not in page(visiting(cast.marit), "today")


def test_the_form_has_a_page_of_its_own(told: Told) -> None:
    client = visiting(told.cast.ingrid)
    assert "Maja Lindqvist" in page(client, "contact-new")
    day = timezone.localdate().isoformat()
    done = send(client, "contact-new", who=told.code, mode="message", reached="spoke", on=day)
    assert done.headers["Location"] == url("contact-new")
