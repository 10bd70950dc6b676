"""The words for kinds of organisations and roles."""

from __future__ import annotations

from allauth.socialaccount.providers.base.provider import Provider
from allauth.socialaccount.templatetags import socialaccount
from django.http import HttpRequest
from django.utils.translation import gettext

from stegvis.casework.party import ROLE_NAMES, Role
from stegvis_web.foundation.rendering import register
from stegvis_web.people.forms import KINDS


@register.filter
def organisation_kind(kind: str) -> str:
    return str(dict(KINDS)[kind])


@register.filter
def role_name(role: str) -> str:
    return gettext(ROLE_NAMES[Role(role)])


@register.function
def get_providers(request: HttpRequest) -> list[Provider]:
    """Where else one may sign in, as the service has set it up."""
    return list(socialaccount.get_providers({"request": request}))


@register.function
def provider_login_url(request: HttpRequest, provider: Provider) -> str:
    return str(socialaccount.provider_login_url({"request": request}, provider, process="login"))
