"""Who asks, for how long, in which language and by which clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from stegvis.casework.party import Role
from stegvis.foundation.viewer import Viewer
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people import links
from stegvis_web.people.models import Membership, PartyLink, User
from stegvis_web.people.viewer import chosen_language, viewer_of_link, zone_of
from tests.cast import Cast, come_by_link, link, sign_in, viewer


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_staff_are_viewers_with_their_roles_in_their_service(cast: Cast) -> None:
    assert viewer(cast.ingrid) == Viewer(
        code=f"user:{cast.ingrid.pk}",
        kind="staff",
        person=cast.ingrid.person_id,
        service=cast.norrvik.pk,
        roles=frozenset({"practitioner"}),
    )


def test_patients_speak_as_the_patient(cast: Cast) -> None:
    maja = viewer(cast.maja)
    assert (maja.kind, maja.party, maja.person) == ("patient", "patient", cast.maja.person_id)
    assert maja.service == cast.norrvik.pk
    assert not maja.roles


def test_a_link_speaks_as_one_party_of_one_case(cast: Cast) -> None:
    new = link(cast.petra, "insurer", "NV-0007")
    row = PartyLink.objects.select_related("person__service").get()
    assert viewer_of_link(row).viewer == Viewer(
        code=f"link:{new.link.pk}",
        kind="link",
        person=cast.petra.pk,
        service=cast.norrvik.pk,
        party="insurer",
        case="NV-0007",
    )


def test_staff_without_a_role_left_are_nobody_in_particular(cast: Cast) -> None:
    Membership.objects.filter(user=cast.ingrid).delete()
    ingrid = viewer(cast.ingrid)
    assert (ingrid.kind, ingrid.service, ingrid.roles) == ("staff", None, frozenset())
    assert sign_in(Client(), cast.ingrid).get("/people/").status_code == 404


def test_a_patient_who_gets_a_role_stays_a_patient(cast: Cast) -> None:
    Membership.objects.create(user=cast.maja, service=cast.norrvik, role=Role.MANAGER)
    assert viewer(cast.maja).kind == "patient"


def test_who_works_in_two_services_sees_one_at_a_time_and_may_turn(cast: Cast) -> None:
    Membership.objects.create(user=cast.ingrid, service=cast.fjordhagen, role=Role.MANAGER)
    assert viewer(cast.ingrid).roles == {"practitioner"}
    client = sign_in(Client(), cast.ingrid)
    assert b"Johan Berg" in client.get("/people/").content
    client.post("/account/service/", {"service": cast.fjordhagen.pk})
    page = client.get("/people/").content
    assert b"Leif Sundberg" in page
    assert b"Johan Berg" not in page


@pytest.mark.parametrize("chosen", ["", "0", "999999", "x", "å", "9" * 400])
def test_nobody_turns_to_a_service_without_a_role_there(cast: Cast, chosen: str) -> None:
    client = sign_in(Client(), cast.ingrid)
    assert client.post("/account/service/", {"service": chosen}).status_code == 404
    assert client.post("/account/service/", {"service": cast.fjordhagen.pk}).status_code == 404


def test_a_role_taken_away_counts_with_the_next_request(cast: Cast) -> None:
    client = sign_in(Client(), cast.marit)
    assert client.get("/people/").status_code == 200
    Membership.objects.filter(user=cast.marit).update(role=Role.RESEARCHER)
    assert client.get("/people/").status_code == 404


@pytest.mark.parametrize(
    ("who", "rest", "over"),
    [
        ("ingrid", timedelta(minutes=29), timedelta(minutes=31)),
        ("maja", timedelta(hours=11), timedelta(hours=13)),
    ],
)
def test_a_session_ends_when_nobody_has_used_it(
    cast: Cast, who: str, rest: timedelta, over: timedelta
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = sign_in(Client(), getattr(cast, who))
        for _ in range(3):
            clock.shift(rest)
            assert is_in(client)
        clock.shift(over)
        assert not is_in(client)


@pytest.mark.parametrize(
    ("who", "rest", "longest"),
    [
        ("ingrid", timedelta(minutes=25), timedelta(hours=12)),
        ("maja", timedelta(hours=10), timedelta(days=7)),
    ],
)
def test_and_in_any_case_after_a_while(cast: Cast, who: str, rest: timedelta, longest: timedelta) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = sign_in(Client(), getattr(cast, who))
        passed = timedelta(0)
        while passed + rest <= longest:
            clock.shift(rest)
            passed += rest
            assert is_in(client)
        clock.shift(rest)
        assert not is_in(client)


def test_the_trail_tells_that_a_session_ended(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = sign_in(Client(), cast.ingrid)
        is_in(client)
        clock.shift(timedelta(hours=1))
        is_in(client)
    last = AuditEvent.objects.latest("pk")
    assert (last.actor, last.verb, last.outcome) == (f"user:{cast.ingrid.pk}", "sign-out", "ended")


def test_raising_the_epoch_ends_every_session(cast: Cast) -> None:
    client = sign_in(Client(), cast.ingrid)
    assert is_in(client)
    User.objects.filter(pk=cast.ingrid.pk).update(epoch=1)
    assert not is_in(client)


def test_a_page_costs_the_same_few_queries_for_the_viewer(cast: Cast) -> None:
    client = sign_in(Client(), cast.ingrid)
    is_in(client)
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/")
    about_the_viewer = [q["sql"] for q in queries if "people_" in q["sql"] and "SELECT" in q["sql"]]
    assert len(about_the_viewer) <= 5  # session, user, roles; and on this page the services and the devices


def test_pages_come_in_the_persons_language(cast: Cast) -> None:
    page = sign_in(Client(), cast.maja).get("/account/")
    assert b'<html lang="sv">' in page.content
    assert page["Content-Language"] == "sv"


def test_unless_another_was_chosen_on_this_device(cast: Cast) -> None:
    client = sign_in(Client(), cast.maja)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nb"
    assert b'<html lang="nb">' in client.get("/account/").content


def test_saving_ones_own_language_counts_more_than_what_the_device_remembers(cast: Cast) -> None:
    client = sign_in(Client(), cast.maja)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nb"
    client.post("/account/", {"language": "en"})
    assert b'<html lang="en">' in client.get("/account/").content


def test_nobody_gets_the_browsers_language(cast: Cast) -> None:
    page = Client(headers={"accept-language": "nb-NO,nb;q=0.9"}).get("/sign-in/")
    assert b'<html lang="nb">' in page.content


def test_an_unknown_language_changes_nothing() -> None:
    request = RequestFactory().get("/")
    with translation.override("sv"):
        assert chosen_language(request, "xx") == "sv"


def test_the_clock_is_the_services(cast: Cast) -> None:
    assert zone_of(cast.fjordhagen).key == "Europe/Oslo"
    assert zone_of(None).key == settings.TIME_ZONE


@pytest.mark.parametrize("zone", ["", "Nowhere/At all", "../../etc/passwd", "\x00"])
def test_a_clock_that_does_not_exist_is_replaced_by_the_installations(cast: Cast, zone: str) -> None:
    cast.norrvik.time_zone = zone
    assert zone_of(cast.norrvik).key == settings.TIME_ZONE


def test_no_language_and_no_clock_stay_behind_for_the_next_request(cast: Cast) -> None:
    cast.norrvik.time_zone = "Pacific/Auckland"
    cast.norrvik.save()
    sign_in(Client(), cast.maja).get("/account/")
    assert translation.get_language() != "sv"
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE


def test_a_session_of_a_link_that_is_gone_is_nobodys(cast: Cast) -> None:
    client = come_by_link(Client(), link(cast.johan, "employer", "NV-0001"))
    PartyLink.objects.all().delete()
    assert client.get("/open/").status_code == 200


def test_somebody_signed_in_is_that_user_whatever_link_the_session_holds(cast: Cast) -> None:
    new = link(cast.johan, "employer", "NV-0001")
    client = come_by_link(sign_in(Client(), cast.ingrid), new)
    assert client.get("/people/").status_code == 200
    assert links.viewer_for(new.link).code != viewer(cast.ingrid).code
