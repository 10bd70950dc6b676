"""Who sees what: the patient's say, party by party, and that it holds at once."""

from __future__ import annotations

import pytest
from django.test import Client

from stegvis.casework.access import EmployerContact
from stegvis.casework.party import Party
from stegvis.casework.sections import (
    ANSWERS,
    GOAL,
    HEALTH,
    STEPS_COORDINATION,
    STEPS_HEALTH,
    STEPS_WORK,
    TEAM,
    USUAL_CONSENTS,
)
from stegvis_web.casework import models
from stegvis_web.casework.actions import cases
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.foundation.once import FIELD, form_key
from stegvis_web.people.models import PartyLink
from tests.cast import come_by_link, sign_in, viewer
from tests.made_once import made_once
from tests.stegvis_web.casework.plan_visits import english_cast, last_event, maja
from tests.stegvis_web.casework.visits import events, page, send, statements, text, url, visiting
from tests.told_case import STEPS, Told, agreed, drafted, opened, released

pytestmark = pytest.mark.django_db

DESK = STEPS[0][0]
MEDICINES = STEPS[3][0]


@pytest.fixture
@made_once
def asked() -> Told:
    """The team stands; nothing is agreed yet."""
    return opened(english_cast())


@pytest.fixture
@made_once
def sent() -> Told:
    return released(drafted(agreed(opened(english_cast()))))


def agreed_to(told: Told, party: Party) -> set[str]:
    rows = models.Consent.objects.filter(case=told.case, party=party, withdrawn_at__isnull=True)
    return set(rows.values_list("section", flat=True))


def contact(told: Told) -> str:
    return told.case.employer_contact


def test_before_she_has_said_anything_nobody_sees_anything(asked: Told) -> None:
    shown = page(maja(asked), "my-who-sees-what")
    assert "Not asked yet" in shown
    assert "Sees nothing, because you have not allowed contact with the employer." in shown
    assert shown.count("Sees nothing but your name.") == 4


def test_she_agrees_box_by_box(asked: Told) -> None:
    send(maja(asked), "my-who-sees-what", party="gp", sections=[GOAL, STEPS_HEALTH])
    assert agreed_to(asked, Party.GP) == {GOAL, STEPS_HEALTH}
    assert last_event() == ("change", "case", "patient", "done")


def test_the_card_says_that_it_is_saved_where_she_stands(asked: Told) -> None:
    client = maja(asked)
    response = send(client, "my-who-sees-what", party="gp", sections=[GOAL])
    assert response["Location"].endswith("?saved=gp#p-gp")
    shown = text(client.get(response["Location"]))
    assert shown.count("Saved. It holds from now on.") == 1
    assert "Sees, besides your name: The goal" in shown


def test_one_press_agrees_to_what_people_usually_agree_to(asked: Told) -> None:
    send(maja(asked), "my-who-sees-what", party="insurer", usual="1", sections=[])
    assert agreed_to(asked, Party.INSURER) == set(USUAL_CONSENTS[Party.INSURER])


def test_the_usual_takes_nothing_from_the_coordinator(asked: Told) -> None:
    cases.set_consents(by=asked.maja, code=asked.code, party=Party.SPECIALIST, sections=[HEALTH])
    assert 'value="1"' not in consent_card(asked, Party.SPECIALIST)


def consent_card(told: Told, party: Party) -> str:
    """The card of one party on the page, as it was sent."""
    whole = maja(told).get(url("my-who-sees-what")).content.decode()
    return whole.partition(f'id="p-{party}"')[2].partition("</section>")[0]


def test_a_withdrawn_consent_holds_on_the_next_request(sent: Told) -> None:
    employer = come_by_link(Client(), sent.invite(Party.EMPLOYER))
    assert DESK in text(employer.get(url("answer")))
    send(maja(sent), "my-who-sees-what", party="employer", sections=[GOAL])
    shown = text(employer.get(url("answer")))
    assert DESK not in shown
    send(maja(sent), "my-who-sees-what", party="employer", sections=[GOAL, STEPS_WORK])
    assert DESK in text(employer.get(url("answer")))


def test_withdrawn_consents_stay_on_record_with_their_day(asked: Told) -> None:
    client = maja(asked)
    send(client, "my-who-sees-what", party="gp", sections=[GOAL])
    send(client, "my-who-sees-what", party="gp", sections=[])
    row = models.Consent.objects.get(case=asked.case, party=Party.GP)
    assert row.withdrawn_at is not None


@pytest.mark.parametrize("section", [HEALTH, STEPS_HEALTH, "sick_leave", "plan.words"])
def test_nobody_can_agree_that_an_employer_sees_something_about_health(asked: Told, section: str) -> None:
    send(maja(asked), "my-who-sees-what", party="employer", sections=[section, STEPS_WORK])
    assert agreed_to(asked, Party.EMPLOYER) == {STEPS_WORK}
    assert MEDICINES not in consent_card(asked, Party.EMPLOYER)


@pytest.mark.parametrize("party", ["clinic", "patient", "nobody", ""])
def test_there_is_nothing_to_say_of_a_party_without_boxes(asked: Told, party: str) -> None:
    assert send(maja(asked), "my-who-sees-what", party=party, sections=[GOAL]).status_code == 404


def test_nothing_is_said_of_a_party_that_nobody_speaks_for(asked: Told) -> None:
    row = asked.case.team.get(party=Party.GP)
    cases.leave_team(by=asked.ingrid, code=asked.code, member=row.pk)
    assert "What may Amir Rahimi see?" not in page(maja(asked), "my-who-sees-what")
    assert send(maja(asked), "my-who-sees-what", party="gp", sections=[GOAL]).status_code == 404


def test_everybody_who_speaks_for_a_party_is_named(asked: Told) -> None:
    assert asked.cast.tomas.person
    cases.join_team(by=asked.ingrid, code=asked.code, party=Party.SUPPORTER, person=asked.cast.tomas.person)
    assert "Eva Lindqvist, Tomas Eriksen" in page(maja(asked), "my-who-sees-what")


def test_saying_the_same_again_changes_nothing(asked: Told) -> None:
    client = maja(asked)
    send(client, "my-who-sees-what", party="gp", sections=[GOAL])
    before = events()
    send(client, "my-who-sees-what", party="gp", sections=[GOAL])
    assert (agreed_to(asked, Party.GP), events()) == ({GOAL}, before)


def test_each_change_names_its_sections_in_one_event(asked: Told) -> None:
    client = maja(asked)
    before = events()
    send(client, "my-who-sees-what", party="employer", sections=[GOAL, TEAM])
    assert events() == before + 1
    assert AuditEvent.objects.latest("pk").fields == ["consent:employer:plan.goal", "consent:employer:team"]


def test_what_was_ticked_survives_the_end_of_the_session(asked: Told) -> None:
    client = Client()
    key = form_key(viewer(asked.cast.maja))
    ticked = {"party": "gp", "sections": [ANSWERS, STEPS_COORDINATION], FIELD: key}
    assert "sign-in" in client.post(url("my-who-sees-what"), ticked)["Location"]
    sign_in(client, asked.cast.maja)
    whole = client.get(url("my-who-sees-what")).content.decode()
    card = whole.partition('id="p-gp"')[2].partition("</section>")[0]
    assert "<details open" in card
    assert card.count(" checked") == 2
    assert whole.count(" checked") == 2
    assert agreed_to(asked, Party.GP) == set()


def test_a_double_click_is_one_change(asked: Told) -> None:
    client = maja(asked)
    data = {"party": "gp", "sections": [GOAL], FIELD: form_key(asked.maja)}
    client.post(url("my-who-sees-what"), data)
    before = events()
    assert client.post(url("my-who-sees-what"), data).status_code == 302
    assert events() == before


def test_the_page_costs_the_same_for_two_parties_as_for_seven(asked: Told) -> None:
    many = statements(maja(asked), url("my-who-sees-what"))
    for row in asked.case.team.filter(party__in=["gp", "supporter", "insurer", "employment_service"]):
        cases.leave_team(by=asked.ingrid, code=asked.code, member=row.pk)
    assert statements(maja(asked), url("my-who-sees-what")) == many


def test_without_anybody_outside_the_page_says_when_there_is_something_to_decide(asked: Told) -> None:
    for row in asked.case.team.exclude(party__in=["patient", "specialist"]):
        cases.leave_team(by=asked.ingrid, code=asked.code, member=row.pk)
    asked.case.team.filter(party="specialist").update(party="clinic")
    assert "Nobody else is on the team yet" in page(maja(asked), "my-who-sees-what")


def test_she_allows_contact_with_the_employer_and_takes_it_back(sent: Told) -> None:
    client = maja(sent)
    link = sent.invite(Party.EMPLOYER).link
    employer = come_by_link(Client(), sent.invite(Party.EMPLOYER))
    before = events()
    send(client, "my-employer-contact", contact="refused")
    assert contact(sent) == EmployerContact.REFUSED
    assert events() > before
    assert employer.get(url("answer")).status_code == 302
    assert PartyLink.objects.get(pk=link.pk).revoked_at is not None
    shown = page(client, "my-who-sees-what", saved="contact")
    assert "Saved. It holds from now on." in shown
    assert "Contact refused" in shown
    send(client, "my-employer-contact", contact="allowed")
    assert contact(sent) == EmployerContact.ALLOWED


def test_what_she_agreed_to_comes_back_with_the_contact(sent: Told) -> None:
    client = maja(sent)
    send(client, "my-employer-contact", contact="refused")
    assert "Sees nothing, because you have not allowed contact" in page(client, "my-who-sees-what")
    send(client, "my-employer-contact", contact="allowed")
    assert agreed_to(sent, Party.EMPLOYER) == set(USUAL_CONSENTS[Party.EMPLOYER])


def test_a_made_up_word_on_contact_is_no_word(asked: Told) -> None:
    assert send(maja(asked), "my-employer-contact", contact="perhaps").status_code == 404
    assert contact(asked) == EmployerContact.NOT_ASKED


def test_opening_the_address_of_the_button_leads_back_to_the_page(asked: Told) -> None:
    response = maja(asked).get(url("my-employer-contact"), follow=True)
    assert response.redirect_chain == [(url("my-who-sees-what"), 302)]
    assert "Press the button once more" in text(response)


def test_without_an_employer_nothing_is_asked_about_one(asked: Told) -> None:
    cases.choose_employer(by=asked.ingrid, code=asked.code, employer=None)
    assert "Contact with" not in page(maja(asked), "my-who-sees-what")


@pytest.mark.parametrize("who", ["ingrid", "sara", "tomas"])
def test_these_pages_are_nobody_elses(asked: Told, who: str) -> None:
    client = visiting(getattr(asked.cast, who))
    assert client.get(url("my-who-sees-what")).status_code == 404
    assert send(client, "my-who-sees-what", party="gp", sections=[GOAL]).status_code == 404
    assert send(client, "my-employer-contact", contact="allowed").status_code == 404
    assert agreed_to(asked, Party.GP) == set()
