"""The pages of a case: overview, contacts, sick leave, the clinic's notes, who sees what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.answers import Kind, Word
from stegvis.casework.party import Party
from stegvis.casework.referral import Mode
from stegvis.casework.sections import HEALTH, STEPS_WORK
from stegvis_web.casework import models
from stegvis_web.casework.actions import answers, cases, lifecycle, meetings
from stegvis_web.casework.queries.contacts import PAGE
from stegvis_web.casework.standing import open_case
from stegvis_web.foundation import registry
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.links import viewer_for
from tests.cast import the_cast
from tests.made_once import made_once
from tests.stegvis_web.casework.visits import (
    HOSTILE,
    LONG,
    many_cases,
    page,
    send,
    send_after_the_session_ended,
    statements,
    text,
    url,
    visiting,
)
from tests.told_case import Told, agreed, drafted, opened, released, told_case
from tests.told_meeting import called, held, in_hours
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(the_cast())


@pytest.fixture
def ingrid(told: Told) -> Client:
    return visiting(told.cast.ingrid)


@pytest.fixture
def sara(told: Told) -> Client:
    return visiting(told.cast.sara)


# The overview


def test_the_story_tells_of_meetings_but_for_cancelled_ones(told: Told, ingrid: Client) -> None:
    held(told)
    ahead, off = called(told, in_hours(48)), called(told, in_hours(72))
    off.place = "Town hall"
    off.save()
    meetings.cancel_meeting(by=told.ingrid, code=told.code, meeting=off.pk, reason="Too early.")
    assert ahead.starts_at
    behind, after = page(ingrid, "case", told.code).split(" Ahead ")
    assert "Follow-up meeting, " in behind
    assert f"Follow-up meeting, {timezone.localtime(ahead.starts_at):%H:%M}" in after
    assert "Town hall" not in behind + after


def test_the_story_costs_the_same_with_one_meeting_and_with_ten(told: Told, ingrid: Client) -> None:
    called(told)
    before = statements(ingrid, url("case", told.code))
    for hours in range(50, 59):
        called(told, in_hours(hours))
    assert statements(ingrid, url("case", told.code)) == before


def test_the_story_tells_what_is_behind_now_and_ahead(told: Told, ingrid: Client) -> None:
    leave = TODAY() - timedelta(days=99)
    row = told.case
    cases.change_sick_leave(
        by=told.ingrid, code=told.code, country="sweden", first_sick_day=leave, revision=row.revision
    )
    shown = page(ingrid, "case", told.code)
    behind, now, ahead = (shown.index(f" {word} ") for word in ("Behind", "Now", "Ahead"))
    for words, after, before in (
        ("Sick leave begins", behind, now),
        ("Referred (GP); first contact after 9 days", behind, now),
        ("Plan version 1 sent for answers", behind, now),
        ("Day 100 of sick leave", now, ahead),
        ("steps in force", now, ahead),
        ("Last day to answer version 1", ahead, len(shown)),
        ("Johan Berg A desk that can be raised", ahead, len(shown)),
    ):
        assert after < shown.index(words, after) < before, words


def test_a_step_past_its_day_stands_under_now(told: Told, ingrid: Client) -> None:
    with unguarded():
        models.Step.objects.filter(number=1).update(due=TODAY() - timedelta(days=1))
    assert "is past its day A desk that can be raised" in page(ingrid, "case", told.code)


def test_the_next_steps_come_from_the_plan_with_their_state(told: Told, ingrid: Client) -> None:
    link = told.invite(Party.EMPLOYER).link
    word = Word(Kind.QUESTION, line=told.line(Party.EMPLOYER), words="How high?")
    answers.answer_plan(by=viewer_for(link), code=told.code, version=1, words=[word])
    shown = page(ingrid, "case", told.code)
    assert "A desk that can be raised, at the lending desk Question Johan Berg · by" in shown
    assert "Call Maja every Tuesday" in shown


def test_the_wish_and_the_team_are_there_for_the_team(told: Told, ingrid: Client) -> None:
    shown = page(ingrid, "case", told.code)
    assert "I miss the children at the library." in shown
    assert "Johan Berg Head librarian · Ekbacka library · Contact allowed" in shown
    assert "Ingrid Solheim Coordinator · owns the case" in shown


def test_a_case_without_anything_yet_says_how_it_goes_on() -> None:
    told = opened(the_cast())
    shown = page(visiting(told.cast.ingrid), "case", told.code)
    assert "There is no plan just now. It begins with the person’s own goal." in shown
    assert "No sick leave is written down." in shown


def test_a_practitioner_outside_the_team_sees_only_that_it_exists(told: Told) -> None:
    models.TeamMember.objects.filter(person=told.cast.sara.person).update(until=TODAY())
    shown = page(visiting(told.cast.sara), "case", told.code)
    assert "Maja Lindqvist" in shown
    assert "You are not on this team" in shown
    assert "Open it with a reason" in shown
    assert "library" not in shown


def test_a_researcher_sees_a_code_and_no_more(told: Told) -> None:
    shown = page(visiting(told.cast.rolf), "case", told.code)
    assert told.code in shown
    for word in ("Maja", "Ingrid", "library", "Open it with a reason"):
        assert word not in shown


def test_a_manager_reads_no_contact_and_no_note(told: Told) -> None:
    cases.write_health_note(by=told.sara, code=told.code, text="Fibromyalgia.")
    marit = visiting(told.cast.marit)
    shown = page(marit, "case", told.code)
    assert "Next steps" in shown
    assert "Latest contacts" not in shown
    assert "Clinic’s notes" not in shown
    for name in ("contacts", "health-notes", "who-sees-what"):
        assert marit.get(url(name, told.code)).status_code == 404


def test_imported_facts_show_what_was_put_right_and_why(told: Told, ingrid: Client) -> None:
    models.ImportedCase.objects.create(
        case=told.case,
        service=told.cast.norrvik,
        source="table2.csv",
        participant=6,
        job_start=date(2016, 1, 11),
        months_net_of_pauses="9.2",
        printed_flag="*",
        corrections=[
            {
                "column": "end",
                "as_printed": "2015-04-17",
                "value": "2016-04-17",
                "reason": HOSTILE,
            }
        ],
    )
    response = ingrid.get(url("case", told.code))
    shown = text(response)
    assert "From table2.csv, participant 6." in shown
    assert "As printed 2015-04-17 Put right 2016-04-17 Why" in shown
    assert "Starts a job" in shown
    assert b"<script>alert" not in response.content


def test_panels_of_other_parts_show_to_those_who_may(
    told: Told, ingrid: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def context(request: Any, code: str) -> dict[str, Any]:
        asked.append(code)
        return {"items": []}

    open_panel = registry.Panel("a", 1, STEPS_WORK, "casework/today/_needs.html", context)
    shut_panel = registry.Panel("b", 2, "unknown", "casework/none.html", context)
    monkeypatch.setattr(registry, "PANELS", [shut_panel, open_panel])
    assert ingrid.get(url("case", told.code)).status_code == 200
    assert asked == [told.code]


def test_reading_a_case_is_one_event_in_its_own_chain(told: Told, ingrid: Client) -> None:
    for name in ("case", "contacts", "sick-leave", "team", "who-sees-what", "looked"):
        before = AuditEvent.objects.count()
        page(ingrid, name, told.code)
        event = AuditEvent.objects.latest("id")
        assert AuditEvent.objects.count() == before + 1, name
        assert (event.chain, event.verb, event.party) == (told.code, "read", "specialist"), name


def test_a_case_costs_the_same_among_three_and_among_sixty(told: Told, ingrid: Client) -> None:
    many_cases(told.cast, 3)
    names = ("case", "contacts", "sick-leave", "team", "who-sees-what", "looked")
    few = [statements(ingrid, url(name, told.code)) for name in names]
    many_cases(told.cast, 57)
    assert [statements(ingrid, url(name, told.code)) for name in names] == few


# Contacts


def test_a_contact_is_logged_on_the_page_of_the_case(told: Told, ingrid: Client) -> None:
    form = {"mode": "phone", "reached": "spoke", "on": TODAY().isoformat(), "note": "First line.\nSecond."}
    assert send(ingrid, "contacts", told.code, **form).headers["Location"] == url("contacts", told.code)
    shown = page(ingrid, "contacts", told.code)
    assert "The contact is logged." in shown
    assert "Phone, spoke" in shown
    assert "First line. Second." in shown


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2099, 1, 1), "has not come yet."),
        (date(2020, 1, 1), "is before the referral came in"),
        ("0020-01-01", "Check the year."),
        ("yesterday", "Write the day as year-month-day"),
    ],
)
def test_a_wrong_day_is_said_once_and_the_note_stays(
    told: Told, ingrid: Client, day: object, words: str
) -> None:
    refused = send(ingrid, "contacts", told.code, mode="phone", reached="spoke", on=day, note="Was glad.")
    assert refused.status_code == 422
    assert words in text(refused)
    assert "Was glad." in refused.content.decode()


def test_the_pages_of_contacts_hold_each_once(told: Told, ingrid: Client) -> None:
    models.Contact.objects.all().delete()
    for number in range(PAGE + 4):
        on = TODAY() - timedelta(days=number // 3)
        models.Contact.objects.create(
            case=told.case, on=on, mode="phone", by=told.cast.ingrid, note=f"N{number:02}"
        )
    first = ingrid.get(url("contacts", told.code))
    second = ingrid.get(url("contacts", told.code), {"before": first.context["page"].next_before})
    notes = [row.note for answer in (first, second) for row in answer.context["page"].rows]
    assert sorted(notes) == [f"N{number:02}" for number in range(PAGE + 4)]
    assert second.context["page"].next_before == ""


def test_a_case_nobody_spoke_in_says_so(told: Told, ingrid: Client) -> None:
    models.Contact.objects.all().delete()
    assert "Nobody has spoken with this person yet" in page(ingrid, "contacts", told.code)


# Sick leave


def test_country_and_first_day_are_changed_and_each_country_has_its_words(told: Told, ingrid: Client) -> None:
    shown = page(ingrid, "sick-leave", told.code)
    assert "Försäkringskassan" in shown
    form = {"country": "norway", "first_sick_day": "2026-01-13", "revision": told.case.revision}
    assert send(ingrid, "sick-leave", told.code, **form).status_code == 302
    assert "NAV" in page(ingrid, "sick-leave", told.code)
    assert told.case.first_sick_day == date(2026, 1, 13)


def test_two_who_change_the_first_day_both_see_both(told: Told, ingrid: Client, sara: Client) -> None:
    revision = told.case.revision
    form = {"country": "sweden", "revision": revision}
    send(ingrid, "sick-leave", told.code, first_sick_day="2026-01-13", **form)
    clash = send(sara, "sick-leave", told.code, first_sick_day="2026-01-14", **form)
    shown = text(clash)
    assert clash.status_code == 409
    assert "Sweden, 13 January" in shown
    assert "Sweden, 14 January" in shown
    assert f'name="revision" value="{revision + 1}"' in clash.content.decode()
    assert told.case.first_sick_day == date(2026, 1, 13)


def test_a_first_day_to_come_is_refused(told: Told, ingrid: Client) -> None:
    form = {"country": "sweden", "first_sick_day": "2099-01-01", "revision": told.case.revision}
    refused = send(ingrid, "sick-leave", told.code, **form)
    assert refused.status_code == 422
    assert "has not come yet." in text(refused)


def test_periods_are_added_and_taken_out_again(told: Told, ingrid: Client) -> None:
    note = {"start": "2026-01-13", "end": "2026-02-12", "grade": "50"}
    assert send(ingrid, "sick-note-new", told.code, **note).status_code == 302
    assert "13 January" in page(ingrid, "sick-leave", told.code)
    row = models.SickNote.objects.get()
    assert send(ingrid, "sick-note-remove", told.code, row.pk).status_code == 302
    assert not models.SickNote.objects.exists()
    assert AuditEvent.objects.filter(verb="remove", fields=["sick_notes"]).exists()


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ({"start": "2026-01-20", "end": "2026-01-25", "grade": "50"}, "These days overlap another period."),
        ({"start": "2026-03-20", "end": "2026-03-01", "grade": "50"}, "is before the first day"),
        ({"start": "2026-03-20", "grade": "0"}, "greater than or equal to 1"),
        ({"start": "2026-03-20", "grade": "101"}, "less than or equal to 100"),
        ({"start": "", "grade": "50"}, "Please fill this in."),
    ],
)
def test_an_impossible_period_is_refused_in_words(
    told: Told, ingrid: Client, note: dict[str, str], words: str
) -> None:
    send(ingrid, "sick-note-new", told.code, start="2026-01-13", end="2026-02-12", grade="50")
    refused = send(ingrid, "sick-note-new", told.code, **note)
    assert refused.status_code == 422
    assert words in text(refused)
    assert models.SickNote.objects.count() == 1


def test_a_manager_reads_sick_leave_and_changes_nothing(told: Told) -> None:
    marit = visiting(told.cast.marit)
    assert "Add a period" not in page(marit, "sick-leave", told.code)
    refused = send(marit, "sick-note-new", told.code, start="2026-01-13", grade="50")
    assert refused.status_code == 422
    assert not models.SickNote.objects.exists()


# The clinic's notes


def test_the_clinic_writes_notes_and_reads_them(told: Told, sara: Client) -> None:
    assert "No note yet" in page(sara, "health-notes", told.code)
    assert send(sara, "health-notes", told.code, text="Fibromyalgia.\n" + HOSTILE).status_code == 302
    response = sara.get(url("health-notes", told.code))
    assert "Fibromyalgia." in text(response)
    assert b"<script>alert" not in response.content


def test_the_coordinator_finds_no_notes_until_the_person_agrees(told: Told, ingrid: Client) -> None:
    cases.write_health_note(by=told.sara, code=told.code, text="Fibromyalgia.")
    assert ingrid.get(url("health-notes", told.code)).status_code == 404
    assert "Clinic’s notes" not in page(ingrid, "case", told.code)
    cases.set_consents(by=told.maja, code=told.code, party=Party.SPECIALIST, sections=[HEALTH])
    assert "Fibromyalgia." in page(ingrid, "health-notes", told.code)
    refused = send(ingrid, "health-notes", told.code, text="Mine.")
    assert refused.status_code == 422
    assert models.HealthNote.objects.count() == 1


def test_an_empty_note_and_one_of_200_kb_are_refused(told: Told, sara: Client) -> None:
    for words in ("", "   ", LONG):
        assert send(sara, "health-notes", told.code, text=words).status_code == 422
    assert not models.HealthNote.objects.exists()


# Who sees what


def test_it_tells_party_by_party_what_is_seen_and_what_is_not(told: Told, ingrid: Client) -> None:
    shown = page(ingrid, "who-sees-what", told.code)
    assert "An employer never sees anything about health." in shown
    assert "Does not see Who has answered, and how" in shown


def test_nobody_on_the_team_yet() -> None:
    told = opened(the_cast())
    told.case.team.exclude(party__in=["patient", "specialist"]).delete()
    models.TeamMember.objects.filter(party="specialist").exclude(person=told.cast.ingrid.person).delete()
    shown = page(visiting(told.cast.ingrid), "who-sees-what", told.code)
    assert "Employment specialist or coordinator" in shown


def test_the_coordinator_writes_down_what_the_person_says(told: Told, ingrid: Client) -> None:
    form: dict[str, Any] = {"sections": [STEPS_WORK], "said": "on"}
    assert send(ingrid, "who-sees-what-said", told.code, Party.EMPLOYER, **form).status_code == 302
    agreed = {section for party, section in _consents(told) if party is Party.EMPLOYER}
    assert agreed == {STEPS_WORK}
    event = AuditEvent.objects.filter(verb="change", what="case").latest("id")
    assert "consent:employer:plan.goal" in event.fields


def _consents(told: Told) -> frozenset[tuple[Party, str]]:
    return open_case(told.ingrid, told.code).standing.consents


def test_without_the_persons_word_nothing_is_written_down(told: Told, ingrid: Client) -> None:
    before = _consents(told)
    refused = send(ingrid, "who-sees-what-said", told.code, Party.EMPLOYER, sections=[STEPS_WORK])
    assert refused.status_code == 422
    assert "Ask the person first." in text(refused)
    assert _consents(told) == before


@pytest.mark.parametrize(
    ("who", "page_name", "to", "typed", "kept"),
    [
        ("ingrid", "contacts", "contacts", {"mode": "phone", "note": "Was glad."}, "Was glad."),
        ("ingrid", "sick-leave", "sick-leave", {"first_sick_day": "2026-01-13"}, "2026-01-13"),
        ("ingrid", "sick-leave", "sick-note-new", {"start": "2026-01-13"}, "2026-01-13"),
        ("sara", "health-notes", "health-notes", {"text": "Slept badly."}, "Slept badly."),
        ("ingrid", "team-employer", "team-employer", {"employer": "new", "name": "Quay"}, "Quay"),
    ],
)
def test_what_was_typed_survives_the_end_of_the_session(
    told: Told, who: str, page_name: str, to: str, typed: dict[str, str], kept: str
) -> None:
    user = getattr(told.cast, who)
    assert kept in send_after_the_session_ended(user, page_name, to, told.code, **typed)


def test_a_section_that_is_never_for_a_party_cannot_be_ticked(told: Told, ingrid: Client) -> None:
    form: dict[str, Any] = {"sections": [HEALTH], "said": "on"}
    assert send(ingrid, "who-sees-what-said", told.code, Party.EMPLOYER, **form).status_code == 422


def test_the_clinic_reads_it_and_writes_nothing(told: Told, sara: Client) -> None:
    assert "Write down what the person says" not in page(sara, "who-sees-what", told.code)
    form: dict[str, Any] = {"sections": [STEPS_WORK], "said": "on"}
    assert send(sara, "who-sees-what-said", told.code, Party.EMPLOYER, **form).status_code == 404


def test_contact_not_allowed_is_said_beside_the_ticks(told: Told, ingrid: Client) -> None:
    models.Case.objects.update(employer_contact="refused")
    assert "the employer sees nothing, whatever is ticked here" in page(ingrid, "who-sees-what", told.code)


def test_a_plan_that_was_withdrawn_leaves_no_next_steps() -> None:
    told = released(drafted(agreed(opened(the_cast()))))
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="Too much at once.")
    shown = page(visiting(told.cast.ingrid), "case", told.code)
    assert "There is no plan just now." in shown
    assert "Plan version 1 withdrawn" in shown


def test_a_closed_case_is_told_as_closed(told: Told, ingrid: Client) -> None:
    models.Case.objects.update(closed_on=TODAY(), stage="closed")
    shown = page(ingrid, "case", told.code)
    assert "The case is closed" in shown
    assert "Log a contact" not in shown


def test_a_long_contact_note_is_cut_on_the_overview_and_whole_on_its_page(told: Told, ingrid: Client) -> None:
    note = "word " * 100 + "end."
    cases.log_contact(by=told.ingrid, code=told.code, on=TODAY(), mode=Mode.PHONE, reached=True, note=note)
    assert "end." not in page(ingrid, "case", told.code).split("Latest contacts")[1].split("Team")[0]
    assert "end." in page(ingrid, "contacts", told.code)
