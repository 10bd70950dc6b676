"""What the audit trail learns about signing in and out. Codes only: never an address, never a name."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from stegvis.foundation.viewer import NOBODY
from stegvis_web.foundation import audit
from stegvis_web.people import actions, queries
from stegvis_web.people.models import User
from stegvis_web.people.sessions import DEVICE, device_called
from stegvis_web.people.viewer import SECOND_STEP, begin, viewer_of_user

SECOND_STEPS = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}


def sign_in_failed(*, email: str, by_what: str = "password") -> None:
    """Somebody tried to sign in. The row holds the user's code, or "nobody" for an unknown address."""
    user = queries.user_by_email(email) if email else None
    _refused(user, by_what)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    begin(request)
    request.session[DEVICE] = device_called(request.headers.get("User-Agent", ""))
    ways = {record["method"] for record in get_authentication_records(request, user)}
    if settings.OIDC_HAS_SECOND_STEP and "socialaccount" in ways:
        request.session[SECOND_STEP] = user.pk  # the provider has asked for it
    audit.record(by=viewer_of_user(user).viewer, verb="sign-in", what=f"user:{user.pk}")


@receiver(user_logged_out)
def _signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record(by=viewer_of_user(user).viewer, verb="sign-out", what=f"user:{user.pk}")


@receiver(authenticator_used)
def _second_step_shown(request: HttpRequest, user: User, reauthenticated: bool = False, **_: Any) -> None:
    request.session[SECOND_STEP] = user.pk
    if reauthenticated:  # signing in changes the key by itself
        request.session.cycle_key()


@receiver(authenticator_added)
def _second_step_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type in SECOND_STEPS:
        if len(queries.second_steps(user)) == 1:
            actions.end_other_sessions(user)  # they have shown a password alone
            update_session_auth_hash(request, user)
        request.session[SECOND_STEP] = user.pk
    _changed(user, "create", authenticator)


@receiver(authenticator_removed)
def _second_step_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if not queries.second_steps(user):
        request.session.pop(SECOND_STEP, None)
    _changed(user, "remove", authenticator)


@receiver(authenticator_reset)
def _recovery_codes_made(user: User, authenticator: Authenticator, **_: Any) -> None:
    _changed(user, "change", authenticator)


@receiver(authentication_failed)
def _second_step_failed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _refused(user, authenticator.type)


@receiver(password_changed)
@receiver(password_reset)
def _password_changed(user: User, **_: Any) -> None:
    audit.record(by=viewer_of_user(user).viewer, verb="change", what=f"user:{user.pk}", fields=["password"])


def _changed(user: User, verb: str, authenticator: Authenticator) -> None:
    by = viewer_of_user(user).viewer
    audit.record(by=by, verb=verb, what=f"user:{user.pk}", fields=[f"second-step:{authenticator.type}"])


def _refused(user: User | None, by_what: str) -> None:
    what = f"user:{user.pk}" if user else "nobody"
    audit.record(by=NOBODY, verb="sign-in", what=what, outcome="refused", fields=[by_what])
