"""Minutes: written, sent, corrected, redacted; and decisions that become steps of the next version."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from stegvis.casework.access import Action
from stegvis.casework.meetings import Came, MeetingState
from stegvis.casework.minutes import Kind, MinutesView
from stegvis.casework.party import Party
from stegvis.casework.plan import Domain
from stegvis.foundation.errors import Conflict, Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions import lifecycle, minutes, plans
from stegvis_web.casework.queries.meetings import meeting_of, shown_meeting, state_of_meeting
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.casework.standing import open_case
from stegvis_web.people.links import viewer_for
from stegvis_web.people.models import Mail
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.told_case import Told, changed, everyone_accepts, in_days, told_case
from tests.told_meeting import (
    DECIDED,
    SAID_OF_HEALTH,
    called,
    decided,
    everyone_was_there,
    guests,
    held,
    said,
    sent,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


def read_by(told: Told, by: Viewer, meeting: models.Meeting) -> MinutesView:
    case = open_case(by, told.code)
    view = shown_meeting(case, meeting_of(case, meeting.pk)).minutes
    assert view is not None
    return view


def texts(view: MinutesView) -> list[str]:
    return [one.item.text for one in view.items]


def link(told: Told, party: Party) -> Viewer:
    return viewer_for(told.invite(party).link)


def do(action: Any, told: Told, meeting: models.Meeting, **more: Any) -> Any:
    return action(**{"by": told.ingrid, "code": told.code, "meeting": meeting.pk, **more})


# Writing and sending


def test_minutes_begin_with_the_meeting_not_before(told: Told) -> None:
    with pytest.raises(Refusal, match="beginning of the meeting"):
        do(minutes.start_minutes, told, called(told))


def test_begun_twice_they_are_one(told: Told) -> None:
    meeting = held(told)
    assert do(minutes.start_minutes, told, meeting).pk == do(minutes.start_minutes, told, meeting).pk


def test_minutes_are_not_sent_while_it_is_open_who_was_there(told: Told) -> None:
    meeting = held(told)
    do(minutes.start_minutes, told, meeting)
    said(told, meeting, "We talked.")
    with pytest.raises(Refusal, match="everyone who was asked"):
        do(minutes.send_minutes, told, meeting)
    everyone_was_there(told, meeting)
    do(minutes.send_minutes, told, meeting)
    assert state_of_meeting(meeting) is MeetingState.WRITTEN


def test_who_stands_in_is_named(told: Told) -> None:
    meeting = held(told)
    do(minutes.start_minutes, told, meeting)
    officer = guests(told, (Party.INSURER,))[0]
    with pytest.raises(Refusal, match="who came instead"):
        do(minutes.write_attendance, told, meeting, came={officer: (Came.REPRESENTED, " ")})
    do(minutes.write_attendance, told, meeting, came={officer: (Came.REPRESENTED, "Nils Ek")})
    row = models.Attendance.objects.get(party=Party.INSURER)
    assert (row.came, row.represented_by) == ("represented", "Nils Ek")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": "  "}, "what is to be done"),
        ({"owner": None}, "owner"),
        ({"due": None}, "by which day"),
        ({"due": in_days(-1)}, "has passed"),
        ({"domain": Domain.HEALTH}, "never sees steps about health"),
    ],
)
def test_a_decision_that_nobody_could_carry_out_is_refused(
    told: Told, change: dict[str, Any], words: str
) -> None:
    meeting = held(told)
    do(minutes.start_minutes, told, meeting)
    values: dict[str, Any] = {
        "kind": Kind.DECISION,
        "text": DECIDED,
        "domain": Domain.WORK_MODIFICATION,
        "owner": Party.EMPLOYER,
        "person": told.cast.johan.pk,
        "due": in_days(9),
    }
    with pytest.raises(Refusal) as refusal:
        do(minutes.write_item, told, meeting, **{**values, **change})
    assert words in str(refusal.value)
    assert not models.MinuteItem.objects.exists()


def test_two_who_word_the_same_sentence_never_overwrite_each_other(told: Told) -> None:
    meeting = written(told)
    item = models.MinuteItem.objects.get(text=SAID_OF_HEALTH)
    draft = meeting.minutes.get()
    values = {"kind": Kind.SAID, "domain": Domain.HEALTH, "item": str(item.item), "revision": draft.revision}
    do(minutes.write_item, told, meeting, text="Sara's words.", **values)
    with pytest.raises(Conflict):
        do(minutes.write_item, told, meeting, text="Ingrid's words.", **values)
    item.refresh_from_db()
    assert item.text == "Sara's words."


# Each in its own view


def test_the_employer_reads_what_is_decided_of_work_and_nothing_of_health(told: Told) -> None:
    meeting = sent(told)
    assert texts(read_by(told, link(told, Party.EMPLOYER), meeting)) == [DECIDED]
    assert texts(read_by(told, told.maja, meeting)) == [SAID_OF_HEALTH, DECIDED]


def test_a_meeting_without_decisions_says_so_to_whom_it_is_the_whole_truth(told: Told) -> None:
    meeting = held(told)
    do(minutes.start_minutes, told, meeting)
    everyone_was_there(told, meeting)
    said(told, meeting, "We go on as we do.")
    do(minutes.send_minutes, told, meeting)
    assert read_by(told, told.ingrid, meeting).sees_all
    assert not read_by(told, told.ingrid, meeting).decisions
    assert not read_by(told, link(told, Party.EMPLOYER), meeting).sees_all


def test_whoever_was_not_asked_reads_no_minutes(told: Told) -> None:
    meeting = sent(told)
    with pytest.raises(Http404):
        read_by(told, link(told, Party.GP), meeting)


def test_everyone_but_the_writer_is_told_and_the_mail_says_nothing(told: Told) -> None:
    sent(told)
    mails = Mail.objects.filter(kind="minutes")
    assert told.ingrid.person not in {mail.person_id for mail in mails}
    assert told.cast.johan.pk in {mail.person_id for mail in mails}
    assert not any(
        word in mail.body for mail in mails for word in ("Maja", "Thursday", "medicine", told.code)
    )


# Sent, they stay


def test_minutes_that_were_sent_cannot_be_written_on(told: Told) -> None:
    meeting = sent(told)
    with pytest.raises(Refusal, match="Correct them with a reason"):
        said(told, meeting, "Something else.")


@pytest.mark.parametrize(
    "change",
    [
        lambda: models.Minutes.objects.update(because="x"),
        lambda: models.Minutes.objects.all().delete(),
        lambda: models.MinuteItem.objects.update(text="x"),
        lambda: models.MinuteItem.objects.all().delete(),
        lambda: models.MinuteItem.objects.update(redacted_because="x"),
        lambda: models.Attendance.objects.update(came="absent"),
        lambda: models.Attendance.objects.all().delete(),
        lambda: models.MinuteItem.objects.create(
            minutes=models.Minutes.objects.get(), number=99, kind="said", text="x", domain="health"
        ),
    ],
)
def test_not_even_a_slip_in_code_changes_sent_minutes(told: Told, change: Any) -> None:
    meeting = sent(told)
    with pytest.raises(DatabaseError, match="stay"), transaction.atomic():
        change()
    assert texts(read_by(told, told.maja, meeting)) == [SAID_OF_HEALTH, DECIDED]


def test_a_correction_is_another_version_with_a_reason_and_the_old_one_stays(told: Told) -> None:
    meeting = sent(told)
    with pytest.raises(Refusal, match="Write why"):
        do(minutes.correct_minutes, told, meeting, because=" ")
    do(minutes.correct_minutes, told, meeting, because="The library pays, not the service.")
    item = models.MinuteItem.objects.get(minutes__number=2, text=DECIDED)
    with pytest.raises(Refusal, match="Nothing is changed"):
        do(minutes.send_minutes, told, meeting)
    do(
        minutes.write_item,
        told,
        meeting,
        kind=Kind.DECISION,
        text="Thursdays start at 10:30.",
        domain=Domain.WORK_MODIFICATION,
        owner=Party.EMPLOYER,
        person=told.cast.johan.pk,
        due=in_days(14),
        item=str(item.item),
        revision=1,
    )
    assert texts(read_by(told, told.maja, meeting)) == [SAID_OF_HEALTH, DECIDED]
    Mail.objects.all().delete()
    do(minutes.send_minutes, told, meeting)
    view = read_by(told, link(told, Party.EMPLOYER), meeting)
    assert [(one.item.text, one.was) for one in view.items] == [("Thursdays start at 10:30.", DECIDED)]
    assert view.because == "The library pays, not the service."
    assert Mail.objects.filter(kind="minutes").exists()
    case = open_case(told.maja, told.code)
    assert [old.number for old in shown_meeting(case, meeting_of(case, meeting.pk)).earlier] == [1]


def test_a_sentence_moved_to_health_takes_its_old_words_from_nobody_who_had_them_not(told: Told) -> None:
    meeting = sent(told)
    do(minutes.correct_minutes, told, meeting, because="It is about work after all.")
    item = models.MinuteItem.objects.get(minutes__number=2, text=SAID_OF_HEALTH)
    do(
        minutes.write_item,
        told,
        meeting,
        kind=Kind.SAID,
        text="Mornings begin later.",
        domain=Domain.WORK_MODIFICATION,
        item=str(item.item),
        revision=1,
    )
    do(minutes.send_minutes, told, meeting)
    view = read_by(told, link(told, Party.EMPLOYER), meeting)
    assert "medicine" not in repr(view)
    assert "Mornings begin later." in texts(view)


def test_a_redacted_sentence_is_gone_in_every_version_and_leaves_its_reason(told: Told) -> None:
    meeting = sent(told)
    do(minutes.correct_minutes, told, meeting, because="One more.")
    said(told, meeting, "One more sentence.")
    do(minutes.send_minutes, told, meeting)
    Mail.objects.all().delete()
    item = models.MinuteItem.objects.filter(text=SAID_OF_HEALTH)[0].item
    do(minutes.redact_item, told, meeting, item=str(item), because="It had no place here.")
    assert not models.MinuteItem.objects.filter(text__contains="medicine").exists()
    redacted = [one for one in read_by(told, told.maja, meeting).items if one.item.redacted_at]
    assert [one.item.redacted_because for one in redacted] == ["It had no place here."]
    assert Mail.objects.filter(kind="minutes", person=told.cast.johan).exists()
    with pytest.raises(Refusal, match="taken out already"):
        do(minutes.redact_item, told, meeting, item=str(item), because="Again.")


@pytest.mark.parametrize("party", [Party.EMPLOYER, Party.INSURER])
def test_only_the_team_writes_minutes(told: Told, party: Party) -> None:
    meeting = sent(told)
    for by in (told.maja, link(told, party)):
        for action, more in (
            (minutes.correct_minutes, {"because": "x"}),
            (minutes.start_minutes, {}),
            (minutes.send_minutes, {}),
            (minutes.propose_decisions, {"because": "x"}),
        ):
            with pytest.raises(Refusal):
                do(action, told, meeting, by=by, **more)


# Decisions become steps


def test_decisions_become_steps_of_a_draft_in_one_go(told: Told) -> None:
    everyone_accepts(told)
    meeting = written(told)
    decided(told, meeting, "Say whether the benefit follows.", Party.INSURER, Domain.COORDINATION)
    do(minutes.send_minutes, told, meeting)
    version = do(minutes.propose_decisions, told, meeting, because="Decided at the meeting.")
    assert version.number == 2
    new = [step.what for step in version.steps.filter(since=2)]
    assert sorted(new) == ["Say whether the benefit follows.", DECIDED]
    assert version.steps.count() == 7
    with pytest.raises(Refusal, match="in the plan already"):
        do(minutes.propose_decisions, told, meeting, because="Again.")


def test_nothing_decided_is_in_force_before_the_patient_sends_it_and_its_owner_agrees(told: Told) -> None:
    everyone_accepts(told)
    meeting = sent(told)
    do(minutes.propose_decisions, told, meeting, because="Decided at the meeting.")
    assert DECIDED not in [step.what for step in versions_of(told.case).standing.values()]
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(10))
    everyone_accepts(told)
    assert DECIDED in [step.what for step in versions_of(told.case).standing.values()]


def test_a_decision_can_word_a_step_anew(told: Told) -> None:
    everyone_accepts(told)
    line = told.line(Party.EMPLOYER)
    meeting = held(told)
    do(minutes.start_minutes, told, meeting)
    everyone_was_there(told, meeting)
    decided(told, meeting, "A desk that can be raised, and a chair.", line=line)
    do(minutes.send_minutes, told, meeting)
    version = do(minutes.propose_decisions, told, meeting, because="Decided.")
    step = version.steps.get(line_id=line)
    assert (step.what, step.since) == ("A desk that can be raised, and a chair.", 2)
    assert version.steps.count() == 5


def test_decisions_join_a_draft_that_somebody_is_writing(told: Told) -> None:
    changed(everyone_accepts(told))
    before = told.plan.steps.count()
    meeting = sent(told)
    version = do(minutes.propose_decisions, told, meeting, because="Decided.")
    assert (version.number, version.steps.count()) == (2, before + 1)


def test_a_colleagues_change_of_the_same_step_is_not_overwritten(told: Told) -> None:
    line = told.line(Party.EMPLOYER)
    everyone_accepts(told)
    meeting = held(told)
    do(minutes.start_minutes, told, meeting)
    everyone_was_there(told, meeting)
    decided(told, meeting, "Other words.", line=line)
    do(minutes.send_minutes, told, meeting)
    changed(told)
    with pytest.raises(Refusal, match="in the draft already"):
        do(minutes.propose_decisions, told, meeting, because="Decided.")
    assert "Wednesdays are free" in told.plan.steps.get(line_id=line).what


def test_a_draft_thrown_away_leaves_the_decisions_waiting(told: Told) -> None:
    everyone_accepts(told)
    meeting = sent(told)
    do(minutes.propose_decisions, told, meeting, because="Decided.")
    plans.drop_draft(by=told.ingrid, code=told.code)
    case = open_case(told.ingrid, told.code)
    assert shown_meeting(case, meeting_of(case, meeting.pk)).waiting == 1
    assert do(minutes.propose_decisions, told, meeting, because="Decided.").number == 2


def test_a_redacted_decision_becomes_no_step(told: Told) -> None:
    meeting = sent(told)
    item = models.MinuteItem.objects.get(kind="decision").item
    do(minutes.redact_item, told, meeting, item=str(item), because="Wrong meeting.")
    with pytest.raises(Refusal, match="in the plan already"):
        do(minutes.propose_decisions, told, meeting, because="Decided.")


def test_the_clinic_writes_minutes_too(told: Told) -> None:
    meeting = held(told)
    assert open_case(told.sara, told.code).may("meetings", Action.WRITE)
    assert do(minutes.start_minutes, told, meeting, by=told.sara).author_id == told.sara.person
    assert meeting.starts_at
    assert timedelta(minutes=meeting.lasts) == timedelta(minutes=45)
