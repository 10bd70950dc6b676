"""How allauth, which does the signing in, behaves here: no sign-up, mails through the outbox, our words."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from stegvis_web.foundation.sealed import box
from stegvis_web.people import events, letters, queries
from stegvis_web.people.models import User

SECRETS = "stegvis.people.mfa"
"""What the secrets of second steps are sealed for."""


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, sign-in and sign-out."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This email address and password do not belong together."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right. Codes change every half minute: try the one shown now."),
        "invalid_password_reset": _("This link is used up or too old. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Back to pages of this very site only."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        assert isinstance(user, User)
        letters.reset(user=user, url=settings.SITE_URL + urlsplit(context["password_reset_url"]).path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise AssertionError(f"allauth wants to mail {template_prefix}, and no setting here lets it")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        events.sign_in_failed(email=credentials.get("email", ""))

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        assert isinstance(user, User)
        if user.check_password(password):
            context.request.session.cycle_key()
            return True
        events.sign_in_failed(email=user.email)
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not again right after signing in: setting up the second step would otherwise ask twice."""
        request = context.request
        records = get_authentication_records(request, request.user)
        fresh = records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)


class MfaAdapter(DefaultMFAAdapter):
    """Codes from an app, recovery codes and passkeys. Their secrets are stored encrypted."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Codes change every half minute: try the one shown now."),
    }

    def get_totp_issuer(self) -> str:
        return "Stegvis"

    def encrypt(self, text: str) -> str:
        return box(SECRETS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box(SECRETS).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return str(_("My passkey"))

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.get_username()}


class SocialAdapter(DefaultSocialAccountAdapter):
    """Sign-in by a provider that the installation names. Only who has been invited comes in.

    The provider vouches for an address; the user is who signs in with it here. What else it tells of a
    person is dropped: names live in `Person` alone.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        vouched_for = [address.email for address in sociallogin.email_addresses if address.verified]
        user = next(filter(None, map(queries.user_by_email, vouched_for)), None)
        if user is None or not user.is_active:
            events.sign_in_failed(email=user.email if user else "", by_what="provider")
            raise ImmediateHttpResponse(no_account(request))
        sociallogin.user = user
        sociallogin.account.extra_data = {}
        sociallogin.state["process"] = "login"  # never to tie another account to one that is signed in


def no_account(request: HttpRequest) -> HttpResponse:
    """The page for somebody whom the provider knows and we do not."""
    return render(request, "account/signup_closed.html", status=403)
