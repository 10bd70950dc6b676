"""The demo's world: everything occurs in it, no rule is broken, and its audit trail is whole."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from stegvis.casework.answers import Answer, Kind, current_answers, party_state
from stegvis.casework.case import Stage, stage
from stegvis.casework.handover import HandoverState
from stegvis.casework.lifecycle import PlanState
from stegvis.casework.meetings import MeetingState
from stegvis.casework.party import OUTSIDE_PARTIES, Party, Role
from stegvis.casework.plan import Domain, Plan
from stegvis.casework.referral import Contact as Talk
from stegvis.casework.referral import Door, Mode, first_contact
from stegvis.casework.sections import TABLE
from stegvis_web.casework import models
from stegvis_web.casework.queries.handovers import state_of_handover
from stegvis_web.casework.queries.meetings import state_of_meeting
from stegvis_web.casework.queries.plans import state_of, versions_of
from stegvis_web.demo import world as demo_world
from stegvis_web.demo.earlier import NUMBER
from stegvis_web.demo.lives import LIVES
from stegvis_web.demo.maja import NAME
from stegvis_web.foundation import seal
from stegvis_web.foundation.checks import MADE_BY_DEMO
from stegvis_web.foundation.models import AuditEvent, Mark
from stegvis_web.people.models import Mail, PartyLink, Person, User
from stegvis_web.people.viewer import zone_of
from tests.stegvis_web.demo.conftest import ACTIONS, actions_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def case_of(name: str) -> models.Case:
    return models.Case.objects.get(person__name=name)


def plan_now(name: str) -> models.PlanVersion:
    """The version last written."""
    return case_of(name).plans.latest("number")


def plan_and_answers(name: str) -> tuple[Plan, tuple[Answer, ...]]:
    """The version that is asked of the parties, with all that counts for it."""
    versions = versions_of(case_of(name))
    assert versions.current is not None
    return versions.current, versions.answers_to(versions.current)


def test_the_database_knows_that_the_demo_made_it() -> None:
    assert Mark.objects.filter(name=MADE_BY_DEMO).exists()


def test_every_chain_of_the_audit_trail_is_whole() -> None:
    assert list(seal.verify()) == []


def test_nothing_has_happened_yet_that_is_still_to_come() -> None:
    now = timezone.now()
    assert not AuditEvent.objects.filter(at__gt=now).exists()
    assert not Mail.objects.filter(created_at__gt=now).exists()
    assert not models.Contact.objects.filter(on__gt=timezone.localdate()).exists()


def test_the_trail_of_a_case_goes_forward_in_time() -> None:
    for code in ("NV-0001", "NV-0045", "NV-0054", "OS-0003"):
        times = AuditEvent.objects.filter(chain=code).order_by("number").values_list("at", flat=True)
        assert all(earlier <= later for earlier, later in pairwise(times))


def test_every_action_of_casework_is_taken(world: set[str]) -> None:
    assert {name for module in ACTIONS for name in actions_of(module)} - world == set()


def test_there_are_sixty_invented_cases_and_the_pilots_eight() -> None:
    told = models.Case.objects.filter(imported=None)
    assert (
        told.filter(opened_on__gte=timezone.localdate() - timedelta(days=500)).count() == len(LIVES) + 1 == 60
    )
    assert told.count() == 60 + NUMBER
    codes = models.ImportedCase.objects.order_by("participant").values_list("case__code", flat=True)
    assert list(codes) == ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"]
    assert models.ImportedCase.objects.get(participant=6).corrections[0]["as_printed"] == "2015-04-17"


def test_cases_stand_at_every_stage() -> None:
    assert set(models.Case.objects.values_list("stage", flat=True)) == set(Stage)


def test_referrals_came_by_every_door_and_some_wait_or_ended_without_a_case() -> None:
    referrals = models.Referral.objects.all()
    assert set(referrals.values_list("door", flat=True)) == set(Door)
    states = Counter(referrals.values_list("state", flat=True))
    assert states["waiting"] >= 5
    assert states["declined"] >= 3


def test_there_is_somebody_in_every_role_and_two_services() -> None:
    roles = User.objects.filter(kind="staff").values_list("memberships__service__code", "memberships__role")
    assert {role for code, role in roles if code == "NV"} == set(Role)
    assert {code for code, _ in roles} == {"NV", "OS"}


# Maja's plan


def test_in_majas_plan_every_answer_occurs() -> None:
    plan, answers = plan_and_answers(NAME)
    today, lines = timezone.localdate(), {step.line for step in plan.steps}
    states = {party: party_state(plan, answers, party, today, visible=lines) for party in Party}
    assert states[Party.PATIENT].kind is Kind.ACCEPTED
    assert states[Party.CLINIC].kind is Kind.RESERVATION
    assert states[Party.EMPLOYER].kind is Kind.QUESTION
    assert states[Party.GP].kind is Kind.OBJECTION
    assert states[Party.INSURER].kind is Kind.OBJECTION
    assert states[Party.EMPLOYMENT_SERVICE].kind is None
    assert states[Party.EMPLOYMENT_SERVICE].days_left == 6
    assert state_of(versions_of(case_of(NAME))) is PlanState.IN_FORCE


def test_of_two_questions_one_is_answered_and_one_is_open() -> None:
    _plan, answers = plan_and_answers(NAME)
    questions = [answer for answer in answers if answer.kind is Kind.QUESTION]
    assert sorted(bool(question.reply) for question in questions) == [False, True]


def test_the_officer_objects_under_a_rule_and_the_gp_to_a_step_of_his_own() -> None:
    plan, answers = plan_and_answers(NAME)

    def objection(party: Party) -> Answer:
        [found] = [a for a in current_answers(plan, answers, party) if a.kind is Kind.OBJECTION]
        return found

    officer, doctor = objection(Party.INSURER), objection(Party.GP)
    assert officer.rule
    assert doctor.line is not None
    assert plan.step(doctor.line).owner is Party.GP


def test_majas_minutes_were_corrected_and_a_sentence_was_taken_out() -> None:
    first, second = models.Minutes.objects.filter(meeting__case=case_of(NAME), number__in=[1, 2]).filter(
        meeting__minutes__number=2
    )
    assert second.because
    assert first.items.filter(redacted_at__isnull=False).count() == 1
    assert second.items.get(text__contains="trolley").text != first.items.get(text__contains="trolley").text


def test_what_majas_meeting_decided_stands_in_version_three() -> None:
    decided = models.DecidedStep.objects.filter(plan__case=case_of(NAME))
    assert {step.plan.number for step in decided} == {3}
    assert decided.count() == 2


def test_majas_next_meeting_has_every_kind_of_answer() -> None:
    ahead = case_of(NAME).meetings.latest("pk")
    assert ahead.starts_at is not None
    assert ahead.starts_at > timezone.now()
    said = dict(ahead.guests.values_list("party", "comes"))
    assert said == {
        "patient": "yes",
        "specialist": "yes",
        "employer": "yes",
        "clinic": "video",
        "insurer": "",
        "gp": "no",
    }


def test_people_meet_on_weekdays_at_working_hours() -> None:
    for meeting in models.Meeting.objects.filter(starts_at__isnull=False).select_related("case__service"):
        assert meeting.starts_at is not None
        there = meeting.starts_at.astimezone(zone_of(meeting.case.service))
        assert there.weekday() < 5
        assert 8 <= there.hour < 17


def test_meetings_stand_at_every_state_and_two_wish_for_one() -> None:
    assert {state_of_meeting(row) for row in models.Meeting.objects.all()} == set(MeetingState)
    wishes = models.MeetingWish.objects.filter(meeting=None)
    assert sorted(wish.declined_at is None for wish in wishes) == [False, True]


def test_a_meeting_ended_without_decisions() -> None:
    minutes = models.Minutes.objects.get(meeting__case=case_of("Jesper Lundin"))
    assert minutes.sent_at is not None
    assert not minutes.items.filter(kind="decision").exists()


# The turns that the other cases take


def test_a_mail_has_failed() -> None:
    mail = Mail.objects.get(state="failed")
    assert mail.case_code == case_of("Robert Hallgren").code


def test_a_mail_was_perhaps_sent_and_another_was_sent_again() -> None:
    mail = Mail.objects.get(state="unsure")
    assert mail.case_code == case_of("Katarina Vinter").code
    assert mail.body
    again = Mail.objects.exclude(decided_by="").get()
    assert (again.case_code, again.state) == (case_of("Oskar Nyman").code, "sent")


def test_a_refused_employer_has_no_link_no_step_and_nobody_on_the_team() -> None:
    case = case_of("Anna-Karin Öst")
    assert case.employer is not None
    assert case.employer_contact == "refused"
    assert not PartyLink.objects.filter(case_code=case.code, party=Party.EMPLOYER).exists()
    assert not case.team.filter(party=Party.EMPLOYER).exists()
    assert not models.Step.objects.filter(plan__case=case, owner=Party.EMPLOYER).exists()


def test_a_whole_draft_waits_for_its_patient() -> None:
    draft = plan_now("Noor Haddad")
    assert draft.goal
    assert draft.steps.count() >= 3
    assert draft.released_on is None


def test_a_plan_was_withdrawn_with_its_reason() -> None:
    row = plan_now("Signe Dahl")
    assert row.withdrawn_on is not None
    assert row.withdrawn_because


def test_a_step_is_late_a_case_is_quiet_and_a_party_has_not_been_heard() -> None:
    today = timezone.localdate()
    late = plan_now("Hanna Virtanen").steps.get(owner=Party.CLINIC)
    assert late.due < today
    assert late.line.progress == "planned"
    quiet = case_of("Tomas Eriksen").last_contact_on
    assert quiet is not None
    assert today - quiet >= timedelta(days=21)
    unheard = plan_now("Dragan Petrović")
    assert unheard.answer_by is not None
    assert unheard.answer_by < today
    assert not unheard.answers.filter(party=Party.INSURER).exists()


def test_a_first_plan_gave_way_to_a_second() -> None:
    first, second = case_of("Ahmed Hussein").plans.order_by("number")
    assert first.withdrawn_on is not None
    assert second.released_on is not None
    assert state_of(versions_of(case_of("Ahmed Hussein"))) is PlanState.IN_FORCE


def test_one_hand_over_lies_ahead_and_one_waits_too_long() -> None:
    states = [state_of_handover(row) for row in models.Handover.objects.all()]
    assert states.count(HandoverState.AHEAD) == 1
    assert states.count(HandoverState.LATE) == 1


# The rules


def test_the_stage_of_every_case_is_what_its_plan_says() -> None:
    for case in models.Case.objects.all():
        state = state_of(versions_of(case))
        assert case.stage == stage(closed_on=case.closed_on, newest_plan=state), case.code


def test_every_case_is_owned_by_a_practitioner_of_its_service_who_is_on_its_team() -> None:
    for case in models.Case.objects.select_related("owner"):
        assert case.owner.memberships.filter(service=case.service, role=Role.PRACTITIONER).exists()
        assert case.team.filter(party=Party.SPECIALIST, person=case.owner.person, until=None).exists()


def test_no_link_is_older_than_the_plan_that_its_party_was_sent() -> None:
    for link in PartyLink.objects.all():
        sent = models.PlanVersion.objects.filter(case__code=link.case_code, released_on__isnull=False)
        first = sent.order_by("released_on").first()
        assert first is not None
        assert first.released_on is not None
        assert timezone.localdate(link.created_at) >= first.released_on


def test_employers_owe_nothing_about_health_and_nobody_agreed_to_what_cannot_be_agreed_to() -> None:
    assert not models.Step.objects.filter(owner=Party.EMPLOYER, domain=Domain.HEALTH).exists()
    for consent in models.Consent.objects.all():
        assert consent.section in TABLE.consentable(Party(consent.party))


def test_nobody_was_met_before_hearing_that_taking_part_is_voluntary() -> None:
    for referral in models.Referral.objects.prefetch_related("contacts"):
        talks = [Talk(row.on, Mode(row.mode), row.reached) for row in referral.contacts.all()]
        met = [talk for talk in talks if talk.mode in {Mode.MEETING, Mode.VIDEO} and talk.reached]
        assert referral.first_contact_on == first_contact(talks)
        if first := first_contact(met):
            assert referral.voluntary_explained_on is not None
            assert referral.voluntary_explained_on <= first


def test_nobody_can_be_reached_in_the_real_world() -> None:
    assert not Person.objects.exclude(email="").exclude(email__endswith=".example").exists()
    assert not Mail.objects.exclude(to_address__endswith=".example").exists()


def test_the_pilots_persons_have_no_names() -> None:
    assert set(Person.objects.filter(cases__imported__isnull=False).values_list("name", "email")) == {
        ("", "")
    }


def test_filling_again_changes_nothing() -> None:
    events = AuditEvent.objects.count()
    demo_world.fill()
    assert AuditEvent.objects.count() == events


def test_outside_parties_answer_by_their_links_only() -> None:
    by_links = models.Answer.objects.filter(party__in=OUTSIDE_PARTIES).values_list("by", flat=True)
    assert all(code.startswith("link:") for code in by_links)
