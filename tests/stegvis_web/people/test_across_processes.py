"""A service runs several processes: what is good once is good once in all of them, and all count together."""

from __future__ import annotations

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client

from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.links import NewLink
from stegvis_web.people.models import Mail, PartyLink, User
from tests.cast import PASSWORD, Cast, link
from tests.stegvis_web.people.another_process import Post, visit_elsewhere
from tests.stegvis_web.people.telephone import code, give_app

IN = 200
PROCESSES = 3


def password(user: User, typed: str = PASSWORD) -> Post:
    return "/sign-in/", {"login": user.email, "password": typed}


def second_step(digits: str) -> Post:
    return "/sign-in/second-step/", {"code": digits}


def wrong_code(new: NewLink) -> Post:
    path = new.url.removeprefix(settings.SITE_URL)
    return path, {"code": "000000" if new.code != "000000" else "111111"}


def tried(by_what: str) -> int:
    """How many wrong passwords or codes were looked at, and not turned away unread."""
    refused = AuditEvent.objects.filter(verb="sign-in").exclude(outcome="done")
    return sum(event.fields == [by_what] for event in refused)


def how_many_came_in(answers: list[list[int]]) -> int:
    return [each[-1] for each in answers].count(IN)


def test_a_code_of_the_app_lets_in_one_of_several_at_once(committed_cast: Cast) -> None:
    give_app(committed_cast.ingrid)
    posts = [password(committed_cast.ingrid), second_step(code())]
    assert how_many_came_in(visit_elsewhere(*[posts] * PROCESSES)) == 1


def test_a_code_of_the_app_shown_here_is_used_up_elsewhere(committed_cast: Cast) -> None:
    for user in (committed_cast.ingrid, committed_cast.sara):
        give_app(user)
    posts = [password(committed_cast.ingrid), second_step(code())]
    here = Client()
    for path, data in posts:
        here.post(path, data)
    assert here.get("/account/").status_code == IN
    another = [password(committed_cast.sara), second_step(code())]
    assert [each[-1] == IN for each in visit_elsewhere(posts, another)] == [False, True]


def test_a_recovery_code_lets_in_one_of_several_at_once(committed_cast: Cast) -> None:
    give_app(committed_cast.ingrid)
    spare = RecoveryCodes.activate(committed_cast.ingrid).get_unused_codes()[0]
    posts = [password(committed_cast.ingrid), second_step(spare)]
    assert how_many_came_in(visit_elsewhere(*[posts] * PROCESSES)) == 1
    assert how_many_came_in(visit_elsewhere(posts)) == 0


def test_five_wrong_passwords_are_tried_however_many_processes_are_asked(committed_cast: Cast) -> None:
    give_app(committed_cast.ingrid)
    visit_elsewhere(*[[password(committed_cast.ingrid, "wrong")] * 4] * PROCESSES)
    assert tried("password") == 5
    path, data = password(committed_cast.ingrid)
    assert "Too many tries" in Client().post(path, data).content.decode()


def test_five_wrong_codes_of_the_app_are_tried_however_many_processes_are_asked(committed_cast: Cast) -> None:
    give_app(committed_cast.ingrid)
    posts = [password(committed_cast.ingrid), *[second_step("000000")] * 4]
    visit_elsewhere(*[posts] * PROCESSES)
    assert tried("totp") == 5
    right = [password(committed_cast.ingrid), second_step(code())]
    assert how_many_came_in(visit_elsewhere(right)) == 0


def test_five_wrong_codes_of_a_link_are_tried_however_many_processes_are_asked(committed_cast: Cast) -> None:
    new = link(committed_cast.johan, "employer", "NV-0001")
    visit_elsewhere(*[[wrong_code(new)] * 4] * PROCESSES)
    assert tried("code") == 5
    assert PartyLink.objects.get().locks == 1


def test_from_one_connection_twenty_codes_are_tried_whatever_the_link_and_the_process(
    committed_cast: Cast,
) -> None:
    cast = committed_cast
    people = [cast.johan, cast.petra, cast.olle, cast.amir, cast.eva, cast.johan]
    news = [link(who, "gp", f"NV-000{number}") for number, who in enumerate(people)]
    posts = [[wrong_code(new) for new in news[first : first + 2] for _ in range(4)] for first in (0, 2, 4)]
    answers = [status for each in visit_elsewhere(*posts) for status in each[:-1]]
    assert answers.count(429) >= 4
    assert answers.count(422) + answers.count(429) == 24
    assert tried("code") <= 20


def test_three_mails_about_a_forgotten_password_are_sent_however_many_processes_are_asked(
    committed_cast: Cast,
) -> None:
    ask: Post = ("/password/", {"email": committed_cast.ingrid.email})
    visit_elsewhere(*[[ask] * 2] * PROCESSES)
    assert Mail.objects.count() == 3
