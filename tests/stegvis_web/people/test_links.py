"""Party links: what opens, what does not, and what everybody sees then."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from stegvis.foundation.errors import Refusal
from stegvis_web.foundation.models import AuditEvent
from stegvis_web.foundation.once import form_key
from stegvis_web.people import links
from stegvis_web.people.links import NewLink
from stegvis_web.people.models import PartyLink, Service
from stegvis_web.people.viewer import LINK
from tests.cast import TESTS, Cast, link, sign_in, viewer

CASE = "NV-0001"


@pytest.fixture
def new(cast: Cast) -> NewLink:
    return link(cast.johan, "employer", CASE)


def path(new: NewLink) -> str:
    return new.url.removeprefix(settings.SITE_URL)


def wrong(new: NewLink) -> str:
    return "000000" if new.code != "000000" else "111111"


def type_code(client: Client, new: NewLink, code: str | None = None, **more: str) -> HttpResponse:
    data = {"code": code if code is not None else new.code, **more}
    return client.post(path(new), data)  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return LINK in client.session


def words(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_address_and_the_code_let_in_to_one_party_of_one_case(new: NewLink) -> None:
    client = Client()
    response = type_code(client, new)
    assert response.status_code == 302
    assert response["Location"] == "/answer/"
    assert client.session[LINK] == new.link.pk


def test_spaces_and_dashes_in_the_code_are_fine(new: NewLink) -> None:
    client = Client()
    type_code(client, new, f" {new.code[:3]}-{new.code[3:]} ")
    assert is_in(client)


def test_opening_the_address_consumes_nothing(new: NewLink) -> None:
    before = PartyLink.objects.values().get()
    for _ in range(20):
        assert Client().get(path(new)).status_code == 200
        assert Client().head(path(new)).status_code == 200
    assert PartyLink.objects.values().get() == before


def test_neither_the_token_nor_the_code_is_stored(new: NewLink) -> None:
    token = path(new).split("/")[2]
    stored = str(PartyLink.objects.values().get())
    assert len(token) >= 43
    assert token not in stored
    assert new.code not in {str(value) for value in PartyLink.objects.values().get().values()}
    assert new.code not in str(list(AuditEvent.objects.values("what", "why", "fields")))


def test_the_page_names_nobody(cast: Cast, new: NewLink) -> None:
    page = words(Client().get(path(new)))  # type: ignore[arg-type]
    for name in ("Johan", "Maja", "Ekbacka", CASE, cast.norrvik.name):
        assert name not in page
    assert cast.norrvik.phone in page


def test_the_session_gets_a_new_key(new: NewLink) -> None:
    client = Client()
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    type_code(client, new)
    assert client.session.session_key != before


def test_somebody_signed_in_is_signed_out_when_a_link_is_opened(cast: Cast, new: NewLink) -> None:
    client = sign_in(Client(), cast.ingrid)
    type_code(client, new)
    assert "_auth_user_id" not in client.session
    assert client.get("/people/").status_code == 404


def test_a_wrong_code_says_how_many_tries_are_left(new: NewLink) -> None:
    response = type_code(Client(), new, wrong(new))
    assert response.status_code == 422
    assert "4 more times" in words(response)


def test_what_is_no_code_at_all_is_not_counted(new: NewLink) -> None:
    for junk in ("", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "x" * 200_000, "\x00", "😀"):
        assert type_code(Client(), new, junk).status_code == 422
    assert PartyLink.objects.get().wrong_codes == 0


def test_five_wrong_codes_lock_the_link_for_a_quarter_of_an_hour(new: NewLink) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            assert type_code(Client(), new, wrong(new)).status_code == 422
        assert type_code(Client(), new, wrong(new)).status_code == 423
        client = Client()
        locked = type_code(client, new)
        assert locked.status_code == 423
        assert not is_in(client)
        clock.shift(timedelta(minutes=16))
        type_code(client, new)
        assert is_in(client)


def test_five_more_close_it_for_good(new: NewLink) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            type_code(Client(), new, wrong(new))
        clock.shift(timedelta(minutes=16))
        for _ in range(5):
            closed = type_code(Client(), new, wrong(new))
        assert closed.status_code == 410
        clock.shift(timedelta(hours=1))
        client = Client()
        assert type_code(client, new).status_code == 410
        assert not is_in(client)


def test_guesses_sent_at_once_count_as_many_as_they_are(committed_cast: Cast) -> None:
    new = link(committed_cast.johan, "employer", CASE)

    def guess(_: int) -> bool:
        try:
            return links.try_code(link=new.link, code=wrong(new)).right
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(guess, range(12)))
    row = PartyLink.objects.get()
    assert row.locks == 1
    assert row.wrong_codes == 0
    assert links.state_of(row) is links.State.LOCKED
    assert AuditEvent.objects.filter(verb="sign-in").exclude(outcome="done").count() == 5


def test_too_many_codes_from_one_connection_are_stopped_whatever_the_link(cast: Cast) -> None:
    people = [cast.johan, cast.petra, cast.olle, cast.amir, cast.eva]
    news = [link(who, "gp", f"NV-000{number}") for number, who in enumerate(people)]
    answers = [type_code(Client(), new, wrong(new)).status_code for new in news for _ in range(4)]
    assert answers == [422] * 20
    last = news[0]
    stopped = type_code(Client(), last)
    assert stopped.status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert type_code(elsewhere, last).status_code == 302


def test_an_unknown_address_finds_nothing_and_takes_as_long(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    slow = links.code_hash
    monkeypatch.setattr(links, "code_hash", lambda *a: counted.append("x") or slow(*a))  # type: ignore[func-returns-value]
    unknown = "/open/" + "x" * 43 + "/"
    assert Client().get(unknown).status_code == 404
    assert Client().post(unknown, {"code": "123456"}).status_code == 404
    assert counted == ["x"], "the slow hash is computed for nobody too"


@pytest.mark.parametrize("token", ["x", "å", "%00", "x" * 5000, "..", "<script>", "' OR 1=1"])
def test_a_strange_address_finds_nothing(cast: Cast, token: str) -> None:
    assert Client().get(f"/open/{token}/").status_code == 404


def test_an_expired_link_says_so_and_whom_to_call(cast: Cast, new: NewLink) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        client = Client()
        response = type_code(client, new)
        assert response.status_code == 410
        assert "too old" in words(response)
        assert cast.norrvik.phone in words(response)
        assert "Johan" not in words(response)
        assert CASE not in words(response)
        assert not is_in(client)


def test_a_revoked_link_says_so(new: NewLink) -> None:
    links.revoke(by=TESTS, link=new.link)
    response = type_code(Client(), new)
    assert response.status_code == 410
    assert "no longer used" in words(response)


def test_revoking_twice_changes_nothing(new: NewLink) -> None:
    first = links.revoke(by=TESTS, link=new.link).revoked_at
    assert links.revoke(by=TESTS, link=new.link).revoked_at == first
    assert AuditEvent.objects.filter(verb="revoke").count() == 1


def test_a_new_link_revokes_the_earlier_of_the_same_case_party_and_person(cast: Cast, new: NewLink) -> None:
    other_case = link(cast.johan, "employer", "NV-0002")
    newer = link(cast.johan, "employer", CASE)
    assert type_code(Client(), new).status_code == 410
    assert type_code(Client(), newer).status_code == 302
    assert type_code(Client(), other_case).status_code == 302


def test_the_database_holds_no_two_living_links_of_the_same(new: NewLink) -> None:
    twin = PartyLink.objects.get()
    twin.pk, twin.token_hash = None, "x" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_a_link_to_a_person_of_another_service_is_refused(cast: Cast) -> None:
    by = viewer(cast.kari)
    with pytest.raises(Refusal):
        links.create(by=by, case_code="FH-0001", party="employer", person=cast.johan)


def test_a_link_speaks_for_an_outside_party_only(cast: Cast) -> None:
    for party in ("patient", "clinic", "specialist", "nonsense"):
        with pytest.raises(IntegrityError), transaction.atomic():
            link(cast.johan, party, CASE)


@pytest.fixture
def inside(new: NewLink) -> Client:
    client = Client()
    type_code(client, new)
    return client


def ended(client: Client) -> bool:
    response = client.get("/open/")
    return response.status_code != 302


def test_a_session_ends_when_the_link_is_revoked(inside: Client, new: NewLink) -> None:
    assert not ended(inside)
    links.revoke(by=TESTS, link=new.link)
    assert ended(inside)


def test_a_session_ends_when_the_link_expires(inside: Client) -> None:
    PartyLink.objects.update(expires_at=timezone.now(), created_at=timezone.now() - timedelta(days=1))
    assert ended(inside)


def test_a_session_ends_when_another_part_says_so(inside: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = True
    monkeypatch.setattr(links, "LINK_ALIVE", [lambda row: allowed])
    assert not ended(inside)
    allowed = False
    assert ended(inside)


def test_a_lock_by_a_stranger_does_not_end_the_session_inside(inside: Client, new: NewLink) -> None:
    for _ in range(5):
        type_code(Client(), new, wrong(new))
    assert not ended(inside)


def test_an_hour_without_use_ends_the_session(new: NewLink) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = Client()
        type_code(client, new)
        clock.shift(timedelta(minutes=50))
        assert not ended(client)
        clock.shift(timedelta(minutes=50))
        assert not ended(client)
        clock.shift(timedelta(minutes=61))
        assert ended(client)


def test_half_a_day_ends_the_session_however_much_it_is_used(new: NewLink) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = Client()
        type_code(client, new)
        for _ in range(14):
            clock.shift(timedelta(minutes=50))
            assert not ended(client)
        clock.shift(timedelta(minutes=50))
        assert ended(client)


def test_afterwards_the_same_code_is_enough_in_the_same_browser(new: NewLink) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = Client()
        type_code(client, new)
        clock.shift(timedelta(minutes=61))
        page = client.get("/open/?next=/answer/give/")
        assert "Type the code again" in words(page)  # type: ignore[arg-type]
        again = client.post("/open/", {"code": new.code, "next": "/answer/give/"})
        assert again["Location"] == "/answer/give/"
        assert is_in(client)


def test_in_another_browser_the_mail_is_needed(cast: Cast) -> None:
    page = Client().get("/open/")
    assert page.status_code == 200
    assert b"Open the link again" in page.content
    assert Client().post("/open/", {"code": "123456"}).status_code == 200


def test_what_was_typed_when_the_session_ended_is_kept(new: NewLink) -> None:
    from stegvis_web.foundation.models import KeptForm

    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = Client()
        type_code(client, new)
        key = form_key(links.viewer_for(PartyLink.objects.select_related("person").get()))
        clock.shift(timedelta(minutes=61))
        response = client.post("/answer/give/", {"form_key": key, "text": "Two hours on Thursday?"})
        assert response["Location"].startswith("/open/?next=")
        client.post("/open/", {"code": new.code, "next": "/answer/give/"})
        assert is_in(client)
        assert KeptForm.objects.get().data["text"] == ["Two hours on Thursday?"]
        assert client.session["kept_forms"] == [KeptForm.objects.get().pk]


def test_one_can_leave(inside: Client) -> None:
    assert inside.get("/open/leave/").status_code == 405
    assert b"You have left" in inside.post("/open/leave/").content
    assert not is_in(inside)


def test_a_page_in_the_persons_own_language(cast: Cast) -> None:
    cast.johan.language = "sv"
    cast.johan.save()
    new = link(cast.johan, "employer", CASE)
    page = words(Client().get(path(new)))  # type: ignore[arg-type]
    assert '<html lang="sv">' in page


def test_no_redirect_to_another_site(new: NewLink) -> None:
    response = type_code(Client(), new, next="https://elsewhere.example/")
    assert response["Location"] == "/answer/"


def test_the_trail_tells_who_came_and_who_tried(new: NewLink) -> None:
    type_code(Client(), new, wrong(new))
    type_code(Client(), new)
    code = f"link:{new.link.pk}"
    events = [(e.actor, e.verb, e.what, e.outcome, e.chain) for e in AuditEvent.objects.order_by("pk")]
    assert events == [
        ("command:tests", "create", code, "done", CASE),
        (code, "sign-in", code, "refused", CASE),
        (code, "sign-in", code, "done", CASE),
    ]


def test_a_link_of_a_service_without_a_number_still_has_its_page(cast: Cast, new: NewLink) -> None:
    Service.objects.update(phone="")
    assert Client().get(path(new)).status_code == 200


@pytest.mark.parametrize("page", ["/people/", "/service/", "/account/", "/people/organisations/"])
def test_a_link_opens_no_page_of_staff_or_patients(inside: Client, page: str) -> None:
    assert inside.get(page).status_code == 404
