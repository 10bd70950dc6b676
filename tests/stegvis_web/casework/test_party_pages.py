"""The outside party's three screens."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stegvis.casework.access import EmployerContact
from stegvis.casework.party import Party
from stegvis.casework.sections import STEPS_WORK
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases, lifecycle, plans
from stegvis_web.casework.queries.plans import versions_of
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.foundation.once import FIELD, form_key
from stegvis_web.people.links import viewer_for
from tests.cast import come_by_link, the_cast
from tests.made_once import made_once
from tests.told_case import STEPS, Told, in_days, told_case

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(the_cast())


def come(told: Told, party: Party) -> Client:
    return come_by_link(Client(), told.invite(party))


def in_force(told: Told, owner: Party) -> bool:
    return told.line(owner) in versions_of(told.case).standing


def answer(client: Client, **data: object) -> object:
    return client.post(reverse("casework:answer-give"), {"version": 1, **data})


def test_the_employer_reads_its_own_step_and_no_word_about_health(told: Told) -> None:
    page = come(told, Party.EMPLOYER).get(reverse("casework:answer")).content.decode()
    assert "A desk that can be raised" in page
    assert "medicines" not in page
    assert "Walk to the library" not in page
    assert "Sick leave" not in page


def test_the_gp_reads_the_steps_about_health(told: Told) -> None:
    page = come(told, Party.GP).get(reverse("casework:answer")).content.decode()
    assert "Go through the medicines" in page


def test_the_employer_accepts_and_its_step_is_in_force(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    response = answer(client, kind="accepted")
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert in_force(told, Party.EMPLOYER)
    assert "Accepted" in client.get(reverse("casework:answer-done")).content.decode()


def test_an_authority_that_objects_names_its_rule(told: Told) -> None:
    client = come(told, Party.INSURER)
    line = told.line(Party.INSURER)
    refused = answer(client, kind="objection", steps=[line], words="Every day is the rule.", rule="")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "Name the rule" in refused.content.decode()  # type: ignore[attr-defined]
    assert "Every day is the rule." in refused.content.decode()  # type: ignore[attr-defined]
    answer(client, kind="objection", steps=[line], words="Every day is the rule.", rule="SFB 27:45")
    objection = models.Answer.objects.get(kind="objection")
    assert (objection.rule, objection.talk_by is not None) == ("SFB 27:45", True)


def test_an_objection_to_no_step_is_asked_for_its_step(told: Told) -> None:
    refused = answer(come(told, Party.GP), kind="objection", words="No")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "Choose the step that you object to." in refused.content.decode()  # type: ignore[attr-defined]


def test_a_question_about_the_whole_plan_accepts_nothing(told: Told) -> None:
    answer(come(told, Party.EMPLOYER), kind="question", words="From which day?")
    assert not in_force(told, Party.EMPLOYER)


def test_an_answer_with_nothing_chosen_says_so_and_keeps_the_words(told: Told) -> None:
    refused = answer(come(told, Party.EMPLOYER), words="I wrote a lot")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "I wrote a lot" in refused.content.decode()  # type: ignore[attr-defined]


def test_a_step_of_another_plan_cannot_be_answered(told: Told) -> None:
    hidden = told.line(Party.GP)
    refused = answer(come(told, Party.EMPLOYER), kind="objection", steps=[hidden], words="No")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert not models.Answer.objects.filter(kind="objection").exists()


def test_an_answer_to_a_withdrawn_plan_says_that_nothing_is_asked(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="I need more time.")
    refused = answer(client, kind="accepted")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "Nothing is asked of you" in refused.content.decode()  # type: ignore[attr-defined]
    assert "I need more time" not in client.get(reverse("casework:answer")).content.decode()


def test_a_withdrawn_consent_holds_on_the_next_request(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[])
    page = client.get(reverse("casework:answer")).content.decode()
    assert "Nothing to answer just now" in page
    assert not any(what in page for what, _, _ in STEPS)


def test_a_refused_employer_contact_ends_the_visit(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    cases.set_employer_contact(by=told.maja, code=told.code, contact=EmployerContact.REFUSED)
    assert client.get(reverse("casework:answer")).status_code == 302


def test_a_supporter_reads_and_is_asked_nothing(told: Told) -> None:
    client = come(told, Party.SUPPORTER)
    page = client.get(reverse("casework:answer")).content.decode()
    assert "For you to read" in page
    assert client.get(reverse("casework:answer-give")).status_code == 302


def test_the_file_holds_what_the_page_holds(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    response = client.get(reverse("casework:answer-json"))
    data = json.loads(response.content)
    assert [step["what"] for step in data["plan"]["steps"]] == [STEPS[0][0], STEPS[1][0], STEPS[4][0]]
    assert "maja" not in response["Content-Disposition"].lower()


def test_each_look_and_each_answer_leaves_one_event(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    before = AuditEvent.objects.count()
    client.get(reverse("casework:answer"))
    answer(client, kind="accepted")
    events = AuditEvent.objects.order_by("-id")[: AuditEvent.objects.count() - before]
    assert [(event.verb, event.party) for event in events] == [("answer", "employer"), ("read", "employer")]


def test_a_page_costs_the_same_however_many_steps(told: Told, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = come(told, Party.EMPLOYER)
    client.get(reverse("casework:answer"))
    with django_assert_max_num_queries(30):
        client.get(reverse("casework:answer"))


def test_only_a_section_agreed_to_is_shown(told: Told) -> None:
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[STEPS_WORK])
    page = come(told, Party.EMPLOYER).get(reverse("casework:answer")).content.decode()
    assert "A desk that can be raised" in page
    assert "read to the children" not in page
    assert "Call Maja" not in page


def test_a_consent_withdrawn_in_mid_answer_loses_no_word(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    line = told.line(Party.EMPLOYER)
    cases.set_consents(by=told.maja, code=told.code, party=Party.EMPLOYER, sections=[])
    refused = answer(client, kind="question", steps=[line], words="From which day? å 🌲")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "From which day? å 🌲" in refused.content.decode()  # type: ignore[attr-defined]
    assert not models.Answer.objects.filter(party="employer").exists()


def test_an_answer_to_an_older_version_is_kept_and_counts_only_when_sent_again(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    lifecycle.withdraw_plan(by=told.maja, code=told.code, reason="Something changed.")
    plans.start_plan(by=told.maja, code=told.code)
    lifecycle.release_plan(by=told.maja, code=told.code, answer_by=in_days(12))
    refused = answer(client, kind="reservation", words="Not on Fridays.")
    content = refused.content.decode()  # type: ignore[attr-defined]
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "There is a newer version of this plan." in content
    assert "Not on Fridays." in content
    assert 'name="version" value="2"' in content
    assert answer(client, version=2, kind="reservation", words="Not on Fridays.").status_code == 302  # type: ignore[attr-defined]
    assert [a.plan.number for a in models.Answer.objects.filter(party="employer")] == [2]


def test_what_was_typed_survives_the_end_of_the_visit(told: Told) -> None:
    new = told.invite(Party.EMPLOYER)
    by = viewer_for(new.link)
    client = Client()
    typed = {"version": 1, "kind": "reservation", "words": "Not on Fridays, å 🌲", FIELD: form_key(by)}
    gone = client.post(reverse("casework:answer-give"), typed)
    assert gone.status_code == 302
    come_by_link(client, new)
    page = client.get(reverse("casework:answer-give")).content.decode()
    assert "Not on Fridays, å 🌲" in page
    assert 'value="reservation"' in page.partition(" checked")[0].rpartition("<input")[2]
    assert not models.Answer.objects.filter(party="employer").exists()


def test_200_kilobytes_are_refused_in_one_sentence_and_kept(told: Told) -> None:
    refused = answer(come(told, Party.GP), kind="reservation", words="å" * 200_000)
    content = refused.content.decode()  # type: ignore[attr-defined]
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert content.count("Write at most") == 1
    assert "å" * 200_000 in content


def test_a_double_click_answers_once(told: Told) -> None:
    new = told.invite(Party.EMPLOYER)
    client = come_by_link(Client(), new)
    data = {"version": 1, "kind": "accepted", FIELD: form_key(viewer_for(new.link))}
    first = client.post(reverse("casework:answer-give"), data)
    again = client.post(reverse("casework:answer-give"), data)
    assert (first["Location"], again["Location"]) == (reverse("casework:answer-done"),) * 2
    assert models.Answer.objects.filter(party="employer").count() == 1


def test_a_form_shown_again_leaves_the_event_of_its_page(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    before = AuditEvent.objects.count()
    answer(client, words="I chose nothing")
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.what, event.party) == ("read", "plan", "employer")


def test_a_party_reads_how_its_step_stands(told: Told) -> None:
    client = come(told, Party.EMPLOYER)
    answer(client, kind="accepted")
    assert "In force" in client.get(reverse("casework:answer")).content.decode()


def test_markup_in_an_answer_stays_text(told: Told) -> None:
    client = come(told, Party.GP)
    answer(client, kind="reservation", words="<script>alert(1)</script>")
    page = client.get(reverse("casework:answer")).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_whoever_may_not_see_the_answers_reads_of_no_silence_and_of_no_objection(told: Told) -> None:
    line = told.line(Party.INSURER)
    answer(come(told, Party.INSURER), kind="objection", steps=[line], words="No.", rule="SFB 27:45")
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        page = come(told, Party.EMPLOYER).get(reverse("casework:answer")).content.decode()
    others = page.partition("What others do")[2].partition("Your dates")[0]
    assert "Say yes or no to uneven days" in others
    assert "Not agreed yet" in others
    assert "Not answered" not in others
    assert "Waits for answer" not in others
    assert "Talk" not in others
