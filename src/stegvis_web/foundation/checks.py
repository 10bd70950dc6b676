"""What must be right before the site starts. Each finding names what to do about it.

Django runs these with its own checks; `refuse_unsafe_start` runs them where the site starts to serve.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import ERROR, CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from stegvis_web.foundation import rights_of_roles, triggers
from stegvis_web.foundation.loopback import is_loopback
from stegvis_web.foundation.models import AuditEvent, Mark

ENCRYPTED = {"require", "verify-ca", "verify-full"}
"""What PostgreSQL's client library calls a connection that is never in the clear."""

MADE_BY_DEMO = "made-by-demo"
ENVIRONMENT = 4  # the exit code; gunicorn then stops instead of trying again
NEW_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'


def mark_made_by_demo() -> None:
    """Let the demo use this database. Raises ImproperlyConfigured where anybody has used it before."""
    if Mark.objects.filter(name=MADE_BY_DEMO).exists():
        return
    if AuditEvent.objects.exists() or get_user_model()._default_manager.exists():
        raise ImproperlyConfigured("The demo only fills a database of its own, and this one is in use.")
    Mark.objects.create(name=MADE_BY_DEMO)


def refuse_unsafe_start() -> None:
    """End the process with exit code 4, every reason said, unless all checks pass."""
    found = [*settings_problems(serving=True), *database_problems(serving=True)]
    connections.close_all()  # a server that forks now must not share them
    reasons = [message for message in found if message.level >= ERROR and not message.is_silenced()]
    for reason in reasons:
        print(f"Stegvis does not start. {reason.msg} ({reason.id})\n  {reason.hint}", file=sys.stderr)
    if reasons:
        raise SystemExit(ENVIRONMENT)


@register("stegvis")
def check_settings(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    return list(settings_problems())


@register("stegvis", Tags.database)
def check_database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    return list(database_problems()) if DEFAULT_DB_ALIAS in (databases or ()) else []


def settings_problems(serving: bool = False) -> Iterator[CheckMessage]:
    """What the settings alone give away."""
    if len(_secret_key()) < 50:
        yield Error(
            "The secret key is missing or too short.",
            hint=f"Set STEGVIS_SECRET_KEY to at least 50 random characters, as from: {NEW_KEY}",
            id="stegvis.E001",
        )
    address = urlsplit(settings.SITE_URL)
    at_home = is_loopback(address.hostname or "")
    if settings.DEMO:
        strangers = [
            host for host in settings.ALLOWED_HOSTS if host != "testserver" and not is_loopback(host)
        ]
        if strangers or not at_home:
            yield Error(
                "The demo lets anybody in, so it only runs on this computer's own address.",
                hint="Unset STEGVIS_DEMO; or leave STEGVIS_URL and STEGVIS_HOSTS at 127.0.0.1.",
                id="stegvis.E002",
            )
    elif address.scheme != "https" and not at_home:
        yield Error(
            "The site would send passwords and case notes in the clear.",
            hint="Serve it through HTTPS, and set STEGVIS_URL to its https:// address.",
            id="stegvis.E003",
        )
    database: dict[str, Any] = settings.DATABASES[DEFAULT_DB_ALIAS]
    if settings.HTTPS:
        yield from _in_the_clear(database)
    if serving and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield Error(
            "The static files are not collected: pages would have no styles.",
            hint="Run: stegvis migrate",
            id="stegvis.E005",
        )
    if "sqlite3" in database["ENGINE"] and database["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        yield Error(
            "Two people who save at the same moment could lose one of the changes.",
            hint='Give the SQLite database OPTIONS "transaction_mode": "IMMEDIATE", as the settings come.',
            id="stegvis.E004",
        )


def _in_the_clear(database: dict[str, Any]) -> Iterator[CheckMessage]:
    """What a real service would send over a network unencrypted, behind the site."""
    if _is_elsewhere(settings.EMAIL_HOST) and not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield Error(
            "Mails would go to the mail server in the clear.",
            hint="Set STEGVIS_SMTP_URL to smtp+tls:// or smtps://; or use a mail server on this machine.",
            id="stegvis.E017",
        )
    mode = database["OPTIONS"].get("sslmode") or os.environ.get("PGSSLMODE", "")
    if "postgresql" in database["ENGINE"] and _is_elsewhere(database["HOST"]) and mode not in ENCRYPTED:
        yield Error(
            "What the site asks the database would go over the network in the clear.",
            hint="Set PGSSLMODE=verify-full, and PGSSLROOTCERT to the file with the certificate that signs.",
            id="stegvis.E018",
        )


def _is_elsewhere(host: str) -> bool:
    """Whether a server is on another machine; no name and a path are sockets of this one."""
    return bool(host) and not host.startswith("/") and not is_loopback(host)


def database_problems(serving: bool = False) -> Iterator[CheckMessage]:
    """What the database gives away. An empty one is right for `migrate`, and not for `serving`."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        tables = connection.introspection.table_names()
    except OperationalError:
        yield _unreachable()
        return
    if triggers.EVENT not in tables:
        if serving:
            yield Error(
                "The database has no tables yet.",
                hint="Run: stegvis migrate",
                id="stegvis.E010",
            )
        return
    if settings.DEMO and not Mark.objects.filter(name=MADE_BY_DEMO).exists():
        yield Error(
            "The demo must not run on a database that it did not make.",
            hint="Unset STEGVIS_DEMO; or begin anew with ./run demo --fresh, or with --data elsewhere.",
            id="stegvis.E011",
        )
    if missing := triggers.missing():
        yield Error(
            f"What was recorded or sent could be changed: triggers are missing ({', '.join(missing)}).",
            hint="Run: stegvis audit arm, then stegvis audit verify with your last seal.",
            id="stegvis.E012",
        )
    caches = {
        cache.get("LOCATION") for cache in settings.CACHES.values() if "DatabaseCache" in cache["BACKEND"]
    }
    if caches - set(tables):
        yield Error(
            "The table of the cache is missing, which remembers used codes and limits.",
            hint="Run: stegvis migrate",
            id="stegvis.E013",
        )
    if serving and settings.HTTPS and rights_of_roles.owns_the_trail():
        yield Error(
            "The site's role owns the audit trail, and could switch off what guards it.",
            hint="Give STEGVIS_DATABASE another role than STEGVIS_OWNER_DATABASE, then run: stegvis migrate",
            id="stegvis.E016",
        )
    if connection.vendor == "sqlite" and not _keeps_foreign_keys():
        yield Error(
            "This SQLite does not check foreign keys.",
            hint="Use a Python whose SQLite is built with foreign keys, or PostgreSQL.",
            id="stegvis.E014",
        )


def _unreachable() -> CheckMessage:
    """A service starts without its database, says so on every page, and goes on when it is back."""
    kind = Error if settings.DEMO else Warning
    return kind(
        "The database cannot be reached.",
        hint="Look at STEGVIS_DATABASE and at the server.",
        id="stegvis.E015",
    )


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


def _keeps_foreign_keys() -> bool:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        return bool(cursor.fetchone()[0])
