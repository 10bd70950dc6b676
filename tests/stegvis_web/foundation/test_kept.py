"""What was typed is there again after signing in: for the one who typed it, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import logout
from django.contrib.messages import get_messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from stegvis.foundation.viewer import NOBODY, Viewer
from stegvis_web import urls
from stegvis_web.foundation import kept
from stegvis_web.foundation.kept import LASTS, LONGEST, bound_data
from stegvis_web.foundation.models import KeptForm
from stegvis_web.foundation.once import FIELD, form_key, once
from stegvis_web.foundation.tidying import tidy
from stegvis_web.people import links
from stegvis_web.people.doors import link_only, staff_only
from stegvis_web.people.models import User
from stegvis_web.people.viewer import SiteRequest
from tests import cast

pytestmark = pytest.mark.django_db


def show(request: SiteRequest) -> HttpResponseBase:
    """A page with a form: gives what the form would hold and the notices beside it; on POST, goes on."""
    data = bound_data(request)
    if request.method == "POST":
        if request.POST.get("text") == "wrong":
            return HttpResponse("look again", status=422)
        return once(request, lambda: "/done/")
    notices = [str(message) for message in get_messages(request)]
    return JsonResponse({"data": dict(data.lists()) if data is not None else None, "notices": notices})


def sign_out(request: SiteRequest) -> HttpResponseBase:
    logout(request)
    return HttpResponseRedirect("/")


urlpatterns = [
    *urls.urlpatterns,
    path("form/", staff_only(show)),
    path("other-form/", staff_only(show)),
    path("link-form/", link_only(show)),
    path("sign-out/", staff_only(sign_out)),
]

TEXT = "Jag orkar två timmar 🌱"


@pytest.fixture(autouse=True)
def site() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> cast.Cast:
    monkeypatch.setattr(links, "LINK_ALIVE", [])  # there are no cases here that could end a link
    return cast.the_cast()


def typed(by: Viewer | User, **fields: Any) -> dict[str, Any]:
    viewer = cast.viewer(by) if isinstance(by, User) else by
    return {"text": TEXT, "days": ["mon", "wed"], FIELD: form_key(viewer), **fields}


def held(client: Client, at: str = "/form/") -> dict[str, list[str]] | None:
    """What the form on the page holds."""
    data: dict[str, list[str]] | None = client.get(at).json()["data"]
    return data


def test_what_was_typed_is_there_again_after_signing_in(client: Client, people: cast.Cast) -> None:
    answer = client.post("/form/", typed(people.ingrid))
    assert answer.status_code == 302
    assert "next=%2Fonward%2F" in answer["Location"]
    cast.sign_in(client, people.ingrid)
    page = client.get("/form/").json()
    assert page["data"] == {"text": [TEXT], "days": ["mon", "wed"]}
    assert len(page["notices"]) == 1


def test_it_is_kept_when_the_session_was_idle_too_long(client: Client, people: cast.Cast) -> None:
    cast.sign_in(client, people.ingrid)
    form = typed(people.ingrid)
    client.get("/form/")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert client.post("/form/", form).status_code == 302
        cast.sign_in(client, people.ingrid)
        assert held(client)


def test_it_survives_a_reload_and_goes_when_it_is_sent(client: Client, people: cast.Cast) -> None:
    client.post("/form/", typed(people.ingrid))
    cast.sign_in(client, people.ingrid)
    assert held(client)
    assert held(client)
    assert client.post("/form/", typed(people.ingrid)).headers["Location"] == "/done/"
    assert held(client) is None
    assert not KeptForm.objects.exists()


def test_it_stays_while_what_is_sent_is_refused(client: Client, people: cast.Cast) -> None:
    client.post("/form/", typed(people.ingrid))
    cast.sign_in(client, people.ingrid)
    assert client.post("/form/", typed(people.ingrid, text="wrong")).status_code == 422
    assert held(client)


def test_somebody_else_gets_nothing_and_ends_it(client: Client, people: cast.Cast) -> None:
    client.post("/form/", typed(people.ingrid))
    cast.sign_in(client, people.sara)
    assert held(client) is None
    assert not KeptForm.objects.exists()


def test_another_page_gets_nothing(client: Client, people: cast.Cast) -> None:
    client.post("/form/", typed(people.ingrid))
    cast.sign_in(client, people.ingrid)
    assert held(client, "/other-form/") is None
    assert held(client)


def test_two_tabs_are_both_kept(client: Client, people: cast.Cast) -> None:
    client.post("/form/", typed(people.ingrid))
    client.post("/other-form/", typed(people.ingrid, text="more"))
    cast.sign_in(client, people.ingrid)
    assert held(client, "/other-form/") == {"text": ["more"], "days": ["mon", "wed"]}
    assert held(client)


def test_the_last_of_one_page_wins(client: Client, people: cast.Cast) -> None:
    for text in ("first", "second"):
        client.post("/form/", typed(people.ingrid, text=text))
    cast.sign_in(client, people.ingrid)
    data = held(client)
    assert data is not None
    assert data["text"] == ["second"]


def test_one_session_keeps_only_a_few(client: Client, people: cast.Cast) -> None:
    for _ in range(10):
        client.post("/form/", typed(people.ingrid))
    assert KeptForm.objects.count() == kept.MOST


def test_signing_out_ends_it(client: Client, people: cast.Cast) -> None:
    client.post("/form/", typed(people.ingrid))
    cast.sign_in(client, people.ingrid)
    assert client.post("/sign-out/").status_code == 302
    assert not KeptForm.objects.exists()


def test_after_a_day_it_is_gone(client: Client, people: cast.Cast) -> None:
    client.post("/form/", typed(people.ingrid))
    with time_machine.travel(timezone.now() + LASTS + timedelta(minutes=1)):
        cast.sign_in(client, people.ingrid)
        assert held(client) is None
        assert not KeptForm.objects.exists()


def test_what_nobody_comes_back_for_is_tidied_away(client: Client, people: cast.Cast) -> None:
    client.post("/form/", typed(people.ingrid))
    assert tidy()["forms kept"] == 0
    with time_machine.travel(timezone.now() + LASTS + timedelta(minutes=1)):
        assert tidy()["forms kept"] == 1


SECRETS = [
    "password",
    "new_password1",
    "code",
    "link-code",
    "otp",
    "csrfmiddlewaretoken",
    "totp_token",
    "PIN",
]


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_are_never_kept(client: Client, people: cast.Cast, name: str) -> None:
    client.post("/form/", typed(people.ingrid, **{name: "sesame"}))
    assert set(KeptForm.objects.get().data) == {"text", "days"}


@pytest.mark.parametrize("name", ["postcode", "pinned", "decode", "opinion"])
def test_words_that_only_look_like_secrets_are_kept(client: Client, people: cast.Cast, name: str) -> None:
    client.post("/form/", typed(people.ingrid, **{name: "yes"}))
    assert name in KeptForm.objects.get().data


def test_a_long_text_is_kept_and_an_endless_one_is_not(client: Client, people: cast.Cast) -> None:
    client.post("/form/", typed(people.ingrid, text="å" * 200_000))
    assert KeptForm.objects.count() == 1
    client.post("/form/", typed(people.ingrid, text="å" * LONGEST))
    assert KeptForm.objects.count() == 1


def test_characters_that_no_database_takes_stop_nothing(client: Client, people: cast.Cast) -> None:
    assert (
        client.post("/form/", typed(people.ingrid, text="two\0hours", **{"na\0me": "x"})).status_code == 302
    )
    assert KeptForm.objects.get().data["text"] == ["twohours"]


@pytest.mark.parametrize("key", ["", "0d1fe8c4", "a.b:c"])
def test_strangers_cannot_fill_the_database(client: Client, key: str) -> None:
    client.post("/form/", {"text": "x", FIELD: key})
    assert not KeptForm.objects.exists()


def test_a_link_opened_again_finds_what_was_typed(client: Client, people: cast.Cast) -> None:
    new = cast.link(people.johan, "employer", "NV-0001")
    cast.come_by_link(client, new)
    form = typed(Viewer(f"link:{new.link.pk}", "link"))
    client.get("/link-form/")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert client.post("/link-form/", form).status_code == 302
        cast.come_by_link(client, new)
        assert held(client, "/link-form/")


def test_another_link_does_not(client: Client, people: cast.Cast) -> None:
    ours = cast.link(people.johan, "employer", "NV-0001")
    client.post("/link-form/", typed(Viewer(f"link:{ours.link.pk}", "link")))
    cast.come_by_link(client, cast.link(people.petra, "insurer", "NV-0001"))
    assert held(client, "/link-form/") is None


def test_a_form_from_before_a_new_sign_in_is_filled_in_again(people: cast.Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    cast.sign_in(client, people.ingrid)
    answer = client.post("/form/", typed(people.ingrid, csrfmiddlewaretoken="of yesterday"))
    assert (answer.status_code, answer["Location"]) == (302, "/form/")
    assert held(client)


def test_a_form_that_another_site_sends_for_us_is_refused(people: cast.Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    cast.sign_in(client, people.ingrid)
    assert client.post("/form/", {"text": "x"}).status_code == 403
    client.post("/form/", typed(NOBODY))
    assert held(client) is None
