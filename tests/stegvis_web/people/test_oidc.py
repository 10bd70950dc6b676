"""Sign-in by a provider of the installation's own: off unless named, and only for who has been invited."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib.auth import login
from django.test import Client, RequestFactory

from stegvis_web.foundation.models import AuditEvent
from stegvis_web.people.adapter import SocialAdapter
from tests.cast import Cast


def vouching(*addresses: tuple[str, bool]) -> SocialLogin:
    """What comes back from a provider that knows these addresses."""
    account = SocialAccount(provider="oidc", uid="sub-1", extra_data={"name": "Ingrid Solheim"})
    emails = [EmailAddress(email=email, verified=verified) for email, verified in addresses]
    return SocialLogin(account=account, email_addresses=emails)


def a_request() -> Any:
    request: Any = RequestFactory().get("/sign-in/oidc/back/")
    request.session, request.user = {}, SimpleNamespace(is_authenticated=False)
    return request


def come(found: SocialLogin) -> None:
    SocialAdapter().pre_social_login(a_request(), found)


def test_it_is_off_and_has_no_address_unless_the_installation_names_a_provider() -> None:
    assert settings.OIDC_URL == ""
    assert settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] == []
    assert Client().get("/sign-in/oidc/").status_code == 404


def test_an_address_that_the_provider_vouches_for_is_the_user(cast: Cast) -> None:
    found = vouching((cast.ingrid.email.upper(), True))
    come(found)
    assert found.user == cast.ingrid
    assert found.state["process"] == "login"


def test_what_else_the_provider_tells_of_the_person_is_dropped(cast: Cast) -> None:
    found = vouching((cast.ingrid.email, True))
    come(found)
    assert found.account.extra_data == {}
    assert not SocialAccount.objects.exists()


def test_an_address_that_nobody_vouches_for_is_worth_nothing(cast: Cast) -> None:
    with pytest.raises(ImmediateHttpResponse):
        come(vouching((cast.ingrid.email, False)))


def test_who_was_not_invited_or_is_switched_off_stays_outside(cast: Cast) -> None:
    cast.sara.is_active = False
    cast.sara.save()
    for email in ("nobody@elsewhere.example", cast.sara.email):
        with pytest.raises(ImmediateHttpResponse) as stopped:
            come(vouching((email, True)))
        assert stopped.value.response.status_code == 403
    assert [(e.what, e.outcome, e.fields) for e in AuditEvent.objects.order_by("pk")] == [
        ("nobody", "refused", ["provider"]),
        (f"user:{cast.sara.pk}", "refused", ["provider"]),
    ]


@pytest.mark.parametrize("asks", [True, False])
def test_whether_the_provider_asks_for_a_second_step_is_the_installations_word(
    cast: Cast, asks: bool, settings: Any
) -> None:
    settings.OIDC_HAS_SECOND_STEP = asks
    client = Client()
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, cast.ingrid, "socialaccount")
    login(request, cast.ingrid, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    assert client.get("/people/").status_code == (200 if asks else 302)


NAMED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "stegvis_web.settings"
import django
django.setup()
from django.conf import settings
from django.urls import reverse
app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
print(app["settings"]["server_url"], app["client_id"], app["secret"], app["name"])
print(settings.OIDC_HAS_SECOND_STEP)
print(reverse("openid_connect_login", args=["oidc"]), reverse("openid_connect_callback", args=["oidc"]))
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
page = Client().get("/sign-in/?next=/people/", headers={"host": "127.0.0.1"}).content.decode()
print("The region" in page, "/sign-in/oidc/?process=login&amp;next=%2Fpeople%2F" in page)
for name in ("socialaccount_signup", "socialaccount_connections"):
    try:
        reverse(name)
    except Exception as error:
        print(type(error).__name__)
"""


def test_it_is_named_by_the_environment(tmp_path: Any) -> None:
    named = {
        "STEGVIS_DATA": str(tmp_path),
        "STEGVIS_SECRET_KEY": "x" * 60,
        "STEGVIS_OIDC_URL": "https://sign-in.region.example",
        "STEGVIS_OIDC_CLIENT_ID": "stegvis",
        "STEGVIS_OIDC_SECRET": "hidden",
        "STEGVIS_OIDC_NAME": "The region",
        "STEGVIS_OIDC_SECOND_STEP": "1",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STEGVIS_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", NAMED],
        capture_output=True,
        text=True,
        env={**kept, **named, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout.splitlines() == [
        "https://sign-in.region.example stegvis hidden The region",
        "True",
        "/sign-in/oidc/ /sign-in/oidc/back/",
        "True True",
        "NoReverseMatch",
        "NoReverseMatch",
    ], done.stderr
