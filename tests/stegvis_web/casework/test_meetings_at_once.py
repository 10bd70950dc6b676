"""Two at the same moment, and the same form twice: nothing is done double, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client

from stegvis.casework.meetings import Comes
from stegvis.casework.minutes import Kind
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis.foundation.errors import Conflict, Refusal
from stegvis_web.casework import models
from stegvis_web.casework.actions import meetings, minutes
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.links import viewer_for
from stegvis_web.people.models import Mail
from tests.cast import come_by_link, viewer
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.stegvis_web.casework.visits import form_key, send, visiting
from tests.together import together
from tests.told_case import Told, told_case
from tests.told_meeting import called, guests, held, in_hours, sent, written

real = pytest.mark.django_db(transaction=True)
"""Each with a connection of its own, on rows that are really written."""


def told_now() -> Told:
    return told_case(english_cast())


def outcomes(*acts: Callable[[], object]) -> list[str]:
    """What became of each act, all done at once: "done", or the name of what refused it."""
    became: list[str] = []

    def tried(act: Callable[[], object]) -> None:
        try:
            act()
        except (Refusal, Conflict) as no:
            became.append(type(no).__name__)
        else:
            became.append("done")

    together(*(partial(tried, act) for act in acts))
    return sorted(became)


# At the same moment


@real
def test_two_parties_answer_at_the_same_moment_and_both_are_heard() -> None:
    told = told_now()
    meeting = called(told)
    johan, petra = (viewer_for(told.invite(party).link) for party in (Party.EMPLOYER, Party.INSURER))
    come = partial(meetings.say_coming, code=told.code, meeting=meeting.pk)
    assert (
        outcomes(
            partial(come, by=johan, comes=Comes.YES),
            partial(come, by=petra, comes=Comes.NO),
            partial(come, by=told.maja, comes=Comes.YES),
        )
        == ["done"] * 3
    )
    said = dict(meeting.guests.values_list("party", "comes"))
    assert (said["employer"], said["insurer"], said["patient"]) == ("yes", "no", "yes")


@real
def test_of_two_who_choose_a_time_at_the_same_moment_one_is_told_that_it_is_set() -> None:
    told = told_now()
    meeting = called(told, in_hours(48), in_hours(72))
    sara = viewer(told.cast.sara)
    acts = [
        partial(meetings.set_time, by=by, code=told.code, meeting=meeting.pk, slot=slot.pk)
        for by, slot in zip((told.ingrid, sara), meeting.slots.all(), strict=True)
    ]
    assert outcomes(*acts) == ["Refusal", "done"]
    letters = Mail.objects.filter(kind="meeting")
    assert letters.count() == len({letter.to_address for letter in letters})


@real
def test_of_two_who_change_a_meeting_at_the_same_moment_one_sees_the_other_text() -> None:
    told = told_now()
    meeting = called(told)
    acts = [
        partial(
            meetings.change_meeting,
            by=by,
            code=told.code,
            meeting=meeting.pk,
            revision=meeting.revision,
            why=meeting.why,
            place=place,
            video="",
            lasts=45,
            starts_at=meeting.starts_at,
            guests=guests(told),
        )
        for by, place in ((told.ingrid, "Room 1"), (viewer(told.cast.sara), "Room 2"))
    ]
    assert outcomes(*acts) == ["Conflict", "done"]
    meeting.refresh_from_db()
    assert meeting.sequence == 1


@real
def test_minutes_sent_twice_at_the_same_moment_are_sent_once() -> None:
    told = told_now()
    meeting = written(told)
    act = partial(minutes.send_minutes, code=told.code, meeting=meeting.pk)
    assert outcomes(partial(act, by=told.ingrid), partial(act, by=told.sara)) == ["Refusal", "done"]
    letters = list(Mail.objects.filter(kind="minutes").values_list("to_address", flat=True))
    assert len(letters) == len(set(letters))


@real
def test_minutes_begun_twice_at_the_same_moment_are_one() -> None:
    told = told_now()
    meeting = held(told)
    act = partial(minutes.start_minutes, code=told.code, meeting=meeting.pk)
    assert outcomes(partial(act, by=told.ingrid), partial(act, by=told.sara)) == ["done", "done"]
    assert meeting.minutes.count() == 1


@real
def test_two_sentences_written_at_the_same_moment_both_stand_with_a_number_each() -> None:
    told = told_now()
    meeting = written(told)
    acts = [
        partial(
            minutes.write_item,
            by=by,
            code=told.code,
            meeting=meeting.pk,
            kind=Kind.SAID,
            text=text,
            domain=Domain.COORDINATION,
        )
        for by, text in ((told.ingrid, "First."), (told.sara, "Second."))
    ]
    assert outcomes(*acts) == ["done", "done"]
    numbers = list(
        models.MinuteItem.objects.filter(minutes__meeting=meeting).values_list("number", flat=True)
    )
    assert sorted(numbers) == [1, 2, 3, 4]


@real
def test_decisions_proposed_twice_at_the_same_moment_become_one_step_each() -> None:
    told = told_now()
    meeting = sent(told)
    act = partial(minutes.propose_decisions, code=told.code, meeting=meeting.pk, because="We met.")
    assert outcomes(partial(act, by=told.ingrid), partial(act, by=told.ingrid)) == ["Refusal", "done"]
    assert models.DecidedStep.objects.count() == 1


# The same form twice


@pytest.fixture
def told(db: None) -> Told:
    return told_now()


@pytest.fixture
def ingrid(told: Told) -> Client:
    return visiting(told.cast.ingrid)


def twice(client: Client, page: str, to: str, *args: object, **data: object) -> None:
    """Send the very same form two times; each is led to the same page."""
    key = form_key(client, page, *args)
    first, second = (send(client, to, *args, form_key=key, **data) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]


def test_a_meeting_called_by_a_double_click_is_one(told: Told, ingrid: Client) -> None:
    day = in_hours(72).date().isoformat()
    asked = [f"{party}:{person}" for party, person in guests(told)]
    given = {"purpose": "follow_up", "place": "Here", "lasts": "45", "day1": day, "at1": "10:00"}
    twice(ingrid, "meeting-new", "meeting-new", told.code, guests=asked, **given)
    assert told.case.meetings.count() == 1
    assert Mail.objects.filter(kind="meeting").count() == len(asked)


def test_an_answer_sent_twice_is_given_once(told: Told) -> None:
    meeting = called(told)
    johan = come_by_link(Client(), told.invite(Party.EMPLOYER))
    twice(johan, "answer-meeting", "answer-meeting-answer", meeting.pk, comes="yes", words="With a cake.")
    assert AuditEvent.objects.filter(verb="answer", what=f"meeting:{meeting.pk}").count() == 1


def test_minutes_sent_by_a_double_click_are_told_once(told: Told, ingrid: Client) -> None:
    meeting = written(told)
    twice(ingrid, "minutes", "minutes-send", told.code, meeting.pk)
    assert AuditEvent.objects.filter(verb="send", what=f"minutes:{meeting.pk}").count() == 1
    letters = list(Mail.objects.filter(kind="minutes").values_list("to_address", flat=True))
    assert len(letters) == len(set(letters)) > 0


def test_a_sentence_written_by_a_double_click_stands_once(told: Told, ingrid: Client) -> None:
    meeting = written(told)
    given = {"kind": "said", "text": "It was a good meeting.", "domain": "coordination"}
    twice(ingrid, "minutes", "minutes", told.code, meeting.pk, **given)
    assert models.MinuteItem.objects.filter(text="It was a good meeting.").count() == 1


def test_a_point_put_on_the_agenda_by_a_double_click_stands_once(told: Told, ingrid: Client) -> None:
    meeting = called(told)
    twice(ingrid, "meeting", "point-new", told.code, meeting.pk, what="The trolley", domain="coordination")
    assert meeting.points.count() == 1


def test_decisions_put_into_the_plan_by_a_double_click_are_one_step_each(told: Told, ingrid: Client) -> None:
    meeting = sent(told)
    twice(ingrid, "decisions", "decisions", told.code, meeting.pk, because="We met and agreed.")
    assert models.DecidedStep.objects.count() == 1
