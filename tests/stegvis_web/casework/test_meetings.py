"""Meetings: called, answered, moved, cancelled; who may know of them, and what calendars are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
import vobject
from django.http import Http404
from django.utils import timezone

from stegvis.casework.meetings import Comes, MeetingState, Purpose
from stegvis.casework.party import OUTSIDE_PARTIES, Party
from stegvis.casework.plan import Domain
from stegvis.casework.sections import MEETINGS
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, links, meetings
from stegvis_web.casework.queries.meetings import (
    meeting_of,
    meetings_of,
    shown_meeting,
    state_of_meeting,
)
from stegvis_web.casework.standing import open_case
from stegvis_web.people.links import viewer_for
from stegvis_web.people.models import Mail
from tests.cast import viewer
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.told_case import Told, agreed, in_days, opened, told_case
from tests.told_meeting import called, guests, held, in_hours

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


def link(told: Told, party: Party) -> Viewer:
    return viewer_for(told.invite(party).link)


def mails(kind: str) -> list[Mail]:
    return list(Mail.objects.filter(kind=kind).order_by("pk"))


def seen(told: Told, by: Viewer, meeting: models.Meeting):  # type: ignore[no-untyped-def]
    case = open_case(by, told.code)
    return shown_meeting(case, meeting_of(case, meeting.pk))


# Calling


def test_with_one_time_the_meeting_is_set_and_everyone_has_it_in_a_mail(told: Told) -> None:
    meeting = called(told)
    assert state_of_meeting(meeting) is MeetingState.SET
    sent = mails("meeting")
    assert len(sent) == len(meeting.guests.exclude(person__email=""))
    assert all(mail.calendar_method == "REQUEST" for mail in sent)


def test_whoever_calls_it_comes(told: Told) -> None:
    meeting = called(told)
    assert meeting.guests.get(party=Party.SPECIALIST).comes == Comes.YES


def test_with_several_times_everyone_is_asked_first_and_no_calendar_is_touched(told: Told) -> None:
    meeting = called(told, in_hours(48), in_hours(72))
    assert state_of_meeting(meeting) is MeetingState.ASKING
    assert {mail.calendar for mail in mails("meeting-times")} == {""}
    assert not mails("meeting")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"times": []}, "at least one time"),
        ({"times": [datetime(2020, 1, 1, tzinfo=UTC)]}, "has passed"),
        ({"place": "", "video": " "}, "where you meet"),
        ({"lasts": 5}, "between 10 and 480"),
        ({"answer_by": date(2020, 1, 1)}, "has passed"),
    ],
)
def test_a_meeting_that_nobody_could_come_to_is_refused(
    told: Told, change: dict[str, object], words: str
) -> None:
    values: dict[str, object] = {
        "purpose": Purpose.FOLLOW_UP,
        "why": "",
        "place": "Here",
        "video": "",
        "lasts": 45,
        "times": [in_hours(48), in_hours(50)],
        "guests": guests(told),
    }
    with pytest.raises(Refusal) as refusal:
        meetings.call_meeting(by=told.ingrid, code=told.code, **{**values, **change})  # type: ignore[arg-type]
    said = str(refusal.value)
    assert words in said
    assert not models.Meeting.objects.exists()


def test_nobody_meets_about_a_person_without_asking_her(told: Told) -> None:
    with pytest.raises(Refusal, match="without asking the person"):
        called(told, parties=(Party.SPECIALIST, Party.EMPLOYER))


def test_who_may_not_know_of_meetings_is_not_asked(told: Told) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[])
    with pytest.raises(Refusal, match="not agreed"):
        called(told)


def test_nobody_from_outside_the_team_is_asked(told: Told) -> None:
    stranger = told.cast.ingrid.person
    assert stranger is not None
    with pytest.raises(Http404):
        meetings.call_meeting(
            by=told.ingrid,
            code=told.code,
            purpose=Purpose.END,
            why="",
            place="Here",
            video="",
            lasts=30,
            times=[in_hours(30)],
            guests=[*guests(told), (Party.EMPLOYER, stranger.pk)],
        )


@pytest.mark.parametrize("party", sorted(OUTSIDE_PARTIES - {Party.SUPPORTER}))
def test_only_the_team_calls_meetings(told: Told, party: Party) -> None:
    for by in (told.maja, link(told, party)):
        with pytest.raises(Refusal):
            meetings.call_meeting(
                by=by,
                code=told.code,
                purpose=Purpose.END,
                why="",
                place="Here",
                video="",
                lasts=30,
                times=[in_hours(30)],
                guests=guests(told),
            )


def test_a_party_can_be_invited_to_a_meeting_before_there_is_a_plan() -> None:
    told = agreed(opened(english_cast()))
    with pytest.raises(Refusal, match="has not been sent yet"):
        links.invite(by=told.ingrid, code=told.code, party=Party.EMPLOYER)
    called(told)
    by = viewer_for(links.invite(by=told.ingrid, code=told.code, party=Party.EMPLOYER).link)
    assert [line.asks_me for line in meetings_of(open_case(by, told.code))] == [True]


# Answering


def test_each_party_says_which_times_suit_and_the_chosen_one_is_told(told: Told) -> None:
    meeting = called(told, in_hours(48), in_hours(72))
    first, second = meeting.slots.order_by("starts_at")
    for by, suits in ((told.maja, [True, True]), (link(told, Party.EMPLOYER), [False, True])):
        meetings.say_times(
            by=by,
            code=told.code,
            meeting=meeting.pk,
            suits=dict(zip([first.pk, second.pk], suits, strict=True)),
        )
    assert [(slot.yes, slot.no) for slot in seen(told, told.ingrid, meeting).slots] == [(1, 1), (2, 0)]
    meetings.set_time(by=told.ingrid, code=told.code, meeting=meeting.pk, slot=second.pk)
    meeting.refresh_from_db()
    assert meeting.starts_at == second.starts_at
    assert meeting.guests.get(party=Party.EMPLOYER).comes == Comes.YES
    assert meeting.guests.get(party=Party.INSURER).comes == ""
    assert mails("meeting")


def test_whom_the_chosen_time_does_not_suit_is_asked_whether_they_can_come(told: Told) -> None:
    meeting = called(told, in_hours(48), in_hours(72))
    first, second = meeting.slots.order_by("starts_at")
    says_no = {first.pk: False, second.pk: True}
    meetings.say_times(by=told.maja, code=told.code, meeting=meeting.pk, suits=says_no)
    assert [line.asks_me for line in meetings_of(open_case(told.maja, told.code))] == [False]
    meetings.set_time(by=told.ingrid, code=told.code, meeting=meeting.pk, slot=first.pk)
    assert [line.asks_me for line in meetings_of(open_case(told.maja, told.code))] == [True]


def test_every_proposed_time_needs_a_word(told: Told) -> None:
    meeting = called(told, in_hours(48), in_hours(72))
    slot = meeting.slots.first()
    assert slot is not None
    with pytest.raises(Refusal, match="each time"):
        meetings.say_times(by=told.maja, code=told.code, meeting=meeting.pk, suits={slot.pk: True})


def test_the_latest_word_on_coming_counts(told: Told) -> None:
    meeting = called(told)
    meetings.say_coming(by=told.maja, code=told.code, meeting=meeting.pk, comes=Comes.NO)
    meetings.say_coming(
        by=told.maja, code=told.code, meeting=meeting.pk, comes=Comes.YES, words="With my sister."
    )
    guest = meeting.guests.get(party=Party.PATIENT)
    assert (guest.comes, guest.words) == ("yes", "With my sister.")


def test_who_is_not_asked_knows_of_no_meeting(told: Told) -> None:
    meeting = called(told)
    by = link(told, Party.GP)
    assert meetings_of(open_case(by, told.code)) == []
    with pytest.raises(Http404):
        meetings.say_coming(by=by, code=told.code, meeting=meeting.pk, comes=Comes.YES)


def test_a_consent_withdrawn_closes_the_meeting_at_once(told: Told) -> None:
    meeting, by = called(told), link(told, Party.EMPLOYER)
    assert seen(told, by, meeting)
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[])
    with pytest.raises(Http404):
        meeting_of(open_case(by, told.code), meeting.pk)


def test_other_services_know_of_nothing(told: Told) -> None:
    meeting = called(told)
    with pytest.raises(Http404):
        meetings.cancel_meeting(by=viewer(told.cast.asta), code=told.code, meeting=meeting.pk, reason="x")


# Changing, cancelling


def change(told: Told, meeting: models.Meeting, **more: object) -> models.Meeting:
    values: dict[str, object] = {
        "revision": meeting.revision,
        "why": meeting.why,
        "place": meeting.place,
        "video": meeting.video,
        "lasts": meeting.lasts,
        "starts_at": meeting.starts_at,
        "guests": guests(told),
    }
    return meetings.change_meeting(
        by=told.ingrid,
        code=told.code,
        meeting=meeting.pk,
        **{**values, **more},  # type: ignore[arg-type]
    )


def test_another_time_is_told_and_asks_anew(told: Told) -> None:
    meeting = called(told)
    meetings.say_coming(by=told.maja, code=told.code, meeting=meeting.pk, comes=Comes.YES)
    Mail.objects.all().delete()
    moved = change(told, meeting, starts_at=in_hours(96))
    assert moved.sequence == 1
    assert moved.guests.get(party=Party.PATIENT).comes == ""
    assert {mail.calendar_method for mail in mails("meeting")} == {"REQUEST"}


def test_another_sentence_troubles_no_calendar(told: Told) -> None:
    meeting = called(told)
    Mail.objects.all().delete()
    assert change(told, meeting, why="Only other words.").sequence == 0
    assert not Mail.objects.exists()


def test_who_is_no_longer_asked_has_it_taken_out_and_who_is_new_gets_it(told: Told) -> None:
    meeting = called(told)
    Mail.objects.all().delete()
    change(told, meeting, guests=guests(told, (Party.PATIENT, Party.SPECIALIST, Party.GP)))
    assert {mail.person_id for mail in mails("meeting")} == {told.cast.amir.pk}
    gone = {mail.person_id for mail in mails("meeting-cancelled")}
    assert told.cast.johan.pk in gone
    assert {mail.calendar_method for mail in mails("meeting-cancelled")} == {"CANCEL"}


def test_two_who_change_it_never_overwrite_each_other(told: Told) -> None:
    meeting = called(told)
    change(told, meeting, place="The town hall")
    with pytest.raises(Conflict):
        change(told, meeting, place="The station")
    meeting.refresh_from_db()
    assert meeting.place == "The town hall"


def test_a_cancelled_meeting_is_taken_out_of_calendars_and_takes_no_more_words(told: Told) -> None:
    meeting = called(told)
    meetings.cancel_meeting(by=told.ingrid, code=told.code, meeting=meeting.pk, reason="Johan is ill.")
    [mail, *_] = mails("meeting-cancelled")
    assert "SEQUENCE:1" in mail.calendar
    assert "ill" not in mail.body
    with pytest.raises(Refusal, match="cancelled"):
        meetings.say_coming(by=told.maja, code=told.code, meeting=meeting.pk, comes=Comes.YES)


def test_a_meeting_that_was_held_is_not_changed_any_more(told: Told) -> None:
    meeting = held(told)
    with pytest.raises(Refusal, match="has been held"):
        meetings.cancel_meeting(by=told.ingrid, code=told.code, meeting=meeting.pk, reason="Too late.")


# Calendars


def test_another_calendar_reads_what_we_wrote(told: Told) -> None:
    meeting = called(told)
    [mail] = [mail for mail in mails("meeting") if mail.person_id == told.cast.johan.pk]
    event = vobject.readOne(mail.calendar).vevent
    assert event.dtstart.value == meeting.starts_at
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=45)
    assert event.location.value == "Ekbacka library, small room"
    assert event.attendee.value == f"mailto:{told.cast.johan.email}"
    parsed = icalendar.Calendar.from_ical(mail.calendar)
    assert parsed["METHOD"] == "REQUEST"
    assert not parsed.errors


def test_a_calendar_tells_no_name_no_case_and_no_reason(told: Told) -> None:
    meeting = called(told)
    meetings.cancel_meeting(by=told.ingrid, code=told.code, meeting=meeting.pk, reason="CANARY-REASON")
    for mail in Mail.objects.exclude(kind="invitation"):
        whole = f"{mail.subject}\n{mail.body}\n{mail.calendar.replace(chr(13) + chr(10) + ' ', '')}"
        for word in ("Maja", "Lindqvist", told.code, "Wednesday.", "free", "CANARY", "Ingrid", "Petra"):
            assert word not in whole, (mail.kind, word)


def test_the_place_stays_out_of_mails_where_it_would_tell(told: Told) -> None:
    meetings.call_meeting(
        by=told.ingrid,
        code=told.code,
        purpose=Purpose.END,
        why="",
        place="CANARY pain clinic",
        video="https://video.example/CANARY",
        lasts=30,
        times=[in_hours(30)],
        guests=guests(told),
        place_in_mail=False,
    )
    for mail in mails("meeting"):
        assert "CANARY" not in mail.body + mail.calendar


def test_one_meeting_keeps_its_name_in_calendars_and_each_change_counts_up(told: Told) -> None:
    meeting = called(told)
    meeting = change(told, meeting, starts_at=in_hours(96))
    meetings.cancel_meeting(by=told.ingrid, code=told.code, meeting=meeting.pk, reason="No.")
    files = [
        icalendar.Calendar.from_ical(mail.calendar).walk("VEVENT")[0]
        for mail in Mail.objects.filter(person=told.cast.johan).exclude(calendar="").order_by("pk")
    ]
    assert len({str(event["UID"]) for event in files}) == 1
    assert [int(str(event["SEQUENCE"])) for event in files] == [0, 1, 2]
    assert [str(event["STATUS"]) for event in files] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize(
    ("now", "at"),
    [
        ("2026-10-20T08:00:00+00:00", datetime(2026, 10, 25, 9, 0, tzinfo=UTC)),
        ("2027-03-20T08:00:00+00:00", datetime(2027, 3, 28, 8, 0, tzinfo=UTC)),
        ("2026-12-20T08:00:00+00:00", datetime(2027, 6, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_around_the_change_of_clocks_every_calendar_shows_ten_o_clock(now: str, at: datetime) -> None:
    with time_machine.travel(now):
        told = told_case(english_cast())
        called(told, at)
        [mail] = [mail for mail in mails("meeting") if mail.person_id == told.cast.johan.pk]
    event = vobject.readOne(mail.calendar).vevent
    stockholm = event.dtstart.value.astimezone(ZoneInfo("Europe/Stockholm"))
    assert (stockholm.hour, stockholm.minute) == (10, 0)
    assert event.dtstart.value == at
    assert "BEGIN:VTIMEZONE" in mail.calendar


# Wishes, agenda


def test_a_wish_for_a_meeting_waits_until_it_has_an_answer(told: Told) -> None:
    wish = meetings.wish_meeting(by=told.maja, code=told.code, words="The rota.")
    with pytest.raises(Refusal, match="asked for a meeting already"):
        meetings.wish_meeting(by=told.maja, code=told.code)
    meetings.decline_wish(by=told.ingrid, code=told.code, wish=wish.pk, reason="We meet on Friday anyway.")
    again = meetings.wish_meeting(by=told.maja, code=told.code)
    meeting = meetings.call_meeting(
        by=told.ingrid,
        code=told.code,
        purpose=Purpose.ON_DEMAND,
        why="",
        place="Here",
        video="",
        lasts=30,
        times=[in_hours(30)],
        guests=guests(told),
        wish=again.pk,
    )
    again.refresh_from_db()
    assert again.meeting_id == meeting.pk


def test_a_point_about_health_stands_on_no_employers_agenda(told: Told) -> None:
    meeting = called(told)
    for what, domain in (("CANARY-HEALTH", Domain.HEALTH), ("The rota", Domain.WORK_MODIFICATION)):
        meetings.add_point(by=told.maja, code=told.code, meeting=meeting.pk, what=what, domain=domain)
    whats = [point.row.what for point in seen(told, link(told, Party.EMPLOYER), meeting).typed]
    assert whats == ["The rota"]
    assert len(seen(told, told.ingrid, meeting).typed) == 2


def test_only_ones_own_point_is_taken_off(told: Told) -> None:
    meeting = called(told)
    point = meetings.add_point(
        by=told.maja, code=told.code, meeting=meeting.pk, what="The rota", domain=Domain.WORK_MODIFICATION
    )
    with pytest.raises(Http404):
        meetings.remove_point(
            by=link(told, Party.EMPLOYER), code=told.code, meeting=meeting.pk, point=point.pk
        )
    meetings.remove_point(by=told.maja, code=told.code, meeting=meeting.pk, point=point.pk)
    assert not meeting.points.exists()


def test_the_agenda_names_what_is_due_and_who_is_silent_as_each_may_know(told: Told) -> None:
    meeting = called(told)
    team = seen(told, told.ingrid, meeting).points
    employer = seen(told, link(told, Party.EMPLOYER), meeting).points
    assert {point.party for point in team if point.why == "silent"} >= {Party.INSURER, Party.GP}
    assert all("medicines" not in point.what for point in employer)
    assert not any(point.why == "silent" and point.party is Party.EMPLOYER for point in employer)


def test_a_meeting_behind_is_listed_after_those_ahead(told: Told) -> None:
    behind, ahead = held(told), called(told, in_hours(200))
    rows = [line.row.pk for line in meetings_of(open_case(told.ingrid, told.code))]
    assert rows == [ahead.pk, behind.pk]


def test_a_section_of_its_own_opens_meetings(told: Told) -> None:
    called(told)
    cases.set_consents(by=told.maja, code=told.code, party=Party.GP, sections=[MEETINGS])
    assert timezone.localdate() < in_days(1)
    assert meetings_of(open_case(link(told, Party.EMPLOYER), told.code))
