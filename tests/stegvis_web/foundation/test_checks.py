"""The site does not start where that would not be safe, and says what to do about it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from stegvis_web.foundation import audit, checks, triggers
from stegvis_web.foundation.loopback import LoopbackOnly, is_loopback
from tests import cast

KEY = "k" * 50


def found(**values: Any) -> list[str | None]:
    with override_settings(**{"SECRET_KEY": KEY, **values}):
        return [message.id for message in checks.settings_problems()]


def in_database(serving: bool = True) -> list[str | None]:
    return [message.id for message in checks.database_problems(serving)]


def test_the_settings_as_they_come_are_fine() -> None:
    assert found() == []


@pytest.mark.parametrize("key", ["", "secret", "x" * 49])
def test_a_secret_key_must_be_there_and_long(key: str) -> None:
    assert found(SECRET_KEY=key) == ["stegvis.E001"]


@pytest.mark.parametrize(
    "values",
    [
        {"SITE_URL": "https://stegvis.example"},
        {"ALLOWED_HOSTS": ["127.0.0.1", "stegvis.example"]},
        {"ALLOWED_HOSTS": ["*"]},
        {"SITE_URL": "http://192.168.1.4:8000"},
    ],
)
def test_the_demo_runs_on_no_address_that_others_can_reach(values: dict[str, Any]) -> None:
    assert found(DEMO=True, **values) == ["stegvis.E002"]


def test_the_demo_runs_at_home() -> None:
    assert found(DEMO=True) == []


AT_WORK = {"SITE_URL": "https://stegvis.example", "HTTPS": True}


@pytest.mark.parametrize(
    ("mail", "wrong"),
    [
        ({"EMAIL_HOST": "mail.example"}, ["stegvis.E017"]),
        ({"EMAIL_HOST": "mail.example", "EMAIL_USE_TLS": True}, []),
        ({"EMAIL_HOST": "mail.example", "EMAIL_USE_SSL": True}, []),
        ({"EMAIL_HOST": "localhost"}, []),
        ({"EMAIL_HOST": ""}, []),
    ],
)
def test_mails_of_a_service_never_go_in_the_clear(mail: dict[str, Any], wrong: list[str]) -> None:
    assert found(**AT_WORK, **mail) == wrong


@pytest.mark.parametrize(
    ("host", "mode", "wrong"),
    [
        ("db.example", "", ["stegvis.E018"]),
        ("db.example", "prefer", ["stegvis.E018"]),
        ("db.example", "verify-full", []),
        ("/run/postgresql", "", []),
        ("127.0.0.1", "", []),
        ("", "", []),
    ],
)
def test_neither_does_what_it_asks_the_database(
    host: str, mode: str, wrong: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSSLMODE", mode)
    database = {"ENGINE": "django.db.backends.postgresql", "HOST": host, "OPTIONS": {}}
    monkeypatch.setitem(settings.DATABASES, "default", database)
    assert found(**AT_WORK) == wrong


def test_a_service_needs_https() -> None:
    assert found(SITE_URL="http://stegvis.example") == ["stegvis.E003"]
    assert found(SITE_URL="https://stegvis.example") == []


def test_sqlite_must_lock_before_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {"default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}}
    monkeypatch.setattr(settings, "DATABASES", plain)
    assert found() == ["stegvis.E004"]


@pytest.mark.django_db
def test_a_migrated_database_is_fine() -> None:
    assert in_database() == []


@pytest.mark.django_db
def test_the_demo_wants_a_database_that_it_made() -> None:
    with override_settings(DEMO=True):
        assert in_database() == ["stegvis.E011"]
        checks.mark_made_by_demo()
        checks.mark_made_by_demo()
        assert in_database() == []


@pytest.mark.django_db
def test_the_demo_takes_no_database_that_somebody_uses() -> None:
    audit.record(by=cast.TESTS, verb="read", what="case", cases=["NV-0001"])
    with pytest.raises(ImproperlyConfigured):
        checks.mark_made_by_demo()


@pytest.mark.django_db(transaction=True)
def test_triggers_that_are_gone_are_missed() -> None:
    triggers.disarm()
    assert in_database() == ["stegvis.E012"]


@pytest.mark.django_db
def test_a_cache_without_its_table_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        settings, "CACHES", {"default": {**settings.CACHES["default"], "LOCATION": "elsewhere"}}
    )
    assert in_database() == ["stegvis.E013"]


@pytest.mark.django_db
def test_django_runs_these_checks_with_its_own() -> None:
    call_command("check", databases=["default"])


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Import what gunicorn imports, as a process of its own."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("STEGVIS_")}
    environment = {"STEGVIS_SECRET_KEY": KEY, "STEGVIS_DATA": str(tmp_path), **environment}
    return subprocess.run(
        [sys.executable, "-c", "import stegvis_web.wsgi"],
        env={**own, **environment, "DJANGO_SETTINGS_MODULE": "stegvis_web.settings"},
        capture_output=True,
        text=True,
    )


def test_a_site_without_tables_does_not_start_and_says_why(tmp_path: Path) -> None:
    process = start(tmp_path)
    assert process.returncode == 4
    assert "migrate" in process.stderr


def test_an_open_demo_does_not_start_and_says_every_reason(tmp_path: Path) -> None:
    process = start(
        tmp_path, STEGVIS_DEMO="1", STEGVIS_URL="https://stegvis.example", STEGVIS_SECRET_KEY="short"
    )
    assert process.returncode == 4
    assert "E001" in process.stderr
    assert "E002" in process.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "::ffff:127.0.0.1"])
def test_this_computer_is_this_computer(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "192.168.0.1", "stegvis.example", "*", "localhost.example"])
def test_others_are_not(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("sign", [{"REMOTE_ADDR": "192.168.0.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_whoever_comes_to_the_demo_from_elsewhere_is_refused(sign: dict[str, str]) -> None:
    door = LoopbackOnly(lambda request: HttpResponse())
    assert door(RequestFactory().get("/")).status_code == 200
    with pytest.raises(PermissionDenied):
        door(RequestFactory().get("/", **sign))  # type: ignore[arg-type]
