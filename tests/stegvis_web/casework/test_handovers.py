"""Hand-overs: one follows another, told what they may know; access ends on the day; the plan stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from stegvis.casework.handover import HandoverState, Key, Part
from stegvis.casework.meetings import Comes
from stegvis.casework.party import Party
from stegvis.casework.sections import ANSWERS, GOAL, STEPS_HEALTH, STEPS_WORK, USUAL_CONSENTS
from stegvis.foundation.errors import Refusal
from stegvis.foundation.viewer import Viewer
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, handovers, meetings, plans
from stegvis_web.casework.handover_words import summary
from stegvis_web.casework.queries.handovers import handover_of, shown_handover, state_of_handover
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.casework.standing import open_case
from stegvis_web.people.links import lets_in, viewer_for
from stegvis_web.people.models import Mail, PartyLink, Person
from tests.cast import come_by_link, person, viewer
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import english_cast
from tests.stegvis_web.casework.visits import page, send, statements, text, url, visiting
from tests.told_case import Told, changed, everyone_accepts, in_days, told_case
from tests.told_meeting import called, in_hours

pytestmark = pytest.mark.django_db

KNOW = Part(Key.KNOW, "Ring in the morning; the story has been told.")


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(english_cast())


@pytest.fixture
def nils(told: Told) -> Person:
    """The officer who follows Petra."""
    office = told.cast.petra.organisation
    return person(told.cast.norrvik, "Nils Ek", organisation=office, email="nils@office.example")


def member(told: Told, party: Party) -> models.TeamMember:
    return told.case.team.get(party=party, until=None)


def hand_over(told: Told, party: Party, taker: Person, **more: Any) -> models.Handover:
    values: dict[str, Any] = {
        "by": told.ingrid,
        "code": told.code,
        "member": member(told, party).pk,
        "taker": taker,
        "on": timezone.localdate(),
        "parts": [KNOW],
    }
    return handovers.hand_over(**{**values, **more})


def link(told: Told, party: Party) -> Viewer:
    return viewer_for(told.invite(party).link)


def parts_of(told: Told, party: Party) -> dict[Key, str]:
    return {part.key: part.text for part in summary(open_case(told.ingrid, told.code).as_party(party))}


# What the new person is told


def test_the_summary_tells_goal_steps_days_and_who_agreed(told: Told) -> None:
    everyone_accepts(told)
    parts = parts_of(told, Party.SPECIALIST)
    assert "read to the children" in parts[Key.GOAL]
    assert "A desk that can be raised" in parts[Key.WORK]
    assert "In force" in parts[Key.WORK]
    assert "Johan Berg" in parts[Key.AGREED]


def test_an_employer_who_follows_is_told_nothing_of_health(told: Told) -> None:
    everyone_accepts(told)
    parts = parts_of(told, Party.EMPLOYER)
    assert Key.HEALTH not in parts
    assert "medicine" not in repr(parts)
    assert "Walk" not in repr(parts)


def test_what_the_person_has_not_agreed_to_is_in_no_part(told: Told) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=Party.INSURER, sections=[STEPS_WORK])
    assert set(parts_of(told, Party.INSURER)) == {Key.WORK, Key.KNOW}


def test_a_part_that_the_new_person_may_not_read_is_refused(told: Told, nils: Person) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=Party.INSURER, sections=[GOAL])
    with pytest.raises(Refusal, match="may not read all of this"):
        hand_over(told, Party.INSURER, nils, parts=[KNOW, Part(Key.HEALTH, "CANARY")])
    assert not models.HandoverPart.objects.exists()


def test_a_consent_withdrawn_later_closes_the_part_too(told: Told, nils: Person) -> None:
    row = hand_over(told, Party.INSURER, nils, parts=[KNOW, Part(Key.WORK, "CANARY desk")])
    case = open_case(link(told, Party.INSURER), told.code)
    assert "CANARY" in repr(shown_handover(case, handover_of(case, row.pk)).parts)
    sections = set(USUAL_CONSENTS[Party.INSURER]) - {STEPS_WORK}
    by = viewer_for(PartyLink.objects.get(person=nils))
    cases.set_consents(by=told.maja, code=told.code, party=Party.INSURER, sections=sections)
    case = open_case(by, told.code)
    assert "CANARY" not in repr(shown_handover(case, handover_of(case, row.pk)).parts)


def test_what_was_told_stays_as_it_was(told: Told, nils: Person) -> None:
    hand_over(told, Party.INSURER, nils)
    for change in (
        lambda: models.HandoverPart.objects.update(text="x"),
        lambda: models.HandoverPart.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            change()


# The change itself


def test_the_old_officer_is_out_and_the_new_one_in_on_the_same_day(told: Told, nils: Person) -> None:
    petra = told.invite(Party.INSURER).link
    hand_over(told, Party.INSURER, nils)
    petra.refresh_from_db()
    assert not lets_in(petra)
    with pytest.raises(Http404):
        open_case(viewer_for(petra), told.code)
    assert open_case(link(told, Party.INSURER), told.code).party is Party.INSURER


def test_the_plan_stays_in_force_throughout(told: Told, nils: Person) -> None:
    everyone_accepts(told)
    before = versions_of(told.case)
    hand_over(told, Party.INSURER, nils)
    after = versions_of(told.case)
    assert after.standing == before.standing
    assert after.answers == before.answers


def test_the_case_has_one_owner_at_every_moment_and_the_old_one_leaves_with_the_day(told: Told) -> None:
    sara = told.cast.sara.person
    assert sara
    row = hand_over(told, Party.SPECIALIST, sara)
    assert row.owns
    case = told.case
    assert case.owner == told.cast.sara
    assert [m.person for m in case.team.filter(party=Party.SPECIALIST, until=None)] == [sara]
    assert open_case(told.ingrid, told.code).party is None


def test_whoever_cannot_own_a_case_does_not_get_it(told: Told) -> None:
    for user in (told.cast.marit, told.cast.rolf):
        assert user.person
        with pytest.raises(Refusal):
            hand_over(told, Party.SPECIALIST, user.person)
    with pytest.raises(Refusal, match="contact person of the employer"):
        hand_over(told, Party.EMPLOYER, told.cast.petra)
    assert told.case.owner == told.cast.ingrid


def test_the_patient_and_a_supporter_are_followed_by_nobody(told: Told, nils: Person) -> None:
    for party in (Party.PATIENT, Party.SUPPORTER):
        with pytest.raises(Http404):
            hand_over(told, party, nils)


def test_meetings_ahead_ask_the_new_person_and_drafts_name_them(told: Told, nils: Person) -> None:
    changed(everyone_accepts(told))
    meeting = called(told, in_hours(90))
    meetings.say_coming(by=link(told, Party.INSURER), code=told.code, meeting=meeting.pk, comes=Comes.YES)
    hand_over(told, Party.INSURER, nils)
    guest = meeting.guests.get(party=Party.INSURER)
    assert (guest.person, guest.comes) == (nils, "")
    assert {step.person for step in told.plan.steps.filter(owner=Party.INSURER)} == {nils}
    assert plans.write_goal(by=told.maja, code=told.code, goal="As before.", revision=1)


def test_the_patient_is_told_by_a_mail_that_names_nobody(told: Told, nils: Person) -> None:
    hand_over(told, Party.INSURER, nils, because="CANARY-WHY")
    mail = Mail.objects.get(kind="new-person")
    assert mail.person == told.cast.maja.person
    for word in ("Nils", "Petra", "Maja", told.code, "CANARY"):
        assert word not in mail.subject + mail.body


# On its day


def test_ahead_of_its_day_nothing_changes_and_it_can_be_called_off(told: Told, nils: Person) -> None:
    row = hand_over(told, Party.INSURER, nils, on=in_days(3))
    assert member(told, Party.INSURER).person == told.cast.petra
    assert state_of_handover(row) is HandoverState.AHEAD
    with pytest.raises(Refusal, match="lies ahead here already"):
        hand_over(told, Party.INSURER, nils, on=in_days(5))
    handovers.call_off(by=told.ingrid, code=told.code, handover=row.pk)
    assert handovers.carry_out_due() == 0
    assert hand_over(told, Party.INSURER, nils).carried_out_at


def test_access_ends_on_the_day_even_if_nothing_has_run(told: Told, nils: Person) -> None:
    petra = told.invite(Party.INSURER).link
    hand_over(told, Party.INSURER, nils, on=in_days(2))
    assert open_case(viewer_for(petra), told.code)
    with time_machine.travel(timezone.now() + timedelta(days=2)), pytest.raises(Http404):
        open_case(viewer_for(petra), told.code)


def test_the_day_begins_at_midnight_where_the_service_is(told: Told, nils: Person) -> None:
    with time_machine.travel(datetime(2026, 11, 9, 12, tzinfo=UTC)):
        hand_over(told, Party.INSURER, nils, on=datetime(2026, 11, 11).date())
    with time_machine.travel(datetime(2026, 11, 10, 22, 30, tzinfo=UTC)):  # half past eleven in the evening
        assert handovers.carry_out_due() == 0
    with time_machine.travel(datetime(2026, 11, 10, 23, 30, tzinfo=UTC)):  # half past midnight
        assert handovers.carry_out_due() == 1
    assert member(told, Party.INSURER).person == nils


def test_the_clock_carries_it_out_once(told: Told, nils: Person) -> None:
    hand_over(told, Party.INSURER, nils, on=in_days(1))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert handovers.carry_out_due() == 1
        assert handovers.carry_out_due() == 0
    assert told.case.team.filter(party=Party.INSURER, until=None).count() == 1


def test_one_that_cannot_be_carried_out_stops_no_other(told: Told, nils: Person) -> None:
    sara = told.cast.sara
    assert sara.person
    stuck = hand_over(told, Party.SPECIALIST, sara.person, on=in_days(1))
    hand_over(told, Party.INSURER, nils, on=in_days(1))
    told.cast.sara.person = None
    told.cast.sara.save()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert handovers.carry_out_due() == 1
    stuck.refresh_from_db()
    assert stuck.carried_out_at is None
    assert told.case.owner == told.cast.ingrid


# Confirming


def test_only_the_new_person_confirms(told: Told, nils: Person) -> None:
    row = hand_over(told, Party.INSURER, nils)
    for by in (told.ingrid, told.maja):
        with pytest.raises(Refusal):
            handovers.confirm_handover(by=by, code=told.code, handover=row.pk)
    with pytest.raises(Http404):
        handovers.confirm_handover(by=link(told, Party.EMPLOYER), code=told.code, handover=row.pk)
    handovers.confirm_handover(by=link(told, Party.INSURER), code=told.code, handover=row.pk)
    row.refresh_from_db()
    assert state_of_handover(row) is HandoverState.CONFIRMED


def test_a_question_is_answered_before_it_is_confirmed(told: Told, nils: Person) -> None:
    row = hand_over(told, Party.INSURER, nils)
    by = link(told, Party.INSURER)
    handovers.ask_about_handover(by=by, code=told.code, handover=row.pk, question="Who pays the desk?")
    with pytest.raises(Refusal, match="asked already"):
        handovers.ask_about_handover(by=by, code=told.code, handover=row.pk, question="Again?")
    handovers.reply_about_handover(by=told.ingrid, code=told.code, handover=row.pk, reply="The library.")
    with pytest.raises(Refusal, match="answered already"):
        handovers.reply_about_handover(by=told.sara, code=told.code, handover=row.pk, reply="Us.")
    handovers.confirm_handover(by=by, code=told.code, handover=row.pk)


def test_other_services_and_other_parties_hand_over_nothing(told: Told, nils: Person) -> None:
    for by in (link(told, Party.EMPLOYER), told.maja):
        with pytest.raises(Refusal):
            hand_over(told, Party.INSURER, nils, by=by)
    stranger = person(told.cast.fjordhagen, "Somebody Else")
    with pytest.raises(Http404):
        hand_over(told, Party.INSURER, stranger)
    with pytest.raises(Http404):
        hand_over(told, Party.INSURER, nils, by=viewer(told.cast.kari))


# Pages


@pytest.fixture
def ingrid(told: Told) -> Client:
    return visiting(told.cast.ingrid)


def test_a_hand_over_takes_two_pages_and_a_look(told: Told, ingrid: Client, nils: Person) -> None:
    place = [told.code, member(told, Party.INSURER).pk]
    assert "Hand over" in page(ingrid, "team", told.code)
    assert "Nils Ek" in page(ingrid, "hand-over", *place)
    to = send(ingrid, "hand-over", *place, person=nils.pk).headers["Location"]
    assert to == url("hand-over-tell", *place, nils.pk)
    form = {
        "on": timezone.localdate().isoformat(),
        "work": "The desk is agreed.",
        "know": "Ring in the morning.",
        "because": "Petra changes office.",
    }
    looked = send(ingrid, "hand-over-tell", *place, nils.pk, **form, do="look")
    assert "This is what Nils Ek will read" in text(looked)
    assert "Petra changes office." not in text(looked)
    assert "Ring in the morning." in text(
        send(ingrid, "hand-over-tell", *place, nils.pk, **form, do="change")
    )
    assert not models.Handover.objects.exists()
    done = send(ingrid, "hand-over-tell", *place, nils.pk, **form, do="hand-over")
    row = models.Handover.objects.get()
    assert done.headers["Location"] == url("handover", told.code, row.pk)
    assert "Nils Ek follows Petra Nyström" in page(ingrid, "team", told.code)


def test_a_form_that_cannot_be_used_comes_back_with_all_that_was_typed(
    told: Told, ingrid: Client, nils: Person
) -> None:
    place = [told.code, member(told, Party.INSURER).pk, nils.pk]
    response = send(ingrid, "hand-over-tell", *place, on="2031-01-01", know="My own words.", do="hand-over")
    assert response.status_code == 422
    assert "Choose a day between" in text(response)
    assert "My own words." in text(response)


def test_the_new_officer_reads_asks_and_confirms_behind_the_link(told: Told, nils: Person) -> None:
    row = hand_over(told, Party.INSURER, nils, parts=[KNOW, Part(Key.WORK, "The desk is agreed.")])
    client = come_by_link(Client(), told.invite(Party.INSURER))
    assert "You take over from Petra Nyström" in page(client, "answer")
    shown = page(client, "answer-handover", row.pk)
    assert "The desk is agreed." in shown
    send(client, "answer-handover-ask", row.pk, question="Who pays?")
    assert "Sent." in page(client, "answer-handover", row.pk)
    send(client, "answer-handover-confirm", row.pk)
    assert "You take over from" not in page(client, "answer")


def test_the_patient_reads_who_follows_whom_and_what_they_were_told(told: Told, nils: Person) -> None:
    row = hand_over(told, Party.INSURER, nils, because="Petra changes office.")
    maja = visiting(told.cast.maja)
    assert "Nils Ek follows Petra Nyström" in page(maja, "me")
    assert "Petra changes office." in page(maja, "my-handover", row.pk)
    assert "Ring in the morning" in page(maja, "my-handover", row.pk)
    people = page(maja, "my-people")
    assert people.index("Nils Ek") < people.index("Petra Nyström")


def test_nobody_else_behind_a_link_finds_it(told: Told, nils: Person) -> None:
    row = hand_over(told, Party.INSURER, nils)
    client = come_by_link(Client(), told.invite(Party.EMPLOYER))
    assert client.get(url("answer-handover", row.pk)).status_code == 404
    assert client.post(url("answer-handover-confirm", row.pk)).status_code == 404


def test_today_tells_who_has_not_confirmed_in_ten_days_and_who_asks(
    told: Told, ingrid: Client, nils: Person
) -> None:
    row = hand_over(told, Party.INSURER, nils)
    assert "has not confirmed" not in page(ingrid, "today")
    models.Handover.objects.update(confirm_by=in_days(-1), on=in_days(-11))
    assert "Nils Ek has taken over and has not confirmed it" in page(ingrid, "today")
    handovers.ask_about_handover(
        by=link(told, Party.INSURER), code=told.code, handover=row.pk, question="Who pays?"
    )
    assert "Nils Ek has taken over and asks something." in page(ingrid, "today")
    send(ingrid, "handover-reply", told.code, row.pk, reply="The library.")
    assert "asks something" not in page(ingrid, "today")


def test_a_colleague_who_takes_over_finds_it_on_today_and_on_the_case(told: Told) -> None:
    sara = told.cast.sara.person
    assert sara
    row = hand_over(told, Party.SPECIALIST, sara)
    client = visiting(told.cast.sara)
    assert "You have taken over." in page(client, "today")
    assert "You take over from Ingrid Solheim" in page(client, "case", told.code)
    send(client, "handover-confirm", told.code, row.pk)
    assert "You have taken over." not in page(client, "today")


def test_the_pages_cost_the_same_however_many_hand_overs(told: Told, ingrid: Client, nils: Person) -> None:
    hand_over(told, Party.INSURER, nils)
    paths = [url("team", told.code), url("case", told.code)]
    few = [statements(ingrid, path) for path in paths]
    for taker in (told.cast.petra, nils, told.cast.petra):
        hand_over(told, Party.INSURER, taker)
    assert [statements(ingrid, path) for path in paths] == few


def test_who_agreed_to_what_needs_its_own_consent(told: Told) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=Party.GP, sections=[ANSWERS, STEPS_HEALTH])
    assert set(parts_of(told, Party.GP)) == {Key.HEALTH, Key.AGREED, Key.KNOW}
