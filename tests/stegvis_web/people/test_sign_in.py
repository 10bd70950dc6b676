"""Signing in: password and second step, and everything that must not work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.models import Mail, SignedIn, User
from stegvis_web.people.viewer import SECOND_STEP
from tests.cast import PASSWORD, Cast, sign_in
from tests.stegvis_web.people.telephone import SECRET, code, give_app

LOGIN = "/sign-in/"


def type_password(client: Client, user: User, password: str = PASSWORD, **more: Any) -> HttpResponse:
    data = {"login": user.email, "password": password, **more}
    return client.post(LOGIN, data)  # type: ignore[return-value]


def type_code(client: Client, digits: str) -> HttpResponse:
    return client.post("/sign-in/second-step/", {"code": digits})  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_staff_sign_in_with_password_and_code(cast: Cast) -> None:
    give_app(cast.ingrid)
    client = Client()
    assert type_password(client, cast.ingrid)["Location"] == "/sign-in/second-step/"
    assert not is_in(client)
    assert type_code(client, code())["Location"] == "/"
    assert is_in(client)


def test_patients_sign_in_with_password_and_code_too(cast: Cast) -> None:
    give_app(cast.maja)
    client = Client()
    type_password(client, cast.maja)
    type_code(client, code())
    assert is_in(client)


def test_the_address_may_be_typed_in_capitals(cast: Cast) -> None:
    give_app(cast.ingrid)
    client = Client()
    response = client.post(LOGIN, {"login": cast.ingrid.email.upper(), "password": PASSWORD})
    assert response.status_code == 302


def test_after_signing_in_one_goes_where_one_was_going(cast: Cast) -> None:
    give_app(cast.ingrid)
    client = Client()
    type_password(client, cast.ingrid, next="/people/")
    assert type_code(client, code())["Location"] == "/people/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "http://127.0.0.1:8000/x"],
)
def test_but_never_to_another_site(cast: Cast, elsewhere: str) -> None:
    give_app(cast.ingrid)
    client = Client()
    type_password(client, cast.ingrid, next=elsewhere)
    assert type_code(client, code())["Location"] == "/"


def test_without_a_second_step_no_page_opens_and_it_is_set_up_first(cast: Cast) -> None:
    for user, page in [(cast.ingrid, "/people/"), (cast.maja, "/account/"), (cast.asta, "/service/")]:
        client = Client()
        type_password(client, user)
        response = client.get(page)
        assert response.status_code == 302
        assert response["Location"].startswith("/account/second-step/?next=")
        assert client.get(response["Location"]).status_code == 200


def test_setting_up_the_app_right_after_the_password_asks_for_nothing_twice(committed_cast: Cast) -> None:
    cast = committed_cast
    client = Client()
    type_password(client, cast.ingrid)
    page = client.get("/account/app/")
    assert page.status_code == 200
    assert "data:image/svg+xml;base64," in page.content.decode()
    secret = page.context["form"].secret
    response = client.post("/account/app/", {"code": code(secret)})
    assert response["Location"] == "/account/recovery-codes/"
    codes = client.get("/account/recovery-codes/")
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/people/").status_code == 200


def test_a_wrong_code_does_not_switch_the_app_on(cast: Cast) -> None:
    client = Client()
    type_password(client, cast.ingrid)
    client.get("/account/app/")
    assert client.post("/account/app/", {"code": "000000"}).status_code == 200
    assert client.get("/people/").status_code == 302


def test_the_secret_of_the_app_is_not_readable_in_the_database(cast: Cast) -> None:
    give_app(cast.ingrid)
    stored = Authenticator.objects.get(user=cast.ingrid).data["secret"]
    assert SECRET not in stored


def test_the_app_goes_on_working_when_the_installations_key_changes(cast: Cast, settings: Any) -> None:
    give_app(cast.ingrid)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " + "y" * 50
    client = Client()
    type_password(client, cast.ingrid)
    type_code(client, code())
    assert is_in(client)


def test_a_recovery_code_works_once(cast: Cast) -> None:
    client = Client()
    type_password(client, cast.ingrid)
    secret = client.get("/account/app/").context["form"].secret
    client.post("/account/app/", {"code": code(secret)})
    spare = client.get("/account/recovery-codes/").context["unused_codes"][0]
    for expected in (True, False):
        again = Client()
        type_password(again, cast.ingrid)
        type_code(again, spare)
        assert is_in(again) is expected


def test_a_session_older_than_the_second_step_has_to_show_it(cast: Cast) -> None:
    earlier = Client()
    type_password(earlier, cast.ingrid)
    give_app(cast.ingrid)
    response = earlier.get("/account/second-step/?next=/people/")
    assert response["Location"].startswith(LOGIN)
    assert "_auth_user_id" not in earlier.session


def test_setting_up_the_first_second_step_ends_sessions_that_know_a_password_alone(
    committed_cast: Cast,
) -> None:
    cast = committed_cast
    here, there = Client(), Client()
    for client in (here, there):
        type_password(client, cast.ingrid)
    secret = here.get("/account/app/").context["form"].secret
    here.post("/account/app/", {"code": code(secret)})
    assert is_in(here)
    assert "_auth_user_id" in there.session
    assert there.get("/account/second-step/")["Location"].startswith(LOGIN)
    assert there.post("/account/app/remove/").status_code in {302, 404}
    assert Authenticator.objects.filter(type="totp").exists()


def test_taking_away_the_only_second_step_closes_the_pages_until_there_is_one(cast: Cast) -> None:
    give_app(cast.ingrid)
    client = Client()
    type_password(client, cast.ingrid)
    type_code(client, code())
    assert client.post("/account/app/remove/").status_code == 302
    assert client.get("/people/")["Location"].startswith("/account/second-step/")


def test_a_code_is_good_once_even_for_another_session(cast: Cast) -> None:
    give_app(cast.ingrid)
    with time_machine.travel("2026-03-10 09:00:05 +0000", tick=False):
        first, second = Client(), Client()
        for client in (first, second):
            type_password(client, cast.ingrid)
            type_code(client, code())
        assert is_in(first)
        assert not is_in(second)


def test_a_code_is_good_once_as_long_as_it_would_be_taken(cast: Cast) -> None:
    give_app(cast.ingrid)
    with time_machine.travel("2026-03-10 09:00:01 +0000", tick=False) as clock:
        digits = code()
        for seconds, typed, expected in [(0, digits, True), (35, digits, False), (20, "{}-{}", False)]:
            clock.shift(seconds)
            client = Client()
            type_password(client, cast.ingrid)
            type_code(client, typed.format(digits[:3], digits[3:]))
            assert is_in(client) is expected, (seconds, typed)


def test_the_code_that_switched_the_app_on_signs_nobody_in(committed_cast: Cast) -> None:
    cast = committed_cast
    client = Client()
    type_password(client, cast.ingrid)
    digits = code(client.get("/account/app/").context["form"].secret)
    client.post("/account/app/", {"code": digits})
    again = Client()
    type_password(again, cast.ingrid)
    type_code(again, digits)
    assert is_in(client)
    assert not is_in(again)


def test_wrong_passwords_say_the_same_whether_the_address_is_known(cast: Cast) -> None:
    known = type_password(Client(), cast.ingrid, "wrong")
    unknown = Client().post(LOGIN, {"login": "nobody@elsewhere.example", "password": "wrong"})
    words = "do not belong together"
    assert words in known.content.decode()
    assert words in unknown.content.decode()


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(cast: Cast) -> None:
    give_app(cast.ingrid)
    with time_machine.travel("2026-03-10 09:00 +0000", tick=False) as clock:
        for _ in range(5):
            type_password(Client(), cast.ingrid, "wrong")
        refused = type_password(Client(), cast.ingrid)
        assert refused.status_code == 200
        assert "Too many tries" in refused.content.decode()
        clock.shift(timedelta(minutes=11))
        assert type_password(Client(), cast.ingrid).status_code == 302


def test_after_five_wrong_codes_even_the_right_one_has_to_wait(cast: Cast) -> None:
    give_app(cast.ingrid)
    client = Client()
    type_password(client, cast.ingrid)
    for _ in range(5):
        type_code(client, "000000")
    type_code(client, code())
    assert not is_in(client)


def test_a_disabled_user_cannot_sign_in(cast: Cast) -> None:
    cast.ingrid.is_active = False
    cast.ingrid.save()
    response = type_password(Client(), cast.ingrid)
    assert response.status_code == 200
    assert "do not belong together" in response.content.decode()


def test_a_disabled_user_is_out_with_the_next_request(cast: Cast) -> None:
    client = sign_in(Client(), cast.ingrid)
    assert is_in(client)
    User.objects.filter(pk=cast.ingrid.pk).update(is_active=False)
    assert not is_in(client)


def test_the_session_gets_a_new_key_with_the_password_and_with_signing_out(cast: Cast) -> None:
    give_app(cast.ingrid)
    client = Client()
    client.get("/people/")
    client.session["x"] = 1
    session = client.session
    session["here"] = 1
    session.save()
    before = session.session_key
    type_password(client, cast.ingrid)
    type_code(client, code())
    during = client.session.session_key
    assert during not in {before, None}
    assert not SignedIn.objects.filter(session_key=before).exists()
    client.post("/sign-out/")
    assert not SignedIn.objects.filter(session_key=during).exists()


def test_confirming_who_one_is_gives_the_session_a_new_key_too(cast: Cast) -> None:
    give_app(cast.ingrid)
    with time_machine.travel("2026-03-10 09:00 +0000", tick=False) as clock:
        client = Client()
        type_password(client, cast.ingrid)
        type_code(client, code())
        for address, field in [("/account/confirm/", "password"), ("/account/confirm/code/", "code")]:
            clock.shift(timedelta(minutes=6))
            typed = {field: PASSWORD if field == "password" else code()}
            before = client.session.session_key
            assert client.post(address, typed).status_code == 302
            assert client.session.session_key != before, address
            assert not SignedIn.objects.filter(session_key=before).exists()
            assert is_in(client)


def test_what_signs_in_is_changed_only_after_confirming_who_one_is(cast: Cast) -> None:
    give_app(cast.ingrid)
    with time_machine.travel("2026-03-10 09:00 +0000", tick=False) as clock:
        client = Client()
        type_password(client, cast.ingrid)
        type_code(client, code())
        clock.shift(timedelta(minutes=6))
        for address in ("/account/app/remove/", "/account/passkeys/new/", "/account/recovery-codes/new/"):
            asked = client.post(address)
            assert asked["Location"].startswith("/account/confirm/"), address
        assert Authenticator.objects.filter(type="totp").exists()


def test_a_long_sentence_with_spaces_around_is_a_password_to_the_letter(cast: Cast) -> None:
    sentence = " Måndag och fredag: en lugn promenad vid vattnet, och sedan kaffe i biblioteket 😀 "
    client = sign_in(Client(), cast.ingrid)
    data = {"oldpassword": PASSWORD, "password1": sentence, "password2": sentence}
    client.post("/account/password/", data)
    cast.ingrid.refresh_from_db()
    assert len(sentence) > 64
    assert cast.ingrid.check_password(sentence)
    assert not cast.ingrid.check_password(sentence.strip())


def test_signing_out_needs_a_click(cast: Cast) -> None:
    client = sign_in(Client(), cast.ingrid)
    assert client.get("/sign-out/").status_code == 200
    assert is_in(client)


def test_the_trail_knows_of_signing_in_and_out_and_holds_no_address(cast: Cast) -> None:
    give_app(cast.ingrid)
    client = Client()
    type_password(client, cast.ingrid, "wrong")
    client.post(LOGIN, {"login": "nobody@elsewhere.example", "password": "wrong"})
    type_password(client, cast.ingrid)
    type_code(client, "000000")
    type_code(client, code())
    client.post("/sign-out/")
    events = [(e.verb, e.what, e.outcome, e.fields) for e in AuditEvent.objects.order_by("pk")]
    ingrid = f"user:{cast.ingrid.pk}"
    assert events == [
        ("sign-in", ingrid, "refused", ["password"]),
        ("sign-in", "nobody", "refused", ["password"]),
        ("sign-in", ingrid, "refused", ["totp"]),
        ("sign-in", ingrid, "done", []),
        ("sign-out", ingrid, "done", []),
    ]
    assert "@" not in str(list(AuditEvent.objects.values()))


def test_the_trail_knows_of_a_new_second_step(committed_cast: Cast) -> None:
    cast = committed_cast
    client = Client()
    type_password(client, cast.ingrid)
    secret = client.get("/account/app/").context["form"].secret
    client.post("/account/app/", {"code": code(secret)})
    client.post("/account/app/remove/")
    changes = {(e.verb, *e.fields) for e in AuditEvent.objects.exclude(verb="sign-in")}
    assert {("create", "second-step:totp"), ("remove", "second-step:totp")} <= changes


def test_there_is_no_way_to_sign_up_or_to_manage_addresses() -> None:
    for name in ("account_signup", "account_email", "socialaccount_signup", "socialaccount_connections"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("path", ["/signup/", "/sign-up/", "/accounts/signup/", "/account/email/", "/admin/"])
def test_and_no_such_address(cast: Cast, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_no_address_is_stored_a_second_time(cast: Cast) -> None:
    give_app(cast.ingrid)
    client = Client()
    type_password(client, cast.ingrid)
    type_code(client, code())
    client.post("/password/", {"email": cast.ingrid.email})
    assert EmailAddress.objects.count() == 0


def test_codes_and_limits_are_kept_where_every_process_sees_them() -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_an_address_says_nothing_about_whether_there_is_an_account(cast: Cast) -> None:
    known = Client().post("/password/", {"email": cast.ingrid.email})
    unknown = Client().post("/password/", {"email": "nobody@elsewhere.example"})
    assert known["Location"] == unknown["Location"] == "/password/sent/"
    assert Mail.objects.count() == 1


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(cast: Cast) -> None:
    give_app(cast.ingrid)
    elsewhere = sign_in(Client(), cast.ingrid)
    client = Client()
    client.post("/password/", {"email": cast.ingrid.email})
    mail = Mail.objects.get()
    assert mail.to_address == cast.ingrid.email
    assert "Ingrid" not in mail.subject + mail.body
    url = next(line for line in mail.body.splitlines() if line.startswith("http"))
    path = url.removeprefix(settings.SITE_URL)
    page = client.get(path, follow=True)
    new = "another calm walk"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done["Location"] == "/password/done/"
    assert not is_in(elsewhere), "a new password ends every session"
    assert "over" in Client().get(path).content.decode()
    again = Client()
    type_password(again, cast.ingrid, new)
    assert not is_in(again), "the second step is still asked for"
    type_code(again, code())
    assert is_in(again)


def test_a_weak_password_is_refused(cast: Cast) -> None:
    client = sign_in(Client(), cast.ingrid)
    for weak in ("short", "123456789012", "password1234", "ingrid.solheim"):
        data = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        client.post("/account/password/", data)
        cast.ingrid.refresh_from_db()
        assert cast.ingrid.check_password(PASSWORD), weak


def test_changing_the_password_keeps_this_session_and_ends_the_others(cast: Cast) -> None:
    here, there = sign_in(Client(), cast.ingrid), sign_in(Client(), cast.ingrid)
    new = "another calm walk"
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(here)
    assert not is_in(there)


def test_the_second_step_of_one_user_is_worth_nothing_for_another(cast: Cast) -> None:
    client = sign_in(Client(), cast.ingrid)
    session = client.session
    session[SECOND_STEP] = cast.sara.pk
    session.save()
    assert client.get("/people/")["Location"].startswith("/account/second-step/")


@pytest.mark.parametrize(
    "path", [LOGIN, "/password/", "/sign-in/passkey/", "/sign-in/second-step/", "/open/x/"]
)
@pytest.mark.parametrize(
    "junk", ["", "x" * 200_000, "\x00", "å😀", "[]", '{"a": 1}', "<script>", "' OR 1=1 --"]
)
def test_whatever_is_typed_there_is_an_answer_and_no_fault(cast: Cast, path: str, junk: str) -> None:
    data = dict.fromkeys(["login", "password", "email", "code", "credential"], junk)
    assert Client().post(path, data).status_code < 500
