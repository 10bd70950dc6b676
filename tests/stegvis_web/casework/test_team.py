"""The team of a case: joining, leaving, the owner, the employer, links and their codes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stegvis.casework.party import Party
from stegvis.foundation.errors import Refusal
from stegvis_web.casework.actions import cases
from stegvis_web.people import links
from stegvis_web.people.models import Mail, Organisation, PartyLink, Person
from tests.cast import person, the_cast
from tests.made_once import made_once
from tests.stegvis_web.casework.visits import HOSTILE, LONG, form_key, page, send, text, url, visiting
from tests.told_case import Told, agreed, drafted, opened, told_case

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
@made_once
def told() -> Told:
    return told_case(the_cast())


@pytest.fixture
def ingrid(told: Told) -> Client:
    return visiting(told.cast.ingrid)


def joining(who: object, **more: Any) -> dict[str, Any]:
    return {"person": getattr(who, "pk", who), "since": TODAY().isoformat(), **more}


def on_team(told: Told, party: Party) -> list[str]:
    rows = told.case.team.filter(party=party, until__isnull=True).select_related("person")
    return [row.person.name for row in rows]


def gone(told: Told, party: Party) -> None:
    """Nobody speaks for that party any more."""
    member = told.case.team.get(party=party, until=None)
    cases.leave_team(by=told.ingrid, code=told.code, member=member.pk)


def code_of(response: Any) -> str:
    found = re.search(r'class="code">(\d{3}) (\d{3})<', response.content.decode())
    return "".join(found.groups()) if found else ""


def test_everybody_stands_there_with_the_day_they_came(told: Told, ingrid: Client) -> None:
    shown = page(ingrid, "team", told.code)
    for name in ("Maja Lindqvist", "Ingrid Solheim", "Johan Berg", "Petra Nyström", "Eva Lindqvist"):
        assert name in shown
    assert shown.index("Maja Lindqvist") < shown.index("Sara Öhman") < shown.index("Johan Berg")


def test_where_one_person_speaks_for_a_party_another_follows_by_a_hand_over(
    told: Told, ingrid: Client
) -> None:
    ellen = person(told.cast.norrvik, "Ellen Wahl", organisation=told.cast.surgery)
    member = told.case.team.get(party="gp")
    leads = ingrid.get(url("team-join", told.code, "gp"))
    assert leads.headers["Location"] == url("hand-over", told.code, member.pk)
    with pytest.raises(Refusal, match="Hand over to the new person"):
        cases.join_team(by=told.ingrid, code=told.code, party=Party.GP, person=ellen)
    assert on_team(told, Party.GP) == ["Amir Rahimi"]


def test_somebody_new_is_written_down_on_the_way(told: Told, ingrid: Client) -> None:
    form = joining("new", name="Bo Lindqvist", title="Brother", email="bo@home.example", phone="070-1")
    assert send(ingrid, "team-join", told.code, "supporter", **form).status_code == 302
    assert on_team(told, Party.SUPPORTER) == ["Eva Lindqvist", "Bo Lindqvist"]
    assert Person.objects.get(name="Bo Lindqvist").title == "Brother"


def test_a_new_contact_of_the_employer_works_there(told: Told, ingrid: Client) -> None:
    gone(told, Party.EMPLOYER)
    send(ingrid, "team-join", told.code, "employer", **joining("new", name="Rut Alm"))
    assert Person.objects.get(name="Rut Alm").organisation == told.cast.library
    assert on_team(told, Party.EMPLOYER) == ["Rut Alm"]


def test_a_new_officer_needs_an_office_and_a_name(told: Told, ingrid: Client) -> None:
    gone(told, Party.INSURER)
    refused = send(ingrid, "team-join", told.code, "insurer", **joining("new"))
    shown = text(refused)
    assert refused.status_code == 422
    assert "Write the name." in shown
    assert "Choose where this person works." in shown
    form = joining("new", name="Greta Lund", workplace=told.cast.insurance.pk)
    assert send(ingrid, "team-join", told.code, "insurer", **form).status_code == 302
    assert on_team(told, Party.INSURER) == ["Greta Lund"]


def test_one_of_the_same_name_is_asked_about_first(told: Told, ingrid: Client) -> None:
    gone(told, Party.EMPLOYER)
    johan = person(told.cast.norrvik, "Karl Ström", organisation=told.cast.library)
    asked = send(ingrid, "team-join", told.code, "employer", **joining("new", name="karl ström"))
    assert asked.status_code == 422
    assert "Is it one of these?" in text(asked)
    form = joining("new", name="karl ström", same=johan.pk)
    assert send(ingrid, "team-join", told.code, "employer", **form).status_code == 302
    assert Person.objects.filter(name_key="karl strom").count() == 1


def test_a_double_click_writes_one_person_down(told: Told, ingrid: Client) -> None:
    form = joining("new", name="Bo Lindqvist", form_key=form_key(ingrid, "team-join", told.code, "supporter"))
    for _ in range(2):
        assert send(ingrid, "team-join", told.code, "supporter", **form).status_code == 302
    assert Person.objects.filter(name="Bo Lindqvist").count() == 1


def test_a_double_click_on_a_known_person_is_no_error(told: Told, ingrid: Client) -> None:
    gone(told, Party.GP)
    ellen = person(told.cast.norrvik, "Ellen Wahl", organisation=told.cast.surgery)
    form = joining(ellen, form_key=form_key(ingrid, "team-join", told.code, "gp"))
    for _ in range(2):
        assert send(ingrid, "team-join", told.code, "gp", **form).status_code == 302


def test_only_those_who_can_speak_for_the_party_are_offered(told: Told, ingrid: Client) -> None:
    gone(told, Party.GP)
    outsiders = [told.cast.petra, told.cast.tomas.person, told.cast.leif.person]
    for who in outsiders:
        assert send(ingrid, "team-join", told.code, "gp", **joining(who)).status_code == 404
    shown = page(ingrid, "team-join", told.code, "supporter")
    assert "Tomas Eriksen" not in shown, "another patient is no supporter"
    assert "Asta Lund" in page(ingrid, "team-join", told.code, "clinic"), "a colleague may"
    assert "Someone new" not in page(ingrid, "team-join", told.code, "clinic")


def test_more_candidates_than_fit_are_searched_by_name(told: Told, ingrid: Client) -> None:
    gone(told, Party.GP)
    for number in range(14):
        person(told.cast.norrvik, f"Doctor {number:02}", organisation=told.cast.surgery)
    last = person(told.cast.norrvik, "Zoe Zander", organisation=told.cast.surgery)
    assert "Zoe Zander" not in page(ingrid, "team-join", told.code, "gp")
    assert "Zoe Zander" in page(ingrid, "team-join", told.code, "gp", q="zand")
    assert send(ingrid, "team-join", told.code, "gp", **joining(last)).status_code == 302


@pytest.mark.parametrize("since", ["2099-01-01", "0202-01-01", "now", ""])
def test_a_wrong_day_keeps_what_was_typed(told: Told, ingrid: Client, since: str) -> None:
    gone(told, Party.EMPLOYER)
    form = {**joining("new", name="Rut Alm"), "since": since}
    refused = send(ingrid, "team-join", told.code, "employer", **form)
    assert refused.status_code == 422
    assert "Rut Alm" in refused.content.decode()
    assert not Person.objects.filter(name="Rut Alm").exists()


@pytest.mark.parametrize("party", ["patient", "nobody"])
def test_there_is_no_joining_as_patient_or_as_nothing(told: Told, ingrid: Client, party: str) -> None:
    assert ingrid.get(url("team-join", told.code, party)).status_code == 404


def test_hostile_and_endless_names_are_text_or_refused(told: Told, ingrid: Client) -> None:
    long = send(ingrid, "team-join", told.code, "supporter", **joining("new", name=LONG))
    assert long.status_code == 422
    send(ingrid, "team-join", told.code, "supporter", **joining("new", name=HOSTILE))
    assert b"<script>alert" not in ingrid.get(url("team", told.code)).content


def test_leaving_ends_today_and_closes_only_that_persons_link(told: Told, ingrid: Client) -> None:
    bo = person(told.cast.norrvik, "Bo Lindqvist")
    send(ingrid, "team-join", told.code, "supporter", **joining(bo))
    members = {row.person_id: row.pk for row in told.case.team.filter(party="supporter")}
    for member in members.values():
        assert send(ingrid, "invite", told.code, "supporter", member=member).status_code == 302
    send(ingrid, "team-leave", told.code, members[told.cast.eva.pk])
    alive = PartyLink.objects.filter(party="supporter", revoked_at__isnull=True)
    assert [link.person for link in alive] == [bo]


def test_the_person_and_the_owner_stay(told: Told, ingrid: Client) -> None:
    for party in ("patient", "specialist"):
        member = told.case.team.get(party=party)
        refused = send(ingrid, "team-leave", told.code, member.pk)
        assert refused.status_code == 422
        assert "The person and the owner of the case stay on the team." in text(refused)


def test_another_employer_is_another_question_of_contact() -> None:
    told = agreed(opened(the_cast()))
    ingrid = visiting(told.cast.ingrid)
    bakery = Organisation.objects.create(service=told.cast.norrvik, name="Norrvik bakery", kind="employer")
    assert send(ingrid, "team-employer", told.code, employer=bakery.pk).status_code == 302
    assert (told.case.employer, told.case.employer_contact) == (bakery, "not_asked")
    assert on_team(told, Party.EMPLOYER) == []


def test_an_employer_with_a_step_in_a_sent_plan_is_not_exchanged_under_it(told: Told, ingrid: Client) -> None:
    refused = send(ingrid, "team-employer", told.code, employer="none")
    assert refused.status_code == 422
    assert told.case.employer == told.cast.library


def test_a_new_employer_is_written_down_and_none_is_possible() -> None:
    told = agreed(opened(the_cast()))
    ingrid = visiting(told.cast.ingrid)
    send(ingrid, "team-employer", told.code, employer="new", name="Sjövik school", city="Sjövik")
    assert told.case.employer
    assert (told.case.employer.name, told.case.employer.kind) == ("Sjövik school", "employer")
    send(ingrid, "team-employer", told.code, employer="none")
    assert told.case.employer is None
    assert "None: the person looks for work." in page(ingrid, "team", told.code)
    assert "First say who the employer is" in page(ingrid, "team-join", told.code, "employer")


def test_a_nameless_employer_and_one_of_another_service_are_refused(told: Told, ingrid: Client) -> None:
    nameless = send(ingrid, "team-employer", told.code, employer="new", name=" ")
    assert "Write the name of the workplace." in text(nameless)
    other = Organisation.objects.create(service=told.cast.fjordhagen, name="Quay", kind="employer")
    assert send(ingrid, "team-employer", told.code, employer=other.pk).status_code == 422


def test_a_refused_contact_closes_the_link_and_says_so(told: Told, ingrid: Client) -> None:
    told.invite(Party.EMPLOYER)
    assert send(ingrid, "team-employer-contact", told.code, contact="refused").status_code == 302
    assert PartyLink.objects.get(party="employer").revoked_at is not None
    shown = page(ingrid, "team", told.code)
    assert "Contact refused" in shown
    assert "Cannot be invited yet: The person does not want contact with this employer." in shown
    refused = send(ingrid, "invite", told.code, "employer")
    assert refused.status_code == 422
    assert "does not want contact" in text(refused)


def test_a_manager_changes_the_team_but_does_not_speak_for_the_person(told: Told) -> None:
    marit = visiting(told.cast.marit)
    assert "The person’s word on contact" not in page(marit, "team", told.code)
    assert send(marit, "team-employer-contact", told.code, contact="refused").status_code == 404
    member = told.case.team.get(party="supporter")
    assert send(marit, "team-leave", told.code, member.pk).status_code == 302


def test_the_clinic_reads_the_team_and_changes_nothing(told: Told) -> None:
    sara = visiting(told.cast.sara)
    assert "Somebody joins" not in page(sara, "team", told.code)
    member = told.case.team.get(party="supporter")
    assert send(sara, "team-leave", told.code, member.pk).status_code == 404
    assert send(sara, "invite", told.code, "employer").status_code == 404


def test_the_code_is_shown_once_large_and_is_not_in_the_mail(told: Told, ingrid: Client) -> None:
    done = send(ingrid, "invite", told.code, "employer")
    link = PartyLink.objects.get(party="employer")
    assert done.headers["Location"] == url("link-code", told.code, link.pk)
    response = ingrid.get(done.headers["Location"])
    digits = code_of(response)
    assert "Say it or print it; it is not in the mail." in text(response)
    assert links.code_hash(digits, link.token_hash) == link.code_hash
    assert digits not in Mail.objects.get(kind="invitation").body
    assert "no-store" in response.headers["Cache-Control"]
    again = ingrid.get(done.headers["Location"])
    assert code_of(again) == ""
    assert "The code has been shown already" in text(again)


def test_the_code_waits_in_the_session_only_under_the_sites_key(told: Told, ingrid: Client) -> None:
    send(ingrid, "invite", told.code, "employer")
    waiting = ingrid.session["codes_to_show"]
    digits = code_of(ingrid.get(url("link-code", told.code, PartyLink.objects.get(party="employer").pk)))
    assert digits not in str(waiting)
    assert ingrid.session["codes_to_show"] == {}


def test_nobody_else_sees_the_code(told: Told, ingrid: Client) -> None:
    where = send(ingrid, "invite", told.code, "employer").headers["Location"]
    assert code_of(visiting(told.cast.marit).get(where)) == ""
    for user in (told.cast.sara, told.cast.kari, told.cast.maja, told.cast.asta):
        assert visiting(user).get(where).status_code == 404


def test_a_double_click_invites_once_and_still_shows_the_code(told: Told, ingrid: Client) -> None:
    member = told.case.team.get(party="employer").pk
    form = {"form_key": form_key(ingrid, "team", told.code), "member": member}
    places = {send(ingrid, "invite", told.code, "employer", **form).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert PartyLink.objects.filter(party="employer").count() == 1
    assert len(code_of(ingrid.get(places.pop()))) == 6


@pytest.mark.parametrize("name", ["invite", "team-leave", "link-revoke", "sick-note-remove"])
def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(
    told: Told, ingrid: Client, name: str
) -> None:
    place = "employer" if name == "invite" else 1
    places = [told.code, place]
    page_name = "sick-leave" if name.startswith("sick") else "team"
    assert ingrid.get(url(name, *places)).headers["Location"] == url(page_name, told.code)


def test_inviting_again_makes_the_old_link_worthless(told: Told, ingrid: Client) -> None:
    first = told.invite(Party.GP).link
    send(ingrid, "invite", told.code, "gp")
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert "Invite again" in page(ingrid, "team", told.code)


def test_a_link_is_closed_at_once(told: Told, ingrid: Client) -> None:
    link = told.invite(Party.GP).link
    assert "Link sent, not used yet" in page(ingrid, "team", told.code)
    assert send(ingrid, "link-revoke", told.code, link.pk).status_code == 302
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_a_link_of_another_case_cannot_be_closed_from_here(told: Told, ingrid: Client) -> None:
    link = told.invite(Party.GP).link
    PartyLink.objects.filter(pk=link.pk).update(case_code="NV-0999")
    assert send(ingrid, "link-revoke", told.code, link.pk).status_code == 404
    assert ingrid.get(url("link-code", told.code, link.pk)).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"locked_until": timezone.now() + timedelta(minutes=9), "locks": 1}, "Link locked for a while"),
        ({"closed_at": timezone.now(), "locks": 2}, "too many wrong codes"),
        ({"used_at": timezone.now()}, "Link used"),
    ],
)
def test_the_state_of_a_link_stands_beside_its_person(
    told: Told, ingrid: Client, change: dict[str, Any], words: str
) -> None:
    link = told.invite(Party.GP).link
    PartyLink.objects.filter(pk=link.pk).update(**change)
    assert words in page(ingrid, "team", told.code)


def test_nobody_is_invited_to_a_plan_that_was_not_sent() -> None:
    told = drafted(agreed(opened(the_cast())))
    client = visiting(told.cast.ingrid)
    assert "Cannot be invited yet: The plan has not been sent yet." in page(client, "team", told.code)
    refused = send(client, "invite", told.code, "gp")
    assert refused.status_code == 422
    assert "The plan has not been sent yet." in text(refused)
    assert not Mail.objects.exists()


def test_someone_without_an_address_cannot_be_mailed(told: Told, ingrid: Client) -> None:
    Person.objects.filter(pk=told.cast.amir.pk).update(email="")
    assert "There is no mail address for this person." in page(ingrid, "team", told.code)
    assert send(ingrid, "invite", told.code, "gp").status_code == 422
